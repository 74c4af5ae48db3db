"""What any surface shows of an article, made once for pages, feeds and letters alike.

Nothing here decides who may see what: callers ask ``Article.objects.visible_on(surface)`` first, and pictures are asked
for through ``articles.rights.parts``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from articles import beside, bylines, notices, reading
from articles.models import ArticlePicture, Correction
from articles.rights import Surface, crediting, parts
from articles.showing import Shown, base_of_links, pages_of, shown_picture, web, with_links_under

if TYPE_CHECKING:
    from articles.models import Article, Section
    from outlets.models import Outlet


A_MINUTE = dt.timedelta(minutes=1)


@dataclasses.dataclass(frozen=True)
class Credit:
    """One author as printed, with the addresses of the living pages; an address is "" where there is none."""

    name: str
    title: str = ""
    institution: str = ""
    author_url: str = ""
    institution_url: str = ""


@dataclasses.dataclass(frozen=True)
class Link:
    title: str
    url: str


@dataclasses.dataclass(frozen=True)
class Tag:
    name: str
    url: str


@dataclasses.dataclass(frozen=True)
class Note:
    """A correction as readers see it."""

    kind: str
    text: str
    at: dt.datetime

    @property
    def label(self) -> str:
        """What it is, in the language in force."""
        return str(Correction.Kind(self.kind).label)


@dataclasses.dataclass(frozen=True)
class Logo:
    url: str
    width: int | None
    height: int | None
    alt: str


@dataclasses.dataclass(frozen=True)
class Presented:
    """Texts are plain text and are escaped where they are shown; ``*_html`` and ``pages`` are clean HTML, marked safe.

    Addresses on our own site are paths. What an article has not is "", None or an empty list.
    """

    article: Article
    guid: str
    url: str
    title: str
    kicker: str
    standfirst: str
    summary: str
    """The standfirst, else the first words of the text; "" where the terms allow no excerpt."""
    language: str
    """BCP 47, of the text; for ``lang`` and ``hreflang``."""
    speaks: str
    """The language in which our own words around the text are written: the text's, where we have it."""
    section: Section | None
    outlet: Outlet | None
    credits: list[Credit]
    byline_line: str
    byline_html: SafeString
    """The printed line, word for word, with names, institutions and the outlet linked to their pages here."""
    date: dt.datetime | None
    """The moment that the byline names."""
    published_at: dt.datetime | None
    changed_at: dt.datetime | None
    pages: list[SafeString]
    """The body's numbered pages; pictures that may not be shown are left out, frames of others are links, or on our own
    pages boxes that load when a reader asks."""
    minutes: int
    """Of reading, rounded; 0 where the words cannot be counted."""
    continues_at: str
    """Where the whole text is, when the terms let us show only its first paragraphs; else ""."""
    lead: Shown | None
    lead_in_text: bool
    """The lead picture also stands in the text, so a page need not show it twice."""
    notice_html: SafeString
    notice_on_top: bool
    """The terms want the notice before the text; where they say both, it also stands after it."""
    notice_at_end: bool
    logo: Logo | None
    """The outlet's, where its terms demand it beside the notice."""
    tagline_html: SafeString
    newsletter_line: str
    newsletter_url: str
    related: list[Link]
    disclosure_html: SafeString
    corrections: list[Note]
    tags: list[Tag]
    counter_kind: str
    """img, script or none."""
    counter_url: str
    """On the web, or a path of our own."""
    source_url: str
    licence: str
    licence_url: str

    @property
    def came_at(self) -> dt.datetime | None:
        """When a text of our own was published; None for one of others, whose times are its outlet's to tell."""
        return self.date if self.outlet is None else None

    @property
    def updated_at(self) -> dt.datetime | None:
        """When its words last changed after readers could read them; None where they never did."""
        first = max((moment for moment in (self.came_at, self.article.opens_at) if moment), default=None)
        is_later = first and self.came_at and self.changed_at and self.changed_at - first >= A_MINUTE
        return self.changed_at if is_later else None

    @property
    def retractions(self) -> list[Note]:
        """They stand above everything: what follows is no longer vouched for."""
        return [note for note in self.corrections if note.kind == Correction.Kind.RETRACTION]

    @property
    def notes_on_top(self) -> list[Note]:
        """What was wrong is told before the text, where whoever read it before looks first."""
        return [note for note in self.corrections if note.kind == Correction.Kind.CORRECTION]

    @property
    def notes_at_end(self) -> list[Note]:
        """Clarifications and updates: nothing was wrong, so they stand under the text."""
        above = (Correction.Kind.RETRACTION, Correction.Kind.CORRECTION)
        return [note for note in self.corrections if note.kind not in above]

    @property
    def counter_html(self) -> SafeString:
        """The outlet's counter, to be printed once in each view; "" where there is none.

        An image asks for the referrer that the outlet counts by. A script needs its address in the page's
        Content-Security-Policy and cannot travel in a feed.
        """
        if self.counter_kind == "img":
            return format_html(
                '<img src="{}" width="1" height="1" alt="" referrerpolicy="no-referrer-when-downgrade">',
                self.counter_url,
            )
        if self.counter_kind == "script":
            return format_html(
                '<script async src="{}" referrerpolicy="no-referrer-when-downgrade"></script>', self.counter_url
            )
        return mark_safe("")


def present(article: Article, surface: str = Surface.PAGE) -> Presented:
    """The article as readers of that surface see it.

    Rows from ``Article.objects.for_presentation()`` need no further query.
    """
    stored = article.beside or beside.gather(article)
    speaks = speaking(article.language)
    uses = [row for row in _uses(article) if parts.may_show_picture(row.picture, surface)]
    shown = {row.pk: shown_picture(row.picture) for row in uses}
    with translation.override(speaks):
        pages, in_text = pages_of(article, uses, shown, surface)
        credited = [_credit(row) for row in stored.get("credits", ())]
        kind, counter = _counter(article)
        outlet, terms = (article.outlet, article.terms) if article.outlet_id else (None, None)
        lead = next((shown[row.pk] for row in uses if row.role == ArticlePicture.Role.LEAD), None)
        notice, licence = crediting.notice_stands(terms), crediting.licence(article)
        return Presented(
            article=article,
            guid=article.guid,
            url=article.get_absolute_url(),
            title=article.title,
            kicker=article.kicker,
            standfirst=article.standfirst,
            summary=article.standfirst or (stored.get("first_words", "") if parts.may_be_excerpted(article) else ""),
            language=article.language,
            speaks=speaks,
            section=article.section,
            outlet=outlet,
            credits=credited,
            byline_line=article.byline_line,
            byline_html=linked_byline(article.byline_line, credited, outlet),
            date=bylines.dateline(article),
            published_at=article.published_at,
            changed_at=article.content_changed_at,
            pages=pages,
            minutes=reading.minutes(article.word_count, article.language),
            continues_at=web(article.source_url) if parts.paragraphs_allowed(terms) else "",
            lead=lead,
            lead_in_text=lead is not None and lead.picture.pk in in_text,
            notice_html=_their_words(article, notices.printed(article, stored, [credit.name for credit in credited])),
            notice_on_top=notice.on_top,
            notice_at_end=notice.at_end,
            logo=_logo(outlet) if outlet and crediting.wants_logo(terms) else None,
            tagline_html=_their_words(article, crediting.tagline_of(terms)),
            newsletter_line=outlet.newsletter_line if outlet else "",
            newsletter_url=web(outlet.newsletter_url) if outlet else "",
            related=[Link(row["title"], row["url"]) for row in stored.get("related", ()) if web(row["url"])],
            disclosure_html=_their_words(article, article.disclosure_html),
            corrections=[_note(row) for row in stored.get("corrections", ())],
            # A tag of punctuation alone has no slug, so it has no page.
            tags=[
                Tag(row["name"], reverse("articles:tag", args=[row["slug"]]))
                for row in stored.get("tags", ())
                if row["slug"]
            ],
            counter_kind=kind,
            counter_url=counter,
            source_url=web(article.source_url),
            licence=licence.name,
            licence_url=web(licence.url),
        )


def speaking(language: str) -> str:
    """The nearest language that we have words in; English where there is none."""
    try:
        return translation.get_supported_language_variant(language)
    except LookupError:
        return "en"


def linked_byline(line: str, credited: list[Credit], outlet: Outlet | None) -> SafeString:
    """The printed line with links laid over it. Not a character of its text changes."""
    places: list[tuple[int, int, str, str]] = []
    at = 0
    for credit in credited:
        for words, url, rel in (
            (credit.name, credit.author_url, "author"),
            (credit.institution, credit.institution_url, ""),
        ):
            start = line.find(words, at) if words else -1
            if start >= 0:
                at = start + len(words)
                if url:
                    places.append((start, at, url, rel))
    if outlet and (start := line.rfind(outlet.name)) >= at:
        places.append((start, start + len(outlet.name), outlet.get_absolute_url(), ""))
    out, at = [], 0
    for start, end, url, rel in places:
        out.append(conditional_escape(line[at:start]))
        attribute = format_html(' rel="{}"', rel) if rel else ""
        out.append(format_html('<a href="{}"{}>{}</a>', url, attribute, line[start:end]))
        at = end
    return mark_safe("".join([*out, conditional_escape(line[at:])]))


def _credit(row: dict[str, Any]) -> Credit:
    author, institution = row.get("author"), row.get("institution_page")
    return Credit(
        row["name"],
        row.get("title", ""),
        row.get("institution", ""),
        reverse("articles:author", args=[author["slug"]]) if author else "",
        reverse("articles:institution", args=[institution["slug"]]) if institution else "",
    )


def _note(row: dict[str, str]) -> Note:
    return Note(row["kind"], row["text"], dt.datetime.fromisoformat(row["at"]))


def _logo(outlet: Outlet | None) -> Logo | None:
    if outlet is None or not outlet.logo:
        return None
    return Logo(outlet.logo.url, outlet.logo_width, outlet.logo_height, outlet.name)


def _their_words(article: Article, html: str) -> SafeString:
    return mark_safe(with_links_under(notices.words(html), base_of_links(article)))


def _counter(article: Article) -> tuple[str, str]:
    url = article.counter_url
    usable = web(url) or (re.match(r"/(?![/\\])", url) and url)
    return (article.counter_kind, url) if usable and article.counter_kind != "none" else ("none", "")


def _uses(article: Article) -> list[ArticlePicture]:
    """The article's showable pictures, in order; never stored, so that none outlives its rights."""
    fetched = getattr(article, "shown_pictures", None)
    if fetched is None:
        fetched = list(ArticlePicture.objects.showable().filter(article=article)) if article.pk else []
    return fetched
