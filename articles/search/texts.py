"""Which texts of an article are searched: what readers see of it, and by what names they may look for it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from articles.body import figures, text
from articles.search.words import words
from authors.models import Author, Institution

if TYPE_CHECKING:
    from articles.models import Article

FORMAT = "1"
"""Goes up when the same article would be indexed otherwise: a rebuild then writes every row anew."""
MOST_WORDS = 100_000
MOST_BYTES = 600_000
"""Of an article's words, each counted once: a tsvector holds one megabyte, with what keys begin with, and hashes beside
them. What follows in its text is not found."""
BREAK = "¶"
"""Stands between two texts, so that no phrase is found across them. Nobody can look for it: it is no letter."""
GROUP_ENDS = "¦"
"""The same between two groups of texts, where they stand in one."""


@dataclasses.dataclass(frozen=True)
class Texts:
    """The words of an article's texts, each text a list of its own; the groups in the order in which they count."""

    headline: list[list[str]]
    standfirst: list[list[str]]
    names: list[list[str]]
    body: list[list[str]]
    places: list[str]
    """Section and outlet, by their keys: these are renamed without touching a single article."""
    shown: str
    """The paragraphs of the body as readers see them, a line each, to cut a passage from."""

    @property
    def groups(self) -> tuple[list[list[str]], ...]:
        return self.headline, self.standfirst, self.names, self.body

    def digest(self) -> str:
        found = hashlib.blake2b(FORMAT.encode(), digest_size=16)
        for group in (*self.groups, [self.places], [[self.shown]]):
            found.update("\0\0".join("\0".join(each) for each in group).encode() + b"\0\0\0")
        return found.hexdigest()


ANYWHERE = "¤"
"""The key of every article: what is asked for by what it lacks alone is looked for among all."""


def section_key(pk: int) -> str:
    return f"¤s{pk}"


def outlet_key(pk: int) -> str:
    return f"¤o{pk}"


def of(article: Article) -> Texts:
    """From the row alone, whose body is the sealed original with its amendments: never from the original itself.

    Captions are left out: whether a picture may be shown is asked whenever it is shown.
    """
    said = text.paragraphs(figures.replace(article.body_html, lambda _src: None))
    shown = [storable(" ".join(paragraph.split())) for paragraph in said]
    budget = _Budget()
    return Texts(
        headline=budget.spend([article.title, article.kicker]),
        standfirst=budget.spend([article.standfirst]),
        names=budget.spend(_names(article.beside)),
        body=budget.spend(shown),
        places=_places(article),
        shown="\n".join(paragraph for paragraph in shown if paragraph),
    )


def storable(words: str) -> str:
    return words.encode("utf-8", "ignore").decode().replace("\0", "")


def _places(article: Article) -> list[str]:
    section = [section_key(article.section_id)] if article.section_id else []
    return [ANYWHERE, *section] + ([outlet_key(article.outlet_id)] if article.outlet_id else [])


def _names(beside: dict[str, Any]) -> Iterator[str]:
    """As printed, and as the linked profiles are called now; institutions also as others print them."""
    printed = beside.get("credits", ())
    for credit in printed:
        yield from (credit.get(part) or "" for part in ("name", "title", "institution"))
    for model, link, columns in (
        (Author, "author", ("name",)),
        (Institution, "institution_page", ("name", "aliases__name")),
    ):
        keys = {credit[link]["id"] for credit in printed if credit.get(link)}
        if keys:
            rows = model._default_manager.filter(pk__in=keys).order_by("pk", columns[-1]).values_list(*columns)
            yield from dict.fromkeys(name for row in rows for name in row if name)
    yield from (tag.get("name") or "" for tag in beside.get("tags", ()))


class _Budget:
    """What an index can hold of one article."""

    def __init__(self) -> None:
        self.words, self.bytes = MOST_WORDS, MOST_BYTES
        self.known: set[str] = set()

    def spend(self, said: Iterable[str]) -> list[list[str]]:
        return [kept for each in said if (kept := list(self._affordable(words(each))))]

    def _affordable(self, found: list[str]) -> Iterator[str]:
        for word in found:
            if self.words <= 0:
                return
            if word not in self.known:
                if (cost := len(word.encode())) > self.bytes:
                    continue
                self.bytes -= cost
                self.known.add(word)
            self.words -= 1
            yield word
