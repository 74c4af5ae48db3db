"""The passage of a text that answers a question, and marks in it; text in, HTML out, everything escaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.search.question import Question, Term
from articles.search.words import spans, words

LENGTH = 36
"""Words in a passage."""
_BEFORE = 10
"""Words that stand before the first that answers."""
_READ = 200
"""Paragraphs that answer are compared until so many were."""
_LONGEST = 12_000
"""Characters of a paragraph that are read: beyond that it is none."""

_STOP = re.compile(r"[.!?…][\"”’»)]*\s")
_TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "st", "sr", "sra", "no", "vs"})

Sought = Sequence[tuple[tuple[str, ...], bool]]
"""Runs of words, and whether the last may go on."""


# Words that stand everywhere: marked only where nothing else was asked for.
_SMALL = frozenset(
    "a an and are as at be but by for from has have in is it its of on or that the this to was were which with"
    " al como con de del el en es la las los lo no o para por que se su un una y".split()
)


def sought(question: Question) -> Sought:
    return [(run, term.begins) for group in _telling(question) for term in group for run in term.alternatives]


def _telling(question: Question) -> Sequence[Sequence[Term]]:
    """The groups by which a passage is chosen and marked."""
    told = [group for group in question.groups if not all(_is_small(term) for term in group)]
    return told or question.groups


def _is_small(term: Term) -> bool:
    return not term.begins and len(term.words) == 1 and term.words[0] in _SMALL


def passage(paragraphs: Iterable[str], question: Question) -> SafeString:
    """The words around the best hit of the paragraph that answers most, marked; "" where none does.

    It never reaches over two paragraphs, and holds whole words.
    """
    runs, best, most = sought(question), "", 0
    whole = len(_telling(question))
    for number, (paragraph, folded) in enumerate(_answering(paragraphs, runs)):
        answered = _groups_answered(folded, question)
        if answered > most:
            best, most = paragraph, answered
        if most >= whole or number >= _READ:
            break
    return _cut(unicodedata.normalize("NFC", best), runs) if best else mark_safe("")


def marked(text: str, question: Question) -> SafeString:
    """The whole text with marks."""
    runs, text = sought(question), unicodedata.normalize("NFC", text)
    if not _stand_in(_folded(text), runs):
        return escape(text)
    found = spans(text)
    return _with_marks(text, _hits(found, runs), 0, len(text), found)


def _answering(paragraphs: Iterable[str], runs: Sought) -> Iterator[tuple[str, str]]:
    """Each with its words."""
    for paragraph in paragraphs:
        folded = _folded(paragraph[:_LONGEST])
        if _stand_in(folded, runs):
            yield paragraph[:_LONGEST], folded


def _folded(text: str) -> str:
    """Each word between two spaces."""
    return f" {' '.join(words(text))} "


def _stand_in(folded: str, runs: Sought) -> bool:
    return any(f" {' '.join(run)}{'' if begins else ' '}" in folded for run, begins in runs)


def _groups_answered(folded: str, question: Question) -> int:
    return sum(
        _stand_in(folded, [(run, term.begins) for term in group for run in term.alternatives])
        for group in _telling(question)
    )


def _hits(found: list[tuple[str, int, int]], runs: Sought) -> list[tuple[int, int]]:
    """Where runs stand, in numbers of words: first and last, none overlapping."""
    first_words: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    beginnings = [run[0] for run, begins in runs if begins and len(run) == 1]
    for run, begins in runs:
        first_words.setdefault(run[0], []).append((run, begins))
    hits: list[tuple[int, int]] = []
    at = 0
    while at < len(found):
        word = found[at][0]
        length = max(
            (len(run) for run, begins in first_words.get(word, ()) if _stands_at(found, at, run, begins)), default=0
        )
        if not length and any(word.startswith(beginning) for beginning in beginnings):
            length = 1
        if length:
            hits.append((at, at + length - 1))
        at += length or 1
    return hits


def _stands_at(found: list[tuple[str, int, int]], at: int, run: tuple[str, ...], begins: bool) -> bool:
    there = [word for word, _start, _end in found[at : at + len(run)]]
    if len(there) < len(run) or there[:-1] != list(run[:-1]):
        return False
    return there[-1] == run[-1] or (begins and there[-1].startswith(run[-1]))


def _cut(text: str, runs: Sought) -> SafeString:
    found = spans(text)
    hits = _hits(found, runs)
    if not hits:
        return mark_safe("")
    first = _best_window(hits)
    start = 0 if first <= _BEFORE else first - _BEFORE
    if len(found) - start < LENGTH:
        start = max(0, len(found) - LENGTH)
    sentence = next((at for at in range(start, first + 1) if _begins_sentence(text, found, at)), None)
    start = start if sentence is None else sentence
    end = min(len(found), start + LENGTH)
    begin = found[start][1] if start else 0
    stop = found[end - 1][2] if end < len(found) else len(text)
    inside = [hit for hit in hits if hit[0] >= start and hit[1] < end]
    words_and_marks = _with_marks(text, inside, begin, stop, found)
    return mark_safe(
        ("" if sentence is not None or not start else "…") + words_and_marks + ("…" if end < len(found) else "")
    )


def _begins_sentence(text: str, found: list[tuple[str, int, int]], at: int) -> bool:
    if at == 0:
        return True
    between = text[found[at - 1][2] : found[at][1]]
    return _STOP.match(between) is not None and not text[found[at][1]].islower() and found[at - 1][0] not in _TITLES


def _best_window(hits: list[tuple[int, int]]) -> int:
    """The first hit of those from which most others are near."""
    reach = LENGTH - _BEFORE
    best, most, last = hits[0][0], 0, 0
    for number, (first, _end) in enumerate(hits):
        while last < len(hits) and hits[last][1] < first + reach:
            last += 1
        if last - number > most:
            best, most = first, last - number
    return best


def _with_marks(
    text: str,
    hits: list[tuple[int, int]],
    begin: int,
    stop: int,
    found: list[tuple[str, int, int]],
) -> SafeString:
    made, at = [], begin
    for first, last in hits:
        start, end = max(found[first][1], at), found[last][2]
        if end <= start:
            continue
        made += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*made, escape(text[at:stop])]))
