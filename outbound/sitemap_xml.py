"""Sitemaps as XML: sitemaps.org 0.9, with Google's extensions for pictures, languages (xhtml) and news.

Whatever a headline holds, the document is well-formed: characters that XML 1.0 cannot hold are left out.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from outbound.rss import storable

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PLAIN = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
_XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@dataclasses.dataclass(frozen=True)
class Place:
    """One address of ours with what is said of it. Addresses are whole."""

    address: str
    changed_at: dt.datetime | None = None
    pictures: tuple[str, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    """Codes and addresses, this one's among them."""


@dataclasses.dataclass(frozen=True)
class NewsItem:
    address: str
    title: str
    language: str
    published_at: dt.datetime


def index(sitemaps: Iterable[Place]) -> str:
    """Of a sitemap that is named only the address and the change count."""
    rows = [f"<sitemap>{_loc(each)}</sitemap>\n" for each in sitemaps]
    return f"{_HEAD}<sitemapindex {_PLAIN}>\n{''.join(rows)}</sitemapindex>\n"


def urlset(places: Iterable[Place]) -> str:
    rows = [f"<url>{_loc(each)}{_languages(each)}{_pictures(each)}</url>\n" for each in places]
    return f"{_HEAD}<urlset {_PLAIN} {_IMAGE} {_XHTML}>\n{''.join(rows)}</urlset>\n"


def news(name: str, items: Iterable[NewsItem]) -> str:
    rows = [
        f"<url>{_loc(Place(each.address))}<news:news>"
        f"<news:publication><news:name>{_text(name)}</news:name>"
        f"<news:language>{_text(each.language)}</news:language></news:publication>"
        f"<news:publication_date>{moment(each.published_at)}</news:publication_date>"
        f"<news:title>{_text(each.title)}</news:title></news:news></url>\n"
        for each in items
    ]
    return f"{_HEAD}<urlset {_PLAIN} {_NEWS}>\n{''.join(rows)}</urlset>\n"


def moment(value: dt.datetime) -> str:
    """As the W3C writes a date and time (NOTE-datetime)."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _loc(place: Place) -> str:
    changed = f"<lastmod>{moment(place.changed_at)}</lastmod>" if place.changed_at else ""
    return f"<loc>{_text(place.address)}</loc>{changed}"


def _languages(place: Place) -> str:
    return "".join(
        f'<xhtml:link rel="alternate" hreflang={_attribute(code)} href={_attribute(address)}/>'
        for code, address in place.languages
    )


def _pictures(place: Place) -> str:
    return "".join(f"<image:image><image:loc>{_text(each)}</image:loc></image:image>" for each in place.pictures)


def _text(words: str) -> str:
    return escape(" ".join(storable(words).split()))


def _attribute(words: str) -> str:
    return quoteattr(storable(words))
