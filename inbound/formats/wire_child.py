"""Reads NITF, NewsML and NewsML-G2 inside the child process that ``sandbox`` starts.

Nothing here may import Django or the articles. A file that is not well-formed is mended, else taken apart: each item is
then read alone, so that one that is broken costs none of its neighbours.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from inbound.formats import feed_mend, newsml, newsml_g2, nitf, wire_tree
from inbound.formats.decode import decode
from inbound.formats.wire_item import WireItem
from inbound.formats.wire_tree import CHARACTERS, ITEM_NAMES, ROOTS, Found, NotWellFormed, Refused, Tree

MODULES = {nitf.NAME: nitf, newsml.NAME: newsml, newsml_g2.NAME: newsml_g2}
EXPECTED = {
    nitf.NAME: "<nitf>",
    newsml.NAME: "<NewsML>",
    newsml_g2.NAME: "<newsMessage>, <newsItem> or <packageItem>",
}

XML_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,500}\?>", re.IGNORECASE)
NAMED = re.compile(r"&([A-Za-z_][\w.-]{0,40});")
NAMESPACE = re.compile(r"""\sxmlns(?::[\w.-]{1,40})?\s*=\s*(?:"[^"<]{0,300}"|'[^'<]{0,300}')""")
IDENTITY = re.compile(r"""\bguid\s*=\s*["']([^"'<>]{1,300})["']|<(?:NewsItemId|PublicIdentifier)>([^<]{1,300})<""")
HEADLINE = re.compile(r"<(?:\w{1,20}:)?(?:headline|HeadLine|hl1)(?:\s[^<>]{0,300})?>([^<]{1,200})<")
PREFIX = re.compile(r"(?:</?|\s)([A-Za-z][\w-]{0,20}):[A-Za-z][\w.-]{0,60}(?=[\s=/>])")
ROOT = re.compile(rf"<(?:[\w.-]{{1,40}}:)?(?:{'|'.join(sorted(ROOTS))})(?=[\s/>])", re.IGNORECASE)
XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}


def read(data: bytes, expected: str = "auto") -> dict[str, Any]:
    """{"format", "items", "errors", "warnings", "encoding"}, or {"refused": a sentence}."""
    decoded = decode(data)
    # Without its declaration the text cannot contradict the encoding it is now in. White space keeps every place.
    text = XML_DECLARATION.sub(lambda declaration: re.sub(r"\S", " ", declaration[0]), decoded.text)
    warnings, errors = list(decoded.warnings), list[str]()
    try:
        tree, document = _tree(text, warnings, errors)
        format = _format(tree, expected)
    except Refused as refusal:
        return {"refused": f"The file was not read: {refusal}."}
    items = _items(tree, document, format, errors)
    return {
        "format": format,
        "items": [dataclasses.asdict(item) for item in items],
        "errors": errors,
        "warnings": warnings,
        "encoding": decoded.encoding,
    }


def _tree(text: str, warnings: list[str], errors: list[str]) -> tuple[Tree, bytes]:
    """The tree and the bytes that its places are in."""
    document = text.encode("utf-8")
    fault = ""
    try:
        return wire_tree.parse(document), document
    except NotWellFormed as error:
        fault = str(error)
    except Refused as refusal:
        if not str(refusal).startswith(wire_tree.TOO_DEEP):
            raise
        fault = str(refusal)
    mended = _mended(text).encode("utf-8")
    try:
        tree = wire_tree.parse(mended)
    except (NotWellFormed, Refused):
        tree, mended = _one_by_one(text, fault, errors)
    else:
        warnings.append(f"The file is not well-formed XML ({fault}); its faults were mended.")
    return tree, mended


def _mended(text: str) -> str:
    def known(reference: re.Match[str]) -> str:
        return reference[0] if reference[1] in CHARACTERS or reference[1] in XML_NAMES else f"&amp;{reference[1]};"

    parts = feed_mend.CDATA.split(feed_mend.characters(text))
    parts[::2] = [NAMED.sub(known, part) for part in parts[::2]]
    return _with_prefixes("".join(parts), {prefix for part in parts[::2] for prefix in PREFIX.findall(part)})


def _with_prefixes(text: str, used: set[str]) -> str:
    """The text with a namespace for each prefix that nobody declared; what it stands for matters to nobody here."""
    root = ROOT.search(text)
    missing = [prefix for prefix in sorted(used) if f"xmlns:{prefix}" not in text and prefix != "xml"][:20]
    if not root or not missing:
        return text
    spaces = "".join(f' xmlns:{prefix}="urn:undeclared:{prefix}"' for prefix in missing)
    return f"{text[: root.end()]}{spaces}{text[root.end() :]}"


def _one_by_one(text: str, fault: str, errors: list[str]) -> tuple[Tree, bytes]:
    """The items that can be read alone, in a message of their own; a sentence for each that cannot."""
    pieces = list(_pieces(text))
    if len(pieces) < 2:
        raise Refused(f"it is not well-formed XML ({fault}); ask the source to send it again")
    head = text[: pieces[0][0]]
    root = re.search(r"<((?:[\w.-]{1,40}:)?(?:newsMessage|NewsML))[\s>]", head, re.IGNORECASE)
    if not root:
        raise Refused(f"it is not well-formed XML ({fault}); ask the source to send it again")
    spaces = "".join({one.partition("=")[0].strip(): one for one in NAMESPACE.findall(head)}.values())
    opening, closing = f"<{root[1]}{spaces}>", f"</{root[1]}>"
    kept: list[str] = []
    for start, piece, is_whole in pieces:
        line = text.count("\n", 0, start) + 1
        found = IDENTITY.search(piece[:20_000])
        title = HEADLINE.search(piece[:100_000])
        called = f"“{title[1].strip()[:100]}”" if title else f"The item of line {line}"
        called += f" ({(found[1] or found[2]).strip()[:200]})" if found else ""
        if not is_whole:
            errors.append(f"{called} was left out: its end was expected before the next item begins (line {line}).")
            continue
        for version in (piece, _mended(piece)):
            try:
                wire_tree.parse(f"{opening}{version}{closing}".encode())
            except NotWellFormed as error:
                why = _moved(str(error), line)
            except Refused as refusal:
                why = str(refusal)
            else:
                kept.append(version)
                break
        else:
            errors.append(f"{called} was left out: {why}.")
    if not kept:
        raise Refused(f"it is not well-formed XML ({fault}); ask the source to send it again")
    document = f"{opening}{''.join(kept)}{closing}".encode()
    return wire_tree.parse(document), document


def _pieces(text: str) -> Iterator[tuple[int, str, bool]]:
    """Each item as it stands: where it begins, its text, and whether its end is there."""
    names = "|".join(sorted(ITEM_NAMES, key=len, reverse=True))
    starts = list(re.finditer(rf"<((?:[\w.-]{{1,40}}:)?(?:{names}))(?=[\s>])", text, re.IGNORECASE))
    for number, start in enumerate(starts[: wire_tree.ITEMS]):
        limit = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        closing = f"</{start[1]}>"
        end = text.find(closing, start.end(), limit)
        whole = end >= 0
        yield start.start(), text[start.start() : end + len(closing) if whole else limit], whole


def _moved(fault: str, line: int) -> str:
    """The fault with its line counted in the file instead of the piece."""
    return re.sub(r"^line (\d+)", lambda found: f"line {int(found[1]) + line - 1}", fault)


def _format(tree: Tree, expected: str) -> str:
    root = tree.root.tag.rpartition("}")[2]
    if root.lower() not in ROOTS:
        raise Refused(f"it begins with <{root[:40]}>, where {', '.join(EXPECTED.values())} was expected")
    # NewsML-G2 writes <newsItem>, NewsML 1 <NewsItem>.
    if root.lower() == "nitf":
        found = nitf.NAME
    else:
        found = newsml.NAME if root.lower() == "newsml" or root == "NewsItem" else newsml_g2.NAME
    if expected not in ("auto", found):
        raise Refused(
            f"it begins with <{root[:40]}> and is “{found}”, where {EXPECTED.get(expected, '')} was expected for the"
            f" format “{expected}” that was named"
        )
    return found


def _items(tree: Tree, document: bytes, format: str, errors: list[str]) -> list[WireItem]:
    module = MODULES[format]
    elements = [Found(tree.root, 0, len(document), 1)] if module is nitf else tree.items
    found: list[tuple[Found, WireItem]] = []
    for one in elements:
        try:
            read = module.read_item(one.element)
        except ValueError as error:
            errors.append(f"{_called(one)} was left out: {error}."[:500])
            continue
        except (AttributeError, IndexError, KeyError, TypeError, RecursionError) as error:
            why = f"it could not be read ({type(error).__name__}: {error})"
            errors.append(f"{_called(one)} was left out: {why}."[:500])
            continue
        for item in read:
            item.line = one.line
            if len(elements) > 1:
                item.raw = document[one.start : one.end].decode("utf-8", "replace")
            found.append((one, item))
    if module is newsml_g2:
        newsml_g2.join(found)
    return [item for _, item in found]


def _called(one: Found) -> str:
    """How a message names an item that could not be read."""
    number = wire_tree.words(next(wire_tree.below(one.element, "newsitemid"), None))
    identity = wire_tree.attribute(one.element, "guid") or number
    return f"The item {identity[:200]} (line {one.line})" if identity else f"The item of line {one.line}"
