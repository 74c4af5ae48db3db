"""An author printed in one line: "Name, Title, Institution". Where the title ends and the institution begins is a
guess.

The Conversation's Atom feed prints its authors so, and so do editors who set a credit without links. Titles and
institutions hold commas of their own ("University of California, Santa Barbara"), so only a known institution settles
it. The first comma ends the name, unless what follows belongs to the name ("Jr.", "PhD").
"""

from __future__ import annotations

import collections
import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from articles import credit_words

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
    r"|lawyer|engineer|teacher|reporter|correspondent|columnist|postdoc\w*|phd)\b",
    re.IGNORECASE,
)
# What people profess: "International Relations" has the capitals of a name and is none.
_SUBJECT = re.compile(
    r"(?:ology|ologies|ics|istry|onomy|ography|osophy|ología|ologia|ologie)\b"
    r"|\b(?:studies|affairs|relations|policy|policies|history|humanities|sciences?|arts|education|engineering|medicine"
    r"|health|literature|languages?|management|business|development|security|technolog\w+|innovation|sustainability"
    r"|communications?|information|environment\w*|finance|marketing|accounting|psychiatry|surgery|nursing|computing"
    r"|ciencias?|historia|estudios|relaciones|salud|derecho|études|histoire|santé|droit|ciências|história|estudos|saúde"
    r"|direito|departments?|faculty|division|departamento|facultad|département|faculté|faculdade|staff|team|newsroom|desk|redacción|rédaction|redação|redaksi|redaktion)\b",
    re.IGNORECASE,
)
# Before a name: "Professor Jane Roe", "Dr. Jane Roe".
_HONORIFIC = re.compile(r"(?:professor|prof|dr|sir|dame|lord|lady|rev|hon|mr|mrs|ms|mx)\.?\s+", re.IGNORECASE)
# What belongs to the name or the institution before it, though a comma stands between.
_OF_NAME = re.compile(r"(?:Jr|Sr|II|III|IV)\.?$")
_DEGREE = re.compile(
    r"(?:PhD|Ph\.D|DPhil|D\.Phil|MD|M\.D|EdD|Ed\.D|JD|J\.D|ScD|Sc\.D|DrPH|DVM|MBA|MPH|MSc|M\.Sc|LLM|RN|FRS|FRSC|OBE|CBE|MBE"
    r"|Esq)\.?$"
)
_ASIDE = re.compile(r"\s[(–—|/-]")
_OF_HOUSE = re.compile(r"(?:Inc|Ltd|LLC|LLP|PLC|Pty Ltd|S\.A|GmbH)\.?$", re.IGNORECASE)
_OF_A_POST = re.compile(r"\b(?:at|in|of|to|for|with|de|en|à)\s", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s+")
MOST_AFTER_NAME = 4


@dataclasses.dataclass(frozen=True)
class Split:
    name: str
    title: str | None
    institution: str | None
    sure: bool
    """The institution is one on file, or there was nothing to split."""


class Credited(Protocol):
    """A row of a credit, wherever it was read."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def institution(self) -> str | None: ...


def folded(text: str) -> str:
    """The form in which two spellings meet: case, composition, spaces and the slant of an apostrophe aside."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().replace("’", "'") for word in text.split())


class NameLines:
    """Splits the author lines of one entry or text. Lines that repeat an institution help each other."""

    def __init__(self, institutions: Iterable[str], lines: Iterable[str] = ()):
        self.on_file = on_file(institutions)
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
        ends = name_ends(pieces)
        title, institution, sure = self.parts(pieces[ends:])
        return Split(", ".join(pieces[:ends]), title, institution, sure)

    def parts(self, pieces: list[str]) -> tuple[str | None, str | None, bool]:
        """Title and institution of what stands after a name, and whether that is more than a guess."""
        at, sure = self.divide(pieces)
        return ", ".join(pieces[:at]) or None, ", ".join(pieces[at:]) or None, sure

    def divide(self, pieces: Sequence[str]) -> tuple[int, bool]:
        """Which of the pieces after a name the institution begins with, their number if none is one; and whether that
        is more than a guess. The longest institution on file wins.
        """
        if not pieces:
            return 0, True
        for at in range(max(0, len(pieces) - self.on_file.longest), len(pieces)):
            if folded(", ".join(pieces[at:])) in self.on_file.names:
                # "University of Northmere, Kell" where Kell alone is on file.
                return at, not (at and is_university(pieces[at - 1]) and not _HOUSE.search(", ".join(pieces[at:])))
        return self._guess(pieces), False

    def _guess(self, pieces: Sequence[str]) -> int:
        last = len(pieces) - 1
        if last and _OF_HOUSE.match(pieces[last]):
            last -= 1
        # "University of Northmere, Kell Campus" where the university is on file.
        for at in range(max(0, last - 1), last):
            if folded(pieces[at]) in self.on_file.names:
                return at
        if is_university(pieces[last]):
            return last
        if last and is_university(pieces[last - 1]) and not _POST.search(pieces[last]):
            return last - 1
        if last == 0 and not _HOUSE.search(pieces[0]) and _POST.search(pieces[0]):
            return len(pieces)
        if last and not _HOUSE.search(pieces[last]):
            two = folded(", ".join(pieces[last - 1 :]))
            if two in self.recurring and _HOUSE.search(pieces[last - 1]) and not _POST.search(pieces[last - 1]):
                return last - 1
        return last


def name_ends(pieces: Sequence[str]) -> int:
    """How many of the pieces between commas are the name: the first, and what belongs to it."""
    ends = 1
    while ends < min(len(pieces), 1 + MOST_AFTER_NAME) and after_name(pieces[ends]):
        ends += 1
    return min(ends, len(pieces))


def after_name(piece: str) -> bool:
    """“Jr.”, “PhD”, also with a bracket or a dash behind it: “Jr. (editor)”."""
    bare = _ASIDE.split(piece, maxsplit=1)[0]
    return bool(_OF_NAME.match(bare)) or is_degree(bare)


def is_degree(piece: str) -> bool:
    """ "PhD": part of the name as a rule, and now and then all that stands in place of a title."""
    return bool(_DEGREE.match(piece))


class OnFile:
    """The institutions on file, to be found in a line word by word."""

    def __init__(self, institutions: Iterable[str]):
        self.names = frozenset(filter(None, map(folded, institutions)))
        self.longest = max((name.count(",") for name in self.names), default=0) + 1
        self._tree: dict[str, Any] = {}
        for name in self.names:
            node = self._tree
            for word in name.split(" "):
                node = node.setdefault(word, {})
            node[""] = True

    def ends(self, first: Sequence[str], rest: Sequence[Sequence[str]], at: int) -> Iterator[tuple[int, int]]:
        """Where names on file end that begin with the word ``first`` and go on with ``rest[at]``: how many words of the
        rest they take, and which form of the last word.

        Each word is given in one or more forms: as it stands, then without the marks at its end, one after the other.
        """
        node: dict[str, Any] | None = self._tree
        taken, forms = 0, first
        while node is not None:
            for form, word in enumerate(forms):
                if "" in node.get(word, ()):
                    yield taken, form
            node = node.get(forms[0])
            if at + taken >= len(rest):
                return
            forms = rest[at + taken]
            taken += 1


_last: tuple[Iterable[str], OnFile] = ((), OnFile(()))


def on_file(institutions: Iterable[str]) -> OnFile:
    """The same for the same list: a feed asks with every entry."""
    global _last
    if _last[0] is not institutions:
        _last = institutions, OnFile(institutions)
    return _last[1]


def is_university(piece: str) -> bool:
    """Begins like the name of a university, not like a post at one ("Fellow at the University of …")."""
    found = _UNIVERSITY.match(piece)
    if not found or _OF_A_POST.search(found[0]):
        return False
    return not _POST.match(piece[found.end() :].lstrip())  # "Distinguished University Professor"


def is_post(words: str) -> bool:
    return _POST.search(words) is not None


def likeness(words: str) -> int:
    """How much the words are like a person's name: 2 they read like one, 1 they could be one, 0 they are something
    else.
    """
    honoured = _HONORIFIC.match(words)
    bare = words[honoured.end() :] if honoured and credit_words.is_name(words[honoured.end() :]) else words
    if not bare or len(bare) > 80 or any(letter.isdigit() for letter in bare):
        return 0
    if _POST.search(bare):
        return int(re.fullmatch(r"Dean\s+\S+", bare) is not None)
    if _HOUSE.search(bare) or _SUBJECT.search(bare):
        return 0
    if credit_words.is_name(bare):
        return 2
    parts = bare.split()
    if not any(letter.isalpha() for letter in parts[0]):
        return 0
    # Where letters have no case, one word is a whole name ("王伟"), and small ones are no sign against it.
    if all(letter.lower() == letter.upper() for letter in bare):
        return 2 if len(parts) <= 5 else 0
    return int(len(parts) <= (2 if parts[0][0].islower() else 7))


def guess_warning(author: Credited) -> str:
    """What an editor is told of a row whose title and institution are a guess."""
    if author.title and author.institution:
        return (
            f"{author.name}: that “{author.title}” is the title and “{author.institution}” the institution is a guess. "
            "Check it against the original."
        )
    if author.institution:
        return (
            f"{author.name}: that “{author.institution}” is the institution is a guess. Check it against the original."
        )
    return (
        f"{author.name}: the credit seems to name a title (“{author.title}”) and no institution. "
        "Check it against the original."
    )


def _pieces(line: str) -> list[str]:
    return [piece for piece in _COMMA.split(" ".join(line.split()).strip(" ,;")) if piece]
