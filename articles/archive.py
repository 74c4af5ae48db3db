"""How many articles each day of the archive has: counted behind the gate, kept, and counted anew when that changes.

What is kept may be out of date until the worker has counted again. Pages ask ``counts``, which counts such days at
once, as far as these are few.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Min, Q, signals
from django.db.models.functions import TruncDate
from django.dispatch import receiver
from django.utils import timezone

from articles.models import ArchiveDay, Article, Ruling
from articles.rights import Surface
from records.moments import local

COUNTED_AT_ONCE = 62
"""So many days that are out of date are counted while a reader waits."""


def bounds(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """When the days from first to last begin and end, in the newsroom's time zone."""
    zone = timezone.get_default_timezone()
    begin, end = (dt.datetime.combine(day, dt.time(), zone) for day in (first, last + dt.timedelta(days=1)))
    return begin.astimezone(dt.UTC), end.astimezone(dt.UTC)


def between(first: dt.date, last: dt.date) -> Q:
    """The condition on articles that were published on these days."""
    begin, end = bounds(first, last)
    return Q(published_at__gte=begin, published_at__lt=end)


def counts(days: list[ArchiveDay]) -> dict[dt.date, int | None]:
    """How many articles readers find under each of these days; None where that is not known yet. One query at most.

    Days without any are left out.
    """
    now = timezone.now()
    found: dict[dt.date, int | None] = {row.day: row.articles for row in days}
    stale = sorted((row.day for row in days if row.stale_at and row.stale_at <= now), reverse=True)
    found |= dict.fromkeys(stale)
    if at_once := stale[:COUNTED_AT_ONCE]:
        found |= dict.fromkeys(at_once, 0) | _count(at_once)
    return {day: number for day, number in found.items() if number != 0}


def _count(days: list[dt.date]) -> dict[dt.date, int]:
    on_these = Q()
    for first, last in _stretches(days):
        on_these |= between(first, last)
    rows = Article.objects.visible_on(Surface.PAGE).filter(on_these).order_by()
    by_day = rows.values_list(TruncDate("published_at", tzinfo=timezone.get_default_timezone()))
    return dict(by_day.annotate(Count("pk")))


def _stretches(days: Iterable[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """The same days as first and last ones of stretches without a gap."""
    found: list[tuple[dt.date, dt.date]] = []
    for day in sorted(days):
        if found and found[-1][1] + dt.timedelta(days=1) == day:
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def recount(day: dt.date) -> None:
    """Count this day anew, and note when time will change that. A change meanwhile leaves it out of date."""
    now = timezone.now()
    seen, _made = ArchiveDay.objects.get_or_create(day=day, defaults={"stale_at": now})
    number = Article.objects.visible_on(Surface.PAGE, at=now).filter(between(day, day)).count()
    to_come = Article.objects.filter(between(day, day), status=Article.Status.PUBLISHED, trashed_at=None).aggregate(
        opens=Min("opens_at", filter=Q(opens_at__gt=now)), closes=Min("closes_at", filter=Q(closes_at__gt=now))
    )
    changes_at = min((moment for moment in to_come.values() if moment), default=None)
    held = ArchiveDay.objects.filter(day=day, stale_at=seen.stale_at)
    if number or changes_at:
        held.update(articles=number, stale_at=changes_at)
    else:
        held.delete()


def recount_stale() -> int:
    """Count the days that are out of date; how many these were."""
    days = list(ArchiveDay.objects.filter(stale_at__lte=timezone.now()).values_list("day", flat=True))
    for day in days:
        recount(day)
    return len(days)


def recount_a_seventh() -> int:
    """Count every seventh day, others on each day of the week; how many these were."""
    today = timezone.localdate().toordinal() % 7
    days = [day for day in ArchiveDay.objects.values_list("day", flat=True) if day.toordinal() % 7 == today]
    for day in days:
        recount(day)
    return len(days)


def mark_stale(moments: Iterable[dt.datetime | None]) -> None:
    """The days of these moments are out of date from now on."""
    days = {local(moment).date() for moment in moments if moment}
    ArchiveDay.objects.bulk_create(
        [ArchiveDay(day=day, stale_at=timezone.now()) for day in sorted(days)],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["stale_at"],
    )


@receiver(signals.post_save, sender=Article)
def article_saved(instance: Article, raw: bool = False, **kwargs: Any) -> None:
    if not raw and instance.live_revision_id:  # what was never before readers is in no count
        mark_stale([instance.published_at])


@receiver(signals.post_save, sender=Ruling)
def ruled(instance: Ruling, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    if instance.article is not None:
        mark_stale([instance.article.published_at])
    else:  # which of the outlet's articles it opens or closes is told by the gate alone
        ArchiveDay.objects.update(stale_at=timezone.now())
