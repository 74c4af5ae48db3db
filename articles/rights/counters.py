"""Which counters a page may carry. A picture can only count; a script can do anything, so it has to be agreed on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outlets.clauses import TrackerKind, YesNo

if TYPE_CHECKING:
    from articles.models import Article
    from outlets.models import Terms
    from outlets.presetting import Preset


def may_run(article: Article) -> bool:
    """Whether the article's counter may stand in our page.

    A script runs only from an address that the pattern in the outlet's terms describes, and only where these say that
    the counter is a script: what merely arrived in a feed is never run.
    """
    if article.counter_kind == "img":
        return True
    if article.counter_kind != "script" or not article.terms_id or article.terms.tracker_kind != TrackerKind.SCRIPT:
        return False
    pattern = article.terms.tracker_pattern
    try:
        return bool(pattern) and re.fullmatch(pattern, article.counter_url) is not None
    except re.error:  # written past the desk's form; it describes nothing
        return False


def is_demanded(article: Article) -> bool:
    """Whether its terms want it counted; a counter that merely came with a text stays with it all the same."""
    return are_demanded(article.terms if article.terms_id else None)


def are_demanded(terms: Terms | None) -> bool:
    """The same of whatever is taken under these terms."""
    return terms is not None and terms.tracker_required == YesNo.YES


def patterns(terms: Terms | Preset | None) -> tuple[str, ...]:
    """The regular expressions that describe its counters whole; none where the terms describe none."""
    return (terms.tracker_pattern,) if terms and terms.tracker_pattern else ()


_SOURCE = re.compile(r"(https?://[a-z0-9.-]+(?::\d{1,5})?)(/[a-z0-9._~/-]*)?(?:[?#].*)?", re.IGNORECASE | re.ASCII)


def policy_source(article: Article) -> tuple[str, str] | None:
    """Directive and source that a page's Content-Security-Policy needs beyond our own for this counter.

    None where it needs nothing: pictures by https are allowed as they are. Addresses of an unusual form get nothing,
    so that no address can write into the policy.
    """
    match = _SOURCE.fullmatch(article.counter_url) if may_run(article) else None
    if match is None:
        return None
    if article.counter_kind == "script":
        return "script-src", match[1] + (match[2] or "")
    return ("img-src", match[1]) if match[1].lower().startswith("http:") else None
