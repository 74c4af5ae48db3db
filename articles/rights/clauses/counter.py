"""The outlet's page counter: there, unaltered, of the agreed kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.rights import counters
from articles.rights.case import Case
from articles.rights.clause import Clause
from articles.rights.finding import Finding
from outlets.clauses import TrackerKind, YesNo


class Counter(Clause):
    """The Conversation, KFF, The 19th, Aeon, GroundUp: an image. ProPublica: a script.

    The page prints it once in each view, out of the article's own field. It is never lost, also where the terms do not
    say that it is demanded.
    """

    columns = ("tracker_required", "tracker_kind", "tracker_pattern")

    def check(self, case: Case) -> Iterator[Finding]:
        article, terms = case.article, case.terms
        again = _("Copy the article again with its counter, from the Republish button.")
        arrived = case.sealed.get("counter_url") or ""
        if not article.counter_url:
            if terms.tracker_required == YesNo.YES:
                yield self.breach(_("The outlet's counter is missing."), again)
            elif arrived:
                yield self.breach(_("The counter that arrived with the text is missing."), again)
            return
        pattern = terms.tracker_pattern
        if pattern and not re.fullmatch(pattern, article.counter_url):
            yield self.breach(
                _("The counter's address is not one of this outlet's."),
                _("Compare it with the outlet's Republish button."),
                clause="tracker_pattern",
            )
        elif arrived and arrived != article.counter_url:
            yield self.breach(
                _("The counter is not the one that arrived with the text."), again, clause="tracker_pattern"
            )
        agreed = terms.tracker_kind
        if agreed in (TrackerKind.IMG, TrackerKind.SCRIPT) and agreed != article.counter_kind:
            told = _("The counter is %(kind)s, and the terms speak of %(agreed)s.")
            kinds = {"kind": article.get_counter_kind_display(), "agreed": terms.get_tracker_kind_display()}
            finding = self.breach if terms.tracker_required == YesNo.YES else self.reminder
            yield finding(told % kinds, again, clause="tracker_kind")
        elif terms.tracker_required == YesNo.YES and not counters.may_run(article):
            yield self.breach(
                _("The counter is a script that the terms do not describe, so the page does not run it."),
                _("Enter the script's address as the counter pattern of the terms, or copy the article again."),
            )
