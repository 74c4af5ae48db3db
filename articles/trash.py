"""The trash: out of the desk's way, never out of the database. Nothing is ever deleted from it.

Trashing is no state of the workflow: an article keeps its status in the trash and comes out with it. The gate shows
nothing that lies in the trash, whatever its status. Originals and the log are evidence, so after its days an article
stays, readable for the desk; but it lets go of what another needs: its identity at the source, so that the same text
can be received anew, and, where readers never saw it, its address.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles import auditing
from articles.models import Article
from articles.publishing import NotAllowed
from records.moments import local
from records.versioned import Stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User

VERBS = ("trash", "untrash")
DAYS = 30
"""So long an article in the trash can be restored."""
# By what an arriving text is recognised (``inbound.matching``), but for the address, which is looked up with the date.
_HELD = ("source_id", "source_number", "fingerprint")
_SET_ASIDE = "trashed-"


def permits(article: Article, user: User) -> bool:
    """Whether this user may put it in the trash, or take it out.

    What readers never saw belongs to those who write. A withdrawn article belongs to those who publish: readers who
    come to its address are told why it is gone, and while it lies in the trash they are not.
    """
    known = article.status in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN)
    return user.has_perm("articles.publish_article" if known else "articles.change_article")


def verbs_for(article: Article, user: User) -> list[str]:
    """Which of the two this user may use on this article now."""
    if not permits(article, user):
        return []
    if article.trashed_at:
        return ["untrash"] if _is_in_time(article) else []
    return [] if article.status == Article.Status.PUBLISHED else ["trash"]


@transaction.atomic
def trash(article: Article, *, by: User | None, reason: str) -> None:
    """Put it out of the desk's way. Not what is published or scheduled: that is withdrawn first."""
    _begin("trash", article, by)
    if article.trashed_at:
        raise NotAllowed(_("“%(title)s” is in the trash already.") % {"title": article})
    if article.status == Article.Status.PUBLISHED:
        raise NotAllowed(
            _("“%(title)s” is published or scheduled. Withdraw it first: readers are told why.") % {"title": article}
        )
    if not reason.strip():
        raise NotAllowed(_("Say why it goes into the trash, for colleagues who look for it."))
    article.trashed_at = timezone.now()
    article.save()
    auditing.record("trash", by=by, article=article, reason=reason.strip(), status=article.status)


@transaction.atomic
def untrash(article: Article, *, by: User | None) -> None:
    """Take it out again, as it went in. Only within 30 days."""
    _begin("untrash", article, by)
    if article.trashed_at is None:
        raise NotAllowed(_("“%(title)s” is not in the trash.") % {"title": article})
    if not _is_in_time(article):
        sentence = _(
            "“%(title)s” cannot be restored: its %(days)d days in the trash are over. It stays readable there for the "
            "desk."
        )
        raise NotAllowed(sentence % {"title": article, "days": DAYS})
    article.trashed_at = None
    article.save()
    auditing.record("untrash", by=by, article=article, status=article.status)


def is_over(article: Article) -> bool:
    """Whether its days in the trash have passed: it cannot be taken out, and stands in nobody's way."""
    return article.trashed_at is not None and not _is_in_time(article)


def over_q(now: dt.datetime | None = None) -> Q:
    """The condition on articles that ``is_over`` states for one of them."""
    return Q(trashed_at__lte=(now or timezone.now()) - dt.timedelta(days=DAYS))


@transaction.atomic
def let_go(article: Article, *, by: User | None) -> bool:
    """After its days: free its identity at the source and, of what was never published, its slug. The log keeps both.

    False where it let go of everything before.
    """
    if not is_over(article):
        raise NotAllowed(_("“%(title)s” can still be taken out of the trash.") % {"title": article})
    held = {name: getattr(article, name) for name in _HELD if getattr(article, name)}
    slug = f"{_SET_ASIDE}{article.uuid}"
    if article.status != Article.Status.WITHDRAWN and article.slug != slug:
        held["slug"] = article.slug
    if not held:
        return False
    for name in held:
        setattr(article, name, slug if name == "slug" else "")
    article.save()
    auditing.record("let_go", by=by, article=article, held=held)
    return True


def empty(now: dt.datetime | None = None) -> int:
    """Let go everything whose days are over; how many there were. Safe to run at any time, by any number at once."""
    done = 0
    rows = Article.objects.filter(over_q(now))
    rows = rows.exclude(source_id="", source_number="", fingerprint="") | rows.exclude(
        Q(slug__startswith=_SET_ASIDE) | Q(status=Article.Status.WITHDRAWN)
    )
    for pk in rows.values_list("pk", flat=True).distinct():
        with contextlib.suppress(Stale, NotAllowed):  # somebody is at it; the next run looks again
            done += let_go(Article.objects.get(pk=pk), by=None)
    return done


def note(article: Article) -> str:
    """What the desk is told above an article in the trash; "" for any other."""
    if article.trashed_at is None:
        return ""
    sentence = (
        _("In the trash since %(since)s. It can be restored until %(until)s.")
        if _is_in_time(article)
        else _(
            "In the trash since %(since)s. The days in which it could be restored are over; a text of an outlet can be "
            "received anew."
        )
    )
    return sentence % {"since": _day(article.trashed_at), "until": _day(_until(article.trashed_at))}


def met_again(article: Article) -> str:
    """What a person is told who brings a text that lies in the trash; "" for any other."""
    if article.trashed_at is None:
        return ""
    sentence = _(
        "“%(title)s” lies in the trash since %(since)s. Take it out instead; that can be done until %(until)s."
    )
    told = ""
    if is_over(article):
        sentence = _(
            "We held this text before, as “%(title)s”: it lies in the trash since %(since)s, and its %(days)d days "
            "there are over. This is a new article beside it."
        )
        if article.withdrawn_because:
            told = " " + _("It had been withdrawn: %(reason)s") % {"reason": article.withdrawn_because}
    day = {"since": _day(article.trashed_at), "until": _day(_until(article.trashed_at)), "days": DAYS}
    return sentence % {"title": article, **day} + told


def _begin(verb: str, article: Article, by: User | None) -> None:
    if by is not None and not permits(article, by):
        raise PermissionDenied(_("You may not do this (%(verb)s). Ask a colleague who may.") % {"verb": verb})


def _until(trashed_at: dt.datetime) -> dt.datetime:
    return trashed_at + dt.timedelta(days=DAYS)


def _is_in_time(article: Article) -> bool:
    return article.trashed_at is not None and timezone.now() < _until(article.trashed_at)


def _day(at: dt.datetime) -> str:
    return formats.date_format(local(at), "DATE_FORMAT")
