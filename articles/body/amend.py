"""What readers see = the original + its amendments. A licensed text itself is never edited.

An amendment finds its words by a text quote selector: the exact words, and what stands before and after them (W3C Web
Annotation Data Model, 4.2.4 "Text Quote Selector"), so that it still fits when an outlet sends the text again.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.body import markup
from articles.body.elements import Element, edited, elements
from articles.body.view import View

_SOLID = frozenset({"img", "hr", "div", "td", "th"})


@dataclass(frozen=True, slots=True)
class Amendment:
    """Replace the words `exact`, which stand between `prefix` and `suffix` in block number `block` of the original.

    A cut has an empty replacement; an insertion quotes the words that it follows and repeats them in the replacement.
    Whitespace counts as one space wherever it stands. Without a block the whole text is searched.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    block: int | None = None
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An amendment that could not be applied: its index, and why, in a sentence for an editor."""

    index: int
    reason: str


@dataclass(frozen=True, slots=True)
class Amended:
    html: str
    applied: list[int] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def amend(html: str, amendments: Sequence[Amendment]) -> Amended:
    """Cleaned HTML with the amendments, in the order given, each found in the original text.

    - Nothing but the quoted words changes; without amendments the HTML is the same to the byte.
    - The replacement is plain text. Tags stay balanced; an element all of whose words are cut goes with them.
    - What is not found, stands in several places or overlaps with an amendment before it, is a conflict, never a guess.
      Words that are not in their block, but in exactly one other place with the same words around them, are amended
      there.
    """
    if not amendments:
        return Amended(html)
    view = View(html)
    applied: list[int] = []
    conflicts: list[Conflict] = []
    places: list[tuple[int, int, str]] = []
    numbers: list[int] = []
    for index, amendment in enumerate(amendments):
        place = _find(view, amendment)
        if isinstance(place, str):
            conflicts.append(Conflict(index, place))
            continue
        begin, end = place
        other = next((number for (b, e, _), number in zip(places, numbers, strict=True) if begin < e and b < end), None)
        if other is not None:
            conflicts.append(Conflict(index, _overlaps(amendment, other)))
            continue
        places.append((begin, end, amendment.replacement))
        numbers.append(index)
        applied.append(index)
    return Amended(_apply(html, view, places), applied, conflicts)


# --- finding


def _find(view: View, amendment: Amendment) -> tuple[int, int] | str:
    exact = view.normal(amendment.exact)
    if not exact.strip():
        return (
            "This amendment quotes no words. "
            "Quote the words that it changes, or for an insertion the words that it follows."
        )
    everywhere = [
        begin for begin in _occurrences(view.text, exact) if _fits(view, begin, begin + len(exact), amendment)
    ]
    here = [begin for begin in everywhere if view.block_at(begin) == amendment.block]
    found = here or everywhere
    if len(found) == 1:
        return found[0], found[0] + len(exact)
    if found:
        return (
            f"The words {_quoted(exact)} stand in {len(found)} places of the text, and nothing tells which is meant. "
            "Quote more of the words before and after them."
        )
    if exact in view.text:
        return (
            f"The words {_quoted(exact)} are in the text, but the words around them have changed. "
            "Look whether the amendment is still right there, and quote it anew."
        )
    return (
        f"The words {_quoted(exact)} are not in the text, or no longer. "
        "Find what stands there now and quote that, or take the amendment back."
    )


def _occurrences(text: str, exact: str) -> list[int]:
    found: list[int] = []
    at = text.find(exact)
    while at >= 0 and len(found) < 1000:  # so many are ambiguous whatever stands around them
        found.append(at)
        at = text.find(exact, at + 1)
    return found


def _fits(view: View, begin: int, end: int, amendment: Amendment) -> bool:
    # Space at the edges says nothing: whether there is any between two blocks depends on who copied the words.
    prefix, suffix = view.normal(amendment.prefix), view.normal(amendment.suffix)
    before = view.text[max(0, begin - len(prefix) - 1) : begin]
    after = view.text[end : end + len(suffix) + 1]
    return before.rstrip().endswith(prefix.rstrip()) and after.lstrip().startswith(suffix.lstrip())


def _quoted(words: str) -> str:
    words = words.strip()
    return f"“{words}”" if len(words) <= 80 else f"“{words[:50].rstrip()} … {words[-25:].lstrip()}”"


def _overlaps(amendment: Amendment, other: int) -> str:
    return (
        f"The words {_quoted(amendment.exact)} overlap with those of amendment {other + 1}, which is applied already. "
        "Put the two changes into one amendment."
    )


# --- applying


def _apply(html: str, view: View, places: list[tuple[int, int, str]]) -> str:
    cuts = bytearray(len(view.text))
    edits: list[tuple[int, int, str]] = []
    kept: set[int] = set()  # positions where words are put in
    for begin, end, replacement in sorted(places):
        # A quote may reach over the edge of a block; words put in there would stand between two blocks.
        if view.is_edge(begin):
            begin, replacement = begin + 1, replacement.removeprefix(" ")
        if view.is_edge(end - 1):
            end, replacement = end - 1, replacement.removesuffix(" ")
        exact = view.text[begin:end]
        # Only what differs is touched: a link or emphasis in words that stay, stays.
        front, back = _shared_edges(exact, replacement)
        first, last = begin + front, end - back
        words = markup.without_controls(replacement[front : len(replacement) - back])
        cuts[first:last] = b"\1" * (last - first)
        edits += [(start, stop, "") for start, stop in view.ranges(first, last)]
        if words:
            position = view.position(begin, first, last, words)
            kept.add(position)
            edits.append((position, position, markup.escape(words)))
    if any(cuts):
        edits += [(one.start, one.end, "") for one in _emptied(html, view, cuts, kept)]
    return edited(html, _outermost(edits))


def _shared_edges(exact: str, replacement: str) -> tuple[int, int]:
    """How many characters at either end are the same in both; whole words, unless one is contained in the other."""
    front = _common(exact, replacement)
    back = _common(exact[front:][::-1], replacement[front:][::-1])
    if front + back < min(len(exact), len(replacement)):
        while front and exact[front - 1] != " ":
            front -= 1
        while back and exact[-back] != " ":
            back -= 1
    return front, back


def _common(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _emptied(html: str, view: View, cuts: bytearray, kept: set[int]) -> list[Element]:
    """The elements that had words and have none left."""
    every = elements(html)
    positions = sorted(kept)
    solid = [element.start for element in every if element.name in _SOLID]
    found: list[Element] = []
    for element in every:
        begin, end = view.index(element.inner_start), view.index(element.inner_end)
        if begin >= end or element.name in _SOLID or not any(cuts[begin:end]):
            continue
        if _between(solid, element.start, element.end) or _between(
            positions, element.inner_start, element.inner_end + 1
        ):
            continue
        if all(cut or character == " " for cut, character in zip(cuts[begin:end], view.text[begin:end], strict=True)):
            found.append(element)
    return found


def _between(positions: list[int], start: int, end: int) -> bool:
    at = bisect_left(positions, start)
    return at < len(positions) and positions[at] < end


def _outermost(edits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    # What is put in at a place comes before what is cut from there on.
    for edit in sorted(edits, key=lambda edit: (edit[0], edit[1] > edit[0], -edit[1])):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept
