"""Databases and workers of their own for tests that start processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.work.processes import WHOLE, Newsroom, drop_template, file_with_tables, fresh_database, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    address = make_template(tmp_path_factory.mktemp("template"))
    yield address
    drop_template(address)


@pytest.fixture
def newsroom(template: str, tmp_path: Path) -> Iterator[Newsroom]:
    with fresh_database(tmp_path, template) as database:
        made = Newsroom(tmp_path, database)
        yield made
        made.stop()


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[str]:
    """A template with the tables of a whole newsroom; made as migrations make them."""
    folder = tmp_path_factory.mktemp("whole")
    address = f"sqlite:///{file_with_tables(folder)}" if connection.vendor == "sqlite" else make_template(folder, WHOLE)
    yield address
    drop_template(address)
