"""Long jobs: begun by a person, watched on a page, cancelled and resumed, and not lost when a process dies.

    @jobs.kind("import_archive")
    def import_archive(job: jobs.Running, *, path: str) -> None:
        job.expect(total)
        for post in posts_after(job.checkpoint, path):
            with transaction.atomic():
                try:
                    store(post)
                except Unreadable as problem:
                    job.error(post.address, str(problem))
                    job.step(checkpoint=post.number, failed=1)
                else:
                    job.step(checkpoint=post.number, stored=1)

    jobs.start("import_archive", _("Archive of 2019"), by=request.user, path=str(path))

``page(job)`` is the address at the desk where people watch it. A command that does the work itself, without a worker,
uses the same function:

    with jobs.run(jobs.new("import_archive", title, path=path)) as job:
        import_archive(job, path=path)

The checkpoint is written in the transaction that the step is called in. What an item changes and its step belong into
one, and then a job that was killed at any moment and resumed has done every item once.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db import Error, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskContext, task

from work import beats, queue
from work.models import LONGEST_ITEM, Beat, Job, JobError
from work.schedule import UNHEARD_OF

logger = logging.getLogger("work")
Function = TypeVar("Function", bound=Callable[..., None])

stopping = threading.Event()
"""Set when this process was told to stop: jobs leave at their next step, and go on in another process."""

KEEP = object()


class Cancelled(Exception):
    """Somebody asked for the job to be cancelled. Raised at a step.

    A transaction that the step was called in is rolled back by it, and that item is as if it had not been begun.
    """


class Stopped(Exception):
    """The process is to stop. Raised at a step, as Cancelled is; the job goes on elsewhere."""


class Lost(Exception):
    """Another process has taken the job up, because this one was taken for dead. Nothing of this step was written."""


class NotNow(Exception):
    """What was asked cannot be done with the job as it stands. The text is a sentence for an editor."""


class Refused(Exception):
    """A job cannot do what it was begun for. The text is a sentence for an editor, and is shown as it is."""


_kinds: dict[str, Callable[..., None]] = {}


def kind(name: str) -> Callable[[Function], Function]:
    """Register the function that does jobs of this kind: it takes a ``Running`` and the arguments of ``start``."""

    def register(function: Function) -> Function:
        if name in _kinds and _kinds[name].__qualname__ != function.__qualname__:
            raise ValueError(f"Two kinds of job are called {name}.")
        _kinds[name] = function
        return function

    return register


# --- begun, cancelled, resumed by people ---


def new(kind: str, title: str, by: Any = None, **arguments: Any) -> Job:
    """A job that waits and that nobody queued: for a command that runs it at once."""
    return Job.objects.create(kind=kind, title=title[:200], begun_by=by, arguments=arguments)


def start(kind: str, title: str, by: Any = None, **arguments: Any) -> Job:
    """Queue a job of a registered kind. The arguments are plain values, as JSON has them."""
    if kind not in _kinds:
        raise ValueError(f"There is no kind of job called {kind}: register it with @jobs.kind.")
    with transaction.atomic():
        job = new(kind, title, by, **arguments)
        _hand_over(job)
    job.refresh_from_db()
    return job


def cancel(job: Job) -> None:
    """A waiting job is cancelled at once, a running one at its next step. Raises NotNow."""
    rows = Job.objects.filter(pk=job.pk)
    if not rows.filter(state=Job.State.WAITING).update(state=Job.State.CANCELLED, ended_at=timezone.now()):
        if not rows.filter(state=Job.State.RUNNING).update(state=Job.State.CANCELLING):
            job.refresh_from_db()
            raise NotNow(
                _("“%(job)s” is %(state)s: there is nothing to cancel.")
                % {"job": job, "state": job.get_state_display()}
            )
    job.refresh_from_db()


def resume(job: Job) -> None:
    """Queue a cancelled or failed job again; it goes on from its checkpoint. Raises NotNow."""
    with transaction.atomic():
        rows = Job.objects.filter(pk=job.pk, state__in=[Job.State.CANCELLED, Job.State.FAILED])
        if not rows.update(
            state=Job.State.WAITING, task_id="", problem="", tries=0, ended_at=None, beat_at=timezone.now()
        ):
            job.refresh_from_db()
            raise NotNow(
                _("“%(job)s” is %(state)s: only what was cancelled or has failed can be resumed.")
                % {"job": job, "state": job.get_state_display()}
            )
        _hand_over(job)
    job.refresh_from_db()


def page(job: Job) -> str:
    """The path of the job's page at the desk."""
    return reverse("admin:work_job_change", args=[job.pk])


def _hand_over(job: Job) -> None:
    queued = run_job.enqueue(job.pk)
    # Empty until now, unless it has begun already.
    Job.objects.filter(pk=job.pk, task_id="").update(task_id=queued.id)


# --- what the author of a job holds ---


class Running:
    """A job while it runs here."""

    def __init__(self, row: Job):
        self.row = row
        self.pk = row.pk
        self.arguments = row.arguments
        self.checkpoint = row.checkpoint
        """What the last step before this run said; None where there was none. Go on after it."""
        self._run = row.run

    def expect(self, total: int | None) -> None:
        """How many items there are in all, those that are done included. Unknown, the bar only shows that it moves."""
        self._write(total=total)

    def step(self, *, checkpoint: Any = KEEP, done: int = 1, **counts: int) -> None:
        """So many items are done; the counts of what became of them are added up by name.

        Raises Cancelled, Stopped or Lost.
        """
        with transaction.atomic(savepoint=False):
            stands = Job.objects.values("done", "counts", "state").get(pk=self.pk)
            added = dict(stands["counts"])
            for name, number in counts.items():
                added[name] = added.get(name, 0) + number
            values = {"done": stands["done"] + done, "counts": added, "tries": 0, "beat_at": timezone.now()}
            if checkpoint is not KEEP:
                values["checkpoint"] = checkpoint
            self._write(**values)
        if stands["state"] == Job.State.CANCELLING:
            raise Cancelled
        if stopping.is_set():
            raise Stopped

    def error(self, item: Any, sentence: Any) -> None:
        """Keep what was wrong with one item. The same said again, after a resume, is kept once."""
        item, sentence = _storable(item)[:LONGEST_ITEM], _storable(sentence)
        row = JobError(job_id=self.pk, item=item, sentence=sentence, digest=JobError.digest_of(item, sentence))
        JobError.objects.bulk_create([row], ignore_conflicts=True)

    def _write(self, **values: Any) -> None:
        if not Job.objects.filter(pk=self.pk, run=self._run, state__in=Job.AT_WORK).update(**values):
            raise Lost(f"Job {self.pk} was taken up by another process, or ended, meanwhile.")


def _storable(text: Any) -> str:
    return str(text).encode("utf-8", "replace").decode().replace("\0", "")


@contextlib.contextmanager
def run(job: Job, *, task_id: str = "") -> Iterator[Running]:
    """Take the job up; when the block ends, so does the job.

    Cancelled and Stopped end the block quietly: the job says so. Another exception makes it a failed job, with a
    sentence, and is raised. Where the database goes away it stays a running one, to be taken up again. Raises NotNow
    where it has ended, or is run by a process that is alive.
    """
    with beats.alive():
        running = _take_up(job, task_id)
        rows = Job.objects.filter(pk=job.pk, run=running._run)
        try:
            yield running
        except Lost:
            logger.warning("job %s: goes on in another process", job.pk)
            raise
        except Cancelled:
            rows.update(state=Job.State.CANCELLED, ended_at=timezone.now())
        except Stopped:
            with transaction.atomic():
                if rows.update(state=Job.State.WAITING, task_id="", beat_at=timezone.now()) and task_id:
                    _hand_over(job)
        except queue.OUTAGE as problem:
            with contextlib.suppress(Error):
                rows.update(problem=_told(problem))
            raise
        except BaseException as problem:
            with contextlib.suppress(Error):
                rows.update(state=Job.State.FAILED, ended_at=timezone.now(), problem=_told(problem))
            raise
        else:
            rows.update(state=Job.State.DONE, ended_at=timezone.now(), problem="")
        finally:
            with contextlib.suppress(Error):
                job.refresh_from_db()


def _told(problem: BaseException) -> str:
    said = _storable(problem)[:2000]
    if isinstance(problem, Refused):
        return said
    if isinstance(problem, KeyboardInterrupt):
        return _("It was broken off by hand. What was done so far is kept, and “Resume” goes on from there.")
    return _("It broke off: %(kind)s: %(said)s. What was done so far is kept, and “Resume” goes on from there.") % {
        "kind": type(problem).__name__, "said": said.rstrip("."),
    }  # fmt: skip


def _take_up(job: Job, task_id: str) -> Running:
    job.refresh_from_db()
    if job.has_ended:
        raise NotNow(_("“%(job)s” is %(state)s.") % {"job": job, "state": job.get_state_display()})
    if not task_id and job.state != Job.State.WAITING and _runner_lives(job):
        raise NotNow(_("“%(job)s” is running already, by %(runner)s.") % {"job": job, "runner": job.runner})
    now = timezone.now()
    taken = Job.objects.filter(pk=job.pk, run=job.run, state=job.state).update(
        state=Job.State.CANCELLING if job.state == Job.State.CANCELLING else Job.State.RUNNING,
        run=F("run") + 1,
        tries=F("tries") + 1,
        task_id=task_id,
        runner=beats.mine(),
        begun_at=Coalesce("begun_at", now),
        beat_at=now,
        ended_at=None,
        problem="",
    )
    if not taken:
        raise NotNow(_("“%(job)s” was taken up by another process this moment.") % {"job": job})
    job.refresh_from_db()
    return Running(job)


def _runner_lives(job: Job) -> bool:
    beat = Beat.objects.filter(worker=job.runner).first() if job.runner else None
    return beat is not None and not beats.is_gone(beat)


# --- by the worker ---


@task(takes_context=True, queue_name=queue.LONG)
def run_job(context: TaskContext, pk: int) -> None:
    """Run the job, or go on with it. A task that is not the one the job waits for does nothing."""
    own = context.task_result.id
    job = Job.objects.filter(pk=pk).first()
    if job is None or job.has_ended or job.task_id not in ("", own):
        logger.info("job %s: nothing to do any more", pk)
        return
    rows = Job.objects.filter(pk=pk, run=job.run, state=job.state)
    if job.state == Job.State.CANCELLING:
        rows.update(state=Job.State.CANCELLED, ended_at=timezone.now())
        return
    if job.tries >= queue.TRIES:
        why = f"{queue.set_aside_sentence(job.tries)} {job.problem}".strip()
        rows.update(state=Job.State.FAILED, ended_at=timezone.now(), problem=why)
        logger.error("job %s: set aside after %s tries", pk, job.tries)
        return
    function = _kinds.get(job.kind)
    with run(job, task_id=own) as running:
        if function is None:
            raise Refused(_("This version of the newsroom knows no job of the kind “%(kind)s”.") % {"kind": job.kind})
        function(running, **job.arguments)


def settle() -> None:
    """Look after jobs that nobody is running although they wait or run: nothing waits for ever."""
    now = timezone.now()
    since = Coalesce("beat_at", "added_at")
    silent = Job.objects.exclude(state__in=Job.ENDED).alias(since=since).filter(since__lt=now - UNHEARD_OF)
    for job in silent:
        found = queue.standing(job.task_id) if job.task_id else queue.Standing.GONE
        if found in queue.TO_COME:
            continue
        rows = Job.objects.filter(pk=job.pk, run=job.run, state=job.state, task_id=job.task_id)
        if job.state == Job.State.CANCELLING:
            if not _runner_lives(job):
                rows.update(state=Job.State.CANCELLED, ended_at=now)
        elif found is queue.Standing.FAILED:
            rows.update(state=Job.State.FAILED, ended_at=now, problem=job.problem or queue.why_failed(job.task_id))
        elif job.state == Job.State.WAITING and (job.task_id or job.kind in _kinds):
            # Lost on its way into Redis, or with Redis.
            with transaction.atomic():
                if rows.update(task_id="", beat_at=now):
                    _hand_over(job)
        elif job.state == Job.State.RUNNING and not _runner_lives(job):
            rows.update(
                state=Job.State.FAILED,
                ended_at=now,
                problem=_(
                    "The process that ran it ended without a word. What was done so far is kept, and “Resume” goes on "
                    "from there."
                ),
            )
