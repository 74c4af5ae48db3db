"""What is asked of the index: runs of words, joined; in no database's language yet."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from articles.search.question import Question, Term
from articles.search.texts import ANYWHERE
from articles.search.words import words

Asked = tuple[str, list[Any]]
"""SQL and its parameters."""


class Stretch(NamedTuple):
    """Places from the first, before the last."""

    first: int = -(1 << 63)
    last: int = (1 << 63) - 1


@dataclasses.dataclass(frozen=True)
class Condition:
    """SQL that selects something where the gate lets the article of the row ``t`` of the index show."""

    sql: str
    params: tuple[Any, ...]


@dataclasses.dataclass(frozen=True)
class Run:
    """Words that follow one another; where ``begins``, the last may go on."""

    words: tuple[str, ...]
    begins: bool = False


@dataclasses.dataclass(frozen=True)
class Expression:
    groups: tuple[tuple[Run, ...], ...] = ()
    """Of each group one run must be there."""
    without: tuple[Run, ...] = ()
    within: tuple[str, ...] = ()
    """Keys of section and outlet, all of which must be there."""

    def __bool__(self) -> bool:
        return bool(self.groups or self.within)


def made_of(question: Question, named: Iterable[tuple[str, str]] = (), within: Iterable[str] = ()) -> Expression:
    """``named`` are the keys of sections and outlets with their names: who asks for an outlet means its articles."""
    known = [(key, words(name)) for key, name in named]
    keys = tuple(within)
    if question.without and not question.groups and not keys:
        keys = (ANYWHERE,)

    def runs(term: Term) -> Iterator[Run]:
        yield from (Run(alternative, term.begins) for alternative in term.alternatives)
        for key, name in known:
            if any(_stands_in(alternative, term.begins, name) for alternative in term.alternatives):
                yield Run((key,))

    return Expression(
        tuple(tuple(run for term in group for run in runs(term)) for group in question.groups),
        tuple(run for term in question.without for run in runs(term)),
        keys,
    )


def _stands_in(run: tuple[str, ...], begins: bool, name: list[str]) -> bool:
    for at in range(len(name) - len(run) + 1):
        there = tuple(name[at : at + len(run)])
        if there == run or (begins and there[:-1] == run[:-1] and there[-1].startswith(run[-1])):
            return True
    return False
