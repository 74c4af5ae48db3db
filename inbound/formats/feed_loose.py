"""A feed as feedparser understands it: the reading of what is not well-formed XML, and of times in unusual forms.

Child process only. feedparser keeps one author's address with another's name, one credit for all pictures, no element
of its own for an item; what it loses is left out here rather than guessed.
"""

from __future__ import annotations

import html
import io
from typing import Any

import feedparser

from inbound.formats.feed_text import headline, line, moment, person
from inbound.formats.feed_tree import absolute

WRITTEN = (
    ("title", "title"),
    ("link", "link"),
    ("guid", "id"),
    ("pubDate", "published"),
    ("description", "summary_html"),
    ("content:encoded", "content_html"),
)
NOT_STATED: dict[str, Any] = {
    **dict.fromkeys(("holder", "usage_terms", "valid_from", "expires", "status_reason")),
    "status": "usable",
    "prohibits": [],
    "expressions": [],
}


def parse(document: bytes, base: str) -> feedparser.FeedParserDict | None:
    """What feedparser makes of bytes in UTF-8; None where it fails, as it does over some stray elements."""
    try:
        return feedparser.parse(
            # A stream: of a string, feedparser would open the file or the address.
            io.BytesIO(document),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": base},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError):
        return None


def feed(parsed: feedparser.FeedParserDict, base: str) -> dict[str, Any]:
    """The same plain data as ``feed_items.feed`` gives, without the places of the entries in the bytes."""
    top = parsed.feed
    is_atom = parsed.version.startswith("atom")
    return {
        "id": line(_text(top, "id")),
        "title": _line(top, "title", is_atom),
        "link": absolute(_text(top, "link"), base),
        "self_link": _related(top, "self", base),
        "rights": _line(top, "rights", is_atom),
        "licences": _licences(top, base),
        "language": line(_text(top, "language")),
        "updated": _time(top, "updated") or _time(top, "published"),
        "generator": line(_text(top, "generator")),
        "authors": [],
        "holder": None,
        "withdrawn": [],
        "version": parsed.version or "rss",
        "warnings": [],
        "errors": [],
        "entries": [_entry(entry, base, is_atom) for entry in parsed.entries],
    }


def written_again(entry: dict[str, Any]) -> str:
    """An entry's fields as an RSS item, for the record of what was received."""
    parts = [f"<{field}>{html.escape(str(entry[key]), quote=False)}</{field}>" for field, key in WRITTEN if entry[key]]
    parts += [f"<dc:creator>{html.escape(name, quote=False)}</dc:creator>" for name, _ in entry["authors"]]
    return (
        '<item xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        + ("".join(parts) + "</item>")
    )


def _entry(entry: feedparser.FeedParserDict, base: str, is_atom: bool) -> dict[str, Any]:
    contents = [part for part in entry.get("content", []) if part.get("value") and "text" in part.get("type", "text")]
    contents = contents or [part for part in entry.get("content", []) if part.get("value")]
    content = max((part["value"] for part in contents), key=len, default="")
    summary = _text(entry, "summary") or ""
    published, updated = _time(entry, "published"), _time(entry, "updated")
    if not published and not is_atom:
        # feedparser takes dc:date for a change; in RSS it is the time of publication.
        published, updated = updated, None
    return {
        "id": line(_text(entry, "id")),
        "title": _line(entry, "title", is_atom),
        "link": absolute(_text(entry, "link"), base),
        "source_link": absolute(_text(entry, "feedburner_origlink") or _text(entry, "pheedo_origlink"), base),
        # Without a summary of its own feedparser gives the content again.
        "summary_html": "" if summary == content else summary,
        "content_html": content,
        "base": "",
        "authors": _authors(entry, base),
        "rights": _line(entry, "rights", is_atom),
        "licences": _licences(entry, base),
        "published": published,
        "updated": updated,
        "language": line(contents[0].get("language")) if contents else None,
        "categories": [
            said for tag in entry.get("tags", []) if (said := headline(tag.get("label") or tag.get("term")))
        ],
        "media": _media(entry, base),
        "warnings": [],
        **NOT_STATED,
    }


def _authors(entry: feedparser.FeedParserDict, base: str) -> list[tuple[str, str | None]]:
    found: dict[str, tuple[str, str | None]] = {}
    for author in entry.get("authors", []):
        if known := person(author.get("name")):
            found.setdefault(known.casefold(), (known, absolute(author.get("href"), base)))
    return list(found.values())


def _media(entry: feedparser.FeedParserDict, base: str) -> list[dict[str, Any]]:
    offered = [("content", one) for one in entry.get("media_content", [])]
    offered += [("thumbnail", one) for one in entry.get("media_thumbnail", [])]
    offered += [("enclosure", one) for one in entry.get("enclosures", [])]
    found = []
    for role, one in offered:
        if address := absolute(one.get("url") or one.get("href"), base):
            sides = {
                side: int(one[side]) if str(one.get(side, "")).isdecimal() else None for side in ("width", "height")
            }
            kinds = {kind: (one.get(kind) or "").lower() or None for kind in ("type", "medium")}
            nothing = dict.fromkeys(("alt", "caption", "credit", "rights", "licence"))
            found.append({"url": address, **nothing, **sides, **kinds, "role": role})
    return found


def _licences(part: feedparser.FeedParserDict, base: str) -> list[str]:
    return [
        address
        for one in part.get("links", [])
        if one.get("rel") == "license" and (address := absolute(one.get("href"), base))
    ]


def _related(part: feedparser.FeedParserDict, relation: str, base: str) -> str | None:
    return next((absolute(one.get("href"), base) for one in part.get("links", []) if one.get("rel") == relation), None)


def _text(part: feedparser.FeedParserDict, key: str) -> str | None:
    """feedparser makes a dictionary or a list of some elements that have attributes."""
    found = part.get(key)
    return found if isinstance(found, str) else None


def _line(part: feedparser.FeedParserDict, key: str, is_atom: bool) -> str | None:
    detail = part.get(f"{key}_detail")
    is_plain = is_atom and isinstance(detail, dict) and detail.get("type") == "text/plain"
    return line(_text(part, key)) if is_plain else headline(_text(part, key))


def _time(part: feedparser.FeedParserDict, key: str) -> str | None:
    """By our own reading: feedparser takes 2024/1/10 for the first of November.

    Not by the class's own get, which answers for "updated" with the time of publication.
    """
    written = dict.get(part, key)
    found = moment(written) if isinstance(written, str) else None
    return found.isoformat() if found else None
