"""Whether the database can be used, in a sentence for whoever typed a command."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

IN_ONE_LINE = 300


def trouble() -> str:
    """Why no command can work with the database, and what to do about it; "" where nothing stands in the way.

    A database that cannot be reached is told apart from one that was never set up, and from one that is older than the
    code. No file is made where there is none yet.
    """
    if away := unreachable():
        return away
    if not is_set_up():
        return "The database has not been set up yet. Run manage.py migrate first." + _demo_beside_it()
    connection = connections[DEFAULT_DB_ALIAS]
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return f"The database is older than the code: {len(missing)} migrations are missing. Run manage.py migrate."
    return ""


def unreachable() -> str:
    """Why there is no connection; "" where there is one, or where SQLite will make its file."""
    if _file_is_missing():
        return ""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        with connection.wrap_database_errors:
            if connection.vendor == "postgresql" and connection.connection is None:
                # Past the pool, which tries for ten seconds and then does not say why.
                connection.Database.connect(**connection.get_connection_params()).close()  # type: ignore[attr-defined]
            else:
                connection.ensure_connection()
    except DatabaseError as error:
        said = (str(error.__cause__ or error).strip() or "no reason given").splitlines()[0][:IN_ONE_LINE]
        return (
            f"The database cannot be reached ({said}). See whether its server runs, and whether DATABASE_URL names it."
        )
    return ""


def is_set_up() -> bool:
    """Whether ``migrate`` ever ran, for a database that can be reached."""
    return not _file_is_missing() and "django_migrations" in connections[DEFAULT_DB_ALIAS].introspection.table_names()


def _file_is_missing() -> bool:
    """SQLite makes an empty file for whoever only asks."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite" or connection.connection is not None:
        return False
    name = str(connection.settings_dict["NAME"])
    return not name.startswith(("file:", ":memory:")) and not Path(name).exists()


def _demo_beside_it() -> str:
    if settings.DEMO or not (Path(settings.BASE_DIR) / "var" / "demo" / "newsroom.sqlite3").exists():
        return ""
    return " For the demo newsroom, write NEWSROOM_DEMO=1 before the command."
