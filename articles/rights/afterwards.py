"""What may still be said of a text that has left our site, and whether readers ever knew of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone

from articles.rights import linkback

if TYPE_CHECKING:
    from articles.models import Article


def was_open(article: Article, at: dt.datetime | None = None) -> bool:
    """Readers could open it, and cannot any more: they are told that it is gone, and why. Of what lies in the trash
    they are told nothing."""
    opens, closes, at = article.opens_at, article.closes_at, at or timezone.now()
    if article.trashed_at or not opens or (closes and closes <= opens):  # one that closes no later was never open
        return False
    if article.status == "withdrawn":
        return article.withdrawn_at is not None and opens <= article.withdrawn_at
    return article.status == "published" and closes is not None and closes <= at


def known_q(at: dt.datetime | None = None) -> Q:
    """The condition on articles that readers can open, or could at some time; also where they lie in the trash now."""
    seen = Q(status="published", opens_at__lte=at or timezone.now())
    seen |= Q(status="withdrawn", withdrawn_at__gte=F("opens_at"))
    return seen & (Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")))


def to_be_read_at(article: Article) -> str:
    """The original's address, for readers who come to one whose time with us has passed; "" where they get none.

    Not of a text that was withdrawn, by us or by its outlet: whoever takes a text down does not send readers to it.
    """
    if article.status != "published" or not article.is_licensed or not linkback.knows_the_article(article):
        return ""
    return article.source_url
