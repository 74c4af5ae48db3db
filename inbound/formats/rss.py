"""Plain RSS: 2.0 (RSS Advisory Board) with ``content:encoded`` (content module), and 0.9x and 1.0 as far as they go."""

from __future__ import annotations

from inbound.formats import feed_article
from inbound.formats.arrival import Arrival, Hints
from inbound.formats.feed_entry import Feed, FeedEntry

NAME = "rss"


def recognises_feed(feed: Feed) -> bool:
    return not feed.is_atom


def to_arrival(entry: FeedEntry, feed: Feed, hints: Hints) -> Arrival:
    """One item. Raises Unreadable for an item that is none."""
    return feed_article.to_arrival(entry, feed, hints)
