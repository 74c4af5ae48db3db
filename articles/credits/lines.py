"""A printed credit, read back into the rows of a byline.

``bylines.printed`` and this are each other's opposite: where the institutions are on file, the rows come back as they
were printed. It reads what outlets print of their own, too. Nothing is lost: the parts of a line, joined, are the line.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Collection, Sequence

from articles import credit_words
from articles.credits import ends, forms, joints, names
from articles.credits.forms import INSTITUTION, NAME, TITLE, Form, Span
from articles.credits.names import NameLines, OnFile

OUTLET, DATE, BETWEEN = "outlet", "date", "between"
MOST_COMPARED = 100
MOST_DOUBTS = 20


@dataclasses.dataclass(frozen=True)
class Row:
    """One author, to the letter as printed; what the line does not say is empty."""

    name: str
    title: str = ""
    institution: str = ""
    guess: bool = False
    """That these words are one author, or which of them are title and institution, is not certain."""


@dataclasses.dataclass(frozen=True)
class Part:
    kind: str
    """name, title, institution, outlet, date; or between, for what joins them."""
    text: str
    row: int | None = None


@dataclasses.dataclass(frozen=True)
class PrintedLine:
    rows: tuple[Row, ...]
    outlet: str
    date: str
    doubts: tuple[str, ...]
    """What is a guess, in sentences for the editor; empty when nothing is."""
    parts: tuple[Part, ...]
    """The whole line in its order; joined, they are the line."""

    @property
    def is_sure(self) -> bool:
        return not self.doubts

    def __str__(self) -> str:
        return "".join(part.text for part in self.parts)


@dataclasses.dataclass
class _Authors:
    spans: list[Span]
    unsure: list[bool]
    doubts: list[str]
    passed: list[int] = dataclasses.field(default_factory=list)
    """Where a joint was passed over: fine in a credit that ends with an institution on file."""


def parse(
    line: str, form: str = "", language: str = "en", outlet: str = "", institutions: Collection[str] = ()
) -> PrintedLine:
    """The rows of a printed line, with the outlet and the date behind them.

    ``form`` is the byline form of the outlet's terms (empty: the usual one), ``outlet`` its name as printed,
    ``institutions`` every name on file. Never raises, whatever the line holds, and takes time in proportion to its
    length. A line that names nobody has no rows.
    """
    on_file, the_form = names.on_file(institutions), forms.form_of(form)
    around = ends.find(line, language, outlet, on_file)
    lead = the_form.whole.lead
    if lead and line[around.start : around.stop].startswith(lead):
        around.start += len(lead)
    text = line[around.start : around.stop]
    authors = _authors(text, the_form, language, on_file)
    doubts = around.doubts + authors.doubts
    lines = NameLines(institutions, _to_compare(text, authors.spans))
    rows: list[Row] = []
    spans: list[tuple[int, int, str, int | None]] = []
    for (start, end), unsure in zip(authors.spans, authors.unsure, strict=True):
        found = forms.read(text[start:end], the_form, lines)
        words = {field: text[start + first : start + last] for field, (first, last) in found.spans.items()}
        row = Row(words.get(NAME, ""), words.get(TITLE, ""), words.get(INSTITUTION, ""))
        degree = _degree_for_title(row)
        passed = bisect.bisect_left(authors.passed, end) > bisect.bisect_left(authors.passed, start)
        certain = found.sure and not degree and (found.on_file or not (passed and row.institution))
        if degree:
            doubts.append(f"{row.name}: that “{degree}” belongs to the name and is not the title is a guess.")
        elif not certain:
            doubts.append(names.guess_warning(row))
        spans += [
            (around.start + start + first, around.start + start + last, field, len(rows))
            for field, (first, last) in found.spans.items()
        ]
        rows.append(dataclasses.replace(row, guess=unsure or not certain))
    spans += [(*span, kind, None) for kind, span in ((OUTLET, around.outlet), (DATE, around.date)) if span]
    return PrintedLine(
        tuple(rows),
        line[slice(*around.outlet)] if around.outlet else "",
        line[slice(*around.date)] if around.date else "",
        tuple(doubts[:MOST_DOUBTS]),
        _parts(line, spans),
    )


def _authors(text: str, form: Form, language: str, on_file: OnFile) -> _Authors:
    """Where each author's credit stands."""
    if not text.strip():
        return _Authors([], [], [])
    reading = joints.Reading(text, form, language, on_file)
    if people := _only_people(text, reading, form):
        doubted = not form.names_only
        doubts = ["That the line names people alone, without title or institution, is a guess."] if doubted else []
        return _Authors(people, [doubted] * len(people), doubts)
    divided = reading.joints()
    borders = [0, *(edge for joint in divided.found for edge in (joint.start, joint.end)), len(text)]
    spans = list(zip(borders[::2], borders[1::2], strict=True))
    unsure = [False] * len(spans)
    doubts = []
    for number, joint in enumerate(divided.found):
        if not joint.sure:
            unsure[number] = unsure[number + 1] = True
            doubts.append(f"That “{joint.words}” begins the credit of another author is a guess.")
    number = 0
    for joint in sorted(divided.doubted, key=lambda one: one.start):
        while spans[number][1] < joint.start:
            number += 1
        unsure[number] = True
        doubts.append(f"That “{joint.words}” does not begin the credit of another author is a guess.")
    doubts = [f"{doubt} Check it against the original." for doubt in doubts[:MOST_DOUBTS]]
    return _Authors(spans, unsure, doubts, divided.passed)


def _only_people(text: str, reading: joints.Reading, form: Form) -> list[Span]:
    """“Ada Roe, Bob Poe and Cy Doe”: names and nothing else, with commas between."""
    if ";" in text:
        return []
    found: list[Span] = []
    pieces = forms.comma_pieces(text, 0, len(text))
    for number, (start, end) in enumerate(pieces):
        words = text[start:end]
        if found and names.after_name(words):
            found[-1] = found[-1][0], end
            continue
        is_last = number == len(pieces) - 1
        for first, last in _divided(words, reading.joining) if is_last else [(0, len(words))]:
            if names.likeness(words[first:last]) < 2 or names.folded(words[first:last]) in reading.on_file.names:
                return []
            if not is_last and reading.joining.intersection(words.casefold().split()):
                return []
            found.append((start + first, start + last))
    with_commas = len(pieces) > 1 and len(found) > len(_divided(text[slice(*pieces[-1])], reading.joining))
    return found if with_commas and len(found) > (1 if form.names_only else 2) else []


def _divided(words: str, joining: frozenset[str]) -> list[Span]:
    """The last of several names, and the one before it where no comma stands between: “Bob Poe and Cy Doe”."""
    at = [(found.start(), found.end()) for found in joints.WORD.finditer(words) if found[0].casefold() in joining]
    if len(at) != 1:
        return [(0, len(words))]
    (start, end) = at[0]
    after = end + len(words[end:]) - len(words[end:].lstrip())
    return [(0, len(words[:start].rstrip())), (after, len(words))] if start else [(after, len(words))]


def _to_compare(text: str, spans: Sequence[Span]) -> list[str]:
    """Credits that may help each other by repeating an institution."""
    if not 1 < len(spans) <= MOST_COMPARED:
        return []
    return [text[start:end] for start, end in spans if end - start <= credit_words.LONGEST_TITLE]


def _degree_for_title(row: Row) -> str:
    """“Ada Roe, PhD, UCL”: a degree is part of the name, unless it stands for a title."""
    _, _, last = row.name.rpartition(", ")
    return last if last != row.name and row.institution and not row.title and names.is_degree(last) else ""


def _parts(line: str, spans: list[tuple[int, int, str, int | None]]) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    for start, end, kind, row in sorted(spans, key=lambda span: span[:2]):
        if start > at:
            parts.append(Part(BETWEEN, line[at:start]))
        if end > start:
            parts.append(Part(kind, line[start:end], row))
        at = end
    if at < len(line):
        parts.append(Part(BETWEEN, line[at:]))
    return tuple(parts)
