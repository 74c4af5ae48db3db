"""The desk's own pages under our Content-Security-Policy."""

import pytest
from django.contrib.auth.models import User

PASSWORD = "correct horse battery"


@pytest.fixture
def alice(transactional_db) -> User:
    return User.objects.create_superuser("alice", "alice@newsroom.example", PASSWORD)


@pytest.mark.parametrize("width", [390, 1280])
def test_alice_logs_in_and_sees_the_desk_without_a_complaint(page, alice, no_sideways_scroll):
    page.goto("/admin/")
    page.fill("#id_username", alice.username)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    assert page.locator("#user-tools").inner_text().lower().startswith("welcome")
    no_sideways_scroll()


def test_inline_script_is_refused_and_reported(page, troubles, live_server):
    page.goto("/admin/login/")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s) }"
    )
    assert page.evaluate("window.ran") is None
    assert any("Content-Security-Policy refused" in trouble for trouble in troubles)
    troubles.clear()


def test_other_machines_are_named_and_never_reached(page, outgoing):
    page.goto("/admin/login/")
    page.evaluate(
        "() => new Promise((done) => { const i = new Image(); i.onload = done; i.onerror = done;"
        " i.src = 'https://counter.example/pixel.gif'; document.body.append(i) })"
    )
    assert outgoing == ["https://counter.example/pixel.gif"]
