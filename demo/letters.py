"""The newsroom's own letter: some readers, the edition of last week, and the one that an editor is composing."""

from __future__ import annotations

import datetime as dt
from functools import partial

from demo import desk, ledger
from newsletters import letter
from newsletters.models import Edition, Item, Subscriber

READERS = 40
NOT_READERS = {7: "pending", 18: "pending", 25: "left", 33: "undeliverable", 39: "pending"}
WEEK = dt.timedelta(days=7)
IN_IT = 3


def make_letters(born_at: dt.datetime) -> None:
    for number in range(1, READERS + 1):
        ledger.make(Subscriber, str(number), partial(_reader, number, born_at))
    ledger.make(Edition, "last week", partial(_last_week, born_at))
    ledger.make(Edition, "this week", partial(_this_week, born_at))


def _reader(number: int, born_at: dt.datetime) -> Subscriber:
    state = NOT_READERS.get(number, "confirmed")
    asked_at = born_at - dt.timedelta(days=1 if state == "pending" else 8 + number, minutes=7 * number)
    address = f"reader-{number:02}@ennet-coast.example"
    return Subscriber.objects.create(
        address=address,
        key=address,
        state=state,
        asked_at=asked_at,
        confirmed_at=None if state == "pending" else asked_at + dt.timedelta(minutes=4),
        ended_at=born_at - dt.timedelta(days=2) if state in ("left", "undeliverable") else None,
    )


def _last_week(born_at: dt.datetime) -> Edition:
    return _edition("The week on the coast: ships, queues and a plug", born_at - WEEK, newest=False, sent=True)


def _this_week(born_at: dt.datetime) -> Edition:
    preface = (
        "Good morning,\n\nhere is what we published this week, and what others wrote that we thought worth your "
        "time.\n\n"
        "The newsroom of the Harrow Courier"
    )
    return _edition("The week on the coast", born_at, newest=True, preface=preface)


def _edition(subject: str, at: dt.datetime, *, newest: bool, sent: bool = False, preface: str = "") -> Edition:
    edition = Edition.objects.create(subject=subject, preface=preface, created_by=desk.colleague("editor"))
    Edition.objects.filter(pk=edition.pk).update(created_at=at)
    # Some of our own and some of others, as the gate lets them be mailed now.
    order = ("-published_at", "-id") if newest else ("published_at", "id")
    free = letter.mailable().filter(newsletter_items__isnull=True).order_by(*order)
    chosen = [*free.own()[:IN_IT], *free.licensed()[: IN_IT - 1]]
    for position, article in enumerate(chosen, 1):
        Item.objects.create(edition=edition, article=article, position=position)
    if sent:
        counts = {"sent": READERS - len(NOT_READERS)}
        Edition.objects.filter(pk=edition.pk).update(
            state=Edition.State.SENT, began_at=at, sent_at=at + dt.timedelta(minutes=2), counts=counts
        )
    return edition
