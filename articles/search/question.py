"""What a reader typed: words that must all be there, "phrases", choices and exclusions.

    harbour ferries          both, each in singular or plural
    "the harbour opens"      these words in this order, as written
    harbour OR port          either
    harbour -ferries         the one without the other
    harb*                    every word that begins so

Nothing that is typed is an error: what means nothing is passed over.
"""

from __future__ import annotations

import dataclasses
import re

from articles.search.words import forms, words

LONGEST = 300
"""Characters of a question that are read."""
MOST_WORDS = 16
SHORTEST_BEGINNING = 3
"""Letters before a “*”: fewer would find half the dictionary."""

_QUOTES = '"“”„«»‟＂'
_PIECE = re.compile(rf"([-−–]?)[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]?|([^\s{_QUOTES}]+)")
_EXCLUDES = "-−–"


@dataclasses.dataclass(frozen=True)
class Term:
    """One word, or several that stand in this order."""

    words: tuple[str, ...]
    as_written: bool = False
    """From quotation marks: not in other forms."""
    begins: bool = False
    """The last word may go on."""

    @property
    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """The runs of words of which one must be there."""
        if self.as_written or self.begins or len(self.words) > 1:
            return (self.words,)
        return tuple((form,) for form in forms(self.words[0]))


@dataclasses.dataclass(frozen=True)
class Question:
    typed: str = ""
    """As it is shown again: what was read of it."""
    groups: tuple[tuple[Term, ...], ...] = ()
    """Of each group one term must be there."""
    without: tuple[Term, ...] = ()
    shortened: bool = False
    """Not everything that was typed was read."""

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.groups or self.without)

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for group in self.groups for term in group)


def read(typed: str) -> Question:
    """The question that was typed; an empty one where it holds no word."""
    typed = " ".join(typed.replace("\0", " ").split())
    shown = typed[:LONGEST].encode("utf-8", "ignore").decode().strip()
    groups: list[list[Term]] = []
    without: list[Term] = []
    number, shortened, choice = 0, len(typed) > LONGEST, False
    for sign, phrase, word in _PIECE.findall(shown):
        if word in ("OR", "|") and groups:
            choice = True
            continue
        if word in ("AND", "&"):
            continue
        excluded = bool(sign)
        if word and word[0] in _EXCLUDES:
            excluded, word = True, word.lstrip(_EXCLUDES)
        term = _term(phrase, word)
        if term is None:
            continue
        if number + len(term.words) > MOST_WORDS:
            shortened = True
            term = dataclasses.replace(term, words=term.words[: MOST_WORDS - number], begins=False)
            if not term.words:
                break
        number += len(term.words)
        if excluded:
            without.append(term)
        elif choice:
            groups[-1].append(term)
        elif [term] not in groups:
            groups.append([term])
        choice = False
    return Question(shown, tuple(tuple(group) for group in groups), tuple(without), shortened)


def _term(phrase: str, word: str) -> Term | None:
    found = tuple(words(phrase or word))
    if not found:
        return None
    begins = not phrase and word.endswith("*") and len(found[-1]) >= SHORTEST_BEGINNING
    return Term(found, as_written=bool(phrase), begins=begins)
