"""What an archive holds, item by item, whether it is a WordPress export or a folder of files."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from inbound import formats
from inbound.archive import loose
from inbound.formats import wxr, wxr_article
from inbound.formats.arrival import USABLE, Arrival, Hints, Unreadable
from inbound.formats.wxr_item import Post, Term

PUBLISHED, SCHEDULED, UNPUBLISHED = "published", "scheduled", "unpublished"
READ = frozenset(".html .htm .xhtml .md .markdown .txt .json .xml .rss .atom .nitf .newsml".split())
"""What names of files in a folder end with that are read."""


@dataclasses.dataclass
class Entry:
    """One item. ``read`` gives the arrival and its format, and may be called again with other hints."""

    number: int
    """Its place in the archive, from 1; where a run goes on after it was killed."""
    called: str
    kind: str
    identity: str = ""
    address: str = ""
    """Its own address on the old site, "" where the archive does not say."""
    state: str = UNPUBLISHED
    state_said: str = ""
    published: dt.datetime | None = None
    slug: str = ""
    sections: list[Term] = dataclasses.field(default_factory=list)
    """Its categories, the one that it stands in first."""
    addresses: list[str] = dataclasses.field(default_factory=list)
    hosts: frozenset[str] = frozenset()
    """Of the site that it was exported from."""
    logins: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    """Of its authors: how the old site's address called them, and the name that readers saw."""
    tags: list[Term] = dataclasses.field(default_factory=list)
    left_out: str = ""
    """Why it is no article to be brought, as a group: “it is in the bin”."""
    fault: str = ""
    """Why it cannot be read."""
    page_starts: list[int] = dataclasses.field(default_factory=list)
    """Numbers of the blocks with which a page begins that an editor had begun there; known once it was read."""
    read: Callable[[Hints], tuple[Arrival, str]] | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.identity.encode("utf-8", "replace")).hexdigest()


class Archive(Protocol):
    name: str
    """How the archive is known: the old site's host, or the folder's name."""
    hosts: frozenset[str]
    """The old site's own."""
    total: int | None

    def __iter__(self) -> Iterator[Entry]: ...
    def close(self) -> None: ...


def host(address: str) -> str:
    try:
        return (urlsplit(address.strip()).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def open_archive(path: Path) -> Archive:
    """Raises Unreadable where there is nothing that can be brought."""
    if path.is_dir():
        return Folder(path)
    try:
        file = path.open("rb")
    except OSError as error:
        raise Unreadable(_("It cannot be opened: %(why)s.") % {"why": error.strerror or error}) from error
    try:
        return WordPress(file)
    except BaseException:
        file.close()
        raise


class WordPress:
    def __init__(self, file: IO[bytes]):
        self.file = file
        self.export = wxr.Export(file)
        self.export.note()
        if not self.export.is_export:
            raise Unreadable(
                _(
                    "It is no WordPress export: <wp:wxr_version> was expected near its beginning. For other files, name"
                    " the folder that they lie in."
                )
            )
        site = host(self.export.site.link)
        # Several sites of one server have a path each, and count their posts each for itself.
        path = self.export.site.link.partition(site)[2].strip("/") if site else ""
        self.name = "/".join(filter(None, [site or self.export.site.title or "WordPress", path]))[:200]
        self.hosts = frozenset({site} - {""})
        self.total: int | None = self.export.items + self.export.faults

    def close(self) -> None:
        self.export.__exit__(None, None, None)
        self.file.close()

    def __iter__(self) -> Iterator[Entry]:
        for number, one in enumerate(self.export, start=1):
            if isinstance(one, Post):
                yield self._entry(number, one)
            elif isinstance(one, wxr.Fault):
                yield Entry(number, one.sentence[:100], "fault", identity=f"fault {one.line}", fault=one.sentence)
            else:
                yield Entry(number, one.kind, one.kind, left_out=_NO_ARTICLE.get(one.kind, _OF_A_PLUGIN))

    def _entry(self, number: int, post: Post) -> Entry:
        entry = Entry(
            number,
            post.title or post.called,
            post.kind,
            # Copies of a post may share its guid, and a site that was set up anew counts from 1 again.
            identity=f"{post.number} {post.guid or post.link}".strip() or f"place {number}",
            hosts=frozenset({host(post.link)} - {""}),
            address=post.link,
            state_said=_("behind a password") if post.is_protected else post.status,
            published=post.published,
            slug=post.slug,
            sections=self._sections(post),
            addresses=post.addresses,
            tags=[term for term in post.terms if term.domain in ("post_tag", "tag")],
        )
        if post.status == "publish" and not post.is_protected:
            entry.state = PUBLISHED
        elif post.status == "future" and not post.is_protected:
            entry.state = SCHEDULED
        elif post.status in ("trash", "auto-draft"):
            entry.left_out = _("it was in the bin") if post.status == "trash" else _("it is an empty beginning")

        def read(hints: Hints) -> tuple[Arrival, str]:
            arrival = wxr_article.to_arrival(post, self.export, hints)
            entry.page_starts = post.page_starts
            return arrival, wxr.NAME

        entry.read = read
        writers = post.of("author")
        entry.logins = [(one.slug.removeprefix("cap-"), self.export.guest(one.slug) or one.name) for one in writers]
        if not writers and post.login:
            entry.logins = [(post.login, self.export.author(post.login) or post.login)]
        return entry

    def _sections(self, post: Post) -> list[Term]:
        """Its categories: the one that an editor called the first, then as they stand; “uncategorized” last."""
        found = [
            self.export.category(term.slug) or Term("category", term.slug, term.name) for term in post.of("category")
        ]
        first = self.export.term_numbered(post.said("_yoast_wpseo_primary_category", "rank_math_primary_category"))
        if first in found:
            found.insert(0, first)
        unnamed = [term for term in found if term.slug in _UNNAMED]
        return list(dict.fromkeys([term for term in found if term not in unnamed] + unnamed))


_UNNAMED = ("uncategorized", "uncategorised", "allgemein", "sin-categoria", "non-classe")
_NO_ARTICLE = {
    "attachment": "it is a file of the media library; pictures come with the articles that show them",
    "nav_menu_item": "it is an entry of a menu",
    "revision": "it is an earlier state of a post",
    "guest-author": "it is an author's profile; names come with the articles",
    "wp_block": "it is a reusable block; its words come with the articles that show it",
}
_OF_A_PLUGIN = "it is no article: WordPress or a plugin keeps it for itself"


class Folder:
    """Files in the order of their names, each with the articles it holds."""

    def __init__(self, path: Path):
        self.path = path
        self.name = path.resolve().name or "folder"
        self.hosts: frozenset[str] = frozenset()
        self.files = sorted(one for one in path.rglob("*") if one.is_file() and not _is_hidden(one, path))
        if not self.files:
            raise Unreadable(_("There are no files in it."))
        self.total: int | None = len(self.files)

    def close(self) -> None:
        pass

    def __iter__(self) -> Iterator[Entry]:
        number = 0
        for path in self.files:
            for entry in self._entries(path):
                number += 1
                entry.number = number
                yield entry

    def _entries(self, path: Path) -> Iterable[Entry]:
        called = path.relative_to(self.path).as_posix()
        plain = Entry(0, called, path.suffix.lstrip(".").lower() or "file", identity=called)
        if path.suffix.lower() not in READ:
            plain.left_out = _("it is no file of text that can be read")
            return [plain]
        try:
            with path.open("rb") as file:
                data = file.read(formats.MOST_BYTES + 1)
            reading, own = self.read(data, Hints(source=called))
        except OSError as error:
            plain.fault = _("“%(file)s” cannot be opened: %(why)s.") % {"file": called, "why": error.strerror or error}
            return [plain]
        except Unreadable as error:
            plain.fault = f"“{called}”: {error}"
            return [plain]
        again = _Again(self, called, data, reading)
        entries = [self._of(arrival, called, again, index, own) for index, arrival in enumerate(reading.arrivals)]
        faults = [
            dataclasses.replace(plain, identity=f"{called} fault {sentence}", fault=f"“{called}”: {sentence}")
            for sentence in reading.errors
        ]
        return [*entries, *faults] or [dataclasses.replace(plain, left_out=_("it holds no article"))]

    def read(self, data: bytes, hints: Hints) -> tuple[formats.Reading, loose.Fields | None]:
        """As a known format, else as a text with front matter or a headline of its own."""
        own = loose.fields(data)
        try:
            reading = formats.read(data, hints)
            if reading.format != "web-page" or own is None:
                return reading, own
        except Unreadable:
            if own is None:
                raise
        return formats.Reading(loose.NAME, [loose.to_arrival(own, data, hints)]), own

    def _of(self, arrival: Arrival, called: str, again: _Again, index: int, own: loose.Fields | None) -> Entry:
        entry = Entry(
            0,
            arrival.title or called,
            "file",
            identity=f"{called} {index}" if index else called,
            address=(own.address if own else "") or arrival.canonical_url or "",
            published=(own.published if own else None) or arrival.published,
            slug=(own.slug if own else "") or re.sub(r"^\d{4}-\d\d-\d\d-", "", Path(called).stem),
            sections=own.sections if own else [],
            addresses=own.addresses if own else [],
            tags=[Term("post_tag", "", tag) for tag in arrival.tags],
            read=lambda hints: again.read(hints, index),
        )
        if arrival.canonical_url:
            entry.addresses = [*entry.addresses, arrival.canonical_url]
        is_draft = own is not None and own.is_draft
        if entry.published and not is_draft and arrival.rights.status == USABLE:
            entry.state = PUBLISHED
        else:
            entry.state_said = "draft" if is_draft else _("without a date") if not entry.published else "withheld"
        return entry


class _Again:
    """The articles of one file, read once for each outlet whose hints they are to be read with."""

    def __init__(self, folder: Folder, called: str, data: bytes, reading: formats.Reading):
        self.folder, self.called, self.data = folder, called, data
        self.readings = {"": reading}

    def read(self, hints: Hints, index: int) -> tuple[Arrival, str]:
        if hints.outlet not in self.readings:
            known = dataclasses.replace(hints, source=self.called)
            self.readings[hints.outlet] = self.folder.read(self.data, known)[0]
        reading = self.readings[hints.outlet]
        if index >= len(reading.arrivals):
            raise Unreadable(
                _("“%(file)s” holds something else when it is read as its outlet's.") % {"file": self.called}
            )
        found = copy.deepcopy(reading.arrivals[index])
        found.raw = found.raw or self.data
        return found, reading.format


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)
