"""A web page as a tree of plain objects that can be weighed, pruned and written out again.

For the process that reads pages alone: it imports neither Django nor the articles. The page is parsed as a browser
would (lexbor); scripts, styles and comments are left behind on the way.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_NODES = 400_000
DEEPEST = 400

CODE = frozenset(
    {"script", "style", "template", "svg", "math", "canvas", "object", "applet", "datalist", "head", "link", "meta"}
    | {"button", "input", "select", "textarea", "label", "option", "map", "area", "track", "param", "base"}
)
VOID = frozenset({"br", "hr", "img", "wbr", "source", "col", "embed"})
BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "aside", "header", "footer", "nav", "ul", "ol", "li", "dl", "dt", "dd"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figure", "figcaption", "table", "thead", "tbody"}
    | {"tfoot", "tr", "td", "th", "caption", "form", "fieldset", "address", "hgroup", "center", "details", "summary"}
    | {"body", "html", "iframe", "video", "audio", "dialog", "noscript", "hr"}
)
KEPT_ATTRIBUTES = {
    "a": ("href",),
    "img": ("src", "alt", "width", "height"),
    "iframe": ("src",),
    "figure": ("class",),
    "figcaption": ("class",),
    "span": ("class",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "ol": ("start",),
    "time": ("datetime",),
}
LAZY = ("data-src", "data-original", "data-lazy-src", "data-orig-src", "data-hi-res-src", "data-srcset", "srcset")
PLACEHOLDER = re.compile(
    r"^data:|(?:blank|placeholder|spacer|transparent|grey|gray|1x1|lazy)[\w-]*\.(?:gif|png|svg)", re.I
)


class TooMuch(Exception):
    """The page has more elements, or nests them deeper, than any page with an article."""


@dataclasses.dataclass(slots=True, eq=False)
class Box:
    """An element; ``children`` are boxes and texts in their order."""

    tag: str
    attributes: dict[str, str]
    parent: Box | None = None
    children: list[Box | str] = dataclasses.field(default_factory=list)
    named: frozenset[str] = frozenset()
    """The words of its class, id and role, in lower case."""

    def boxes(self) -> Iterator[Box]:
        """The element and all below it, in the order of the page."""
        waiting: list[Box] = [self]
        while waiting:
            box = waiting.pop()
            yield box
            waiting += [child for child in reversed(box.children) if isinstance(child, Box)]

    def find(self, *tags: str) -> Iterator[Box]:
        return (box for box in self.boxes() if box.tag in tags)

    def words(self) -> str:
        """Its visible text on one line."""
        found: list[str] = []
        waiting: list[Box | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                found.append(one)
                continue
            if one.tag in BLOCKS or one.tag == "br":
                found.append(" ")
                waiting.append(" ")
            waiting += reversed(one.children)
        return " ".join("".join(found).split())

    def above(self) -> Iterator[Box]:
        box = self.parent
        while box is not None:
            yield box
            box = box.parent

    def within(self, other: Box) -> bool:
        return self is other or any(box is other for box in self.above())


def parse(text: str) -> LexborHTMLParser:
    return LexborHTMLParser(text)


def tree(page: LexborHTMLParser) -> Box:
    """The body of the page. Raises TooMuch."""
    root = Box("body", _attributes(page.body) if page.body else {})
    if page.body is None:
        return root
    # Each entry: the next node to take, the box it goes into, how deep that is.
    waiting: list[tuple[LexborNode | None, Box, int]] = [(page.body.first_child, root, 1)]
    count = 0
    while waiting:
        node, into, depth = waiting.pop()
        while node is not None:
            count += 1
            if count > MOST_NODES or depth > DEEPEST:
                raise TooMuch
            if node.is_text_node:
                words = node.text_content or ""
                into.children.append(words if into.tag == "pre" else _SPACE.sub(" ", words))
            elif node.is_element_node and (tag := node.tag or "") not in CODE:
                box = Box(tag, _attributes(node), into)
                box.named = _named(box.attributes)
                into.children.append(box)
                if tag != "noscript" and node.first_child is not None:
                    waiting.append((node.next, into, depth))
                    node, into, depth = node.first_child, box, depth + 1
                    continue
            node = node.next
    return root


def _attributes(node: LexborNode) -> dict[str, str]:
    return {name.lower(): value or "" for name, value in node.attributes.items() if len(value or "") < 20_000}


_SPACE = re.compile(r"[ \t\n\r\f]+")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def _named(attributes: dict[str, str]) -> frozenset[str]:
    return words_of(" ".join(attributes.get(name, "")[:400] for name in ("class", "id", "role")))


def words_of(named: str) -> frozenset[str]:
    """The words of names such as "post-comments" and "articleFooter"."""
    return frozenset(word.lower() for word in _WORD.findall(named))


def written(box: Box | str) -> str:
    """The box as HTML, with the attributes that say something and pictures by the address they are loaded from."""
    out: list[str] = []
    waiting: list[Box | str | tuple[str]] = [box]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            out.append(one[0])
        elif isinstance(one, str):
            out.append(html.escape(one, quote=False))
        else:
            out.append(_start(one))
            if one.tag not in VOID:
                waiting.append((f"</{one.tag}>",))
                waiting += reversed(one.children)
    return "".join(out)


def _start(box: Box) -> str:
    kept = {name: box.attributes[name] for name in KEPT_ATTRIBUTES.get(box.tag, ()) if name in box.attributes}
    if box.tag == "img":
        kept["src"] = picture(box)
    elif box.tag == "iframe" and not kept.get("src"):
        kept["src"] = box.attributes.get("data-src", "")
    said = "".join(f' {name}="{html.escape(value)}"' for name, value in kept.items())
    return f"<{box.tag}{said}>"


def picture(box: Box) -> str:
    """Where a picture is: what scripts would put into its place when a reader comes near."""
    source = box.attributes.get("src", "").strip()
    if source and not PLACEHOLDER.search(source):
        return source
    around = box.parent.find("source") if box.parent and box.parent.tag == "picture" else iter(())
    for one in [box, *around]:
        for name in LAZY:
            if held := one.attributes.get(name, "").strip():
                return largest(held) if "srcset" in name else held
    return "" if source.startswith("data:") else source


def largest(srcset: str) -> str:
    """The widest picture of a srcset; commas stand in addresses, too, so that a space is what divides."""
    best, width = "", -1.0
    for found in re.finditer(r"(\S+?)(?:\s+([\d.]{1,8})[wx])?\s*(?:,\s|,?\s*\Z|,(?=https?:|/))", srcset[:20_000]):
        size = float(found[2]) if found[2] and found[2].count(".") < 2 and found[2] != "." else 0.0
        if size > width:
            best, width = found[1], size
    return best.rstrip(",")
