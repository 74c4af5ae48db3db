"""Do we hold this already? The ladder by which an arriving item is recognised, rung by rung."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django.db.models import IntegerField, Q, QuerySet, Value

from articles import trash
from articles.body import text
from articles.models import Article
from articles.rights import linkback
from inbound.formats.arrival import Arrival
from inbound.models import Item
from outlets.models import Outlet

Rung = tuple[str, str, str | None]
"""Its name, the column that is compared, and the value that arrived."""

_COUNTED = re.compile(r"/content/(\d+)/")
_TRAILING = re.compile(r"(?:[-:/]|^)(\d{3,12})/?$")


@dataclasses.dataclass(frozen=True)
class Match:
    article: Article
    rung: str
    """By what it was recognised: identity, address, number or text."""


def article_number(arrival: Arrival) -> str:
    """The outlet's own number of the article, or ``""``.

    The Conversation's stands in its counter, at the end of its address and of its Atom id (section C3 of the domain
    notes); a number is taken from the address only where the counter or the id says the same one.
    """
    counted = _COUNTED.search(arrival.counter_url or "")
    if counted:
        return counted[1]
    by_id = _TRAILING.search(arrival.source_id or "")
    by_address = _TRAILING.search(urlsplit(arrival.canonical_url or "").path)
    if by_id and by_address and by_id[1] == by_address[1]:
        return by_id[1]
    return ""


@functools.lru_cache(maxsize=32)  # it is asked for on every rung and once more when the item is kept
def fingerprint(html: str) -> str:
    """The same for two copies of one text, whatever their spaces, mark-up and case; ``""`` under 50 words."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text.plain(html)).casefold())
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if len(words) >= 50 else ""


def find(arrival: Arrival, outlet: Outlet) -> Match | None:
    """The article of this outlet that the arrival is a copy of, by the highest rung that holds.

    Of several on one rung the oldest that does not lie in the trash. One whose days in the trash are over is none that
    we hold: see ``past``.
    """
    held = Article.objects.filter(outlet=outlet).exclude(trash.over_q())
    rungs = _rungs(arrival, outlet)

    def order(row: tuple[int, int, dt.datetime | None]) -> tuple[int, bool, float, int]:
        pk, rung, trashed_at = row
        return rung, trashed_at is not None, -trashed_at.timestamp() if trashed_at else 0.0, pk

    found = min(_on_any(held, rungs, "trashed_at"), key=order, default=None)
    return Match(Article.objects.get(pk=found[0]), rungs[found[1]][0]) if found else None


def past(arrival: Arrival, outlet: Outlet) -> list[Article]:
    """The articles of which the arrival would be a copy, had their days in the trash not passed."""
    alike = Q()
    for _rung, field, value in _rungs(arrival, outlet):
        if value:
            alike |= Q(**{field: value})
    return list(Article.objects.filter(trash.over_q(), alike, outlet=outlet).order_by("id")) if alike else []


def find_item(arrival: Arrival, outlet: Outlet) -> tuple[Item, str] | None:
    """The item of the inbox that the arrival is a copy of, and the rung: the same ladder, on what arrived before."""
    rungs = _rungs(arrival, outlet)
    found = min(_on_any(Item.objects.filter(outlet=outlet), rungs), key=lambda row: (row[1], row[0]), default=None)
    return (Item.objects.get(pk=found[0]), rungs[found[1]][0]) if found else None


def _on_any(held: QuerySet, rungs: tuple[Rung, ...], *columns: str) -> list[tuple[Any, ...]]:
    """Key and number of the rung, and what else is asked for, of every row that is on one.

    One look-up for each rung, joined to one query: told to look for any of them, SQLite reads all of the outlet.
    """
    lookups = [
        held.order_by().filter(**{field: value}).values_list("pk", Value(n, output_field=IntegerField()), *columns)
        for n, (_rung, field, value) in enumerate(rungs)
        if value
    ]
    return list(lookups[0].union(*lookups[1:], all=True)) if lookups else []


def is_older(version: str | None, held: str | None) -> bool:
    """Whether a version, as the source counts them, comes before the one that we hold: versions may overtake each
    other on their way. What is no number says nothing.
    """
    new, old = (one or "" for one in (version, held))
    return new.isdecimal() and old.isdecimal() and max(len(new), len(old)) < 30 and int(new) < int(old)


def _rungs(arrival: Arrival, outlet: Outlet) -> tuple[Rung, ...]:
    # A feed that gives its home page as the address of every item tells nothing of any.
    address = arrival.canonical_url if linkback.is_of_an_article(arrival.canonical_url or "", outlet) else None
    return (
        ("identity", "source_id", arrival.source_id),
        ("address", "source_url", address),
        ("number", "source_number", article_number(arrival)),
        ("text", "fingerprint", fingerprint(arrival.body_html)),
    )
