"""What the part on PostgreSQL leaves out: tests that could not ask a database if they wanted to, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import SimpleTestCase, TestCase

from tests import asking

TESTS = Path(settings.BASE_DIR) / "tests"
# Who names the address of a database: whoever else starts processes on one needs a fixture that the rule knows.
ADDRESSING = {"asking.py", "cluster.py", "migrated.py", "run.py", "settings.py", "test_asking.py", "work/processes.py"}
NOT_OURS = {
    *("demo/processes.py", "demo/test_serving.py", "newsroom/test_settings.py", "inbound/test_sandbox.py"),
    "work/test_database.py",
}
"""What sets an address of its own, whatever the run is on."""


class OfDjango(TestCase):
    def test_a_class_of_djangos_asks(self) -> None:
        """Collected like any other, so that the rule meets one."""


class OfDjangoWithout(SimpleTestCase):
    def test_a_simple_class_does_not_ask(self) -> None:
        """And one that may not ask."""


@pytest.fixture
def through_another(db: None) -> None:
    pass


@pytest.mark.django_db
def test_a_mark_asks() -> None:
    pass


def test_a_fixture_asks(db: None) -> None:
    pass


def test_a_fixture_of_a_fixture_asks(through_another: None) -> None:
    pass


def test_text_asks_nothing() -> None:
    pass


def test_the_rule_knows_each_of_them(request: pytest.FixtureRequest) -> None:
    here = {item.name: asking.asks_database(item) for item in request.session.items if item.path == Path(__file__)}
    for name, asks in here.items():
        if name in ("test_text_asks_nothing", "test_a_simple_class_does_not_ask"):
            assert not asks, name
        elif name.endswith("asks"):
            assert asks, name


def test_of_a_sampled_module_every_fourth_is_taken_and_of_others_all(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = [item for item in request.session.items if item.path == Path(__file__)]
    monkeypatch.setattr(asking, "EVERY", 4)
    assert asking.sample(here) == here
    for item in here:
        monkeypatch.setattr(item, "get_closest_marker", {"sampled": True}.get)
    assert asking.sample(here) == here[::4]
    monkeypatch.setattr(here[1], "get_closest_marker", {"sampled": True, "on_postgresql_too": True}.get)
    assert asking.sample(here) == [*here[:2], *here[4::4]]
    monkeypatch.setattr(asking, "EVERY", 1)
    assert asking.sample(here) == here


def test_what_commits_is_not_sampled(request: pytest.FixtureRequest) -> None:
    """Whoever needs transactions of her own tests the database."""
    for item in request.session.items:
        if item.get_closest_marker("sampled"):
            mark = item.get_closest_marker("django_db")
            assert not (mark and mark.kwargs.get("transaction")), item.nodeid
            assert "transactional_db" not in getattr(item, "fixturenames", ()), item.nodeid


def test_what_is_left_out_is_refused_every_query() -> None:
    from articles.models import Article

    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Article.objects.exists()


def test_processes_are_started_on_databases_that_the_rule_knows() -> None:
    naming = {
        str(path.relative_to(TESTS)) for path in TESTS.rglob("*.py") if re.search(r"\bDATABASE_URL\b", path.read_text())
    }
    assert naming <= ADDRESSING | NOT_OURS
    fixtures = (TESTS / "work" / "conftest.py").read_text()
    assert set(re.findall(r"^def (\w+)\(", fixtures, re.MULTILINE)) == {"template", "newsroom", "whole"}
    assert {"template", "whole"} <= asking.FIXTURES
