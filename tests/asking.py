"""Which tests ask the database. The part of a run on PostgreSQL leaves the others to the part on SQLite.

The rule is one, and nobody keeps a list: a test asks the database when its fixtures or its mark open it, as
pytest-django wants of it, or when it starts processes on databases made for it from a template. All others could not
reach it: pytest-django refuses them every query.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FIXTURES = {"db", "transactional_db", "live_server", "template", "whole"}
LEFT_OUT = "NEWSROOM_TESTS_LEFT_OUT"
"""Names the file in which a run that leaves tests out writes how many they were."""


def asks_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") is not None or FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    # Django's own classes open it without a word; SimpleTestCase alone does not.
    return bool(getattr(getattr(item, "cls", None), "databases", None))


def leave_out_what_asks_nothing(config: pytest.Config, items: list[pytest.Item]) -> None:
    asking = [item for item in items if asks_database(item)]
    left_out = [item for item in items if not asks_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = asking
    if told := os.environ.get(LEFT_OUT):
        Path(told).write_text(str(len(left_out)))  # every worker of pytest-xdist writes the same
