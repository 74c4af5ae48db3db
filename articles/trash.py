"""The trash: out of the desk's way, never out of the database. Nothing is ever deleted from it.

Trashing is no state of the workflow: an article keeps its status in the trash and comes out with it. The gate shows
nothing that lies in the trash, whatever its status.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles import auditing
from articles.models import Article
from articles.publishing import NotAllowed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

VERBS = ("trash", "untrash")
DAYS = 30
"""So long an article in the trash can be restored."""


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


def note(article: Article) -> str:
    """What the desk is told above an article in the trash; "" for any other."""
    if article.trashed_at is None:
        return ""
    sentence = (
        _("In the trash since %(since)s. It can be restored until %(until)s.")
        if _is_in_time(article)
        else _("In the trash since %(since)s. The days in which it could be restored are over.")
    )
    return sentence % {"since": _day(article.trashed_at), "until": _day(_until(article.trashed_at))}


def met_again(article: Article) -> str:
    """What a person is told who brings a text that lies in the trash; "" for any other."""
    if article.trashed_at is None:
        return ""
    sentence = (
        _("“%(title)s” lies in the trash since %(since)s. Take it out instead; that can be done until %(until)s.")
        if _is_in_time(article)
        else _(
            "“%(title)s” lies in the trash since %(since)s, and its %(days)d days there are over: it can be read, but "
            "not taken out."
        )
    )
    day = {"since": _day(article.trashed_at), "until": _day(_until(article.trashed_at)), "days": DAYS}
    return sentence % {"title": article, **day}


def _begin(verb: str, article: Article, by: User | None) -> None:
    if by is not None and not permits(article, by):
        raise PermissionDenied(_("You may not do this (%(verb)s). Ask a colleague who may.") % {"verb": verb})


def _until(trashed_at: dt.datetime) -> dt.datetime:
    return trashed_at + dt.timedelta(days=DAYS)


def _is_in_time(article: Article) -> bool:
    return article.trashed_at is not None and timezone.now() < _until(article.trashed_at)


def _day(at: dt.datetime) -> str:
    return formats.date_format(timezone.localtime(at), "DATE_FORMAT")
