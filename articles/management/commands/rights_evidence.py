"""manage.py rights_evidence: the rights evidence file of one article."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.evidence import evidence
from articles.models import Article


class Command(BaseCommand):
    help = "Writes the rights evidence file of one article: a ZIP that says on what terms it stands, and what was done."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "article", metavar="UUID|SLUG", help="the article's identity, or the last part of its address"
        )
        parser.add_argument("--out", required=True, metavar="FILE.zip", help="where to write it; must not be there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        article = self.article(options["article"])
        try:
            # In one transaction with the writing: where no file was written, the log says of none.
            with transaction.atomic(), evidence(article, by=None) as made, Path(options["out"]).open("xb") as out:
                shutil.copyfileobj(made, out)
        except FileExistsError:
            raise CommandError(
                f"{options['out']} is there already. Choose another name: evidence is not overwritten."
            ) from None
        except OSError as error:
            raise CommandError(f"{options['out']}: the file cannot be written ({error.strerror or error}).") from error
        self.stdout.write(f"{options['out']}: the evidence for “{article}”")

    def article(self, named: str) -> Article:
        try:
            found = Article.objects.filter(uuid=UUID(named.removeprefix("urn:uuid:"))).first()
        except ValueError:
            found = None
        found = found or Article.objects.filter(slug=named).first()
        if found is None:
            raise CommandError(
                f"No article has the identity or slug “{named}”. Its slug is the last part of its address."
            )
        return found
