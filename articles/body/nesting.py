"""From markup that a browser would mend to markup that needs no mending.

`settle` takes HTML as nh3 writes it (every element closed, every value quoted and escaped) and gives HTML that is a
sequence of blocks, each allowed where it stands (HTML Standard, "content model" of each element). Read back by any parser
it gives the same tree, which is why cleaning twice changes nothing.
"""

import re
from collections.abc import Callable

PHRASING_BLOCKS = frozenset("p h2 h3 h4 h5 h6 pre".split())
LISTS = {"ul": "li", "ol": "li", "dl": "dd"}
TABLE_PARENT = {
    "caption": ("table",),
    "colgroup": ("table",),
    "thead": ("table",),
    "tbody": ("table",),
    "tfoot": ("table",),
    "tr": ("thead", "tbody", "tfoot"),
    "td": ("tr",),
    "th": ("tr",),
    "col": ("colgroup",),
}
TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "colgroup"})
BLOCKS = PHRASING_BLOCKS | LISTS.keys() | TABLE_PARENT.keys() | {"table", "li", "dt", "dd", "blockquote"}
BLOCKS |= {"figure", "figcaption"}
# Kept though empty: a table keeps its columns, a list its numbers.
KEPT_EMPTY = frozenset({"td", "th", "li"})
# One inside another of the same name has a meaning of its own; of all other inline elements the outer one says it all.
NESTABLE = frozenset({"span", "q", "sub", "sup"})

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_ASCII_SPACE = " \t\n"
_WEAK = re.compile(r"(?:[ \t\n]|&nbsp;)*\Z")


class TooDeep(Exception):
    pass


class Element:
    """An element of the output. Two are the same only if they are one object."""

    __slots__ = ("name", "tag", "implied")

    def __init__(self, name: str, tag: str, implied: bool = False):
        self.name, self.tag, self.implied = name, tag, implied


class Place:
    """Where the content of one element of the input goes: blocks from the outside in, then inline elements.

    `loose` says that text standing here directly needs a paragraph of its own: at the top, and in a wrapper that is not
    kept.
    """

    __slots__ = ("name", "blocks", "inlines", "loose", "opened", "listed", "path", "path_for")

    def __init__(self, name, blocks, inlines, loose, opened=None):
        self.name, self.blocks, self.inlines, self.loose, self.opened = name, blocks, inlines, loose, opened
        self.listed: dict[str, Element] = {}
        self.path: tuple[Element, ...] = ()
        self.path_for = None


class _Writer:
    """Writes content at paths, opening and closing what lies between; an element is opened when it first holds something."""

    def __init__(self, depth: int):
        self.out: list[str] = []
        self.open: tuple[Element, ...] = ()
        self.waiting: list[tuple[str, tuple[Element, ...]]] = []
        self.depth = depth
        self.after_pre = False
        self.run = Element("p", "<p>", implied=True)

    def put(self, text: str) -> None:
        # The parser swallows one newline after <pre>, so one that is meant is written twice.
        if self.after_pre and text[:1] == "\n":
            self.out.append("\n")
        self.after_pre = False
        self.out.append(text)

    def move(self, path: tuple[Element, ...]) -> None:
        if path is self.open:
            return
        kept = _shared(self.open, path)
        for element in reversed(self.open[kept:]):
            self.out.append(f"</{element.name}>")
        if kept < len(self.open):
            self.after_pre = False
        for element in path[kept:]:
            self.out.append(element.tag)
            self.after_pre = element.name == "pre"
        if len(path) > self.depth:
            raise TooDeep
        self.open = path

    def sync(self, path: tuple[Element, ...]) -> None:
        if self.waiting:
            waiting, self.waiting = self.waiting, []
            for text, where in waiting:
                self.move(path[: _shared(where, path)])
                self.put(text)
        self.move(path)

    def close(self, element: Element) -> None:
        if element in self.open:
            self.move(self.open[: self.open.index(element)])

    def boundary(self) -> None:
        """A block begins or ends: what only would have spaced out a line (br, &nbsp;) has no line to space out."""
        self.run = Element("p", "<p>", implied=True)
        if self.waiting:
            spaces = ((re.sub(r"&nbsp;|<br>", "", text), where) for text, where in self.waiting)
            self.waiting = [(text, where) for text, where in spaces if text]


def _shared(one: tuple[Element, ...], other: tuple[Element, ...]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left is not right:
            break
        count += 1
    return count


class _Settler:
    def __init__(self, judge: Callable[[str, str], str | None], depth: int):
        self.judge, self.depth = judge, depth
        self.writer = _Writer(depth)
        self.stack = [Place("", (), (), True)]

    # --- where things go

    def path(self, place: Place) -> tuple[Element, ...]:
        """Where text goes that stands here directly."""
        if place.path_for is self.writer.run:
            return place.path
        last = place.blocks[-1].name if place.blocks else ""
        blocks = place.blocks
        if last in PHRASING_BLOCKS:
            pass
        elif last in LISTS:
            item = LISTS[last]
            blocks = (*blocks, self.writer_item(item))
        elif last in TABLE_PARTS:
            blocks = (*_outside_table(blocks), self.writer.run)
        elif place.loose:
            blocks = (*blocks, self.writer.run)
        place.path, place.path_for = blocks + place.inlines, self.writer.run
        return place.path

    def writer_item(self, name: str) -> Element:
        run = self.writer.run
        run.name, run.tag = name, f"<{name}>"
        return run

    def containers(self, place: Place, name: str) -> tuple[Element, ...]:
        """The blocks around a block `name` that stands here, with the list or item that it lacks put in."""
        blocks = place.blocks
        if blocks and blocks[-1].name in PHRASING_BLOCKS:
            blocks = blocks[:-1]
        parent = blocks[-1].name if blocks else ""
        if name == "li":
            wanted = "" if parent in ("ul", "ol") else "ul"
        elif name in ("dt", "dd"):
            wanted = "" if parent == "dl" else "dl"
        else:
            wanted = ""
        if parent in LISTS and (wanted or name not in ("li", "dt", "dd")):
            item = LISTS[parent]
            blocks = (*blocks, Element(item, f"<{item}>", implied=True))
        elif parent in TABLE_PARTS and parent not in TABLE_PARENT.get(name, ()):
            blocks = _outside_table(blocks)
        if wanted:
            if wanted not in place.listed:
                place.listed[wanted] = Element(wanted, f"<{wanted}>", implied=True)
            blocks = (*blocks, place.listed[wanted])
        return blocks

    # --- what comes in

    def text(self, text: str) -> None:
        place, writer = self.stack[-1], self.writer
        path = self.path(place)
        if text.isspace() or _WEAK.match(text):
            self.weak(text, place, path)
        elif path and any(element.implied for element in path):
            body = text.lstrip(_ASCII_SPACE)
            if len(body) < len(text):
                self.weak(text[: len(text) - len(body)], place, path)
            words = body.rstrip(_ASCII_SPACE)
            writer.sync(path)
            writer.put(words)
            if len(words) < len(body):
                self.weak(body[len(words) :], place, path)
        else:
            writer.sync(path)
            writer.put(text)

    def weak(self, text: str, place: Place, path: tuple[Element, ...]) -> None:
        """Space, or what only makes space: it is written where it stands, but opens nothing."""
        writer = self.writer
        implied = writer.run in path
        if path == writer.open and not implied and not writer.waiting:
            writer.put(text)
            return
        where = path
        if implied and writer.run not in writer.open:
            where = place.blocks
            if text == "<br>" or "&nbsp;" in text:
                where = path
        writer.waiting.append((text, where))

    def void(self, name: str, tag: str) -> None:
        place, writer = self.stack[-1], self.writer
        if name == "br":
            self.weak("<br>", place, self.path(place))
        elif name == "img":
            writer.sync(self.path(place))
            writer.put(tag)
        elif name == "col":
            if place.blocks and place.blocks[-1].name == "colgroup":
                writer.sync(place.blocks)
                writer.put(tag)
        else:
            self.block_void(tag)

    def block_void(self, tag: str) -> None:
        writer = self.writer
        writer.boundary()
        writer.sync(self.containers(self.stack[-1], "hr"))
        writer.put(tag)
        writer.boundary()

    def start(self, name: str, attributes: str) -> None:
        place, writer = self.stack[-1], self.writer
        tag = self.judge(name, attributes)
        if name in ("br", "img", "hr", "col"):
            if tag is not None:
                self.void(name, tag)
            return
        if len(self.stack) > self.depth:
            raise TooDeep
        if name == "div" and tag:
            self.block_void(f"{tag}</div>")
            tag = None
        if name in BLOCKS and tag is not None and self.fits(name, place):
            writer.boundary()
            element = Element(name, tag)
            inner = Place(name, (*self.containers(place, name), element), place.inlines, False, element)
            if name in KEPT_EMPTY:
                writer.sync(inner.blocks)
        elif name in BLOCKS or name == "div" or tag == "":
            writer.boundary()
            inner = self.wrapper(name, place)
        else:
            inner = self.inline(name, tag, place)
        self.stack.append(inner)

    def fits(self, name: str, place: Place) -> bool:
        last = place.blocks[-1].name if place.blocks else ""
        if name in TABLE_PARENT:
            return last in TABLE_PARENT[name]
        if name == "figcaption":
            return last == "figure"
        # A heading stays a heading when a paragraph stands in it, and code stays code.
        return not (name == "p" and last in PHRASING_BLOCKS and last != "p")

    def wrapper(self, name: str, place: Place) -> Place:
        blocks = place.blocks
        if blocks and blocks[-1].name in PHRASING_BLOCKS:
            last = blocks[-1]
            blocks = blocks[:-1]
            if last.name != "p":
                blocks = (*blocks, Element(last.name, last.tag))
        return Place(name, blocks, place.inlines, True)

    def inline(self, name: str, tag: str | None, place: Place) -> Place:
        inlines = place.inlines
        if tag is None or (name not in NESTABLE and name != "a" and any(one.name == name for one in inlines)):
            return Place(name, place.blocks, inlines, place.loose)
        if name == "a":
            inlines = tuple(one for one in inlines if one.name != "a")
        element = Element(name, tag)
        return Place(name, place.blocks, (*inlines, element), place.loose, element)

    def end(self, name: str) -> None:
        if len(self.stack) == 1:
            return
        place = self.stack.pop()
        inline = place.opened is not None and place.opened in place.inlines
        if inline or (place.opened is None and place.name not in BLOCKS and not self.is_wrapper(place)):
            if place.opened is not None:
                self.writer.close(place.opened)
            return
        self.writer.boundary()
        if place.opened is not None:
            self.writer.close(place.opened)

    def is_wrapper(self, place: Place) -> bool:
        return place.name == "div" or self.judge(place.name, "") == ""


def _outside_table(blocks: tuple[Element, ...]) -> tuple[Element, ...]:
    while blocks and blocks[-1].name in TABLE_PARTS:
        blocks = blocks[:-1]
    return blocks


def settle(html: str, judge: Callable[[str, str], str | None], depth: int) -> str:
    """`html` as written by nh3, as a sequence of blocks.

    `judge(name, attributes)` gives the start tag to write, None to leave the tag out and keep what is in it, or "" for a
    wrapper: left out, but its edges end a paragraph. Raises TooDeep.
    """
    settler = _Settler(judge, depth)
    at = 0
    for found in _TAG.finditer(html):
        if found.start() > at:
            settler.text(html[at : found.start()])
        at = found.end()
        slash, name, attributes = found.groups()
        if slash:
            settler.end(name)
        else:
            settler.start(name, attributes)
    if at < len(html):
        settler.text(html[at:])
    settler.writer.boundary()
    settler.writer.sync(())
    return "".join(settler.writer.out)
