"""Who may show the text at all, and what may be earned beside it. What we are is said in the settings."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.rights import licences, openings
from articles.rights.case import Case
from articles.rights.clause import Clause
from articles.rights.finding import Finding
from outlets.clauses import Ads, Commercial, YesNoAsk, is_stated


class _OfThePublisher(Clause):
    """Kept by the gate on every surface; told here before anybody wonders why a page is empty."""

    def we_are(self, case: Case) -> str:
        """What this newsroom is or does, as its settings say."""
        raise NotImplementedError

    def check(self, case: Case) -> Iterator[Finding]:
        for opening in openings.of_the_publisher(case.us):
            if opening.clause != self.name or opening.allows(case.article, case.rulings):
                continue
            told = self._told(case)
            if opening.may_be_ruled(case.article):
                yield from self.question(case, told)
            else:
                yield self.breach(
                    told,
                    _("It cannot run in this newsroom as it is. Agree on other terms with %(outlet)s.")
                    % {"outlet": case.article.outlet},
                )

    def _told(self, case: Case) -> str:
        said = {"we": self.we_are(case), "clause": self.label, "value": self.shown(case.terms)}
        if is_stated(getattr(case.terms, self.name)):
            return _("%(we)s, and the terms say of that (%(clause)s): %(value)s.") % said
        licence = case.terms.licence_code
        if self.name == "commercial" and "nc" in (licences.restrictions(licence) or ()):
            told = _("%(we)s, and the terms do not say that this is allowed; their licence (%(licence)s) forbids it.")
            return told % (said | {"licence": licence})
        return _("%(we)s, and the terms do not say that this is allowed.") % said


class CommercialUse(_OfThePublisher):
    """Dialogue Earth, Floodlight, Side Effects: not for profit. openDemocracy: for a fee. KFF: welcome in words."""

    columns = ("commercial",)
    demands = {
        Commercial.YES: gettext_lazy("Publishers that are set up to make a profit may show it."),
        Commercial.NONPROFIT: gettext_lazy("Only publishers that are not set up to make a profit may show it."),
        Commercial.FEE: gettext_lazy("Publishers that are set up to make a profit agree on a fee first."),
        Commercial.NO: gettext_lazy("It may not be used to make a profit."),
    }

    def we_are(self, case: Case) -> str:
        return _("This newsroom is set up to make a profit")

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
    demands = {
        Ads.YES: gettext_lazy("Advertisements may stand on its pages."),
        Ads.NOT_AGAINST_STORY: gettext_lazy("Advertisements may stand beside it; none is sold against this very text."),
        Ads.NO: gettext_lazy("No advertisement stands on its pages."),
    }

    def we_are(self, case: Case) -> str:
        if case.us.ads == "against_story":
            return _("This newsroom sells advertisements against single texts")
        return _("This newsroom shows advertisements on the pages of its texts")


class Paywall(_OfThePublisher):
    """Mongabay, States Newsroom: not where readers must pay or register. KFF, The Conversation: yes."""

    columns = ("paywall",)
    demands = {
        YesNoAsk.YES: gettext_lazy("It may stand behind a paywall."),
        YesNoAsk.ASK: gettext_lazy("Ask before it stands behind a paywall."),
        YesNoAsk.NO: gettext_lazy("Readers neither pay nor register to read it."),
    }

    def we_are(self, case: Case) -> str:
        return _("This newsroom's readers pay or register before they read")


class Resale(Clause):
    """The Conversation, The 19th: not sold. Kept by the gate where a partner pays for what it takes."""

    columns = ("resale",)
    demands = {
        YesNoAsk.YES: gettext_lazy("Partners may be asked to pay for it."),
        YesNoAsk.ASK: gettext_lazy("Ask before a partner pays for it."),
        YesNoAsk.NO: gettext_lazy("It is not sold to anybody; partners that pay do not get it."),
    }


class Onward(Clause):
    """The 19th: “do not syndicate”. Kept by the gate: partners get only what may be passed on in so many words."""

    columns = ("onward",)
    demands = {
        YesNoAsk.YES: gettext_lazy("It may be passed on to partners."),
        YesNoAsk.ASK: gettext_lazy("Ask before it is passed on to partners."),
        YesNoAsk.NO: gettext_lazy("It is passed on to nobody."),
    }
