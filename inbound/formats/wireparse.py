"""A file of a news agency becomes a ``Reading``: NITF, NewsML 1 and NewsML-G2. A sandbox does the parsing."""

from __future__ import annotations

import re
from typing import Any

from inbound import sandbox
from inbound.formats import Reading, Withdrawn, one_item, wire_article
from inbound.formats.arrival import CANCELED, Hints, Unreadable
from inbound.formats.decode import decode
from inbound.formats.wire_item import WireItem, load

# What may stand before the first element: white space, a declaration, instructions, comments, a DOCTYPE.
_BEFORE = re.compile(
    r"[\s\ufeff]+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\b[^\[>]{0,2000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(
    r"<(?:[\w.-]{1,40}:)?(nitf|newsml|newsmessage|newsitem|packageitem|conceptitem|knowledgeitem|planningitem|catalogitem)"
    r"(?=[\s/>])",
    re.IGNORECASE,
)
HEAD = 50_000


def recognises(data: bytes) -> bool:
    """Whether the first element of the file is one that the agencies' formats begin with."""
    head = decode(data[:HEAD]).text
    at = 0
    while before := _BEFORE.match(head, at):
        at = before.end()
    return _ROOT.match(head, at) is not None


def read(data: bytes, hints: Hints, format: str = "auto") -> Reading:
    """Every article of the file. Raises Unreadable where the file cannot be read or holds nothing of an article."""
    answer = sandbox.run("inbound.formats.wire_child:read", data, format, what="The file")
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    reading = Reading(answer["format"], errors=list(answer["errors"]))
    items = [load(stored) for stored in answer["items"]]
    for item in items:
        _take(reading, item, answer, data, hints)
    others = [item for item in items if not item.is_shown and item.kind != "text" and not item.is_media]
    if not reading.arrivals and not reading.withdrawn:
        if len(reading.errors) == 1 and len(items) < 2:
            raise Unreadable(reading.errors[0])
        if others and not reading.errors:
            raise Unreadable(_nothing(others))
    return reading


def _take(reading: Reading, item: WireItem, answer: dict[str, Any], data: bytes, hints: Hints) -> None:
    with one_item(item.called, reading, hints):
        for gone in item.gone:
            reading.withdrawn.append(
                Withdrawn(
                    gone.source_id,
                    item.url if gone.source_id == item.id else None,
                    wire_article.time(gone.at),
                    gone.reason,
                )
            )
        if item.is_shown or (item.kind != "text" and not item.is_media):
            if "changes to an earlier version" in item.kind:
                reading.errors.append(f"{item.called} was left out: it is {item.kind}.")
            return
        arrival = wire_article.to_arrival(item, hints)
        if arrival.rights.status == CANCELED and not arrival.body_html:
            return
        arrival.raw = _raw(item, answer["encoding"]) or data
        for warning in answer["warnings"]:
            arrival.warn(warning)
        reading.arrivals.append(arrival)


def _raw(item: WireItem, encoding: str) -> bytes:
    """The item's own element in the encoding of the file."""
    try:
        return item.raw.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return item.raw.encode("utf-8")


def _nothing(items: list[WireItem]) -> str:
    kinds = list(dict.fromkeys(item.kind for item in items))
    return f"The file holds no article: its content is {' and '.join(kinds[:3])}. Ask the source for the text itself."
