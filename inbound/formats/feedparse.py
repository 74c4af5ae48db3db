"""A file that says it is a feed becomes a ``Feed``, or a sentence that says why not. A sandbox does the parsing."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from inbound import sandbox
from inbound.formats.arrival import Unreadable
from inbound.formats.decode import binary, decode
from inbound.formats.feed_entry import Feed, FeedEntry, Tombstone
from inbound.formats.feed_mend import COMMENT
from inbound.formats.feed_text import headline

MOST_BYTES = 10 * 1024 * 1024

ROOT = re.compile(r"<(?:[\w-]{1,20}:)?(?:rss|feed|rdf|entry)[\s>]", re.IGNORECASE)
BEFORE_ROOT = re.compile(r"<(?:!doctype html|html|head|body|p|div|h[1-6])[\s>]|```", re.IGNORECASE)
"""What shows that a feed's element behind it is an example on a page or in Markdown."""
HEAD = 20_000
WEB_PAGE = re.compile(r"<(?:!doctype html|html|head|body)[\s>]", re.IGNORECASE)
TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,500})", re.IGNORECASE)

FEED_FIELDS = (
    "version", "id", "title", "link", "self_link", "rights", "licences", "holder", "language", "generator",
)  # fmt: skip
ENTRY_FIELDS = (
    "id", "title", "link", "source_link", "summary_html", "content_html", "base", "rights", "licences", "language",
    "categories", "media", "warnings", "holder", "usage_terms", "status", "status_reason", "prohibits", "expressions",
)  # fmt: skip


def parse(data: bytes, address: str = "") -> Feed:
    """The feed in the bytes, which came from ``address``. Raises Unreadable; nothing hostile outlives the call."""
    if len(data) > MOST_BYTES:
        raise Unreadable(
            f"The file has more than {MOST_BYTES // 2**20} MB, the most that a feed may have;"
            " ask the outlet for a shorter one."
        )
    if not data.strip():
        raise Unreadable("The file is empty.")
    if what := binary(data):
        raise Unreadable(f"The file is no feed: it is {what}.")
    if what := _something_else(data):
        raise Unreadable(f"The file is no feed: it is {what}.")
    base = address if address.lower().startswith(("http://", "https://")) else ""
    answer = sandbox.run("inbound.formats.feed_child:read", data, base)
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    return _feed(answer["feed"])


def begins(text: str) -> bool:
    """Whether a feed's root stands at the beginning, whatever a comment says or a server put before it."""
    head = COMMENT.sub("", text[:HEAD])
    root = ROOT.search(head)
    return root is not None and not BEFORE_ROOT.search(head, 0, root.start())


def _something_else(data: bytes) -> str | None:
    """What a file without the root element of a feed is, where it is one of the things that come in place of feeds."""
    head = decode(data[:HEAD]).text
    if ROOT.search(head):
        return None
    if head.lstrip().startswith(("{", "[")):
        return "JSON"
    return named_page(head) if WEB_PAGE.search(head) else None


def named_page(head: str) -> str:
    """“a web page”, with its title where it has one."""
    title = TITLE.search(head)
    named = headline(title[1]) if title else None
    return f"a web page (“{named[:80]}”)" if named else "a web page"


def _feed(found: dict[str, Any]) -> Feed:
    return Feed(
        **{field: found[field] for field in FEED_FIELDS},
        updated=_time(found["updated"]),
        authors=_authors(found["authors"]),
        entries=[_entry(entry) for entry in found["entries"]],
        withdrawn=[Tombstone(one["ref"], _time(one["when"]), one["reason"]) for one in found["withdrawn"]],
        warnings=found["warnings"],
        errors=found["errors"],
    )


def _entry(found: dict[str, Any]) -> FeedEntry:
    return FeedEntry(
        **{field: found[field] for field in ENTRY_FIELDS},
        authors=_authors(found["authors"]),
        published=_time(found["published"]),
        updated=_time(found["updated"]),
        valid_from=_time(found["valid_from"]),
        expires=_time(found["expires"]),
        raw=found["raw"].encode(found["raw_encoding"]),
    )


def _authors(found: list[list[Any]]) -> list[tuple[str, str | None]]:
    return [(name, page) for name, page in found]


def _time(written: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(written) if written else None
