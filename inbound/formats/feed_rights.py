"""What a feed states of the rights of its items becomes the ``Rights`` of an arrival, and what it withdraws a list."""

from __future__ import annotations

import datetime as dt

from inbound.formats import Withdrawn
from inbound.formats.arrival import CANCELED, WITHHELD, Arrival, Rights
from inbound.formats.feed_entry import Feed, FeedEntry


def take(arrival: Arrival, entry: FeedEntry, feed: Feed) -> None:
    """An item's own statements come before those of its feed."""
    arrival.rights = Rights(
        status=entry.status,
        expires=entry.expires,
        usage_terms=entry.usage_terms,
        copyright_holder=entry.holder or feed.holder,
        copyright_notice=entry.rights or feed.rights,
        prohibits=list(dict.fromkeys(entry.prohibits)),
        expressions=list(entry.expressions),
    )
    arrival.embargo_until = entry.valid_from or arrival.embargo_until
    if entry.status == WITHHELD:
        arrival.warn("The source withholds this item: it may not be published until the source says so.")
    if entry.status == CANCELED:
        arrival.warn("The source has withdrawn this item: it may not be published.")
    if entry.expires and entry.expires <= dt.datetime.now(dt.UTC):
        arrival.warn(f"The item expired on {entry.expires:%Y-%m-%d %H:%M} UTC.")
    if arrival.rights.prohibits:
        arrival.warn(f"The source forbids in machine-readable form: {'; '.join(arrival.rights.prohibits)[:600]}.")


def withdrawn(feed: Feed) -> list[Withdrawn]:
    """Tombstones, and items whose state is deleted. What is merely missing from a feed is not withdrawn."""
    found = [Withdrawn(source_id=one.ref, at=one.when, reason=one.reason) for one in feed.withdrawn]
    for entry in feed.entries:
        address = entry.source_link or entry.link
        if entry.status == CANCELED and (entry.id or address):
            found.append(Withdrawn(entry.id, address, entry.updated or entry.published, entry.status_reason))
    return found
