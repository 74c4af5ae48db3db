"""From when until when an article may be seen: the clauses that are about time, brought to two moments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.models import Article


def window(article: Article) -> tuple[dt.datetime | None, dt.datetime | None]:
    """(opens, closes), aware; (None, None) while no publication date is set, and closes None where nothing ends it.

    It opens when our date, the embargo and the days to wait after first publication have all passed. It closes when the
    days after which the terms want the text removed have passed since first publication, as City Desk ABQ counts them,
    or since it opened where the day of first publication is not known.
    """
    if article.published_at is None:
        return None, None
    moments = [article.published_at]
    if article.embargo_until:
        moments.append(article.embargo_until)
    terms = article.terms if article.terms_id else None
    if terms and terms.delay_days and article.source_published_at:
        moments.append(article.source_published_at + dt.timedelta(days=terms.delay_days))
    opens = max(moments)
    if not terms or not terms.remove_after_days:
        return opens, None
    return opens, min(article.source_published_at or opens, opens) + dt.timedelta(days=terms.remove_after_days)
