"""manage.py subscriber: what the desk does to single addresses, for those who have a list of them or no desk."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from newsletters import subscribing
from newsletters.addresses import key, normalised
from newsletters.models import Subscriber

VERBS = ("undeliverable", "unsubscribe", "erase", "lift")


class Command(BaseCommand):
    help = (
        "Marks addresses as undeliverable (mails to them come back), unsubscribes them, erases them and never writes "
        "to them again, or lifts that because their owner asked for it. “-” reads addresses from standard input, one a "
        "line. Addresses that nobody knows are counted, and are no error."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=VERBS)
        parser.add_argument("address", nargs="+")

    def handle(self, *args: Any, verb: str, address: list[str], **options: Any) -> None:
        known = unknown = 0
        for given in _all(address):
            try:
                wanted = key(normalised(given))
            except ValidationError as wrong:
                raise CommandError(f"“{given.strip()[:100]}”: {wrong.messages[0]}") from wrong
            if _do(verb, wanted):
                known += 1
            else:
                unknown += 1
        self.stdout.write(f"{verb}: {known}; not on record: {unknown}")


def _all(given: list[str]) -> Iterator[str]:
    for each in given:
        if each == "-":
            yield from (line for line in sys.stdin if line.strip())
        else:
            yield each


def _do(verb: str, wanted: str) -> bool:
    if verb == "erase":
        return subscribing.erase(wanted, by=None)
    if verb == "lift":
        return subscribing.lift(wanted, by=None)
    found = Subscriber.objects.filter(key=wanted).first()
    if found is None:
        return False
    (subscribing.mark_undeliverable if verb == "undeliverable" else subscribing.unsubscribe)(found, by=None)
    return True
