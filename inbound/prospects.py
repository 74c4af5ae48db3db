"""May we take it, and what must we do? Asked of what only arrived, for a whole page of the inbox at once.

The clauses themselves answer, of an article that is never saved: nothing is decided here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import bylines
from articles.models import Article, Byline
from articles.rights.case import Case
from articles.rights.clauses import CLAUSES
from articles.rights.finding import Finding, Light
from articles.rights.panel import worst
from articles.rights.window import taken_until
from inbound.formats.arrival import WITHHELD, Arrival, to_json

if TYPE_CHECKING:
    from articles.models import Ruling
    from inbound.models import Item
    from outlets.models import Outlet, Terms

# Asked when it is published, of what a person will have chosen by then.
_NOT_YET = frozenset({"systematic"})


@dataclasses.dataclass(frozen=True)
class Prospect:
    """How one item stands. ``light`` is green where it could be cleared as it came, amber where the desk is asked."""

    light: str
    why_not: tuple[str, ...]
    """What blocks, a sentence each with its remedy; empty where nothing does."""
    must: tuple[str, ...]
    """What the terms demand of us with it; what they merely allow is left out."""
    passes_at: dt.datetime | None = None
    """When the last day on which it may be taken ends; None where none does."""


class Prospects:
    """Answers for many items of several outlets; terms and rulings of an outlet are read once."""

    def __init__(self, at: dt.datetime | None = None):
        self.at = at or timezone.now()
        self._terms: dict[int, Terms | None] = {}
        self._rulings: dict[int, dict[str, Ruling]] = {}

    def of_item(self, item: Item) -> Prospect:
        return self.of(item.arrival, item.outlet)

    def of(self, arrival: Arrival, outlet: Outlet) -> Prospect:
        if outlet.pk not in self._terms:
            self._terms[outlet.pk] = outlet.current_terms()
        terms = self._terms[outlet.pk]
        if terms is None:
            told = _("No terms of this outlet are in force. The rights desk adopts them first.")
            return Prospect(Light.RED, (told,), ())
        case = _Arriving(arrival, outlet, terms, self.at, self._rulings)
        found = [
            finding
            for clause in CLAUSES
            if clause.name not in _NOT_YET
            for finding in clause.check(case)
            if finding.blocks
        ]
        found += _of_the_item(arrival)
        must = tuple(said for clause in CLAUSES if clause.asks_something(terms) and (said := clause.demand(terms)))
        why_not = tuple(f"{finding.sentence} {finding.remedy}" for finding in found)
        return Prospect(worst(found) or Light.GREEN, why_not, must, taken_until(arrival.published, terms))


def _of_the_item(arrival: Arrival) -> list[Finding]:
    found = []
    if not arrival.body_html.strip():
        found.append(Finding("body", _("It arrived without a text."), _("Copy it from the outlet's page.")))
    if arrival.rights.status == WITHHELD:
        found.append(Finding("status", _("Its source withholds it for now."), _("Wait until its source releases it.")))
    return found


class _Arriving(Case):
    """The case of an article that nobody has taken: everything comes from the arrival."""

    def __init__(
        self, arrival: Arrival, outlet: Outlet, terms: Terms, at: dt.datetime, rulings: dict[int, dict[str, Ruling]]
    ):
        self.arrival, self._by_outlet = arrival, rulings
        article = Article(
            title=(arrival.title or "")[:300],
            slug="-",
            language=arrival.language or outlet.language,
            outlet=outlet,
            terms=terms,
            source_url=arrival.canonical_url or "",
            source_published_at=arrival.published,
            licence_stated=(arrival.licence_stated or "")[:500],
            embargo_until=arrival.embargo_until,
            usable_until=arrival.rights.expires,
            picked_because="-",
            body_html=arrival.body_html,
            notice_html=arrival.notice_html or "",
            disclosure_html=arrival.disclosure_html or "",
            counter_url=arrival.counter_url or "",
            counter_kind=_kind(arrival.counter_url or ""),
        )
        super().__init__(article, terms, at)
        article.byline_line = bylines.printed(article, self.bylines)
        article.beside = {
            "credits": [
                {"name": row.name, "title": row.title, "institution": row.institution_name} for row in self.bylines
            ]
        }

    @cached_property
    def sealed(self) -> dict[str, Any]:
        return to_json(self.arrival, pages=())

    @cached_property
    def bylines(self) -> list[Byline]:
        return [
            Byline(position=n, name=a.name, title=a.title or "", institution_name=a.institution or "")
            for n, a in enumerate(self.arrival.authors)
        ]

    @cached_property
    def amendments(self) -> list[Any]:
        return []

    @cached_property
    def pictures(self) -> list[Any]:
        return []

    @cached_property
    def rulings(self) -> dict[str, Ruling]:
        pk = self.terms.outlet_id
        if pk not in self._by_outlet:
            from articles.rights import rulings

            self._by_outlet[pk] = rulings.in_force(self.article)
        return self._by_outlet[pk]


def _kind(counter_url: str) -> str:
    return "none" if not counter_url else "script" if counter_url.split("?")[0].endswith(".js") else "img"
