"""Two texts side by side: paragraphs by what they say, then word by word inside those that changed.

Words are matched by their longest common subsequence, found with a whole row as the bits of one number (H. Hyyrö,
"Bit-Parallel LCS-Length Computation Revisited", 2004). It is exact where difflib guesses, and has none of its worst
cases. What is too long for it is first divided at what stands once in both texts (patience diff), then by length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from articles.body import text
from articles.body.links import Link, links

MOST_WORDS = 400_000
"""In both texts together. Beyond it a paragraph is compared as a whole: it is the same, or removed and added."""

_EXACT = 3_000  # the longest stretch, on either side, that is matched exactly
_DIVISIONS = 8  # how often a stretch is divided at what is unique in it before it is divided by length

PieceKind = Literal["same", "added", "removed"]
RowKind = Literal["same", "changed", "added", "removed"]
Words = list[str]
Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words of one kind, a space between two. Between two pieces stands a space as well."""

    text: str
    kind: PieceKind


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph and what became of it: ``old`` is empty where it was added, ``new`` where it was removed."""

    kind: RowKind
    old: list[Piece]
    new: list[Piece]


@dataclass(frozen=True, slots=True)
class Comparison:
    rows: list[Row]
    words_added: int
    words_removed: int
    words_kept: int
    links_lost: list[Link]
    links_added: list[Link]

    @property
    def is_same(self) -> bool:
        """The same words in the same paragraphs. Links are apart: see ``links_lost`` and ``links_added``."""
        return all(row.kind == "same" for row in self.rows)


def compare(old_html: str, new_html: str) -> Comparison:
    """What was added, removed and kept from the old text to the new one: its words, captions included, not its markup.

    - The pieces of ``old`` are the old words in their order, those of ``new`` the new words: none is lost or moved.
    - The other way round, what was added is what was removed, and as many words are kept.
    - A link is lost where the new text links to its address less often than the old one, in whatever words.
    - The time it takes grows with the length of the texts, whatever they say.
    """
    old, new = _paragraphs(old_html), _paragraphs(new_html)
    rows: list[Row] = []
    added = removed = kept = 0
    # Of several matches that are equally good the same one is taken in both directions.
    turned = old > new
    by_words = sum(map(len, old)) + sum(map(len, new)) <= MOST_WORDS
    pairs = [(i, j) for j, i in _counterparts(new, old, by_words)] if turned else _counterparts(old, new, by_words)
    for before, after in _side_by_side(old, new, pairs):
        same = 0
        if before == after:
            said = [Piece(" ".join(before), "same")]
            same = len(before)
            rows.append(Row("same", said, said.copy()))
        elif not after:
            rows.append(Row("removed", [Piece(" ".join(before), "removed")], []))
        elif not before:
            rows.append(Row("added", [], [Piece(" ".join(after), "added")]))
        else:
            matches = [(i, j) for j, i in _matches(after, before)] if turned else _matches(before, after)
            same = len(matches)
            in_old, in_new = {i for i, _j in matches}, {j for _i, j in matches}
            rows.append(Row("changed", _pieces(before, in_old, "removed"), _pieces(after, in_new, "added")))
        kept += same
        removed += len(before) - same
        added += len(after) - same
    old_links, new_links = _links(old_html), _links(new_html)
    return Comparison(rows, added, removed, kept, _without(old_links, new_links), _without(new_links, old_links))


def _paragraphs(html: str) -> list[Words]:
    return [words for paragraph in text.paragraphs(html) if (words := paragraph.split())]


def _links(html: str) -> list[Link]:
    return links(html) if "<a" in html or "<A" in html else []  # most of the time is spent reading tags


def _pieces(words: Words, same: set[int], otherwise: PieceKind) -> list[Piece]:
    runs = groupby(range(len(words)), key=lambda index: index in same)
    return [Piece(" ".join(words[i] for i in run), "same" if is_same else otherwise) for is_same, run in runs]


def _without(found: list[Link], others: list[Link]) -> list[Link]:
    """The links to addresses that the others lead to less often."""
    left = Counter(link.href for link in others)
    missing = []
    for link in found:
        if left[link.href] > 0:
            left[link.href] -= 1
        else:
            missing.append(link)
    return missing


# --- which paragraph became which


def _side_by_side(old: list[Words], new: list[Words], pairs: Pairs) -> Iterator[tuple[Words, Words]]:
    """Every paragraph of both in order, beside the one it became or beside nothing; what went before what came."""
    i = j = 0
    for one, other in [*pairs, (len(old), len(new))]:
        yield from ((words, []) for words in old[i:one])
        yield from (([], words) for words in new[j:other])
        if one < len(old):
            yield old[one], new[other]
        i, j = one + 1, other + 1


def _counterparts(old: list[Words], new: list[Words], by_words: bool) -> Pairs:
    """The paragraphs that stayed, and between two of them those that changed but are alike."""
    pairs: Pairs = []
    i = j = 0
    same = _matches([" ".join(words) for words in old], [" ".join(words) for words in new])
    for one, other in [*same, (len(old), len(new))]:
        if by_words and i < one and j < other:
            pairs += [(i + a, j + b) for a, b in _alike(old[i:one], new[j:other])]
        if one < len(old):
            pairs.append((one, other))
        i, j = one + 1, other + 1
    return pairs


def _alike(old: list[Words], new: list[Words]) -> Pairs:
    """Which of the changed paragraphs between two that stayed became which: those that share most words, in order."""
    if len(old) == len(new) == 1:
        return [(0, 0)]
    of_old = [number for number, words in enumerate(old) for _ in words]
    of_new = [number for number, words in enumerate(new) for _ in words]
    matches = _matches([word for words in old for word in words], [word for words in new for word in words])
    shared = Counter((of_old[i], of_new[j]) for i, j in matches)
    candidates = [
        (pair, number) for pair, number in shared.items() if _is_alike(number, len(old[pair[0]]), len(new[pair[1]]))
    ]
    # Both numbers only grow along the candidates. Each paragraph is taken once, so that most words are shared.
    first_of_old: dict[int, int] = {}
    first_of_new: dict[int, int] = {}
    best = [0]
    for index, ((a, b), number) in enumerate(candidates):
        free = min(first_of_old.setdefault(a, index), first_of_new.setdefault(b, index))
        best.append(max(best[-1], best[free] + number))
    pairs: Pairs = []
    index = len(candidates)
    while index:
        (a, b), _number = candidates[index - 1]
        if best[index] == best[index - 1]:
            index -= 1
        else:
            pairs.append((a, b))
            index = min(first_of_old[a], first_of_new[b])
    return pairs[::-1]


def _is_alike(shared: int, old: int, new: int) -> bool:
    """Small words are common to all texts, so a third of the words is not yet a likeness; most of a short one is."""
    return 2 * shared >= 0.4 * (old + new) or (shared >= 5 and shared >= 0.8 * min(old, new))


# --- what stands in both, in the same order


def _matches(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """Pairs of places at which both say the same, growing on both sides, as many as can be found."""
    pairs: Pairs = []
    stretches = [(0, len(old), 0, len(new), _DIVISIONS)]
    while stretches:
        a, a_end, b, b_end, divisions = stretches.pop()
        while a < a_end and b < b_end and old[a] == new[b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            pairs.append((a_end, b_end))
        if a == a_end or b == b_end:
            continue
        longest = max(a_end - a, b_end - b)
        if longest <= _EXACT:
            pairs += [(a + i, b + j) for i, j in _longest_common(old[a:a_end], new[b:b_end])]
        elif divisions and (anchors := _anchors(old[a:a_end], new[b:b_end])):
            for i, j in anchors:
                pairs.append((a + i, b + j))
            edges = [(-1, -1), *anchors, (a_end - a, b_end - b)]
            for (i, j), (i_end, j_end) in pairwise(edges):
                stretches.append((a + i + 1, a + i_end, b + j + 1, b + j_end, divisions - 1))
        else:
            parts = -(-longest // _EXACT)
            cuts = [(a + (a_end - a) * n // parts, b + (b_end - b) * n // parts) for n in range(parts + 1)]
            for (i, j), (i_end, j_end) in pairwise(cuts):
                stretches.append((i, i_end, j, j_end, 0))
    return sorted(pairs)


def _anchors(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """The longest chain of what stands exactly once in both."""
    in_old, in_new = Counter(old), Counter(new)
    place = {word: index for index, word in enumerate(new) if in_new[word] == 1}
    found = [(i, place[word]) for i, word in enumerate(old) if in_old[word] == 1 and word in place]
    ends: list[int] = []  # the smallest place at which a chain of each length can end
    last: list[int] = []  # and the index in `found` of that end
    before: list[int] = []
    for index, (_i, j) in enumerate(found):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [index]
    chain: Pairs = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(found[index])
        index = before[index]
    return chain[::-1]


def _longest_common(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """The longest common subsequence."""
    places: dict[str, int] = {}
    for index, word in enumerate(old):
        places[word] = places.get(word, 0) | 1 << index
    every = (1 << len(old)) - 1
    row = every
    # After each word of `new`: a bit is 0 where the longest match with old[:bit + 1] is longer than with old[:bit].
    rows = [row]
    for word in new:
        if here := row & places.get(word, 0):
            row = ((row + here) | (row - here)) & every
        rows.append(row)
    pairs: Pairs = []
    i, j = len(old), len(new)
    while i and j:
        if rows[j] >> (i - 1) & 1:
            i -= 1
        elif not rows[j - 1] >> (i - 1) & 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]
