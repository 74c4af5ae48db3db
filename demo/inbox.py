"""The outlets' feeds are asked, and the desk has done its morning's work: some of what arrived is picked or dismissed.

Everything comes by the real road: a server on this machine, the poller, the door to the network, the formats.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import F

from articles import publishing
from articles.models import Article, Section
from demo import desk, ledger, sources
from demo.answering import Clock, answering
from demo.models import Piece
from inbound import arriving, health, polling
from inbound.models import Feed, FeedState, Item
from outlets.models import Outlet

FILLED = "inbox:filled"
YESTERDAY = dt.timedelta(hours=20)
LEFT_WAITING = 2
"""So many bulletins of a series wait; those before were dismissed, as nobody prints the weather of last week."""


def fill(born_at: dt.datetime, port: int) -> None:
    """Make the feeds, ask them as of the day before and as of now, and do what the desk does in between. Once.

    Nothing happens where servers on this machine may not be asked (NEWSROOM_FETCH_LOOPBACK).
    """
    if not settings.FETCH_LOOPBACK or Piece.objects.filter(name=FILLED).exists():
        return
    with answering(port, born_at) as (base, clock):
        for source in sources.all_of_them():
            ledger.make(Feed, source["file"], partial(_feed, source, base))
        _ask(base, clock, born_at - YESTERDAY)
        _pick(born_at)
        _ask(base, clock, born_at)
    _dismiss()
    Piece.objects.create(name=FILLED, row=0)


def move(port: int) -> None:
    """The feeds that the demo server answers are asked where it answers now."""
    for source in sources.all_of_them():
        if not ledger.has(Feed, source["file"]):
            continue
        feed = ledger.find(Feed, source["file"])
        moved = re.sub(rf"\Ahttp://127\.0\.0\.1:\d+(?={sources.PREFIX})", f"http://127.0.0.1:{port}", feed.address)
        if moved != feed.address:
            Feed.objects.filter(pk=feed.pk).update(address=moved)


def _feed(source: dict[str, Any], base: str) -> Feed:
    feed = Feed(
        outlet=ledger.find(Outlet, source["outlet"]),
        name=source["name"],
        address=f"{base}{sources.PREFIX}{source['file']}",
        every_minutes=5,
        section=ledger.find(Section, source["section"]) if "section" in source else None,
        tags=source.get("tags", ""),
    )
    feed.full_clean()
    feed.save()
    return feed


def _ask(base: str, clock: Clock, at: dt.datetime) -> None:
    """Every feed once, as it stood at that moment. What arrived counts as seen when it was published."""
    clock.at = at
    feeds = [ledger.find(Feed, source["file"]) for source in sources.all_of_them()]
    for source, feed in zip(sources.all_of_them(), feeds, strict=True):
        Feed.objects.filter(pk=feed.pk).update(address=f"{base}{sources.PREFIX}{source['file']}")
        polling.watch(feed)
    FeedState.objects.filter(feed__in=feeds).update(next_at=at)
    polling.poll_due()
    while failing := FeedState.objects.filter(feed__in=feeds, failures__gt=0, failures__lt=health.FAILURES):
        failing.update(next_at=at)
        polling.poll_due()
    Item.objects.filter(feed__in=feeds, published__isnull=False).update(seen_at=F("published"))
    for feed in Feed.objects.filter(pk__in=[feed.pk for feed in feeds]).select_related("state", "outlet"):
        FeedState.objects.filter(feed=feed).update(alarms=health.alarms(feed))


def _pick(born_at: dt.datetime) -> None:
    """The items that say why they were picked are ours, published an hour after the desk saw them."""
    for source in sources.all_of_them():
        for told in source.get("item", ()):
            if "picked_because" in told:
                ledger.make(Article, told["id"], partial(_take, told, born_at))


def _take(told: dict[str, Any], born_at: dt.datetime) -> Article:
    editor, publisher = desk.colleague("editor"), desk.colleague("publisher")
    item = Item.objects.get(source_id=told["id"])
    article: Article = arriving.pick(item, by=editor, because=told["picked_because"])
    desk.save(article, by=editor)
    publishing.submit(article, by=editor)
    publishing.clear(article, by=desk.colleague("rights desk"))
    publishing.publish(article, by=publisher, at=born_at)
    return article


def _dismiss() -> None:
    for source in sources.all_of_them():
        if "series" in source:
            feed = ledger.find(Feed, source["file"])
            waiting = Item.objects.filter(feed=feed, state=Item.State.WAITING).order_by("-seen_at", "-pk")
            for item in list(waiting)[LEFT_WAITING:]:
                arriving.dismiss(item, by=desk.colleague("editor"), because="Yesterday’s bulletin.")
