"""What we were given at all: terms in force, read by a person, and the licence that the item itself states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.rights import licences
from articles.rights.case import Case
from articles.rights.clause import Clause
from articles.rights.finding import Finding
from outlets.models import Terms

REREAD_AFTER = dt.timedelta(days=365)


class Grant(Clause):
    """The licence or house terms. KFF Health News marks single items “All Rights Reserved”: rights are per article."""

    columns = (
        *("licence_code", "licence_url", "licence_version", "house_terms_url", "terms_checked_on", "grant_source"),
    )

    def demand(self, terms: Terms) -> str:
        if not terms.licence_code and not terms.house_terms_url:
            return ""
        return _("We hold it under: %(licence)s.") % {"licence": terms.licence}

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
        opens = case.window.opens or case.at
        if terms.in_force_to and timezone.localtime(opens).date() > terms.in_force_to:
            told = _("Its terms were in force until %(day)s, and it would open after that.")
            yield from self.question(case, told % {"day": terms.in_force_to.isoformat()}, clause="in_force_to")
        stricter = licences.stricter(case.article.licence_stated, terms.licence_code or terms.licence_url)
        if stricter:
            told = _("The item itself says “%(stated)s”, which is stricter than the terms (%(how)s).")
            stated = {"stated": case.article.licence_stated[:120], "how": ", ".join(stricter)}
            yield from self.question(case, told % stated, clause="licence_stated")
        read = terms.terms_checked_on
        if read is not None and timezone.localdate(case.at) - read > REREAD_AFTER:
            yield self.reminder(
                _("Nobody has read these terms at their source since %(day)s.") % {"day": read.isoformat()},
                _("Read the outlet's page again and enter the day in the terms."),
                clause="terms_checked_on",
            )
