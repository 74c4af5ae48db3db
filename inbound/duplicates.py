"""The same story told by others: found by its words where they are the same, else by much the same headline."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from inbound.models import Item

if TYPE_CHECKING:
    from django.db.models import QuerySet

NEAR = dt.timedelta(days=4)
ALIKE = 0.6
"""So much of two headlines' words are the same (Jaccard), of at least four."""
_COMPARED = 1500


def of(items: Iterable[Item], among: QuerySet | None = None) -> dict[int, list[Item]]:
    """For each item those that tell the same story, nearest first; items without any are left out. Two queries."""
    items = list(items)
    if not items:
        return {}
    first, last = min(item.seen_at for item in items) - NEAR, max(item.seen_at for item in items) + NEAR
    rows = Item.objects.all() if among is None else among
    columns = ("id", "title", "outlet", "state", "article", "fingerprint", "seen_at")
    near = list(rows.filter(seen_at__gte=first, seen_at__lte=last).only(*columns).select_related("outlet")[:_COMPARED])
    words = {row.pk: _words(row.title) for row in near}
    found = {}
    for item in items:
        mine = _words(item.title)
        alike = [(_alike(item, mine, row, words[row.pk]), row) for row in near if row.pk != item.pk]
        best = sorted((pair for pair in alike if pair[0] >= ALIKE), key=lambda pair: -pair[0])
        if best:
            found[item.pk] = [row for _much, row in best[:5]]
    return found


def _alike(item: Item, mine: frozenset[str], row: Item, theirs: frozenset[str]) -> float:
    if item.fingerprint and item.fingerprint == row.fingerprint:
        return 1.0
    if abs(item.seen_at - row.seen_at) > NEAR or min(len(mine), len(theirs)) < 4:
        return 0.0
    return len(mine & theirs) / len(mine | theirs)


def _words(title: str) -> frozenset[str]:
    flat = unicodedata.normalize("NFKC", title).casefold()
    return frozenset(word for word in re.findall(r"\w+", flat) if len(word) > 2)
