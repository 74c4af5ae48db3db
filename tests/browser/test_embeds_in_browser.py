"""Charts and films of others, and wide tables, as a reader meets them."""

from __future__ import annotations

import pytest

from tests.builders import make_own_article, publish_now

FILM = "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"
ROW = "".join(f"<td>{number * 100_000}</td>" for number in range(20))


@pytest.fixture
def article(transactional_db):
    film = '<iframe src="https://www.youtube.com/watch?v=abcdefghijk"></iframe>'
    return publish_now(make_own_article(body=f"<p>Before.</p>{film}<table><tr>{ROW}</tr></table><p>After.</p>"))


@pytest.mark.parametrize("width", [390])
def test_film_loads_when_the_reader_asks_and_nothing_moves(page, article, outgoing, troubles, no_sideways_scroll):
    page.goto(article.get_absolute_url(), wait_until="networkidle")
    assert outgoing == []
    no_sideways_scroll()
    after = page.get_by_text("After.")
    stood = after.bounding_box()
    assert page.get_by_role("link", name="Watch it at YouTube").get_attribute("href").endswith("watch?v=abcdefghijk")
    with page.expect_request(FILM):
        page.get_by_role("button", name="Load the video").click()
    frame = page.locator(".embed-box iframe")
    assert frame.get_attribute("title") == "Video from YouTube"
    assert "allow-scripts" in frame.get_attribute("sandbox") and "allow-top" not in frame.get_attribute("sandbox")
    assert frame.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"
    assert after.bounding_box() == stood
    assert set(outgoing) == {FILM}
    # The machine is offline, and the browser may say so; a refusal by our own policy would be another matter.
    assert not [trouble for trouble in troubles if "Content-Security-Policy" in trouble]
    troubles.clear()


@pytest.mark.parametrize("width", [390])
def test_wide_table_is_scrolled_by_keyboard_and_the_page_stays(page, article):
    page.goto(article.get_absolute_url())
    region = page.get_by_role("region", name="Table 1")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.table-scroll').scrollLeft > 0")
    assert page.evaluate("document.scrollingElement.scrollLeft") == 0
