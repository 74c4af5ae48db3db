"""How deep a parser will nest, told before it is let loose: its time grows with depth times length."""

_CELLS = frozenset({"td", "th", "caption"})
_LISTS = frozenset({"ul", "ol", "dl"})
_FORMATTING = frozenset({"a", "b", "code", "em", "i", "s", "small", "strong"})
_INLINE = _FORMATTING | frozenset({"abbr", "cite", "del", "ins", "mark", "q", "span", "sub", "sup", "time", "option"})
# A start tag that ends an element still open, and what it may not reach across (13.1.2.4, "optional tags").
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), _LISTS | _CELLS | {"table"}),
    **dict.fromkeys(("dt", "dd"), (frozenset({"dt", "dd"}), _LISTS | _CELLS | {"table"})),
    **dict.fromkeys(("td", "th"), (frozenset({"td", "th", "caption"}), frozenset({"table", "tr"}))),
    "tr": (frozenset({"tr", "caption", "colgroup"}), frozenset({"table", "tbody", "thead", "tfoot"})),
    **dict.fromkeys(
        ("caption", "colgroup", "tbody", "thead", "tfoot"),
        (frozenset({"caption", "colgroup", "tbody", "thead", "tfoot"}), frozenset({"table"})),
    ),
    "option": (frozenset({"option"}), frozenset({"div", "p", "table"})),
}


class TooDeep(Exception):
    """More elements inside each other than an article has."""


class TooMany(Exception):
    """More tags, or more tangled ones, than an article has."""


class Depth:
    """Follows start and end tags much as a parser does (13.2.6); raises TooDeep or TooMany past the limits.

    Exact for well-formed HTML. For tag soup it may be off by a few, so the limit given here should leave room, and the
    exact one be kept on what the parser makes of it.
    """

    def __init__(self, limit: int, tags: int):
        self.limit, self.left = limit, tags
        self.stack: list[str] = []
        self.astray = 0  # formatting whose block ended first: the parser opens it again in each block that follows

    def tag(self, cost: int = 1) -> None:
        """A tag that is no element: void, unknown, a comment."""
        self.left -= cost
        if self.left < 0:
            raise TooMany

    def start(self, name: str) -> None:
        stack = self.stack
        if name in _INLINE:
            self.tag()
        else:
            self.tag(1 + self.astray)
            self._end_paragraph()
        if name in _ENDS:
            self._end_implied(*_ENDS[name])
        if name == "a" and "a" in stack:
            return  # a link ends the link before it
        stack.append(name)
        if len(stack) > self.limit:
            raise TooDeep

    def end(self, name: str) -> None:
        stack = self.stack
        self.tag()
        if stack and stack[-1] == name:
            stack.pop()
            return
        if name not in stack:
            if name in _FORMATTING and self.astray:
                self.astray -= 1
            return
        for index in range(len(stack) - 1, -1, -1):
            one = stack[index]
            if one == name:
                if name in _FORMATTING:
                    # The blocks inside stay open, and what was in them is copied (13.2.6.4.7, "adoption agency").
                    self.tag(8 * (len(stack) - index))
                    del stack[index]
                else:
                    self._cut(index)
                return
            if (one in _CELLS and name not in ("table", "tr", "tbody", "thead", "tfoot")) or one == "table":
                return
            if name in _INLINE and name not in _FORMATTING and one not in _INLINE:
                return

    def _end_paragraph(self) -> None:
        stack = self.stack
        for index in range(len(stack) - 1, -1, -1):
            if stack[index] == "p":
                self._cut(index)
                return
            if stack[index] not in _INLINE:
                return

    def _end_implied(self, ended: frozenset[str], stops: frozenset[str]) -> None:
        stack = self.stack
        for index in range(len(stack) - 1, -1, -1):
            if stack[index] in ended:
                self._cut(index)
                return
            if stack[index] in stops:
                return

    def _cut(self, index: int) -> None:
        # At most three alike are opened again (13.2.4.3, the "Noah's Ark clause").
        lost = sum(name in _FORMATTING for name in self.stack[index + 1 :])
        self.astray = min(self.astray + lost, 3 * len(_FORMATTING))
        del self.stack[index:]
