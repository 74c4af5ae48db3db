"""The rights panel, the page that decides, and the verbs, on a phone and at a desk, under the desk's own policy."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles import resting
from articles.models import Amendment, Article, Ruling
from tests.builders import (
    make_licensed_article,
    make_original,
    make_outlet,
    make_terms,
    publish_now,
)

PASSWORD = "correct horse battery"
BODY = "<p>Water is heavy.</p><p>Ferries are not.</p><p>Both of them lean.</p>"
CONTRAST = """element => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => channels(colour).slice(0, 3).map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  let ground = element;
  while (ground && (channels(getComputedStyle(ground).backgroundColor)[3] ?? 1) === 0) ground = ground.parentElement;
  const [a, b] = [getComputedStyle(element).color, getComputedStyle(ground).backgroundColor].map(light);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""


@pytest.fixture
def rita(transactional_db, page) -> User:
    rita = User.objects.create_superuser("rita", "rita@newsroom.example", PASSWORD)
    page.goto("/admin/")
    page.fill("#id_username", rita.username)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.locator("#user-tools").wait_for()
    return rita


def asking_article(**terms) -> Article:
    stated = make_terms(make_outlet("The Commons"), **{"edits": "time_place_style", "ads": "yes", **terms})
    return make_licensed_article(
        body=BODY, terms=stated, picked_because="It explains the storm.", fields_received={"title": "Theirs"}
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_rita_sees_what_is_open_decides_it_and_clears_the_article(page, rita, no_sideways_scroll):
    article = asking_article()
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    panel = page.locator(".rights-panel")
    expect(panel.get_by_text("Its headline is not the outlet's")).to_be_visible()
    expect(panel.get_by_text("Advertisements", exact=True)).to_be_hidden()
    panel.get_by_text("Kept (").click()
    expect(panel.get_by_text("Advertisements", exact=True)).to_be_visible()
    no_sideways_scroll()
    panel.get_by_role("link", name="Decide (Another headline)").click()
    page.wait_for_load_state()
    no_sideways_scroll()
    page.get_by_label("Yes, allowed").check()
    page.get_by_label("The message").fill("A message that is kept.")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("#id_reason_error")).to_be_visible()
    expect(page.get_by_label("The message")).to_have_value("A message that is kept.")
    expect(page.get_by_label("Yes, allowed")).to_be_checked()
    page.get_by_label("Why").fill("Their guide says so.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Decided: Another headline.")).to_be_visible()
    assert Ruling.objects.get().reason == "Their guide says so."
    page.get_by_role("link", name="Clear the rights").click()
    expect(page.get_by_text("Nothing is open.")).to_be_visible()
    page.get_by_role("button", name="Clear the rights").click()
    expect(page.get_by_role("link", name="Publish", exact=True)).to_be_visible()
    no_sideways_scroll()


@pytest.mark.parametrize("width", [390, 1280])
def test_what_an_article_rests_on_is_compared_before_it_changes(page, rita, no_sideways_scroll):
    article = asking_article(headline_change="yes", remove_after_days=90)
    Amendment.objects.create(
        article=article, original=article.original, exact="Ferries", replacement="Ships", kind="style", state="applied",
        reason="house style", made_by=rita,
    )  # fmt: skip
    publish_now(article)
    make_original(article, BODY.replace("heavy", "light, as everybody at the ferry pier has known for years"))
    make_terms(article.outlet, edits="none", remove_after_days=30, headline_change="yes")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(page.get_by_text("90 days left.").or_(page.get_by_text("89 days left."))).to_be_visible()
    expect(page.locator("table.places")).to_be_visible()
    no_sideways_scroll()
    page.get_by_role("link", name="Take over the new original").click()
    expect(page.locator(".comparison del")).to_have_text("heavy.")
    page.wait_for_load_state()
    no_sideways_scroll()
    page.go_back()
    page.get_by_role("link", name="Rest on the newest terms").click()
    expect(page.get_by_role("row", name="Edits time, place and house style none")).to_be_visible()
    no_sideways_scroll()


@pytest.mark.parametrize("width", [390, 1280])
def test_an_adaptation_is_written_in_the_editor_above_its_comparison(page, rita, no_sideways_scroll):
    article = asking_article(edits="any", headline_change="yes")
    resting.adapt(article, by=None, reason="For our readers.")
    Article.objects.filter(pk=article.pk).update(body_html=BODY.replace("heavy", "wet"))
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    editor = page.locator(".field-body_html [contenteditable=true]")
    expect(editor).to_contain_text("Water is wet.")
    expect(page.locator(".field-comparison_shown ins")).to_have_text("wet.")
    no_sideways_scroll()
    editor.click()
    page.keyboard.type("Cold ")
    expect(editor).to_contain_text("Cold")  # wherever the click put the caret
    page.get_by_role("button", name="Save and continue editing").first.click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    expect(page.locator(".field-comparison_shown ins", has_text="Cold")).to_be_visible()
    article.refresh_from_db()
    assert "Cold" in article.body_html and "Cold" not in article.original.html


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_lights_can_be_read_in_the_light_and_in_the_dark(page, rita, scheme):
    page.emulate_media(color_scheme=scheme)
    article = asking_article(tracker_required="yes")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    for summary in page.locator(".rights-panel summary").all():
        summary.click()
    for light in ("green", "amber", "red", "unlit"):
        shown = page.locator(f".rights-panel .light.{light}").first
        expect(shown.locator("svg")).to_be_visible()
        assert shown.inner_text().strip()
        assert shown.evaluate(CONTRAST) >= 4.5, (scheme, light)


@pytest.mark.parametrize("width", [390])
def test_the_lists_of_the_rights_desk_stay_inside_a_phone(page, rita, no_sideways_scroll):
    publish_now(asking_article(headline_change="yes"))
    asking_article(tracker_required="yes")
    addresses = ("articles/article/", "articles/ruling/", "articles/clearance/")
    for address in addresses:
        page.goto(f"/admin/{address}")
        no_sideways_scroll()
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_load_state()
    expect(page.get_by_role("columnheader", name="It stood")).to_be_attached()
    no_sideways_scroll()
