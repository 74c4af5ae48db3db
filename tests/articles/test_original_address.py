"""A wrong original address (a feed gave the outlet's home page) is corrected: by whom, to what, and what is kept."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from articles import publishing, resting
from articles.models import Article
from articles.publishing import NotAllowed
from articles.rights.findings import findings
from inbound import arriving, matching
from inbound.formats import Reading
from inbound.formats.arrival import Arrival
from inbound.models import Delivery
from tests import builders
from tests.articles.test_verbs_desk import press, verb_page
from tests.builders import make_outlet, make_terms, make_user, publish_now
from tests.desk import at_desk, page_of

pytestmark = pytest.mark.django_db

HOME, THERE = "https://commons.example/", "https://www.commons.example/2026/11/why-ferries-lean"
make_licensed_article = partial(builders.make_licensed_article, picked_because="It explains the storm.")


def with_the_home_page(**clauses) -> Article:
    return make_licensed_article(terms=make_terms(**{"credit_link": "article", **clauses}), source_url=HOME)


def test_the_desk_corrects_the_home_page_that_a_feed_gave_as_the_articles_address(client):
    article, rita = with_the_home_page(), at_desk("rights")
    wrong = next(one for one in findings(article) if one.clause == "credit_link")
    assert "Correct the original address" in wrong.remedy
    assert verb_page(article, "correct_address") in rita.get(page_of(article)).content.decode()
    assert verb_page(article, "correct_address") not in at_desk("writer").get(page_of(article)).content.decode()
    assert HOME in rita.get(verb_page(article, "correct_address")).content.decode()
    assert press(rita, article, "correct_address", address=THERE, reason="The feed gave its home page.").redirect_chain
    article.refresh_from_db()
    assert article.source_url == THERE and not [one for one in findings(article) if one.clause == "credit_link"]
    event = article.audit_events.get(verb="correct_address")
    assert event.reason == "The feed gave its home page." and event.details["before"] == HOME
    read = client.get(publish_now(article).get_absolute_url()).content.decode()
    assert f'href="{THERE}"' in read


def test_readers_of_a_live_article_get_the_corrected_address_at_once(client):
    article = publish_now(with_the_home_page(credit_link="either", canonical="self"))
    resting.correct_address(article, by=make_user("rights"), reason="It was the home page.", address=THERE)
    assert f'href="{THERE}"' in client.get(article.get_absolute_url()).content.decode()
    assert Article.objects.get(pk=article.pk).live_revision.snapshot["article"]["source_url"] == THERE


def test_what_was_cleared_with_the_wrong_address_is_cleared_again():
    article = make_licensed_article(source_url="https://commons.example/another")
    publishing.clear(article, by=None)
    resting.correct_address(article, by=make_user("editor"), reason="That is another story.", address=THERE)
    assert article.status == "in_review"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://elsewhere.example/why-ferries-lean", "is on none of the hosts of The Commons"),
        ("https://commons.example.evil.example/x", "is on none of the hosts"),
        ("https://commons.example@evil.example/x", "is on none of the hosts"),
        ("https://commons.example", "is a home page"),
        ("https://www.commons.example/?utm_source=feed", "is a home page"),
        ("javascript:alert(1)", "no address of the web"),
        ("ftp://commons.example/x", "no address of the web"),
        ("https://commons.example/a b", "no address of the web"),
        ("", "no address of the web"),
        ("https://commons.example/" + "x" * 2000, "no address of the web"),
        ("https://commons.example/held", "which we hold"),
        ("https://commons.example/now", "already"),
    ],
)
def test_no_other_address_than_one_of_an_article_of_the_outlet(address, told):
    terms = make_terms()
    article = make_licensed_article(terms=terms, source_url="https://commons.example/now")
    make_licensed_article(title="Held", terms=terms, source_url="https://commons.example/held")
    with pytest.raises(NotAllowed, match=told):
        resting.correct_address(article, by=None, reason="It is wrong.", address=address)
    assert Article.objects.get(pk=article.pk).source_url == "https://commons.example/now"


def test_an_address_of_another_article_by_its_counter_is_not_put_before_readers():
    counted = {"counter_url": "https://counter.commons.example/content/12345/count.gif"}
    terms = make_terms(
        tracker_pattern=r"https://counter\.commons\.example/content/(\d+)/count\.gif", tracker_kind="img"
    )
    article = publish_now(make_licensed_article(terms=terms, source_url="https://commons.example/x-12345", **counted))
    with pytest.raises(NotAllowed, match="article 12345"):
        resting.correct_address(article, by=None, reason="Mixed up.", address="https://commons.example/x-99999")


@pytest.mark.parametrize(
    ("role", "before", "after"),
    [("writer", 0, 0), ("editor", 1, 0), ("rights", 1, 1), ("publisher", 1, 1), ("reader", 0, 0)],
)
def test_editors_correct_it_before_and_the_rights_desk_and_publishers_after_publication(role, before, after):
    user, terms = make_user(role), make_terms()
    draft = make_licensed_article(terms=terms, source_url="https://commons.example/draft")
    live = publish_now(make_licensed_article(terms=terms, source_url="https://commons.example/live"))
    for article, may in ((draft, before), (live, after)):
        assert ("correct_address" in resting.verbs_for(article, user)) == bool(may)
        if not may:
            with pytest.raises(PermissionDenied):
                resting.correct_address(article, by=user, reason="It is wrong.", address=f"{THERE}-{article.pk}")


def test_a_reason_is_kept_and_our_own_work_has_no_original_address():
    with pytest.raises(NotAllowed, match="Say why"):
        resting.correct_address(with_the_home_page(), by=None, reason=" ", address=THERE)
    with pytest.raises(NotAllowed, match="our own work"):
        resting.correct_address(builders.make_own_article(), by=None, reason="x", address=THERE)


def test_a_feed_that_gives_its_home_page_as_every_items_address_brings_every_item():
    outlet = make_outlet()
    make_terms(outlet)
    arrivals = [
        Arrival(
            title=name,
            body_html=f"<p>About {name}.</p>",
            source_id=f"tag:{name}",
            canonical_url=HOME,
            raw=name.encode(),
        )
        for name in ("ferries", "storms", "tides")
    ]
    delivery = Delivery.keep(b"<rss/>", outlet=outlet, way="polled", address="https://commons.example/feed")
    counts = arriving.take_in(Reading("rss", arrivals), delivery=delivery, outlet=outlet)
    assert (counts.new, counts.elsewhere, counts.failed) == (3, 0, 0)
    assert matching.find(arrivals[0], outlet) is None
