"""What the newsroom says of itself: at the foot of every page, at addresses of their own, and at the desk."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from selectolax.lexbor import LexborHTMLParser

from articles import standing_texts
from articles.models import Section, StandingPage
from tests.builders import make_own_article, make_section, publish_now
from tests.desk import at_desk, form_of, page_of

pytestmark = pytest.mark.django_db


def page(response) -> LexborHTMLParser:
    return LexborHTMLParser(response.content.decode())


def test_a_new_newsroom_has_the_pages_that_readers_look_for(client):
    for slug in ("about", "corrections", "republishing", "contact", "privacy"):
        assert client.get(f"/{slug}/").status_code == 200, slug


def test_every_page_leads_to_them_without_a_query_more(client, django_assert_max_num_queries):
    article = publish_now(make_own_article())
    titles = list(StandingPage.objects.values_list("title", flat=True))
    for path in ("/", "/business/", "/about/", "/nothing/", article.get_absolute_url()):
        with django_assert_max_num_queries(3):
            shown = page(client.get(path))
        assert [link.text() for link in shown.css(".imprint a") if link.text() in titles] == titles, path


def test_footer_leaves_out_what_is_not_for_it_or_not_open(client):
    StandingPage.objects.create(title="Masthead", slug="masthead", in_footer=False)
    StandingPage.objects.create(title="Ethics", slug="ethics", is_open=False)
    shown = client.get("/").content.decode()
    assert "Masthead" not in shown and "Ethics" not in shown
    assert client.get("/masthead/").status_code == 200
    assert client.get("/ethics/").status_code == 404


def test_text_is_reduced_to_what_articles_may_hold_and_to_no_pictures(client):
    hostile = '<p onclick="x()">Who we are<script>alert(1)</script></p><p><img src="https://spy.example/x.gif"></p>'
    StandingPage.objects.create(title="<script>alert(2)</script>", slug="who", body_html=hostile)
    shown = client.get("/who/").content.decode()
    assert "<script>alert" not in shown and "onclick" not in shown and "spy.example" not in shown
    assert "&lt;script&gt;alert(2)" in shown


def test_no_section_and_no_standing_page_share_an_address():
    make_section("Ethics", slug="ethics")
    with pytest.raises(ValidationError, match="A section stands at /ethics/ already"):
        StandingPage(title="Ethics", slug="ethics").full_clean()
    with pytest.raises(ValidationError, match="standing page has the address"):
        Section(name="Republishing", slug="republishing").full_clean()
    for slug in ("admin", "feeds", "search"):
        with pytest.raises(ValidationError, match="address of the site itself"):
            StandingPage(title="Ours", slug=slug).full_clean()


def test_a_former_address_leads_to_where_the_page_stands_now(client):
    shown = StandingPage.objects.get(slug="contact")
    shown.slug = "write-to-us"
    shown.save()
    response = client.get("/contact/")
    assert (response.status_code, response["Location"]) == (301, "/write-to-us/")
    shown.is_open = False
    shown.save()
    assert client.get("/contact/").status_code == 404


def test_pages_that_are_missing_are_made_and_those_that_are_there_stay():
    StandingPage.objects.filter(slug="about").update(title="Who we are")
    StandingPage.objects.filter(slug="contact").delete()
    StandingPage.objects.filter(kind="privacy").update(slug="your-data")
    assert standing_texts.make_missing(apps) == 1
    assert StandingPage.objects.get(slug="about").title == "Who we are"
    assert StandingPage.objects.filter(kind="privacy").count() == 1


def test_an_editor_writes_it_and_readers_are_told_the_day(client):
    desk, address = at_desk("editor"), page_of(StandingPage.objects.get(slug="about"))
    sent = form_of(desk, address) | {"body_html": "<p>We are <b>eleven</b> people.</p>"}
    assert desk.post(address, sent).status_code == 302
    html = client.get("/about/").content.decode()
    assert "We are <b>eleven</b> people." in html and "Last changed on" in html


def test_of_two_editors_the_second_is_told_and_overwrites_nothing():
    desk, address = at_desk("editor"), page_of(StandingPage.objects.get(slug="about"))
    first, second = form_of(desk, address), form_of(desk, address)
    desk.post(address, first | {"title": "Who we are"})
    told = desk.post(address, second | {"title": "About"})
    assert "was saved by somebody else" in told.content.decode()
    assert StandingPage.objects.get(slug="about").title == "Who we are"


def test_pages_that_readers_are_owed_are_not_deleted():
    desk = at_desk("publisher")
    for slug, status in (("privacy", 403), ("corrections", 403), ("contact", 200)):
        address = page_of(StandingPage.objects.get(slug=slug), "delete")
        assert desk.get(address).status_code == status, slug
