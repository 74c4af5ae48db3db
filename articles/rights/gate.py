"""The one rule on what may be seen where, in two forms: for a row, and for many."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.rights.surfaces import Surface

if TYPE_CHECKING:
    from articles.models import Article


@dataclasses.dataclass(frozen=True)
class Reason:
    clause: str
    """The column of Terms that decided, or one of status, time."""
    sentence: str


@dataclasses.dataclass(frozen=True)
class Decision:
    """Whether, why, and the next moment (aware, UTC) at which the answer may be another."""

    allowed: bool
    reasons: tuple[Reason, ...] = ()
    changes_at: dt.datetime | None = None

    def __bool__(self) -> bool:
        return self.allowed


@dataclasses.dataclass(frozen=True)
class _Clause:
    """A clause that closes some surfaces to licensed texts: the rows it leaves open, and the same for one row."""

    column: str
    open_to: tuple[str, ...]
    sentence: Callable[[], str]

    def q(self) -> Q:
        return Q(terms__isnull=True) | Q(**{f"terms__{self.column}__in": self.open_to})

    def allows(self, article: Article) -> bool:
        return article.terms_id is None or getattr(article.terms, self.column) in self.open_to


_ONWARD = _Clause("onward", ("yes",), lambda: _("The terms do not say that the text may be passed on to others."))
_NEWSLETTER = _Clause(
    "newsletter", ("yes",), lambda: _("The terms do not say that the text may be sent in newsletters.")
)
_NEWS = _Clause("robots", ("not_stated", "index"), lambda: _("The terms keep the text out of Google News."))
_INDEX = _Clause(
    "robots",
    ("not_stated", "index", "googlebot_news_noindex"),
    lambda: _("The terms keep the text out of search engines."),
)
_OURS = _Clause("outlet", (), lambda: _("Only our own work is offered for republishing."))

_BY_SURFACE: dict[str, tuple[_Clause, ...]] = {
    Surface.PARTNER_FEED: (_ONWARD,),
    Surface.API: (_ONWARD,),
    Surface.NEWSLETTER: (_NEWSLETTER,),
    Surface.REPUBLISH: (_OURS,),
    Surface.SITEMAP: (_INDEX,),
    Surface.NEWS_SITEMAP: (_NEWS,),
}


def visible_q(surface: str, partner: Any = None, at: dt.datetime | None = None) -> Q:
    """The condition on articles that ``may`` states for one of them."""
    surface, at = Surface(surface), at or timezone.now()
    rule = Q(status="published", trashed_at__isnull=True, opens_at__lte=at)
    rule &= Q(closes_at__isnull=True) | Q(closes_at__gt=at)
    for clause in _BY_SURFACE.get(surface, ()):
        rule &= clause.q()
    return rule


def may(article: Article, surface: str, partner: Any = None, at: dt.datetime | None = None) -> Decision:
    """May this article show on this surface at this moment (now, unless told)?"""
    surface, at = Surface(surface), at or timezone.now()
    reasons: list[Reason] = []
    changes_at = None
    if article.status != "published":
        reasons.append(
            Reason(
                "status",
                _("It is not published but “%(status)s”.") % {"status": article.get_status_display()},
            )
        )
    elif article.trashed_at:
        reasons.append(Reason("status", _("It is in the trash.")))
    elif article.opens_at is None or article.opens_at > at:
        changes_at = article.opens_at
        reasons.append(Reason("time", _("Its time has not come: publication, embargo or the days to wait lie ahead.")))
    elif article.closes_at and article.closes_at <= at:
        reasons.append(Reason("remove_after_days", _("The days for which we may keep it have passed.")))
    else:
        changes_at = article.closes_at
    reasons += [Reason(c.column, c.sentence()) for c in _BY_SURFACE.get(surface, ()) if not c.allows(article)]
    return Decision(not reasons, tuple(reasons), changes_at)
