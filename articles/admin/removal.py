"""How long a text may still be shown, in the words of a calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.moments import local

if TYPE_CHECKING:
    from articles.models import Article


def days_left(article: Article, at: dt.datetime) -> int | None:
    """Whole days until readers lose what they now see or will see, begun ones counted; negative once they have.

    None where nothing takes it away, and for what is not published.
    """
    if article.status != "published" or article.closes_at is None:
        return None
    left = article.closes_at - at
    return left.days if left <= dt.timedelta(0) else -(-left // dt.timedelta(days=1))


def in_words(article: Article, at: dt.datetime) -> str:
    """“12 days left”; "" where ``days_left`` is None."""
    days = days_left(article, at)
    if days is None:
        return ""
    if days > 0:
        return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return _("over since %(day)s") % {"day": day(article.closes_at)}


def day(moment: dt.datetime | None) -> str:
    return formats.date_format(local(moment), "DATE_FORMAT") if moment else ""


def moment(at: dt.datetime | None) -> str:
    return formats.date_format(local(at), "DATETIME_FORMAT") if at else ""
