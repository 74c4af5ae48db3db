"""One author's credit, read back by the form in which it was printed.

The form is never interpreted a second time: what ``bylines.credit`` prints for a row of three marks shows where each
part stands and what is printed between, also for rows without title or institution.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Any

from articles import bylines
from articles.credits import names
from articles.credits.names import NameLines, folded

Span = tuple[int, int]
NAME, TITLE, INSTITUTION = "name", "title", "institution"
_MARKS = {NAME: "\ue000", TITLE: "\ue001", INSTITUTION: "\ue002"}
_FIELDS = {mark: field for field, mark in _MARKS.items()}
_MARK = re.compile("[\ue000-\ue002]")
COMMA = ", "
MOST_TRIED = 20


@dataclasses.dataclass(frozen=True)
class _Marked:
    name: str
    title: str
    institution_name: str


@dataclasses.dataclass(frozen=True)
class Shape:
    """The parts of a credit in their order, and the words before, between and after them: always one more."""

    fields: tuple[str, ...]
    between: tuple[str, ...]

    @property
    def lead(self) -> str:
        return self.between[0]

    @property
    def tail(self) -> str:
        return self.between[-1]


@dataclasses.dataclass
class Found:
    """Where the parts of one credit stand in the line."""

    spans: dict[str, Span]
    sure: bool
    """More than a guess: the form leaves no choice, or the institution is one on file."""
    on_file: bool = False


@dataclasses.dataclass(frozen=True)
class Form:
    shapes: tuple[Shape, ...]
    """For the whole row, then for rows that lack something."""

    @property
    def whole(self) -> Shape:
        return self.shapes[0]

    @property
    def names_only(self) -> bool:
        return self.whole.fields == (NAME,)

    @functools.cached_property
    def after_name(self) -> frozenset[str]:
        """What may stand behind a name that is not alone."""
        pairs = (zip(shape.fields, shape.between[1:-1], strict=False) for shape in self.shapes)
        return frozenset(between for pair in pairs for field, between in pair if field == NAME)

    @functools.cached_property
    def before_institution(self) -> frozenset[str]:
        pairs = (zip(shape.fields, shape.between, strict=False) for shape in self.shapes)
        return frozenset(between for pair in pairs for field, between in pair if field == INSTITUTION)


@functools.lru_cache(maxsize=64)
def form_of(template: str) -> Form:
    """The form; the usual one where the template names no author, or a part twice."""
    rows = (
        (NAME, TITLE, INSTITUTION),
        (NAME, INSTITUTION),
        (NAME, TITLE),
        (NAME,),
    )
    shapes = tuple(dict.fromkeys(_shape(template, row) for row in rows))
    whole = shapes[0].fields
    apart = all(all(shape.between[1:-1]) for shape in shapes)
    if NAME not in whole or len(set(whole)) < len(whole) or not apart:
        return form_of(bylines.DEFAULT_FORM)
    return Form(shapes)


def _shape(template: str, present: tuple[str, ...]) -> Shape:
    values = {field: _MARKS[field] if field in present else "" for field in _MARKS}
    row: Any = _Marked(values[NAME], values[TITLE], values[INSTITUTION])
    printed = bylines.credit(row, _MARK.sub("", template))
    return Shape(tuple(_FIELDS[mark] for mark in _MARK.findall(printed)), tuple(_MARK.split(printed)))


def read(text: str, form: Form, lines: NameLines) -> Found:
    """The parts of one credit; whatever the form does not explain is the name, or is read as the usual form has it."""
    whole = [found for shape in form.shapes if (found := _match(text, shape, lines)) and NAME in found.spans]
    usual = form_of("")
    if form != usual and (not whole or _has_comma(text, max(whole, key=_preferred).spans[NAME])):
        if found := _match(text, usual.whole, lines):
            found.sure = False
            return found
    if not whole:
        return Found({NAME: (0, len(text))}, True)
    best = max(whole, key=_preferred)
    if not best.on_file and any(one.spans[NAME] == best.spans[NAME] and one.spans != best.spans for one in whole):
        best.sure = False
    if TITLE not in best.spans and not best.on_file and INSTITUTION in best.spans:
        _title_all_the_same(text, best, lines)
    return best


def _preferred(found: Found) -> tuple[bool, int, int, int]:
    start, end = found.spans[NAME]
    return found.on_file, start - end, len(found.spans), -sum(last - first for first, last in found.spans.values())


def _has_comma(text: str, name: Span) -> bool:
    pieces = [text[slice(*piece)] for piece in comma_pieces(text, *name)]
    return names.name_ends(pieces) < len(pieces)


def _title_all_the_same(text: str, found: Found, lines: NameLines) -> None:
    """“Ada Roe, Reader, UCL” where the form has no title: the outlet's own credit may still have one."""
    start, end = found.spans[INSTITUTION]
    pieces = comma_pieces(text, start, end)
    at, sure = lines.divide([text[slice(*piece)] for piece in pieces])
    if sure and at and names.is_post(text[pieces[0][0] : pieces[at - 1][1]]):
        found.spans[TITLE] = pieces[0][0], pieces[at - 1][1]
        found.spans[INSTITUTION] = pieces[at][0], end
        found.sure = False


def _match(text: str, shape: Shape, lines: NameLines) -> Found | None:
    start, end = 0, len(text)
    if folded(text[: len(shape.lead)]) == folded(shape.lead):
        start = len(shape.lead)
    if tail := shape.tail.rstrip():
        if not text.endswith(tail):
            return None
        end = len(text[: -len(tail)].rstrip())
    found = Found({}, True)
    at = start
    for number, field in enumerate(shape.fields):
        if number == len(shape.fields) - 1:
            found.spans[field] = at, end
            break
        between = shape.between[number + 1]
        if field == TITLE and shape.fields[number + 1 :] == (INSTITUTION,):
            return _title_and_institution(text, found, (at, end), between, lines)
        if field == INSTITUTION:
            stop = _end_of_institution(text, at, end, between, lines)
        else:
            stop = _end_of_name(text, at, end, between) if field == NAME else text.find(between, at, end)
        if stop < 0:
            # After a name may stand title or institution alone, with the same words between.
            return None
        found.spans[field] = at, stop
        at = stop + len(between)
        if between == COMMA:
            at = text.index(",", stop) + 1
            at += len(text[at:end]) - len(text[at:end].lstrip())
    found.on_file = INSTITUTION in found.spans and _is_on_file(text, found.spans[INSTITUTION], lines)
    if shape.fields == (NAME, INSTITUTION) or shape.fields == (NAME, TITLE):
        found.sure = True
    return found


def _end_of_name(text: str, start: int, end: int, between: str) -> int:
    if between != COMMA:
        return text.find(between, start, end)
    pieces = comma_pieces(text, start, end)
    ends = names.name_ends([text[slice(*piece)] for piece in pieces[: 2 + names.MOST_AFTER_NAME]])
    return pieces[ends - 1][1] if ends < len(pieces) else -1


def _end_of_institution(text: str, start: int, end: int, between: str, lines: NameLines) -> int:
    """Where an institution ends that something follows: the longest on file, else the first place that is possible."""
    stops = _occurrences(text, between, start, end)
    known = [stop for stop in stops if _is_on_file(text, (start, stop), lines)]
    return known[-1] if known else stops[0] if stops else -1


def _title_and_institution(text: str, found: Found, rest: Span, between: str, lines: NameLines) -> Found | None:
    start, end = rest
    if between == COMMA:
        pieces = comma_pieces(text, start, end)
        if not pieces:
            return None
        at, found.sure = lines.divide([text[slice(*piece)] for piece in pieces])
        if at:
            found.spans[TITLE] = pieces[0][0], pieces[at - 1][1]
        if at < len(pieces):
            found.spans[INSTITUTION] = pieces[at][0], end
            found.on_file = _is_on_file(text, found.spans[INSTITUTION], lines)
        return found
    stops = _occurrences(text, between, start, end)
    if not stops:
        return None
    known = [stop for stop in stops if _is_on_file(text, (stop + len(between), end), lines)]
    stop = known[0] if known else stops[-1]
    found.spans |= {TITLE: (start, stop), INSTITUTION: (stop + len(between), end)}
    found.on_file = bool(known)
    found.sure = bool(known) or len(stops) == 1
    return found


def _occurrences(text: str, between: str, start: int, end: int) -> list[int]:
    found: list[int] = []
    at = text.find(between, start, end)
    while at >= 0 and len(found) < MOST_TRIED:
        found.append(at)
        at = text.find(between, at + 1, end)
    return found


def _is_on_file(text: str, span: Span, lines: NameLines) -> bool:
    return folded(text[slice(*span)]) in lines.on_file.names


def comma_pieces(text: str, start: int, end: int) -> list[Span]:
    """The stretches between commas, none of them empty."""
    spans, at = [], start
    for comma in re.finditer(r",\s", text[start:end]):
        spans.append((at, start + comma.start()))
        at = start + comma.end()
    spans.append((at, end))
    trimmed = []
    for first, last in spans:
        words = text[first:last]
        first += len(words) - len(words.lstrip())
        last -= len(words) - len(words.rstrip())
        if first < last:
            trimmed.append((first, last))
    return trimmed
