"""What is looked at on the page of an original: when it says that it was changed, and whether our words are there."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from articles.body import text
from inbound.fetch import Fetched
from inbound.formats.decode import decode

MOST = 2_000_000
"""Characters of a page that are looked at."""
_LEAST_WORDS = 5  # of a paragraph that is looked for: shorter ones stand on many pages
_LINKED_DATA = re.compile(r"<script\b[^>]{0,300}application/ld\+json[^>]{0,300}>", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)
_META = re.compile(r"<(?:meta|time)\b([^>]{1,1000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s*=\s*(?:\"([^\"]{0,300})\"|'([^']{0,300})')")
_NAMES = frozenset({"article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified"})
_HOME = re.compile(r"/?|/(index|home|default)(\.\w{2,5})?/?|/[a-z]{2}(-[a-z]{2})?/?", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Seen:
    """``paragraphs`` of ours were looked for, and ``lacking`` of them do not stand there."""

    modified: dt.datetime | None
    paragraphs: int
    lacking: int

    @property
    def has_text(self) -> bool:
        return self.paragraphs > 0 and self.lacking <= self.paragraphs / 2


def look(fetched: Fetched, held: str) -> Seen:
    """The page, looked at for the words that we hold. However it is written, in time that grows with its length."""
    page = decode(fetched.body[: 4 * MOST]).text[:MOST]
    wanted = [_flat(one) for one in held.split("\n\n") if len(one.split()) >= _LEAST_WORDS]
    there = _flat(text.plain(page))
    return Seen(modified(page), len(wanted), sum(one not in there for one in wanted))


def modified(page: str) -> dt.datetime | None:
    """The latest moment at which the page says that its article was changed: schema.org's dateModified in linked data
    or microdata, Open Graph's modified_time, or Dublin Core's."""
    said = [*_linked(page), *_metas(page)]
    return max((moment for one in said if (moment := _moment(one))), default=None)


def _linked(page: str) -> Iterator[str]:
    at = 0
    while found := _LINKED_DATA.search(page, at):
        end = _END.search(page, found.end())
        if end is None:
            return
        at = end.end()
        try:
            yield from _dates(json.loads(page[found.end() : end.start()], strict=False))
        except (ValueError, RecursionError):
            continue


def _dates(data: Any) -> Iterator[str]:
    """Of everything that is described but for comments and reviews on it."""
    todo = [data]
    while todo:
        one = todo.pop()
        if isinstance(one, list):
            todo += one[:200]
        elif isinstance(one, dict):
            if isinstance(said := one.get("dateModified"), str):
                yield said
            todo += [one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in one]


def _metas(page: str) -> Iterator[str]:
    for found in _META.finditer(page):
        stated = {name.lower(): unescape(one or other) for name, one, other in _ATTRIBUTE.findall(found[1])}
        names = {stated.get(key, "").lower() for key in ("property", "name", "itemprop")}
        if names & _NAMES:
            yield stated.get("content") or stated.get("datetime") or ""


def _moment(said: str) -> dt.datetime | None:
    try:
        read = dt.datetime.fromisoformat(said.strip())
        return read if read.tzinfo else read.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return None


def _flat(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).split())


def is_elsewhere(asked: str, answered: str) -> bool:
    """Whether another page answered. Scheme, www, a slash at the end and what follows “?” make no other page."""
    return _place(asked) != _place(answered)


def _place(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    path = re.sub(r"(/amp|/index\.\w{2,5})?/*$", "", parts.path, flags=re.IGNORECASE)
    return (parts.hostname or "").lower().removeprefix("www."), path


def is_home(address: str) -> bool:
    return _HOME.fullmatch(urlsplit(address).path) is not None
