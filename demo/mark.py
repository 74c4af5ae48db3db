"""How a database is known to be the demo newsroom's own: a table that only its first run makes, before any other.

The table is none of Django's, so that it can stand there before the first migration. Whatever holds tables and not this
one belongs to somebody else.
"""

from __future__ import annotations

import datetime as dt
import functools
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

TABLE = "demo_newsroom_mark"


class NotOurs(Exception):
    """The database was not made by the demo newsroom, or cannot be looked at. Nothing was written; one sentence."""


def claim() -> dt.datetime:
    """The moment at which this database became the demo newsroom's; an empty one becomes it now.

    Raises NotOurs, and has written nothing, for any other.
    """
    try:
        tables = _tables()
        if not tables:
            _put(timezone.now().replace(microsecond=0))
        elif TABLE not in tables:
            raise NotOurs(
                f"The database {_where()} was not made by the demo newsroom (it holds the table “{min(tables)}”), so "
                "nothing in it was touched: name an empty database in DATABASE_URL, or leave DATABASE_URL and "
                "NEWSROOM_VAR unset."
            )
        return _read()
    except (DatabaseError, sqlite3.Error) as error:
        reason = " ".join(str(error).split())
        raise NotOurs(f"The database {_where()} cannot be opened, so nothing was done: {reason}") from error


@functools.cache
def born_at() -> dt.datetime:
    """The moment of the first run, for the server, which nobody changes under it."""
    return _read()


def _tables() -> set[str]:
    file = _file()
    if connection.connection is None and file is not None:
        return _tables_of_file(file)
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor, include_views=True))


def _tables_of_file(file: Path) -> set[str]:
    """Looked up in a connection of our own: Django's would turn a stranger's file to WAL by merely opening it."""
    if not file.exists() or not file.stat().st_size:
        return set()
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as readonly:
        found = readonly.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    return {name for (name,) in found if not name.startswith("sqlite_")}


def _file() -> Path | None:
    name = str(connection.settings_dict["NAME"])
    return None if connection.vendor != "sqlite" or name.startswith(("file:", ":memory:")) else Path(name)


def _put(moment: dt.datetime) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (born_at varchar(40) NOT NULL)")
        cursor.execute(f"INSERT INTO {TABLE} (born_at) VALUES (%s)", [moment.isoformat()])  # noqa: S608 - our constant


def _read() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT born_at FROM {TABLE}")  # noqa: S608 - our constant
        return dt.datetime.fromisoformat(cursor.fetchone()[0])


def _where() -> str:
    return f"“{connection.settings_dict['NAME']}”"
