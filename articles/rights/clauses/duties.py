"""What is owed after publication: telling the outlet, reporting use, taking over corrections."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.rights.case import Case
from articles.rights.clause import Clause, day
from articles.rights.finding import Finding
from articles.rights.taken_back import RELEASED, WITHDRAWN, is_withdrawn_at_source, withdrawn_at_source_since
from outlets.clauses import YesNo
from outlets.models import Terms

if TYPE_CHECKING:
    from articles.models import Article

__all__ = ["RELEASED", "WITHDRAWN", "is_withdrawn_at_source", "withdrawn_at_source_since"]

TOLD = "tell_outlet"
"""The verb in the log that keeps this duty."""
KEPT = "keep_ours"
"""The line of the log that says that ours was kept although the outlet changed its text."""


def source_question(article: Article) -> tuple[Any, ...]:
    """What its source had said when it was withdrawn here, to be asked together with others (``articles.together``)."""
    said = article.audit_events.filter(verb__in=(WITHDRAWN, RELEASED), at__lte=article.withdrawn_at)
    return (said, "pk", "verb")


def source_withdrew_it(answers: Iterable[tuple[str | None, ...]]) -> bool:
    """What the answers come to: whether its source had withdrawn or withheld it by then."""
    said = sorted((int(pk or 0), verb) for pk, verb in answers)
    return bool(said) and said[-1][1] == WITHDRAWN


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
        yield from self._withdrawn(case)
        later = case.article.originals.filter(number__gt=case.original.number).order_by("-number")
        received_at = later.values_list("received_at", flat=True).first()
        if received_at is None or self._was_kept(case, received_at):
            return
        told = _("The outlet changed its text (received on %(day)s), and readers still get the earlier one.")
        if not case.is_live:
            told = _("The outlet changed its text (received on %(day)s), and this is still the earlier one.")
        remedy = _("Compare the two originals, and take over the new one.")
        finding = self.breach if case.terms.correction_duty == YesNo.YES and not case.is_live else self.reminder
        if case.article.is_adaptation:
            remedy, finding = _("Compare the two originals, and take over by hand what changed."), self.reminder
        yield finding(told % {"day": day(received_at)}, remedy)

    def _was_kept(self, case: Case, received_at: dt.datetime) -> bool:
        """Somebody looked at it and kept ours, where the terms do not want it taken over."""
        kept = case.article.audit_events.filter(verb=KEPT, at__gte=received_at)
        return case.terms.correction_duty != YesNo.YES and kept.exists()

    def _withdrawn(self, case: Case) -> Iterator[Finding]:
        """Of a text that its source withdrew. Licences as Creative Commons cannot be taken back, so a person decides;
        what readers have waits for that, unless the terms want corrections taken over."""
        if not is_withdrawn_at_source(case.article):
            return
        told = _("Its source withdrew it, or withholds it.")
        for finding in self.question(case, told, WITHDRAWN, mend=_("Withdraw it, or leave it in the trash.")):
            kept = case.is_live and case.terms.correction_duty != YesNo.YES
            yield dataclasses.replace(finding, blocks=False, asks=False) if kept else finding


class Takedown(Clause):
    """News agencies: a story that was killed is taken down at once, or within hours."""

    columns = ("takedown_hours",)

    def demand(self, terms: Terms) -> str:
        hours = terms.takedown_hours
        if hours:
            told = ngettext(
                "What the outlet withdraws is taken down within %(hours)d hour.",
                "What the outlet withdraws is taken down within %(hours)d hours.",
                hours,
            )
            return told % {"hours": hours}
        return "" if hours is None else _("What the outlet withdraws is taken down at once.")

    def check(self, case: Case) -> Iterator[Finding]:
        within = takedown_within(case.terms)
        if within is None or not case.is_live or case.article.pk is None:
            return
        since = withdrawn_at_source_since(case.article)
        ruling = case.rulings.get(WITHDRAWN)
        if since is None or (ruling and ruling.allowed) or case.at < since + within:
            return
        yield self.breach(
            _("Its source withdrew it (told on %(day)s), and it should have been taken down by now.")
            % {"day": day(since)},
            _("Withdraw it."),
        )


def follows(article: Article) -> bool:
    """Whether its terms say that what the outlet corrects or withdraws is corrected or withdrawn here."""
    return article.terms is not None and article.terms.correction_duty == YesNo.YES


def leaves_at_once(article: Article) -> bool:
    """Whether its terms say that what the outlet withdraws is withdrawn here at once, by itself."""
    return follows(article) or (article.terms is not None and article.terms.takedown_hours == 0)


def has_to_leave(article: Article) -> bool:
    """Whether its terms want what the outlet withdraws taken down here, now or within their hours."""
    return follows(article) or takedown_within(article.terms) is not None


def takedown_within(terms: Terms | None) -> dt.timedelta | None:
    """How long after a withdrawal it may still stand, a year at most; None where the terms name no hours."""
    hours = terms.takedown_hours if terms else None
    return None if hours is None else dt.timedelta(hours=min(hours, 24 * 365))


def names_hours_q(article: str) -> Q:
    """The condition on rows whose article (by this path) has terms that name hours for taking down."""
    return Q(**{f"{article}__terms__takedown_hours__isnull": False})


def whom_to_tell(article: Article) -> str:
    """Of its publication, as the terms name them; "" where nobody is."""
    return article.terms.notify_to if article.terms else ""
