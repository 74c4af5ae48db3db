"""manage.py check_rights: does everything that is published keep its terms?"""

from __future__ import annotations

import dataclasses
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles import breaches


class Command(BaseCommand):
    help = (
        "Looks at everything published and scheduled, on every surface, and lists what stands against its terms: the "
        "article, its outlet, the clause, what is wrong and what to do. Changes nothing. Exit status 1 when anything "
        "does."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print what was found as one object")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = found = 0
        rows: list[dict[str, Any]] = []
        for of_one in breaches.check():
            checked += 1
            found += len(of_one)
            for breach in of_one:
                if options["json"]:
                    rows.append(dataclasses.asdict(breach))
                else:
                    self.stdout.write(self.line(breach))
        if options["json"]:
            self.stdout.write(json.dumps({"articles": checked, "found": rows}, ensure_ascii=False, indent=2))
        else:
            held = f"{found} against their terms." if found else "Nothing stands against its terms."
            self.stdout.write(f"Checked: published articles {checked}. {held}")
        if found:
            sys.exit(1)

    def line(self, breach: breaches.Breach) -> str:
        whose = f", {breach.outlet}" if breach.outlet else ""
        where = f" Shows on: {', '.join(breach.surfaces)}." if breach.surfaces else ""
        said = f"article {breach.article_id}, “{breach.article}”{whose}: [{breach.clause}] {breach.sentence}"
        return f"{said} {breach.remedy}{where}"
