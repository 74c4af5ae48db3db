"""The database's own part of the search."""

from __future__ import annotations

from typing import Protocol

from django.db import connections

from articles.models import SearchText
from articles.search import on_postgresql, on_sqlite
from articles.search.expression import Asked, Condition, Expression, Stretch
from articles.search.texts import Texts


class Engine(Protocol):
    def store(self, article_id: int, place: int, digest: str, texts: Texts) -> None:
        """Write the article's row of ``SearchText`` and its words, in place of those that may stand there."""

    def newest(
        self, wanted: Expression, open_to: Condition, stretch: Stretch, limit: int, oldest: bool = False
    ) -> Asked:
        """Keys and places of what answers, newest (or oldest) first."""

    def relevant(self, wanted: Expression, open_to: Condition, stretch: Stretch, limit: int, ranked: int) -> Asked:
        """The same of the newest ``ranked``, with a whole number for how well each answers, best first, and with how
        many answer in all, ``limit`` at most."""


def engine() -> Engine:
    vendor = connections[SearchText.objects.db].vendor
    return on_postgresql if vendor == "postgresql" else on_sqlite
