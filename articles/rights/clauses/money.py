"""Who may show the text at all, and what may be earned beside it. What we are is said in the settings."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.rights import openings
from articles.rights.case import Case
from articles.rights.clause import Clause
from articles.rights.finding import Finding
from outlets.clauses import Commercial


class _OfThePublisher(Clause):
    """Kept by the gate on every surface; told here before anybody wonders why a page is empty."""

    remedy = ""

    def check(self, case: Case) -> Iterator[Finding]:
        for opening in openings.of_the_publisher(case.us):
            if opening.clause != self.name or opening.allows(case.article, case.rulings):
                continue
            if opening.may_be_ruled(case.article):
                yield from self.question(case, opening.sentence())
            else:
                yield self.breach(
                    opening.sentence(),
                    _("It cannot run in this newsroom as it is. Agree on other terms with %(outlet)s.")
                    % {"outlet": case.article.outlet},
                )


class CommercialUse(_OfThePublisher):
    """Dialogue Earth, Floodlight, Side Effects: not for profit. openDemocracy: for a fee. KFF: welcome in words."""

    columns = ("commercial",)

    def check(self, case: Case) -> Iterator[Finding]:
        yield from super().check(case)
        limits = (Commercial.NO, Commercial.NONPROFIT, Commercial.FEE)
        if case.us.commercial is None and case.terms.commercial in limits:
            yield self.reminder(
                _("The outlet limits commercial use, and nobody has said whether this newsroom is set up for profit."),
                _("The administrator says it in the settings: NEWSROOM_COMMERCIAL is 1 or 0."),
            )


class Advertisements(_OfThePublisher):
    """ProPublica, City Desk ABQ: beside the story, not sold against it. The Conversation: yes."""

    columns = ("ads",)


class Paywall(_OfThePublisher):
    """Mongabay, States Newsroom: not where readers must pay or register. KFF, The Conversation: yes."""

    columns = ("paywall",)


class Resale(Clause):
    """The Conversation, The 19th: not sold. Kept by the gate where a partner pays for what it takes."""

    columns = ("resale",)


class Onward(Clause):
    """The 19th: “do not syndicate”. Kept by the gate: partners get only what may be passed on in so many words."""

    columns = ("onward",)
