"""The clauses that time keeps by itself: the article's window is made of them (``articles.rights.window``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.rights.case import Case
from articles.rights.clause import Clause, day, moment_in_words
from articles.rights.finding import Finding
from articles.rights.window import later
from outlets.clauses import YesNo
from outlets.models import Terms


def _enter_the_day() -> str:
    return _("Look up on the outlet's page when it was first published, and enter it.")


class Delay(Clause):
    """Dialogue Earth: at least two days after first publication."""

    columns = ("delay_days",)

    def demand(self, terms: Terms) -> str:
        days = terms.delay_days
        if days:
            told = ngettext(
                "Not before %(days)d day after first publication.",
                "Not before %(days)d days after first publication.",
                days,
            )
            return told % {"days": days}
        return "" if days is None else _("Nothing is said against showing it at once.")

    def check(self, case: Case) -> Iterator[Finding]:
        if case.terms.delay_days and not case.article.source_published_at:
            told = _("The days to wait cannot be counted: nobody knows when it was first published.")
            yield from self.question(case, told, mend=_enter_the_day())


class Freshness(Clause):
    """Undark: only within 90 days of first publication. Binds the day on which readers first get it, not later ones."""

    columns = ("fresh_within_days",)

    def demand(self, terms: Terms) -> str:
        days = terms.fresh_within_days
        if days:
            told = ngettext(
                "Taken only within %(days)d day of first publication.",
                "Taken only within %(days)d days of first publication.",
                days,
            )
            return told % {"days": days}
        return "" if days is None else _("It may be taken however old it is.")

    def check(self, case: Case) -> Iterator[Finding]:
        days, first = case.terms.fresh_within_days, case.article.source_published_at
        if not days:
            return
        if first is None:
            told = _("Whether it is still fresh cannot be told: nobody knows when it was first published.")
            yield from self.question(case, told, mend=_enter_the_day())
        elif case.opens > later(first, days):
            told = _("It may be taken only within %(days)d days of first publication, which ended on %(day)s.")
            yield from self.question(case, told % {"days": days, "day": day(later(first, days))})


class Removal(Clause):
    """City Desk ABQ: to be removed 90 days after first publication. Agencies: each item has an end of its own."""

    columns = ("remove_after_days",)

    def demand(self, terms: Terms) -> str:
        days = terms.remove_after_days
        if days:
            told = ngettext(
                "Removed %(days)d day after first publication.",
                "Removed %(days)d days after first publication.",
                days,
            )
            return told % {"days": days}
        return "" if days is None else _("It may stay for good.")

    def check(self, case: Case) -> Iterator[Finding]:
        article, days, now = case.article, case.terms.remove_after_days, max(case.at, case.opens)
        if article.usable_until and now >= article.usable_until:
            yield self.breach(
                _("Its source lets it be shown until %(moment)s only.")
                % {"moment": moment_in_words(article.usable_until)},
                _("Leave it out, or ask %(outlet)s to send it again with a later end.") % {"outlet": article.outlet},
                clause="usable_until",
            )
        if not days:
            return
        first = article.source_published_at
        if now >= later(min(first or case.opens, case.opens), days):
            told = _("It would have to be removed already: %(days)d days have passed since first publication.")
            yield from self.question(case, told % {"days": days})
        elif first is None:
            told = _("It is removed %(days)d days after our own publication: nobody knows when it was first published.")
            yield self.reminder(told % {"days": days}, _enter_the_day())


class Embargo(Clause):
    """360info: items may be embargoed. An embargo that arrived is kept, whatever the terms say of embargoes."""

    columns = ("embargo",)
    demands = {
        YesNo.YES: gettext_lazy("Items may come under an embargo, which is kept."),
        YesNo.NO: gettext_lazy("Items come without an embargo; one that comes all the same is kept."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        rights = case.sealed.get("rights")
        arrived = _moment(rights.get("embargo_until")) if isinstance(rights, dict) else None
        if arrived is None or arrived <= case.at or arrived <= case.opens:
            return
        told = _("It came under an embargo until %(moment)s, and would open before that.")
        moment = moment_in_words(arrived)
        yield from self.question(
            case, told % {"moment": moment}, mend=_("Enter the embargo as it came: %(moment)s.") % {"moment": moment}
        )


def _moment(said: object) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
