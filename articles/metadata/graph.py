"""JSON-LD: things by schema.org with what is known of them, as a data block that no text can break out of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Thing = dict[str, Any]

# In a <script> only "</" and "<!--" mean something to the HTML parser, but the block may be copied anywhere; U+2028 and
# U+2029 end lines in older JavaScript. JSON takes every character by its number.
_ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def thing(kind: str, said: Thing) -> Thing:
    """A thing of that type with what is known: what is empty is left out, "no" and 0 stay."""
    return {"@type": kind} | {name: value for name, value in said.items() if value not in (None, "", [], {})}


def ref(node: Thing) -> Thing:
    """The thing by its address, where the whole stands elsewhere on the page."""
    return {"@id": node["@id"]}


def block(things: Iterable[Thing]) -> SafeString:
    """The data block for a page's head; "" for nothing."""
    graph = [each for each in things if each]
    if not graph:
        return mark_safe("")
    said = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    said = _SURROGATE.sub("\ufffd", said).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{said}</script>')
