"""Everything that was published, by month and by day, in the newsroom's time zone."""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import archive, bylines, listing
from articles.models import ArchiveDay, Article
from articles.rights import Surface
from articles.views import errors, public
from records.moments import local


@dataclasses.dataclass(frozen=True)
class Month:
    """``articles`` is 0 where there are none, and None where there are some and nobody has counted them yet."""

    first: dt.date
    articles: int | None = 0

    @property
    def url(self) -> str:
        return reverse("articles:archive_month", args=[f"{self.first:%Y}", f"{self.first:%m}"])

    @property
    def last(self) -> dt.date:
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])


@dataclasses.dataclass(frozen=True)
class Year:
    number: str
    months: list[Month]
    """All twelve."""

    @property
    def articles(self) -> int | None:
        return _sum([month.articles for month in self.months])


@dataclasses.dataclass(frozen=True)
class Day:
    """A cell of the calendar; of a day in the months beside this one the calendar shows nothing."""

    date: dt.date
    articles: int | None
    is_of_the_month: bool
    is_shown: bool = False
    """The page is about this very day."""

    @property
    def url(self) -> str:
        return reverse("articles:archive_day", args=[f"{self.date:%Y}", f"{self.date:%m}", f"{self.date:%d}"])


@dataclasses.dataclass(frozen=True)
class Calendar:
    weekdays: list[tuple[str, str]]
    """Short and long names, the one with which weeks begin here first."""
    weeks: list[list[Day]]


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Every year, newest first, with its months and how much each holds."""
    menu, days = public.menu(), list(ArchiveDay.objects.all())
    known = archive.counts(days)
    by_month: dict[dt.date, list[int | None]] = {}
    for day, number in known.items():
        by_month.setdefault(day.replace(day=1), []).append(number)
    shown = [
        Year(f"{year:04}", [Month(first, _sum(by_month.get(first, [0]))) for first in _months_of(year)])
        for year in sorted({first.year for first in by_month}, reverse=True)
    ]
    address = public.absolute(request, request.path)
    told = _("Everything that %(name)s has published, by month.") % {"name": public.newsroom_name()}
    head = public.Head(title=_("Archive"), description=told, address=address, canonical=address)
    context = {"head": head, "menu": menu, "years": shown}
    return public.answer(request, "articles/archive.html", context, until=_until(days))


@require_safe
def year(request: HttpRequest, year: str) -> HttpResponse:
    """A year has no page of its own: its place on the page of all."""
    return public.moved(f"{reverse('articles:archive')}#y{year}")


@require_safe
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    if (first := _date(year, month, "01")) is None:
        return errors.not_found(request)
    return _page(request, Month(first), first, Month(first).last)


@require_safe
def day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    if (shown := _date(year, month, day)) is None:
        return errors.not_found(request)
    return _page(request, Month(shown.replace(day=1)), shown, shown)


def _page(request: HttpRequest, month: Month, first: dt.date, last: dt.date) -> HttpResponse:
    """The articles of a month, or of one of its days, newest first; beside them the calendar of the month."""
    before = request.GET.get("before")
    try:
        found = listing.page(Article.objects.visible_on(Surface.PAGE).filter(archive.between(first, last)), before)
    except listing.BadCursor:
        return errors.not_found(request)
    if not found.rows:
        return errors.not_found(request)
    menu, days = _menu_and_days(month)
    of_the_month = [row for row in days if month.first <= row.day <= month.last]
    path = request.path + ("?" + urlencode({"before": before}) if before else "")
    address = public.absolute(request, path)
    is_day = first == last
    named = bylines.printed_date(first) if is_day else formats.date_format(first, "YEAR_MONTH_FORMAT")
    title = named[:1].upper() + named[1:]
    told = _("What %(name)s published: %(when)s.") % {"name": public.newsroom_name(), "when": named}
    context = {
        "head": public.Head(title=title, description=told, address=address, canonical=address),
        "menu": menu,
        "month": month,
        "day": first if is_day else None,
        "title": title,
        "groups": [
            (each, list(rows)) for each, rows in groupby(found.rows, lambda row: local(row.published_at).date())
        ],
        "calendar": _calendar(month, archive.counts(of_the_month), first if is_day else None),
        "earlier": next((Month(row.day.replace(day=1)) for row in days if row.day < month.first), None),
        "later": next((Month(row.day.replace(day=1)) for row in days if row.day > month.last), None),
        "older": found.older,
        "is_first_page": not before,
    }
    until = public.earliest([_until(of_the_month), *(row.closes_at for row in found.rows)])
    return public.answer(request, "articles/archive_month.html", context, until=until)


def _menu_and_days(month: Month) -> tuple[public.Menu, list[ArchiveDay]]:
    """The days of the month, and the nearest before and after it that have articles."""
    held = ArchiveDay.objects.exclude(articles=0, stale_at=None)
    near = [
        held.filter(day__lt=month.first).order_by("-day")[:1],
        held.filter(day__gt=month.last).order_by("day")[:1],
    ]
    columns = ("day", "articles", "stale_at")
    answers = public.together(
        menu=public.menu_question(),
        days=[
            (ArchiveDay.objects.filter(day__range=(month.first, month.last)), *columns),
            *((ArchiveDay.objects.filter(pk__in=rows.values("pk")), *columns) for rows in near),
        ],
    )
    days = [
        ArchiveDay(day=dt.date.fromisoformat(day or ""), articles=int(number or 0), stale_at=public.moment_of(stale_at))
        for day, number, stale_at in answers["days"]
    ]
    return public.menu_of(answers["menu"]), sorted(days, key=lambda row: row.day)


def _calendar(month: Month, known: dict[dt.date, int | None], shown: dt.date | None) -> Calendar:
    begins_with = (
        int(formats.get_format("FIRST_DAY_OF_WEEK")) - 1
    ) % 7  # Django counts from Sunday, Python from Monday
    weeks = calendar.Calendar(begins_with).monthdatescalendar(month.first.year, month.first.month)
    names = [(begins_with + place) % 7 for place in range(7)]
    return Calendar(
        [(str(WEEKDAYS_ABBR[name]), str(WEEKDAYS[name])) for name in names],
        [[Day(day, known.get(day, 0), day.month == month.first.month, day == shown) for day in week] for week in weeks],
    )


def _months_of(year: int) -> Iterator[dt.date]:
    return (dt.date(year, month, 1) for month in range(1, 13))


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    """The day, where a calendar has it and every time zone can say it."""
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1000 <= found.year < 9000 else None


def _until(days: list[ArchiveDay]) -> dt.datetime | None:
    now = timezone.now()
    return public.earliest(row.stale_at for row in days if row.stale_at and row.stale_at > now)
