"""The outlets' material comes in by the road that every text takes: read, accepted, cleared, published by the verbs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from functools import partial
from typing import Any

from articles import publishing, resting
from articles.models import Article, Section
from demo import desk, ledger, material, picture_desk
from inbound import formats
from inbound.accept import accept
from inbound.formats.arrival import Arrival
from inbound.hints import hints_for
from outlets.models import Outlet


class NotArrived(Exception):
    """The material and what the desk did with it do not fit each other."""


def receive(born_at: dt.datetime) -> None:
    """Take each item that the desk picked, once; a file of which everything was taken is not read again."""
    for file, group in itertools.groupby(material.arrivals(), key=lambda item: item["file"]):
        waiting = [item for item in group if not ledger.has(Article, item["id"])]
        if not waiting:
            continue
        outlet = ledger.find(Outlet, waiting[0]["outlet"])
        reading = formats.read(material.arrived(file, born_at), hints_for(outlet, file))
        if reading.errors:
            raise NotArrived(f"{file}: {' '.join(reading.errors)}")
        arrived = {arrival.canonical_url: arrival for arrival in reading.arrivals}
        for item in waiting:
            if item["address"] not in arrived:
                raise NotArrived(f"{file} holds no article {item['address']}.")
            how = partial(_take, arrived[item["address"]], item, born_at, outlet, reading.format)
            ledger.make(Article, item["id"], how)


def _take(arrival: Arrival, item: dict[str, Any], born_at: dt.datetime, outlet: Outlet, format: str) -> Article:
    editor, publisher = desk.colleague("editor"), desk.colleague("publisher")
    embargo = None
    if "embargo_hours_ahead" in item:
        # An agency's feed does not say it; its cover note does, and the editor enters it.
        embargo = born_at + dt.timedelta(hours=item["embargo_hours_ahead"])
        arrival = dataclasses.replace(arrival, embargo_until=embargo)
    article = accept(
        arrival,
        outlet=outlet,
        by=editor,
        because=item["because"],
        section=ledger.find(Section, item["section"]),
        format=format,
        source=item["file"],
    ).article
    article.kicker = item["kicker"]
    article.tags.set(item["tags"])
    picture_desk.fill(article)
    desk.save(article, by=editor)
    if because := item.get("adapted_because"):
        _adapt(article, because, item["left_out"])
    if headline := item.get("headline"):
        # Its terms say to ask first: it waits for the rights desk, which decides in the rights panel.
        article.title = headline
        desk.save(article, by=editor)
    publishing.submit(article, by=editor)
    if headline:
        return article
    publishing.clear(article, by=desk.colleague("rights desk"))
    publishing.publish(article, by=publisher, at=embargo or born_at - dt.timedelta(hours=item["publish_hours_ago"]))
    if because := item.get("withdrawn_because"):
        publishing.withdraw(article, by=publisher, reason=because)
    return article


def _adapt(article: Article, because: str, left_out: list[str]) -> None:
    """An editor shortens what its terms let be edited; the original stays sealed beside it."""
    editor = desk.colleague("editor")
    resting.adapt(article, by=editor, reason=because)
    for words in left_out:
        if words not in article.body_html:
            raise NotArrived(f"“{article}” has no words “{words[:40]}” that could be left out.")
        article.body_html = article.body_html.replace(words, "")
    desk.save(article, by=editor)
