"""A text by hand, as an editor meets it: whose it is, what stands against it, and a byline split rightly next time."""

from pathlib import Path

import pytest
from django.urls import reverse

from articles.models import Article
from authors.models import Institution
from inbound.models import Delivery, Item
from tests.builders import make_outlet, make_terms, make_user
from tests.inbound.servers import Server

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

PASTE = "/admin/inbound/item/paste/"
SAMPLES = Path(__file__).parent.parent / "samples"
BLOCK = SAMPLES / "conversation" / "button.html"
PAGE = SAMPLES / "pages" / "harrow.html"


@pytest.fixture(autouse=True)
def bob(client):
    user = make_user("editor")
    client.force_login(user)
    return user


def commons(**clauses):
    return make_terms(make_outlet("The Commons", home_url="https://commons.example"), **clauses).outlet


def feed(number: int, credit: str) -> str:
    """A feed with one article, as an outlet of The Conversation's kind gives it for each."""
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:commons.example,2011:/uk/articles</id><title>Commons</title>'
        f"<entry><id>tag:commons.example,2011:article/{number}</id><title>Story {number}</title>"
        f'<link href="https://commons.example/story-{number}"/><updated>2026-03-01T09:00:00Z</updated>'
        f"<author><name>{credit}</name></author>"
        f'<content type="html">&lt;p&gt;The words of story {number}.&lt;/p&gt;</content></entry></feed>'
    )


def split(page):
    return [(author.name, author.title, author.institution) for author in page.context["look"].arrival.authors]


def draft(client, page, *rows, **fields):
    posted = {
        "held": page.context["take"].initial["held"],
        "because": "our readers sail",
        "credit-TOTAL_FORMS": len(rows),
        "credit-INITIAL_FORMS": len(rows),
    }
    for number, credit in enumerate(rows):
        posted |= {f"credit-{number}-{name}": value for name, value in credit.items()}
    return client.post(PASTE, posted | fields)


def test_an_institution_that_was_corrected_once_is_split_rightly_in_the_next_text_of_the_outlet(client):
    commons()
    first = client.post(PASTE, {"text": feed(9001, "Ada Quill, Reader in Tides, School of Tides, Tolley")})
    assert split(first) == [("Ada Quill", "Reader in Tides, School of Tides", "Tolley")]
    assert "is a guess" in first.content.decode()
    assert not Institution.objects.exists()

    right = {"name": "Ada Quill", "title": "Reader in Tides", "institution": "School of Tides, Tolley"}
    draft(client, first, right)
    row = Article.objects.get().bylines.get()
    assert (row.title, row.institution_name, row.institution.name) == (
        "Reader in Tides",
        *["School of Tides, Tolley"] * 2,
    )

    other = client.post(PASTE, {"text": feed(9002, "Bram Oduya, Lecturer, Knots and Ropes, School of Tides, Tolley")})
    assert split(other) == [("Bram Oduya", "Lecturer, Knots and Ropes", "School of Tides, Tolley")]
    assert "is a guess" not in other.content.decode()


def test_what_was_corrected_is_in_the_inbox_too_and_the_bytes_are_kept(client):
    commons()
    text = "\n" + feed(9001, "Ada Quill") + "  \n"
    draft(client, client.post(PASTE, {"text": text}), {"name": "Ada Quill", "institution": "School of Tides"})
    assert Item.objects.get().arrival.authors[0].institution == "School of Tides"
    assert Delivery.objects.get().received == text.encode()


def test_whose_a_text_is_is_found_by_its_own_links(client):
    make_terms(make_outlet("Elsewhere", home_url="https://elsewhere.example"))
    make_terms(make_outlet("The Commons", home_url="https://theconversation.com"))
    page = client.post(PASTE, {"text": BLOCK.read_text()})
    assert page.context["look"].outlet.name == "The Commons"
    assert page.context["look"].arrival.authors


def test_an_outlet_that_is_merely_linked_to_is_not_taken_for_the_source(client):
    make_terms(make_outlet("Elsewhere", home_url="https://doi.org"))
    page = client.post(PASTE, {"text": BLOCK.read_text()})
    assert page.context["look"].outlet is None
    assert "Choose the outlet" in page.content.decode()


def test_the_outlet_is_chosen_without_pasting_again(client):
    source = make_terms(make_outlet("Elsewhere", home_url="https://elsewhere.example")).outlet
    page = client.post(PASTE, {"text": BLOCK.read_text()})
    held = page.context["whose"].initial["held"]
    again = client.post(PASTE, {"held": held, "whose": "Look again"})
    assert "This field is required" in again.content.decode()
    again = client.post(PASTE, {"held": held, "whose": "Look again", "outlet": source.pk})
    assert again.context["look"].outlet == source and again.context["may_take"]
    assert not Article.objects.exists() and not Delivery.objects.exists()
    draft(client, again, {"name": "Ottoline Vane"})
    assert Article.objects.get().outlet == source


@pytest.mark.on_postgresql_too
def test_a_page_is_fetched_by_its_address_and_becomes_a_draft(client, settings):
    settings.FETCH_LOOPBACK = True
    source = make_terms(make_outlet("The Harrow Review", home_url="https://review.example")).outlet
    server = Server()
    try:
        server.says("/2025/mill-moved/", PAGE.read_bytes(), Content_Type="text/html; charset=utf-8")
        page = client.post(PASTE, {"address": server.address("/2025/mill-moved/")})
    finally:
        server.stop()
    look = page.context["look"]
    assert (look.outlet, look.arrival.title) == (source, "The mill that moved")
    assert split(page)[0] == ("Ana Ruiz", "Reader in Mills", "Ennet University")
    assert not Article.objects.exists() and not Delivery.objects.exists()
    draft(client, page, {"name": "Ana Ruiz", "institution": "Ennet University"}, {"name": "Bo Lind"})
    article = Article.objects.get()
    assert (article.outlet, article.source_url) == (source, "https://review.example/2025/mill-moved/")
    assert [row.name for row in article.bylines.all()] == ["Ana Ruiz", "Bo Lind"]
    assert "<p>Short answer: taxes.</p>" in article.original.html and "cookies" not in article.original.html


def test_markdown_is_taken_too(client):
    source = commons()
    markdown = (
        "# Rivers remember\n\n"
        "By [Ada Quill](https://commons.example/profiles/ada-quill-9)\n\n"
        "Where they used to run, says *everybody* who was there, they will run again.\n\n"
        "This article is republished from [The Commons](https://commons.example) under a Creative Commons license. "
        "Read the [original article](https://commons.example/rivers-remember-9003).\n"
    )
    page = client.post(PASTE, {"text": markdown, "outlet": source.pk})
    look = page.context["look"]
    assert look.arrival.canonical_url == "https://commons.example/rivers-remember-9003"
    assert "<em>everybody</em>" in look.arrival.body_html and look.arrival.notice_html


def test_findings_are_told_with_their_remedy_before_anything_is_stored(client):
    commons(tracker_required="yes")
    page = client.post(PASTE, {"text": feed(9001, "Ada Quill")})
    assert any(finding.clause == "tracker_required" for finding in page.context["look"].findings)
    assert "counter" in page.content.decode() and "not as it is" in page.content.decode()
    assert not Article.objects.exists() and not Delivery.objects.exists() and not Item.objects.exists()


def test_what_we_hold_already_is_led_to(client):
    commons()
    first = client.post(PASTE, {"text": feed(9001, "Ada Quill")})
    draft(client, first, {"name": "Ada Quill"})
    page = client.post(PASTE, {"text": feed(9001, "Ada Quill")})
    held = reverse("admin:articles_article_change", args=[Article.objects.get().pk])
    assert held in page.content.decode() and not page.context["may_take"]
