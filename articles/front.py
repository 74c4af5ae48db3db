"""What stands where on the front page: what editors put there, and where they put nothing, what is newest.

No story stands there twice. A place whose story readers may not see (withdrawn, under embargo, its days over), or whose
own time is over, is filled as if nobody had chosen for it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import listing
from articles.listing import Row
from articles.models import Article, FrontRail, FrontSlot, Section
from articles.rights import Surface
from articles.together import Question

TOP = 4
RECENT = 8
IN_RAIL = 4
MOST_IN_RAIL = 8
RAILS = 24
ABOVE = 1 + TOP + RECENT
LEADS_AMONG = 4
"""The newest with a picture among so many leads where nobody chose; a front without a picture is a poor one."""

LEAD = FrontSlot.Place.LEAD
PLACE_TOP = FrontSlot.Place.TOP
RAIL = FrontSlot.Place.RAIL


@dataclasses.dataclass(frozen=True)
class Spot:
    """A place: the lead, one beside it, or one in the rail of the section of this key."""

    place: str
    position: int = 1
    section: int | None = None


@dataclasses.dataclass(frozen=True)
class Choice:
    article: int
    until: dt.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Arrangement:
    """What editors chose: stories for spots, and lengths of rails by section."""

    chosen: Mapping[Spot, Choice] = dataclasses.field(default_factory=dict)
    lengths: Mapping[int, int] = dataclasses.field(default_factory=dict)

    def in_force(self, at: dt.datetime) -> dict[Spot, Choice]:
        return {spot: choice for spot, choice in self.chosen.items() if choice.until is None or choice.until > at}

    def length(self, section: int) -> int:
        return min(self.lengths.get(section, IN_RAIL), MOST_IN_RAIL)


@dataclasses.dataclass(frozen=True)
class RailOf:
    section: int
    rows: list[Row]


@dataclasses.dataclass(frozen=True)
class FrontPage:
    lead: Row | None
    top: list[Row]
    recent: list[Row]
    rails: list[RailOf]
    older: str
    """The cursor behind which everything is that does not stand above the rails; "" where nothing is left."""
    spots: Mapping[Spot, Row]
    """Who stands where, chosen or not."""
    until: dt.datetime | None
    """The next moment at which it is another, as far as its own stories and places know."""


def questions() -> dict[str, Question]:
    """What ``arrangement_of`` wants answered; to be asked ``together`` with others."""
    return {
        "slots": (FrontSlot.objects.all(), "place", "position", "section", "article", "until"),
        "rails": (FrontRail.objects.all(), "section", "stories"),
    }


Answers = Iterable[tuple[str | None, ...]]


def arrangement_of(slots: Answers, rails: Answers) -> Arrangement:
    chosen = {
        Spot(place or "", int(position or 1), int(section) if section else None): Choice(int(pk or 0), _moment(until))
        for place, position, section, pk, until in slots
    }
    return Arrangement(chosen, {int(section or 0): int(stories or 0) for section, stories in rails})


def _moment(text: str | None) -> dt.datetime | None:
    """A moment as the databases write it as text: SQLite without a zone, PostgreSQL with a short one; both in UTC."""
    if not text:
        return None
    parsed = parse_datetime(text)
    return parsed.replace(tzinfo=dt.UTC) if parsed and parsed.tzinfo is None else parsed


def compose(arrangement: Arrangement, sections: Sequence[Section], at: dt.datetime | None = None) -> FrontPage:
    """The front as it stands (now, unless told), the rails in the order of the sections; one query."""
    at, sections = at or timezone.now(), sections[:RAILS]
    lengths = {section.pk: arrangement.length(section.pk) for section in sections}
    chosen = {
        spot: choice
        for spot, choice in arrangement.in_force(at).items()
        if spot.section is None or spot.position <= lengths.get(spot.section, 0)
    }
    rows = _rows(arrangement, sections, [choice.article for choice in chosen.values()], at)
    by_pk = {row.id: row for row in rows}
    spots = {spot: by_pk[choice.article] for spot, choice in chosen.items() if choice.article in by_pk}
    used = {row.id for row in spots.values()}
    newest = [row for row in rows if row.id not in used]

    def take(section: str | None = None) -> Row | None:
        """The newest that is not shown yet."""
        for number, row in enumerate(newest):
            if section is None or row.section_slug == section:
                return newest.pop(number)
        return None

    def fill(spot: Spot, section: str | None = None) -> Row | None:
        if (row := spots.get(spot) or take(section)) is not None:
            spots[spot] = row
        return row

    if Spot(LEAD) not in spots:
        pictured = next((number for number, row in enumerate(newest[:LEADS_AMONG]) if row.picture), 0)
        if newest:
            spots[Spot(LEAD)] = newest.pop(pictured)
    top = [row for number in range(1, TOP + 1) if (row := fill(Spot(PLACE_TOP, number)))]
    recent, newest[:RECENT] = newest[:RECENT], []
    older = recent[-1].cursor if recent and newest else ""
    rails = []
    for section in sections:
        numbers = range(1, lengths[section.pk] + 1)
        filled = [fill(Spot(RAIL, number, section.pk), section.slug) for number in numbers]
        if shown := [row for row in filled if row]:
            rails.append(RailOf(section.pk, shown))
    everything = [*spots.values(), *recent]
    ends = [row.closes_at for row in everything] + [choice.until for choice in chosen.values()]
    until = min((end for end in ends if end), default=None)
    return FrontPage(spots.get(Spot(LEAD)), top, recent, rails, older, spots, until)


def _rows(arrangement: Arrangement, sections: Sequence[Section], chosen: list[int], at: dt.datetime) -> list[Row]:
    """Newest first: what was chosen, the newest of all, and of each section as many as may be wanted of it."""
    seen = Article.objects.visible_on(Surface.PAGE, at=at)
    free = seen.exclude(pk__in=chosen) if chosen else seen
    wanted: list[QuerySet] = [free.newest_first()[: ABOVE + 1]]
    for section in sections:
        if length := arrangement.length(section.pk):
            # So many of its newest may already stand above.
            wanted.append(free.in_section(section).newest_first()[: ABOVE + length])
    parts: list[QuerySet] = [
        Article.objects.filter(pk__in=part.values("pk")).order_by().values("pk") for part in wanted
    ]
    if chosen:
        parts.append(seen.filter(pk__in=chosen).order_by().values("pk"))
    found = Article.objects.filter(pk__in=parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
    return listing.read(listing.as_rows(found.newest_first()))
