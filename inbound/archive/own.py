"""An item of our own archive becomes an article of our own, with its bylines, pictures and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import auditing, derivation, revisions
from articles.models import Article, Byline
from articles.rights import headlines
from authors.models import Author
from inbound import accept, matching
from inbound.archive.entries import PUBLISHED, Entry
from inbound.formats import arrival as arriving
from records.slugs import free_slug

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Section


LONGEST_SLUG = 190


def find(arrival: arriving.Arrival, is_published: bool) -> Article | None:
    """Our own article with the same words. A draft is not what was published, though its words be the same."""
    fingerprint = matching.fingerprint(arrival.body_html)
    held = Article.objects.filter(outlet=None, fingerprint=fingerprint, trashed_at=None) if fingerprint else None
    if held is None:
        return None
    if is_published:
        held = held.filter(status__in=[Article.Status.PUBLISHED, Article.Status.WITHDRAWN])
    return held.order_by("id").first()


def make(
    entry: Entry, arrival: arriving.Arrival, *, section: Section | None, by: User | None, language: str, **details: Any
) -> Article:
    """A draft, with everything derived. Call it inside the item's transaction."""
    arrival = accept.storable(arrival)
    title = arrival.title or headlines.first_words(arrival.body_html) or entry.called
    article = Article(
        title=accept.fit(Article, "title", title, arrival),
        slug=_slug(slugify(unquote(entry.slug)), title),
        standfirst=arrival.standfirst or "",
        section=section,
        language=accept.fit(Article, "language", arrival.language or language, arrival),
        licence_stated=accept.fit(Article, "licence_stated", arrival.licence_stated or "", arrival),
        usable_until=arrival.rights.expires,
        fingerprint=matching.fingerprint(arrival.body_html),
        body_html=arrival.body_html,
        page_marks=entry.page_starts,
        published_at=entry.published if entry.state == PUBLISHED else None,
        created_by=by,
    )
    article.save()
    for position, credit in enumerate(arrival.authors):
        Byline.objects.create(
            article=article,
            position=position,
            name=accept.fit(Byline, "name", credit.name, arrival),
            title=accept.fit(Byline, "title", credit.title or "", arrival),
            institution_name=accept.fit(Byline, "institution_name", credit.institution or "", arrival),
            author=author_called(credit.name),
        )
    for position, picture in enumerate(arrival.pictures):
        accept.file_picture(article, picture, position, None, arrival)
    article.tags.add(*dict.fromkeys(tag[:100] for tag in arrival.tags[:50] if tag.strip()))
    derivation.derive(article)
    article.save()
    revisions.record(article, by=by, comment="archive")
    auditing.record("bring", by=by, article=article, warnings=arrival.warnings, **details)
    return article


def _slug(wanted: str, title: str) -> str:
    """The one it had, where it is free: to look for a free one takes longer, the more articles there are."""
    wanted = wanted[:LONGEST_SLUG].strip("-_")
    if wanted and not Article.objects.filter(slug=wanted).exists():
        return wanted
    return free_slug(Article, wanted or title, "article")


def author_called(name: str) -> Author | None:
    """The colleague of that name, added to those on file where there is none; of two, neither: a person tells them."""
    name = name.strip()[:200]
    found = list(Author.objects.filter(name=name)[:2])
    if not found and name:
        return Author.objects.create(name=name, slug=free_slug(Author, name, "author"))
    return found[0] if len(found) == 1 else None


def not_before_readers(entry: Entry) -> str:
    said = {"draft": _("a draft"), "pending": _("in review"), "private": _("private")}.get(
        entry.state_said, entry.state_said
    )
    return _("readers of the old site did not see it: %(state)s") % {"state": said}
