"""The worker: one process that queues what recurs and runs, in threads, what waits in the database.

It shares nothing with other workers but the database, so there may be any number of them, on any number of machines.
What it promises: a task of a worker that was killed is put back within a lease and a few seconds, at once where another
worker runs, or starts, on the same machine; a task is begun at most ``queue.TRIES`` times in that way; an outage of the
database ends nothing.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue as line
import select
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import Error, connections
from django_tasks import TaskContext
from django_tasks_db.models import DBTaskResult

from work import beats, jobs, queue, schedule

logger = logging.getLogger("work")

TICK = 1.0
"""Seconds between two looks at the clock and the queue."""
SETTLE = 20.0
LONGEST_PAUSE = 5.0


class Bell:
    """Wakes the one that waits for it. Unlike the locks of threading it may be rung by a signal handler."""

    def __init__(self) -> None:
        self._hear, self._ring = os.pipe()
        os.set_blocking(self._hear, False)
        os.set_blocking(self._ring, False)

    def ring(self) -> None:
        with contextlib.suppress(BlockingIOError):  # it rings already
            os.write(self._ring, b".")

    def wait(self, seconds: float) -> None:
        if select.select([self._hear], [], [], max(0.0, seconds))[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self._hear, 4096)


class Worker:
    OUTAGE: tuple[type[Exception], ...] = queue.OUTAGE

    def __init__(self, threads: int, once: bool = False, parent: int | None = None):
        self.threads = threads
        self.once = once
        self.parent = parent
        self.lease = float(settings.WORKER_LEASE_SECONDS)
        self.grace = float(settings.WORKER_GRACE_SECONDS)
        self._asked_to_stop = 0
        self._bell = Bell()
        self._handed: line.SimpleQueue[DBTaskResult] = line.SimpleQueue()
        self._lock = threading.Lock()
        self._running: dict[object, DBTaskResult] = {}
        self._watch = beats.Watch(self.lease)
        self._heart: beats.Heart | None = None
        self._out_since: float | None = None
        self._next_beat = self._next_settling = 0.0
        self._synced = False

    # --- the main thread ---

    def stop(self) -> None:
        """Take nothing more, and end what runs; asked a second time, end at once. May be called by a signal handler."""
        self._asked_to_stop += 1
        self._bell.ring()

    def run(self) -> None:
        """Until ``stop``, or, once, until nothing is due. What does not end within the grace is put back."""
        self._set_up()
        pause = TICK
        while not self._asked_to_stop:
            idle = False
            try:
                idle = self._tick(time.monotonic())
            except self.OUTAGE as problem:
                pause = self._is_out(problem, pause)
            else:
                pause = self._is_back()
            finally:
                rest(after_outage=self._out_since is not None)
            if self.once and idle:
                break
            if self.parent is not None and os.getppid() != self.parent:
                logger.info("Whoever started this worker has ended, and so does it")
                break
            self._bell.wait(pause)
        self._end()

    def _set_up(self) -> None:
        for number in range(self.threads):
            threading.Thread(target=self._work, name=f"worker-{number + 1}", daemon=True).start()

    def _tick(self, now: float) -> bool:
        """One look at everything. True when there is nothing left to do."""
        if self._heart is None:
            self._heart = beats.take_up("worker")
            logger.info("Worker %s: ready, %s at a time", self._heart.worker, self.threads)
        if now >= self._next_beat:
            self._beat(self._heart)
            self._next_beat = now + self.lease / 6
        self._look_after_others()
        if now >= self._next_settling:
            schedule.settle()
            jobs.settle()
            self._next_settling = now + SETTLE
        if not self._synced:
            schedule.sync()
        if not (self._synced and self.once):  # once: what recurs by the second would keep it for ever
            schedule.queue_due()
        self._synced = True
        return self._hand_out(self._heart.worker)

    def _beat(self, heart: beats.Heart) -> None:
        before = heart.worker
        if not heart.beat():
            logger.warning("Worker %s was taken for dead; it goes on as %s", before, heart.worker)

    def _look_after_others(self) -> None:
        self._watch.bury()
        for row in queue.put_back_orphans():
            tries = len(row.worker_ids)
            logger.warning("%s: put back, its worker is gone (tried %s times)", queue.name_of(row), tries)

    def _hand_out(self, name: str) -> bool:
        """Give the threads that have nothing to do a task each. True when there is none left, here or there."""
        while not self._asked_to_stop:
            with self._lock:
                at_work = list(self._running.values())
            if len(at_work) >= self.threads:
                return False
            long_ones = sum(row.queue_name == queue.LONG for row in at_work)
            # One thread is kept for short work, where there is more than one.
            both = self.threads == 1 or long_ones < self.threads - 1
            row = queue.claim(name, [queue.SHORT, queue.LONG] if both else [queue.SHORT], even_early=self.once)
            if row is None:
                return not at_work
            with self._lock:
                self._running[row.pk] = row
            self._handed.put(row)
        return False

    def _is_out(self, problem: Exception, pause: float) -> float:
        if self._out_since is None:
            self._out_since = time.monotonic()
            logger.error("The database does not answer; waiting for it: %s", str(problem).strip().splitlines()[0])
        self._watch.forget()
        return min(2 * pause, LONGEST_PAUSE)

    def _is_back(self) -> float:
        if self._out_since is not None:
            logger.warning("The database answers again, after %.0f s", time.monotonic() - self._out_since)
            self._out_since = None
        return TICK

    def _end(self) -> None:
        jobs.stopping.set()
        self._wait_for_what_runs(lambda: bool(self._running))
        self.leave()

    def _wait_for_what_runs(self, is_busy: Callable[[], bool]) -> None:
        """For the grace, or until somebody asks again."""
        asked, next_beat = self._asked_to_stop, time.monotonic()
        deadline = next_beat + self.grace
        while is_busy() and time.monotonic() < deadline and self._asked_to_stop <= max(asked, 1):
            if self._heart is not None and time.monotonic() >= next_beat:
                with contextlib.suppress(Error):
                    self._heart.beat()
                next_beat = time.monotonic() + self.lease / 6
            self._bell.wait(0.2)

    def leave(self) -> None:
        """Put back what still runs here, without counting it as a try, and be no worker any more."""
        with contextlib.suppress(Error):
            for row in list(self._running.values()):
                if queue.put_back(row, counts=False):
                    logger.warning("%s: put back, this worker stops", queue.name_of(row))
            if self._heart is not None:
                beats.lay_down(self._heart)
                logger.info("Worker %s: stopped", self._heart.worker)
        connections.close_all()

    def is_busy(self) -> bool:
        return bool(self._running)

    # --- the threads ---

    def _work(self) -> None:
        while True:
            row = self._handed.get()
            try:
                self._run_one(row)
            except Exception:
                logger.exception("%s: could not be written off", queue.name_of(row))
            finally:
                rest()
                with self._lock:
                    self._running.pop(row.pk, None)
                self._bell.ring()

    def _run_one(self, row: DBTaskResult) -> None:
        began, name = time.monotonic(), queue.name_of(row)
        try:
            returned = call(row)
        except queue.OUTAGE as problem:
            tries = len(row.worker_ids)
            logger.warning("%s: lost the database (%s); it is begun again", name, problem)
            self._write(row, lambda: queue.put_back(row, wait=2.0**tries))
        except BaseException as problem:
            error = problem
            logger.error("%s: failed after %.2f s", name, time.monotonic() - began, exc_info=error)
            self._write(row, lambda: queue.fail(row, error))
        else:
            if self._write(row, lambda: queue.finish(row, returned)):
                logger.info("%s: done in %.2f s", name, time.monotonic() - began)

    def _write(self, row: DBTaskResult, write: Callable[[], bool]) -> bool:
        """Write what became of a task, however long the database is away; False where it is another's by now."""
        pause = TICK
        while True:
            try:
                written = write()
            except queue.OUTAGE:
                connections.close_all()
                if jobs.stopping.is_set():
                    return False  # nobody is told, and it is begun again by another
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                if not written:
                    logger.warning("%s: another worker has it by now", queue.name_of(row))
                return written


def rest(after_outage: bool = False) -> None:
    """Give this thread's connections back. A connection to SQLite is kept: closing the last one costs a checkpoint."""
    for connection in connections.all(initialized_only=True):
        if connection.vendor != "sqlite" or after_outage:
            connection.close()


def call(row: DBTaskResult) -> object:
    """Run the task of the row; a path that leads to no task is an error of the task."""
    task: Any = row.task
    result: Any = row.task_result
    before = [TaskContext(task_result=result)] if task.takes_context else []
    return task.call(*before, *result.args, **result.kwargs)
