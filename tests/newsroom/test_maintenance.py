"""The site closed for a while: for readers and receivers, whatever state the database is in."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from newsroom import maintenance


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR = tmp_path


def run(*said: str) -> str:
    out = StringIO()
    call_command("maintenance", *said, stdout=out)
    return out.getvalue()


@pytest.fixture
def no_database(monkeypatch):
    def down(*args, **kwargs):
        raise AssertionError("the database was asked")

    monkeypatch.setattr(connection, "ensure_connection", down)


def test_pages_and_feeds_answer_503_without_a_database(client, no_database):
    run("on", "--minutes", "30")
    for path in ("/", "/rss.xml", "/archive/2026/05/", "/sitemap.xml", "/newsletter/", "/nothing/"):
        response = client.get(path)
        assert response.status_code == 503, path
        assert 1700 < int(response["Retry-After"]) <= 1800
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies


def test_page_asks_for_nothing_and_its_policy_lets_it_have_its_style(client):
    run("on", "--message", "We move to a <b>new</b> machine.")
    response = client.get("/")
    html = response.content.decode()
    assert "We move to a &lt;b&gt;new&lt;/b&gt; machine." in html
    assert not re.search(r"\b(src|href)=\"[^\"]", html)
    style = re.search("<style>(.*?)</style>", html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in response["Content-Security-Policy"]
    assert maintenance.page_file().read_text() == html


@pytest.mark.django_db
def test_desk_stays_open_unless_it_is_closed_too(client):
    run("on")
    assert client.get("/admin/login/").status_code == 200
    run("on", "--desk-too")
    assert client.get("/admin/login/").status_code == 503


@pytest.mark.django_db
def test_it_opens_again(client):
    assert "It was not closed." in run("off")
    run("on")
    assert "The site is closed until it is opened; the desk is open." in run("status")
    assert "Open again." in run("off")
    assert client.get("/").status_code == 200
    assert "The site is open." in run("status")


@pytest.mark.parametrize("broken", [b"", b"[]", b"{", b"\xff\xfe", b'{"until": "soon", "message": null}'])
def test_a_file_that_cannot_be_read_closes_all_the_same(client, broken, tmp_path):
    (tmp_path / "maintenance.json").write_bytes(broken)
    assert client.get("/").status_code == 503


def test_setting_closes_it_for_good(client, settings):
    settings.MAINTENANCE = True
    response = client.get("/")
    assert (response.status_code, response["Retry-After"]) == (503, str(maintenance.SOON))


def test_whoever_comes_after_the_time_is_told_to_come_soon(client):
    maintenance.close(maintenance.Closed(until=timezone.now() - dt.timedelta(hours=1)))
    assert client.get("/")["Retry-After"] == "60"


def test_minutes_that_cannot_be_are_refused():
    for minutes in ("0", "-5", "999999"):
        with pytest.raises(CommandError, match="between one minute and a week"):
            run("on", f"--minutes={minutes}")
    assert maintenance.state() is None


@pytest.mark.parametrize("until", ["2026-13-40T10:00", "2026-11-24T10:00", "soon"])
def test_a_moment_that_somebody_typed_into_the_file_closes_the_site_and_breaks_nothing(client, tmp_path, until):
    (tmp_path / "maintenance.json").write_text(json.dumps({"until": until}))
    assert client.get("/").status_code == 503
