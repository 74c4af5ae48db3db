"""The dates of an arrival that cannot be: feeds state the year 1 for “unset”, 9999 for “never”, 2099 for a slip.

A date that cannot be is a warning and is not kept. One thing is kept of it: a text under an embargo that never ends is
held back, because to forget the embargo would be to break it.
"""

from __future__ import annotations

import datetime as dt

from inbound.formats.arrival import USABLE, WITHHELD, Arrival
from records import moments

EARLIEST = dt.datetime(1600, 1, 1, tzinfo=dt.UTC)
"""The first newspapers are younger."""
AHEAD = dt.timedelta(days=2 * 366)
"""So far ahead an outlet may announce its own publication."""

_NAMES = {
    "published": "first publication",
    "updated": "the last change",
    "embargo_until": "the embargo",
    "expires": "the end of its use",
}


def bound(arrival: Arrival, now: dt.datetime | None = None) -> None:
    """Takes every date that cannot be out of the arrival, and says so. To do it twice changes nothing."""
    now = now or dt.datetime.now(dt.UTC)
    for name in ("published", "updated"):
        setattr(arrival, name, _kept(arrival, name, getattr(arrival, name), latest=now + AHEAD))
    embargo, arrival.embargo_until = arrival.embargo_until, _kept(arrival, "embargo_until", arrival.embargo_until)
    if embargo and not arrival.embargo_until and _aware(embargo) > now and arrival.rights.status == USABLE:
        arrival.rights.status = WITHHELD
        arrival.warn("Its embargo has no end that can be, so the item is held back until somebody asks the source.")
    arrival.rights.expires = _kept(arrival, "expires", arrival.rights.expires)


def _kept(
    arrival: Arrival, name: str, moment: dt.datetime | None, latest: dt.datetime = moments.LAST
) -> dt.datetime | None:
    if moment is None:
        return None
    moment = _aware(moment)
    if EARLIEST <= moment <= latest:
        return moment
    arrival.warn(f"The date of {_NAMES[name]} cannot be ({moment:%d %b} {moment.year}) and was left out; look it up.")
    return None


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
