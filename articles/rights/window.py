"""From when until when an article may be seen: the clauses that are about time, brought to two moments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from articles.models import Article
    from outlets.models import Terms


_NEVER = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


class Window(NamedTuple):
    """Aware moments; both None while no publication date is set, and ``closes`` None where nothing ends it.

    One that closes no later than it opens is never open.
    """

    opens: dt.datetime | None
    closes: dt.datetime | None


def window(article: Article) -> Window:
    """As ``window_of``, with the rulings read from the database where a limit could be lifted by one."""
    from articles.rights import rulings

    terms = article.terms if article.terms_id else None
    limited = terms and (terms.delay_days or terms.fresh_within_days or terms.remove_after_days)
    return window_of(article, rulings.in_force(article) if limited and article.published_at else {})


def window_of(article: Article, ruled: Mapping[str, Any], published_at: dt.datetime | None = None) -> Window:
    """The window under the article's terms, but for those limits that the outlet lifted by its word.

    ``published_at`` stands for the article's own where it would be published then.

    - It opens when our date, the embargo and the days to wait after first publication have all passed.
    - Where the terms let a text be taken only within so many days of first publication, one that would open later
      never opens.
    - It closes when the days after which the terms want the text removed have passed since first publication, as City
      Desk ABQ counts them, or since it opened where the day of first publication is not known; at the latest when its
      source said that its use ends.
    """
    published_at = published_at or article.published_at
    if published_at is None:
        return Window(None, None)

    def days(clause: str) -> int:
        ruling = ruled.get(clause)
        lifted = ruling is not None and ruling.allowed
        return 0 if lifted or not article.terms_id else getattr(article.terms, clause) or 0

    moments = [published_at]
    if article.embargo_until:
        moments.append(article.embargo_until)
    first = article.source_published_at
    if first and (delay := days("delay_days")):
        moments.append(later(first, delay))
    opens = max(moments)
    if first and (fresh := days("fresh_within_days")) and opens > later(first, fresh):
        return Window(opens, opens)
    ends = [article.usable_until] if article.usable_until else []
    if kept := days("remove_after_days"):
        ends.append(later(min(first or opens, opens), kept))
    return Window(opens, min(ends, default=None))


def taken_until(first: dt.datetime | None, terms: Terms) -> dt.datetime | None:
    """Until when a text first published then may be taken; None where nothing ends that, or the day is not known."""
    return later(first, terms.fresh_within_days) if first and terms.fresh_within_days else None


def later(moment: dt.datetime, days: int) -> dt.datetime:
    """So many days later; terms may say a billion, so at most a moment that no newsroom sees."""
    try:
        return min(moment + dt.timedelta(days=days), _NEVER)
    except OverflowError:
        return _NEVER
