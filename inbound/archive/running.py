"""An archive is brought from its first item to its last, as a job that can be killed at any moment and gone on with."""

from __future__ import annotations

import dataclasses
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import drafting
from inbound.archive.bringing import Bringer, Outcome, Plan, Result
from inbound.archive.entries import Archive, Entry, open_archive
from inbound.formats.arrival import Unreadable
from inbound.models import ArchiveItem
from work import jobs
from work.models import Job

if TYPE_CHECKING:
    from django.contrib.auth.models import User

log = logging.getLogger(__name__)

KIND = "import_archive"
# What the job counts, as its page at the desk names it.
COUNTED = (gettext_noop("rights"), gettext_noop("held"), gettext_noop("skipped"))
Told = Callable[[Entry, Result], None]


def arguments(plan: Plan, by: User | None) -> dict[str, Any]:
    """What a job keeps. A file that was changed since is another one."""
    path = Path(plan.path)
    stat = path.stat()
    size = 0 if path.is_dir() else stat.st_size
    kept = dataclasses.asdict(plan) | {"kinds": list(plan.kinds), "ours": list(plan.ours)}
    return {"plan": kept, "who": by.pk if by else None, "size": size}


def plan_of(kept: dict[str, Any]) -> Plan:
    return Plan(**kept | {"kinds": tuple(kept["kinds"]), "ours": tuple(kept["ours"])})


@jobs.kind(KIND)
def import_archive(job: jobs.Running, *, plan: dict[str, Any], who: int | None, size: int) -> None:
    """The same from the desk's worker and from the command."""
    bring_all(job, plan_of(plan), get_user_model().objects.filter(pk=who).first() if who else None)


def bring_all(job: jobs.Running, plan: Plan, by: User | None, tell: Told | None = None) -> None:
    """Every item after the job's checkpoint, each in a transaction with what is kept of it and with the checkpoint."""
    try:
        archive = open_archive(Path(plan.path))
    except Unreadable as error:
        raise jobs.Refused(f"{plan.path}: {error}") from error
    try:
        job.expect(archive.total)
        bringer = Bringer(plan, archive.name, archive.hosts, by)
        for entry in _from(archive, int(job.checkpoint or 0)):
            with transaction.atomic():
                result = brought(bringer, entry)
                keep(entry, result, archive.name, job.row)
                if result.outcome == Outcome.REFUSED:
                    job.error(entry.called, result.sentence or result.reason)
                job.step(checkpoint=entry.number, **{str(result.outcome): 1})
            if tell:
                tell(entry, result)
    finally:
        archive.close()


def try_all(plan: Plan, by: User | None, tell: Told) -> None:
    """What would become of each item. Every one is brought inside a transaction that is undone: nothing is written."""
    archive = open_archive(Path(plan.path))
    seen: set[int] = set()
    try:
        bringer = Bringer(plan, archive.name, archive.hosts, by)
        for entry in archive:
            with drafting.aside():
                result = brought(bringer, entry)
                words = result.article.fingerprint if result.article else ""
            if result.outcome in (Outcome.PUBLISHED, Outcome.DRAFT, Outcome.RIGHTS) and words:
                if hash(words) in seen:
                    result = Result(Outcome.HELD, _("the same words are here already"), facts=result.facts)
                seen.add(hash(words))
            tell(entry, result)
    finally:
        archive.close()


def brought(bringer: Bringer, entry: Entry) -> Result:
    """An item that breaks something is refused as well, and its neighbours are brought."""
    try:
        with transaction.atomic():
            return bringer.bring(entry)
    except ValueError as error:
        return Result(Outcome.REFUSED, _("it cannot be read"), f"{entry.called}: {error}")
    except Exception:
        log.exception("%s of the archive %s", entry.called, bringer.archive)
        told = _("It could not be stored; the log says why: %(called)s") % {"called": entry.called}
        return Result(Outcome.REFUSED, _("it could not be stored"), told)


def keep(entry: Entry, result: Result, archive: str, job: Job) -> None:
    """What became of it. What was brought once stays so on record, whatever a later run finds."""
    if result.outcome == Outcome.SKIPPED and not entry.identity:
        entry.identity = f"{entry.kind} {entry.number}"
    ArchiveItem.objects.update_or_create(
        archive=archive[:200],
        identity=entry.digest,
        defaults={
            "number": entry.number,
            "called": _storable(entry.called)[:300],
            "kind": _storable(entry.kind)[:60],
            "address": _storable(entry.address)[:2000],
            "outcome": result.outcome,
            "reason": _storable(result.reason)[:300],
            "sentence": _storable(result.sentence)[:4000],
            "article": result.article,
            "job": job,
        },
    )


def _storable(words: str) -> str:
    return words.encode("utf-8", "replace").decode().replace("\0", "")


def _from(archive: Archive, done: int) -> Iterator[Entry]:
    return (entry for entry in archive if entry.number > done)


# --- going on, and what came of it


def job_for(plan: Plan, by: User | None, title: str) -> Job:
    """The job of a run that was killed or broken off before its end, else a new one."""
    wanted = arguments(plan, by)
    last = Job.objects.filter(kind=KIND, arguments=wanted).order_by("-pk").first()
    if last is None or last.state == Job.State.DONE:
        return jobs.new(KIND, title, by, **wanted)
    if not last.has_ended:
        return last
    job = jobs.new(KIND, title, by, **wanted)
    with transaction.atomic():
        Job.objects.filter(pk=job.pk).update(checkpoint=last.checkpoint, counts=last.counts, done=last.done)
        ArchiveItem.objects.filter(job=last).update(job=job)
    job.refresh_from_db()
    return job


def counted(job: Job) -> Counter[tuple[str, str]]:
    """How many items came to which outcome for which reason."""
    rows = ArchiveItem.objects.filter(job=job).values_list("outcome", "reason").annotate(Count("pk")).order_by()
    return Counter({(outcome, reason): count for outcome, reason, count in rows})
