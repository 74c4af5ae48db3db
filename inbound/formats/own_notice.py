"""The line in which an outlet says where its text first appeared, in words of its own, at the end or the top of it.

"Originally published under Creative Commons by 360info", "This story was originally published by Grist". The forms that
come with a counter have readers of their own; here a line counts as the outlet's only if it names the outlet that
the material came from, or leads to it: a text may end with the credit of a third party, and that is for a person.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable

from articles.body import links
from inbound.formats import wrapping
from inbound.formats.arrival import Hints
from inbound.formats.tracker import LONGEST_NOTICE, Tail

LINE = re.compile(
    r"^[\s\[(“\"*_–—-]{0,4}(?:(?:this|the)\s(?:article|story|piece|post|report|essay|column|commentary|investigation"
    r"|feature|interview|content|work|original article)\s)?(?:(?:was|is|has been)\s)?"
    r"(?:(?:originally|first|co-?)\s?(?:appeared|published|posted|produced|reported)|originally appeared"
    r"|(?:re-?)(?:published|printed|posted)|produced|provided)\s"
    r"(?:here\s)?(?:under|by|on|in|at|from|with|through|as part|courtesy)\b",
    re.IGNORECASE,
)
NEAR = 3
"""Blocks from the end, and from the top, among which such a line stands."""


def take(tail: Tail, names: Collection[str], hints: Hints) -> None:
    """Puts the notice into its field, if there is one, and takes it out of the text."""
    spoken = {_folded(name) for name in names if len(_folded(name)) > 2}
    for number in _near(tail.body):
        block = tail.body[number]
        said = wrapping.line(block) if len(block) < LONGEST_NOTICE * 8 else ""
        if len(said) > LONGEST_NOTICE or not LINE.match(said):
            continue
        if not _is_of(block, said, spoken, hints.hosts):
            tail.warnings.append(
                f"The text says that it comes from elsewhere (“{wrapping.first_words(block, 120)}”);"
                " make sure that the outlet may pass it on."
            )
            return
        _move(tail, number)
        return


def _near(body: list[str]) -> Iterable[int]:
    """The numbers of the last blocks that say something, then of the first."""
    speaking = (number for number in reversed(range(len(body))) if wrapping.says_something(body[number]))
    first = (number for number in range(len(body)) if wrapping.says_something(body[number]))
    return dict.fromkeys([*itertools.islice(speaking, NEAR), *itertools.islice(first, NEAR)])


def _is_of(block: str, said: str, names: set[str], hosts: frozenset[str]) -> bool:
    words = f" {_folded(said)} "
    if any(f" {name} " in words for name in names):
        return True
    return any(wrapping.host(link.href) in hosts for link in links.links(block))


def _move(tail: Tail, number: int) -> None:
    block = tail.body[number]
    tail.notice_html = wrapping.without_pictures(block)
    tail.licence_stated = tail.licence_stated or wrapping.licence_in(block)
    pages = [link.href for link in links.links(block) if wrapping.host(link.href) != wrapping.CREATIVE_COMMONS]
    articles = [address for address in pages if wrapping.is_article(address)]
    tail.canonical_url = tail.canonical_url or (wrapping.without_campaign(articles[0]) if articles else None)
    before, after = tail.body[:number], tail.body[number + 1 :]
    if not any(map(wrapping.says_something, after)):
        while before and wrapping.is_divider(before[-1]):
            before.pop()
    tail.body = before + after


def _folded(words: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", words.casefold()).split())
