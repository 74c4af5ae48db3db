"""Which tests ask the database. The part of a run on PostgreSQL leaves the others to the part on SQLite.

The rule is one, and nobody keeps a list: a test asks the database when its fixtures or its mark open it, as
pytest-django wants of it, or when it starts processes on databases made for it from a template. All others could not
reach it: pytest-django refuses them every query.

A module that is about words, pages and buttons, and whose tests ask the same questions over and over, may carry the
mark ``sampled``: of its tests that part takes every fourth, and all of them with THOROUGH=1. What is about the database
itself (transactions, locks, order, constraints, what a question finds) never carries it. A test of such a module that
asks what no other asks is marked ``on_postgresql_too``.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from tests.thorough import size

FIXTURES = {"db", "transactional_db", "live_server", "template", "whole"}
LEFT_OUT = "NEWSROOM_TESTS_LEFT_OUT"
"""Names the file in which a run writes how many tests it left out: what asks nothing, and of what is sampled."""
EVERY = size(4, 1)


def asks_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") is not None or FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    # Django's own classes open it without a word; SimpleTestCase alone does not.
    return bool(getattr(getattr(item, "cls", None), "databases", None))


def sample(items: list[pytest.Item]) -> list[pytest.Item]:
    """All of the tests, but of a module that is sampled every ``EVERY``th and what is marked ``on_postgresql_too``."""
    taken, met = [], Counter[Path]()
    for item in items:
        if item.get_closest_marker("sampled") is None:
            taken.append(item)
            continue
        if met[item.path] % EVERY == 0 or item.get_closest_marker("on_postgresql_too") is not None:
            taken.append(item)
        met[item.path] += 1
    return taken


def leave_out_what_others_try(config: pytest.Config, items: list[pytest.Item]) -> None:
    asking = [item for item in items if asks_database(item)]
    taken = sample(asking)
    kept = set(taken)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    if told := os.environ.get(LEFT_OUT):
        # Every worker of pytest-xdist writes the same.
        Path(told).write_text(json.dumps([len(items) - len(asking), len(asking) - len(taken)]))
    items[:] = taken
