"""Workers as processes, on databases of their own: started, killed, asked afterwards what is there."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from tests import migrated

ROOT = Path(settings.BASE_DIR)
LEDGER, WHOLE = "tests.work.process_settings", "tests.work.whole_settings"
"""Settings of a database with little more than a ledger, and of a whole newsroom's."""
PATIENCE = 180
"""Seconds after which a test gives up on a process: this is no measure of speed."""


class Newsroom:
    """A database with the ledger's tables, and processes that work on it."""

    def __init__(self, folder: Path, database: str, **environment: str):
        self.folder = folder
        self.database = database
        plain = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = plain | {
            "DJANGO_SETTINGS_MODULE": LEDGER,
            "NEWSROOM_VAR": str(folder),
            "DATABASE_URL": database,
            "SECRET_KEY": "x" * 60,
            "PYTHONUNBUFFERED": "1",
            **environment,
        }
        self._started: list[subprocess.Popen[str]] = []
        self._clerk: subprocess.Popen[str] | None = None

    def run(self, *arguments: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command of manage.py to its end."""
        return subprocess.run(
            [sys.executable, "-m", "django", *arguments], cwd=ROOT, env=self.environment | environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=2 * PATIENCE, check=check,
        )  # fmt: skip

    def ask(self, code: str) -> Any:
        """Run these lines beside the workers, and give what they put into ``said``."""
        if self._clerk is None:
            self._clerk = subprocess.Popen(
                [sys.executable, "-m", "tests.work.clerk"], cwd=ROOT, env=self.environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
        assert self._clerk.stdin is not None and self._clerk.stdout is not None
        self._clerk.stdin.write(json.dumps(code) + "\n")
        self._clerk.stdin.flush()
        answer = json.loads(self._clerk.stdout.readline())
        assert "problem" not in answer, answer["problem"]
        return answer["said"]

    def start(self, *arguments: str, ready: bool = True, **environment: str) -> Worker:
        """Start a worker, and wait until it says that it is ready."""
        number = len(self._started)
        log = self.folder / f"worker-{number}.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "django", "worker", *arguments], cwd=ROOT,
                env=self.environment | environment, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, text=True, start_new_session=True,
            )  # fmt: skip
        self._started.append(process)
        worker = Worker(process, log)
        if ready:
            worker.wait_for("ready,")
        return worker

    def held(self) -> dict[str, str]:
        """Environment of a worker in which a spell does not end, and a job creeps, until ``let_go``."""
        return {"LEDGER_HELD_UNTIL": str(self.folder / "let-go")}

    def let_go(self) -> None:
        (self.folder / "let-go").touch()

    def put_to_sleep(self, worker: Worker) -> None:
        """Stop the worker between its writes: one that sleeps within one keeps the database from everybody else."""
        while True:
            worker.process.send_signal(signal.SIGSTOP)
            if self._can_be_written():
                return
            worker.process.send_signal(signal.SIGCONT)
            time.sleep(0.1)

    def _can_be_written(self) -> bool:
        if self.database.startswith("sqlite"):
            path = self.database.removeprefix("sqlite:///")
            with contextlib.closing(sqlite3.connect(path, timeout=2, isolation_level=None)) as connection:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError:
                    return False
                return True
        busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with psycopg.connect(self.database) as connection:
            rows = connection.execute(f"{busy} AND xact_start IS NOT NULL AND backend_type = 'client backend'")
            return rows.fetchone() == (0,)

    def once(self, **environment: str) -> str:
        """Run everything that is due and waiting, and give what was logged."""
        return self.run("worker", "--once", **environment).stderr

    def stop(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.wait()
        if self._clerk is not None:
            self._clerk.communicate()
            self._clerk = None

    def logs(self) -> str:
        return "\n".join(log.read_text() for log in sorted(self.folder.glob("worker-*.log")))


class Worker:
    def __init__(self, process: subprocess.Popen[str], log: Path):
        self.process = process
        self.log = log

    def said(self) -> str:
        return self.log.read_text()

    def wait_for(self, words: str, times: int = 1) -> None:
        until(lambda: self.said().count(words) >= times or self.process.poll() is not None)
        assert self.said().count(words) >= times, self.said()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


def until(condition: Any, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@contextlib.contextmanager
def fresh_database(folder: Path, template: str) -> Iterator[str]:
    """The address of a copy of the template, gone when the block ends."""
    if template.startswith("sqlite"):
        path = folder / "ledger.sqlite3"
        shutil.copy(template.removeprefix("sqlite:///"), path)
        yield f"sqlite:///{path}"
        return
    name = f"ledger_{secrets.token_hex(4)}"
    with on_server(template) as ask:
        ask(f'CREATE DATABASE {name} TEMPLATE "{template.rpartition("/")[2]}"')
    try:
        yield re.sub(r"/[^/]*$", f"/{name}", template)
    finally:
        with on_server(template) as ask:
            ask(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def on_server(address: str) -> Iterator[Any]:
    import psycopg

    with psycopg.connect(re.sub(r"/[^/]*$", "/postgres", address), autocommit=True) as connection:
        yield connection.execute


def make_template(folder: Path, settings_module: str = LEDGER) -> str:
    """A database with every table, made once: in a file, or on the server that the tests themselves run on."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        name = f"ledger_template_{os.getpid()}_{secrets.token_hex(4)}"
        made = os.environ.get(migrated.TEMPLATE) if settings_module == WHOLE else None
        with on_server(given) as ask:
            ask(f"CREATE DATABASE {name}" + (f' TEMPLATE "{made}"' if made else ""))
        address = re.sub(r"/[^/]*$", f"/{name}", given)
        if made:
            return address
    else:
        address = f"sqlite:///{folder / 'template.sqlite3'}"
    # With the tables for Redis, which do no harm where there is none.
    made = Newsroom(folder, address, DJANGO_SETTINGS_MODULE=settings_module, TASKS_URL="redis://127.0.0.1:1/0")
    made.run("migrate", "--run-syncdb", "--verbosity", "0")
    return address


def file_with_tables(folder: Path) -> Path:
    """A file of SQLite's with the tables of a whole newsroom, as migrations make them.

    It is a copy of the database that the tests themselves run on, where that is one and a test of this run asks it.
    """
    path, made = folder / "newsroom.sqlite3", Path(settings.DATABASES["default"]["NAME"])
    if made.name.startswith("test.sqlite3") and made.exists():
        with contextlib.closing(sqlite3.connect(made)) as source, contextlib.closing(sqlite3.connect(path)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file holds everything, so that it can be copied
    else:
        Newsroom(folder, f"sqlite:///{path}", DJANGO_SETTINGS_MODULE=WHOLE, NEWSROOM_DEMO="1").run("migrate", "-v0")
    return path


def drop_template(address: str) -> None:
    if address.startswith("postgres"):
        with on_server(address) as ask:
            ask(f"DROP DATABASE {address.rpartition('/')[2]} WITH (FORCE)")


@contextlib.contextmanager
def away(newsroom: Newsroom) -> Iterator[None]:
    """While the block runs the database refuses: nobody gets in, or, where it is a file, nobody can write to it."""
    if newsroom.database.startswith("sqlite"):
        holder = sqlite3.connect(newsroom.database.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            holder.execute("ROLLBACK")
            holder.close()
        return
    name = newsroom.database.rpartition("/")[2]
    with on_server(newsroom.database) as ask:
        ask(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        try:
            yield
        finally:
            ask(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
