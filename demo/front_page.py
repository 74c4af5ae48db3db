"""The front as the demo newsroom's publisher arranged it, by the verb that the desk's screen calls."""

from __future__ import annotations

import datetime as dt
from typing import Any

from articles import curating
from articles.front import LEAD, PLACE_TOP, Arrangement, Choice, Spot
from articles.models import Article, Front
from demo import desk, ledger, material


def arrange(born_at: dt.datetime) -> None:
    """Once; what the desk makes of it afterwards stays."""
    ledger.make(Front, "front", lambda: _arranged(material.newsroom()["front"], born_at))


def _arranged(wanted: dict[str, Any], born_at: dt.datetime) -> Front:
    chosen = {Spot(LEAD): _choice(wanted["lead"], born_at)}
    chosen |= {Spot(PLACE_TOP, number): _choice(place, born_at) for number, place in enumerate(wanted["top"], 1)}
    front = Front.the_one()
    curating.arrange(front, Arrangement(chosen), by=desk.colleague("publisher"))
    return front


def _choice(place: dict[str, Any], born_at: dt.datetime) -> Choice:
    until = born_at + dt.timedelta(hours=place["hours"]) if "hours" in place else None
    return Choice(ledger.find(Article, place["story"]).pk, until)
