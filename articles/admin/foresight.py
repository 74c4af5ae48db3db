"""What the page that asks shows before a verb is used: what stands in the way, and what will be different."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import derivation, drafting, left_out, resting
from articles.admin import comparing, panel, words
from articles.models import Article
from articles.rights import Surface, adaptations, crediting, headlines, may, translations
from articles.rights.clauses import BY_COLUMN as CLAUSE
from articles.rights.clauses import duties
from articles.rights.finding import Finding
from articles.rights.findings import findings
from articles.rights.panel import NOT_OF_RIGHTS
from outlets import clauses

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Amendment
    from outlets.models import Terms


@dataclasses.dataclass(frozen=True)
class Difference:
    """A clause that two versions of terms state in different words."""

    label: str
    before: str
    after: str


def was_told(article: Article) -> bool:
    """Whether somebody has said that the outlet was told of publication."""
    return article.audit_events.filter(verb=duties.TOLD).exists()


def foreseen(verb: str, article: Article, user: User, refused: list[Finding] | None = None) -> dict[str, Any]:
    """What the template of this verb's page prints; ``refused`` are the findings for which it was just refused."""
    look = _LOOKS.get(verb)
    shown = look(article, user) if look else {}
    if refused is not None:
        shown |= {"in_the_way": refused, "to_see_to": []}
    return shown


def done(verb: str, article: Article) -> str:
    """What to say after this verb of an article that waits for its time; "" of any other, and of other verbs."""
    opens = article.opens_at
    if verb not in ("publish", "restore") or opens is None or opens <= timezone.now():
        return ""
    reasons = " ".join(reason.sentence for reason in may(article, Surface.PAGE).reasons)
    return _("“%(title)s”: %(why)s") % {"title": article, "why": reasons} if reasons else ""


def _before_readers(article: Article, user: User) -> dict[str, Any]:
    found = findings(article)
    return {
        "in_the_way": [finding for finding in found if finding.blocks],
        "to_see_to": [*(finding for finding in found if not finding.blocks), *left_out.findings(article)],
    }


def _submitting(article: Article, user: User) -> dict[str, Any]:
    missing = headlines.missing(article) if article.is_licensed else None
    return {"in_the_way": [missing] if missing else []}


def _clearing(article: Article, user: User) -> dict[str, Any]:
    """The panel's open points. Of our own work, whatever was found but that it was not cleared."""
    found = [finding for finding in findings(article) if finding.clause != "clearance"]
    missing = left_out.findings(article)
    rows = panel.clause_rows(article, user, timezone.now(), found)
    return {
        "open_clauses": panel.grouped(rows, lambda row: row.is_open),
        "in_the_way": [finding for finding in found if not rows or finding.clause in NOT_OF_RIGHTS],
        "to_see_to": missing,
        "nothing_open": not found and not missing,
    }


def _adapting(article: Article, user: User) -> dict[str, Any]:
    if article.terms is None:
        return {}
    worded = crediting.words_edited_texts(article.terms)
    return {
        "afterwards": _afterwards(article),
        "allowed": _allowed_to_adapt(article),
        "notice_for_edited": crediting.wording(article.terms, edited=True) if worded else "",
        "credited_as_before": not worded,
    }


def _allowed_to_adapt(article: Article) -> list[str]:
    """What the terms say of the two things that an adaptation can be."""
    told = [str(CLAUSE[name].demand(article.terms)) for name in ("edits", "translation")]
    if not translations.may_be_made(article):
        told.append(_("It cannot be translated as things stand."))
    elif not adaptations.may_be_edited_freely(article):
        told.append(_("So it can be translated, and not otherwise edited: name the language."))
    return [sentence for sentence in told if sentence]


def _going_back(article: Article, user: User) -> dict[str, Any]:
    if article.original is None or not article.is_adaptation:
        return {}
    return {
        "afterwards": _afterwards(article),
        "comparison": words.compared(article.body_html, derivation.made_of(article).html),
        "comparison_heading": _("The adaptation, and what readers get instead"),
    }


def _carrying_over(article: Article, user: User) -> dict[str, Any]:
    newer = resting.newer_original(article)
    if newer is None or not article.is_adaptation:
        return {}
    return {
        "afterwards": _afterwards(article),
        "comparison": words.compared(article.original.html if article.original else "", newer.html),
        "comparison_heading": _("What changed at the source"),
    }


def _taking_over(article: Article, user: User) -> dict[str, Any]:
    newer = resting.newer_original(article)
    if newer is None or article.is_adaptation:
        return {}
    comparison: SafeString = words.compared(article.original.html if article.original else "", newer.html)
    candidate = Article.objects.select_related("terms").get(pk=article.pk)
    candidate.original = newer
    misfits: list[Amendment] = resting.misfitting(candidate)
    return {
        "afterwards": _afterwards(article),
        "comparison": comparison,
        "comparison_heading": _("The original shown, and the new one"),
        "misfits": misfits,
        "misfits_refuse": article.status == Article.Status.PUBLISHED,
    }


def _resting(article: Article, user: User) -> dict[str, Any]:
    """The clauses in which the two versions differ, and what would stand against the article under the newer one."""
    newest = resting.newest_terms(article) if article.is_licensed else None
    if newest is None or article.terms is None:
        return {}
    candidate = Article.objects.for_presentation().select_related("original").get(pk=article.pk)
    candidate.terms = newest
    shown = {"afterwards": _afterwards(article), "older": article.terms, "newest": newest}
    try:
        derivation.derive(candidate)
    except derivation.NotSealed as broken:
        found = [Finding("original", str(broken), "")]
    else:
        found = [finding for finding in findings(candidate) if finding.clause not in NOT_OF_RIGHTS]
    return shown | {
        "differences": differences(article.terms, newest),
        "in_the_way": [finding for finding in found if finding.blocks],
        "to_see_to": [finding for finding in found if not finding.blocks],
    }


def differences(older: Terms, newer: Terms) -> list[Difference]:
    """Each clause that the two versions do not state alike, in the order of the terms."""
    return [
        Difference(
            str(older._meta.get_field(name).verbose_name), clauses.shown(name, before), clauses.shown(name, after)
        )
        for name in clauses.NAMES
        if (before := getattr(older, name)) != (after := getattr(newer, name))
    ]


def _putting_draft_live(article: Article, user: User) -> dict[str, Any]:
    if article.draft_revision is None:
        return {}
    seen = comparing.look(article)
    return _leaving_draft(article, user, seen) | {
        "overtaken": [comparing.label(name) for name in drafting.overtaken(article)],
        "in_the_way": seen.in_the_way,
        "to_see_to": seen.to_see_to,
    }


def _leaving_draft(article: Article, user: User, seen: comparing.Look | None = None) -> dict[str, Any]:
    if article.draft_revision is None:
        return {}
    return {
        "draft": comparing.made(article.draft_revision),
        "look": seen or comparing.look(article),
        "since": comparing.since(article, article.draft_revision),
    }


def _telling(article: Article, user: User) -> dict[str, Any]:
    return {"whom": duties.whom_to_tell(article)}


def _addressing(article: Article, user: User) -> dict[str, Any]:
    if article.outlet is None:
        return {}
    return {
        "afterwards": _afterwards(article),
        "address_now": article.source_url or _("none"),
        "hosts": sorted(article.outlet.hosts),
    }


def _afterwards(article: Article) -> str:
    """What it means for an article that was cleared, or that readers see."""
    if article.status == Article.Status.PUBLISHED:
        return _(
            "Readers get it at once. Where anything stands against it, it is refused, and they keep what they have."
        )
    if article.status == Article.Status.READY:
        return _("It was cleared as it is now, so the rights desk has to clear it again.")
    return ""


_LOOKS = {
    "publish": _before_readers,
    "restore": _before_readers,
    "put_live": _before_readers,
    "clear": _clearing,
    "submit": _submitting,
    "adapt": _adapting,
    "take_original_back": _going_back,
    "take_over": _taking_over,
    "carry_over": _carrying_over,
    "rest_on": _resting,
    "put_draft_live": _putting_draft_live,
    "discard": _leaving_draft,
    duties.TOLD: _telling,
    "correct_address": _addressing,
}
