"""Closing the comments under one article, and opening them again. Its words, dates and feeds stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles import auditing, comments
from articles.models import Article
from articles.publishing import NotAllowed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

VERBS = ("close_comments", "open_comments")
PERMISSION = "articles.publish_article"
"""Readers see what it does."""


def permits(user: User) -> bool:
    return user.has_perm(PERMISSION)


def verbs_for(article: Article, user: User) -> list[str]:
    """Which of the two makes sense now and may be used by this user; none in a newsroom without comments."""
    if not permits(user) or article.trashed_at or article.status == Article.Status.WITHDRAWN:
        return []
    if article.comments_closed:
        return ["open_comments"]
    return ["close_comments"] if comments.provider() else []


@transaction.atomic
def close_comments(article: Article, *, by: User | None, reason: str) -> None:
    """The page says that comments are closed, and shows none."""
    _set("close_comments", article, by, reason, closed=True)


@transaction.atomic
def open_comments(article: Article, *, by: User | None, reason: str) -> None:
    """The thread is there again, with what was written in it: it has the article's own identity."""
    _set("open_comments", article, by, reason, closed=False)


def _set(verb: str, article: Article, by: User | None, reason: str, *, closed: bool) -> None:
    if by is not None and not permits(by):
        raise PermissionDenied(_("You may not do this (%(verb)s). Ask a colleague who may.") % {"verb": verb})
    if article.trashed_at:
        raise NotAllowed(_("“%(title)s” is in the trash. Take it out first.") % {"title": article})
    if article.comments_closed == closed:
        told = _("The comments on “%(title)s” are closed.") if closed else _("The comments on “%(title)s” are open.")
        raise NotAllowed(told % {"title": article})
    if not reason.strip():
        raise NotAllowed(_("Say why, for colleagues who are asked about it."))
    article.comments_closed = closed
    article.save()
    auditing.record(verb, by=by, article=article, reason=reason.strip())
