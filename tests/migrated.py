"""The tables of a test run, made by the migrations once and copied for every worker, who would need them all again.

A worker of pytest-xdist names its database after itself (``_gw0``); with ``--reuse-db`` pytest-django takes what it
finds there, and applies what may be missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "NEWSROOM_TEST_TEMPLATE"
"""Names a database on PostgreSQL that has every table, and that nobody opens, so that it can be copied at any time."""


@contextmanager
def databases(address: str, workers: int) -> Iterator[dict[str, str]]:
    """The environment in which ``pytest --reuse-db`` finds a database for itself and one for each of its workers.

    ``address`` is the DATABASE_URL of an empty database on PostgreSQL, or "" for SQLite. Where the migrations fail
    nothing is copied: pytest then meets the same failure and tells of it.
    """
    folder = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
    said = {"DATABASE_URL": address, "NEWSROOM_TEST_VAR": str(folder)}
    names = ["", *(f"_gw{number}" for number in range(workers))]
    try:
        command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
        status = subprocess.run(
            command, cwd=ROOT, env=os.environ | said | settings, stdin=subprocess.DEVNULL
        ).returncode
        if status:
            (folder / "newsroom.sqlite3").unlink(missing_ok=True)
        elif address:
            said[TEMPLATE] = _copy_on_postgresql(address, [*names, "_template"])[-1]
        else:
            for name in names:
                shutil.copyfile(folder / "newsroom.sqlite3", folder / f"test.sqlite3{name}")
        yield said
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def copied(said: dict[str, str]) -> Iterator[dict[str, str]]:
    """The same for a part that runs beside: a folder of its own with a copy of the file of ``databases("", ...)``."""
    folder = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
    try:
        made = Path(said["NEWSROOM_TEST_VAR"]) / "newsroom.sqlite3"
        if made.exists():
            shutil.copyfile(made, folder / "test.sqlite3")
        yield said | {"NEWSROOM_TEST_VAR": str(folder)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_on_postgresql(address: str, endings: list[str]) -> list[str]:
    """Copy the database once for each ending, and give the names of the copies."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(address) as connection:
        template = connection.info.dbname
    names = [f"test_{template}{ending}" for ending in endings]
    # A database is copied only while nobody is connected to it.
    with psycopg.connect(address, dbname="template1", autocommit=True) as connection:
        for name in names:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    return names
