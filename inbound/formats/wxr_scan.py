"""A WordPress export cut into its items as it is read, so that a file of any size takes the memory of one item.

Nothing is parsed here. Where an item begins and ends is told by its tags, outside of CDATA and comments; a file with a
fault somewhere thus loses the item of the fault and none of its neighbours. Child process only.
"""

from __future__ import annotations

import codecs
import dataclasses
import re
from collections.abc import Iterator
from typing import IO

from inbound.formats.decode import decode

LONGEST = 10 * 1024 * 1024
"""Characters of one item with its comments: more than any honest post."""
LONGEST_HEAD = 4 * 1024 * 1024
"""Of what stands before the items and between them, beside authors, categories and tags."""
CHUNK = 1 << 18
CDATA, CDATA_END, COMMENT, COMMENT_END = "<![CDATA[", "]]>", "<!--", "-->"

_PIECE = r"(?:[A-Za-z_][\w.-]{0,20}:)?(?:item|author|category|tag|term)"
_OUTSIDE = re.compile(rf"<!\[CDATA\[|<!--|<({_PIECE})(?=[\s>])(?![^<>]{{0,500}}/>)")
_NEXT_ITEM = re.compile(r"<item(?=[\s>])")
_KEPT = 600
"""Characters at the end of a chunk in which a tag may have begun."""


@dataclasses.dataclass(frozen=True)
class Piece:
    """``kind`` is item, author, category, tag or term, head (what stands outside of these), or tail, at the end.

    ``is_whole`` is False where the end tag did not come: before the next item began, before the item grew too large,
    or before the file ended.
    """

    kind: str
    text: str
    line: int
    """On which it begins, from 1."""
    last_line: int
    is_whole: bool = True
    is_too_long: bool = False


def pieces(source: IO[bytes]) -> Iterator[Piece]:
    """Everything in the order of the file, decoded as the file says of itself."""
    yield from _Scanner(source).pieces()


class _Scanner:
    def __init__(self, source: IO[bytes]):
        self.chunks = _text(source)
        self.buffer = ""
        self.line = 1
        self.at_end = False

    def more(self) -> bool:
        chunk = next(self.chunks, None)
        if chunk is None:
            self.at_end = True
            return False
        self.buffer += chunk
        return True

    def drop(self, length: int) -> str:
        text, self.buffer = self.buffer[:length], self.buffer[length:]
        self.line += text.count("\n")
        return text

    def pieces(self) -> Iterator[Piece]:
        head: list[str] = []
        size = 0
        while self.buffer or self.more():
            found = _OUTSIDE.search(self.buffer)
            if found and found.end() + _KEPT > len(self.buffer) and not self.at_end and self.more():
                continue
            upto = found.start() if found else len(self.buffer) if self.at_end else max(0, len(self.buffer) - _KEPT)
            if upto:
                outside = self.drop(upto)
                if size < LONGEST_HEAD:
                    head.append(outside)
                size += len(outside)
            if not found:
                if not self.more() and not self.buffer:
                    break
                continue
            if not found[1]:
                passage, _ = self.until(CDATA_END if found[0] == CDATA else COMMENT_END)
                if found[0] == CDATA and size < LONGEST_HEAD:
                    head.append(passage)
                size += len(passage)
                continue
            name = found[1]
            kind = name.rpartition(":")[2]
            if kind == "item" and head:
                yield Piece("head", "".join(head), 1, self.line)
                head = []
            yield from self.piece(name, kind)
        if head:
            yield Piece("head", "".join(head), 1, self.line)
        yield Piece("tail", "".join(head)[-200:], self.line, self.line)

    def piece(self, name: str, kind: str) -> Iterator[Piece]:
        """The element that the buffer begins with."""
        line = self.line
        end = self.end_of(name)
        if end is not None:
            text = self.drop(end)
            yield Piece(kind, text, line, self.line)
            return
        # A CDATA section that is not closed has swallowed what follows: the next item's own tag is believed now.
        following = _NEXT_ITEM.search(self.buffer, len(name) + 1)
        too_long = not self.at_end
        closing = f"</{name}>"
        inner_end = self.buffer.find(closing, 0, following.start() if following else len(self.buffer))
        if inner_end >= 0:
            text = self.drop(inner_end + len(closing))
            yield Piece(kind, text, line, self.line, is_whole=True)
            return
        text = self.drop(following.start() if following else len(self.buffer))
        if not following and too_long:
            self.skip()
        yield Piece(kind, text[:CHUNK] if too_long else text, line, self.line, is_whole=False, is_too_long=too_long)

    def end_of(self, name: str) -> int | None:
        """Where the element ends that the buffer begins with, outside of CDATA and comments; None where it does not."""
        token = re.compile(rf"<!\[CDATA\[|<!--|</{re.escape(name)}\s{{0,20}}>")
        at = 0
        closing = ""
        while True:
            if closing:
                place = self.buffer.find(closing, at)
                if place >= 0:
                    at, closing = place + len(closing), ""
                    continue
                at = max(at, len(self.buffer) - len(closing))
            else:
                found = token.search(self.buffer, at)
                if found and found[0] == CDATA:
                    at, closing = found.end(), CDATA_END
                    continue
                if found and found[0] == COMMENT:
                    at, closing = found.end(), COMMENT_END
                    continue
                if found:
                    return found.end()
                at = max(at, len(self.buffer) - len(name) - 30)
            if len(self.buffer) > LONGEST or not self.more():
                return None

    def until(self, closing: str) -> tuple[str, bool]:
        """What stands up to and with ``closing``; where it does not come within the limit, the opening alone."""
        at = 4
        while True:
            place = self.buffer.find(closing, at)
            if place >= 0:
                return self.drop(place + len(closing)), True
            at = max(4, len(self.buffer) - len(closing))
            if len(self.buffer) > LONGEST_HEAD or not self.more():
                return self.drop(4), False

    def skip(self) -> None:
        """Leaves everything out up to the next item."""
        while not (found := _NEXT_ITEM.search(self.buffer)):
            self.drop(max(0, len(self.buffer) - 10))
            if not self.more():
                self.drop(len(self.buffer))
                return
        self.drop(found.start())


def _text(source: IO[bytes]) -> Iterator[str]:
    """The file as text, in chunks. The first one decides about the encoding of all."""
    chunk = source.read(CHUNK)
    encoding = _encoding(chunk)
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if chunk.startswith(mark):
            chunk = chunk[len(mark) :]
            break
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while chunk:
        yield decoder.decode(chunk).replace("\r\n", "\n")
        chunk = source.read(CHUNK)
    yield decoder.decode(b"", final=True)


def _encoding(first: bytes) -> str:
    # The chunk may end within a character: its last line says nothing about the encoding.
    whole = first[: first.rfind(b"\n") + 1] or first
    encoding = decode(whole).encoding
    if encoding == "cp1252":
        # One broken character in one post must not spoil the accents of all the others.
        text = whole.decode("utf-8", "replace")
        broken = text.count("\N{REPLACEMENT CHARACTER}")
        if sum(not character.isascii() for character in text) > 2 * broken:
            return "utf-8"
    return encoding
