"""The XML tree of a feed, built within limits, and its elements by name. Child process only."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Iterator
from html.entities import name2codepoint
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from inbound.formats.feed_text import line, mended

DEPTH = 256
ITEMS = 5000
ELEMENTS = 500_000
ATTRIBUTES = 500

XHTML = "http://www.w3.org/1999/xhtml"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
NAMESPACES = {
    "": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://cyber.law.harvard.edu/rss": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://wordpress.org/export/1.0/excerpt/": "excerpt",
    "http://wordpress.org/export/1.1/excerpt/": "excerpt",
    "http://wordpress.org/export/1.2/excerpt/": "excerpt",
    "http://wordpress.org/export/1.0/": "wp",
    "http://wordpress.org/export/1.1/": "wp",
    "http://wordpress.org/export/1.2/": "wp",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.pheedo.com/namespace/pheedo": "pheedo",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://backend.userland.com/creativecommonsrssmodule": "creativecommons",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativecommons",
    "http://web.resource.org/cc/": "cc",
    "http://creativecommons.org/ns#": "cc",
    "http://creativecommons.org/ns#license": "cc",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://purl.org/atompub/tombstones/1.0": "at",
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/atom/app#": "app",
    "http://schemas.ingestion.microsoft.com/common/": "mi",
    "https://rslstandard.org/rsl": "rsl",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    XHTML: "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml",
}
ROOTS = {"rss", "rdf:rdf", "atom:feed", "feed", "atom:entry"}

ENTITIES_REFUSED = "The feed declares XML entities of its own, which feeds never need and attacks use; it was not read."
TOO_MANY_ITEMS = f"The feed has more than {ITEMS:,} items; ask the outlet for a shorter one."
TOO_DEEP = f"The feed nests its elements more than {DEPTH} deep, as no honest feed does; it was not read."
TOO_MANY = "The feed has more elements or attributes than any honest feed; it was not read."
DAMAGED = "The feed is damaged beyond reading ({fault}); fetch it again, or ask the outlet to check it."
NO_FEED = "The file is neither an RSS nor an Atom feed, and not even well-formed XML ({fault})."


class Refused(Exception):
    """The file breaks a limit that honest feeds keep. Its text is a sentence for an editor."""


class NotWellFormed(Exception):
    """The file is not XML as the standard has it; a more patient reader may still make sense of it."""


def name(tag: str) -> str:
    """ "{http://purl.org/dc/elements/1.1/}creator" -> "dc:creator", whatever prefix the feed chose; lower case."""
    if not tag.startswith("{"):
        return tag.lower()
    uri, _, local = tag[1:].partition("}")
    prefix = NAMESPACES.get(uri.lower(), "other")
    return f"{prefix}:{local.lower()}" if prefix else local.lower()


class _Builder(TreeBuilder):
    """Builds the tree within the limits and notes where each item begins and ends in the bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.position = lambda: 0
        self.spans: list[tuple[Element, int, int]] = []
        self._depth = self._elements = 0
        self._item: tuple[Element, int, int] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > DEPTH:
            raise Refused(TOO_DEEP)
        if self._elements > ELEMENTS or len(attributes) > ATTRIBUTES:
            raise Refused(TOO_MANY)
        element = super().start(tag, attributes)
        if self._item is None and tag.rpartition("}")[2].lower() in ("item", "entry"):
            if len(self.spans) >= ITEMS:
                raise Refused(TOO_MANY_ITEMS)
            self._item = (element, self._depth, self.position())
        return element

    def end(self, tag: str) -> Element:
        if self._item and self._item[1] == self._depth:
            self.spans.append((self._item[0], self._item[2], self.position()))
            self._item = None
        self._depth -= 1
        return super().end(tag)


@dataclasses.dataclass(frozen=True)
class Tree:
    root: Element
    items: list[tuple[Element, int, int]]
    """Each item or entry in the order of the file, with the first byte of its element and the first byte after it."""


def parse(document: bytes, named: dict[str, str] | None = None) -> Tree:
    """The tree of a feed in UTF-8 without an XML declaration; ``named`` are letters that its document type named.

    Raises Refused or NotWellFormed.
    """
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, encoding="utf-8", forbid_dtd=False, forbid_entities=True)
    # With a foreign DTD the names of HTML (&nbsp;) are not errors, and nothing is fetched.
    parser.parser.UseForeignDTD(True)
    parser.entity.update({entity: chr(point) for entity, point in name2codepoint.items()} | (named or {}))
    builder.position = lambda: parser.parser.CurrentByteIndex
    try:
        parser.feed(document)
        root = parser.close()
    except DefusedXmlException:
        raise Refused(ENTITIES_REFUSED) from None
    except (ParseError, ValueError) as error:
        raise NotWellFormed(str(error)) from None
    namespace, _, local = root.tag.rpartition("}")
    if local.lower() in ("rss", "feed"):
        # Some feeds stand in a namespace of their own making; what their root is in, their elements are in.
        NAMESPACES.setdefault(namespace.removeprefix("{").lower(), "" if local.lower() == "rss" else "atom")
    if name(root.tag) not in ROOTS:
        raise Refused(
            f"The file is XML but not a feed: it begins with <{(line(root.tag.rpartition('}')[2]) or '')[:40]}>,"
            " where RSS has <rss> or <rdf:RDF> and Atom has <feed>."
        )
    return Tree(
        root,
        [(item, start, document.find(b">", end) + 1 or len(document)) for item, start, end in builder.spans],
    )


class Fields:
    """The children of one element, by name."""

    def __init__(self, element: Element, atom: bool = False) -> None:
        self.element = element
        self.by_name: dict[str, list[Element]] = {}
        for child in element:
            known = name(child.tag)
            if atom and ":" not in known:
                known = "atom:" + known
            self.by_name.setdefault(known, []).append(child)

    def all(self, *names: str) -> Iterator[Element]:
        for wanted in names:
            yield from self.by_name.get(wanted, ())

    def first(self, *names: str) -> Element | None:
        """The first element that says something, in the order of ``names``."""
        return next((element for element in self.all(*names) if words(element) or element.attrib), None)

    def line(self, *names: str) -> str | None:
        return next((found for element in self.all(*names) if (found := line(words(element)))), None)


def words(element: Element) -> str:
    return mended("".join(element.itertext()))


def markup(element: Element, inline: bool = False) -> str:
    """What stands inside an element as HTML: escaped mark-up as it is, inline elements written out again.

    ``inline`` says that the element holds no escaped mark-up (XHTML in Atom), so that what looks like it is text.
    """
    if not len(element) and not inline:
        return mended(element.text or "")
    for inner in element.iter():
        if isinstance(inner.tag, str):
            inner.tag = inner.tag.rpartition("}")[2]
            inner.attrib = {key: value for key, value in inner.attrib.items() if not key.startswith("{")}
    return mended(
        html.escape(element.text or "", quote=False)
        + "".join(tostring(child, encoding="unicode", method="html") for child in element)
    )


def attribute(element: Element, *names: str) -> str | None:
    """An attribute by its name without prefix: rdf:resource and resource are the same."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].lower() in names and value.strip():
            return value.strip()
    return None


def language(element: Element | None) -> str | None:
    """What ``xml:lang`` says, with the hyphens of BCP 47: systems write their locales into it ("en_US")."""
    said = element.get("{http://www.w3.org/XML/1998/namespace}lang", "") if element is not None else ""
    return said.strip().replace("_", "-") or None


def based(element: Element, base: str) -> str:
    try:
        return urljoin(base, element.get(XML_BASE, "").strip())
    except ValueError:
        return base


def stated_base(around: list[Element], source: str) -> str:
    """What ``xml:base`` says for the innermost of elements inside each other; "" where none of them says anything."""
    base, stated = source, False
    for element in around:
        if element.get(XML_BASE, "").strip():
            base, stated = based(element, base), True
    return base if stated else ""


def absolute(address: str | None, base: str) -> str | None:
    address = "".join((address or "").split())
    if not address:
        return None
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address
