"""The XML tree of a news agency's file, built within limits, and its elements by name. Child process only.

Names are compared without their namespace and in lower case: agencies leave the namespace out, invent one, or write
<Header> for <header>.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterator
from html.entities import html5
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from inbound.formats import feed_text
from inbound.formats.feed_text import mended

DEPTH = 256
ITEMS = 5000
ELEMENTS = 500_000
ATTRIBUTES = 500
ENTITIES = 300
LONGEST_ENTITY = 16

TOO_DEEP = f"elements are nested more than {DEPTH} deep, as in no honest file"
TOO_MANY = "it has more elements or attributes than any honest file"
TOO_MANY_ITEMS = f"it has more than {ITEMS:,} items"
ENTITIES_REFUSED = "it declares XML entities that stand for text, which news never needs and attacks use"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

CHARACTERS = {entity.removesuffix(";"): character for entity, character in html5.items() if entity.endswith(";")}
"""The names of characters that HTML knows."""

ITEM_NAMES = {"newsitem", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem"}
ROOTS = ITEM_NAMES | {"nitf", "newsml", "newsmessage"}

_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:Z|[+-]\d\d:?\d\d)?\Z")
_NO_ZONE = re.compile(r"\d[T ]\d\d:?\d\d(?::?\d\d(?:\.\d+)?)?\Z", re.IGNORECASE)
LONGEST_PASSAGE = 20_000


class Refused(Exception):
    """The file breaks a limit that honest files keep. Its text follows "The file was not read: "."""


class NotWellFormed(Exception):
    """The file is not XML as the standard has it. Its text says what is wrong, and in which line."""


@dataclasses.dataclass(frozen=True)
class Found:
    """An item, the bytes of its element from ``start`` to before ``end``, and the line it begins on."""

    element: Element
    start: int
    end: int
    line: int


@dataclasses.dataclass(frozen=True)
class Tree:
    root: Element
    items: list[Found]


class _Builder(TreeBuilder):
    """Builds the tree within the limits and notes where each item begins and ends."""

    def __init__(self) -> None:
        super().__init__()
        self.position: Callable[[], tuple[int, int]] = lambda: (0, 0)
        self.items: list[Found] = []
        self._depth = self._elements = 0
        self._item: tuple[Element, int, int, int] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > DEPTH:
            raise Refused(f"{TOO_DEEP} (line {self.position()[1]})")
        if self._elements > ELEMENTS or len(attributes) > ATTRIBUTES:
            raise Refused(f"{TOO_MANY} (line {self.position()[1]})")
        element = super().start(tag, attributes)
        if self._item is None and tag.rpartition("}")[2].lower() in ITEM_NAMES:
            if len(self.items) >= ITEMS:
                raise Refused(TOO_MANY_ITEMS)
            self._item = (element, self._depth, *self.position())
        return element

    def end(self, tag: str) -> Element:
        if self._item and self._item[1] == self._depth:
            element, _, start, line = self._item
            self.items.append(Found(element, start, self.position()[0], line))
            self._item = None
        self._depth -= 1
        return super().end(tag)


class _Parser(DefusedXMLParser):
    """Lets through what agencies declare: their DTD by its address (never fetched), pictures, names of characters.

    An entity that stands for text is refused, unless it is shorter than any harm and refers to no other.
    """

    declared = 0

    def defused_entity_decl(
        self, name: str, is_parameter: int, value: str | None, base: str, system: str, public: str, notation: str
    ) -> None:
        self.declared += 1
        harmless = value is None or (len(value) <= LONGEST_ENTITY and "&" not in value and "%" not in value)
        if not harmless or self.declared > ENTITIES:
            raise Refused(ENTITIES_REFUSED)

    def defused_unparsed_entity_decl(self, *declared: str) -> None:
        self.declared += 1
        if self.declared > ENTITIES:
            raise Refused(ENTITIES_REFUSED)


def parse(document: bytes) -> Tree:
    """The tree of bytes in UTF-8 without an XML declaration. Raises Refused or NotWellFormed."""
    builder = _Builder()
    parser = _Parser(target=builder, encoding="utf-8", forbid_dtd=False, forbid_entities=True)
    # With a foreign DTD the names of HTML (&nbsp;) are not errors, and nothing is fetched.
    parser.parser.UseForeignDTD(True)
    parser.entity.update(CHARACTERS)
    builder.position = lambda: (parser.parser.CurrentByteIndex, parser.parser.CurrentLineNumber)
    try:
        parser.feed(document)
        root = parser.close()
    except DefusedXmlException:
        raise Refused("it refers to text outside itself, which is never fetched") from None
    except (ParseError, ValueError) as error:
        raise NotWellFormed(fault(error)) from None
    items = [
        dataclasses.replace(item, end=document.find(b">", item.end) + 1 or len(document)) for item in builder.items
    ]
    return Tree(root, items)


def fault(error: Exception) -> str:
    """What a parser complains of, with the line: "line 4: an end tag was expected for what began before"."""
    place = getattr(error, "position", None)
    said = str(error).partition(": line ")[0]
    said = SAID.get(said.partition(":")[0], said)
    return f"line {place[0]}, column {place[1] + 1}: {said}" if place else said


SAID = {
    "mismatched tag": "an end tag does not match the element that is open there",
    "not well-formed (invalid token)": "a character stands there that XML does not allow, such as a bare “&” or “<”",
    "unclosed token": "a tag is not closed",
    "no element found": "the file ends before its last element is closed",
    "junk after document element": "there is more after the end of the document",
    "undefined entity": "a name between “&” and “;” stands for nothing known",
    "duplicate attribute": "an attribute stands twice in one tag",
    "unbound prefix": "a prefix is used whose namespace is not declared",
    "reference to invalid character number": "a number between “&#” and “;” stands for no character",
}


# --- elements by name


def name(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str:
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def kids(element: Element | None, *names: str) -> Iterator[Element]:
    """The children with these names, in the order of the file."""
    if element is not None:
        yield from (child for child in element if name(child) in names)


def kid(element: Element | None, *names: str) -> Element | None:
    """The first child with one of these names, or, of names separated by "/", the first at the end of that path."""
    for wanted in names:
        first, _, rest = wanted.partition("/")
        for child in kids(element, first):
            found = kid(child, rest) if rest else child
            if found is not None:
                return found
    return None


def below(element: Element | None, *names: str) -> Iterator[Element]:
    """Everything inside with these names, however deep."""
    if element is not None:
        yield from (inner for inner in element.iter() if inner is not element and name(inner) in names)


def attribute(element: Element | None, *names: str) -> str | None:
    """The first attribute of these names that says something, its prefix aside."""
    if element is None:
        return None
    for wanted in names:
        for key, value in element.attrib.items():
            if key.rpartition("}")[2].lower() == wanted and value.strip():
                return line(value)
    return None


def line(text: str | None) -> str | None:
    """One line of plain text, mended and without controls; None for nothing."""
    return feed_text.line(mended(text)) if text else None


def words(element: Element | None) -> str | None:
    """The text of an element on one line."""
    return None if element is None else line("".join(element.itertext()))


def passage(element: Element | None) -> str | None:
    """The same of a text that may be as long as terms of use are."""
    if element is None:
        return None
    said = " ".join(feed_text.CONTROLS.sub("", mended("".join(element.itertext()))).split())
    return said[:LONGEST_PASSAGE] or None


def parts(element: Element | None) -> str | None:
    """The text of an element whose children are parts of it, a space between them: <name.given> and <name.family>."""
    return None if element is None else line(" ".join(element.itertext()))


def language(element: Element | None) -> str | None:
    return line(element.get(LANGUAGE)) if element is not None else None


def code(element: Element | None) -> str | None:
    """The last part of a qcode, address or literal, lower case: “canceled” of “stat:canceled”."""
    said = attribute(element, "qcode", "uri", "literal") or words(element)
    return re.split(r"[:/#]", said.rstrip("/#:"))[-1].lower() if said else None


def moment(written: str | None) -> str | None:
    """A time as agencies write it ("20020225T143000-0500", "2017-10-11T10:41:00+0100", a day alone), ISO 8601, UTC."""
    said = " ".join((written or "").split())
    if day := _DAY.match(said):
        said = f"{day[1]}-{day[2]}-{day[3]}"
    found = feed_text.moment(said)
    return found.astimezone(dt.UTC).isoformat() if found else None


def has_no_zone(written: str | None) -> bool:
    """Whether a time says nothing of where its hours are counted."""
    return _NO_ZONE.search((written or "").strip()) is not None


def is_code(tag: str) -> bool:
    """Whether a subject's name is one for machines: a number, a letter, two small letters ("wi" for a desk)."""
    return len(tag) < 2 or tag.isdigit() or (len(tag) == 2 and tag.isascii() and tag.islower())


def unique(found: list[str | None]) -> list[str]:
    """What is said, each once, in its order."""
    return list(dict.fromkeys(said for said in found if said))
