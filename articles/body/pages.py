"""A long body as numbered pages."""

import re
from collections.abc import Sequence
from itertools import pairwise

from articles.body import text
from articles.body.blocks import blocks

_FIRST_TAG = re.compile(r"\s*<([a-z][a-z0-9]*)")
_HEADINGS = frozenset("h2 h3 h4 h5 h6".split())


def paginate(html: str, *, length: int = 6000, marks: Sequence[int] = ()) -> list[str]:
    """Cleaned HTML cut into pages of about `length` characters of visible text; "".join(paginate(html)) == html.

    - A page ends only between two top-level blocks, so a single huge block stays whole.
    - A heading is never the last block of a page, and a figure or embed stays with the block before it.
    - The last page holds at least a quarter of `length`, or else it is one with the page before it.
    - `marks` are an editor's: the indexes (as of `blocks`) of the blocks that begin a new page. Then the length is
      ignored, and the editor may break the rules above. Marks that name no block are passed over.
    """
    pieces = blocks(html)
    marked = sorted({mark for mark in marks if 0 <= mark < len(pieces)})
    if marked:
        return _cut(pieces, [mark for mark in marked if mark > 0])
    sizes = [len(text.plain(piece)) for piece in pieces]
    if sum(sizes) <= length:
        return [html]
    starts: list[int] = []
    begin = size = 0  # of the page that is being filled
    possible = size_there = 0  # the last place where it may end, and its size up to there
    for index, piece_size in enumerate(sizes):
        if index > begin and not _is_attached(pieces[index]) and not _is_heading(pieces[index - 1]):
            possible, size_there = index, size
        if size + piece_size > length and possible > begin:
            starts.append(possible)
            begin, size = possible, size - size_there
        size += piece_size
    if starts and sum(sizes[starts[-1] :]) * 4 < length:
        starts.pop()
    return _cut(pieces, starts)


def _is_heading(piece: str) -> bool:
    first = _FIRST_TAG.match(piece)
    return bool(first and first[1] in _HEADINGS)


def _is_attached(piece: str) -> bool:
    first = _FIRST_TAG.match(piece)
    return bool(first and first[1] in ("figure", "div"))  # the only div of cleaned HTML is an embed


def _cut(pieces: list[str], starts: list[int]) -> list[str]:
    edges = [0, *starts, len(pieces)]
    return ["".join(pieces[one:other]) for one, other in pairwise(edges)]
