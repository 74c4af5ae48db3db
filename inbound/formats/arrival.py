"""What every format is turned into at the door. After this nobody asks whether it was RSS or a pasted block."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from articles.body.text import plain


class Unreadable(ValueError):
    """The material cannot be read as the format expected. Its text is one sentence for an editor."""


@dataclasses.dataclass(frozen=True)
class Hints:
    """What is known of the outlet before its text is read. Adapters decide by these, never by an outlet's name.

    ``hosts`` are the outlet's own host names, lower case, without ``www.``; ``counter_patterns`` are regular
    expressions that a counter address matches as a whole; ``institutions`` maps every known name and alias of
    an institution to the name it is filed under.
    """

    outlet: str = ""
    hosts: frozenset[str] = frozenset()
    counter_patterns: tuple[str, ...] = ()
    language: str = ""
    institutions: dict[str, str] = dataclasses.field(default_factory=dict)
    source: str = ""
    """The address or file name the bytes came from, for messages and for relative links."""


@dataclasses.dataclass
class Author:
    name: str
    title: str | None = None
    institution: str | None = None
    profile_url: str | None = None
    institution_url: str | None = None


@dataclasses.dataclass
class Picture:
    url: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    licence: str | None = None
    """As stated beside the picture: a Creative Commons address where one is linked, else the words."""
    rights: str | None = None
    """The copyright or rights line that came with the picture, as text."""
    lead: bool = False
    """Stands before the body as the article's own picture, not inside the running text."""


@dataclasses.dataclass
class Related:
    title: str
    url: str


USABLE, WITHHELD, CANCELED = "usable", "withheld", "canceled"


@dataclasses.dataclass
class Rights:
    """What the file itself states of its rights, beside licence and embargo. Unstated is None or an empty list."""

    status: str = USABLE
    """usable, withheld (not yet, or not any more for now) or canceled (withdrawn by its source); unstated is usable."""
    expires: dt.datetime | None = None
    """Aware, UTC: from this moment on it may not be shown."""
    usage_terms: str | None = None
    copyright_holder: str | None = None
    copyright_notice: str | None = None
    prohibits: list[str] = dataclasses.field(default_factory=list)
    """What a machine-readable expression forbids, a short phrase for each: “data mining”, “distribute, but for DEU”."""
    expressions: list[str] = dataclasses.field(default_factory=list)
    """Those expressions as they stood (RightsML as XML or JSON), at most 20,000 characters each."""


@dataclasses.dataclass
class Arrival:
    """One article as it arrived.

    ``body_html`` is cleaned (``articles.body.clean``) and holds every word of the article and no word of the credit,
    the notice, the counter or the read-more list. Texts are plain text except ``*_html``. Times are aware, in UTC.
    What the source did not say is None or an empty list.
    """

    title: str | None = None
    standfirst: str | None = None
    authors: list[Author] = dataclasses.field(default_factory=list)
    body_html: str = ""
    pictures: list[Picture] = dataclasses.field(default_factory=list)
    related: list[Related] = dataclasses.field(default_factory=list)
    disclosure_html: str | None = None
    notice_html: str | None = None
    counter_url: str | None = None
    canonical_url: str | None = None
    source_id: str | None = None
    version: str | None = None
    """The source's own number of this state of the item, where it counts them: 12 is newer than 11."""
    published: dt.datetime | None = None
    updated: dt.datetime | None = None
    language: str | None = None
    licence_stated: str | None = None
    tags: list[str] = dataclasses.field(default_factory=list)
    embargo_until: dt.datetime | None = None
    rights: Rights = dataclasses.field(default_factory=Rights)
    warnings: list[str] = dataclasses.field(default_factory=list)
    raw: bytes = b""
    """Exactly the bytes of this item, as received; for an entry of a feed its own element."""
    content_type: str = "text/html"

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def to_json(arrival: Arrival, pages: Iterable[str]) -> dict[str, Any]:
    """The object that ``receive --json`` prints and that is sealed with the original; times in ISO 8601, UTC."""

    def when(moment: dt.datetime | None) -> str | None:
        return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if moment else None

    def text(html: str | None) -> str | None:
        return (plain(html) or None) if html else None

    def row(item: Any, *names: str) -> dict[str, str | None]:
        return {name: getattr(item, name) or None for name in names}

    return {
        "title": arrival.title or None,
        "standfirst": arrival.standfirst or None,
        "authors": [row(a, "name", "title", "institution", "profile_url", "institution_url") for a in arrival.authors],
        "body_html": arrival.body_html,
        "pages": list(pages),
        "pictures": [row(p, "url", "alt", "caption", "credit", "licence", "rights") for p in arrival.pictures],
        "related": [row(r, "title", "url") for r in arrival.related],
        "disclosure": text(arrival.disclosure_html),
        "notice": text(arrival.notice_html),
        "counter_url": arrival.counter_url or None,
        "canonical_url": arrival.canonical_url or None,
        "source_id": arrival.source_id or None,
        "version": arrival.version or None,
        "published": when(arrival.published),
        "updated": when(arrival.updated),
        "language": arrival.language or None,
        "licence_stated": arrival.licence_stated or None,
        "warnings": list(arrival.warnings),
        "rights": {
            "status": arrival.rights.status,
            "embargo_until": when(arrival.embargo_until),
            "expires": when(arrival.rights.expires),
            "usage_terms": arrival.rights.usage_terms or None,
            "copyright_holder": arrival.rights.copyright_holder or None,
            "copyright_notice": arrival.rights.copyright_notice or None,
            "prohibits": list(arrival.rights.prohibits),
            "expressions": list(arrival.rights.expressions),
        },
    }


def dump(arrival: Arrival) -> dict[str, Any]:
    """The arrival but for its bytes, as JSON can hold it; ``load`` makes it again."""

    def said(value: Any) -> Any:
        if isinstance(value, dt.datetime):
            return value.astimezone(dt.UTC).isoformat()
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {f.name: said(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name != "raw"}
        return [said(one) for one in value] if isinstance(value, list) else value

    return said(arrival)


def load(stored: dict[str, Any], raw: bytes) -> Arrival:
    """What ``dump`` stored. Keys that are not there are as if the source had not said them."""
    known = {f.name for f in dataclasses.fields(Arrival)}
    values = {name: value for name, value in stored.items() if name in known}
    for name in ("published", "updated", "embargo_until"):
        values[name] = _moment(values.get(name))
    rights = dict(values.get("rights") or {})
    values |= {
        "authors": [Author(**row) for row in values.get("authors", ())],
        "pictures": [Picture(**row) for row in values.get("pictures", ())],
        "related": [Related(**row) for row in values.get("related", ())],
        "rights": Rights(**rights | {"expires": _moment(rights.get("expires"))}),
    }
    return Arrival(**values, raw=raw)


def _moment(stored: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(stored) if stored else None
