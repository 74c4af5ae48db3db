"""Articles as lists show them: one light row each, newest first, a page after a cursor.

Lists never count and never skip: the next page begins after the last row of this one, so page 1,000 costs what page 1
costs.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet
from django.urls import reverse

from articles import bylines
from articles.models import Article
from articles.queries import ArticleQuerySet
from pictures.models import Picture

PER_PAGE = 20
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_CURSOR = re.compile(r"(\d{1,16})-(\d{1,18})", re.ASCII)

COLUMNS = (
    "id", "title", "slug", "kicker", "standfirst", "language", "published_at", "closes_at", "section__name",
    "section__slug", "outlet__name", "outlet__slug", "lead__picture__rights", "lead__picture__file",
    "lead__picture__width", "lead__picture__height", "lead__picture__alt", "lead__picture__rendered_file",
    "lead__picture__renditions", "beside__credits",
)  # fmt: skip
PICTURE = COLUMNS.index("lead__picture__rights")
"""Where the columns of the picture begin."""


class BadCursor(ValueError):
    """The cursor in the address is none of ours."""


@dataclasses.dataclass
class Row:
    """What a list shows of one article."""

    id: int
    title: str
    slug: str
    kicker: str
    standfirst: str
    language: str
    published_at: dt.datetime
    closes_at: dt.datetime | None
    section: str
    section_slug: str
    outlet: str | None
    outlet_slug: str | None
    picture: Picture | None
    names: list[str]

    @property
    def url(self) -> str:
        return reverse("articles:article", args=[self.section_slug, self.slug])

    @property
    def authors(self) -> str:
        """The printed names without titles."""
        return bylines.joined(self.names, self.language)

    @property
    def byline(self) -> str:
        """The printed names without titles, and the outlet: “Andrew Mines and Amira Jadoon, The Conversation”."""
        return ", ".join(part for part in (self.authors, self.outlet) if part)

    @property
    def cursor(self) -> str:
        return cursor(self.published_at, self.id)


def cursor(published_at: dt.datetime, pk: int) -> str:
    """The place of an article in every list: its moment to the microsecond, and its key where two share one."""
    return f"{(published_at - _EPOCH) // _MICROSECOND}-{pk}"


def as_rows(articles: ArticleQuerySet) -> QuerySet:
    """The queryset's articles as the values that ``read`` turns into rows, lead pictures joined in."""
    return articles.annotate(
        lead=FilteredRelation("article_pictures", condition=Q(article_pictures__role="lead"))
    ).values_list(*COLUMNS)


def read(values: Iterable[tuple[Any, ...]]) -> list[Row]:
    """The rows of such values; a lead picture only where it may be shown."""
    return [
        Row(*(*columns[:PICTURE], _picture(*columns[PICTURE:]), [credit["name"] for credit in printed or ()]))
        for *columns, printed in values
    ]


def _picture(
    rights: str | None,
    file: str | None,
    width: int | None,
    height: int | None,
    alt: str | None,
    rendered_file: str | None,
    renditions: str | None,
) -> Picture | None:
    picture = Picture(file=file or "", rights=rights or "", alt=alt or "")
    picture.width, picture.height = width, height
    picture.rendered_file, picture.renditions = rendered_file or "", renditions or ""
    return picture if picture.is_showable() else None


def place_of(cursor: str) -> tuple[dt.datetime, int]:
    """The moment and the key that a cursor stands for; raises BadCursor for what is none."""
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise BadCursor(cursor)
    return _EPOCH + int(match[1]) * _MICROSECOND, int(match[2])


def after(articles: ArticleQuerySet, cursor: str) -> ArticleQuerySet:
    """The articles that follow the row with this cursor; raises BadCursor for what is none."""
    moment, pk = place_of(cursor)
    # The first half alone finds the place in the index; the second breaks ties.
    return articles.filter(Q(published_at__lt=moment) | Q(id__lt=pk), published_at__lte=moment)


@dataclasses.dataclass
class Page:
    """One page of a list, and the cursor of the next one where there is more."""

    rows: list[Row]
    older: str = ""


def page(articles: ArticleQuerySet, before: str | None = None, length: int = PER_PAGE) -> Page:
    """Newest first, ``length`` rows after the cursor ``before``; one query."""
    if before is not None:
        articles = after(articles, before)
    # The place in the list is found among articles alone: with outlets and pictures joined in, the planner may take
    # an index that knows no order, and sort everything that an outlet ever wrote.
    found = articles.newest_first().values("pk")[: length + 1]
    rows = read(as_rows(Article.objects.filter(pk__in=found)).order_by("-published_at", "-id"))
    shown = rows[:length]
    return Page(shown, shown[-1].cursor if len(rows) > length else "")
