"""The outlet's page counter: there, unaltered, of the agreed kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.rights import counters
from articles.rights.case import Case
from articles.rights.clause import Clause, in_next_terms
from articles.rights.finding import Finding
from outlets.clauses import TrackerKind, YesNo
from outlets.models import Terms

# The Conversation's addresses, and its counters, end in or hold the number of the article.
_NUMBER_AT_END = re.compile(r"[-/](\d{3,12})/?(?:[?#].*)?$")


class Counter(Clause):
    """The Conversation, KFF, The 19th, Aeon, GroundUp: an image. ProPublica: a script.

    The page prints it once in each view, out of the article's own field. It is never lost, also where the terms do not
    say that it is demanded.
    """

    columns = ("tracker_required", "tracker_kind", "tracker_pattern")

    def demand(self, terms: Terms) -> str:
        if terms.tracker_required == YesNo.YES:
            return _("The outlet's counter stands once in each view of the text, unaltered.")
        if terms.tracker_kind in (TrackerKind.IMG, TrackerKind.SCRIPT) or terms.tracker_pattern:
            return _("The outlet counts its readers; a counter that came with a text stays with it.")
        return _("No counter is demanded.") if self.is_stated(terms) else ""

    def check(self, case: Case) -> Iterator[Finding]:
        article, terms = case.article, case.terms
        again = _("Copy the article again with its counter, from the Republish button.")
        arrived = case.sealed.get("counter_url")
        if not article.counter_url:
            if terms.tracker_required == YesNo.YES:
                yield self.breach(_("The outlet's counter is missing."), again)
            elif arrived:
                yield self.breach(_("The counter that arrived with the text is missing."), again)
            return
        if arrived and arrived != article.counter_url:
            told = _("The counter is not the one that arrived with the text.")
            yield self.breach(told, again, clause="tracker_pattern")
            return
        of_the_address = list(self._of_the_address(case))
        yield from of_the_address or self._of_the_kind(case, again)

    def _of_the_address(self, case: Case) -> Iterator[Finding]:
        counter, pattern = case.article.counter_url, case.terms.tracker_pattern
        try:
            matched = re.fullmatch(pattern, counter) if pattern else None
        except re.error:
            yield self.breach(
                _("Whether the counter is the outlet's cannot be told: the pattern of the terms is none."),
                in_next_terms(case, _("Mend the counter pattern.")),
                clause="tracker_pattern",
            )
            return
        if pattern and not matched:
            yield self.breach(
                _("The counter's address is not one of this outlet's: %(address)s") % {"address": counter[:200]},
                _("Compare it with the outlet's Republish button, and copy the article again."),
                clause="tracker_pattern",
            )
            return
        number = _NUMBER_AT_END.search(case.article.source_url)
        counted = [group for group in matched.groups() if group and group.isdecimal()] if matched else []
        if number and counted and number[1] not in counted:
            told = _("The counter counts article %(counted)s, and the original address is that of article %(number)s.")
            yield self.breach(
                told % {"counted": counted[0], "number": number[1]},
                _("Compare both with the outlet's Republish button, and copy the article again."),
                clause="tracker_pattern",
            )

    def _of_the_kind(self, case: Case, again: str) -> Iterator[Finding]:
        article, terms = case.article, case.terms
        agreed = terms.tracker_kind
        runs = counters.may_run(article)
        if not case.story.counter_html:
            yield self.breach(_("The counter's address is none that a page can ask for."), again)
            return
        told, remedy, column = "", again, self.name
        if agreed in (TrackerKind.IMG, TrackerKind.SCRIPT) and agreed != article.counter_kind:
            told = _("The counter is of the kind “%(kind)s”, and the terms speak of %(agreed)s.")
            told %= {"kind": article.get_counter_kind_display(), "agreed": terms.get_tracker_kind_display()}
            column = "tracker_kind"
        elif not runs:
            told = _("The counter is a script that the terms do not describe, so the page does not run it.")
            remedy = in_next_terms(case, _("Look at the script, and describe its address as the counter pattern."))
        if not told or terms.tracker_required == YesNo.NO:
            return
        if terms.tracker_required == YesNo.YES:
            yield self.breach(told, remedy, clause=column)
        elif runs:
            yield self.reminder(told, remedy, clause=column)
        else:
            yield from self.question(case, told, mend=remedy)
