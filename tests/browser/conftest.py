"""A real browser on a real server. Every page that a test opens must stay silent.

`page` is a Playwright page at `width` (parametrize it: `@pytest.mark.parametrize("width", [390, 1280])`). Whatever the
browser complains about (script errors, console errors, refusals of the Content-Security-Policy) is collected in
`troubles` and fails the test at its end; a test that expects one takes it out of the list. What the page asks of other
machines is listed in `outgoing` and answered here: pictures by one transparent pixel, everything else not at all.
"""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.commands import flush
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from articles.roles import make_groups
from tests import chromium

HERE = Path(__file__).parent
PATIENCE = 40_000
"""Milliseconds after which a test gives up on a page: this is no measure of speed."""
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`Content-Security-Policy refused ${event.blockedURI || "inline"} (${event.effectiveDirective})`);
});
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _kinds_and_permissions(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test on a live server washes these tables too. They get the rows back that they had, all at once: Django's own
    signal would find out anew, for one model after the other, what each of them is to hold."""
    with django_db_blocker.unblock():
        kinds, permissions = list(ContentType.objects.all()), list(Permission.objects.all())

    def put_back(*args: object, **kwargs: object) -> None:
        ContentType.objects.bulk_create(kinds)
        Permission.objects.bulk_create(permissions)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "emit_post_migrate_signal", put_back)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Playwright's own would have to be downloaded, which tests never do."""
    path = chromium.executable()
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright's synchronous API keeps an event loop in this thread, and Django would refuse every query beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
            yield started
            started.close()
    finally:
        if before is None:
            os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def width() -> int:
    return 1280


@pytest.fixture
def groups(transactional_db: None) -> None:
    """The groups that migrations made. A test on a live server washes them away at its end, like everything."""
    make_groups(apps)


@pytest.fixture
def troubles() -> list[str]:
    return []


@pytest.fixture
def outgoing() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, live_server, width: int, troubles: list[str], outgoing: list[str]) -> Iterator[Page]:
    """A page of a fresh profile, with addresses relative to the live server: `page.goto("/")`."""

    def judge(route: Route) -> None:
        asked = urlsplit(route.request.url)
        if asked.hostname in {"localhost", "127.0.0.1"} or asked.scheme in {"data", "blob"}:
            route.continue_()
            return
        outgoing.append(route.request.url)
        if route.request.resource_type == "image":
            route.fulfill(body=PIXEL, content_type="image/gif")
        else:
            route.abort()

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            troubles.append(f"{message.text} ({message.location.get('url', '')})")

    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    context.add_init_script(WATCH_POLICY)
    context.route("**/*", judge)
    page = context.new_page()
    page.on("console", listen)
    page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
    yield page
    context.close()
    if troubles:
        pytest.fail("The browser complained:\n" + "\n".join(troubles))


@pytest.fixture
def no_sideways_scroll(page: Page):
    """Call it on an opened page: nothing sticks out at this width, once all its styles are there."""

    def check() -> None:
        wide, seen, until = 1, 0, time.monotonic() + 10
        while wide > seen and time.monotonic() < until:
            page.wait_for_load_state("load")
            try:
                wide, seen = page.evaluate(WIDTHS)
            except Error:  # the page was left while it was asked
                continue
        assert wide <= seen, f"The page {page.url} is {wide} px wide in a window of {seen} px"

    return check
