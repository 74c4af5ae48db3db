"""Moments that a calendar can hold wherever our readers live. Feeds and forms state others (year 1, year 9999)."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _

FIRST, LAST = dt.datetime(2, 1, 1, tzinfo=dt.UTC), dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


def local(moment: dt.datetime) -> dt.datetime:
    """The moment in our own time zone; one that no calendar reaches there is the nearest that it does."""
    return timezone.localtime(min(max(moment, FIRST), LAST))


def short(moment: dt.datetime) -> str:
    """Day and time in figures, in the way and the zone of the newsroom."""
    return formats.date_format(local(moment), "SHORT_DATETIME_FORMAT")


def is_within_reach(moment: dt.datetime) -> bool:
    """Whether it can be shown in every time zone."""
    return FIRST <= moment <= LAST


def validate(moment: dt.datetime) -> None:
    """For what people type: raises ValidationError."""
    if not is_within_reach(moment):
        raise ValidationError(_("The year %(year)d cannot be. Look at the date again.") % {"year": moment.year})
