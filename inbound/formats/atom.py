"""Plain Atom (RFC 4287), and Atom 0.3."""

from __future__ import annotations

from inbound.formats import feed_article
from inbound.formats.arrival import Arrival, Hints
from inbound.formats.feed_entry import Feed, FeedEntry

NAME = "atom"


def recognises_feed(feed: Feed) -> bool:
    return feed.is_atom


def to_arrival(entry: FeedEntry, feed: Feed, hints: Hints) -> Arrival:
    """One entry. Raises Unreadable for an entry that is none."""
    return feed_article.to_arrival(entry, feed, hints)
