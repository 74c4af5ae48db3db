"""Reads a feed inside the child process that ``sandbox`` starts. Nothing here may import Django or the articles.

``feed_items`` reads the XML, where need be after mending; feedparser makes out what is beyond that, and is loaded only
then: it takes longer to load than most feeds to read. A field comes from its own element where there is one.
"""

from __future__ import annotations

import re
from typing import Any

from inbound.formats import feed_doctype, feed_items, feed_loose, feed_tree
from inbound.formats.decode import decode
from inbound.formats.feed_mend import ROOT, mend

XML_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,500}\?>", re.IGNORECASE)
ENTITY = re.compile(r"<!ENTITY\s", re.IGNORECASE)
ITEM = re.compile(r"<(item|entry)(?=[\s>]).*?</\1\s*>", re.IGNORECASE | re.DOTALL)
BROKEN_OFF = "The file breaks off in the middle of an item; the item was left out. Fetch the feed again."


def read(data: bytes, base: str = "") -> dict[str, Any]:
    """{"feed": …} with its entries, or {"refused": a sentence}. ``base`` is the address that the bytes came from."""
    decoded = decode(data)
    # Without its declaration the text cannot contradict the encoding it is now in. White space keeps every place.
    text = XML_DECLARATION.sub(lambda declaration: " " * len(declaration[0]), decoded.text)
    text, named = feed_doctype.taken_apart(text)
    document = text.encode("utf-8")
    try:
        found = _from_xml(text, document, base, named)
        parsed = feed_loose.parse(document, base)
        if isinstance(found, str):
            if parsed is None or (not parsed.version and not parsed.entries):
                return {
                    "refused": (feed_tree.DAMAGED if ROOT.search(text[:20_000]) else feed_tree.NO_FEED).format(
                        fault=found
                    )
                }
            if len(parsed.entries) > feed_tree.ITEMS:
                return {"refused": feed_tree.TOO_MANY_ITEMS}
            found = _from_feedparser(parsed, text, base, fault=found)
    except feed_tree.Refused as refusal:
        return {"refused": str(refusal)}
    found["warnings"] += decoded.warnings
    for entry in found["entries"]:
        _keep(entry, document, decoded.encoding)
    return {"feed": found}


def _from_xml(text: str, document: bytes, base: str, named: dict[str, str]) -> dict[str, Any] | str:
    """What the elements say, or what is wrong with the XML."""
    try:
        return feed_items.feed(feed_tree.parse(document, named), base)
    except feed_tree.NotWellFormed as error:
        fault = str(error)
    if ENTITY.search(text[:100_000]):
        raise feed_tree.Refused(feed_tree.ENTITIES_REFUSED)
    mended = mend(text)
    if mended is None:
        return fault
    try:
        found = feed_items.feed(feed_tree.parse(mended.text.encode("utf-8"), named), base)
    except feed_tree.NotWellFormed:
        return fault
    if mended.cut_short and not found["entries"]:
        raise feed_tree.Refused("The feed breaks off before its first item ends; fetch it again.")
    for entry in found["entries"]:
        del entry["span"]
    _cut_out(found["entries"], text)
    found["warnings"].append(
        "The feed breaks off before its end; fetch it again."
        if mended.cut_short
        else f"The feed is not well-formed XML ({fault}); its faults were mended."
    )
    if mended.lost_item:
        found["errors"].append(BROKEN_OFF)
    return found


def _from_feedparser(parsed: Any, text: str, base: str, fault: str) -> dict[str, Any]:
    from inbound.formats import feed_loose

    found = feed_loose.feed(parsed, base)
    _cut_out(found["entries"], text)
    found["warnings"].append(
        f"The feed is not well-formed XML ({fault}) and was read as far as it goes; several authors, picture credits"
        " and licences may be missing."
    )
    return found


def _cut_out(entries: list[dict[str, Any]], text: str) -> None:
    """Where the XML is at fault, the elements of the entries are found by their tags, if these add up."""
    elements = [element[0] for element in ITEM.finditer(text)]
    if len(elements) == len(entries):
        for entry, element in zip(entries, elements, strict=True):
            entry["raw"] = element


def _keep(entry: dict[str, Any], document: bytes, encoding: str) -> None:
    """The entry's own element as it stood in the file; where it cannot be cut out, its fields written as XML again."""
    if "span" in entry:
        entry["raw"] = document[slice(*entry.pop("span"))].decode("utf-8")
    elif "raw" not in entry:
        from inbound.formats import feed_loose

        entry["raw"], encoding = feed_loose.written_again(entry), "utf-8"
    try:
        entry["raw"].encode(encoding)
    except UnicodeEncodeError:
        encoding = "utf-8"
    entry["raw_encoding"] = encoding
