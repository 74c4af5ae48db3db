"""Where one author of a printed line ends and the next begins.

"and" and the semicolon join authors and stand inside titles and institutions too. What decides: an institution on file
ends before the joint, a name follows it, and the line keeps to the order in which credits are joined: two by "and",
more by semicolons with one "and" before the last.
"""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Iterator

from articles import credit_words
from articles.credits import names
from articles.credits.forms import Form, Span
from articles.credits.names import OnFile, folded

SEMICOLON, AND = ";", "and"
_CLOSING = ",;.:)"
_BEFORE_HOUSE = ",;:(|–—/-"
_MOST_CLOSING = 3
_WORDS_OF_A_NAME = 7
WORD = re.compile(r"\S+")
_BRACKET = re.compile("[()]")
_LONGEST_BRACKET = 400
_SURNAMES_JOINED = ("es", "pt", "ca")


@dataclasses.dataclass
class Joint:
    """What stands between two authors, from the end of one to the beginning of the next."""

    start: int
    end: int
    kind: str
    bracketed: bool = False
    words: str = ""
    """What follows and may be a name."""
    likeness: int = 0
    """How much it is like one."""
    goes_on: bool = False
    """A comma, a bracket or the like follows the name: the credit has more to say."""
    only_name: int = 0
    """How much all that the credit before it says is like a name; 0 where it says more."""
    before_post: bool = False
    after_house: bool = False
    """An institution on file ends here, or what the form prints at the end of each credit."""
    after_unknown_house: bool = False
    after_something: bool = False
    """What ends here is neither a post nor a subject nor a house by its words: an institution may have such a name."""
    sure: bool = True

    @property
    def is_arguable(self) -> bool:
        after = self.after_something or self.after_unknown_house
        return self.likeness == 2 or (self.likeness == 1 and (self.only_name > 0 or (self.goes_on and after)))

    @property
    def is_nearly_one(self) -> bool:
        return self.after_house and (self.likeness == 2 or credit_words.is_name(self.words))


@dataclasses.dataclass
class Joints:
    found: list[Joint]
    doubted: list[Joint]
    """Where the line might have been divided and was not."""
    passed: list[int]
    """Where words stand that join, with what could be a name behind them, and were read as part of a credit."""


def joining_words(language: str) -> frozenset[str]:
    """The words that join two authors in a language; in every one that we print, where none is said."""
    base = credit_words.base(language)
    if not base:
        return frozenset({"&"}.union(*credit_words.AND.values()))
    return frozenset({"&", *credit_words.AND.get(base, credit_words.AND["en"])})


class Reading:
    """The words of a line, with what is known of each.

    Every look at a place stays near it, so that the time it takes grows with the length of the line alone.
    """

    def __init__(self, text: str, form: Form, language: str, on_file: OnFile):
        self.text, self.form, self.on_file = text, form, on_file
        self.language = credit_words.base(language)
        self.joining = joining_words(language)
        self.after_name = {folded(words.split()[0]) for words in form.after_name if words.strip(" ,(")}
        self.tails = tuple({shape.tail for shape in form.shapes if shape.tail.strip()})
        self.words: list[Span] = [found.span() for found in WORD.finditer(text)]
        self.forms = [list(_forms(text[start:end])) for start, end in self.words]
        self.marks = list(self._marks())
        self.houses: set[int] = set()
        """Where an institution on file ends that stands where the form has one."""
        self.inside = [False] * len(self.words)
        """Whether a word goes on with the name of an institution on file."""
        self.bracketed = [False] * len(self.words)
        self._find_houses()
        self._find_brackets()

    def joints(self) -> Joints:
        possible = list(self._possible())
        found: list[Joint] = []
        for joint in possible:
            if joint.kind == SEMICOLON and joint.likeness and not joint.bracketed:
                only = self._only_name(found, joint)
                joint.sure = joint.likeness == 2 and (joint.after_house or only == 2)
                found.append(joint)
        last = found[-1].end if found else 0
        behind = [one for one in possible if one.kind == AND and one.start >= last and not one.bracketed]
        ands, doubted = self._ands(behind, found)
        divided = {id(one) for one in [*found, *ands]}
        taken = divided.union(map(id, doubted))
        doubted += [one for one in possible if id(one) not in taken and one.is_nearly_one]
        passed = [one.start for one in possible if one.likeness and id(one) not in divided]
        return Joints(found + ands, doubted, passed)

    def _ands(self, possible: list[Joint], before: list[Joint]) -> tuple[list[Joint], list[Joint]]:
        """Of the joints behind the last semicolon those that divide, and those that nearly do."""
        chosen: list[tuple[int, Joint]] = []
        for joint in possible:
            joint.only_name = self._only_name([*before[-1:], *(one for _, one in chosen[-1:])], joint)
            if weight := self._weight(joint):
                joint.sure = weight > 2 or joint.only_name == joint.likeness == 2
                chosen.append((weight, joint))
        if not chosen and before:
            # Three or more have an "and" before the last.
            with_comma = [one for one in possible if one.likeness and self.text[one.start : one.end].startswith(",")]
            chosen = [(1, one) for one in with_comma[-1:]]
            for _, joint in chosen:
                joint.sure = False
        best = max((weight for weight, _ in chosen), default=0)
        kept = [one for weight, one in chosen if weight == best or (weight > 1 and not before)]
        divided = set(map(id, kept))
        if len(kept) > 1 and best > 2:
            for joint in kept:
                joint.sure = False
        settled = len(kept) == 1 and best > 2
        return kept, [
            one for one in possible if id(one) not in divided and (one.is_nearly_one if settled else one.is_arguable)
        ]

    def _weight(self, joint: Joint) -> int:
        """How much speaks for a joint with "and"."""
        only = joint.only_name
        words = len(joint.words.split())
        if joint.after_house and joint.likeness:
            return 3 if joint.likeness == 2 else 2 if joint.goes_on or words > 1 else 0
        if only and joint.likeness:
            # "Santiago Ramón y Cajal" is one person.
            one_surname = only == 2 and words == 1 and joint.likeness == 1 and self.language in _SURNAMES_JOINED
            return 0 if one_surname else 2 if only == joint.likeness == 2 else 1
        return int(joint.likeness == 2 and (joint.before_post or joint.after_unknown_house))

    def _only_name(self, found: list[Joint], joint: Joint) -> int:
        """How much the whole credit before a joint is like a name; 0 where it says more than one."""
        start = found[-1].end if found else 0
        mark = bisect.bisect_left(self.marks, start)
        if joint.start - start > 80 or (mark < len(self.marks) and self.marks[mark] < joint.start):
            return 0
        return names.likeness(self.text[start : joint.start])

    # --- where a joint is possible

    def _possible(self) -> Iterator[Joint]:
        for at in range(1, len(self.words)):
            if self.inside[at]:
                continue
            after_semicolon = self.text[self.words[at - 1][1] - 1] == ";"
            if self.forms[at][0] in self.joining and at + 1 < len(self.words):
                # "; and" is one joint. So is "and and", which is none.
                kind, following = SEMICOLON if after_semicolon else AND, at + 1
            elif after_semicolon:
                kind, following = SEMICOLON, at
            else:
                continue
            start = self._end_before(at)
            if start is not None:
                joint = Joint(start, self.words[following][0], kind, bracketed=self.bracketed[at])
                yield self._look(joint, following)

    def _end_before(self, at: int) -> int | None:
        """Where the words before this one end, without the marks of the joint."""
        for before in range(at - 1, max(-1, at - 4), -1):
            start, end = self.words[before]
            bare = len(self.text[start:end].rstrip(",;"))
            if bare:
                return start + bare
        return None

    def _look(self, joint: Joint, following: int) -> Joint:
        joint.after_house = any(
            at in self.houses for at in (joint.start, joint.start - 1) if at == joint.start or self.text[at] in ').”"'
        ) or self.text.endswith(self.tails, max(0, joint.start - 80), joint.start)
        comma = self.text.rfind(",", max(0, joint.start - 200), joint.start)
        if comma >= 0:
            piece = self.text[comma + 1 : joint.start].strip()
            joint.after_unknown_house = names.is_university(piece)
            joint.after_something = names.likeness(piece) > 0
        lead = folded(self.form.whole.lead)
        if lead and folded(self.text[joint.end : joint.end + len(self.form.whole.lead)]) == lead:
            following += len(lead.split())
        self._look_at_name(joint, following)
        return joint

    def _look_at_name(self, joint: Joint, first: int) -> None:
        """The words that follow, up to what ends a name."""
        at = first
        while at < len(self.words) and at - first <= _WORDS_OF_A_NAME:
            end = self.words[at][1]
            if self._ends_name(at) or self.forms[at][0] in self.joining:
                joint.goes_on = self._ends_name(at)
                break
            at += 1
            if self.text[end - 1] in ",;":
                joint.goes_on = self.text[end - 1] == ","
                break
        else:
            if at < len(self.words):
                return
        if at == first:
            return
        joint.words = self.text[self.words[first][0] : self.words[at - 1][1]].rstrip(",;.")
        if folded(joint.words) not in self.on_file.names:
            joint.likeness = names.likeness(joint.words)
        if joint.goes_on and at < len(self.words):
            behind = self.text[self.words[at][0] : self.words[at][0] + 120]
            joint.before_post = names.is_post(behind.partition(",")[0])

    # --- the words

    def _ends_name(self, at: int) -> bool:
        """No word of a name: what the form prints behind one, a bracket, a mark of its own."""
        word = self.forms[at][0]
        return word[:1] in ("(", "|", "–", "—", "/", "-") or word in self.after_name

    def _marks(self) -> Iterator[int]:
        """Where something stands that a name alone does not have."""
        for at, (start, end) in enumerate(self.words):
            if self._ends_name(at):
                yield start
            elif self.text[end - 1] == "," and not (at + 1 < len(self.words) and self._is_suffix(at + 1)):
                yield end - 1

    def _is_suffix(self, at: int) -> bool:
        start, end = self.words[at]
        return names.after_name(self.text[start:end].rstrip(",;"))

    # --- institutions on file

    def _find_houses(self) -> None:
        before = {words.split()[-1] for words in self.form.before_institution if words.strip(" ,")}
        for at, (start, end) in enumerate(self.words):
            opened = self.text[start] in '(“"'
            first = list(_forms(self.text[start + 1 : end])) if opened else self.forms[at]
            longest = None
            for taken, form in self.on_file.ends(first, self.forms, at + 1):
                if self._is_whole(at + taken, form):
                    longest = taken, self.words[at + taken][1] - form
            if longest is None:
                continue
            for word in range(at + 1, at + longest[0] + 1):
                self.inside[word] = True
            previous = self.text[slice(*self.words[at - 1])] if at else ","
            if opened or previous[-1] in _BEFORE_HOUSE or previous in before:
                self.houses.add(longest[1])

    def _find_brackets(self) -> None:
        opened: list[int] = []
        for bracket in _BRACKET.finditer(self.text):
            if bracket[0] == "(":
                opened.append(bracket.end())
            elif opened and bracket.start() - (start := opened.pop()) <= _LONGEST_BRACKET:
                for at in range(bisect.bisect_left(self.words, (start, 0)), len(self.words)):
                    if self.words[at][0] >= bracket.start():
                        break
                    self.bracketed[at] = True

    def _is_whole(self, at: int, form: int) -> bool:
        """A name that ends with this word is not the beginning of a longer one."""
        if form or at + 1 == len(self.words):
            return True
        return self.forms[at + 1][0] in self.joining or self._ends_name(at + 1)


def _forms(word: str) -> Iterator[str]:
    """A word as it stands, then without the marks at its end, one after the other."""
    yield folded(word)
    for cut in range(1, _MOST_CLOSING + 1):
        if len(word) <= cut or word[-cut] not in _CLOSING:
            return
        yield folded(word[:-cut])
