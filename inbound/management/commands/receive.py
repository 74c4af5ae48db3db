"""manage.py receive: a feed or a pasted block comes in from a file, an address or standard input."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.body import pages
from inbound import formats
from inbound.accept import NotAccepted, accept
from inbound.fetch import Failed, Refused, fetch
from inbound.formats.arrival import Arrival, Hints, Unreadable, to_json
from inbound.hints import hints_for, hints_for_preset, known_institutions
from outlets import presetting
from outlets.models import Outlet
from work import database

MOST_BYTES = formats.MOST_BYTES


class Command(BaseCommand):
    help = (
        "Receives articles of an outlet: seals each original and makes a draft. With --dry-run nothing is stored and "
        "a preset's slug will do; with --json the fields found are printed. Exit status 1 when nothing could be read "
        "or an item failed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="PATH|URL|-", help="a file, an http(s) address, or - for standard input")
        parser.add_argument("--outlet", required=True, metavar="SLUG", help="whose text it is: the slug of an outlet")
        parser.add_argument("--format", default="auto", choices=["auto", *formats.FORMATS], help="how to read it")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--json", action="store_true", help="print what was found as a list of objects")
        parser.add_argument("--because", default="", help="why it is picked, for the record")

    def handle(self, *args: Any, **options: Any) -> None:
        outlet, hints = self.whose(options["outlet"], options["source"], options["dry_run"])
        data = self.bytes_from(options["source"])
        try:
            reading = formats.read(data, hints, format=options["format"])
        except Unreadable as error:
            raise CommandError(f"{options['source']}: {error}") from error
        failures = [str(error) for error in reading.errors]
        kept: list[Arrival] = []
        for arrival in reading.arrivals:
            if outlet is not None and not options["dry_run"]:
                try:
                    taken = accept(
                        arrival,
                        outlet=outlet,
                        by=None,
                        because=options["because"],
                        format=reading.format,
                        source=options["source"],
                    )
                except NotAccepted as error:
                    failures.append(str(error))
                    continue
                arrival.warnings[:] = taken.warnings
                if not options["json"]:
                    self.tell(f"{taken.outcome}: {taken.article}", arrival)
            elif not options["json"]:
                self.tell(f"read: {arrival.title}", arrival)
            kept.append(arrival)
        if options["json"]:
            rows = [
                to_json(arrival, pages.paginate(arrival.body_html, length=settings.PAGE_LENGTH)) for arrival in kept
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        if not reading.arrivals and not failures and not options["json"]:
            self.stdout.write(f"{options['source']} holds no items: nothing to receive.")
        for sentence in failures:
            self.stderr.write(sentence)
        if failures:
            sys.exit(1)

    def tell(self, line: str, arrival: Arrival) -> None:
        self.stdout.write(line)
        for warning in arrival.warnings:
            self.stdout.write(f"  note: {warning}")

    def whose(self, slug: str, source: str, dry_run: bool) -> tuple[Outlet | None, Hints]:
        # A look at a text with a preset is possible without a database.
        trouble = database.trouble()
        if trouble and not dry_run:
            raise CommandError(trouble)
        ready = not trouble
        outlet = Outlet.objects.filter(slug=slug).first() if ready else None
        if outlet is not None:
            return outlet, hints_for(outlet, source)
        try:
            preset = presetting.get(slug)
        except presetting.NoSuchPreset:
            if trouble:
                raise CommandError(
                    f"No preset has the slug “{slug}”, and our own outlets are not known: {trouble}"
                ) from None
            raise CommandError(
                f"No outlet has the slug “{slug}”. Add it in the admin, or see manage.py outlet_presets."
            ) from None
        if not dry_run:
            raise CommandError(
                f"“{slug}” is a preset that nobody has adopted yet. Adopt it first: "
                f"manage.py outlet_presets --adopt {slug}"
            )
        return None, hints_for_preset(preset, source, known_institutions() if ready else {})

    def bytes_from(self, source: str) -> bytes:
        """At most one byte over the limit, so that a larger input is told apart without being read whole."""
        if source == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        if source.lower().startswith(("http://", "https://")):
            try:
                return fetch(source).body
            except (Refused, Failed) as error:
                raise CommandError(f"{source}: {error}") from error
        try:
            with Path(source).open("rb") as file:
                return file.read(MOST_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{source}: the file cannot be read ({error.strerror or error}).") from error
