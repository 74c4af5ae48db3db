"""The rich-text editor of our own articles, under the Content-Security-Policy of the desk."""

import pytest
from django.contrib.auth.models import User

from articles.models import Article, Section

PASSWORD = "correct horse battery"


@pytest.fixture
def alice_at_the_desk(page, transactional_db):
    User.objects.create_superuser("alice", "alice@newsroom.example", PASSWORD)
    page.goto("/admin/")
    page.fill("#id_username", "alice")
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    return page


def test_alice_writes_a_story_in_the_editor_and_its_formatting_is_kept(alice_at_the_desk):
    page = alice_at_the_desk
    section = Section.objects.create(name="Business", slug="business")
    page.goto(f"/admin/articles/article/add/?section={section.pk}")
    editor = page.locator("[contenteditable=true]")
    editor.click()
    page.keyboard.type("The harbour opened early. ")
    page.keyboard.press("Control+b")
    page.keyboard.type("Nobody had expected it.")
    page.fill("#id_title", "The harbour opened early")
    page.click("[name=_save]")
    page.wait_for_url("**/admin/articles/article/**")
    assert page.locator(".errornote").count() == 0, page.locator("#content").inner_text()
    assert Article.objects.get().body_html == (
        "<p>The harbour opened early. <strong>Nobody had expected it.</strong></p>"
    )
