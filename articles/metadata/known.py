"""What an article's structured data needs beyond its row: identities of those credited, and its other languages.

Asked in the same breath as the menu (``articles.together``), so that a page takes no query more.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models import Article
from articles.rights import Surface
from authors.models import Author, Institution

if TYPE_CHECKING:
    from articles.together import Question


CODE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
"""What can be the code of a language (BCP 47, in short); people also type its name."""


@dataclasses.dataclass(frozen=True)
class Language:
    """One of the languages in which a story can be read here."""

    key: int
    language: str
    title: str
    url: str
    is_first: bool
    """The others were translated from it."""
    closes_at: dt.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Known:
    """Identities by the paths of the pages here, and the languages of the story, its own among them."""

    orcids: Mapping[str, str] = dataclasses.field(default_factory=dict)
    rors: Mapping[str, str] = dataclasses.field(default_factory=dict)
    languages: tuple[Language, ...] = ()

    def closes(self) -> list[dt.datetime | None]:
        """When a right to show one of them may end."""
        return [each.closes_at for each in self.languages]


def questions(shown: Article) -> dict[str, Question]:
    credited = {"bylines__article": shown}
    return {
        "orcids": (Author.objects.filter(**credited).exclude(orcid=""), "slug", "orcid"),
        "rors": (Institution.objects.filter(**credited).exclude(ror=""), "slug", "ror"),
        "languages": (
            in_groups(Q(pk=first_of(shown)) | Q(translation_of=first_of(shown))),
            *("pk", "language", "title", "section__slug", "slug", "translation_of", "closes_at"),
        ),
    }


def announced() -> Any:
    """The articles that we tell machines of. What counts at another address, or may not be listed, has no languages."""
    return Article.objects.visible_on(Surface.SITEMAP)


def first_of(article: Article) -> int:
    return article.translation_of_id or article.pk


def in_groups(wanted: Q) -> Any:
    """Those of them that belong to a story and its translations. The translation of a translation belongs to none: each
    page has to name the same ones. In no order: by that of lists the planner would read every article."""
    return announced().filter(wanted).filter(translation_of__translation_of__isnull=True).order_by()


def known(answers: Mapping[str, list[tuple[str | None, ...]]], shown: Article) -> Known:
    """From the answers to the questions; nothing from those that were not asked."""
    return Known(
        {reverse("articles:author", args=[slug]): orcid or "" for slug, orcid in answers.get("orcids", ())},
        {reverse("articles:institution", args=[slug]): ror or "" for slug, ror in answers.get("rors", ())},
        together_with(shown.pk, [_language(*row) for row in answers.get("languages", ())]),
    )


def together_with(key: int, group: list[Language]) -> tuple[Language, ...]:
    """The languages of which this article is one. Of two texts in one language the older counts, on every page."""
    chosen: dict[str, Language] = {}
    for each in sorted(group, key=lambda one: (not one.is_first, one.key)):
        if CODE.fullmatch(each.language):
            chosen.setdefault(each.language.lower(), each)
    listed = tuple(chosen.values())
    return listed if len(listed) > 1 and any(each.key == key for each in listed) else ()


def hreflang(languages: Sequence[Language], base: str) -> list[tuple[str, str]]:
    """Every language of the story with its whole address; x-default is the one that the others came from."""
    listed = [(each.language or settings.LANGUAGE_CODE, urljoin(base, each.url)) for each in languages]
    first = [urljoin(base, each.url) for each in languages if each.is_first]
    return listed + [("x-default", address) for address in first]


def _language(*row: str | None) -> Language:
    pk, language, title, section, slug, first, closes_at = row
    closes = parse_datetime(closes_at) if closes_at else None
    if closes and timezone.is_naive(closes):
        closes = closes.replace(tzinfo=dt.UTC)  # SQLite keeps UTC and does not say so
    url = reverse("articles:article", args=[section or "-", slug])
    return Language(int(pk or 0), language or "", title or "", url, not first, closes)
