"""Where else a text may show, and what is said of it there: search engines, newsletters, social media, print, AI."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.rights import linkback, machines
from articles.rights.case import Case
from articles.rights.clause import Clause
from articles.rights.clauses.credit import look_it_up
from articles.rights.finding import Finding
from outlets.clauses import Canonical, Robots, YesNoAsk
from outlets.models import Terms


class CanonicalAddress(Clause):
    """ProPublica, CalMatters, Buffalo's Fire: the outlet's page counts. Printed by ``articles.rights.indexing``."""

    columns = ("canonical",)
    demands = {
        Canonical.ORIGINAL: gettext_lazy("The page tells search engines that the outlet's own page counts."),
        Canonical.SELF: gettext_lazy("The page tells search engines that it counts itself."),
        Canonical.NONE: gettext_lazy("The page tells search engines of no address that counts."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        if case.terms.canonical == Canonical.ORIGINAL and not linkback.knows_the_article(case.article):
            yield self.breach(
                _("The page must name the original as its canonical address, and that address is not known."),
                look_it_up(),
            )


class SearchEngines(Clause):
    """Buffalo's Fire: noindex. Printed by ``articles.rights.indexing``, and the gate keeps it out of sitemaps."""

    columns = ("robots",)
    demands = {
        Robots.INDEX: gettext_lazy("Search engines may list it."),
        Robots.NEWS_NOINDEX: gettext_lazy("The page asks Google News not to list it."),
        Robots.NOINDEX: gettext_lazy("The page asks search engines not to list it."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        if case.terms.robots != Robots.NOINDEX and machines.is_unlisted(case.article):
            yield self.reminder(
                _("The item itself forbids search engines to list it. The page tells them so, whatever the terms say."),
                _("Ask %(outlet)s where that is not meant.") % {"outlet": case.article.outlet},
            )


class Newsletters(Clause):
    """Kept by the gate: a letter takes only what may be mailed in so many words."""

    columns = ("newsletter",)
    demands = {
        YesNoAsk.YES: gettext_lazy("It may be sent in newsletters."),
        YesNoAsk.ASK: gettext_lazy("Ask before it is sent in a newsletter."),
        YesNoAsk.NO: gettext_lazy("It is not sent in newsletters."),
    }


class SocialMedia(Clause):
    """City Desk ABQ, Newswell, Covering Climate Now ask to be tagged. Whoever posts reads it here."""

    columns = ("social_tag",)

    def demand(self, terms: Terms) -> str:
        return _("On social media, tag %(tag)s.") % {"tag": terms.social_tag} if terms.social_tag else ""


class Print(Clause):
    """The Conversation, Australia: a photo or PDF of the printed article to its republishing address."""

    columns = ("print_rules",)

    def demand(self, terms: Terms) -> str:
        return terms.print_rules


class AiUse(Clause):
    """Where the terms do not allow it in words, our pages and feeds say that nobody may train on the text."""

    columns = ("ai_use",)

    def check(self, case: Case) -> Iterator[Finding]:
        if case.terms.ai_use == YesNoAsk.YES and machines.TRAIN in machines.forbidden(case.article):
            yield self.reminder(
                _("The item itself forbids what its terms allow. The page says that nobody may train on it."),
                _("Ask %(outlet)s where that is not meant.") % {"outlet": case.article.outlet},
            )

    def demand(self, terms: Terms) -> str:
        if terms.ai_use in (YesNoAsk.NO, YesNoAsk.ASK):
            return _("Not to be used for training AI systems; the page says so to those who ask.")
        return super().demand(terms)
