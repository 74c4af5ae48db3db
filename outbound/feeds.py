"""The public feeds: the newest articles of the site, and of each section, in full where the gate allows it.

An item is made once for each version of what it shows and kept; a feed is a join of such items. Whether a receiver has
the newest feed already is decided by one query, before anything is made.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, FormerPlace, Section
from articles.presentation import present
from articles.queries import ArticleQuerySet
from articles.rights import Surface, parts
from articles.views.public import absolute, earliest, moved, seconds_kept
from outbound import rss

LENGTH = 30
ASK_EVERY = 300  # seconds, as receivers are told
ITEMS_KEPT_FOR = 24 * 3600
# Part of every validator and key: raise it when items are written otherwise than before.
FORM = 1

_WHAT_IT_SHOWS = (
    "version", "published_at", "content_changed_at", "opens_at", "closes_at", "section__name", "section__published_in",
    "section__description", "section__slug", "section__version", "outlet__version", "terms__version",
)  # fmt: skip
_WHICH_PICTURES = ("article_pictures__picture__pk", "article_pictures__picture__version",
                   "article_pictures__picture__rights", "article_pictures__picture__onward")  # fmt: skip


@dataclasses.dataclass
class Entry:
    """One article of a feed, without its words: what decides whether an item made before is still the right one."""

    pk: int
    shows: dict[str, object]
    pictures: list[tuple[object, ...]] = dataclasses.field(default_factory=list)

    @property
    def changed_at(self) -> dt.datetime:
        moments = (self.shows[name] for name in ("published_at", "content_changed_at", "opens_at"))
        return max(moment for moment in moments if isinstance(moment, dt.datetime))

    @property
    def closes_at(self) -> dt.datetime | None:
        moment = self.shows["closes_at"]
        return moment if isinstance(moment, dt.datetime) else None

    def digest(self, place: str) -> str:
        said = repr((FORM, place, self.pk, list(self.shows.values()), self.pictures))
        return hashlib.sha256(said.encode()).hexdigest()


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest articles of the whole site."""
    newest = _newest(Article.objects.all())
    name = settings.NEWSROOM_NAME
    return _answer(request, newest, name, settings.NEWSROOM_TAGLINE, reverse("articles:home"))


@require_safe
def section_feed(request: HttpRequest, section: str) -> HttpResponse:
    """The newest articles of one section; a section without any has an empty feed. A former place leads on."""
    newest = _newest(Article.objects.filter(section__slug=section))
    # The rows say what the section is called, which saves asking for it.
    columns = ("name", "published_in", "description", "slug")
    if newest:
        here = Section(**{column: newest[0].shows[f"section__{column}"] for column in columns})
    else:
        stood = FormerPlace.objects.at(FormerPlace.Kind.SECTION, section).values("section")
        found = {each.slug: each for each in Section.objects.filter(Q(slug=section) | Q(pk__in=stood))}
        if not found:
            raise Http404(_("There is no section “%(slug)s”.") % {"slug": section})
        if section not in found:
            return moved(reverse("outbound:section_feed", args=list(found)))
        here = found[section]
    title = f"{here.published_in or here.name} – {settings.NEWSROOM_NAME}"
    return _answer(request, newest, title, here.description, here.get_absolute_url())


def _newest(articles: ArticleQuerySet) -> list[Entry]:
    """The entries of a feed, newest first: one query, with one row for each picture."""
    newest = articles.visible_on(Surface.FEED).newest_first().values("pk")[:LENGTH]
    rows = (
        Article.objects.filter(pk__in=newest)
        .order_by("-published_at", "-id", "article_pictures__position", "article_pictures__id")
        .values_list("pk", *_WHAT_IT_SHOWS, *_WHICH_PICTURES)
    )
    entries: dict[int, Entry] = {}
    for pk, *columns in rows:
        shows = dict(zip(_WHAT_IT_SHOWS, columns, strict=False))
        entry = entries.setdefault(pk, Entry(pk, shows))
        entry.pictures.append(tuple(columns[len(_WHAT_IT_SHOWS) :]))
    return list(entries.values())


def _answer(request: HttpRequest, entries: list[Entry], title: str, description: str, page: str) -> HttpResponse:
    """The feed, or 304 where the receiver has it already."""
    channel = rss.Channel(
        title=title,
        link=absolute(request, page),
        address=absolute(request, request.path),
        description=description,
        language=settings.LANGUAGE_CODE,
        changed_at=max((entry.changed_at for entry in entries), default=None),
        minutes=ASK_EVERY // 60,
    )
    base = absolute(request, "/")
    place = repr((base, settings.NEWSROOM_NAME, settings.MEDIA_URL))
    digests = [entry.digest(place) for entry in entries]
    etag = quote_etag(hashlib.sha256("".join([repr(channel), *digests]).encode()).hexdigest()[:32])
    changed_at = int(channel.changed_at.timestamp()) if channel.changed_at else None
    response = HttpResponse(content_type="application/rss+xml; charset=utf-8")
    response["Cache-Control"] = f"public, max-age=0, s-maxage={_seconds(entries)}"
    response["ETag"] = etag
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at)
    # By the tag alone: an older item that was withdrawn, or lost a picture, leaves the newest change where it was.
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer is response:
        response.content = rss.feed(channel, _items(base, entries, digests))
    return answer or response


def _seconds(entries: list[Entry]) -> int:
    """How long a copy may be kept: never past the moment at which our right to one of the texts ends."""
    return seconds_kept(earliest(entry.closes_at for entry in entries))


def _items(base: str, entries: list[Entry], digests: list[str]) -> list[str]:
    """The items in order; those not made before are made, with two queries for all of them."""
    keys = [f"rss:{digest}" for digest in digests]
    made = cache.get_many(keys)
    missing = {entry.pk: key for entry, key in zip(entries, keys, strict=True) if key not in made}
    if missing:
        articles = Article.objects.visible_on(Surface.FEED).filter(pk__in=missing).for_presentation()
        fresh = {missing[article.pk]: _item(article, base) for article in articles}
        cache.set_many(fresh, ITEMS_KEPT_FOR)
        made |= fresh
    return [made[key] for key in keys if key in made]


def _item(article: Article, base: str) -> str:
    story = present(article, Surface.FEED)
    return rss.item(story, base, whole=parts.may_carry_whole_text(article, Surface.FEED))
