"""How much of an outlet's work, and whose, may be taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.rights import linkback, rulings
from articles.rights.case import Case
from articles.rights.clause import Clause, local
from articles.rights.finding import Finding
from outlets.clauses import YesNo, YesNoAsk
from outlets.models import Terms

if TYPE_CHECKING:
    from articles.queries import ArticleQuerySet

SHARE_OVER = dt.timedelta(days=30)
# Whoever has their texts may print them, and may not give them to others.
_AGENCIES = frozenset(
    {"reuters", "thomson reuters", "associated press", "ap", "agence france-presse", "afp", "getty images", "bloomberg"}
    | {"bloomberg news", "dpa", "deutsche presse-agentur", "efe", "ansa", "pa media", "press association", "xinhua"}
    | {"kyodo", "kyodo news", "tass", "canadian press", "australian associated press", "aap", "npr", "upi"}
)


def _republished(case: Case) -> ArticleQuerySet:
    """The outlet's other articles that readers have or had, or will have at their time."""
    from articles.models import Article

    shown = Q(status="published") | Q(status="withdrawn", opens_at__lte=F("withdrawn_at"))
    return Article.objects.filter(shown, outlet=case.article.outlet_id).exclude(pk=case.article.pk)


def _first_of(case: Case) -> Any:
    """Those that came before this one: only what came after the limit was reached is over it."""
    opens, pk = case.opens, case.article.pk or 0
    return Q(opens_at__lt=opens) | Q(opens_at=opens, pk__lt=pk) if case.is_live else Q()


class MonthlyCap(Clause):
    """openDemocracy: more than two pieces a month, ask first. Months are those of our own time zone.

    A piece that the outlet allowed beyond the limit takes nobody's place within it.
    """

    columns = ("monthly_cap",)

    def demand(self, terms: Terms) -> str:
        cap = terms.monthly_cap
        if cap:
            told = ngettext("At most %(cap)d article a month.", "At most %(cap)d articles a month.", cap)
            return told % {"cap": cap}
        return "" if cap is None else _("As many articles a month as we like.")

    def check(self, case: Case) -> Iterator[Finding]:
        cap = case.terms.monthly_cap
        if not cap:
            return
        begin = local(case.opens).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        end = (begin + dt.timedelta(days=32)).replace(day=1)
        within = _republished(case).exclude(rulings.allowed_q(self.name, str(cap)))
        taken = within.filter(_first_of(case), opens_at__gte=begin, opens_at__lt=end).count()
        if taken >= cap:
            told = ngettext(
                "%(taken)d article of %(outlet)s runs in the same month already, and its terms allow %(cap)d.",
                "%(taken)d articles of %(outlet)s run in the same month already, and its terms allow %(cap)d.",
                taken,
            )
            said = {"taken": taken, "outlet": case.article.outlet, "cap": cap}
            mend = "" if case.is_live else _("Schedule it for another month.")
            yield from self.question(case, told % said, mend=mend)


class Share(Clause):
    """A limit on the share of an outlet's output, over thirty days of first publication.

    Its output is what we know of: every text of it that arrived here, taken or not. Of so few that not even one could
    be taken, nothing can be told.
    """

    columns = ("output_share_percent",)

    def demand(self, terms: Terms) -> str:
        share = terms.output_share_percent
        if share:
            return _("At most %(share)d per cent of the outlet's output.") % {"share": share}
        return "" if share is None else _("As much of the outlet's output as we like.")

    def check(self, case: Case) -> Iterator[Finding]:
        from articles.models import Article

        share, first = case.terms.output_share_percent, case.article.source_published_at
        if not share or share >= 100:
            return
        until = local(first or case.opens)
        span = Q(source_published_at__gt=until - SHARE_OVER, source_published_at__lte=until)
        known = Article.objects.filter(span, outlet=case.article.outlet_id).exclude(pk=case.article.pk).count() + 1
        within = _republished(case).exclude(rulings.allowed_q(self.name, str(share)))
        taken = within.filter(span).filter(_first_of(case)).count() + 1
        said = {"taken": taken, "known": known, "share": share}
        if taken * 100 <= known * share:
            return
        if known * share < 100:
            yield self.reminder(
                _("Whether we keep to %(share)d per cent cannot be told: we know of %(known)d articles of thirty days.")
                % said,
                _("Receive the outlet's feed, so that all of its output is known."),
            )
            return
        told = _(
            "With it we run %(taken)d of the %(known)d articles that we know of from thirty days; "
            "the limit is %(share)d per cent."
        )
        yield from self.question(case, told % said)


def takes_all(terms: Terms) -> bool:
    """Whether the terms let texts be taken by themselves, without a person who chooses each."""
    return terms.systematic == YesNoAsk.YES


class Selection(Clause):
    """The Conversation: “can't systematically republish all”. Knowable: picked one by one, not automatically.

    A person chose it who took it in, or who wrote down why it was picked.
    """

    columns = ("systematic",)
    demands = {
        YesNoAsk.YES: gettext_lazy("Its articles may be taken automatically."),
        YesNoAsk.ASK: gettext_lazy("Ask before its articles are taken automatically."),
        YesNoAsk.NO: gettext_lazy("Each article is chosen by a person, for a reason."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        article, allowed = case.article, case.terms.systematic
        if takes_all(case.terms) or article.created_by_id or article.picked_because.strip():
            return
        why = _("Enter why it was picked.")
        if allowed == YesNoAsk.NO:
            yield self.breach(
                _("The outlet wants each article chosen by a person, and nobody has said why this one was."), why
            )
            return
        told = _("It was taken without a person choosing it, and the terms do not say that this may be.")
        if allowed == YesNoAsk.ASK:
            told = _("It was taken without a person choosing it, and the terms say to ask first.")
        yield from self.question(case, told, mend=why)


class OwnStories(Clause):
    """Floodlight, VOA: only the outlet's own. What it took over from agencies and others is not its to give."""

    columns = ("own_stories_only",)
    demands = {
        YesNo.YES: gettext_lazy("Only the outlet's own stories, not what it took over from others."),
        YesNo.NO: gettext_lazy("Also what the outlet took over from others."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        own_only = case.terms.own_stories_only
        if own_only == YesNo.NO:
            return
        agencies, elsewhere = self._agencies(case), self._elsewhere(case)
        look = _("Look on the outlet's page whose story it is.")
        if own_only == YesNo.YES and (agencies or elsewhere):
            told = _("Only the outlet's own stories may be taken, and this one may be of others: %(signs)s.")
            yield from self.question(case, told % {"signs": ", ".join([*agencies, *elsewhere])}, mend=look)
        elif agencies:
            told = _("It may be of an agency (%(signs)s), and the terms do not say that such texts may be taken.")
            yield from self.question(case, told % {"signs": ", ".join(agencies)}, mend=look)

    def _agencies(self, case: Case) -> list[str]:
        printed = [part for row in case.bylines for part in (row.name, row.institution_name) if part]
        return list(dict.fromkeys(part for part in printed if _plain(part) in _AGENCIES))

    def _elsewhere(self, case: Case) -> list[str]:
        host = linkback.host_of(case.article.source_url)
        return [host] if host and not linkback.is_the_outlets(case.article, case.article.source_url) else []


def _plain(name: str) -> str:
    """“The Associated Press (AP)” as “associated press”."""
    return name.casefold().split("(")[0].strip(" ./").removeprefix("the ").strip()
