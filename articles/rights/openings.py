"""The clauses that open or close a surface to licensed texts, each in two forms: for a row, and for many.

Some bear on a surface (newsletters, the news sitemap), some on whoever publishes there: its advertisements, its
paywall, whether it was set up to make a profit, whether it pays for the text.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.rights import machines, rulings, taken_back
from articles.rights.publisher import Publisher
from articles.rights.surfaces import Surface
from outlets.clauses import NOT_STATED, Ads, Canonical, Commercial, Robots, YesNoAsk

if TYPE_CHECKING:
    from articles.models import Article

ELSEWHERE = "elsewhere"
"""Where a partner publishes what we hand over: no surface of ours."""


@dataclasses.dataclass(frozen=True)
class Opening:
    """Open to own work; to a licensed text where the column says so, or leaves it to the desk, which said yes."""

    clause: str
    open_to: tuple[str, ...]
    sentence: Callable[[], str]
    left_to_the_desk: tuple[str, ...] = ()
    implied_by: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Other columns whose values open it where its own says nothing."""

    def q(self) -> Q:
        column = f"terms__{self.clause}"
        rule = Q(terms__isnull=True) | Q(**{f"{column}__in": self.open_to})
        for other, values in self.implied_by:
            rule |= Q(**{column: NOT_STATED, f"terms__{other}__in": values})
        for value in self.left_to_the_desk:
            rule |= Q(**{column: value}) & rulings.allowed_q(self.clause, value)
        return rule

    def may_be_ruled(self, article: Article) -> bool:
        return bool(article.terms_id) and getattr(article.terms, self.clause) in self.left_to_the_desk

    def allows(self, article: Article, ruled: Mapping[str, Any]) -> bool:
        if article.terms_id is None:
            return True
        terms = article.terms
        value = getattr(terms, self.clause)
        if value in self.open_to:
            return True
        if value == NOT_STATED and any(getattr(terms, other) in values for other, values in self.implied_by):
            return True
        ruling = ruled.get(self.clause)
        return value in self.left_to_the_desk and ruling is not None and ruling.allowed


class OfTheItem(Opening):
    """Open but to texts whose own file says that they may not be listed (``articles.rights.machines``)."""

    def q(self) -> Q:
        return Q(terms__isnull=True) | machines.listed_q()

    def may_be_ruled(self, article: Article) -> bool:
        return False

    def allows(self, article: Article, ruled: Mapping[str, Any]) -> bool:
        return article.terms_id is None or not machines.is_unlisted(article)


class WhileItsSourceHasIt(Opening):
    """Open but to texts that their source took back, until the rights desk has said that they stay: what is mailed
    cannot be called back."""

    def q(self) -> Q:
        return Q(terms__isnull=True) | ~taken_back.undecided_q()

    def may_be_ruled(self, article: Article) -> bool:
        return bool(article.terms_id) and taken_back.is_withdrawn_at_source(article)

    def allows(self, article: Article, ruled: Mapping[str, Any]) -> bool:
        if not self.may_be_ruled(article):
            return True
        ruling = ruled.get(self.clause)
        return ruling is not None and ruling.allowed


_ASKED = (NOT_STATED, YesNoAsk.ASK.value)
ONWARD = Opening(
    "onward", ("yes",), lambda: _("The terms do not say that the text may be passed on to others."), _ASKED
)
NEWSLETTER = Opening(
    "newsletter", ("yes",), lambda: _("The terms do not say that the text may be sent in newsletters."), _ASKED
)
NOT_TAKEN_BACK = WhileItsSourceHasIt(
    taken_back.WITHDRAWN,
    (),
    lambda: _(
        "Its source withdrew it, and the rights desk has not decided that it stays. A mail could not be called back."
    ),
)
NEWS = Opening("robots", (NOT_STATED, Robots.INDEX.value), lambda: _("The terms keep the text out of Google News."))
INDEX = Opening(
    "robots",
    (NOT_STATED, Robots.INDEX.value, Robots.NEWS_NOINDEX.value),
    lambda: _("The terms keep the text out of search engines."),
)
COUNTS_HERE = Opening(
    "canonical",
    (NOT_STATED, Canonical.SELF.value, Canonical.NONE.value),
    lambda: _("The terms say that the outlet's own page counts, so ours is announced to nobody."),
)
UNLISTED = OfTheItem("robots", (), lambda: _("The item itself says that search engines may not list it."))
OURS = Opening("outlet", (), lambda: _("Only our own work is offered for republishing."))
PAYWALL = Opening(
    "paywall", ("yes",), lambda: _("The terms do not say that the text may stand behind a paywall."), _ASKED
)
RESALE = Opening("resale", ("yes",), lambda: _("The terms do not say that the text may be sold on."), _ASKED)
COMMERCIAL = Opening(
    "commercial",
    ("yes",),
    lambda: _("The terms do not say that a publisher set up to make a profit may show the text."),
    (NOT_STATED, Commercial.FEE.value),
    # Who says that advertisements or a paywall are welcome, means publishers that live on them.
    implied_by=(("ads", (Ads.YES.value, Ads.NOT_AGAINST_STORY.value)), ("paywall", ("yes",))),
)

_BY_SURFACE: dict[str, tuple[Opening, ...]] = {
    Surface.PARTNER_FEED: (ONWARD,),
    Surface.API: (ONWARD,),
    Surface.NEWSLETTER: (NEWSLETTER, NOT_TAKEN_BACK),
    Surface.REPUBLISH: (OURS,),
    Surface.SITEMAP: (INDEX, COUNTS_HERE, UNLISTED),
    Surface.NEWS_SITEMAP: (NEWS, COUNTS_HERE, UNLISTED),
}


def openings(surface: str, publisher: Publisher) -> Iterator[Opening]:
    """What a licensed text must pass to be shown there by this publisher."""
    yield from _BY_SURFACE.get(surface, ())
    yield from of_the_publisher(publisher)


def of_the_publisher(publisher: Publisher) -> Iterator[Opening]:
    if publisher.commercial:
        yield COMMERCIAL
    if (allowed := publisher.ads_allowed_by()) is not None:
        yield Opening(
            "ads",
            tuple(str(value) for value in allowed),
            lambda: _("The terms do not say that advertisements may stand with the text."),
            (NOT_STATED,),
        )
    if publisher.paywall:
        yield PAYWALL
    if publisher.pays:
        yield RESALE
