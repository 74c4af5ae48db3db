"""Three texts side by side: what a source had, what it has now, and ours, paragraph by paragraph of what it had."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from articles.body import compare
from articles.body.compare import Piece

RowKind = Literal["same", "theirs", "ours", "agreed", "both"]


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph in the three texts; a side is empty where the paragraph is not in it.

    ``theirs``: only the source changed it. ``ours``: only we did. ``agreed``: both, to the same words. ``both``: both,
    to other words. The pieces of ``new`` and ``ours`` are held against ``old``; those of ``old`` against ``new``.
    """

    kind: RowKind
    old: list[Piece]
    new: list[Piece]
    ours: list[Piece]


@dataclass(slots=True)
class _Side:
    """What one text made of each paragraph of the old one, and what it put before each (and after the last)."""

    of: list[compare.Row] = field(default_factory=list)
    before: list[list[list[Piece]]] = field(default_factory=lambda: [[]])


def rows(old: str, new: str, ours: str) -> list[Row]:
    """Every paragraph of the three texts in order.

    - The words of the old text stand in ``old``, those of the new one in ``new``, ours in ``ours``: none is lost.
    - Where ours is the old text, the rows are those of ``compare.compare(old, new)``, but for their order in a gap.
    """
    theirs, of_ours = _side(old, new), _side(old, ours)
    found: list[Row] = []
    for number in range(len(theirs.of) + 1):
        found += _added(theirs.before[number], of_ours.before[number])
        if number < len(theirs.of):
            found.append(_paragraph(theirs.of[number], of_ours.of[number]))
    return found


def _side(old: str, other: str) -> _Side:
    side = _Side()
    for row in compare.compare(old, other).rows:
        if row.kind == "added":
            side.before[-1].append(row.new)
        else:
            side.of.append(row)
            side.before.append([])
    return side


def _paragraph(theirs: compare.Row, ours: compare.Row) -> Row:
    kind: RowKind = "both"
    if theirs.kind == "same":
        kind = "same" if ours.kind == "same" else "ours"
    elif ours.kind == "same":
        kind = "theirs"
    elif said(theirs.new) == said(ours.new):
        kind = "agreed"
    return Row(kind, theirs.old, theirs.new, ours.new)


def _added(theirs: list[list[Piece]], ours: list[list[Piece]]) -> list[Row]:
    """What was put in at one place: the same words on both sides are one row."""
    places: dict[str, list[int]] = {}
    for number, pieces in enumerate(ours):
        places.setdefault(said(pieces), []).append(number)
    found, taken = [], set()
    for pieces in theirs:
        same = places.get(said(pieces))
        if same:
            number = same.pop(0)
            taken.add(number)
            found.append(Row("agreed", [], pieces, ours[number]))
        else:
            found.append(Row("theirs", [], pieces, []))
    return found + [Row("ours", [], [], pieces) for number, pieces in enumerate(ours) if number not in taken]


def said(pieces: list[Piece]) -> str:
    """The words of one side of a row."""
    return " ".join(piece.text for piece in pieces)
