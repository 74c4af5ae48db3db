"""RSS 2.0 as receivers read it: the specification, and the best practices of the RSS Advisory Board.

Modules used: content (whole texts), dc (authors, origin), dcterms and atom (date of change, own address), media (the
picture beside the text), creativeCommons (the licence's address). Text goes through a real XML writer, and characters
that XML 1.0 cannot hold are left out before.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import mimetypes
import re
from collections.abc import Iterable, Mapping
from email.utils import format_datetime
from html import escape
from urllib.parse import urljoin
from xml.sax.xmlreader import AttributesImpl

from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.xmlutils import SimplerXMLGenerator

from articles.presentation import Presented, Shown, with_links_under
from articles.rights import crediting

NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}

# Everything outside the production Char of XML 1.0 (2.2): control characters, lone surrogates, two non-characters.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")


@dataclasses.dataclass(frozen=True)
class Channel:
    """What a feed says of itself. Addresses are absolute."""

    title: str
    link: str
    address: str
    description: str
    language: str
    changed_at: dt.datetime | None
    """The newest change among its items; never the moment of asking."""
    minutes: int
    """How long a receiver may keep it."""


class _Writer:
    """An XML writer that takes any text and leaves out elements that would be empty."""

    def __init__(self) -> None:
        self.out = io.StringIO()
        self.xml = SimplerXMLGenerator(self.out, "utf-8", short_empty_elements=True)

    def open(self, name: str, attributes: Mapping[str, object] | None = None) -> None:
        said = {key: storable(str(value)) for key, value in (attributes or {}).items() if value not in (None, "")}
        self.xml.startElement(name, AttributesImpl(said))

    def close(self, name: str) -> None:
        self.xml.endElement(name)

    def add(self, name: str, content: str, attributes: Mapping[str, object] | None = None) -> None:
        if content := storable(content).strip():
            self.open(name, attributes)
            self.xml.characters(content)
            self.close(name)

    def line(self, name: str, content: str, attributes: Mapping[str, object] | None = None) -> None:
        """A text of one line: a name, a headline."""
        self.add(name, " ".join(content.split()), attributes)


def storable(words: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("", words)


def feed(channel: Channel, items: Iterable[str]) -> str:
    """The whole document around items made by ``item``."""
    writer = _Writer()
    writer.xml.startDocument()
    writer.open("rss", {"version": "2.0", **NAMESPACES})
    writer.open("channel")
    writer.line("title", channel.title)
    writer.add("link", channel.link)
    writer.line("description", channel.description or channel.title)
    writer.open("atom:link", {"rel": "self", "type": "application/rss+xml", "href": channel.address})
    writer.close("atom:link")
    writer.add("language", channel.language)
    if channel.changed_at:
        writer.add("lastBuildDate", _rfc822(channel.changed_at))
    writer.add("ttl", str(channel.minutes))
    writer.out.writelines(items)
    writer.close("channel")
    writer.close("rss")
    writer.xml.endDocument()
    return writer.out.getvalue()


def item(story: Presented, base: str, *, whole: bool) -> str:
    """One article as an <item>, whole or as an excerpt; ``base`` is our site's address, under which paths stand."""
    address = urljoin(base, story.url)
    writer = _Writer()
    writer.open("item")
    writer.line("title", story.title)
    writer.add("link", address)
    writer.add("guid", story.guid, {"isPermaLink": "false"})
    if story.published_at:
        writer.add("pubDate", _rfc822(story.published_at))
        changed_at = _rfc3339(max(story.published_at, story.changed_at or story.published_at))
        writer.add("atom:updated", changed_at)
        writer.add("dcterms:modified", changed_at)
    for credit in story.credits:
        writer.line("dc:creator", credit.name)
    for category in [story.section.name if story.section else "", *(tag.name for tag in story.tags)]:
        writer.line("category", category)
    # A title is text (best practices, "Character Data"); a description is HTML, even where it is only words.
    writer.line("description", escape(story.summary, quote=False))
    if whole:
        writer.add("content:encoded", content(story, address))
    if _LANGUAGE.fullmatch(story.language):
        writer.add("dc:language", story.language)
    writer.add("dc:source", story.source_url)
    writer.line("dc:rights", story.licence)
    writer.add("creativeCommons:license", story.licence_url)
    if story.lead:
        _picture(writer, story.lead, base)
    writer.close("item")
    return writer.out.getvalue()


def content(story: Presented, address: str) -> str:
    """The whole text with everything that has to travel with it, links absolute, the counter once, as HTML.

    The byline has elements of its own and is left to them, but they hold no institution: where the terms want
    institutions credited, the printed line stands under the text.
    """
    with translation.override(story.speaks):
        html = get_template("outbound/item.html").render(
            {
                "story": story,
                "body": mark_safe("".join(story.pages)),
                "byline": story.byline_line if crediting.wants_institutions(story.article.terms) else "",
                "counter": story.counter_html if story.counter_kind == "img" else "",
            }
        )
    return with_links_under(html, address).strip()


def _picture(writer: _Writer, picture: Shown, base: str) -> None:
    kind = mimetypes.guess_type(picture.url)[0]
    said = {"url": urljoin(base, picture.url), "medium": "image", "type": kind}
    writer.open("media:content", said | {"width": picture.width, "height": picture.height})
    writer.line("media:description", picture.caption or picture.alt, {"type": "plain"})
    writer.line("media:credit", picture.credit)
    writer.line("media:copyright", picture.rights_line)
    writer.close("media:content")


def _rfc822(moment: dt.datetime) -> str:
    return format_datetime(moment.astimezone(dt.UTC), usegmt=True)


def _rfc3339(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
