"""manage.py outlet_presets: which real outlets are known, what each asks for, and adopting them."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outlets import adoption, clauses, presetting
from outlets.adoption import Standing
from outlets.models import Terms
from work import database


def here(preset: presetting.Preset) -> str:
    return str(adoption.standing(preset).label)


class Command(BaseCommand):
    help = (
        "Lists the presets of real outlets. With --show, every clause of some with its evidence and source; with "
        "--adopt, some become outlets with terms in force. Exit status 1 when a slug is unknown or a file is broken."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--show", nargs="+", metavar="SLUG", help="print every clause of these presets")
        what.add_argument("--adopt", nargs="+", metavar="SLUG", help="make these presets our outlets")

    def handle(self, *args: Any, **options: Any) -> None:
        if wanted := options["show"] or options["adopt"]:
            # All are read before the first is adopted: a mistyped slug leaves everything as it was.
            try:
                presets = [presetting.get(slug) for slug in dict.fromkeys(wanted)]
            except (presetting.NoSuchPreset, presetting.BadPreset) as error:
                raise CommandError(str(error)) from error
            if options["adopt"] and (trouble := database.trouble()):
                raise CommandError(trouble)
            for preset in presets:
                self.show(preset) if options["show"] else self.adopt(preset)
            return
        self.list_all()

    def list_all(self) -> None:
        presets, broken = [], []
        for slug in presetting.slugs():
            try:
                presets.append(presetting.get(slug))
            except presetting.BadPreset as error:
                broken.append(str(error))
        trouble = database.trouble()
        rows = [("SLUG", "NAME", "LICENCE", "AS OF", "HERE")]
        rows += [(p.slug, p.name, p.licence, p.checked, here(p) if not trouble else "") for p in presets]
        wide = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip())
        for sentence in broken:
            self.stderr.write(sentence)
        if trouble:
            self.stderr.write(f"Which are adopted here is not known. {trouble}")
        if broken:
            sys.exit(1)

    def show(self, preset: presetting.Preset) -> None:
        say = self.stdout.write
        say(f"{preset.name} ({preset.slug})")
        facts = [
            ("Home page", preset.home_url),
            ("Other hosts", ", ".join(preset.other_hosts)),
            ("Language", preset.language),
            ("Newsletter", preset.newsletter_url),
            ("As of", preset.checked),
            ("Here", "" if database.trouble() else here(preset)),
            ("Caution", preset.caution),
        ]
        facts[4:4] = [("Source", address) for address in preset.source]
        for label, value in facts:
            if value:
                say(f"  {label}: {value}")
        for mark, words in presetting.EVIDENCE.items():
            if mark in preset.evidence.values():
                say(f"  Evidence {mark}: {words}")
        values = preset.all_clauses()
        for heading, names in clauses.groups():
            say(f"\n  {heading}")
            for name in names:
                if name not in presetting.NOT_IN_PRESETS:
                    self.show_clause(preset, name, values[name])
        say("")

    def show_clause(self, preset: presetting.Preset, name: str, value: Any) -> None:
        label = str(Terms._meta.get_field(name).verbose_name)
        line = f"    {name} ({label}): {clauses.shown(name, value)}"
        if name in preset.stated:
            line += f" [{preset.evidence[name]}]"
        self.stdout.write(line)
        if remark := preset.remarks.get(name):
            self.stdout.write(f"        {remark}")

    def adopt(self, preset: presetting.Preset) -> None:
        before = adoption.standing(preset)
        outlet = adoption.adopt(preset)
        if before == Standing.NOT_ADOPTED:
            self.stdout.write(f"{preset.slug}: adopted, terms 1 in force. Read the live page and enter the day.")
            if preset.caution:
                self.stdout.write(f"  Caution: {preset.caution}")
        elif before == Standing.CHANGED:
            number = outlet.terms.order_by("-number").first().number
            self.stdout.write(f"{preset.slug}: terms {number} made, not in force until the rights desk says so.")
        else:
            self.stdout.write(f"{preset.slug}: adopted already, nothing has changed.")
