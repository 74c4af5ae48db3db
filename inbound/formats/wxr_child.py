"""Reads a WordPress export (WXR 1.0 to 1.2) piece by piece, inside the child process that ``sandbox`` starts.

The format is what WordPress writes (wp-admin/includes/export.php): RSS 2.0 with elements of ``wp:`` for what a post has
beside its text. Nothing here may import Django or the articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import IO, Any
from xml.parsers import expat

from inbound.formats import feed_mend, wxr_scan
from inbound.formats.decode import NOT_TEXT, without_controls
from inbound.formats.wire_tree import (
    ATTRIBUTES,
    CHARACTERS,
    DEPTH,
    ELEMENTS,
    ENTITIES_REFUSED,
    SAID,
    TOO_DEEP,
    TOO_MANY,
)
from inbound.formats.wxr_scan import Piece

XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}
_NAMED = re.compile(r"&([A-Za-z_][\w.-]{0,40});")
_SPACE = re.compile(r"""\sxmlns:([\w.-]{1,40})\s*=\s*["']([^"'<>]{0,300})["']""")
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_ITEM = re.compile(r"<item(?=[\s>])")
_SWALLOWED = re.compile(r"</item>\s{0,200}<item>\s{0,200}<title>")
_TITLE = re.compile(r"<title>\s*(?:<!\[CDATA\[)?([^<\]]{1,200})")
_LEAF = re.compile(r"<((?:content|excerpt):encoded|title|description|wp:[\w-]{1,40})>\s*<!\[CDATA\[")
TEXTS = {"content:encoded", "excerpt:encoded", "description"}
MANY = 20_000
"""Categories, authors and fields of one post."""
LONGEST_META = 200_000


class Broken(Exception):
    """A piece is not XML, or beyond the limits. Its text says what is wrong, and in which line of the file."""


def read(source: IO[bytes]) -> Iterator[dict[str, Any]]:
    """What stands in the file, one after the other: {"kind": …} with site, author, category, tag, term, item; "fault"
    for what could not be read ("sentence"), and at last "end".
    """
    prefixes: dict[str, str] = {}
    items, known_site = 0, False
    for piece in wxr_scan.pieces(source):
        if piece.kind == "head":
            if not known_site:
                if _ENTITY.search(piece.text):
                    yield {"kind": "refused", "sentence": f"The file was not read: {ENTITIES_REFUSED}."}
                    return
                prefixes = _prefixes(piece.text)
                yield _site(piece)
                known_site = True
        elif piece.kind == "tail":
            sentence = "" if re.search(r"</(?:\w+:)?(?:rss|channel)\s*>", piece.text) else _unended(piece.last_line)
            yield {"kind": "end", "line": piece.last_line, "items": items, "sentence": sentence}
        elif piece.kind == "item":
            for one in _items(piece, prefixes):
                items += one["kind"] == "item"
                yield one
        elif piece.is_whole:
            try:
                fields = _parse(piece.text, prefixes, piece.line).fields
            except Broken:
                continue
            yield {"kind": piece.kind, "fields": {name: value[:2000] for name, value in fields.items()}}


def _unended(line: int) -> str:
    return (
        f"The file ends on line {line:,} without </channel></rss>, which were expected: it was cut short, and what"
        " followed is missing. Export it again; everything that stands before was read."
    )


def _prefixes(head: str) -> dict[str, str]:
    """Which prefix of the file stands for which of WordPress: exports of other tools may choose their own."""
    found = {}
    for prefix, address in _SPACE.findall(head[:100_000]):
        address = address.rstrip("/").lower()
        if address.endswith("/excerpt"):
            found[prefix] = "excerpt"
        elif "wordpress.org/export" in address:
            found[prefix] = "wp"
        elif address.endswith("/modules/content"):
            found[prefix] = "content"
        elif "/dc/elements/" in address:
            found[prefix] = "dc"
    return found


_HEAD_FIELD = re.compile(
    r"<((?:[\w.-]{1,40}:)?(?:title|link|description|language|generator|copyright|rights|wxr_version|base_site_url"
    r"|base_blog_url))(?:\s[^<>]{0,300})?>\s*(?:<!\[CDATA\[)?([^<\]]{0,2000})"
)


def _site(piece: Piece) -> dict[str, Any]:
    fields: dict[str, str] = {}
    for name, value in _HEAD_FIELD.findall(piece.text[:500_000]):
        said = _NAMED.sub(_character, value.strip())
        if said:
            fields.setdefault(name.rpartition(":")[2], without_controls(said))
    is_export = "wxr_version" in fields or "wordpress.org/export" in piece.text[:100_000]
    return {"kind": "site", "fields": fields, "is_export": is_export}


def _items(piece: Piece, prefixes: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The item, and where CDATA that is not closed swallowed others, those."""
    if piece.is_too_long:
        limit = wxr_scan.LONGEST // 2**20
        yield _fault(f"it has more than {limit} MB or no end, as no honest post has", piece.text, piece.line)
        return
    if not piece.is_whole:
        why = f"</item> was expected before line {piece.last_line:,}, where "
        why += "the next item begins" if "<item" in piece.text[5:] else "the item breaks off"
        yield _fault(why, piece.text, piece.line)
        return
    fault = ""
    if not _SWALLOWED.search(piece.text):
        try:
            yield _item(piece.text, prefixes, piece.line, "")
            return
        except Broken as error:
            fault = str(error)
    starts = [found.start() for found in _ITEM.finditer(piece.text)][:1000]
    if len(starts) > 1:
        for start, end in zip(starts, [*starts[1:], len(piece.text)], strict=True):
            line = piece.line + piece.text.count("\n", 0, start)
            part = piece.text[start:end].rstrip()
            if not part.endswith("</item>"):
                yield _fault("</item> was expected before the next item begins", part, line)
                continue
            yield from _one(part, prefixes, line, "")
        return
    yield from _one(piece.text, prefixes, piece.line, fault)


def _one(text: str, prefixes: dict[str, str], line: int, fault: str) -> Iterator[dict[str, Any]]:
    if not fault:
        try:
            yield _item(text, prefixes, line, "")
            return
        except Broken as error:
            fault = str(error)
    try:
        yield _item(text, prefixes, line, fault)
    except Broken:
        yield {"kind": "fault", "line": line, "sentence": f"{_called(text, line)} was left out: {fault}."}


def _fault(why: str, text: str, line: int) -> dict[str, Any]:
    return {"kind": "fault", "line": line, "sentence": f"{_called(text, line)} was left out: {why}."}


def _called(text: str, line: int) -> str:
    title = _TITLE.search(text[:20_000])
    said = " ".join(title[1].split())[:100] if title else ""
    return f"“{said}” (line {line:,})" if said else f"The item of line {line:,}"


def _item(text: str, prefixes: dict[str, str], line: int, fault: str) -> dict[str, Any]:
    """The item as plain data. With a fault, its text is mended first, and a warning says so. Raises Broken."""
    warnings = []
    if fault:
        warnings.append(f"The export is not well-formed there ({fault}); it was mended.")
    if odd := NOT_TEXT.search(text):
        at = line + text.count("\n", 0, odd.start())
        warnings.append(f"Line {at:,} holds a control character that XML does not allow; it was left out.")
    if "\N{REPLACEMENT CHARACTER}" in text:
        at = line + text.count("\n", 0, text.index("\N{REPLACEMENT CHARACTER}"))
        warnings.append(f"Line {at:,} holds bytes that are no character; they show as \N{REPLACEMENT CHARACTER}.")
    reader = _parse(_mended(text) if fault else text, prefixes, line)
    kind = reader.fields.get("wp:post_type", "post").strip() or "post"
    if fault and not reader.fields:
        raise Broken(fault)
    return {
        "kind": "item",
        "line": line,
        "fields": reader.fields,
        "guid_is_link": reader.guid_is_link,
        "terms": reader.terms[:MANY],
        "meta": reader.meta[:MANY],
        "comments": reader.comments,
        "warnings": warnings,
        "raw": "" if kind in ("attachment", "nav_menu_item", "revision") else text,
    }


def _mended(text: str) -> str:
    """The item without the faults that exports have most often."""
    text = feed_mend.characters(_ends_of_cdata(without_controls(text)))
    parts = feed_mend.CDATA.split(text)
    parts[::2] = [_NAMED.sub(_reference, part) for part in parts[::2]]
    return "".join(parts)


def _reference(found: re.Match[str]) -> str:
    if found[1] in XML_NAMES:
        return found[0]
    return escape(CHARACTERS[found[1]]) if found[1] in CHARACTERS else f"&amp;{found[1]};"


def _character(found: re.Match[str]) -> str:
    return {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}.get(found[1]) or CHARACTERS.get(
        found[1], found[0]
    )


def _ends_of_cdata(text: str) -> str:
    """A section ends where its element does: not at a “]]>” of the text itself, and not later where it has no end."""
    out, at = [], 0
    missing: set[str] = set()
    for found in _LEAF.finditer(text):
        if found.start() < at or found[1] in missing:
            continue
        end = text.find(f"]]></{found[1]}>", found.end())
        if end < 0:
            missing.add(found[1])
            if (end := text.find(f"</{found[1]}>", found.end())) >= 0:
                out += [text[at:end], "]]>"]
                at = end
            continue
        inside = text[found.end() : end].replace("]]]]><![CDATA[>", "]]>").replace("]]>", "]]]]><![CDATA[>")
        out += [text[at : found.end()], inside]
        at = end
    return "".join([*out, text[at:]])


class _Reader:
    """One element and what stands in it: the texts of its children, its terms and its fields (``wp:postmeta``)."""

    def __init__(self, prefixes: dict[str, str]):
        self.prefixes = prefixes
        self.fields: dict[str, str] = {}
        self.terms: list[dict[str, str]] = []
        self.meta: list[tuple[str, str]] = []
        self.comments = 0
        self.guid_is_link = True
        self._path: list[str] = []
        self._elements = 0
        self._said: list[str] = []
        self._attributes: dict[str, str] = {}
        self._pair: dict[str, str] = {}

    def name(self, written: str) -> str:
        prefix, colon, local = written.rpartition(":")
        return f"{self.prefixes.get(prefix, prefix)}{colon}{local}"

    def start(self, written: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._path) > DEPTH:
            raise Broken(TOO_DEEP)
        if self._elements > ELEMENTS or len(attributes) > ATTRIBUTES:
            raise Broken(TOO_MANY)
        self._path.append(self.name(written))
        if len(self._path) > 2 and self._path[1] in TEXTS:
            # Some tools write the text as elements instead of quoting it.
            said = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
            self._said.append(f"<{written}{said}>")
        elif len(self._path) == 2:
            self._said, self._attributes, self._pair = [], attributes, {}
        elif len(self._path) == 3:
            self._said = []

    def data(self, said: str) -> None:
        if len(self._path) in (2, 3) or (len(self._path) > 3 and self._path[1] in TEXTS):
            self._said.append(said)

    def end(self, written: str) -> None:
        depth, name = len(self._path), self._path.pop()
        if depth > 2 and self._path[1] in TEXTS:
            self._said.append(f"</{written}>")
        elif depth == 3 and self._path[1] == "wp:postmeta":
            self._pair[name] = "".join(self._said)
        elif depth == 2:
            self._take(name, "".join(self._said))
            self._said = []

    def _take(self, name: str, said: str) -> None:
        if name == "wp:postmeta":
            key, value = self._pair.get("wp:meta_key", "").strip(), self._pair.get("wp:meta_value", "")
            if key and len(self.meta) < MANY:
                self.meta.append((key[:300], value[:LONGEST_META]))
        elif name == "wp:comment":
            self.comments += 1
        elif name == "category":
            if len(self.terms) < MANY:
                row = {key: self._attributes.get(key, "")[:300] for key in ("domain", "nicename")}
                self.terms.append(row | {"name": said.strip()[:300]})
        elif name not in self.fields or not self.fields[name].strip():
            if name == "guid":
                self.guid_is_link = self._attributes.get("isPermaLink", "true") != "false"
            self.fields[name] = said


def _parse(text: str, prefixes: dict[str, str], line: int) -> _Reader:
    reader = _Reader(prefixes)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    try:
        parser.Parse(without_controls(text).encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        raise Broken(f"line {line + error.lineno - 1:,}: {SAID.get(said.partition(':')[0], said)}") from None
    return reader
