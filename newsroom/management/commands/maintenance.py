"""manage.py maintenance: close the site for a while, open it again, or tell how it stands. Needs no database."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsroom import maintenance


class Command(BaseCommand):
    help = (
        "Closes the site: pages and feeds answer 503 with a page that needs nothing else, the desk stays open. Works "
        "for every process that shares the folder NEWSROOM_VAR, at once and without a restart."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("on", "off", "status"))
        parser.add_argument("--minutes", type=int, help="in so many minutes it is expected to be over")
        parser.add_argument("--message", default="", help="what readers are told, instead of our own sentence")
        parser.add_argument("--desk-too", action="store_true", help="close the desk, too: while migrating, say")

    def handle(self, *args: Any, what: str, minutes: int | None, message: str, desk_too: bool, **options: Any) -> None:
        if minutes is not None and not 0 < minutes <= 7 * 24 * 60:
            raise CommandError("Say between one minute and a week.")
        if what == "on":
            until = timezone.now() + dt.timedelta(minutes=minutes) if minutes else None
            maintenance.close(maintenance.Closed(message.strip(), until, desk_too))
            self.stdout.write(f"Closed. The page by itself: {maintenance.page_file()}")
        elif what == "off":
            was_closed = maintenance.reopen()
            self.stdout.write("Open again." if was_closed else "It was not closed.")
        self._tell()

    def _tell(self) -> None:
        state = maintenance.state()
        if state is None:
            self.stdout.write("The site is open.")
            return
        until = f"until {timezone.localtime(state.until):%Y-%m-%d %H:%M %Z}" if state.until else "until it is opened"
        self.stdout.write(f"The site is closed {until}; the desk is {'closed, too' if state.desk_too else 'open'}.")
        if settings.MAINTENANCE:
            self.stdout.write("NEWSROOM_MAINTENANCE is set: it stays closed until that is taken out.")
