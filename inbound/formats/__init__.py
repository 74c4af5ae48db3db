"""The formats that can be received, and the door they come through: bytes in, ``Arrival`` out.

``FORMATS`` is the register. The modules are imported when they are needed: the process that parses feeds passes through
this package too and must stay small.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import re
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

    from inbound.formats.arrival import Arrival, Hints

log = logging.getLogger(__name__)

MOST_BYTES = 10 * 1024 * 1024
"""Of anything. A pasted text may have 2 MB."""
MOST_BYTES_PASTED = 2 * 1024 * 1024
MOST_OF_MARKDOWN = 500_000

# Each before those that would also read what it reads. Feeds know the whole feed and one entry (``recognises_feed``,
# ``to_arrival``), JSON the items of the file (``recognises_items``, ``read_items``), pasted texts the whole text
# (``recognises``, ``read``).
FEEDS = {"conversation-atom": "conversation_atom", "atom": "atom", "rss": "rss"}
PASTED = {
    "conversation-block": "conversation_block",
    "tracker": "tracker",
    "propublica": "propublica",
    "aeon": "aeon",
}
JSON = {"json-feed": "json_feed", "ninjs": "ninjs"}
WIRE = {"nitf": "nitf", "newsml": "newsml", "newsml-g2": "newsml_g2"}
"""The XML of news agencies, read by ``wireparse``."""
PAGES = {"web-page": "web_page"}
"""What nothing else reads (``recognises``, ``read``)."""
ARCHIVES = {"wxr": "wxr"}
"""What a site was exported as. A large one is read by its module itself (``wxr.Export``), never as a whole."""
FORMATS = FEEDS | WIRE | ARCHIVES | JSON | PASTED | PAGES

READABLE = (
    "an RSS, Atom or JSON feed, NITF, NewsML, ninjs, a WordPress export, a web page, or the republish block of The"
    " Conversation, of the Republication Tracker Tool, of ProPublica or of Aeon"
)

FIRST_ELEMENT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})")


@dataclasses.dataclass(frozen=True)
class Withdrawn:
    """A source says of one item that it is withdrawn: canceled, killed, deleted. Never that it is merely missing."""

    source_id: str | None = None
    canonical_url: str | None = None
    at: dt.datetime | None = None
    """Aware, UTC: when, as the source states it."""
    reason: str | None = None


@dataclasses.dataclass
class Reading:
    """What a file held: the articles that could be read, and a sentence for each item that could not.

    ``withdrawn`` holds every item that the file withdraws. One that came with its whole text is an arrival as well,
    with the rights status canceled.
    """

    format: str
    arrivals: list[Arrival] = dataclasses.field(default_factory=list)
    errors: list[str] = dataclasses.field(default_factory=list)
    withdrawn: list[Withdrawn] = dataclasses.field(default_factory=list)


@contextlib.contextmanager
def one_item(called: str, reading: Reading, hints: Hints) -> Iterator[None]:
    """Around the reading of one item: what is wrong with it is an error of the reading, and its neighbours arrive."""
    try:
        yield
    except ValueError as error:
        # Unreadable, and the refusals of articles.body, whose texts are for editors as well.
        reading.errors.append(f"{called} was left out: {error}")
    except Exception:
        log.exception("%s of a file from %s", called, hints.source)
        reading.errors.append(f"{called} was left out: it could not be read. The log says where the reading failed.")


def read(data: bytes, hints: Hints, format: str = "auto") -> Reading:
    """Everything the bytes hold, in the format named or in the one they show.

    Raises ``arrival.Unreadable``, one sentence, when nothing can be read: no known format, not the one named, empty,
    too large, not text, or a feed that its parser cannot take in time. A single bad item is an error of the reading;
    its neighbours arrive. Dates that cannot be are warnings of their item (``dates.bound``).
    """
    from inbound.formats import dates

    reading = _read(data, hints, format)
    for arrival in reading.arrivals:
        dates.bound(arrival)
    return reading


def _read(data: bytes, hints: Hints, format: str) -> Reading:
    from inbound.formats import json_items
    from inbound.formats.arrival import Unreadable
    from inbound.formats.decode import binary, decode

    if format != "auto" and format not in FORMATS:
        raise Unreadable(f"There is no format “{format}”; choose one of auto, {', '.join(FORMATS)}.")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"The file has more than {MOST_BYTES // 2**20} MB, the most that is accepted.")
    if not data.strip(b" \t\r\n\f\0\xef\xbb\xbf\xfe\xff"):
        raise Unreadable("The file is empty.")
    if what := binary(data):
        raise Unreadable(f"The file cannot be read: it is {what}.")
    if _is_wire(data, format):
        return _read_wire(data, hints, format)
    if _is_archive(data, format):
        return _read_archive(data, hints, format)
    if _is_feed(data):
        return _read_feed(data, hints, format)
    if format in FEEDS:
        from inbound.formats import feedparse

        feedparse.parse(data, hints.source)  # says what it is instead
        raise Unreadable("The file is no feed.")
    decoded = decode(data)
    if format in JSON or (format == "auto" and json_items.is_json(decoded.text)):
        reading = _read_json(decoded.text, hints, format)
        for arrival in reading.arrivals:
            for warning in decoded.warnings:
                arrival.warn(warning)
        return reading
    if _is_page(decoded.text, hints, format):
        reading = Reading("web-page", [_module("web-page").read(data, hints)])
    else:
        reading = _read_text(data, decoded.text, hints, format)
    for arrival in reading.arrivals:
        arrival.raw = arrival.raw or data
        for warning in decoded.warnings:
            arrival.warn(warning)
    return reading


def _read_text(data: bytes, text: str, hints: Hints, format: str) -> Reading:
    from inbound.formats.arrival import Unreadable

    if len(data) > MOST_BYTES_PASTED:
        raise Unreadable(
            f"The text has more than {MOST_BYTES_PASTED // 2**20} MB, so it is not a single article;"
            " paste the article alone."
        )
    return _read_pasted(text, hints, format)


def detect(data: bytes, hints: Hints) -> Any:
    """The module that reads such bytes. Raises Unreadable for what no module reads."""
    return import_module(f"{__name__}.{FORMATS[read(data, hints).format]}")


def _is_wire(data: bytes, format: str) -> bool:
    from inbound.formats import wireparse

    return format in WIRE or wireparse.recognises(data)


def _read_wire(data: bytes, hints: Hints, format: str) -> Reading:
    from inbound.formats import wireparse
    from inbound.formats.arrival import Unreadable

    if format not in ("auto", *WIRE):
        raise Unreadable(
            f"The file is NITF or NewsML, not the format “{format}” that was named; leave the format on auto."
        )
    reading: Reading = wireparse.read(data, hints, format)
    return reading


def _is_archive(data: bytes, format: str) -> bool:
    from inbound.formats import wxr

    return format in ARCHIVES or wxr.recognises(data)


def _read_archive(data: bytes, hints: Hints, format: str) -> Reading:
    from inbound.formats import wxr
    from inbound.formats.arrival import Unreadable

    if format not in ("auto", *ARCHIVES):
        raise Unreadable(
            f"The file is a WordPress export, not the format “{format}” that was named; leave the format on auto."
        )
    return wxr.read(data, hints)


def _is_feed(data: bytes) -> bool:
    from inbound.formats.decode import decode
    from inbound.formats.feedparse import HEAD, begins

    return begins(decode(data[: 2 * HEAD]).text)


def _read_feed(data: bytes, hints: Hints, format: str) -> Reading:
    from inbound.formats import feed_rights, feedparse
    from inbound.formats.arrival import CANCELED, Unreadable

    if format in PASTED:
        raise Unreadable(f"The file is a feed, not the format “{format}” that was named; leave the format on auto.")
    feed = feedparse.parse(data, hints.source)
    names = [name for name in FEEDS if _module(name).recognises_feed(feed)]
    if format != "auto" and format not in names:
        raise Unreadable(
            f"The feed is {'Atom' if feed.is_atom else 'RSS'} and not the format “{format}” that was named;"
            f" use “{names[0]}”."
        )
    name = names[0] if format == "auto" else format
    reading = Reading(name, errors=list(feed.errors), withdrawn=feed_rights.withdrawn(feed))
    for number, entry in enumerate(feed.entries, start=1):
        called = f"“{entry.title[:100]}”" if entry.title else f"Item {number}"
        if entry.status == CANCELED and not (entry.content_html or entry.summary_html):
            continue
        with one_item(called, reading, hints):
            arrival = _module(name).to_arrival(entry, feed, hints)
            feed_rights.take(arrival, entry, feed)
            arrival.raw = arrival.raw or entry.raw
            for warning in feed.warnings:
                arrival.warn(warning)
            reading.arrivals.append(arrival)
    return reading


def _read_json(text: str, hints: Hints, format: str) -> Reading:
    from inbound.formats import json_items
    from inbound.formats.arrival import Unreadable

    if not json_items.is_json(text):
        raise Unreadable(f"The text is no JSON, so it does not have the form “{format}”; leave the format on auto.")
    document = json_items.parse(text)
    names = [name for name in JSON if format in ("auto", name) and _module(name).recognises_items(document)]
    if names:
        reading: Reading = _module(names[0]).read_items(document, hints)
        return reading
    if format != "auto":
        raise Unreadable(f"The JSON does not have the form “{format}” that was named; leave the format on auto.")
    raise Unreadable(
        "The file is JSON of a kind that cannot be read. A JSON feed has “version” and “items”, a ninjs item “uri” and"
        f" “headline” or “headlines”. It should be {READABLE}."
    )


def _is_page(text: str, hints: Hints, format: str) -> bool:
    """Whether to look for an article on a page: the outlet's own page, or one that is no block which somebody keeps."""
    from inbound.formats import web_page

    if format != "auto" or not web_page.recognises(text):
        return format in PAGES
    return web_page.is_of_the_outlet(text, hints) or not _pasted_as(text, hints, format)


def _pasted_as(text: str, hints: Hints, format: str) -> list[str]:
    from articles.body.clean import MAX_TAGS

    # Readers take time with every tag and link, so what is no article by their number is not shown to them.
    if text.count("<") > MAX_TAGS or len(text) > MOST_BYTES_PASTED:
        return []
    return [name for name in PASTED if format in ("auto", name) and _module(name).recognises(text, hints)]


def _read_pasted(text: str, hints: Hints, format: str) -> Reading:
    from articles.body.clean import MAX_TAGS, TooLarge
    from inbound.formats import markdown
    from inbound.formats.arrival import Unreadable

    if text.count("<") > MAX_TAGS or (len(text) > MOST_OF_MARKDOWN and markdown.is_markdown(text)):
        raise Unreadable("The text is far too long for a single article; paste the article alone.")
    names = _pasted_as(text, hints, format)
    if not names:
        if format != "auto":
            raise Unreadable(f"The text does not have the form “{format}” that was named; leave the format on auto.")
        raise Unreadable(_what_else(text))
    try:
        return Reading(names[0], _module(names[0]).read(text, hints))
    except TooLarge as error:
        raise Unreadable(str(error)) from error


def _what_else(text: str) -> str:
    start = text[:4096].lstrip("\ufeff \t\r\n")
    if start.startswith("<?xml") and (root := FIRST_ELEMENT.search(start)):
        return f"The file is XML that begins with <{root[1]}>, which cannot be read. It should be {READABLE}."
    return (
        "The text shows no mark of a format that can be read, such as a notice with its link or a counter."
        f" It should be {READABLE}; copy the whole of the outlet's republish box."
    )


def _module(name: str) -> Any:
    return import_module(f"{__name__}.{FORMATS[name]}")
