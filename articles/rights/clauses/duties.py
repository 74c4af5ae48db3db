"""What is owed after publication: telling the outlet, reporting use, taking over corrections."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.rights.case import Case
from articles.rights.clause import Clause, day
from articles.rights.finding import Finding
from outlets.clauses import YesNo
from outlets.models import Terms

TOLD = "tell_outlet"
"""The verb in the log that keeps this duty."""


class Notification(Clause):
    """openDemocracy: always send a link. Global Voices, The Marshall Project: tell of it."""

    columns = ("notify_to",)

    def demand(self, terms: Terms) -> str:
        return _("Tell of publication: %(whom)s") % {"whom": terms.notify_to} if terms.notify_to else ""

    def check(self, case: Case) -> Iterator[Finding]:
        if not case.terms.notify_to or not case.is_live or case.opens > case.at:
            return
        if not case.article.audit_events.filter(verb=TOLD).exists():
            yield self.reminder(
                _("The outlet wants to be told of publication, and nobody has said that it was."),
                _("Send the link (%(whom)s), then press “Outlet was told”.") % {"whom": case.terms.notify_to},
            )


class UsageReport(Clause):
    """Dialogue Earth: how many people each article reached."""

    columns = ("report_usage",)
    demands = {
        YesNo.YES: gettext_lazy("The outlet is told how many people read it."),
        YesNo.NO: gettext_lazy("The outlet does not ask how many people read it."),
    }


class Corrections(Clause):
    """CalMatters, GroundUp: what they correct is corrected here too."""

    columns = ("correction_duty",)
    demands = {
        YesNo.YES: gettext_lazy("What the outlet corrects is corrected here too."),
        YesNo.NO: gettext_lazy("What the outlet corrects need not be corrected here."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        if case.original is None:
            return
        later = case.article.originals.filter(number__gt=case.original.number).order_by("-number")
        received_at = later.values_list("received_at", flat=True).first()
        if received_at is None:
            return
        told = _("The outlet changed its text (received on %(day)s), and readers still get the earlier one.")
        if not case.is_live:
            told = _("The outlet changed its text (received on %(day)s), and this is still the earlier one.")
        remedy = _("Compare the two originals, and take over the new one.")
        finding = self.breach if case.terms.correction_duty == YesNo.YES and not case.is_live else self.reminder
        if case.article.is_adaptation:
            remedy, finding = _("Compare the two originals, and take over by hand what changed."), self.reminder
        yield finding(told % {"day": day(received_at)}, remedy)
