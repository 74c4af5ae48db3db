"""JSON Feed 1.0 and 1.1 (jsonfeed.org, by Manton Reece and Brent Simmons).

An item becomes the same ``FeedEntry`` that RSS and Atom become, and takes their road from there. What begins with "_"
is an extension of somebody's own and is passed over. ``expired`` says that a feed is finished, never that its articles
are withdrawn; beside an item, where some publishers put it, it takes that item back.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from articles.body import markup
from inbound.formats import Reading, Withdrawn, feed_article, one_item
from inbound.formats.arrival import Arrival, Hints, Unreadable
from inbound.formats.feed_article import web
from inbound.formats.feed_entry import Feed, FeedEntry
from inbound.formats.feed_text import headline, person
from inbound.formats.json_fields import Fields, as_html
from inbound.formats.json_items import Document, Item, lines

NAME = "json-feed"
CONTENT_TYPE = "application/feed+json"

VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(\d[\d.]*)", re.IGNORECASE)
OF_A_FEED = ("home_page_url", "feed_url", "next_url", "favicon", "user_comment")
OF_AN_ITEM = ("content_html", "content_text", "date_published", "external_url", "banner_image")
IMAGE = re.compile(r"^image/", re.IGNORECASE)
MOST_AUTHORS = 100


def recognises_items(document: Document) -> bool:
    """By its version, or by names that no other format has: some feeds forget the version."""
    around = Fields(document.around)
    if VERSION.match(around.line("version") or ""):
        return True
    items = [Fields(item.value) for item in document.items[:20]]
    if not document.around and any(VERSION.match(item.line("version") or "") for item in items):
        raise Unreadable("The JSON feed holds no list of articles: “items” was expected beside “version” and “title”.")
    listed = any(name in item for item in items for name in OF_AN_ITEM)
    named = any(name in around for name in ("title", "version", *OF_A_FEED))
    return bool(document.around) and listed and named


def read_items(document: Document, hints: Hints) -> Reading:
    reading = Reading(NAME, errors=list(document.errors))
    around = Fields(document.around)
    feed = _feed(around, hints)
    icons = {address for name in ("icon", "favicon") if (address := around.line(name))}
    for called, item in lines(document.items):
        if not isinstance(item.value, dict):
            reading.errors.append(f"{called} was left out: an object was expected, with “id” and “content_html”.")
            continue
        fields = Fields(item.value)
        title = headline(fields.text("title"))
        called = f"“{title[:100]}”" if title else called
        with one_item(called, reading, hints):
            _take(reading, fields, feed, icons, item, hints)
    for arrival in reading.arrivals:
        for warning in feed.warnings:
            arrival.warn(warning)
    return reading


def _feed(around: Fields, hints: Hints) -> Feed:
    feed = Feed(
        version="json",
        title=headline(around.text("title")),
        link=_joined(hints.source, around.line("home_page_url")),
        self_link=_joined(hints.source, around.line("feed_url")),
        language=around.line("language"),
        authors=_authors(around),
    )
    if around.flag("expired"):
        feed.warnings.append("The feed says that it is finished (“expired”): nothing new will come from this address.")
    if not VERSION.match(around.line("version") or ""):
        feed.warnings.append("The feed names no version of JSON Feed; https://jsonfeed.org/version/1.1 was expected.")
    feed.warnings.extend(around.odd[:10])
    return feed


def _take(reading: Reading, fields: Fields, feed: Feed, icons: set[str], item: Item, hints: Hints) -> None:
    entry = _entry(fields, feed, icons, hints, item)
    if fields.flag("expired"):
        address = web(entry.link)
        reading.withdrawn.append(Withdrawn(entry.id, address, entry.updated, "The feed calls the item expired."))
        return
    arrival = feed_article.to_arrival(entry, feed, hints)
    arrival.content_type = CONTENT_TYPE
    _check(arrival, fields, item)
    reading.arrivals.append(arrival)


def _entry(fields: Fields, feed: Feed, icons: set[str], hints: Hints, item: Item) -> FeedEntry:
    home = feed.link or feed.self_link or web(hints.source) or ""
    link = _joined(home, fields.line("url"))
    html, words = fields.text("content_html"), fields.text("content_text")
    return FeedEntry(
        id=fields.line("id", "guid") or link,
        title=headline(fields.text("title")),
        link=link,
        summary_html=markup.escape(fields.text("summary") or ""),
        content_html=html or (as_html(words) if words else ""),
        base=link or home,
        authors=_authors(fields),
        published=fields.moment("date_published"),
        updated=fields.moment("date_modified"),
        language=fields.line("language"),
        categories=fields.lines("tags"),
        media=_media(fields, link or home, icons),
        raw=item.written.encode("utf-8", "surrogatepass"),
    )


def _authors(fields: Fields) -> list[tuple[str, str | None]]:
    """ "authors" of version 1.1, else "author" of 1.0, which some write as a text."""
    found = []
    held = fields.anything("authors") or fields.anything("author")
    for one in (held if isinstance(held, list) else [held])[:MOST_AUTHORS]:
        told = Fields({"name": one} if isinstance(one, str) else one, "authors", fields.odd)
        if name := person(told.text("name")):
            found.append((name, web(told.line("url"))))
        elif one is not None and not isinstance(one, str | dict):
            fields.wrong("authors", "a list of objects with a “name”", one, inside=True)
    return list(dict.fromkeys(found))


def _media(fields: Fields, base: str, icons: set[str]) -> list[dict[str, Any]]:
    """The pictures beside the text: the lead, then what is attached. The icon of the feed is none of an article."""
    found = [
        _medium(address, "image")
        for name in ("image", "banner_image")
        if (address := _joined(base, fields.line(name))) and address not in icons
    ]
    for one in fields.objects("attachments"):
        address = _joined(base, one.line("url"))
        if address and IMAGE.match(one.line("mime_type") or ""):
            found.append(_medium(address, "enclosure", one.line("mime_type") or "", one.line("title")))
    return found


def _medium(address: str, role: str, kind: str = "", title: str | None = None) -> dict[str, Any]:
    nothing = dict.fromkeys(("alt", "credit", "rights", "licence", "width", "height"))
    return nothing | {"url": address, "caption": title, "type": kind, "medium": "image", "role": role}


def _check(arrival: Arrival, fields: Fields, item: Item) -> None:
    if not fields.anything("id"):
        arrival.warn("The item has no “id”; its address stands in for it.")
    if not (fields.text("content_html") or fields.text("content_text")):
        arrival.warn("“content_html” or “content_text” was expected in the item, and it has neither.")
    for sentence in [*fields.odd[:20], *(f"“{word}” is no value of JSON and was left out." for word in item.odd)]:
        arrival.warn(sentence)
    for key in item.repeated:
        arrival.warn(f"The key “{key[:60]}” stands twice in the item; the last value was taken.")


def _joined(base: str | None, written: str | None) -> str | None:
    """An address made complete against the page that the feed belongs to."""
    if not written:
        return None
    if web(written):
        return written
    try:
        return web(urljoin(base or "", written))
    except ValueError:
        return None
