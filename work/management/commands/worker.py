"""manage.py worker: runs what recurs and what was queued, until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import sys
from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections

from work import database, queue
from work.worker import Worker

logger = logging.getLogger("work")

BESIDE_THE_THREADS = 2
"""Connections that a worker needs beside those of its threads."""


class Command(BaseCommand):
    help = (
        "Runs what recurs and what was queued, until Ctrl-C or SIGTERM. Any number may run, on any number of machines."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due and waiting now, then end")
        parser.add_argument(
            "--threads", type=int, default=settings.WORKER_THREADS, help="so many tasks at a time (%(default)s)"
        )
        # For those that start a worker beside themselves: it ends when they do, however they end.
        parser.add_argument("--with-parent", type=int, dest="parent", help=SUPPRESS)
        parser.add_argument("--rq-name", default="", help=SUPPRESS)
        parser.add_argument("--rq-queues", default="", help=SUPPRESS)

    def handle(self, *args: Any, once: bool, threads: int, parent: int | None, **options: Any) -> None:
        if threads < 1:
            raise CommandError("A worker needs at least one thread: --threads 1")
        if parent is not None and options["rq_queues"]:
            from work import on_redis

            on_redis.run_worker(options["rq_name"], options["rq_queues"].split(","), once, parent)
            return
        require_migrated()
        if queue.in_database():
            require_connections(threads)
            worker = Worker(threads, once, parent)
        elif settings.TASKS_URL:
            from work.on_redis import Supervisor

            worker = Supervisor(threads, once, parent)
        else:
            raise CommandError("With these settings tasks run where they are queued, and there is nothing to work on.")
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM, signal.SIGINT])
        try:
            worker.run()
        except BaseException:
            logger.exception("The worker ends: this must not happen")
            worker.leave()
            end(1)
        if worker.is_busy():
            end(0)


def end(status: int) -> None:
    """At once: threads whose tasks were put back must not go on with them."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def require_migrated() -> None:
    """A database that is away is waited for later; one that lacks tables would be waited for in vain."""
    try:
        if database.unreachable():
            return
        if trouble := database.trouble():
            raise CommandError(trouble)
    finally:
        connections[DEFAULT_DB_ALIAS].close()


def require_connections(threads: int) -> None:
    pool = settings.DATABASES[DEFAULT_DB_ALIAS].get("OPTIONS", {}).get("pool")
    if isinstance(pool, dict) and threads + BESIDE_THE_THREADS > pool.get("max_size", 4):
        raise CommandError(
            f"{threads} threads need {threads + BESIDE_THE_THREADS} connections to the database, and DATABASE_POOL_MAX "
            f"allows {pool.get('max_size', 4)}. Allow more, or give --threads a smaller number."
        )
