"""A republish block inside other material: a post of an archive, a page of some site.

Told by its counter alone, the one mark that nobody writes by chance; then read by the reader of its own format.
"""

from __future__ import annotations

import re
from html import unescape

from inbound.formats import aeon, conversation_block, propublica, tracker
from inbound.formats.arrival import Arrival, Hints, Unreadable
from inbound.formats.outlet_links import OutletLinks

_ADDRESS = re.compile(r"(?:=\s*[\"']?|\]\(\s*<?)((?:https?:)?//[^\s\"'()<>]{8,400})")
_BY_NUMBER = re.compile(r"/content/\d{1,12}/count\b|/\d{1,12}/count\.gif")
PROPUBLICA = re.compile(r"pixel\.propublica\.org/pixel\.js", re.IGNORECASE)


def format_of(html: str, hints: Hints) -> str | None:
    """The name of the format whose counter stands in the text."""
    if "count" in html and _BY_NUMBER.search(html):
        links = OutletLinks(hints, html)
        if any(
            links.is_counter(unescape(found[1])) for found in _ADDRESS.finditer(html) if _BY_NUMBER.search(found[1])
        ):
            return conversation_block.NAME
    if tracker.MARK.search(html):
        return tracker.NAME
    if PROPUBLICA.search(html):
        return propublica.NAME
    return aeon.NAME if aeon.COUNTER.search(html) else None


def read(html: str, name: str, hints: Hints) -> Arrival | None:
    """The block's own article; None where its reader finds none."""
    modules = {module.NAME: module for module in (conversation_block, tracker, propublica, aeon)}
    try:
        (arrival,) = modules[name].read(html, hints)
    except (Unreadable, ValueError):
        return None
    return arrival
