"""manage.py poll_feeds: one pass over the feeds that are due, by hand or by cron where no worker runs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inbound import polling, pushed, websub
from inbound.models import Feed, Run
from work import beats


class Command(BaseCommand):
    help = "Asks every feed whose time has come, reads what hubs pushed, and tells what each brought."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--feed", type=int, metavar="NUMBER", help="this feed alone, now, whether it is due or not")

    def handle(self, *args: Any, feed: int | None, **options: Any) -> None:
        if feed is not None:
            row = Feed.objects.filter(pk=feed).first()
            if row is None:
                raise CommandError(f"There is no feed {feed}.")
            run = polling.poll(row)
            if run is None:
                raise CommandError(f"“{row}” is being asked by another poller just now.")
            self.tell(run)
            return
        with beats.alive():
            polling.give_back_abandoned()
            for run in polling.poll_due():
                self.tell(run)
            pushed.read_waiting()
            websub.renew()

    def tell(self, run: Run) -> None:
        counted = ", ".join(
            f"{getattr(run, name)} {label}"
            for name, label in (
                ("new", "new"),
                ("updated", "updated"),
                ("withdrawn", "withdrawn"),
                ("failed", "failed"),
            )
            if getattr(run, name)
        )
        self.stdout.write(f"{run.feed}: {run.problem or counted or run.get_outcome_display()}")
        for error in run.errors:
            self.stdout.write(f"  {error}")
