"""What recurs: registered in code, kept as rows, and queued when it is due.

    from work.schedule import daily, every

    @every(minutes=5)
    def poll_feeds() -> str: ...

    @daily(at="03:30")
    def check_rights() -> str: ...

in a module that the app's ``ready`` imports.

Of one recurring task at most one is waiting or running, however many workers there are; what fell due while none ran is
queued once when one starts. A time of day keeps its wall time: one that the clock skips in spring comes as much later,
one that it shows twice in autumn comes at the first.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import math
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskContext, task
from django_tasks.base import Task

from work import queue
from work.models import Recurring

logger = logging.getLogger("work")
Function = TypeVar("Function")

UNHEARD_OF = dt.timedelta(seconds=60)
"""So long a row may wait for a word from its task before somebody asks the queue about it."""


@dataclasses.dataclass(frozen=True)
class Entry:
    name: str
    function: Any
    seconds: int
    at: dt.time | None
    title: str

    @property
    def path(self) -> str:
        return f"{self.function.__module__}.{self.function.__qualname__}"


_entries: dict[str, Entry] = {}


def every(
    *, seconds: int = 0, minutes: int = 0, hours: int = 0, days: int = 0, name: str = ""
) -> Callable[[Function], Function]:
    """Register a task of django-tasks, or a plain function, that takes no arguments; it is given back as it is.

    The name is the app's and the function's where none is said; what it does is the first line of the docstring. A
    sentence that it returns is shown to the desk as what came of it.
    """
    whole = seconds + 60 * minutes + 3600 * hours + 86400 * days
    if whole < 1:
        raise ValueError("Say how often: every(minutes=5), for example.")
    return _registering(whole, None, name)


def daily(*, at: str, name: str = "") -> Callable[[Function], Function]:
    """The same for what is done once a day, at this time of the newsroom's own zone."""
    return _registering(86400, dt.time.fromisoformat(at), name)


def _registering(seconds: int, at: dt.time | None, name: str) -> Callable[[Function], Function]:
    def register(given: Any) -> Any:
        function = given.func if isinstance(given, Task) else given
        called = name or f"{function.__module__.partition('.')[0]}.{function.__name__}"
        title = (function.__doc__ or called).strip().splitlines()[0].rstrip(".")[:200]
        entry = Entry(called, function, seconds, at, title)
        if called in _entries and _entries[called].path != entry.path:
            raise ValueError(f"Two recurring tasks are called {called}: {_entries[called].path} and {entry.path}.")
        _entries[called] = entry
        return given

    return register


def is_known(name: str) -> bool:
    """Whether the code of this version still has it."""
    return name in _entries


def next_moment(seconds: int, at: dt.time | None, due: dt.datetime, now: dt.datetime) -> dt.datetime:
    """The first moment after now, in step with the one that was due."""
    if at is None:
        missed = max(0, math.floor((now - due).total_seconds() / seconds))
        return due + dt.timedelta(seconds=seconds * (missed + 1))
    zone = timezone.get_default_timezone()
    day = now.astimezone(zone).date()
    while True:
        # fold=0 is the first of two and, for a time that is skipped, as far behind the gap as it stood in it.
        moment = dt.datetime.combine(day, at, tzinfo=zone).astimezone(dt.UTC)
        if moment > now:
            return moment
        day += dt.timedelta(days=1)


def sync() -> None:
    """Make a row for everything that is registered, and follow the code where the desk has said nothing else."""
    now = timezone.now()
    for entry in _entries.values():
        first = now if entry.at is None else next_moment(entry.seconds, entry.at, now, now)
        row, made = Recurring.objects.get_or_create(
            name=entry.name,
            defaults={
                "title": entry.title,
                "task": entry.path[:200],
                "every_seconds": entry.seconds,
                "at": entry.at,
                "code_seconds": entry.seconds,
                "code_at": entry.at,
                "next_at": first,
            },
        )
        if made:
            continue
        changed: dict[str, Any] = {"title": entry.title, "task": entry.path[:200]}
        if (row.code_seconds, row.code_at) != (entry.seconds, entry.at):
            changed |= {"code_seconds": entry.seconds, "code_at": entry.at}
            if (row.every_seconds, row.at) == (row.code_seconds, row.code_at):
                changed |= {"every_seconds": entry.seconds, "at": entry.at}
                changed["next_at"] = sooner(row.next_at, entry.seconds, entry.at, now)
        if any(getattr(row, field) != value for field, value in changed.items()):
            unchanged = {"code_seconds": row.code_seconds, "every_seconds": row.every_seconds, "at": row.at}
            Recurring.objects.filter(pk=row.pk, **unchanged).update(**changed)


def sooner(next_at: dt.datetime, seconds: int, at: dt.time | None, now: dt.datetime) -> dt.datetime:
    """When it is next due after somebody changed how often."""
    if at is not None:
        return next_moment(seconds, at, now, now)
    return min(next_at, now + dt.timedelta(seconds=seconds))


def queue_due() -> list[str]:
    """Queue what is due, by the hand of exactly one of all workers, and give the names of what this one queued."""
    now = timezone.now()
    due = Recurring.objects.filter(
        state=Recurring.State.IDLE, active=True, next_at__lte=now, name__in=list(_entries)
    ).order_by("next_at")
    return [row.name for row in due if _queue(row, now)]


def run_now(row: Recurring) -> bool:
    """Queue it at once, whenever it is due; False where it is waiting or running already."""
    return row.state == Recurring.State.IDLE and _queue(row, timezone.now(), by_hand=True)


def _queue(row: Recurring, now: dt.datetime, by_hand: bool = False) -> bool:
    next_at = row.next_at
    if not by_hand or next_at <= now:
        next_at = next_moment(row.every_seconds, row.at, row.next_at, now)
    with transaction.atomic():
        rows = Recurring.objects.filter(pk=row.pk, run=row.run, state=Recurring.State.IDLE)
        if not by_hand:
            rows = rows.filter(active=True, next_at=row.next_at)
        if not rows.update(state=Recurring.State.WAITING, run=row.run + 1, next_at=next_at, task_id="", queued_at=now):
            return False
        _hand_over(row.name, row.pk, row.run + 1)
    return True


def _hand_over(name: str, pk: int, run: int) -> None:
    queued = run_recurring.enqueue(name, run)
    # Empty until now, unless it has begun already.
    Recurring.objects.filter(pk=pk, run=run, task_id="").update(task_id=queued.id)


@task(takes_context=True)
def run_recurring(context: TaskContext, name: str, run: int) -> None:
    """Run the recurring task of that name, the given time it was queued. What is queued twice by accident runs once."""
    own = context.task_result.id
    rows = Recurring.objects.filter(name=name, run=run, task_id__in=["", own])
    began = rows.exclude(state=Recurring.State.IDLE).update(
        state=Recurring.State.RUNNING, task_id=own, last_begun_at=timezone.now()
    )
    if not began:
        logger.info("%s: queued more than once, or over already", name)
        return
    entry = _entries.get(name)
    try:
        if entry is None:
            raise LookupError(f"This version of the code has no recurring task called {name}.")
        returned = entry.function()
    except BaseException as raised:
        problem = f"{type(raised).__name__}: {raised}".replace("\0", "")[:2000]
        if isinstance(raised, queue.OUTAGE):
            raise  # it is put back, and begins again
        _over(rows, problem=problem)
        raise
    _over(rows, result=returned if isinstance(returned, str) else "")


def _over(rows: Any, problem: str = "", result: str = "") -> None:
    rows.update(
        state=Recurring.State.IDLE, last_ended_at=timezone.now(), last_problem=problem, last_result=result[:2000]
    )


def settle() -> None:
    """Look after rows whose task does not come back: lost before it was queued, set aside, or forgotten."""
    now = timezone.now()
    for row in Recurring.objects.exclude(state=Recurring.State.IDLE):
        is_late = row.queued_at is None or row.queued_at < now - UNHEARD_OF
        same = Recurring.objects.filter(pk=row.pk, run=row.run, state=row.state, task_id=row.task_id)
        if not row.task_id and not is_late:
            continue
        if not row.task_id:
            # Its process ended between the commit and Redis. Should it be there after all, the second finds it begun.
            with transaction.atomic():
                if same.update(queued_at=now):
                    _hand_over(row.name, row.pk, row.run)
            continue
        found = queue.standing(row.task_id)
        if found is not queue.Standing.FAILED and (not is_late or found in queue.TO_COME):
            continue
        problem = _("The queue knows nothing of it any more. It runs again when it is next due.")
        if found is queue.Standing.FAILED:
            problem = queue.why_failed(row.task_id)
        if same.update(state=Recurring.State.IDLE, last_ended_at=now, last_problem=problem):
            logger.error("%s: %s", row.name, problem)
