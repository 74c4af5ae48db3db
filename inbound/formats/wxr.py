"""A WordPress export (WXR 1.0 to 1.2), however large: posts one after the other, in the memory of one of them.

A post refers to what stands elsewhere in the file: its author, its pictures, reusable blocks. The file is therefore
read twice; the first time, what can be referred to goes into a table on disk.
"""

from __future__ import annotations

import dataclasses
import io
import json
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from html import unescape
from types import TracebackType
from typing import IO, Any

from inbound import sandbox
from inbound.formats import Reading, one_item
from inbound.formats.arrival import Hints, Picture, Unreadable
from inbound.formats.decode import decode
from inbound.formats.feed_pictures import same
from inbound.formats.feed_text import headline
from inbound.formats.wxr_item import NO_TEXT, Post, Site, Term, read_picture, read_post

NAME = "wxr"
HEAD = 100_000
_MARK = re.compile(r"<(?:[\w.-]{1,40}:)?wxr_version\b|wordpress\.org/export/1\.")
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|channel)[\s>]", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Passed:
    """An item that is no article: a picture, a menu, what a plugin keeps."""

    kind: str


@dataclasses.dataclass(frozen=True)
class Fault:
    """What could not be read, a sentence for the editor."""

    sentence: str
    line: int = 0


def recognises(data: bytes) -> bool:
    head = decode(data[:HEAD]).text
    return _ROOT.search(head) is not None and _MARK.search(head) is not None


def read(data: bytes, hints: Hints) -> Reading:
    """Every post and page of a small export, but for those in the bin. Raises Unreadable where it is none."""
    from inbound.formats import wxr_article

    reading = Reading(NAME)
    with Export(io.BytesIO(data)) as export:
        for one in export:
            if isinstance(one, Fault):
                reading.errors.append(one.sentence)
            elif isinstance(one, Post):
                if one.status in ("trash", "auto-draft"):
                    state = "in the bin" if one.status == "trash" else "an empty beginning"
                    reading.errors.append(f"{one.called} was left out: it is {state}.")
                    continue
                with one_item(one.called, reading, hints):
                    reading.arrivals.append(wxr_article.to_arrival(one, export, hints))
        if not export.is_export and not reading.arrivals:
            raise Unreadable("The file is no WordPress export: <wp:wxr_version> was expected near its beginning.")
    return reading


class Export:
    """An open export. Iterating gives posts, what is passed over, and faults, in the order of the file; it can be
    begun again. What was read before a fault is not lost by it.
    """

    def __init__(self, file: IO[bytes], limits: sandbox.Limits | None = None):
        self._file, self._limits = file, limits or sandbox.Limits()
        # SQLite's own temporary database: on disk as soon as it is large, and gone with the connection.
        self._table = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._table.executescript(
            "PRAGMA cache_size=-8000; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE kept (kind TEXT, key TEXT, value TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;"
            "CREATE TABLE belongs (post TEXT, number TEXT);"
        )
        self.site = Site()
        self.is_export = False
        self.items = 0
        """Of every kind, and beside them what could not be read; known after the first reading."""
        self.faults = 0
        self._is_noted = False

    def __enter__(self) -> Export:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._table.close()

    def note(self) -> None:
        """Read it the first time. Raises Unreadable where it may not be read at all."""
        self._is_noted = True
        self._table.execute("BEGIN")
        for one in self._stream(ignore_end=True):
            self._note(one)
        self._table.execute("CREATE INDEX by_post ON belongs (post)")
        self._table.execute("COMMIT")

    def __iter__(self) -> Iterator[Post | Passed | Fault]:
        if not self._is_noted:
            self.note()
        for one in self._stream():
            if one["kind"] == "item":
                kind = one["fields"].get("wp:post_type", "").strip() or "post"
                yield Passed(kind) if kind in NO_TEXT else read_post(one, kind)
            elif one.get("sentence"):
                yield Fault(one["sentence"], one.get("line", 0))

    def _stream(self, ignore_end: bool = False) -> Iterator[dict[str, Any]]:
        # The child reads by the file's own place, which is not that of a Python file.
        with _as_file(self._file) as file, closing(sandbox.stream(_TASK, file, limits=self._limits)) as answers:
            try:
                for one in answers:
                    if one["kind"] == "refused":
                        raise Unreadable(one["sentence"])
                    yield one
            except Unreadable as error:
                if ignore_end and self.items:
                    return
                if not self.items:
                    raise
                yield {"kind": "fault", "sentence": str(error)}

    # --- what posts refer to

    def _note(self, one: dict[str, Any]) -> None:
        fields = one.get("fields", {})
        if one["kind"] == "site":
            self.is_export = one["is_export"]
            self.site = Site(
                headline(fields.get("title")) or "",
                fields.get("base_blog_url") or fields.get("link", ""),
                fields.get("language", ""),
                fields.get("wxr_version", ""),
                fields.get("rights") or fields.get("copyright", ""),
            )
        elif one["kind"] == "author":
            login = fields.get("wp:author_login", "").strip()
            names = " ".join(fields.get(f"wp:author_{part}_name", "").strip() for part in ("first", "last")).strip()
            shown = headline(unescape(fields.get("wp:author_display_name", "")))
            self._keep("author", login, {"name": shown or names or login, "names": names})
        elif one["kind"] == "category":
            slug = fields.get("wp:category_nicename", "").strip()
            row = {"name": headline(unescape(fields.get("wp:cat_name", ""))) or slug, "slug": slug}
            row["parent"] = fields.get("wp:category_parent", "").strip()
            self._keep("category", slug, row)
            self._keep("term", fields.get("wp:term_id", "").strip(), row)
        elif one["kind"] == "item":
            self.items += 1
            self._note_item(one, fields)
        elif one.get("sentence"):
            self.faults += 1

    def _note_item(self, one: dict[str, Any], fields: dict[str, str]) -> None:
        kind, number = fields.get("wp:post_type", "").strip(), fields.get("wp:post_id", "").strip()
        meta = {key: value.strip() for key, value in reversed(one["meta"])}
        if kind == "attachment":
            picture = read_picture(fields, meta)
            if picture and number:
                row = dataclasses.asdict(picture)
                self._keep("picture", number, row)
                self._keep("picture at", same(picture.url), row)
                self._table.execute("INSERT INTO belongs VALUES (?, ?)", (fields.get("wp:post_parent", ""), number))
        elif kind == "wp_block" and number:
            self._keep("block", number, {"content": fields.get("content:encoded", "")[:200_000]})
        elif kind == "guest-author":
            name = meta.get("cap-display_name") or headline(unescape(fields.get("title", ""))) or ""
            slug = fields.get("wp:post_name", "").strip() or f"cap-{meta.get('cap-user_login', '')}"
            for key in (slug, slug.removeprefix("cap-")):
                self._keep("guest", key, {"name": name})

    def _keep(self, kind: str, key: str, value: dict[str, Any]) -> None:
        if key:
            self._table.execute("INSERT OR IGNORE INTO kept VALUES (?, ?, ?)", (kind, key[:500], json.dumps(value)))

    def _kept(self, kind: str, key: str) -> dict[str, Any] | None:
        row = self._table.execute("SELECT value FROM kept WHERE kind=? AND key=?", (kind, key[:500])).fetchone()
        return json.loads(row[0]) if row else None

    def author(self, login: str) -> str:
        found = self._kept("author", login)
        return found["name"] if found else ""

    def guest(self, slug: str) -> str:
        """The name of Co-Authors Plus for an author's slug, a guest's or a colleague's; "" where it has none."""
        bare = slug.removeprefix("cap-")
        found = self._kept("guest", slug) or self._kept("guest", bare)
        return found["name"] if found else self.author(bare)

    def picture(self, number: str) -> Picture | None:
        found = self._kept("picture", number)
        return Picture(**found) if found else None

    def picture_at(self, address: str) -> Picture | None:
        found = self._kept("picture at", same(address))
        return Picture(**found) if found else None

    def gallery(self, numbers: Iterable[str], post: str) -> list[Picture]:
        if not (wanted := list(numbers)[:200]):
            rows = self._table.execute("SELECT number FROM belongs WHERE post=? AND post<>'0' LIMIT 200", (post,))
            wanted = [number for (number,) in rows.fetchall()]
        return [picture for number in wanted if (picture := self.picture(number))]

    def block(self, number: str) -> str:
        found = self._kept("block", number)
        return str(found["content"]) if found else ""

    def category(self, slug: str) -> Term | None:
        found = self._kept("category", slug)
        return Term("category", found["slug"], found["name"]) if found else None

    def term_numbered(self, number: str) -> Term | None:
        found = self._kept("term", number)
        return Term("category", found["slug"], found["name"]) if found else None


_TASK = "inbound.formats.wxr_child:read"


@contextmanager
def _as_file(given: IO[bytes]) -> Iterator[IO[bytes]]:
    """The export as a file of the system, at its beginning, for the child to read."""
    given.seek(0)
    try:
        os.lseek(given.fileno(), 0, os.SEEK_SET)
    except (OSError, io.UnsupportedOperation):
        with tempfile.TemporaryFile() as made:
            made.write(given.read())
            made.seek(0)
            yield made
    else:
        yield given
