"""An author printed in one line: "Name, Title, Institution". Where the title ends and the institution begins is a
guess.

The Conversation's Atom feed prints its authors so, and so do editors who set a credit without links. Titles and
institutions hold commas of their own ("University of California, Santa Barbara"), so only a known institution settles
it.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable, Mapping

# Words that make a piece of text the name of an institution, in the languages of The Conversation's editions.
_HOUSE = re.compile(
    r"\b(?:universit\w*|univers[ií]da\w*|college|collège|institut\w*|polytechni\w*|politécni\w*|politecnico|academy"
    r"|académie|academia|école|escuela|escola|hochschule|hospital|museum|musée|museo|museu|observatory|laborator\w*"
    r"|laboratoire|foundation|fundaci[óo]n?|fondation|cent(?:er|re|ro)|school|society|council|consejo|conseil|agency"
    r"|library|association|trust|think tank|company|ministry|bureau|the conversation"
    r"|cnrs|inserm|inrae|inria|csic|csiro|ird|eth|mit|ucl|unsw|rmit|nasa|noaa|usgs|bbc)\b",
    re.IGNORECASE,
)
_UNIVERSITY = re.compile(
    r"^(?:the\s+)?(?:[^\W\d_][\w.&'’-]*\s+){0,6}?"
    r"(?:universit\w*|univers[ií]da\w*|polytechni\w*|politécni\w*|institute of technology|college)\b",
    re.IGNORECASE,
)
_POST = re.compile(
    r"\b(?:professor\w*|profesor\w*|professeur\w*|lecturer|fellow|research\w*|candidate|student|director\w*|directeur"
    r"|directrice|editor|dean|scholar|scientist|chair|head|president|associate|assistant|reader|tutor|instructor|curator"
    r"|doctora\w*|dosen|peneliti|maître|maîtresse|chercheur\w*|investigador\w*|catedrátic\w*|economist|physician"
    r"|psychologist|officer|manager|analyst|adjunct|emeritus|coordinator|librarian|journalist|writer|author|consultant"
    r"|lawyer|engineer|teacher|postdoc\w*|phd)\b",
    re.IGNORECASE,
)
# What belongs to the name or the institution before it, though a comma stands between.
_OF_NAME = re.compile(r"(?:Jr|Sr|II|III|IV)\.?$")
_OF_HOUSE = re.compile(r"(?:Inc|Ltd|LLC|LLP|PLC|Pty Ltd|S\.A|GmbH)\.?$", re.IGNORECASE)
_OF_A_POST = re.compile(r"\b(?:at|in|of|to|for|with|de|en|à)\s", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s+")


@dataclasses.dataclass(frozen=True)
class Split:
    name: str
    title: str | None
    institution: str | None
    sure: bool
    """The institution is one on file, or there was nothing to split."""


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


class NameLines:
    """Splits the author lines of one entry or text. Lines that repeat an institution help each other."""

    def __init__(self, institutions: Mapping[str, str], lines: Iterable[str] = ()):
        self.known, self.longest = _known(institutions)
        seen: dict[str, set[str]] = collections.defaultdict(set)
        for line in lines:
            pieces = _pieces(line)
            for at in range(1, len(pieces)):
                seen[folded(", ".join(pieces[at:]))].add(folded(", ".join(pieces[:at])))
        self.recurring = {suffix for suffix, before in seen.items() if len(before) > 1}

    def split(self, line: str) -> Split:
        pieces = _pieces(line)
        if not pieces:
            return Split("", None, None, True)
        name, rest = pieces[0], pieces[1:]
        while rest and _OF_NAME.match(rest[0]):
            name = f"{name}, {rest.pop(0)}"
        title, institution, sure = self.parts(rest)
        return Split(name, title, institution, sure)

    def parts(self, pieces: list[str]) -> tuple[str | None, str | None, bool]:
        """Title and institution of what stands after a name, and whether that is more than a guess."""
        if not pieces:
            return None, None, True
        for at in range(max(0, len(pieces) - self.longest), len(pieces)):
            institution = ", ".join(pieces[at:])
            if folded(institution) in self.known:
                return ", ".join(pieces[:at]) or None, institution, True
        at = self._guess(pieces)
        return ", ".join(pieces[:at]) or None, ", ".join(pieces[at:]) or None, False

    def _guess(self, pieces: list[str]) -> int:
        """Which piece the institution begins with; their number if none is one."""
        last = len(pieces) - 1
        if last and _OF_HOUSE.match(pieces[last]):
            last -= 1
        # "University of Northmere, Kell Campus" where the university is on file.
        for at in range(max(0, last - 1), last):
            if folded(pieces[at]) in self.known:
                return at
        if _is_university(pieces[last]):
            return last
        if last and _is_university(pieces[last - 1]) and not _POST.search(pieces[last]):
            return last - 1
        if last == 0 and not _HOUSE.search(pieces[0]) and _POST.search(pieces[0]):
            return len(pieces)
        if last and not _HOUSE.search(pieces[last]):
            two = folded(", ".join(pieces[last - 1 :]))
            if two in self.recurring and _HOUSE.search(pieces[last - 1]) and not _POST.search(pieces[last - 1]):
                return last - 1
        return last


_last: tuple[Mapping[str, str], frozenset[str], int] = ({}, frozenset(), 1)


def _known(institutions: Mapping[str, str]) -> tuple[frozenset[str], int]:
    """Their names folded, and the most pieces that one has. A feed asks for the same ones with every entry."""
    global _last
    if _last[0] is not institutions:
        names = frozenset(folded(name) for name in institutions if name.strip())
        _last = institutions, names, max((name.count(",") for name in names), default=0) + 1
    return _last[1], _last[2]


def _is_university(piece: str) -> bool:
    """Begins like the name of a university, not like a post at one ("Fellow at the University of …")."""
    found = _UNIVERSITY.match(piece)
    if not found or _OF_A_POST.search(found[0]):
        return False
    return not _POST.match(piece[found.end() :].lstrip())  # "Distinguished University Professor"


def _pieces(line: str) -> list[str]:
    return [piece for piece in _COMMA.split(" ".join(line.split()).strip(" ,;")) if piece]
