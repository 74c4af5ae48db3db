"""manage.py rebuild_search: the index of what readers find, made anew while the site runs."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.models import SearchText
from articles.search import rebuilding
from work import jobs

EVERY_SECONDS = 2.0


class Command(BaseCommand):
    help = (
        "Brings the search index up to date, article by article, while the site runs. A run that was broken off goes "
        "on where it stood. Needed once after the update that brought the search, and where an index was lost."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="write every row anew, also those that are up to date")
        parser.add_argument(
            "--later", action="store_true", help="leave it to the worker: it has a page at the desk, under Jobs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["later"]:
            job = jobs.start(rebuilding.KIND, _("Search index"), anew=options["all"])
            self.stdout.write(f"Job {job.pk} waits for the worker; see it at the desk, under Jobs.")
            return
        job = rebuilding.job_for(options["all"])
        if job.checkpoint:
            self.stderr.write(f"An earlier run stopped after {job.done:,} articles; going on from there.")
        told = time.monotonic()

        def tell(done: int) -> None:
            nonlocal told
            if time.monotonic() - told >= EVERY_SECONDS:
                told = time.monotonic()
                held.row.refresh_from_db(fields=["total"])
                self.stderr.write(f"{done:,} of {held.row.total or 0:,} articles")

        try:
            with jobs.run(job) as held:
                rebuilding.rebuild(held, anew=options["all"], tell=tell)
        except jobs.NotNow as problem:
            raise CommandError(str(problem)) from problem
        written = job.counts.get("written", 0)
        self.stdout.write(
            f"Looked at {job.done:,} articles, wrote {written:,}. In the index: {SearchText.objects.count():,}."
        )
