"""The rights desk's way through its screens, under the Content-Security-Policy, on a phone and at a desk."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from outlets import adoption, presetting
from outlets.models import Outlet
from pictures.models import Picture
from tests.builders import make_licensed_article, make_picture
from tests.pictures.pictures import with_exif

PASSWORD = "correct horse battery"


@pytest.fixture
def rita(transactional_db, page) -> User:
    rita = User.objects.create_superuser("rita", "rita@newsroom.example", PASSWORD)
    page.goto("/admin/")
    page.fill("#id_username", rita.username)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.locator("#user-tools").wait_for()
    return rita


@pytest.mark.parametrize("width", [390, 1280])
def test_rita_looks_through_a_preset_and_adopts_it(page, rita, no_sideways_scroll):
    page.goto("/admin/outlets/outlet/")
    page.get_by_role("link", name="Adopt a preset").click()
    page.wait_for_load_state()
    no_sideways_scroll()
    page.get_by_role("link", name="Undark").click()
    page.wait_for_load_state()
    expect(page.get_by_text("Undark is named as the original source at or near the top.")).to_be_visible()
    no_sideways_scroll()
    page.get_by_label("I adopt this for our rights desk").check()
    page.get_by_role("button", name="Adopt").click()
    expect(page.get_by_text("“Undark” is adopted, its terms 1 are in force.")).to_be_visible()
    expect(page.get_by_role("link", name="Terms 1")).to_be_visible()
    assert Outlet.objects.get().slug == "undark"


@pytest.mark.parametrize("width", [390, 1280])
def test_frozen_terms_say_why_and_lead_to_the_next_version(page, rita, no_sideways_scroll):
    outlet = adoption.adopt(presetting.get("the-conversation-us"))
    make_licensed_article(outlet=outlet)
    page.goto(f"/admin/outlets/terms/{outlet.current_terms().pk}/change/")
    expect(page.get_by_text("so the clauses stay as they are")).to_be_visible()
    expect(page.locator("#id_terms_checked_on")).to_be_visible()
    assert page.locator("#id_ads").count() == 0
    no_sideways_scroll()
    page.get_by_role("link", name="Make next version").click()
    page.get_by_role("button", name="Make next version").click()
    expect(page.locator("#id_ads")).to_have_value("yes")
    expect(page.locator("#id_adopted")).not_to_be_checked()
    page.wait_for_load_state()
    no_sideways_scroll()


def test_a_picture_is_taken_in_seen_and_cleared_for_a_reason(page, rita):
    page.goto("/admin/pictures/picture/add/")
    page.set_input_files("#id_file", {"name": "ferry.jpg", "mimeType": "image/jpeg", "buffer": with_exif()})
    page.fill("#id_alt", "A ferry at the quay")
    page.select_option("#id_rights", "cleared")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("Say why it may be used")).to_be_visible()
    page.fill("#id_cleared_because", "Own photograph")
    page.set_input_files("#id_file", {"name": "ferry.jpg", "mimeType": "image/jpeg", "buffer": with_exif()})
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".picture-preview")).to_be_visible()
    assert page.locator(".picture-preview").evaluate("image => image.naturalWidth") == 120
    assert Picture.objects.get().is_showable()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_lists_and_forms_of_the_desk_stay_inside_the_window(page, rita, no_sideways_scroll):
    article = make_licensed_article()
    make_picture()
    for address in (
        "/admin/outlets/outlet/",
        f"/admin/outlets/outlet/{article.outlet_id}/change/",
        f"/admin/outlets/outlet/{article.outlet_id}/history/",
        f"/admin/outlets/outlet/{article.outlet_id}/delete/",
        "/admin/outlets/terms/",
        "/admin/authors/author/",
        "/admin/authors/author/add/",
        "/admin/authors/institution/add/",
        "/admin/pictures/picture/",
    ):
        page.goto(address)
        no_sideways_scroll()
