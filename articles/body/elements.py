"""The elements of a text and where exactly each one begins and ends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from articles.body import markup


@dataclass(slots=True, eq=False)
class Element:
    """html[start:end] is the element, html[inner_start:inner_end] what it holds."""

    name: str
    attributes: str
    parent: Element | None
    start: int
    inner_start: int
    inner_end: int = -1
    end: int = -1

    def within(self, name: str) -> Element | None:
        """The nearest element `name` around this one."""
        around = self.parent
        while around and around.name != name:
            around = around.parent
        return around

    def has_class(self, name: str) -> bool:
        return name in self.attributes and name in markup.attributes(self.attributes).get("class", "").split()


def elements(html: str) -> list[Element]:
    """Every element, in the order of their start tags.

    Exact for cleaned HTML. In other HTML an end tag that ends nothing is passed over, and an element without one ends
    with the element around it.
    """
    found: list[Element] = []
    open_ones: list[Element] = []
    names: Counter[str] = Counter()

    def close(inner_end: int, end: int) -> None:
        element = open_ones.pop()
        names[element.name] -= 1
        element.inner_end, element.end = inner_end, end

    for token in markup.scan(html):
        if not token.name:
            continue
        if not token.closing:
            element = Element(
                token.name, token.attributes, open_ones[-1] if open_ones else None, token.start, token.end
            )
            found.append(element)
            if token.name in markup.VOID or token.name in markup.RAW_TEXT:
                element.inner_end = element.end = token.end
            else:
                open_ones.append(element)
                names[token.name] += 1
        elif names[token.name]:
            while open_ones[-1].name != token.name:
                close(token.start, token.start)
            close(token.start, token.end)
    while open_ones:
        close(len(html), len(html))
    return found


def edited(html: str, edits: list[tuple[int, int, str]]) -> str:
    """`html` with each html[start:end] replaced. The edits are sorted and do not overlap; all other bytes stay."""
    out: list[str] = []
    at = 0
    for start, end, replacement in edits:
        out += html[at:start], replacement
        at = end
    out.append(html[at:])
    return "".join(out)
