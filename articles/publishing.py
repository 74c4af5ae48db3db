"""The verbs that decide what readers see. The admin, commands, tasks and tests call the same ones."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import auditing, beside, derivation, revisions
from articles.models import Article, Clearance, Correction
from articles.rights import headlines, panel
from articles.rights.clauses.duties import TOLD
from articles.rights.findings import Finding, findings
from outlets.models import Outlet
from records import moments

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NotAllowed(Exception):
    """The verb cannot be done now; nothing was changed. Its text is for an editor; ``findings`` says what to mend."""

    def __init__(self, sentence: str, found: list[Finding] | None = None):
        self.findings = found or []
        super().__init__(sentence)


# verb: (from which states, into which, the permission it needs)
TRANSITIONS: dict[str, tuple[frozenset[str], str, str]] = {
    "submit": (frozenset({"draft"}), "in_review", "articles.change_article"),
    "send_back": (frozenset({"in_review", "ready"}), "draft", "articles.change_article"),
    "clear": (frozenset({"draft", "in_review"}), "ready", "articles.clear_article"),
    "publish": (frozenset({"draft", "in_review", "ready"}), "published", "articles.publish_article"),
    "put_live": (frozenset({"published"}), "published", "articles.publish_article"),
    "correct": (frozenset({"published"}), "published", "articles.publish_article"),
    TOLD: (frozenset({"published"}), "published", "articles.change_article"),
    "withdraw": (frozenset({"published"}), "withdrawn", "articles.publish_article"),
    "restore": (frozenset({"withdrawn"}), "published", "articles.publish_article"),
}


# Findings about the article itself, or about the clearing that is just being asked for.
_NOT_OF_RIGHTS = frozenset({"section", "body", "clearance"})


def verbs_for(article: Article, user: User) -> list[str]:
    """The verbs that this user may use on this article now; none while it lies in the trash."""
    return [
        verb
        for verb, (states, _to, permission) in TRANSITIONS.items()
        if not article.trashed_at and article.status in states and user.has_perm(permission)
    ]


def permits(verb: str, user: User) -> bool:
    return user.has_perm(TRANSITIONS[verb][2])


def _begin(verb: str, article: Article, by: User | None) -> None:
    states = TRANSITIONS[verb][0]
    if by is not None and not permits(verb, by):
        raise PermissionDenied(_("You may not do this (%(verb)s). Ask a colleague who may.") % {"verb": verb})
    if article.trashed_at:
        raise NotAllowed(_("“%(title)s” is in the trash. Take it out first.") % {"title": article})
    if article.status not in states:
        raise NotAllowed(
            _("“%(title)s” is %(status)s, so this cannot be done now (%(verb)s).")
            % {"title": article, "status": article.get_status_display(), "verb": verb}
        )


def _finish(verb: str, article: Article, by: User | None, reason: str = "", **details: Any) -> None:
    article.status = TRANSITIONS[verb][1]
    article.save()
    auditing.record(verb, by=by, article=article, reason=reason, **details)


@transaction.atomic
def submit(article: Article, *, by: User | None) -> None:
    """Raises NotAllowed where the headline of a licensed text is missing: nobody could review it."""
    _begin("submit", article, by)
    if missing := headlines.missing(article) if article.is_licensed else None:
        sentence = _("“%(title)s” cannot be submitted: %(why)s")
        raise NotAllowed(sentence % {"title": article, "why": missing.sentence}, [missing])
    _finish("submit", article, by)


@transaction.atomic
def send_back(article: Article, *, by: User | None, reason: str) -> None:
    _begin("send_back", article, by)
    _finish("send_back", article, by, reason)


@transaction.atomic
def clear(article: Article, *, by: User | None) -> None:
    """State that everything its terms demand is there. Raises NotAllowed with what is not.

    What was looked at is kept as a ``Clearance``: each clause, how the article stood on it, and the terms' version.
    """
    _begin("clear", article, by)
    _derive_or_refuse(article)
    found = findings(article)
    if against := _against_clearing(found):
        sentence = _("The rights of “%(title)s” cannot be cleared: %(why)s")
        raise NotAllowed(sentence % {"title": article, "why": " ".join(f.sentence for f in against)}, against)
    clearance = _keep_clearance(article, by, found)
    _finish("clear", article, by, clearance=clearance.pk if clearance else None)


def _against_clearing(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.blocks and finding.clause not in _NOT_OF_RIGHTS]


def _keep_clearance(article: Article, by: User | None, found: list[Finding]) -> Clearance | None:
    if not article.is_licensed:
        return None
    return Clearance.objects.create(
        article=article,
        terms=article.terms,
        original=article.original,
        revision=revisions.record(article, by=by, comment="clear"),
        snapshot=panel.snapshot(article, found=found),
        made_by=by,
    )


@transaction.atomic
def saved(article: Article, *, by: User) -> list[str]:
    """What an edit at the desk does to an article that is not published; a sentence for each thing to know.

    A licensed text that was cleared and then edited is cleared anew, at once where the rights desk itself edited it and
    nothing stands against it.
    """
    headlines.address_follows(article)
    told = [_("An amendment no longer fits: %(which)s") % {"which": which} for which in derivation.derive(article)]
    if article.is_licensed and article.status == Article.Status.READY:
        if not permits("clear", by):
            article.status = Article.Status.IN_REVIEW
            told.append(_("It was cleared before this edit. The rights desk has to clear it again."))
        elif told or _against_clearing(found := findings(article)):
            article.status = Article.Status.IN_REVIEW
            told.append(_("It was cleared before this edit, and cannot be cleared as it now stands."))
        else:
            _keep_clearance(article, by, found)
    article.save()
    revisions.record(article, by=by, comment="saved at the desk")
    auditing.record("save", by=by, article=article)
    return told


@transaction.atomic
def publish(article: Article, *, by: User | None, at: dt.datetime | None = None) -> None:
    """Put the article before readers, now or at a moment to come. Raises NotAllowed with the findings that block."""
    _begin("publish", article, by)
    _one_at_a_time(article)
    article.published_at = at or article.published_at or timezone.now()
    if not moments.is_within_reach(article.published_at):
        raise NotAllowed(_("The year %(year)d cannot be. Say another day.") % {"year": article.published_at.year})
    _derive_or_refuse(article)
    _refuse_what_blocks(article, _("“%(title)s” cannot be published: %(why)s"))
    article.content_changed_at = article.published_at
    article.bylines.filter(frozen_at__isnull=True).update(frozen_at=timezone.now())
    article.live_revision = revisions.record(article, by=by, comment="publish")
    _finish("publish", article, by, published_at=article.published_at.isoformat())


def _derive_or_refuse(article: Article) -> None:
    try:
        conflicts = derivation.derive(article)
    except derivation.NotSealed as broken:
        raise NotAllowed(str(broken)) from broken
    if conflicts:
        raise NotAllowed(_("Amendments no longer fit the text: %(which)s") % {"which": "; ".join(conflicts)})


def _one_at_a_time(article: Article) -> None:
    """Two articles of an outlet never go before readers at the same moment: limits of volume count the others."""
    if article.outlet_id:
        Outlet.objects.select_for_update().get(pk=article.outlet_id)


def _refuse_what_blocks(article: Article, sentence: str) -> None:
    blocking = [finding for finding in findings(article) if finding.blocks]
    if blocking:
        told = sentence % {"title": article, "why": " ".join(finding.sentence for finding in blocking)}
        raise NotAllowed(told, blocking)


@transaction.atomic
def put_live(article: Article, *, by: User | None, comment: str = "") -> None:
    """Readers see the published article as it now stands. Raises NotAllowed as ``publish`` does."""
    _begin("put_live", article, by)
    _derive_or_refuse(article)
    _refuse_what_blocks(article, _("This cannot be put before readers: %(why)s"))
    revision = revisions.record(article, by=by, comment=comment or "put live")
    if article.live_revision_id != revision.pk:
        article.live_revision = revision
        article.content_changed_at = timezone.now()
        article.save()
        auditing.record("put_live", by=by, article=article, revision=revision.number)


@transaction.atomic
def correct(article: Article, *, by: User | None, kind: str, text: str, at: dt.datetime | None = None) -> Correction:
    """Add a typed, dated correction that readers see; its date is now, or when it was truly made."""
    _begin("correct", article, by)
    if not text.strip():
        raise NotAllowed(_("A correction says what was wrong and what is right."))
    correction = Correction.objects.create(
        article=article, kind=kind, text=text.strip(), made_by=by, made_at=at or timezone.now()
    )
    article.content_changed_at = correction.made_at
    article.beside = article.beside | {"corrections": beside.corrections(article)}
    _finish("correct", article, by, text.strip(), kind=kind)
    return correction


@transaction.atomic
def withdraw(article: Article, *, by: User | None, reason: str) -> None:
    """Take the article from every surface at once. The reason is shown to readers."""
    _begin("withdraw", article, by)
    if not reason.strip():
        raise NotAllowed(_("Say why it is withdrawn: readers who come to its address are told."))
    article.withdrawn_at = timezone.now()
    article.withdrawn_because = reason.strip()[:500]
    _finish("withdraw", article, by, reason.strip())


@transaction.atomic
def restore(article: Article, *, by: User | None, reason: str) -> None:
    """Put a withdrawn article before readers again. Raises NotAllowed with what speaks against it by now."""
    _begin("restore", article, by)
    _one_at_a_time(article)
    _derive_or_refuse(article)
    _refuse_what_blocks(article, _("“%(title)s” cannot be restored: %(why)s"))
    article.withdrawn_at, article.withdrawn_because = None, ""
    _finish("restore", article, by, reason)


@transaction.atomic
def tell_outlet(article: Article, *, by: User | None, reason: str) -> None:
    """Keep on record that the outlet was told of publication: ``reason`` says whom, how, or the message itself."""
    _begin(TOLD, article, by)
    if not reason.strip():
        raise NotAllowed(_("Say who was told, and how: it is kept as evidence."))
    auditing.record(TOLD, by=by, article=article, reason=reason.strip())
    derivation.derive(article)
    article.save()
