"""One item of a news agency's XML, whether it came as NITF, NewsML 1 or NewsML-G2: what ``wireparse`` hands on.

Nothing is judged here; ``wire_article`` turns an item into an ``Arrival``. The process that parses fills it and sends
it as JSON, so times are ISO 8601 in UTC.
"""

from __future__ import annotations

import dataclasses
from typing import Any


@dataclasses.dataclass
class Credited:
    """Who made something, as one element names them."""

    name: str
    title: str | None = None
    institution: str | None = None
    profile_url: str | None = None
    printed: bool = False
    """``name`` is a printed line ("By Ana Ruiz and Bo Lind") that still has to be divided; the title is all theirs."""


@dataclasses.dataclass
class Shown:
    """A picture. Its credit, rights and licence are its own, never those of the text."""

    url: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    licence: str | None = None
    rights: str | None = None
    ids: list[str] = dataclasses.field(default_factory=list)
    """By what others in the file refer to it."""


@dataclasses.dataclass
class Gone:
    """An item that this one declares withdrawn: itself, or an earlier one whose place it takes."""

    source_id: str
    at: str | None = None
    reason: str | None = None


@dataclasses.dataclass
class WireItem:
    """What the item does not say is None, "" for HTML, or an empty list. Texts are one line of plain text except
    ``*_html``, which is HTML as received, not cleaned.
    """

    kind: str = "text"
    """text, or in words what it is instead: "a picture", "a film", "a package that only refers to other items", …"""
    is_media: bool = False
    """A picture, a film or a sound that stands alone."""
    is_shown: bool = False
    """A picture that went to the article it belongs to."""
    content_type: str = ""
    id: str | None = None
    version: str | None = None
    """The source's own number of this state of the item."""
    title: str | None = None
    standfirst_html: str = ""
    deck: str | None = None
    """A second headline."""
    credits: list[Credited] = dataclasses.field(default_factory=list)
    also: list[Credited] = dataclasses.field(default_factory=list)
    """The same people as other elements name them: they add what the credits leave out, and stand in for them where
    those name nobody."""
    parties: list[str] = dataclasses.field(default_factory=list)
    """Names of the agency, its sources and the holder of the rights: none of them is an author."""
    body_html: str = ""
    pictures: list[Shown] = dataclasses.field(default_factory=list)
    dateline: str | None = None
    """Place and date where they stand in an element of their own and not in the text."""
    language: str | None = None
    published: str | None = None
    updated: str | None = None
    embargo: str | None = None
    expires: str | None = None
    status: str | None = None
    """As stated, lower case: usable, withheld, canceled, embargoed, …"""
    url: str | None = None
    tags: list[str] = dataclasses.field(default_factory=list)
    licences: list[str] = dataclasses.field(default_factory=list)
    """Addresses of licences or of terms."""
    usage_terms: list[str] = dataclasses.field(default_factory=list)
    holder: str | None = None
    notice: str | None = None
    prohibits: list[str] = dataclasses.field(default_factory=list)
    policies: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    """Each with ``written`` (as it stood) and, where it is RightsML in XML, ``rules`` (``rightsml.rules``)."""
    notes: list[str] = dataclasses.field(default_factory=list)
    """What the source says to editors."""
    gone: list[Gone] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)
    raw: str = ""
    """The item's own element as it stood; "" where it is the whole file."""
    line: int = 0
    """The line of the file on which it begins."""

    @property
    def called(self) -> str:
        """How a message names the item."""
        named = f"“{self.title[:100]}”" if self.title else f"The item {self.id[:200]}" if self.id else "The item"
        return f"{named} (line {self.line})"


def load(stored: dict[str, Any]) -> WireItem:
    """What ``dataclasses.asdict`` made of an item, made an item again."""
    return WireItem(
        **stored
        | {
            "credits": [Credited(**one) for one in stored["credits"]],
            "also": [Credited(**one) for one in stored["also"]],
            "pictures": [Shown(**one) for one in stored["pictures"]],
            "gone": [Gone(**one) for one in stored["gone"]],
        }
    )
