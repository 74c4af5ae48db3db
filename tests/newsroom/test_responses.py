"""What every answer carries, and what answers to readers must not carry."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.forms import Media as PlainMedia
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.utils import formats, translation
from django_prose_editor.widgets import prose_editor_admin_media

from newsroom.middleware import PolicyForEditor
from newsroom.proxy import client_address


@pytest.mark.django_db
def test_a_page_that_is_not_there_sets_no_cookie_and_does_not_vary_by_one(client):
    response = client.get("/no-such-section/no-such-story/")
    assert response.status_code == 404
    assert "<title>Not found – " in response.content.decode(), "a tab is told from that of the front page"
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize("language", ["en", "en-us", "en-gb", "en-au", "en-ca", "en-ie", "es"])
def test_no_moment_ends_in_a_dot_that_would_double_that_of_its_sentence(language):
    at = dt.datetime(2026, 11, 23, 18, 8)
    with translation.override(language):
        for name in ("TIME_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT", "DATE_FORMAT"):
            shown = formats.date_format(at, name)
            assert not shown.endswith("."), shown
        is_american = formats.date_format(at, "SHORT_DATETIME_FORMAT").startswith("11/23")
        assert is_american == (language in ("en", "en-us"))


def test_every_answer_carries_the_safety_headers(client, db):
    response = client.get("/admin/login/")
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


def test_an_uploaded_file_is_shown_and_never_run(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "evil.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    response = client.get("/media/evil.svg")
    assert response.status_code == 200
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


@pytest.mark.parametrize("path", ["/media/../secret-key", "/media/%2e%2e/secret-key", "/media//etc/passwd", "/media/"])
def test_media_gives_nothing_from_outside_its_folder(client, settings, tmp_path, path, db):
    (tmp_path / "secret-key").write_text("secret")
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    assert client.get(path).status_code == 404


def answer(media: object) -> tuple[str, str]:
    """What the middleware makes of a response whose context holds this media, and the nonce it gave out."""
    request = RequestFactory().get("/admin/")
    given = []

    class Nonce:
        def __str__(self):
            given.append("n0nce")
            return "n0nce"

    request.csp_nonce = Nonce()
    response = TemplateResponse(request, "admin/base.html", {"media": media})
    PolicyForEditor(lambda _: HttpResponse()).process_template_response(request, response)
    return str(response.context_data["media"]), "".join(given)


def test_the_editors_import_map_gets_the_nonce_of_the_response():
    html, given = answer(PlainMedia(js=["admin/js/core.js"]) + prose_editor_admin_media)
    assert '<script nonce="n0nce" type="importmap">' in html or '<script type="importmap" nonce="n0nce">' in html
    assert given == "n0nce"


def test_media_without_an_import_map_asks_for_no_nonce():
    html, given = answer(PlainMedia(js=["admin/js/core.js"]))
    assert "nonce" not in html
    assert given == ""


def test_the_login_page_is_given_no_more_than_others(client, db):
    assert "sha256" not in client.get("/admin/login/")["Content-Security-Policy"]


def test_failed_log_ins_lock_the_guesser_and_nobody_else(client, db):
    alice = User.objects.create_superuser("alice", "", "correct horse battery")
    log_in = {"username": "alice", "next": "/admin/"}
    for _ in range(5):
        client.post("/admin/login/", log_in | {"password": "guess"}, REMOTE_ADDR="192.0.2.66")
    locked = client.post("/admin/login/", log_in | {"password": "correct horse battery"}, REMOTE_ADDR="192.0.2.66")
    assert locked.status_code == 429
    welcome = client.post("/admin/login/", log_in | {"password": "correct horse battery"}, REMOTE_ADDR="192.0.2.7")
    assert welcome.status_code == 302
    assert client.session["_auth_user_id"] == str(alice.pk)


@pytest.mark.parametrize(
    ("behind", "header", "expected"),
    [
        (False, "198.51.100.1", "10.0.0.1"),
        (True, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (True, "2001:db8::1", "2001:db8::1"),
        (True, "not an address", "10.0.0.1"),
        (True, "", "10.0.0.1"),
    ],
)
def test_only_the_proxys_own_word_counts_for_where_a_visitor_is(rf, settings, behind, header, expected):
    settings.BEHIND_PROXY = behind
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=header)
    assert client_address(request) == expected
