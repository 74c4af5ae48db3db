"""What the address of a feed answered, or a hub pushed. Only what comes item by item is taken there.

A feed that was moved, or whose server is being repaired, answers with a web page, which by hand could be an article.
"""

from __future__ import annotations

from inbound import formats
from inbound.formats import Reading, json_items, wireparse
from inbound.formats.arrival import Hints, Unreadable
from inbound.formats.decode import binary, decode
from inbound.formats.feedparse import WEB_PAGE, begins, named_page


def read(data: bytes, hints: Hints, format: str = "auto") -> Reading:
    """As ``formats.read``; with “auto”, feeds, agencies' files and JSON alone. A list without items is an empty one."""
    if format != "auto" or binary(data) or not data.strip() or len(data) > formats.MOST_BYTES:
        return formats.read(data, hints, format)
    text = decode(data).text
    if json_items.is_json(text):
        document = json_items.parse(text)
        if not document.items and not document.errors and text.lstrip("\ufeff \t\r\n").startswith(("[", "{")):
            return Reading("ninjs")
    elif not wireparse.recognises(data) and not begins(text):
        what = named_page(text[:20_000]) if WEB_PAGE.search(text[:20_000]) else "something else"
        raise Unreadable(
            f"It answers with no feed but with {what}. Open the address, and ask the outlet for the new one."
        )
    return formats.read(data, hints, format)
