"""The clauses that time keeps by itself: the article's window is made of them (``articles.rights.window``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles.rights.case import Case
from articles.rights.clause import Clause
from articles.rights.finding import Finding
from articles.rights.window import later
from outlets.models import Terms


def _day(moment: dt.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")


class Delay(Clause):
    """Dialogue Earth: at least two days after first publication."""

    columns = ("delay_days",)

    def demand(self, terms: Terms) -> str:
        days = terms.delay_days
        return _("Not before %(days)d days after first publication.") % {"days": days} if days else ""

    def check(self, case: Case) -> Iterator[Finding]:
        if case.terms.delay_days and not case.article.source_published_at:
            yield from self.question(
                case, _("The days to wait cannot be counted: nobody knows when it was first published.")
            )


class Freshness(Clause):
    """Undark: only within 90 days of first publication. Binds the day on which readers first get it, not later ones."""

    columns = ("fresh_within_days",)

    def demand(self, terms: Terms) -> str:
        days = terms.fresh_within_days
        return _("Taken only within %(days)d days of first publication.") % {"days": days} if days else ""

    def check(self, case: Case) -> Iterator[Finding]:
        days, first = case.terms.fresh_within_days, case.article.source_published_at
        if not days:
            return
        if first is None:
            yield from self.question(
                case, _("Whether it is still fresh cannot be told: nobody knows when it was first published.")
            )
        elif case.opens > later(first, days):
            told = _("It may be taken only within %(days)d days of first publication, which ended on %(day)s.")
            yield from self.question(case, told % {"days": days, "day": _day(later(first, days))})


class Removal(Clause):
    """City Desk ABQ: to be removed 90 days after first publication."""

    columns = ("remove_after_days",)

    def demand(self, terms: Terms) -> str:
        days = terms.remove_after_days
        return _("Removed %(days)d days after first publication.") % {"days": days} if days else ""

    def check(self, case: Case) -> Iterator[Finding]:
        closes = case.window.closes
        if case.terms.remove_after_days and closes and max(case.at, case.opens) >= closes:
            told = _("It would have to be removed already: %(days)d days have passed since first publication.")
            yield from self.question(case, told % {"days": case.terms.remove_after_days})


class Embargo(Clause):
    """360info: items may be embargoed. An embargo that arrived is kept, whatever the terms say of embargoes."""

    columns = ("embargo",)
