"""Which parts of an article that may be seen somewhere may go along there: its pictures, its whole text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from articles.rights import counters
from articles.rights.surfaces import Surface
from outlets.clauses import Excerpts, TrackerKind, YesNo

if TYPE_CHECKING:
    from articles.models import Article
    from outlets.models import Terms
    from pictures.models import Picture

# Where somebody else takes what we show, and runs no script of the outlet's.
_PASSED_ON = frozenset({Surface.FEED, Surface.PARTNER_FEED, Surface.NEWSLETTER, Surface.API, Surface.REPUBLISH})
# Where others show our pictures beside a link to us.
_SHOWN_BY_OTHERS = frozenset({Surface.SITEMAP, Surface.NEWS_SITEMAP})
# Where somebody else publishes what we show.
_PUBLISHED_ELSEWHERE = frozenset({Surface.PARTNER_FEED, Surface.API, Surface.REPUBLISH})


def may_show_picture(picture: Picture, surface: str) -> bool:
    """A picture shows where a person cleared it and a file of ours is there.

    One that may not be passed on stays out of everything that leaves the site, and of what tells others to show it;
    what others publish takes only pictures that may be passed on in so many words.
    """
    if not picture.is_showable():
        return False
    surface = Surface(surface)
    if surface in _PUBLISHED_ELSEWHERE:
        return picture.onward == YesNo.YES
    return surface not in _PASSED_ON | _SHOWN_BY_OTHERS or picture.onward != YesNo.NO


def is_ours_to_license(picture: Picture) -> bool:
    """Whether others may get a licence for it from us: it came from no outlet, and may be passed on."""
    return picture.outlet_id is None and picture.onward == YesNo.YES


EXCERPT_COLUMNS = ("terms__excerpt_rule", "terms__excerpt_paragraphs")
"""What has to be read of an article's terms to ask ``paragraphs_allowed``."""


def paragraphs_allowed(terms: Terms | None) -> int | None:
    """How many of a text's first paragraphs may be shown at all; None where the whole text may be.

    The rule alone, without a number, says how an excerpt is made where one is made, and does not forbid the whole.
    """
    if terms is None or terms.excerpt_rule != Excerpts.FIRST_PARAGRAPHS:
        return None
    return terms.excerpt_paragraphs or None


def only_paragraphs_q() -> Q:
    """The condition on articles of which ``paragraphs_allowed`` gives no more than some."""
    return Q(terms__excerpt_rule=Excerpts.FIRST_PARAGRAPHS, terms__excerpt_paragraphs__gt=0)


def may_be_excerpted(article: Article) -> bool:
    """Whether a few of its words may stand for it in lists and feeds. Not where it runs entire or not at all."""
    return not article.terms_id or leaves_excerpts(article.terms.excerpt_rule)


def rule_of_excerpts() -> F:
    """What a query of articles reads to ask ``leaves_excerpts``."""
    return F("terms__excerpt_rule")


def leaves_excerpts(excerpt_rule: str | None) -> bool:
    """The same by the value of the clause alone; None where there are no terms."""
    return excerpt_rule != Excerpts.ENTIRE_ONLY


def may_carry_whole_text(article: Article, surface: str) -> bool:
    """Whether the whole text may go along; where not, an excerpt and a link stand for it.

    Not where the terms want a counter with every copy and that counter is a script, which runs in our pages alone. (The
    clause on excerpts says what an excerpt must look like where one is made; it does not forbid the whole text.)
    """
    if not article.terms_id:
        return True
    terms = article.terms
    counted_by_script = article.counter_kind == "script" or (
        article.counter_kind == "none" and terms.tracker_kind == TrackerKind.SCRIPT
    )
    return not (Surface(surface) in _PASSED_ON and counters.are_demanded(terms) and counted_by_script)


def may_change_what_came_with_it(article: Article) -> bool:
    """May the printed byline and the related links be edited? Not of a licensed text that readers have seen."""
    return not (article.is_licensed and article.status in ("published", "withdrawn"))


def may_bear_our_words(article: Article) -> bool:
    """May words of ours introduce it in a letter? A licensed text is mailed with its own alone."""
    return not article.is_licensed
