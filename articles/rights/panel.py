"""How an article stands on its terms, clause by clause: for the desk, for the record, and as one light for lists."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles.rights import rulings
from articles.rights.clause import Clause
from articles.rights.clauses import CLAUSES, knowing, questions_of
from articles.rights.finding import Finding, Light
from articles.rights.findings import findings

if TYPE_CHECKING:
    from articles.models import Article, Ruling
    from outlets.models import Terms

NOT_OF_RIGHTS = frozenset({"section", "body", "clearance", "translation_of"})
"""Findings about the article itself, or about its clearing: they stand with no clause of its terms."""


@dataclasses.dataclass(frozen=True)
class Line:
    """One clause on one article. ``light`` is "" where the terms say nothing and nothing rests on it."""

    clause: str
    label: str
    shown: str
    """The value of the clause in words, “not stated” included."""
    demand: str
    """What it wants of us, in a sentence; "" where it says nothing."""
    words: str
    """What the outlet says of it in its own words; "" where we do not have them."""
    light: str
    findings: tuple[Finding, ...]
    rulings: tuple[Ruling, ...]
    """Those in force: on the clause, and on what it looks at in the item. The one on what is open now stands first."""
    may_be_ruled: bool

    @property
    def ruling(self) -> Ruling | None:
        return self.rulings[0] if self.rulings else None

    @property
    def light_label(self) -> str:
        return str(Light(self.light).label) if self.light else ""


def lines(article: Article, at: dt.datetime | None = None, found: list[Finding] | None = None) -> list[Line]:
    """A line for each clause, in the order of the terms; none for our own work.

    What is found about the whole (no original, terms not in force) stands with the grant, the first of them. ``found``
    are its ``findings`` at that moment, where they are known already.
    """
    terms = article.terms
    if terms is None:
        return []
    ruled = rulings.in_force(article)
    by_clause: dict[str, list[Finding]] = {}
    for finding in findings(article, at) if found is None else found:
        if finding.clause not in NOT_OF_RIGHTS:
            by_clause.setdefault((knowing(finding.clause) or CLAUSES[0]).name, []).append(finding)
    return [_line(clause, terms, by_clause.get(clause.name, []), ruled) for clause in CLAUSES]


def _line(clause: Clause, terms: Terms, found: list[Finding], ruled: dict[str, Ruling]) -> Line:
    asked = next((finding.clause for finding in found if finding.blocks), clause.name)
    held = tuple(ruled[name] for name in dict.fromkeys((asked, *questions_of(clause))) if name in ruled)
    stated = clause.is_stated(terms)
    return Line(
        clause=asked,
        label=clause.label,
        shown=clause.shown(terms),
        demand=clause.demand(terms),
        words=clause.words(terms),
        light=worst(found) or (Light.GREEN if stated or any(one.allowed for one in held) else ""),
        findings=tuple(found),
        rulings=held,
        may_be_ruled=rulings.may_be_ruled(terms, asked),
    )


def worst(found: list[Finding]) -> str:
    """The worst light among the findings; "" without any."""
    lights = {finding.light for finding in found}
    return next((light for light in (Light.RED, Light.AMBER) if light in lights), "")


def light(article: Article, at: dt.datetime | None = None) -> str:
    """The worst light of all clauses; "" for our own work."""
    if not article.terms_id:
        return ""
    return worst([finding for finding in findings(article, at) if finding.clause not in NOT_OF_RIGHTS]) or Light.GREEN


def snapshot(article: Article, at: dt.datetime | None = None, found: list[Finding] | None = None) -> dict[str, Any]:
    """How it stands, as JSON can hold it: for the record of a clearing. ``found`` is what ``lines`` takes."""
    terms = article.terms
    return {
        "at": (at or timezone.now()).isoformat(),
        "outlet": article.outlet.slug if article.outlet else None,
        "terms": terms.number if terms else None,
        "original": article.original.number if article.original else None,
        "sha256": article.original.sha256 if article.original else None,
        "clauses": [
            {
                "clause": line.clause,
                "name": line.label,
                "terms_say": line.shown,
                "light": str(line.light),
                "findings": [dataclasses.asdict(finding) for finding in line.findings],
                "ruling": _ruling(line.ruling),
                "other_rulings": [_ruling(one) for one in line.rulings[1:]],
            }
            for line in lines(article, at, found)
        ],
    }


def _ruling(ruling: Ruling | None) -> dict[str, Any] | None:
    if ruling is None:
        return None
    return {
        "number": ruling.pk,
        "for": "article" if ruling.article_id else "outlet",
        "allowed": ruling.allowed,
        "basis": ruling.basis,
        "reason": ruling.reason,
    }
