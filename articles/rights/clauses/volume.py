"""How much of an outlet's work, and whose, may be taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.rights.case import Case
from articles.rights.clause import Clause
from articles.rights.finding import Finding
from outlets.clauses import YesNo, YesNoAsk
from outlets.models import Terms

if TYPE_CHECKING:
    from articles.queries import ArticleQuerySet

SHARE_OVER = dt.timedelta(days=30)
_AGENCIES = (
    "Reuters", "Associated Press", "AP", "Agence France-Presse", "AFP", "Getty Images", "Bloomberg", "dpa", "EFE",
    "PA Media", "Press Association", "Xinhua",
)  # fmt: skip


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
    """openDemocracy: more than two pieces a month, ask first. Months are those of our own time zone."""

    columns = ("monthly_cap",)

    def demand(self, terms: Terms) -> str:
        cap = terms.monthly_cap
        return _("At most %(cap)d articles a month.") % {"cap": cap} if cap else ""

    def check(self, case: Case) -> Iterator[Finding]:
        cap = case.terms.monthly_cap
        if not cap:
            return
        begin = timezone.localtime(case.opens).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        end = (begin + dt.timedelta(days=32)).replace(day=1)
        taken = _republished(case).filter(_first_of(case), opens_at__gte=begin, opens_at__lt=end).count()
        if taken >= cap:
            told = _("%(taken)d articles of %(outlet)s run in the same month already, and its terms allow %(cap)d.")
            said = {"taken": taken, "outlet": case.article.outlet, "cap": cap}
            yield from self.question(case, told % said)


class Share(Clause):
    """A limit on the share of an outlet's output, over thirty days of first publication.

    Its output is what we know of: every text of it that arrived here, taken or not.
    """

    columns = ("output_share_percent",)

    def demand(self, terms: Terms) -> str:
        share = terms.output_share_percent
        return _("At most %(share)d per cent of the outlet's output.") % {"share": share} if share else ""

    def check(self, case: Case) -> Iterator[Finding]:
        from articles.models import Article

        share, first = case.terms.output_share_percent, case.article.source_published_at
        if not share or share >= 100:
            return
        until = first or case.opens
        span = Q(source_published_at__gt=until - SHARE_OVER, source_published_at__lte=until)
        known = Article.objects.filter(span, outlet=case.article.outlet_id).exclude(pk=case.article.pk).count() + 1
        taken = _republished(case).filter(span).filter(_first_of(case)).count() + 1
        if taken * 100 > known * share:
            told = _(
                "With it we run %(taken)d of the %(known)d articles that we know of from thirty days; "
                "the limit is %(share)d per cent."
            )
            yield from self.question(case, told % {"taken": taken, "known": known, "share": share})


class Selection(Clause):
    """The Conversation: “can't systematically republish all”. Knowable: picked one by one, not automatically."""

    columns = ("systematic",)

    def demand(self, terms: Terms) -> str:
        if terms.systematic == YesNoAsk.NO:
            return _("Each article is chosen by a person, for a reason.")
        return super().demand(terms)

    def check(self, case: Case) -> Iterator[Finding]:
        article = case.article
        if article.created_by_id or article.picked_because.strip():
            return
        if case.terms.systematic == YesNoAsk.NO:
            yield self.breach(
                _("The outlet wants each article chosen by a person, and nobody has said why this one was."),
                _("Enter why it was picked."),
            )
        elif case.terms.systematic == YesNoAsk.ASK:
            yield from self.question(case, _("It was taken without a person choosing it, and the terms say to ask."))


class OwnStories(Clause):
    """Floodlight, VOA: only the outlet's own. What it took over from agencies and others is not its to give."""

    columns = ("own_stories_only",)

    def check(self, case: Case) -> Iterator[Finding]:
        if case.terms.own_stories_only != YesNo.YES:
            return
        signs = [*self._agencies(case), *self._elsewhere(case)]
        if signs:
            told = _("Only the outlet's own stories may be taken, and this one may be of others: %(signs)s.")
            yield from self.question(case, told % {"signs": ", ".join(signs)})

    def _agencies(self, case: Case) -> list[str]:
        printed = {part.casefold() for row in case.bylines for part in (row.name, row.institution_name)}
        return [agency for agency in _AGENCIES if agency.casefold() in printed]

    def _elsewhere(self, case: Case) -> list[str]:
        host = (urlsplit(case.article.source_url).hostname or "").removeprefix("www.")
        return [host] if host and not _belongs(host, case.article.outlet.hosts) else []


def _belongs(host: str, hosts: frozenset[str]) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in hosts)
