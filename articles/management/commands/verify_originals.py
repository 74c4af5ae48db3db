"""manage.py verify_originals: is every text still what was sealed?"""

from __future__ import annotations

import dataclasses
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles import seals


class Command(BaseCommand):
    help = (
        "Checks every sealed original against its seal, that every licensed body is made of the original it shows and "
        "its amendments (an adaptation: is the one that was saved), and that the amendments of what is published are "
        "those that were put before readers. Changes nothing. Exit status 1 when anything does not hold."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print what was found as one object")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = {"originals": 0, "articles": 0}
        found: list[dict[str, Any]] = []
        for kind, rows, one in (
            ("originals", seals.originals(), seals.check_original),
            ("articles", seals.licensed_articles(), seals.check_article),
        ):
            for broken in seals.check(rows, one):
                counts[kind] += 1
                if broken is None:
                    continue
                found.append(dataclasses.asdict(broken))
                if not options["json"]:
                    self.stdout.write(self.line(broken))
        if options["json"]:
            self.stdout.write(json.dumps({**counts, "broken": found}, ensure_ascii=False, indent=2))
        else:
            held = f"{len(found)} broken." if found else "All hold."
            self.stdout.write(
                f"Checked: originals {counts['originals']}, licensed articles {counts['articles']}. {held}"
            )
        if found:
            sys.exit(1)

    def line(self, broken: seals.Broken) -> str:
        which = f", original {broken.original}" if broken.original is not None else ""
        return f"article {broken.article_id}, “{broken.article}”{which}: [{broken.part}] {broken.sentence}"
