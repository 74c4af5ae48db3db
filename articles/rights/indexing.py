"""What we tell machines of an article: which address counts, whether they may keep it, or learn from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.rights import machines
from outlets.clauses import Canonical, Robots, YesNoAsk

if TYPE_CHECKING:
    from articles.models import Article


def canonical(article: Article) -> str:
    """The address that counts: the outlet's where the terms say so and we know it, "" where they want none named.

    Everywhere else our own, as a path.
    """
    clause = article.terms.canonical if article.terms_id else Canonical.SELF
    if clause == Canonical.NONE:
        return ""
    if clause == Canonical.ORIGINAL and article.source_url.startswith(("https://", "http://")):
        return article.source_url
    return article.get_absolute_url()


def robots(article: Article) -> tuple[tuple[str, str], ...]:
    """The <meta> elements that the terms, or the item itself, ask for, as names and contents.

    ``Googlebot-News`` is how Google lets a publisher keep syndicated texts out of Google News alone.
    """
    clause = article.terms.robots if article.terms_id else Robots.INDEX
    if clause == Robots.NOINDEX or (article.terms_id and machines.is_unlisted(article)):
        return (("robots", "noindex"),)
    if clause == Robots.NEWS_NOINDEX:
        return (("Googlebot-News", "noindex"),)
    return ()


def usage(article: Article) -> str:
    """The value of the header ``Content-Usage`` for the text; "" where we have nothing to say.

    “Not stated” is no permission: unless the terms allow it in words, nobody trains on a text that is not ours. What
    the item itself forbids stays forbidden whatever its terms allow.
    Source: draft-ietf-aipref-attach (2026-08) with the vocabulary of draft-ietf-aipref-vocab.
    """
    if not article.terms_id:
        return ""
    forbidden = machines.forbidden(article)
    if article.terms.ai_use != YesNoAsk.YES:
        forbidden |= {machines.TRAIN}
    return ", ".join(f"{usage}=n" for usage in sorted(forbidden, reverse=True))
