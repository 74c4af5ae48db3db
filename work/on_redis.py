"""Tasks in Redis, run by RQ, where TASKS_URL says so. What a task may rely on is the same as in the database.

A worker is then one process that keeps the schedule and looks after the others (``Supervisor``), and below it processes
of RQ, each of which runs one task at a time in a child of its own. Needs the packages of requirements-redis.txt.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import django_rq
import django_tasks_rq
import rq.job
from django.conf import settings
from django.db import Error, connections
from django_rq.workers import get_worker
from redis.exceptions import RedisError
from rq import Worker
from rq.executions import Execution
from rq.intermediate_queue import IntermediateQueue
from rq.job import JobStatus
from rq.registry import StartedJobRegistry
from rq.scheduler import RQScheduler
from rq.utils import as_text

from work import beats, jobs, queue
from work.models import Beat
from work.worker import Worker as DatabaseWorker

logger = logging.getLogger("work")

QUEUES = (queue.SHORT, queue.LONG)
RESPAWN = 5.0


class Job(django_tasks_rq.Job):
    """One task. Begun again when its process died or the database was away; failed by what it raises itself."""

    def perform(self) -> Any:
        # From here on the process is the task's own: told to stop, a long job leaves at its next step.
        signal.signal(signal.SIGTERM, lambda *_: jobs.stopping.set())
        began, name = time.monotonic(), _described(self)
        try:
            with beats.alive("task"):
                returned = super().perform()
        except queue.OUTAGE as problem:
            begun = queue.TRIES - min(queue.TRIES, self.retries_left or 0)
            logger.warning("%s: lost the database (%s); it is begun again", name, problem)
            time.sleep(min(60, 2**begun))
            raise
        except BaseException:
            self.retries_left = 0
            logger.error("%s: failed after %.2f s", name, time.monotonic() - began)  # RQ logs the traceback
            raise
        logger.info("%s: done in %.2f s", name, time.monotonic() - began)
        return returned


def _described(job: rq.job.Job) -> str:
    return queue.described(str(job.func_name), job.args)


class TaskWorker(Worker):
    """RQ's worker. Told to stop, it passes that on to the task that it runs, and waits for it."""

    def request_stop(self, signum: int, frame: Any) -> None:
        if self.horse_pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.horse_pid, signal.SIGTERM)
        super().request_stop(signum, frame)


def run_worker(name: str, queues: list[str], once: bool, parent: int) -> None:
    """One process of RQ. Ends when its parent does, whatever ended that."""
    for name_of_logger in ("rq", "django_tasks"):
        logging.getLogger(name_of_logger).setLevel(logging.WARNING)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
    worker: Any = get_worker(*queues, name=name, worker_class=TaskWorker, job_class=Job)
    connections.close_all()  # none may be shared with the children
    worker.work(burst=once, logging_level="WARNING")


class Supervisor(DatabaseWorker):
    """Keeps the schedule, as the other worker does, and processes of RQ in the place of threads."""

    OUTAGE = (*queue.OUTAGE, RedisError)

    def __init__(self, processes: int, once: bool = False, parent: int | None = None):
        super().__init__(processes, once, parent)
        self._connection = django_rq.get_connection()
        self._scheduler = RQScheduler(QUEUES, connection=self._connection, logging_level="WARNING")
        self._children: list[tuple[list[str], subprocess.Popen[bytes]]] = []
        self._spawned = 0
        self._alone = False
        self._spawn_at = 0.0

    def _set_up(self) -> None:
        pass

    def _beat(self, heart: beats.Heart) -> None:
        before = heart.worker
        super()._beat(heart)
        if heart.worker != before:  # its children go by its name
            self._tell_children()
            self._children = []

    def _look_after_others(self) -> None:
        buried = self._watch.bury()
        if not self._synced:
            self._put_back_unbegun()
        if buried or not self._synced or time.monotonic() >= self._next_settling:
            self._scheduler.acquire_locks()
            put_back_orphans()
        self._scheduler.enqueue_scheduled_jobs()

    def _put_back_unbegun(self) -> None:
        """What a process took from the queue and never began, as one knows where no other worker runs."""
        if Beat.objects.filter(kind="worker").exclude(worker=beats.mine()).exists():
            return
        for name in QUEUES:
            waits = django_rq.get_queue(name, job_class=Job)
            taken = IntermediateQueue(waits.key, self._connection).key
            while self._connection.lmove(taken, waits.key, "RIGHT", "LEFT"):
                logger.warning("A task in the queue “%s” had been taken and not begun; it is put back", name)

    def _hand_out(self, name: str) -> bool:
        """Have as many processes as there should be. True, once, when nothing is left to do."""
        self._children = [(queues, child) for queues, child in self._children if child.poll() is None]
        if self.once:
            waiting = sum(len(django_rq.get_queue(name)) for name in QUEUES)
            if waiting and not self._children:
                self._spawn(name, list(QUEUES))
            return not waiting and not self._children
        wanted = shares(self.threads)
        for queues, _child in self._children:
            wanted.remove(queues)
        if wanted and time.monotonic() >= self._spawn_at:
            self._spawn_at = time.monotonic() + RESPAWN
            for queues in wanted:
                self._spawn(name, queues)
        return False

    def _spawn(self, name: str, queues: list[str]) -> None:
        self._spawned += 1
        command = [sys.executable, "-m", "django", "worker", "--with-parent", str(os.getpid())]
        command += ["--rq-name", f"{name}.{self._spawned}", "--rq-queues", ",".join(queues)]
        child = subprocess.Popen(  # noqa: S603 this program itself, with its own arguments
            command + ["--once"] * self.once, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL
        )
        self._children.append((queues, child))

    def _tell_children(self) -> None:
        for _queues, child in self._children:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()

    def _end(self) -> None:
        self._tell_children()
        self._wait_for_what_runs(lambda: any(child.poll() is None for _queues, child in self._children))
        self._tell_children()  # those that are still there take their tasks down with them
        for _queues, child in self._children:
            try:
                child.wait(5)
            except subprocess.TimeoutExpired:
                child.kill()
        self.leave()

    def leave(self) -> None:
        with contextlib.suppress(Error, RedisError):
            if self._heart is not None:
                beats.lay_down(self._heart)
                logger.info("Worker %s: stopped", self._heart.worker)
            put_back_orphans()
        connections.close_all()

    def is_busy(self) -> bool:
        return False


def shares(processes: int) -> list[list[str]]:
    """Which queues each process takes from. One queue each, so that none is lost by a process that dies taking it."""
    if processes == 1:
        return [list(QUEUES)]
    long_ones = processes // 2
    return [[queue.SHORT]] * (processes - long_ones) + [[queue.LONG]] * long_ones


def put_back_orphans() -> None:
    """Queue again every task that was taken by a process whose supervisor is no more."""
    living = set(Beat.objects.filter(kind="worker").values_list("worker", flat=True))
    for name in QUEUES:
        waits = django_rq.get_queue(name, job_class=Job)
        registry = StartedJobRegistry(queue=waits)
        entries: Any = waits.connection.zrange(registry.key, 0, -1)
        for entry in entries:
            execution = Execution.from_composite_key(as_text(entry), waits.connection)
            with contextlib.suppress(ValueError):  # it is over
                execution.refresh()
            if not execution.worker_name or execution.worker_name.rpartition(".")[0] in living:
                continue
            job = waits.fetch_job(execution.job_id)
            if job is None:
                continue
            logger.warning("%s: put back, its worker is gone", _described(job))
            if job.get_status() == JobStatus.STARTED:
                waits.connection.zadd(registry.key, {entry: 1}, xx=True)  # its time is over, long since
            elif waits.connection.zrem(registry.key, entry):  # taken, and not begun
                waits.push_job_id(job.id, at_front=True)
        registry.cleanup(timestamp=2)
