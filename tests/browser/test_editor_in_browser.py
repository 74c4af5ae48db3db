"""The rich-text editor of our own articles, under the Content-Security-Policy of the desk."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.body import clean
from articles.models import Article, Section
from tests.builders import add_picture, make_own_article, make_picture

PASSWORD = "correct horse battery"


@pytest.fixture
def alice_at_the_desk(page, transactional_db):
    User.objects.create_superuser("alice", "alice@newsroom.example", PASSWORD)
    page.goto("/admin/")
    page.fill("#id_username", "alice")
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.locator("#user-tools").wait_for()
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
    page.locator(".messagelist .success, .errornote").first.wait_for()
    assert page.locator(".errornote").count() == 0, page.locator("#content").inner_text()
    assert Article.objects.get().body_html == (
        "<p>The harbour opened early. <strong>Nobody had expected it.</strong></p>"
    )


BODIES = {
    "lines": "<p>One.</p>\n<p>Two\nlines.</p>\n\n<h2>Three</h2>\n",
    "table": "<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table><p>After it.</p>",
    "figure": '<figure class="align-left"><img src="https://pictures.example/a.png" alt="A"><figcaption><span '
    'class="caption">The quay.</span></figcaption></figure><p>See.</p>',
    "chart": '<p>Before.</p><div class="embed" data-src="https://charts.example/1"></div><h4>Small</h4><p>After &amp; '
    'more  spaces, <q>quoted</q> <abbr title="Kilometre">km</abbr></p><dl><dt>A</dt><dd>B</dd></dl>',
    "last": "<p>The harbour.</p><ul><li>One</li><li><p>Two</p></li></ul><hr>",
}


@pytest.mark.parametrize("name", BODIES)
def test_saving_the_kicker_alone_leaves_the_body_as_it_is_to_the_byte(alice_at_the_desk, name):
    page, body = alice_at_the_desk, clean.clean(BODIES[name])
    article = make_own_article(body=body)
    Article.objects.filter(pk=article.pk).update(body_html=body)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator("[contenteditable=true]").wait_for()
    page.locator("[contenteditable=true]").click()  # looks at it, and types nothing
    page.keyboard.press("ArrowDown")
    page.fill("#id_kicker", "Harbour")
    page.locator("[name=_continue]").first.click()
    page.locator(".messagelist .success").wait_for()
    saved = Article.objects.get(pk=article.pk)
    assert (saved.kicker, saved.body_html) == ("Harbour", body)
    entry = LogEntry.objects.latest("action_time")
    assert "Kicker" in entry.get_change_message() and "Body" not in entry.get_change_message()
    assert page.locator("#id_body_html").input_value() == body


def test_what_is_typed_into_the_body_is_saved(alice_at_the_desk):
    page = alice_at_the_desk
    article = make_own_article(body="<p>One.</p>")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator("[contenteditable=true] p").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" And two.")
    page.locator("[name=_continue]").first.click()
    page.locator(".messagelist .success").wait_for()
    assert Article.objects.get(pk=article.pk).body_html == "<p>One. And two.</p>"


def test_quotation_becomes_a_pull_quote_and_stays_one(alice_at_the_desk):
    page = alice_at_the_desk
    article = make_own_article(body="<blockquote><p>A wall.</p></blockquote><p>One.</p>")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator("[contenteditable=true] blockquote p").click()
    page.locator(".prose-menubar__dropdown", has_text="Block style").click()
    page.get_by_text("Quotation: Pull quote", exact=True).last.click()
    page.locator("[name=_continue]").first.click()
    page.locator(".messagelist .success").wait_for()
    body = '<blockquote class="pull-quote"><p>A wall.</p></blockquote><p>One.</p>'
    assert Article.objects.get(pk=article.pk).body_html == body
    page.locator("[contenteditable=true] > p").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" And two.")
    with page.expect_navigation():
        page.locator("[name=_continue]").first.click()
    page.locator(".messagelist .success").wait_for()
    assert Article.objects.get(pk=article.pk).body_html == body.replace("One.", "One. And two.")


def test_a_figure_is_chosen_among_the_pictures_of_the_article_and_a_new_table_has_a_head(alice_at_the_desk):
    page = alice_at_the_desk
    article = make_own_article(body="<p>One.</p>")
    use = add_picture(article, make_picture(alt="The quay at night"), role="body")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    text = page.locator("[contenteditable=true]")
    text.locator("p").first.click()
    expect(text).to_have_attribute("spellcheck", "true")
    page.get_by_title("figure", exact=True).click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("A picture of this article").select_option(str(use.picture))
    expect(dialog.locator("[name=altText]")).to_have_value("The quay at night")
    dialog.locator("button[type=submit]").click()
    expect(text.locator("img")).to_have_attribute("src", use.picture.file.url)
    text.locator("p").first.click()
    page.get_by_title("Insert table").click()
    expect(dialog.locator("[name=withHeaderRow]")).to_have_value("Yes")
    dialog.get_by_text("Cancel").click()
    page.locator("[name=_continue]").first.click()
    page.locator(".messagelist .success").wait_for()
    assert f'<img src="{use.picture.file.url}" alt="The quay at night">' in Article.objects.get().body_html
