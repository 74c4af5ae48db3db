"""manage.py ask_sources: one pass over the pages of originals that are due, by hand or by cron where no worker runs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from inbound import asking


class Command(BaseCommand):
    help = "Asks the sources of what readers see whether each text is still there, and whether it was changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--article", metavar="SLUG", help="for this one alone, now, whether it is due or not")
        parser.add_argument("--most", type=int, metavar="NUMBER", help="ask no more pages than this")

    def handle(self, *args: Any, article: str | None, most: int | None, **options: Any) -> None:
        if article is None:
            self.stdout.write(f"{asking.ask_due(most=most)} pages were asked.")
            return
        row = Article.objects.licensed().exclude(source_url="").filter(slug=article).first()
        if row is None:
            raise CommandError(f"There is no licensed article “{article}” with an original address.")
        state = asking.ask(row)
        self.stdout.write(f"{row.source_url}: {state.problem or state.status}")
