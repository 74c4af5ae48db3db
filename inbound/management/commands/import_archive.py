"""manage.py import_archive: what an old site published comes in, from a WordPress export or a folder of files."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from articles import publishing
from articles.models import Section
from inbound.archive import running
from inbound.archive.bringing import Outcome, Plan, Result
from inbound.archive.entries import Entry, host
from inbound.formats.arrival import Unreadable
from inbound.models import ArchiveItem
from work import jobs

BROUGHT = (Outcome.PUBLISHED, Outcome.DRAFT, Outcome.RIGHTS)
EVERY_SECONDS = 2.0
SHOWN = 50
"""Of refused items, on the screen; --json has all."""


class Command(BaseCommand):
    help = (
        "Brings the articles of an old site: a WordPress export, or a folder of files that can be read. Each item is "
        "brought once, however often this is run; a run that was killed goes on where it stood. What was published is "
        "published again under its date, by the verbs of the desk; texts of outlets wait for the rights desk. Look "
        "first, with --dry-run. Exit status 1 when an item was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="FILE|FOLDER", help="a WordPress export, or a folder of articles")
        parser.add_argument("--dry-run", action="store_true", help="write nothing; say everything that would happen")
        parser.add_argument("--by", metavar="USER", help="who brings it: their name at the desk, for the record")
        parser.add_argument(
            "--section", action="append", default=[], metavar="OLD=NEW",
            help="a category of the old site (slug or name), and the slug of the section here; again for each",
        )  # fmt: skip
        parser.add_argument("--create-sections", action="store_true", help="make a section of each other category")
        parser.add_argument("--into", default="", metavar="SLUG", help="the section of what has none otherwise")
        parser.add_argument(
            "--types", default="post", metavar="post,page", help="types of post to bring from an export (post)"
        )
        parser.add_argument("--no-publish", action="store_true", help="bring everything as drafts")
        parser.add_argument(
            "--clear", action="store_true", help="also clear and publish licensed texts that nothing stands against"
        )
        parser.add_argument(
            "--ours",
            action="append",
            default=[],
            metavar="HOST",
            help="another host name that was ours; again for each",
        )
        parser.add_argument("--json", action="store_true", help="print what became of each item, as JSON")
        parser.add_argument(
            "--later", action="store_true", help="leave it to the worker: it has a page at the desk, under Jobs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = self.who(options)
        plan = self.plan(options)
        if options["dry_run"]:
            return self.look(plan, by, options["json"])
        if options["later"]:
            job = jobs.start(running.KIND, self.title(plan), by, **running.arguments(plan, by))
            self.stdout.write(f"Job {job.pk} waits for the worker; see it at the desk, under Jobs.")
            return None
        job = running.job_for(plan, by, self.title(plan))
        if job.checkpoint:
            self.stderr.write(f"An earlier run stopped after item {job.checkpoint}; going on from there.")
        progress = Progress(self)
        try:
            with jobs.run(job) as held:
                progress.done = held.row.done
                running.bring_all(held, plan, by, progress.tell)
        except jobs.NotNow as problem:
            raise CommandError(str(problem)) from problem
        except jobs.Refused as problem:
            raise CommandError(str(problem)) from problem
        counts = running.counted(job)
        rows = ArchiveItem.objects.filter(job=job).order_by("number").select_related("article__section")
        if options["json"]:
            self.print_json(_row(row) for row in rows.iterator(500))
        else:
            self.report(counts, [(row.called, row.sentence or row.reason) for row in _refused(rows)])
        if any(outcome == Outcome.REFUSED for outcome, _reason in counts):
            sys.exit(1)
        return None

    # --- before it begins

    def who(self, options: dict[str, Any]) -> Any:
        if not options["by"]:
            if options["dry_run"]:
                return None
            raise CommandError("Say who brings the archive: --by USER. The log names them at every article.")
        found = get_user_model().objects.filter(username=options["by"], is_active=True).first()
        if found is None:
            raise CommandError(f"Nobody who works here is called “{options['by']}”.")
        if not found.has_perm("articles.add_article"):
            raise CommandError(f"{options['by']} may not add articles, so cannot bring an archive.")
        if not options["no_publish"] and not publishing.permits("publish", found):
            raise CommandError(
                f"{options['by']} may not publish. Name a publisher, or bring everything as drafts: --no-publish"
            )
        if options["clear"] and not publishing.permits("clear", found):
            raise CommandError(f"{options['by']} may not clear rights. Leave --clear out, and the rights desk does it.")
        return found

    def plan(self, options: dict[str, Any]) -> Plan:
        path = Path(options["path"])
        if not path.exists():
            raise CommandError(f"{path}: there is no such file or folder.")
        sections: dict[str, str] = {}
        for pair in options["section"]:
            old, equals, new = pair.partition("=")
            if not (old.strip() and equals and new.strip()):
                raise CommandError(f"--section is OLD=NEW, such as --section harbour=sea, and not “{pair}”.")
            sections[old.strip().casefold()] = new.strip()
        for slug in {*sections.values(), options["into"]} - {""}:
            if not Section.objects.filter(slug=slug).exists():
                raise CommandError(f"There is no section “{slug}” here. Add it at the desk, or see --create-sections.")
        own = {host(settings.NEWSROOM_URL)} if settings.NEWSROOM_URL else set()
        return Plan(
            path=str(path.resolve()),
            sections=sections,
            create_sections=options["create_sections"],
            into=options["into"],
            kinds=(*(kind.strip() for kind in options["types"].split(",") if kind.strip()), "file"),
            publish=not options["no_publish"],
            clear=options["clear"],
            ours=tuple(sorted({*own, *options["ours"]} - {""})),
            language=settings.LANGUAGE_CODE,
        )

    def title(self, plan: Plan) -> str:
        return f"Archive: {Path(plan.path).name}"

    # --- what comes of it

    def look(self, plan: Plan, by: Any, as_json: bool) -> None:
        counts: Counter[tuple[str, str]] = Counter()
        kinds: Counter[str] = Counter()
        authors: Counter[str] = Counter()
        unmapped: Counter[str] = Counter()
        refused: list[tuple[str, str]] = []
        rows: list[dict[str, Any]] = []
        progress = Progress(self)

        def tell(entry: Entry, result: Result) -> None:
            progress.tell(entry, result)
            counts[(result.outcome, result.reason)] += 1
            kinds[entry.kind] += 1
            if result.outcome == Outcome.REFUSED:
                refused.append((entry.called, result.sentence or result.reason))
            if result.outcome in BROUGHT:
                authors.update(result.facts.get("authors", ()))
                if not result.facts.get("section"):
                    unmapped.update([_category(entry)])
            if as_json:
                rows.append(_looked(entry, result))

        try:
            running.try_all(plan, by, tell)
        except Unreadable as error:
            raise CommandError(f"{plan.path}: {error}") from error
        if as_json:
            self.print_json(iter(rows))
            return
        self.report(counts, refused[:SHOWN], "would be ")
        self.table("In the archive", kinds)
        self.table("Authors", authors)
        self.table("Categories without a section here (--section OLD=NEW, or --create-sections)", unmapped)
        self.stdout.write("\nNothing was written.")

    def report(self, counts: Counter[tuple[str, str]], refused: list[tuple[str, str]], verb: str = "") -> None:
        total = sum(counts.values())
        self.stdout.write(f"{total:,} {'item' if total == 1 else 'items'} {verb}gone through:")
        for outcome in Outcome:
            found = Counter({reason: n for (kind, reason), n in counts.items() if kind == outcome})
            if not found:
                continue
            self.stdout.write(f"\n  {sum(found.values()):>9,}  {outcome.label}")
            for reason, number in found.most_common():
                if reason:
                    self.stdout.write(f"  {'':>9}  {number:>9,}  {reason}")
        if refused:
            self.stdout.write("\nRefused:")
        for called, sentence in refused:
            self.stdout.write(f"  {called}: {sentence}")

    def table(self, title: str, counts: Counter[str]) -> None:
        if not counts:
            return
        self.stdout.write(f"\n{title}:")
        for name, number in counts.most_common(SHOWN):
            self.stdout.write(f"  {number:>9,}  {name}")
        if len(counts) > SHOWN:
            self.stdout.write(f"  {'':>9}  and {len(counts) - SHOWN:,} more")

    def print_json(self, rows: Any) -> None:
        """One list, written as it is read: an archive may have more items than fit into memory."""
        self.stdout.write("[", ending="")
        for number, row in enumerate(rows):
            self.stdout.write((",\n " if number else "\n ") + json.dumps(row, ensure_ascii=False), ending="")
        self.stdout.write("\n]")


class Progress:
    """A line on standard error, now and then."""

    def __init__(self, command: BaseCommand):
        self.command, self.done, self.at = command, 0, time.monotonic()
        self.counts: Counter[str] = Counter()

    def tell(self, entry: Entry, result: Result) -> None:
        self.done += 1
        self.counts[result.outcome] += 1
        if time.monotonic() - self.at >= EVERY_SECONDS:
            self.at = time.monotonic()
            said = ", ".join(f"{number:,} {name}" for name, number in sorted(self.counts.items()))
            self.command.stderr.write(f"item {entry.number:,}: {said}")


def _refused(rows: Any) -> Any:
    return rows.filter(outcome=Outcome.REFUSED)[:SHOWN]


def _category(entry: Entry) -> str:
    if not entry.sections:
        return "(no category)"
    term = entry.sections[0]
    return f"{term.name} ({term.slug or slugify(term.name)})"


def _row(row: ArchiveItem) -> dict[str, Any]:
    article = row.article
    return {
        "number": row.number, "called": row.called, "type": row.kind, "address": row.address or None,
        "outcome": row.outcome, "reason": row.reason or None, "sentence": row.sentence or None,
        "article": str(article.uuid) if article else None,
        "now": article.get_absolute_url() if article and article.section else None,
    }  # fmt: skip


def _looked(entry: Entry, result: Result) -> dict[str, Any]:
    return {
        "number": entry.number, "called": entry.called, "type": entry.kind, "address": entry.address or None,
        "outcome": str(result.outcome), "reason": result.reason or None, "sentence": result.sentence or None,
        **result.facts,
    }  # fmt: skip
