"""What we were given at all: terms in force, read by a person, and the licence that the item itself states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.rights import licences, machines
from articles.rights.case import Case
from articles.rights.clause import Clause
from articles.rights.finding import Finding
from outlets.models import Terms
from records.moments import local

REREAD_AFTER = dt.timedelta(days=365)


class Grant(Clause):
    """The licence or house terms. KFF Health News marks single items “All Rights Reserved”: rights are per article.

    GroundUp: a contract for each licensee, with a first and a last day.
    """

    columns = (
        *("licence_code", "licence_url", "licence_version", "house_terms_url", "terms_checked_on", "grant_source"),
    )

    def shown(self, terms: Terms) -> str:
        """Terms of a house are a grant too."""
        return str(terms.licence)

    def demand(self, terms: Terms) -> str:
        if not terms.licence_code and not terms.house_terms_url:
            return ""
        if terms.terms_checked_on is None:
            told = _("We hold it under: %(licence)s. Nobody has entered when the terms were last read at their source.")
            return told % {"licence": terms.licence}
        told = _("We hold it under: %(licence)s. The terms were last read at their source on %(day)s.")
        return told % {"licence": terms.licence, "day": date_format(terms.terms_checked_on)}

    def check(self, case: Case) -> Iterator[Finding]:
        terms = case.terms
        if terms.outlet_id != case.article.outlet_id:
            yield self.breach(_("These are the terms of another outlet."), _("Tell the administrator."), clause="terms")
        if not terms.adopted:
            yield self.breach(
                _("Nobody has put these terms in force."),
                _("The rights desk reads them and adopts them."),
                clause="terms",
            )
        yield from self._of_their_days(case)
        rights = case.sealed.get("rights")
        status = rights.get("status") if isinstance(rights, dict) else None
        if status == "withheld":
            yield self.breach(
                _("Its source holds this text back: it may not be shown, or not yet."),
                _("Wait until the source sends it for use, and take that original over."),
                clause="original",
            )
        elif status == "canceled":
            yield self.breach(_("Its source has withdrawn this text."), _("Leave it out."), clause="original")
        if told := self._of_the_item(case):
            yield from self.question(
                case,
                " ".join(told),
                clause="licence_stated",
                mend=_("Look at the item on the outlet's own page, whether it may be republished."),
            )
        read = terms.terms_checked_on
        if read is None and (terms.licence_code or terms.house_terms_url):
            yield self.reminder(
                _("Nobody has entered when these terms were last read at their source."),
                _("Read them on the outlet's page, and enter the day in the terms."),
                clause="terms_checked_on",
            )
        elif read is not None and timezone.localdate(case.at) - read > REREAD_AFTER:
            yield self.reminder(
                _("Nobody has read these terms at their source since %(day)s.") % {"day": date_format(read)},
                _("Read the outlet's page again and enter the day in the terms."),
                clause="terms_checked_on",
            )

    def _of_the_item(self, case: Case) -> list[str]:
        """What the item says of its own rights that its terms do not."""
        told = []
        stated = case.article.licence_stated
        if stricter := licences.stricter(stated, case.terms, for_profit=bool(case.us.commercial)):
            sentence = _("The item itself says “%(stated)s”, which is stricter than the terms (%(how)s).")
            told.append(sentence % {"stated": stated[:120], "how": ", ".join(stricter)})
        rights = case.sealed.get("rights")
        forbidden = rights.get("prohibits") if isinstance(rights, dict) else None
        if isinstance(forbidden, list) and (named := _of_people(forbidden)):
            sentence = _("The item forbids, in a form for machines: %(what)s.")
            told.append(sentence % {"what": "; ".join(named)[:300]})
        return told

    def _of_their_days(self, case: Case) -> Iterator[Finding]:
        begin, end = case.terms.in_force_from, case.terms.in_force_to
        if begin and local(max(case.at, case.opens)).date() < begin:
            yield self.breach(
                _("Its terms are in force from %(day)s on, and it would open before that.")
                % {"day": date_format(begin)},
                _("Schedule it for that day or later."),
                clause="terms",
            )
        if end and local(case.opens).date() > end:
            told = _("Its terms were in force until %(day)s, and it would open after that.")
            yield from self.question(case, told % {"day": date_format(end)}, clause="in_force_to")


def _of_people(forbidden: list[object]) -> list[str]:
    """What machines are forbidden has clauses of its own."""
    return [str(one) for one in forbidden if one and not machines.is_about_machines_alone(str(one))]
