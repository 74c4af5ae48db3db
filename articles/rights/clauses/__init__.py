"""Every clause of terms, in the order in which the rights desk reads them; each knows its own columns.

The outlets named in the docstrings are those from whose terms a clause was taken (sections A1 and A2 of the domain
notes).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.rights.clause import Clause
from articles.rights.clauses import counter, credit, duties, grant, money, pictures, surfaces, time, volume, words
from outlets.clauses import YesNo

if TYPE_CHECKING:
    from articles.models import Article

CLAUSES: tuple[Clause, ...] = (
    grant.Grant(),
    money.CommercialUse(),
    money.Advertisements(),
    money.Paywall(),
    money.Resale(),
    money.Onward(),
    credit.Notice(),
    credit.Place(),
    credit.LinkBack(),
    credit.Logo(),
    credit.Authors(),
    credit.Institutions(),
    credit.Disclosure(),
    credit.Tagline(),
    credit.Links(),
    counter.Counter(),
    words.Amending(),
    words.Headline(),
    words.Translating(),
    words.Excerpting(),
    pictures.Images(),
    pictures.Charts(),
    time.Delay(),
    time.Freshness(),
    time.Removal(),
    time.Embargo(),
    volume.MonthlyCap(),
    volume.Share(),
    volume.Selection(),
    volume.OwnStories(),
    surfaces.CanonicalAddress(),
    surfaces.SearchEngines(),
    surfaces.Newsletters(),
    surfaces.SocialMedia(),
    surfaces.Print(),
    surfaces.AiUse(),
    duties.Notification(),
    duties.UsageReport(),
    duties.Corrections(),
    duties.Takedown(),
)

BY_COLUMN: dict[str, Clause] = {column: clause for clause in CLAUSES for column in clause.columns}


# What is found about an item and is no column of terms, by the clause that finds it.
_OF_THE_ITEM: dict[str, Clause] = {
    "licence_stated": BY_COLUMN["licence_code"],
    "in_force_to": BY_COLUMN["licence_code"],
    duties.WITHDRAWN: BY_COLUMN["correction_duty"],
    "usable_until": BY_COLUMN["remove_after_days"],
}


def questions_of(clause: Clause) -> tuple[str, ...]:
    """Everything under which a ruling about this clause can stand: its name, and what it looks at in an item."""
    return (clause.name, *(name for name, known in _OF_THE_ITEM.items() if known is clause))


def said(article: Article, column: str) -> str:
    """What the terms of this article say here, in words; “not stated” where it has none."""
    return BY_COLUMN[column].shown(article.terms) if article.terms else str(YesNo.NOT_STATED.label)


def knowing(column: str) -> Clause | None:
    """The clause that knows this column, or that looks at this in an item; None where none does."""
    return BY_COLUMN.get(column) or _OF_THE_ITEM.get(column)
