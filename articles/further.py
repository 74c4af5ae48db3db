"""What a reader of an article may read next: the next story, more of its section and its outlet, its translations.

All of it is asked together with the menu (``articles.together``), through the gate, a few rows of each.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Mapping

from django.conf.locale import LANG_INFO
from django.db.models import FilteredRelation, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst

from articles import listing
from articles.models import Article
from articles.queries import ArticleQuerySet
from articles.rights import Surface
from articles.together import Question

LENGTH = 4
_Texts = tuple[str | None, ...]


@dataclasses.dataclass(frozen=True)
class Translation:
    """The same article in another language, which readers may see too."""

    language: str
    """BCP 47."""
    name: str
    """Of the language, in that language."""
    url: str
    closes_at: dt.datetime | None


@dataclasses.dataclass(frozen=True)
class Further:
    next: listing.Row | None = None
    """The next older story of the section."""
    of_section: tuple[listing.Row, ...] = ()
    """More of the section: what is older first, then the newest."""
    of_outlet: tuple[listing.Row, ...] = ()
    """The newest of the same outlet, none of them named before."""
    translations: tuple[Translation, ...] = ()

    def closes(self) -> list[dt.datetime | None]:
        """When the right to show each of them ends."""
        rows = [self.next, *self.of_section, *self.of_outlet, *self.translations]
        return [row.closes_at for row in rows if row]


def questions(article: Article) -> dict[str, Question]:
    visible = Article.objects.visible_on(Surface.PAGE).exclude(pk=article.pk)
    others = visible.exclude(_family(article))
    in_section = others.in_section(article.section_id)
    here = listing.cursor(article.published_at or article.created_at, article.pk)
    asked = {
        "older": _rows(listing.after(in_section, here), LENGTH + 1),
        "newest": _rows(in_section, LENGTH + 1),
        "translations": (visible.filter(_family(article)), "language", "section__slug", "slug", "closes_at"),
    }
    if article.outlet_id:
        asked["of_outlet"] = _rows(others.filter(outlet=article.outlet_id), 2 * LENGTH + 2)
    return asked


def _family(article: Article) -> Q:
    """The article that this one translates, its other translations, and those of this one."""
    family = Q(translation_of=article.pk)
    if article.translation_of_id:
        family |= Q(pk=article.translation_of_id) | Q(translation_of=article.translation_of_id)
    return family


def _rows(articles: ArticleQuerySet, length: int) -> Question:
    found = articles.newest_first().values("pk")[:length]
    lead = FilteredRelation("article_pictures", condition=Q(article_pictures__role="lead"))
    return (Article.objects.filter(pk__in=found).annotate(lead=lead), *listing.COLUMNS)


def read(article: Article, answers: Mapping[str, Iterable[_Texts]]) -> Further:
    """What the answers to the questions come to; nothing twice."""
    seen: set[int] = set()

    def fresh(name: str, length: int) -> tuple[listing.Row, ...]:
        rows = sorted(listing.read(map(_typed, answers.get(name, ()))), key=_newest, reverse=True)
        chosen = [row for row in rows if row.id not in seen][:length]
        seen.update(row.id for row in chosen)
        return tuple(chosen)

    older = fresh("older", LENGTH + 1)
    of_section = (*older[1:], *fresh("newest", max(0, LENGTH - len(older[1:]))))
    return Further(
        older[0] if older else None,
        of_section,
        fresh("of_outlet", LENGTH),
        tuple(sorted(map(_translation, answers.get("translations", ())), key=lambda one: one.language)),
    )


def _newest(row: listing.Row) -> tuple[dt.datetime, int]:
    return row.published_at, row.id


def _typed(texts: _Texts) -> tuple[object, ...]:
    """A row of texts as ``listing.read`` takes it."""
    row: dict[str, object] = dict(zip(listing.COLUMNS, texts, strict=True))
    told = {name: str(value) for name, value in row.items() if value is not None}
    row["id"] = int(told["id"])
    row["published_at"], row["closes_at"] = _moment(told["published_at"]), _moment(told.get("closes_at"))
    for side in ("lead__picture__width", "lead__picture__height"):
        row[side] = int(told[side]) if side in told else None
    row["beside__credits"] = json.loads(told.get("beside__credits", "[]"))
    return tuple(row.values())


def _moment(text: str | None) -> dt.datetime | None:
    moment = parse_datetime(text) if text else None
    # SQLite keeps UTC and does not say so.
    return moment.replace(tzinfo=dt.UTC) if moment and timezone.is_naive(moment) else moment


def _translation(texts: _Texts) -> Translation:
    language, section, slug, closes_at = texts
    language = language or ""
    url = reverse("articles:article", args=[section, slug])
    return Translation(language, _name(language), url, _moment(closes_at))


def _name(language: str) -> str:
    code = language.lower().replace("_", "-")
    known = LANG_INFO.get(code) or LANG_INFO.get(code.split("-")[0]) or {}
    return capfirst(known.get("name_local", language))
