"""The article page as a reader meets it, on a telephone and on a desk."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterator

import pytest
from django.utils import timezone

from articles.body import text
from articles.models import Article
from tests.builders import (
    add_picture,
    make_author,
    make_correction,
    make_institution,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_picture,
    make_section,
    publish_now,
)
from tests.inbound.servers import Server

COUNTER = "https://counter.commons.example/content/42/count.gif?distributor=republish-lightbox-basic"
PARAGRAPHS = [
    "<p>The harbour board met for eleven hours on Tuesday &amp; ended where it had <em>begun</em>.</p>",
    "<h2>Who gains from waiting</h2>",
    "<p>Everybody gains from a repair, and <a href='https://example.org/survey'>each gains more</a> by waiting.</p>",
    "<ul><li>214,000 crossings a year</li><li>Nine in ten passengers live here</li></ul>",
    "<blockquote><p>A corridor that closes without notice is a wall.</p></blockquote>",
    "<table><thead><tr><th>Year</th><th>Crossings</th></tr></thead><tbody><tr><td>2024</td><td>214,000</td></tr></tbody></table>",
    "<p>None of that was on the agenda. Its third point was whether the café on the pier may put out chairs.</p>",
]
IN_ORDER = [
    ".breadcrumb a[href='/business/']",
    ".published-in",
    ".kicker",
    "h1",
    ".story-head .standfirst",
    ".byline",
    ".corrections",
    "figure.lead img",
    "figure.lead figcaption",
    ".body",
    ".pager",
    ".notice > p",
    ".notice .newsletter",
    ".related",
    ".disclosure",
    ".tags",
    ".share",
    ".next-story",
    ".comments",
    ".counter img",
]
widths = pytest.mark.parametrize("width", [390, 1280])


@pytest.fixture
def article(transactional_db) -> Article:
    """A text in the shape of The Conversation's, long enough for three pages, with all that stands beside it."""
    section = make_section("Business", published_in="Business News")
    publish_now(make_own_article("The older story", section=section), timezone.now() - dt.timedelta(days=2))
    clemson = make_institution("Clemson University")
    article = make_licensed_article(
        "Why small ports wait",
        "".join(PARAGRAPHS * 42),
        kicker="Harbours",
        standfirst="Everybody gains from a repair.",
        section=section,
        outlet=make_outlet("The Conversation"),
        bylines=[
            {
                "name": "Amira Jadoon",
                "title": "Assistant Professor of Political Science",
                "institution": clemson.name,
                "author": make_author("Amira Jadoon", clemson),
                "institution_page": clemson,
            }
        ],
        related=[("The ferry that nobody ordered", "https://commons.example/ferry-1")],
        disclosure="<p>Amira Jadoon receives funding from nobody.</p>",
        tags=["Ports"],
        counter_url=COUNTER,
        source_published_at=dt.datetime(2023, 3, 27, 12, tzinfo=dt.UTC),
    )
    add_picture(article, make_picture(size=(1200, 800)))
    publish_now(article)
    make_correction(article, "The ferry was blue, not green.")
    assert len(article.page_starts) == 2
    return article


@pytest.fixture
def with_comments(settings) -> None:
    settings.COMMENTS, settings.DISQUS_SHORTNAME = "disqus", "skerra"


def paths_of(article: Article) -> list[str]:
    first = article.get_absolute_url()
    return [first, f"{first}2/", f"{first}3/", f"{first}all/"]


@widths
def test_every_element_stands_in_its_order_and_can_be_seen(page, article, with_comments, no_sideways_scroll):
    page.goto(article.get_absolute_url())
    boxes = {selector: page.locator(selector).first.bounding_box() for selector in IN_ORDER}
    assert not [selector for selector, box in boxes.items() if box is None]
    tops = [box["y"] for box in boxes.values()]
    # "Published in" may stand beside the breadcrumb.
    assert all(below >= above - 1 for above, below in itertools.pairwise(tops)), boxes
    assert all(page.locator(selector).first.is_visible() for selector in IN_ORDER[:-1])
    assert page.locator(".byline").inner_text() == (
        "Amira Jadoon, Assistant Professor of Political Science, Clemson University, The Conversation on March 27, 2023"
    )
    no_sideways_scroll()


@widths
def test_pages_joined_are_the_text_as_received(page, article, no_sideways_scroll):
    seen = []
    for path in paths_of(article):
        page.goto(path)
        seen.append(" ".join(page.locator(".body").inner_text().split()))
        no_sideways_scroll()
    *numbered, whole = seen
    received = " ".join(text.plain(article.original.html).split())
    assert " ".join(numbered) == whole == received


@widths
def test_reader_turns_the_pages_to_the_end_and_back(page, article):
    first, second, third, whole = paths_of(article)
    page.goto(first)
    for name, path in (
        ("Next page", second),
        ("Next page", third),
        ("Previous page", second),
        ("Page 1", first),
        ("Single page", whole),
        ("Page 3", third),
    ):
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(f"**{path}")
    assert page.get_by_role("link", name="Next page").count() == 0


@widths
def test_counter_is_asked_once_in_each_view_and_nobody_else_is(page, article, with_comments, outgoing):
    for path in paths_of(article):
        outgoing.clear()
        page.goto(path, wait_until="networkidle")
        page.mouse.wheel(0, 20_000)
        page.wait_for_timeout(200)
        assert outgoing == [COUNTER], path


def test_counter_learns_the_address_of_the_page(page, article, outgoing):
    with page.expect_request(COUNTER) as asked:
        page.goto(article.get_absolute_url())
    # The browser may still shorten it to our host for a page by http, which tells less and never more.
    assert page.locator(".counter img").get_attribute("referrerpolicy") == "no-referrer-when-downgrade"
    assert asked.value.resource_type == "image"


def test_disqus_is_not_asked_before_the_reader_clicks(page, article, with_comments, outgoing, troubles):
    page.goto(article.get_absolute_url(), wait_until="networkidle")
    assert not [address for address in outgoing if "disqus" in address]
    button = page.get_by_role("button", name="Show the comments")
    assert "Comments are kept by Disqus, another company." in page.locator(".comments").inner_text()
    with page.expect_request("https://skerra.disqus.com/embed.js"):
        button.click()
    told = page.evaluate("() => { const told = {page: {}}; window.disqus_config.call(told); return told.page; }")
    assert told == {
        "identifier": str(article.uuid),
        "url": f"https://newsroom.example{article.get_absolute_url()}",
        "title": "Why small ports wait",
    }
    # The machine is offline: the one complaint is that the script did not come, and the reader is told.
    page.get_by_text("The comments did not come.").wait_for()
    assert button.is_enabled()
    assert all("ERR_FAILED" in trouble for trouble in troubles)
    troubles.clear()


CORAL = """
window.Coral = { createStreamEmbed({ id, rootURL, storyID, storyURL }) {
  const place = document.getElementById(id);
  place.append(document.createElement("p"));
  place.firstChild.textContent = JSON.stringify({ rootURL, storyID, storyURL });
  const frame = document.createElement("iframe");
  frame.src = `${rootURL}/embed/stream`;
  place.append(frame);
} };
"""


@pytest.fixture
def coral(settings) -> Iterator[Server]:
    """A stand-in for a Coral of the newsroom's own, on this machine."""
    server = Server()
    server.says("/assets/js/embed.js", CORAL.encode(), Content_Type="text/javascript")
    server.says("/embed/stream", b"<p>First!</p>", Content_Type="text/html")
    settings.COMMENTS, settings.CORAL_URL = "coral", server.address("")
    yield server
    server.stop()


def test_comments_of_a_coral_open_in_the_page_when_the_reader_asks(page, article, coral):
    page.goto(f"{article.get_absolute_url()}2/", wait_until="networkidle")
    assert coral.seen == []
    button = page.get_by_role("button", name="Show the comments")
    button.click()
    page.frame_locator(".comments-place iframe").get_by_text("First!").wait_for()
    button.wait_for(state="hidden")
    assert json.loads(page.locator("#coral_thread p").inner_text()) == {
        "rootURL": coral.address(""),
        "storyID": str(article.uuid),
        "storyURL": f"https://newsroom.example{article.get_absolute_url()}",
    }


def test_address_is_copied_by_our_own_module(page, article):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="Copy address").click()
    page.get_by_text("Address copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"https://newsroom.example{article.get_absolute_url()}"


def test_keyboard_reaches_the_text_first(page, article):
    page.goto(article.get_absolute_url())
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_no_page_is_wider_than_its_window(page, article, no_sideways_scroll, troubles):
    page.goto(f"{article.get_absolute_url()}all/")
    no_sideways_scroll()
    for path in ("/", "/business/", article.outlet.get_absolute_url(), "/tags/ports/", "/nothing/"):
        page.goto(path)
        no_sideways_scroll()
    assert [trouble for trouble in troubles if "404" in trouble] == troubles  # /nothing/ is not there
    troubles.clear()
