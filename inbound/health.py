"""How a feed is doing: its last good answer, its items a week, and what should worry the desk."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.rights import counters, crediting
from inbound.models import Item
from inbound.sentences import in_words

if TYPE_CHECKING:
    from inbound.models import Feed

WEEK = dt.timedelta(days=7)
FAILURES = 3
LOOKED_AT = 10
"""So many of the newest items show whether a source changed how it writes them."""
FEW_WORDS = 80


@dataclasses.dataclass(frozen=True)
class Alarm:
    kind: str
    """failing, silent, empty, counters or authors."""
    sentence: str


def items_a_week(feed: Feed, weeks: int = 8) -> list[tuple[dt.date, int]]:
    """New items in each of the last weeks (Monday first), weeks without any included, oldest first."""
    now = timezone.localtime()
    monday = now.date() - dt.timedelta(days=now.weekday())
    first = monday - dt.timedelta(weeks=weeks - 1)
    rows = (
        Item.objects.filter(feed=feed, seen_at__date__gte=first)
        .annotate(week=TruncWeek("seen_at"))
        .values("week")
        .annotate(number=Count("pk"))
        .order_by("week")
    )
    found = {row["week"].date(): row["number"] for row in rows}
    return [(first + dt.timedelta(weeks=n), found.get(first + dt.timedelta(weeks=n), 0)) for n in range(weeks)]


def alarms(feed: Feed) -> list[dict[str, str]]:
    """What is wrong with the feed now, as it is stored with its state; empty where nothing is."""
    return [dataclasses.asdict(alarm) for alarm in (*_answers(feed), *_silence(feed), *_drift(feed))]


def _answers(feed: Feed) -> list[Alarm]:
    state = feed.state
    if state.failures < FAILURES:
        return []
    told = _("It has not answered well %(times)d times in a row: %(problem)s")
    return [Alarm("failing", told % {"times": state.failures, "problem": in_words(state.problem)})]


def _silence(feed: Feed) -> list[Alarm]:
    """Longer without anything new than it ever was between two items, and than a week."""
    moments = list(Item.objects.filter(feed=feed).order_by("-seen_at").values_list("seen_at", flat=True)[:50])
    if len(moments) < 5:
        return []
    gaps = [newer - older for newer, older in itertools.pairwise(moments)]
    usual = max(sorted(gaps)[: max(1, len(gaps) * 9 // 10)])
    quiet = timezone.now() - moments[0]
    if quiet <= max(WEEK, 3 * usual):
        return []
    return [Alarm("silent", _("Nothing new for %(days)d days.") % {"days": quiet.days})]


def _drift(feed: Feed) -> list[Alarm]:
    """What nearly all of its items had and nearly none of the newest has."""
    columns = ("words", "fields__counter_url", "fields__authors")  # not whole texts, for every feed and every answer
    rows = list(Item.objects.filter(feed=feed).order_by("-seen_at", "-pk").values(*columns)[: 3 * LOOKED_AT])
    newest, before = rows[:LOOKED_AT], rows[LOOKED_AT:]
    if len(newest) < LOOKED_AT:
        return []
    terms = feed.outlet.current_terms()
    wants_counter = counters.are_demanded(terms)
    wants_authors = crediting.wants_authors(terms)
    return [
        Alarm(kind, sentence % {"missing": missing, "of": len(newest)})
        for kind, has, demanded, sentence in (
            ("empty", _has_words, True, _("%(missing)d of the newest %(of)d items have no text to speak of.")),
            ("counters", _has_counter, wants_counter, _("%(missing)d of the newest %(of)d items have no counter.")),
            ("authors", _has_authors, wants_authors, _("%(missing)d of the newest %(of)d items name no author.")),
        )
        if (missing := sum(not has(row) for row in newest)) > len(newest) // 2
        and (demanded or sum(map(has, before)) > len(before) * 3 // 4 > 0)
    ]


def _has_words(row: Mapping[str, Any]) -> bool:
    return row["words"] >= FEW_WORDS


def _has_counter(row: Mapping[str, Any]) -> bool:
    return bool(row["fields__counter_url"])


def _has_authors(row: Mapping[str, Any]) -> bool:
    return bool(row["fields__authors"])
