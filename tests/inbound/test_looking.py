"""A look at a text before anything is stored."""

from pathlib import Path

import pytest

from articles.models import Article, AuditEvent, Original
from authors.models import Author, Institution
from inbound import looking
from inbound.accept import accept
from inbound.formats.arrival import Arrival, Unreadable
from inbound.formats.arrival import Author as Credit
from inbound.hints import known_institutions
from outlets import adoption, presetting
from tests.builders import make_outlet, make_terms, make_user

pytestmark = pytest.mark.django_db

BLOCK = next(Path(__file__).parent.parent.joinpath("samples", "conversation").glob("*.html"), None)


def sample() -> bytes:
    assert BLOCK is not None
    return BLOCK.read_bytes()


def test_a_look_shows_fields_and_findings_and_stores_nothing():
    adoption.adopt(presetting.get("the-conversation-us"))
    (look,) = looking.look(sample(), by=make_user("editor"))
    assert look.outlet.preset == "the-conversation-us" and look.held is None
    assert look.arrival.title and look.arrival.counter_url
    assert {line.clause for line in look.lines} >= {"tracker_required", "edits"}
    assert not Article.objects.exists() and not Original.objects.exists() and not AuditEvent.objects.exists()
    assert not Author.objects.exists() and not Institution.objects.exists()


def test_any_web_page_can_be_looked_at():
    page = Path(__file__).parent.parent.joinpath("samples", "pages", "harrow.html").read_bytes()
    outlet = make_terms(make_outlet()).outlet
    (look,) = looking.look(page, outlet=outlet, source="https://review.example/2025/mill-moved/?from=mail")
    assert (look.format, look.arrival.title) == ("web-page", "The mill that moved")
    assert look.arrival.canonical_url == "https://review.example/2025/mill-moved/"
    assert not Article.objects.exists()


def test_findings_stand_before_anything_is_stored():
    outlet = make_terms(make_outlet(), tracker_required="yes", licence_code="CC BY-ND 4.0").outlet
    look = looking.weigh(Arrival(title="x", body_html="<p>No counter.</p>"), "rss", outlet)
    assert "tracker_required" in [one.clause for one in look.findings if one.blocks]


def test_an_outlet_that_we_do_not_have_is_named_by_its_preset():
    (look,) = looking.look(sample())
    assert look.outlet is None and look.preset is not None and "outlet" in look.why_not


def test_an_outlet_without_terms_in_force_takes_nothing_and_says_so():
    outlet = make_outlet()
    look = looking.weigh(Arrival(title="x", body_html="<p>Text.</p>"), "rss", outlet)
    assert "terms" in look.why_not and look.arrival.title == "x"


def test_what_we_hold_already_is_said():
    outlet = make_terms(make_outlet()).outlet
    arrival = Arrival(title="x", body_html="<p>Text.</p>", canonical_url="https://commons.example/x")
    article = accept(arrival, outlet=outlet, by=None).article
    assert looking.weigh(arrival, "rss", outlet).held == article


def test_what_cannot_be_read_is_refused_in_words():
    with pytest.raises(Unreadable):
        looking.look(b"\x00\x01\x02")


def test_the_institution_of_a_corrected_byline_is_remembered():
    arrival = Arrival(body_html="<p>x</p>", authors=[Credit("Ada Lind", "Professor, University of X", "Y")])
    right = looking.with_authors(arrival, [Credit("Ada Lind", "Professor", "University of X, Y")])
    assert right.authors[0].institution == "University of X, Y"
    assert "University of X, Y" in known_institutions()
