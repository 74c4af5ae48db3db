"""Which articles answer: newest first, or the most relevant of the newest. One query for a page, however far back.

Nothing is skipped and nothing is counted beyond ``COUNTED``: a page begins at a place in time, or after a rank.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models.expressions import RawSQL

from articles.models import Article, SearchText
from articles.rights import Surface
from articles.search.engine import engine
from articles.search.expression import Condition, Expression, Stretch

PER_PAGE = 20
COUNTED = 1_000
RANKED = 500
"""Relevance is judged among so many of the newest that answer."""

_CURSOR = re.compile(r"(-?\d{1,19})(?:_(-?\d{1,15}))?", re.ASCII)
_LIMITS = Stretch()


@dataclasses.dataclass(frozen=True)
class Cursor:
    """Where a page ends: the place of its last row, and how well that one answered where that is the order."""

    place: int
    rank: int | None = None

    def __str__(self) -> str:
        return str(self.place) if self.rank is None else f"{self.place}_{self.rank}"


def read_cursor(said: str, ranked: bool) -> Cursor | None:
    """None for what is no cursor of this order."""
    match = _CURSOR.fullmatch(said)
    if match is None or (match[2] is not None) != ranked or not _LIMITS.first < int(match[1]) < _LIMITS.last:
        return None
    return Cursor(int(match[1]), int(match[2]) if ranked else None)


@dataclasses.dataclass(frozen=True)
class Found:
    """One page of keys, with the cursors of those beside it ("" where there is none).

    ``number`` is known on the first page only; more than COUNTED means that nobody counted further.
    """

    keys: list[int]
    newer: str = ""
    older: str = ""
    number: int | None = None


def newest(wanted: Expression, stretch: Stretch, before: Cursor | None = None, after: Cursor | None = None) -> Found:
    """What answers within the stretch, newest first: before a place, or after one, or from the newest on."""
    if after and not before:
        asked = Stretch(max(stretch.first, after.place + 1), stretch.last)
        rows = _ask(wanted, asked, PER_PAGE + 1, oldest=True)
        if len(rows) > PER_PAGE:
            shown = rows[:PER_PAGE][::-1]
            return Found([key for key, _place in shown], str(shown[0][1]), str(shown[-1][1]))
        before = None  # there is no more than the first page
    if before:
        asked = Stretch(stretch.first, min(stretch.last, before.place))
        rows = _ask(wanted, asked, PER_PAGE + 1)
    else:
        rows = _ask(wanted, stretch, COUNTED + 1)
    shown = rows[:PER_PAGE]
    return Found(
        [key for key, _place in shown],
        newer=str(shown[0][1]) if before and shown else "",
        older=str(shown[-1][1]) if len(rows) > PER_PAGE else "",
        number=None if before else len(rows),
    )


def relevant(wanted: Expression, stretch: Stretch, before: Cursor | None = None) -> Found:
    """The best of the newest RANKED first; those of one rank, newest first."""
    condition = _shown_on_search()
    if condition is None:
        return Found([], number=0)
    rows = _rows(engine().relevant(wanted, condition, stretch, COUNTED + 1, RANKED))
    number = rows[0][3] if rows else 0
    if before and before.rank is not None:
        rows = [row for row in rows if (row[2], row[1]) < (before.rank, before.place)]
    shown = rows[:PER_PAGE]
    older = str(Cursor(shown[-1][1], shown[-1][2])) if len(rows) > PER_PAGE else ""
    return Found([row[0] for row in shown], older=older, number=None if before else number)


def _ask(wanted: Expression, stretch: Stretch, limit: int, oldest: bool = False) -> list[Any]:
    condition = _shown_on_search()
    return _rows(engine().newest(wanted, condition, stretch, limit, oldest)) if condition else []


def _shown_on_search() -> Condition | None:
    """The gate's own rule, for the row ``t`` of the index; None where it shows nothing to anybody."""
    shown = Article.objects.visible_on(Surface.SEARCH).filter(pk=RawSQL("t.article_id", ())).order_by().values("pk")
    try:
        sql, params = shown.query.get_compiler(using=SearchText.objects.db).as_sql()
    except EmptyResultSet:
        return None
    return Condition(sql, tuple(params))


def _rows(asked: tuple[str, list[Any]]) -> list[Any]:
    with connections[SearchText.objects.db].cursor() as cursor:
        cursor.execute(*asked)
        return cursor.fetchall()
