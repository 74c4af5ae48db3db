"""A published article worked on in a draft, by two people at the desk."""

import re

import pytest

from articles.models import Article
from tests.builders import make_own_article, make_user, publish_now

PASSWORD = "correct horse battery"


def log_in(page, user):
    page.context.clear_cookies()
    page.goto("/admin/login/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.locator("#user-tools").wait_for()


@pytest.mark.parametrize("width", [390])
def test_bob_keeps_a_draft_and_paula_puts_it_live(page, groups, no_sideways_scroll):
    article = publish_now(make_own_article("The harbour opens"))
    address = f"/admin/articles/article/{article.pk}/change/"
    log_in(page, make_user("editor", password=PASSWORD))
    page.goto(address)
    page.fill("#id_title", "The harbour opens wide")
    page.locator("[name=_draft]").first.click()
    page.wait_for_selector("text=you are editing a draft from")
    assert page.input_value("#id_title") == "The harbour opens wide"
    assert page.locator("[contenteditable=true]").inner_text().startswith("The ferries sailed")
    no_sideways_scroll()
    assert Article.objects.get().title == "The harbour opens"
    page.click("text=Compare draft and live")
    page.wait_for_url(lambda url: not url.endswith(address))
    no_sideways_scroll()
    log_in(page, make_user("publisher", password=PASSWORD))
    page.goto(address)
    page.click(".verb-link.main")
    page.wait_for_url(re.compile("put_draft_live"))
    page.click("input[type=submit].default")
    page.wait_for_url(f"**{address}")
    assert Article.objects.get().title == "The harbour opens wide"
