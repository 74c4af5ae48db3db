"""System checks for what an operator can get wrong about the search. docs/settings.md lists them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from articles.search import rebuilding


def has_fts5() -> bool:
    """Whether the SQLite that Python was built with can search texts."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE tried USING fts5(words, tokenize='ascii')")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


@register("search")
def check_fts5(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" and not has_fts5():
        yield Error(
            "The SQLite of this Python was built without FTS5, so readers could not search.",
            hint="Use a Python whose SQLite has it (python.org, Debian and most others), or PostgreSQL: DATABASE_URL.",
            id="articles.E001",
        )


@register(Tags.database)
def check_index(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: object
) -> Iterator[CheckMessage]:
    """What was published before the search came is put into the index by the worker at night, or by hand."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return
    try:
        number = rebuilding.missing().count()
    except DatabaseError:
        return  # not migrated yet
    if number:
        yield Caution(
            f"Readers cannot find {number:,} published articles: they are not in the search index yet.",
            hint="Run manage.py rebuild_search, or let the worker do it tonight.",
            id="articles.W002",
        )
