"""One feed and its entries, whether they came as RSS or as Atom: what ``feedparse`` hands to the adapters.

Nothing is judged here. The adapters (``rss``, ``atom``, ``conversation_atom``) turn an entry into an ``Arrival``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any


@dataclasses.dataclass(frozen=True)
class FeedEntry:
    """One item of a feed, as the feed states it. What the feed does not say is None, "" for HTML, or an empty list.

    Every text is free of NUL and lone surrogates. ``title``, names, categories and ``rights`` are plain text with white
    space collapsed. ``*_html`` is HTML as received, not cleaned; a text that the feed declares to be plain comes
    escaped. Addresses are absolute where the feed gave a base for them, else as received.
    """

    id: str | None = None
    """Atom ``id`` or RSS ``guid``, verbatim."""
    title: str | None = None
    link: str | None = None
    """The page of the article as the feed links it; feed services put an address of their own here."""
    source_link: str | None = None
    """``feedburner:origLink`` and the like: the publisher's own address where ``link`` is a redirect."""
    summary_html: str = ""
    content_html: str = ""
    base: str = ""
    """What relative addresses in the two texts are relative to, where the feed says so (``xml:base``)."""
    authors: list[tuple[str, str | None]] = dataclasses.field(default_factory=list)
    """Name as printed and the author's page (``foaf:homepage``, ``uri``) or None: one for each element, in order."""
    rights: str | None = None
    """The entry's own ``rights``, ``dc:rights`` or ``copyright``; the feed's stands in ``Feed.rights``."""
    licences: list[str] = dataclasses.field(default_factory=list)
    """Addresses of licences: ``creativeCommons:license``, ``rel="license"``, ``cc:license``, ``dcterms:license``."""
    holder: str | None = None
    """Of the rights: ``dc:rightsHolder``."""
    usage_terms: str | None = None
    valid_from: dt.datetime | None = None
    """Aware, UTC: before this moment it may not be used (``dcterms:valid``, ``dcterms:available``)."""
    expires: dt.datetime | None = None
    """Aware, UTC: from this moment on (``dcterms:valid``, MSN's ``expirationDate``)."""
    status: str = "usable"
    """usable, withheld or canceled: ``media:status``, ``app:draft``."""
    status_reason: str | None = None
    prohibits: list[str] = dataclasses.field(default_factory=list)
    expressions: list[str] = dataclasses.field(default_factory=list)
    """Really Simple Licensing as it stood, and phrases for what it and a described licence forbid."""
    published: dt.datetime | None = None
    """Aware, UTC."""
    updated: dt.datetime | None = None
    """Aware, UTC. None where the feed states no time of change apart from the publication."""
    language: str | None = None
    """The entry's own ``xml:lang`` or ``dc:language``; the feed's stands in ``Feed.language``."""
    categories: list[str] = dataclasses.field(default_factory=list)
    media: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    """What is offered beside the text, pictures and other things: each with the keys url, alt, caption, credit, rights,
    licence, width, height, type, medium (of Media RSS) and role (content, thumbnail, enclosure or image)."""
    warnings: list[str] = dataclasses.field(default_factory=list)
    """What of this entry could not be read, a sentence each, for the editor."""
    raw: bytes = b""
    """The entry's own element as it stood in the file; a faithful copy (UTF-8) where the element cannot be cut out."""


@dataclasses.dataclass(frozen=True)
class Tombstone:
    """An entry that the feed says is deleted (``at:deleted-entry``, RFC 6721)."""

    ref: str
    when: dt.datetime | None = None
    reason: str | None = None


@dataclasses.dataclass(frozen=True)
class Feed:
    """A whole feed. ``version`` is feedparser's name for its format: rss20, rss091u, rss10 (RDF), atom10, …"""

    version: str = ""
    id: str | None = None
    title: str | None = None
    link: str | None = None
    self_link: str | None = None
    rights: str | None = None
    licences: list[str] = dataclasses.field(default_factory=list)
    holder: str | None = None
    language: str | None = None
    updated: dt.datetime | None = None
    generator: str | None = None
    authors: list[tuple[str, str | None]] = dataclasses.field(default_factory=list)
    entries: list[FeedEntry] = dataclasses.field(default_factory=list)
    withdrawn: list[Tombstone] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)
    """What is odd about the feed as a whole, a sentence each."""
    errors: list[str] = dataclasses.field(default_factory=list)
    """Items that could not be read at all, a sentence each; they are not among the entries."""

    @property
    def is_atom(self) -> bool:
        return self.version.startswith("atom")
