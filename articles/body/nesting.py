"""From markup that a browser would mend to markup that needs no mending.

`settle` takes HTML as nh3 writes it (every element closed, every value quoted and escaped) and gives HTML that is a
sequence of blocks, each allowed where it stands (HTML Standard, "content model" of each element). Read back by any
parser it gives the same tree, which is why cleaning twice changes nothing.
"""

import re
from collections.abc import Callable
from itertools import accumulate

from articles.body.depth import TooDeep

# Headings, paragraphs and code: they hold words, never blocks.
PHRASING_BLOCKS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "pre"})
# What a list holds; content that stands in a list without an item gets one.
LISTS = {"ul": "li", "ol": "li", "dl": "dd"}
LIST_FOR = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)}
TABLE_PARENT = {
    "caption": ("table",),
    "colgroup": ("table",),
    "thead": ("table",),
    "tbody": ("table",),
    "tfoot": ("table",),
    "tr": ("thead", "tbody", "tfoot"),
    "td": ("tr",),
    "th": ("tr",),
}
TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "colgroup"})
BLOCKS = (
    PHRASING_BLOCKS
    | LISTS.keys()
    | LIST_FOR.keys()
    | TABLE_PARENT.keys()
    | {"table", "blockquote", "figure", "figcaption"}
)
# Kept though empty: a table keeps its columns, a list its numbers.
KEPT_EMPTY = frozenset({"td", "th", "li"})
# One inside another of the same name has a meaning of its own; of all other inline elements the outer one says it all.
NESTABLE = frozenset({"span", "q", "sub", "sup"})
VOID = frozenset({"br", "img", "hr", "col"})

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_SPACE = " \t\n"
_WEAK = re.compile(r"(?:[ \t\n]|&nbsp;)*\Z")
_SPACERS = re.compile(r"&nbsp;|<br>")

# How the judge wants a tag treated, beside the start tag to write.
UNWRAP = None  # left out, what is in it stays
WRAPPER = ""  # left out, but its edges end a paragraph

Judge = Callable[[str, str], str | None]


class _Element:
    """An element of the output. Two are the same only if they are one object."""

    __slots__ = ("name", "tag")

    def __init__(self, name: str, tag: str):
        self.name, self.tag = name, tag


_Path = tuple[_Element, ...]


class _Place:
    """Where the content of one element of the input goes: into blocks, from the outside in, then inline elements.

    `element` is what was made of the input's element, if anything; `edged` says that its edges end a paragraph;
    `loose` that text standing here directly needs a paragraph of its own, as at the top and in an unwrapped div.
    """

    __slots__ = ("blocks", "edged", "element", "inlines", "lists", "loose", "made", "path", "path_run")

    def __init__(self, blocks: _Path, inlines: _Path, element: _Element | None, edged: bool, loose: bool):
        self.blocks, self.inlines, self.element, self.edged, self.loose = blocks, inlines, element, edged, loose
        self.lists: dict[str, _Element] | None = None
        self.made: _Element | None = None
        self.path: _Path = ()
        self.path_run = -1


class _Writer:
    """Writes content at paths, opening and closing what lies between. An element opens when it first holds something.

    `waiting` is space that is not written yet, for it may turn out to stand between two blocks.
    """

    def __init__(self, depth: int):
        self.out: list[str] = []
        self.open: _Path = ()
        self.waiting: list[tuple[str, _Path]] = []
        self.depth = depth
        self.after_pre = False

    def put(self, text: str) -> None:
        if self.after_pre:
            # The parser swallows one newline after <pre>, so one that is meant is written twice.
            if text[:1] == "\n":
                self.out.append("\n")
            self.after_pre = False
        self.out.append(text)

    def move(self, path: _Path) -> None:
        current = self.open
        if path is current:
            return
        kept = len(current)
        if current != path[:kept]:
            kept = _shared(current, path)
            for element in reversed(current[kept:]):
                self.out.append(f"</{element.name}>")
            self.after_pre = False
        for element in path[kept:]:
            self.out.append(element.tag)
            self.after_pre = element.name == "pre"
        if len(path) > self.depth:
            raise TooDeep
        self.open = path

    def write(self, text: str, path: _Path) -> None:
        if self.waiting:
            waiting, self.waiting = self.waiting, []
            # As far in as the space stood, but never so far that a later one needs to come out again.
            depths = list(accumulate((_shared(where, path) for _, where in reversed(waiting)), min))
            for (space, _), kept in zip(waiting, reversed(depths), strict=True):
                self.move(path[:kept])
                self.put(space)
        self.move(path)
        if self.after_pre:
            self.put(text)
        else:
            self.out.append(text)

    def close(self, element: _Element) -> None:
        if element in self.open:
            self.move(self.open[: self.open.index(element)])

    def drop_spacers(self) -> None:
        """What only spaces out a line (br, &nbsp;) has no line to space out where a block begins or ends."""
        if self.waiting:
            spaces = ((_SPACERS.sub("", text), where) for text, where in self.waiting)
            self.waiting = [(text, where) for text, where in spaces if text]


def _shared(one: _Path, other: _Path) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left is not right:
            break
        count += 1
    return count


class _Settler:
    def __init__(self, depth: int):
        self.depth = depth
        self.writer = _Writer(depth)
        self.run = 0  # counts the edges of blocks and wrappers: between two of them loose text is one paragraph,
        self.made: _Element | None = None  # which is this one
        self.place = _Place((), (), None, True, True)
        self.around: list[_Place] = []

    def edge(self) -> None:
        self.run += 1
        self.made = None
        if self.writer.waiting:
            self.writer.drop_spacers()

    # --- where things go

    def path(self, place: _Place) -> _Path:
        """Where text goes that stands here directly. `place.made` is the element made for it, if it needs one."""
        if place.path_run == self.run:
            return place.path
        blocks = place.blocks
        last = blocks[-1].name if blocks else ""
        made = ""
        if last in LISTS:
            made = LISTS[last]
        elif last in TABLE_PARTS:
            blocks, made = _outside_table(blocks), "p"
        elif place.loose and last not in PHRASING_BLOCKS:
            made = "p"
        place.made = None
        if made:
            if self.made is None:
                self.made = _Element(made, f"<{made}>")
            place.made = self.made
            blocks = (*blocks, place.made)
        place.path = blocks + place.inlines
        place.path_run = self.run
        return place.path

    def containers(self, place: _Place, name: str) -> _Path:
        """The blocks around a block `name` that stands here, with the list or item that it lacks put in."""
        blocks = place.blocks
        if not blocks and name not in LIST_FOR:
            return blocks
        if blocks and blocks[-1].name in PHRASING_BLOCKS:
            blocks = blocks[:-1]
        parent = blocks[-1].name if blocks else ""
        lists = LIST_FOR.get(name)
        if lists and parent in lists:
            return blocks
        if parent in LISTS:
            item = LISTS[parent]
            blocks = (*blocks, _Element(item, f"<{item}>"))
        elif parent in TABLE_PARTS and parent not in TABLE_PARENT.get(name, ()):
            blocks = _outside_table(blocks)
        if lists:
            if place.lists is None:
                place.lists = {}
            wanted = lists[0]
            if wanted not in place.lists:
                place.lists[wanted] = _Element(wanted, f"<{wanted}>")
            blocks = (*blocks, place.lists[wanted])
        return blocks

    # --- what comes in

    def text(self, text: str) -> None:
        place = self.place
        path = self.path(place)
        if text[0] in " \t\n&" and _WEAK.match(text):
            self.space(text, place, path)
        elif place.made is None:
            self.writer.write(text, path)
        else:
            # Space at the edges of a paragraph that we make stays outside of it.
            body = text.lstrip(_SPACE)
            if len(body) < len(text):
                self.space(text[: len(text) - len(body)], place, path)
            words = body.rstrip(_SPACE)
            self.writer.write(words, path)
            if len(words) < len(body):
                self.space(body[len(words) :], place, path)

    def space(self, text: str, place: _Place, path: _Path) -> None:
        """Space, or what only makes space, is written where it stands, but it opens nothing."""
        writer = self.writer
        made = place.made
        if made is None:
            if path == writer.open and not writer.waiting:
                writer.put(text)
            else:
                writer.waiting.append((text, path))
        elif made in writer.open or "&nbsp;" in text or text == "<br>" or self.is_awaited(made):
            writer.waiting.append((text, path))
        else:
            writer.waiting.append((text, place.blocks))

    def is_awaited(self, made: _Element) -> bool:
        return bool(self.writer.waiting) and made in self.writer.waiting[-1][1]

    def void(self, name: str, tag: str) -> None:
        place = self.place
        if name == "br":
            self.space(tag, place, self.path(place))
        elif name == "img":
            self.writer.write(tag, self.path(place))
        elif name == "hr":
            self.block_void(tag)
        elif place.blocks and place.blocks[-1].name == "colgroup":
            self.writer.write(tag, place.blocks)

    def block_void(self, html: str) -> None:
        self.edge()
        self.writer.write(html, self.containers(self.place, "hr"))
        self.edge()

    def start(self, name: str, tag: str | None) -> None:
        place = self.place
        if len(self.around) >= self.depth:
            raise TooDeep
        self.around.append(place)
        if name in BLOCKS and tag:
            self.edge()
            if self.fits(name, place):
                element = _Element(name, tag)
                blocks = (*self.containers(place, name), element)
                self.place = _Place(blocks, place.inlines, element, True, False)
                if name in KEPT_EMPTY:
                    self.writer.write("", blocks)
            else:
                self.place = self.wrapper(place)
        elif tag == WRAPPER or name == "div":
            self.edge()
            if tag:
                self.block_void(f"{tag}</div>")
            self.place = self.wrapper(place)
        elif tag is UNWRAP or (name not in NESTABLE and name != "a" and any(one.name == name for one in place.inlines)):
            self.place = _Place(place.blocks, place.inlines, None, False, place.loose)
        else:
            inlines = place.inlines
            if name == "a" and inlines:
                inlines = tuple(one for one in inlines if one.name != "a")
            element = _Element(name, tag)
            self.place = _Place(place.blocks, (*inlines, element), element, False, place.loose)

    def end(self) -> None:
        if not self.around:
            return
        place = self.place
        self.place = self.around.pop()
        if place.edged:
            self.edge()
        if place.element is not None:
            self.writer.close(place.element)

    def fits(self, name: str, place: _Place) -> bool:
        last = place.blocks[-1].name if place.blocks else ""
        if name in TABLE_PARENT:
            return last in TABLE_PARENT[name]
        if name == "figcaption":
            return last == "figure"
        # A heading stays a heading when a paragraph stands in it, and code stays code.
        return name != "p" or last == "p" or last not in PHRASING_BLOCKS

    def wrapper(self, place: _Place) -> _Place:
        blocks = place.blocks
        if blocks and blocks[-1].name in PHRASING_BLOCKS:
            last = blocks[-1]
            blocks = blocks[:-1]
            if last.name != "p":  # two lines of a heading are two headings, not one word grown together
                blocks = (*blocks, _Element(last.name, last.tag))
        return _Place(blocks, place.inlines, None, True, True)


def _outside_table(blocks: _Path) -> _Path:
    while blocks and blocks[-1].name in TABLE_PARTS:
        blocks = blocks[:-1]
    return blocks


def settle(html: str, judge: Judge, depth: int) -> str:
    """`html` as written by nh3, as a sequence of blocks.

    `judge(name, attributes)` gives the start tag to write, or UNWRAP or WRAPPER. Raises TooDeep.
    """
    settler = _Settler(depth)
    judged: dict[str, tuple[str, str | None]] = {}  # most tags of a text are alike
    at = 0
    for found in _TAG.finditer(html):
        begin, after = found.span()
        if begin > at:
            settler.text(html[at:begin])
        at = after
        if html[begin + 1] == "/":
            settler.end()
            continue
        written = found[0]
        if written not in judged:
            judged[written] = found[2], judge(found[2], found[3])
        name, tag = judged[written]
        if name not in VOID:
            settler.start(name, tag)
        elif tag:
            settler.void(name, tag)
    if at < len(html):
        settler.text(html[at:])
    settler.edge()
    settler.writer.write("", ())
    return "".join(settler.writer.out)
