"""The one rule on what may be seen where, in two forms: for a row, and for many.

A text is seen within its window, while it is published, where every clause that bears on the surface and on whoever
publishes there leaves it open. Whatever else its terms demand was looked at before it was published
(``articles.rights.findings``), and ``check_rights`` looks at it again.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.rights import rulings, taken_back
from articles.rights.clause import moment_in_words
from articles.rights.openings import ELSEWHERE, NOT_TAKEN_BACK, Opening, openings
from articles.rights.publisher import Publisher, ourselves, publisher_of
from articles.rights.surfaces import Surface

if TYPE_CHECKING:
    from articles.models import Article

_NOBODY = Publisher()


@dataclasses.dataclass(frozen=True)
class Reason:
    clause: str
    """The column of Terms that decided, or one of status, time, contract."""
    sentence: str


@dataclasses.dataclass(frozen=True)
class Decision:
    """Whether, why, and the next moment (aware, UTC) at which the answer may be another.

    ``changes_at`` is None where no passing of time changes the answer.
    """

    allowed: bool
    reasons: tuple[Reason, ...] = ()
    changes_at: dt.datetime | None = None

    def __bool__(self) -> bool:
        return self.allowed


def visible_q(surface: str, partner: Any = None, at: dt.datetime | None = None) -> Q:
    """The condition on articles that ``may`` states for one of them."""
    surface, at, contract = Surface(surface), at or timezone.now(), publisher_of(partner)
    rule = Q(status="published", trashed_at__isnull=True, opens_at__lte=at)
    rule &= Q(closes_at__isnull=True) | Q(closes_at__gt=at)
    if contract and not _runs(contract, at):
        return Q(pk__in=[])
    for opening in _bearing(surface, contract):
        rule &= opening.q()
    return rule


def may(article: Article, surface: str, partner: Any = None, at: dt.datetime | None = None) -> Decision:
    """May this article show on this surface at this moment (now, unless told)?

    ``partner`` is the ``Publisher`` that takes it there, or anything with one as its ``publisher``.
    """
    surface, at, contract = Surface(surface), at or timezone.now(), publisher_of(partner)
    bearing = list(_bearing(surface, contract))
    ruled = rulings.in_force(article) if any(one.may_be_ruled(article) for one in bearing) else {}
    return _decided(article, bearing, ruled, contract, at)


def may_each(articles: Sequence[Article], surface: str, at: dt.datetime | None = None) -> list[Decision]:
    """``may`` of each of them, in their order; two queries at most, however many."""
    at, bearing = at or timezone.now(), list(_bearing(Surface(surface), None))
    with taken_back.known_of(articles if NOT_TAKEN_BACK in bearing else ()):
        left = [article for article in articles if any(one.may_be_ruled(article) for one in bearing)]
        ruled = rulings.in_force_for_each(left) if left else {}
        return [_decided(article, bearing, ruled.get(article.pk, {}), None, at) for article in articles]


def _decided(
    article: Article,
    bearing: list[Opening],
    ruled: Mapping[str, Any],
    contract: Publisher | None,
    at: dt.datetime,
) -> Decision:
    reasons = [Reason(one.clause, one.sentence()) for one in bearing if not one.allows(article, ruled)]
    if article.status != "published":
        told = _("It is not published: its status is “%(status)s”.") % {"status": article.get_status_display()}
        reasons.insert(0, Reason("status", told))
    elif article.trashed_at:
        reasons.insert(0, Reason("status", _("It is in the trash.")))
    always = bool(reasons)
    reasons = [*_of_the_time(article, contract or _NOBODY, at), *reasons]
    return Decision(not reasons, tuple(reasons), None if always else _next_change(article, contract or _NOBODY, at))


def _bearing(surface: Surface, contract: Publisher | None) -> Iterator[Opening]:
    """What bears on this surface: by our own hand always, by the partner's where one publishes there."""
    yield from openings(surface, ourselves())
    if contract:
        yield from openings(ELSEWHERE, contract)


def _runs(contract: Publisher, at: dt.datetime) -> bool:
    return (contract.since is None or contract.since <= at) and (contract.until is None or at < contract.until)


def _of_the_time(article: Article, contract: Publisher, at: dt.datetime) -> Iterator[Reason]:
    opens, closes = article.opens_at, article.closes_at
    if article.status != "published" or article.trashed_at:
        return
    never = opens is not None and closes is not None and closes <= opens
    if not never and (opens is None or opens > at):
        yield Reason("time", _waits(article))
    elif closes and (never or closes <= at):
        yield _ended(article, never)
    if not _runs(contract, at):
        yield Reason("contract", _("The contract with %(name)s does not run.") % {"name": contract.name})


def _waits(article: Article) -> str:
    """Which of the three that have to pass is the last one, with its moment."""
    opens = article.opens_at
    if opens is None:
        return _("No moment is set at which it opens.")
    said = {"moment": moment_in_words(opens)}
    if opens == article.published_at:
        return _("Scheduled for %(moment)s.") % said
    if opens == article.embargo_until:
        return _("Scheduled for %(moment)s: it is under embargo until then.") % said
    return _("Scheduled for %(moment)s: its terms want so many days after first publication.") % said


def _ended(article: Article, never: bool) -> Reason:
    if article.closes_at == article.usable_until:
        return Reason("time", _("Its source let it be shown until a moment that has passed or lies before its own."))
    if never:
        told = _("It could not open before the days were over in which the terms let it be shown.")
        return Reason("fresh_within_days" if article.closes_at == article.opens_at else "remove_after_days", told)
    return Reason("remove_after_days", _("The days for which we may keep it have passed."))


def _next_change(article: Article, contract: Publisher, at: dt.datetime) -> dt.datetime | None:
    """The next bound of the stretch in which both the window and the contract are open; None where none lies ahead."""
    if article.opens_at is None:
        return None
    begin = max(moment for moment in (article.opens_at, contract.since) if moment)
    end = min((moment for moment in (article.closes_at, contract.until) if moment), default=None)
    if end and end <= begin:
        return None
    return begin if at < begin else end if end and at < end else None
