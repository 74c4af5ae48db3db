"""A long body as numbered pages."""

import re
from collections.abc import Sequence

from articles.body import markup, text
from articles.body.blocks import blocks

_FIRST_TAG = re.compile(r"\s*<([a-z][a-z0-9]*)([^<>]*)>")
_HEADINGS = frozenset("h2 h3 h4 h5 h6".split())


def paginate(html: str, *, length: int = 6000, marks: Sequence[int] = ()) -> list[str]:
    """Cleaned HTML cut into pages of about `length` characters of visible text; "".join(paginate(html)) == html.

    - A page ends only between two top-level blocks, so a single huge block stays whole.
    - A heading is never the last block of a page, and a figure or embed stays with the block before it.
    - The last page holds at least a quarter of `length`, or else belongs to the page before it.
    - `marks` are an editor's: the indexes (as of `blocks`) of the blocks that begin a new page. Then the length is ignored, and so
      are marks that name no block, or the first.
    """
    pieces = blocks(html)
    if marks:
        return _cut(pieces, sorted({mark for mark in marks if 0 < mark < len(pieces)})) or [html]
    sizes = [len(text.plain(piece)) for piece in pieces]
    if sum(sizes) <= length:
        return [html]
    starts: list[int] = []
    begin = size = 0
    for index, piece_size in enumerate(sizes):
        if index > begin and size + piece_size > length:
            start = _break_at(pieces, begin, index)
            if start is not None:
                starts.append(start)
                begin, size = start, sum(sizes[start:index])
        size += piece_size
    if starts and sum(sizes[starts[-1] :]) * 4 < length:
        starts.pop()
    return _cut(pieces, starts)


def _break_at(pieces: list[str], begin: int, index: int) -> int | None:
    """The last place at or before `index`, but after `begin`, where a page may begin."""
    for start in range(index, begin, -1):
        if not _is_attached(pieces[start]) and not _is_heading(pieces[start - 1]):
            return start
    return None


def _is_heading(piece: str) -> bool:
    first = _FIRST_TAG.match(piece)
    return bool(first and first[1] in _HEADINGS)


def _is_attached(piece: str) -> bool:
    first = _FIRST_TAG.match(piece)
    return bool(
        first
        and (first[1] == "figure" or (first[1] == "div" and "embed" in markup.attributes(first[2]).get("class", "")))
    )


def _cut(pieces: list[str], starts: list[int]) -> list[str]:
    edges = [0, *starts, len(pieces)]
    return ["".join(pieces[one:other]) for one, other in zip(edges, edges[1:], strict=False)]
