"""The visible text of a body beside its HTML: which character of one stands where in the other."""

import re
from bisect import bisect_left, bisect_right
from html import unescape

from articles.body import markup
from articles.body.blocks import blocks
from articles.body.text import BREAKS

_PIECE = re.compile(r"(?P<space>(?:[ \t\n\r\f\xa0]|&nbsp;)+)|(?P<reference>&[a-zA-Z0-9#]+;)|(?:[^ \t\n\r\f\xa0&]+|&)")
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
_CLOSING = re.compile(r"(?:</(?:a|abbr|b|cite|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|time)>)+")
_OPENING = re.compile(
    r"(?:<(?:a|abbr|b|cite|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|time)(?: [^<>]*)?>)+\Z"
)


class View:
    """`text` is what a reader sees, every run of whitespace and every edge of a block being one space."""

    def __init__(self, html: str):
        self.html = html
        # Piece number n shows text[shown[n]:shown[n + 1]] and is html[starts[n]:ends[n]]; one that shows nothing
        # is whitespace that follows other whitespace.
        self.shown: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self._out: list[str] = []
        self._length = 0
        self._spaced = True
        self._read(html)
        self.shown.append(self._length)
        self.text = "".join(self._out)
        self._edges: list[int] = []
        at = 0
        for block in blocks(html):
            self._edges.append(at)
            at += len(block)

    def _read(self, html: str) -> None:
        at = 0
        after_edge = True
        for token in markup.scan(html):
            is_edge = token.name in BREAKS
            # Space between two tags of blocks is layout, no part of the text: no cut takes it along.
            if token.start > at and not (after_edge and is_edge and html[at : token.start].isspace()):
                self._add_text(html, at, token.start)
            at, after_edge = token.end, is_edge
            if is_edge or token.name == "br":
                self._add("" if self._spaced else " ", at, at)
        if at < len(html):
            self._add_text(html, at, len(html))

    def _add_text(self, html: str, start: int, end: int) -> None:
        for piece in _PIECE.finditer(html, start, end):
            if piece["space"]:
                self._add("" if self._spaced else " ", piece.start(), piece.end())
            else:
                self._add(unescape(piece[0]) if piece["reference"] else piece[0], piece.start(), piece.end())

    def _add(self, text: str, start: int, end: int) -> None:
        self.shown.append(self._length)
        self.starts.append(start)
        self.ends.append(end)
        if text:
            self._out.append(text)
            self._length += len(text)
            self._spaced = text == " "

    @staticmethod
    def normal(words: str) -> str:
        """`words` as they would stand in `text`."""
        return _SPACE.sub(" ", words)

    def index(self, position: int) -> int:
        """The index in `text` of the first character that stands at or after html[position]."""
        return self.shown[bisect_left(self.starts, position)]

    def block_at(self, index: int) -> int:
        """The number of the top-level block in which text[index] stands."""
        return bisect_right(self._edges, self._place(index)[0]) - 1

    def _place(self, index: int) -> tuple[int, int]:
        """Where text[index] stands in the HTML."""
        piece = bisect_right(self.shown, index, hi=len(self.starts)) - 1
        start, end = self.starts[piece], self.ends[piece]
        length = self.shown[piece + 1] - self.shown[piece]
        if length == end - start:
            return start + index - self.shown[piece], start + index - self.shown[piece] + 1
        return start, end

    def position(self, begin: int, first: int, last: int, words: str) -> int:
        """Where in the HTML to put `words` that replace text[first:last] in the quote that begins at `begin`.

        Never between two blocks. Words next to a link or emphasis stay out of it, unless they continue its last word.
        """
        for index in range(first, last):
            start, end = self._place(index)
            if start < end:
                return start
        if first > begin:
            start, end = self._place(first - 1)
            if start < end:
                continued = words[0].isalnum() and self.text[first - 1].isalnum()
                closing = None if continued else _CLOSING.match(self.html, end)
                return closing.end() if closing else end
        start, end = self._place(first)
        if words[-1].isalnum() and self.text[first].isalnum():
            return start
        piece = bisect_left(self.starts, start)
        opening = _OPENING.search(self.html, self.ends[piece - 1] if piece else 0, start)
        return opening.start() if opening else start

    def is_edge(self, index: int) -> bool:
        """Whether text[index] is a space that stands for the edge of a block, and for nothing in the HTML."""
        start, end = self._place(index)
        return start == end

    def ranges(self, begin: int, end: int) -> list[tuple[int, int]]:
        """The pieces of the HTML that show text[begin:end], without the tags between them."""
        if begin >= end:
            return []
        found: list[tuple[int, int]] = []
        first = bisect_right(self.shown, begin, hi=len(self.starts)) - 1
        over_edge = False
        for piece in range(first, len(self.starts)):
            shown, until = self.shown[piece], self.shown[piece + 1]
            if shown >= end and until > shown:
                break
            start, stop = self.starts[piece], self.ends[piece]
            if start == stop:
                over_edge = True
            elif until > shown:
                over_edge = False
            elif over_edge:
                continue  # space at the front of the next block goes only with words of that block
            if until - shown == stop - start:
                start, stop = start + max(0, begin - shown), stop - max(0, until - end)
            if start < stop:
                found.append((start, stop))
        return found
