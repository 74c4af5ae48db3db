"""The sitemaps: what search engines may list, in files whose addresses and cost stay the same however many there are.

A file holds the articles whose keys lie in one stretch of a thousand, so an article never changes its file, and each is
found by the primary key alone. What may stand in them is the gate's to say (surfaces sitemap and news sitemap).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_datetime
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag, TaggedItem

from articles.metadata import known
from articles.models import Article, ArticlePicture, Byline, Section, StandingPage
from articles.queries import there_is
from articles.rights import Surface, parts
from articles.together import together
from articles.views.lists import ON_ARTICLES
from articles.views.public import absolute, earliest, seconds_kept
from authors.models import Author, Institution
from outbound import sitemap_xml
from outbound.sitemap_xml import NewsItem, Place
from outlets.models import Outlet

CHUNK = 1_000
"""Keys to a file. The protocol allows 50,000 addresses and 50 MB; a file of ours is made in a tenth of a second."""
RECENT = 2_000
"""So many changes back the index tells when a file changed; of others it says nothing, which is allowed."""
NEWS_DAYS, NEWS_MOST = 2, 1_000
"""Google: articles created in the last two days, at most a thousand (“News sitemaps”)."""


def _announced() -> Any:
    return Article.objects.visible_on(Surface.SITEMAP)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every sitemap but that of the news, which has an address of its own in robots.txt."""
    last = together(
        articles=(_last(_announced(), Article), "pk"),
        **{kind: (_last(model.objects.all(), model), "pk") for kind, (model, _listed) in _LISTS.items()},
    )
    changed: dict[int, dt.datetime] = {}
    recent = _announced().filter(content_changed_at__isnull=False).order_by("-content_changed_at")
    for pk, *moments in recent.values_list("pk", "content_changed_at", "opens_at")[:RECENT]:
        changed[pk // CHUNK] = max(changed.get(pk // CHUNK, moments[0]), *moments)
    files = [Place(absolute(request, reverse("outbound:sitemap_site")))]
    for kind, answers in last.items():
        for number in range(int(answers[0][0] or 0) // CHUNK + 1 if answers else 0):
            address = reverse("outbound:sitemap_part", args=[kind, number])
            files.append(Place(absolute(request, address), changed.get(number) if kind == "articles" else None))
    return _answer(request, sitemap_xml.index(files))


def _last(rows: QuerySet, model: Any) -> QuerySet:
    return model.objects.filter(pk__in=rows.order_by("-pk").values("pk")[:1])


@require_safe
def site(request: HttpRequest) -> HttpResponse:
    """The front page, the archive, sections and outlets with something to read, what the newsroom says of itself."""
    here = _announced().newest_first()
    answers = together(
        sections=(Section.objects.filter(there_is(here.filter(section=OuterRef("pk")))), "slug", "pk"),
        outlets=(Outlet.objects.filter(there_is(here.filter(outlet=OuterRef("pk")))), "slug", "pk"),
        pages=(StandingPage.objects.filter(is_open=True), "slug", "changed_at"),
    )
    places = [Place(absolute(request, reverse(f"articles:{name}"))) for name in ("home", "archive")]
    for kind, name in (("sections", "section"), ("outlets", "outlet"), ("pages", "page")):
        for slug, changed in sorted(answers[kind], key=lambda row: row[0] or ""):
            at = _moment(changed) if kind == "pages" else None
            places.append(Place(absolute(request, reverse(f"articles:{name}", args=[slug])), at))
    return _answer(request, sitemap_xml.urlset(places))


def _moment(said: str | None) -> dt.datetime | None:
    found = parse_datetime(said) if said else None
    # SQLite keeps UTC and does not say so.
    return found.replace(tzinfo=dt.UTC) if found and timezone.is_naive(found) else found


@require_safe
def part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The articles (or authors, institutions, tags) whose keys lie in this thousand."""
    if kind == "articles":
        places, until = _articles(request, number)
    elif kind in _LISTS:
        places, until = _of_a_list(request, kind, number), None
    else:
        raise Http404(_("There is no such sitemap."))
    model: Any = Article if kind == "articles" else _LISTS[kind][0]
    if not places and not model._default_manager.filter(pk__gte=number * CHUNK).exists():
        raise Http404(_("There is no such sitemap."))
    return _answer(request, sitemap_xml.urlset(places), until)


def _articles(request: HttpRequest, number: int) -> tuple[list[Place], dt.datetime | None]:
    begin, end = number * CHUNK, (number + 1) * CHUNK
    columns = ("pk", "section__slug", "slug", "title", "language", "translation_of")
    moments = ("published_at", "content_changed_at", "opens_at", "closes_at")
    rows = list(_announced().filter(pk__gte=begin, pk__lt=end).order_by("pk").values_list(*columns, *moments))
    base = absolute(request, "/")
    languages = _languages(rows, begin, end) if rows else {}
    pictures = _pictures(begin, end, base) if rows else {}
    places = [
        Place(
            urljoin(base, reverse("articles:article", args=[section, slug])),
            max(moment for moment in dates if moment),
            tuple(pictures.get(pk, ())),
            tuple(known.hreflang(languages.get(pk, ()), base)),
        )
        for pk, section, slug, _title, _language, _of, *dates, _closes in rows
    ]
    return places, earliest(row[-1] for row in rows)


def _languages(rows: list[tuple[Any, ...]], begin: int, end: int) -> dict[int, tuple[known.Language, ...]]:
    """By article, the languages in which its story can be read: those in this file, and their kin in others."""
    firsts = {row[5] for row in rows if row[5]}
    near = Q(translation_of__gte=begin, translation_of__lt=end)
    found = known.in_groups(Q(pk__in=firsts) | Q(translation_of__in=firsts) | near)
    groups: dict[int, dict[int, known.Language]] = defaultdict(dict)
    columns = ("pk", "section__slug", "slug", "title", "language", "translation_of")
    for pk, section, slug, title, language, first in [
        *found.values_list(*columns),
        *(row[:6] for row in rows if row[5] is None),
    ]:
        url = reverse("articles:article", args=[section, slug])
        groups[first or pk][pk] = known.Language(pk, language, title, url, first is None)
    of = {row[0]: groups.get(row[5] or row[0], {}) for row in rows}
    return {pk: known.together_with(pk, list(group.values())) for pk, group in of.items() if len(group) > 1}


def _pictures(begin: int, end: int, base: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for use in ArticlePicture.objects.showable().filter(article__gte=begin, article__lt=end):
        if parts.may_show_picture(use.picture, Surface.SITEMAP):
            address = urljoin(base, use.picture.file.url)
            if address not in found[use.article_id]:
                found[use.article_id].append(address)
    return found


def _with_work(path: str) -> Q:
    """Of those who are credited, the ones with something to read."""
    named = Byline.objects.filter(article__in=_announced().values("pk"), **{path: OuterRef("pk")})
    return there_is(named.order_by("author_id"))  # so that the index is walked also where one is named in every tenth


def _of_a_list(request: HttpRequest, kind: str, number: int) -> list[Place]:
    model, listed = _LISTS[kind]
    rows = model._default_manager.filter(listed(), pk__gte=number * CHUNK, pk__lt=(number + 1) * CHUNK)
    name = kind.removesuffix("s")
    slugs = rows.exclude(slug="").order_by("pk").values_list("slug", flat=True)
    return [Place(absolute(request, reverse(f"articles:{name}", args=[slug]))) for slug in slugs]


_LISTS: dict[str, tuple[Any, Any]] = {
    "authors": (Author, lambda: _with_work("author")),
    "institutions": (Institution, lambda: _with_work("institution")),
    "tags": (
        Tag,
        lambda: there_is(
            TaggedItem.objects.filter(ON_ARTICLES, tag=OuterRef("pk"), object_id__in=_announced().values("pk"))
        ),
    ),
}


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What readers could first read here in the last two days, the newest thousand, by Google's rules.

    Source: Google Search Central, “News sitemaps”: the name as on news.google.com, without parentheses; the language of
    ISO 639; the moment of first publication on our site, which no update moves; the headline alone.
    """
    since = timezone.now() - dt.timedelta(days=NEWS_DAYS)
    newest = Article.objects.visible_on(Surface.NEWS_SITEMAP).filter(opens_at__gt=since)
    columns = ("section__slug", "slug", "title", "language", "opens_at", "closes_at")
    rows = list(newest.newest_first().values_list(*columns)[:NEWS_MOST])
    items = [
        NewsItem(absolute(request, reverse("articles:article", args=[section, slug])), title, _iso_639(language), opens)
        for section, slug, title, language, opens, _closes in rows
    ]
    name = re.sub(r"\s*\([^()]*\)", "", settings.NEWSROOM_NAME).strip() or settings.NEWSROOM_NAME
    return _answer(request, sitemap_xml.news(name, items), earliest(row[-1] for row in rows))


def _iso_639(language: str) -> str:
    """The two or three letters of the language. Chinese alone says how it is written: zh-cn, zh-tw."""
    said = language.replace("_", "-")
    first, *rest = (said if known.CODE.fullmatch(said) else settings.LANGUAGE_CODE).lower().split("-")
    if first == "zh":
        return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(rest) else "zh-cn"
    return first


def _answer(request: HttpRequest, xml: str, until: dt.datetime | None = None) -> HttpResponse:
    """Kept as long as a page; who has the same already is told so."""
    content = xml.encode()
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = HttpResponse(content, content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={seconds_kept(until)}"
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def addresses(request: HttpRequest) -> Iterable[str]:
    """For robots.txt."""
    return [absolute(request, reverse(f"outbound:{name}")) for name in ("sitemap", "news_sitemap")]
