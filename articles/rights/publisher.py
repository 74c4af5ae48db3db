"""Who puts a text before readers: we, or a partner. What the terms allow depends on it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.conf import settings

from outlets.clauses import Ads

NO_ADS = "none"


@dataclasses.dataclass(frozen=True)
class Publisher:
    """A publisher as the clauses about money and onward use see it.

    A partner is anything that has such a thing as its ``publisher`` (its contract in these words) or is one.
    """

    name: str = ""
    commercial: bool | None = None
    """Set up to make a profit. None: nobody has said."""
    ads: str = NO_ADS
    """none, beside (on pages that hold the text) or against_story (sold against the very text)."""
    paywall: bool = False
    pays: bool = False
    """It pays for the text, so handing it over is resale."""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    """Its contract runs from ``since`` until before ``until``; both aware."""

    def ads_allowed_by(self) -> tuple[str, ...] | None:
        """The values of the clause on advertisements that allow what it does; None where it has none."""
        return {
            NO_ADS: None,
            "beside": (Ads.YES, Ads.NOT_AGAINST_STORY),
            "against_story": (Ads.YES,),
        }[self.ads]


def ourselves() -> Publisher:
    """This newsroom, as its settings say (NEWSROOM_COMMERCIAL, NEWSROOM_ADS, NEWSROOM_PAYWALL)."""
    return Publisher(
        name=settings.NEWSROOM_NAME,
        commercial=settings.NEWSROOM_COMMERCIAL,
        ads=settings.NEWSROOM_ADS,
        paywall=settings.NEWSROOM_PAYWALL,
    )


def publisher_of(partner: Any) -> Publisher | None:
    """The partner as a publisher; None for none."""
    return partner if partner is None or isinstance(partner, Publisher) else partner.publisher
