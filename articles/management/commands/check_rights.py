"""manage.py check_rights: does everything that is published keep its terms?"""

from __future__ import annotations

import dataclasses
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from articles import breaches, standing

_SAID_OF = {breaches.BREACH: "", breaches.QUESTION: ", not decided", breaches.REMINDER: ", to see to"}


class Command(BaseCommand):
    help = (
        "Looks at everything published and scheduled, on every surface, and lists what stands against its terms: the "
        "article, its outlet, the clause, what is wrong and what to do. What the terms leave open and the rights desk "
        "has not decided counts, because not stated never means allowed. Exit status 1 when anything is listed but "
        "reminders. Changes nothing, but for --refresh."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print what was found as one object")
        parser.add_argument("--all", action="store_true", help="list reminders as well, which break nothing")
        parser.add_argument(
            "--refresh",
            action="store_true",
            help="first bring the lights stored with licensed articles up to date, as time has changed them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        counts: dict[str, int] = {"articles": 0, "against": 0, "reminders": 0}
        listed = 0
        if options["refresh"]:
            counts["refreshed"] = sum(standing.refresh())
        if options["json"]:
            self.stdout.write('{\n"found": [', ending="")
        for of_one in breaches.check(reminders=True):
            counts["articles"] += not any(breach.article_id is None for breach in of_one)
            for breach in of_one:
                counts["reminders" if breach.is_reminder else "against"] += 1
                if breach.is_reminder and not options["all"]:
                    continue
                if options["json"]:
                    row = json.dumps(dataclasses.asdict(breach), ensure_ascii=False)
                    self.stdout.write(f"{',' if listed else ''}\n{row}", ending="")
                else:
                    self.stdout.write(self.line(breach))
                listed += 1
        if options["json"]:
            self.stdout.write("\n],\n" + json.dumps(counts).removeprefix("{"))
        else:
            self.stdout.write(self.summary(counts, options["all"]))
        if counts["against"]:
            sys.exit(1)

    def line(self, breach: breaches.Breach) -> str:
        whose = f", {breach.outlet}" if breach.outlet else ""
        what = f"article {breach.article_id}, “{breach.article}”{whose}" if breach.article_id else "the site"
        where = f" Shows on: {', '.join(breach.surfaces)}." if breach.surfaces else ""
        return f"{what}: [{breach.clause}{_SAID_OF[breach.kind]}] {breach.sentence} {breach.remedy}{where}"

    def summary(self, counts: dict[str, int], all_listed: bool) -> str:
        said = [f"Checked: published articles {counts['articles']}."]
        said.append(
            f"{counts['against']} against their terms." if counts["against"] else "Nothing stands against its terms."
        )
        if reminders := counts["reminders"]:
            told = ngettext("%(number)d reminder", "%(number)d reminders", reminders) % {"number": reminders}
            said.append(f"{told}." if all_listed else f"{told}: --all lists them.")
        if "refreshed" in counts:
            said.append(f"Lights brought up to date: {counts['refreshed']}.")
        return " ".join(said)
