"""Dashes, stars and rules that divided the article from its credit and notice: they go when these go."""

from __future__ import annotations

import re

from inbound.formats.passages import Passage

_SHORT_NOTE = 50
_DIVIDER = re.compile(r"[\s\-–—−_*•·~=|]+")


def is_divider(passage: Passage) -> bool:
    if passage.is_rule:
        return True
    return not passage.pictures and not passage.aside and _DIVIDER.fullmatch(passage.text) is not None


def drop(passages: list[Passage]) -> None:
    """Take out every divider that touches a credit or notice which was taken out, or was left at either end by one.

    A rule or dash between two parts of the article stays, also where a counter or a read-more list stood beside it.
    """
    run: list[Passage] = []
    touched, at_edge = False, True
    for passage in [*passages, None]:
        if passage is not None and (passage.removed or is_divider(passage) or passage.is_blank):
            run.append(passage)
            continue
        reasons = {one.removed for one in run}
        touched = touched or (passage is not None and _cut_at(passage, front=True))
        if reasons & {"notice", "credit", "disclosure"} or touched or (reasons - {""} and (passage is None or at_edge)):
            _remove(run, rules=True)
        elif "counter" in reasons:
            _remove(run, rules=False)
        run, at_edge = [], False
        touched = passage is not None and _cut_at(passage, front=False)


def _remove(run: list[Passage], rules: bool) -> None:
    for passage in run:
        if not passage.removed and is_divider(passage) and (rules or not passage.is_rule):
            passage.remove("divider")


def _cut_at(passage: Passage, front: bool) -> bool:
    """A credit or notice was taken out at the beginning, or at the end, of a passage that has other words.

    A short note that is left of a notice's paragraph ("This is an updated version …") stands with the notice.
    """
    for start, end in passage.cuts:
        rest = passage.text[:end] if front else passage.text[start:]
        if end - start > 10 and (not rest.strip() or len(passage.text.split()) <= _SHORT_NOTE):
            return True
    return False
