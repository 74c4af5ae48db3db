"""The tasks that wait, run and have failed: what becomes of each, and what the queue holds.

Tasks wait in the database (django-tasks-db), and its table is the queue, or in Redis (``work.on_redis``). A task is
queued when the transaction that queued it commits, and run at least once; a process that dies leaves what it was doing
to others. What a task did and could not tell of is done again, so a task looks at rows for what remains to be done.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from traceback import format_exception
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus, task, task_backends
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

from work.models import Beat

SHORT, LONG = "default", "long"
"""The queues. Long work waits in one of its own, so that it never keeps short work from a worker."""

JOB, RECURRING = "work.jobs.run_job", "work.schedule.run_recurring"

TRIES = 5
"""So often a task is begun whose process dies on it, or loses the database; then it is set aside as failed."""

AGAIN_AFTER = 30.0
"""Seconds to wait with what recurs, and would come back all the same, where a task is set aside."""

OUTAGE = (OperationalError, InterfaceError)
"""What a task meets when the database goes away. It is put back, not failed."""


class Standing(enum.Enum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"
    UNKNOWN = "unknown"


TO_COME = (Standing.WAITING, Standing.RUNNING, Standing.UNKNOWN)
"""What a task may stand at that will be heard of, or that nobody can ask about."""

_STANDINGS = {
    TaskResultStatus.READY: Standing.WAITING,
    TaskResultStatus.RUNNING: Standing.RUNNING,
    TaskResultStatus.SUCCESSFUL: Standing.DONE,
    TaskResultStatus.FAILED: Standing.FAILED,
}


def in_database() -> bool:
    return isinstance(task_backends["default"], DatabaseBackend)


def standing(task_id: str) -> Standing:
    """How a queued task stands now, wherever it waits."""
    backend = task_backends["default"]
    if isinstance(backend, DatabaseBackend):
        status = DBTaskResult.objects.filter(pk=task_id).values_list("status", flat=True).first()
        return Standing.GONE if status is None else _STANDINGS[TaskResultStatus(status)]
    if not backend.supports_get_result:
        return Standing.UNKNOWN
    try:
        return _STANDINGS[backend.get_result(task_id).status]
    except TaskResultDoesNotExist:
        return Standing.GONE


def why_failed(task_id: str) -> str:
    """What the queue knows of a task that failed, in a line."""
    backend = task_backends["default"]
    if isinstance(backend, DatabaseBackend):
        return last_line(DBTaskResult.objects.filter(pk=task_id).values_list("traceback", flat=True).first() or "")
    try:
        errors = backend.get_result(task_id).errors
    except TaskResultDoesNotExist:
        errors = []
    return last_line(errors[-1].traceback if errors else "")


def described(path: str, args: Sequence[Any]) -> str:
    """What a task is called in the log."""
    if path == RECURRING and args:
        return str(args[0])
    return f"job {args[0]}" if path == JOB and args else path


def name_of(row: DBTaskResult) -> str:
    return described(row.task_path, row.args_kwargs.get("args", []))


def set_aside_sentence(tries: int) -> str:
    return ngettext(
        "It was begun %(number)d time, and the process that ran it ended without a word. It is set aside and not tried "
        "again by itself.",
        "It was begun %(number)d times, and each time the process that ran it ended without a word. It is set aside "
        "and not tried again by itself.",
        tries,
    ) % {"number": tries}


# --- tasks in the database: taking one, and what becomes of it ---


def claim(worker: str, queues: Sequence[str], *, even_early: bool = False) -> DBTaskResult | None:
    """Take the next task that is due from these queues, for this worker alone; None where there is none.

    ``even_early``: what was put back, and should wait a little, too.
    """
    due = DBTaskResult.objects.ready()
    if even_early:
        due |= DBTaskResult.objects.filter(status=TaskResultStatus.READY).exclude(worker_ids=[])
    due = due.filter(backend_name="default", queue_name__in=queues)
    while True:
        rows = list(due[:5])
        for row in rows:
            row.started_at = timezone.now()
            row.worker_ids = [*row.worker_ids, worker]
            row.status = TaskResultStatus.RUNNING
            if DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.READY).update(
                status=row.status, started_at=row.started_at, worker_ids=row.worker_ids
            ):
                return row
        if not rows:
            return None


def _still_ours(row: DBTaskResult) -> Any:
    """The row, as long as nobody took its worker for dead and put it back: the moment of claiming is the token."""
    return DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at)


def finish(row: DBTaskResult, returned: Any) -> bool:
    return bool(
        _still_ours(row).update(
            status=TaskResultStatus.SUCCESSFUL,
            finished_at=timezone.now(),
            return_value=normalize_json(returned),
            exception_class_path="",
            traceback="",
        )
    )


def fail(row: DBTaskResult, problem: BaseException) -> bool:
    kind = type(problem)
    return _set_failed(row, f"{kind.__module__}.{kind.__qualname__}", "".join(format_exception(problem)))


def _set_failed(row: DBTaskResult, kind: str, told: str) -> bool:
    return bool(
        _still_ours(row).update(
            status=TaskResultStatus.FAILED,
            finished_at=timezone.now(),
            return_value=None,
            exception_class_path=kind,
            traceback=told.replace("\0", ""),
        )
    )


def put_back(row: DBTaskResult, *, counts: bool = True, wait: float = 0) -> bool:
    """Let the task be taken again, after ``wait`` seconds; set it aside as failed when it was begun ``TRIES`` times.

    ``counts`` is False where nobody died: a worker that was told to stop.
    """
    tried = row.worker_ids if counts else row.worker_ids[:-1]
    # How often a job may be begun anew depends on how far it comes each time, and only it knows.
    if len(tried) >= TRIES and row.task_path != JOB:
        if row.task_path != RECURRING:
            return _set_failed(row, "work.queue.SetAside", set_aside_sentence(len(tried)))
        wait = max(wait, AGAIN_AFTER)
    run_after = timezone.now() + dt.timedelta(seconds=wait) if wait else get_date_max()
    return bool(
        _still_ours(row).update(status=TaskResultStatus.READY, started_at=None, worker_ids=tried, run_after=run_after)
    )


def put_back_orphans() -> list[DBTaskResult]:
    """Put back every task that runs by the hand of a worker that is no more, and give them.

    A worker registers before it takes its first task and leaves after its last.
    """
    running = list(DBTaskResult.objects.filter(backend_name="default", status=TaskResultStatus.RUNNING))
    if not running:
        return []
    living = set(Beat.objects.values_list("worker", flat=True))
    orphans = [row for row in running if not row.worker_ids or row.worker_ids[-1] not in living]
    return [row for row in orphans if put_back(row)]


@task
def tidy() -> None:
    """Forget sessions that are over, and tasks that ended: after three days, those that failed after thirty"""
    if apps.is_installed("django.contrib.sessions"):
        call_command("clearsessions")
    if in_database():
        call_command("prune_db_task_results", queue_name="*", min_age_days=3, failed_min_age_days=30, verbosity=0)


def last_line(told: str) -> str:
    lines = told.strip().splitlines()
    return lines[-1][:500] if lines else _("Nothing was said.")
