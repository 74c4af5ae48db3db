"""The inbox: each story once, whatever its source sends; and what a source does to a text that we hold."""

import dataclasses
import datetime as dt

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article, AuditEvent
from articles.rights import Surface, may
from inbound import arriving, developments
from inbound.accept import NotAccepted
from inbound.formats import Reading
from inbound.formats.arrival import Arrival, Author, Rights
from inbound.models import Delivery, Development, Feed, Item
from tests.builders import make_outlet, make_section, make_terms, make_user

pytestmark = pytest.mark.django_db

WORDS = " ".join(f"word{number}" for number in range(60))
TEXT = f"<p>The ferry leans.</p><p>{WORDS}</p>"


def outlet(**clauses):
    terms = make_terms(make_outlet("The Commons"), licence_code="CC BY-ND 4.0", **clauses)
    return terms.outlet


def arrival(**fields) -> Arrival:
    fields = {
        "title": "Why ferries lean",
        "authors": [Author("Amira Jadoon", "Assistant Professor", "Clemson University")],
        "body_html": TEXT,
        "canonical_url": "https://commons.example/ferries-7",
        "source_id": "tag:commons.example,2026:7",
        "published": timezone.now() - dt.timedelta(hours=2),
        **fields,
    }
    return Arrival(**fields, raw=repr(sorted(fields.items(), key=str)).encode())


def deliver(source, *arrivals: Arrival, feed: Feed | None = None, **reading) -> arriving.Counts:
    delivery = Delivery.keep(b"<rss/>", outlet=source, way="polled", address="https://commons.example/feed")
    return arriving.take_in(Reading("rss", list(arrivals), **reading), delivery=delivery, outlet=source, feed=feed)


def live(source, item: Item) -> Article:
    article = arriving.pick(item, by=make_user("editor"), because="for our readers", section=make_section())
    publishing.clear(article, by=None)
    publishing.publish(article, by=None, at=timezone.now() - dt.timedelta(minutes=1))
    return article


def test_a_story_is_one_item_however_often_it_is_sent():
    source = outlet()
    assert deliver(source, arrival()).new == 1
    assert deliver(source, arrival()).same == 1
    item = Item.objects.get()
    assert (item.state, item.title, item.arrival.title) == ("waiting", "Why ferries lean", "Why ferries lean")
    assert item.delivery.received == b"<rss/>"


@pytest.mark.parametrize(
    ("rung", "change"),
    [
        ("address", {"source_id": "another"}),
        ("number", {"source_id": "x/7", "canonical_url": "https://commons.example/moved-7"}),
        ("text", {"source_id": None, "canonical_url": "https://elsewhere.example/"}),
    ],
)
def test_the_same_story_by_another_way_makes_no_second_item(rung, change):
    source = outlet()
    counted = {"counter_url": "https://counter.example/content/7/count.gif"} if rung == "number" else {}
    deliver(source, arrival(**counted))
    counts = deliver(source, arrival(**counted | change))
    assert (counts.new, Item.objects.count()) == (0, 1)


def test_a_text_taken_by_hand_before_is_known_when_the_feed_brings_it():
    source = outlet()
    deliver(source, arrival())
    article = arriving.pick(Item.objects.get(), by=make_user("editor"), because="good")
    Item.objects.all().delete()
    assert deliver(source, arrival()).elsewhere == 1
    assert Item.objects.get().article == article and Article.objects.count() == 1


def test_a_bad_item_is_reported_and_its_neighbours_arrive(monkeypatch):
    source = outlet()
    put_in = arriving.put_in

    def breaks(one, *args, **kwargs):
        if one.title == "Bad":
            raise RuntimeError("boom")
        return put_in(one, *args, **kwargs)

    monkeypatch.setattr(arriving, "put_in", breaks)
    bad = arrival(title="Bad", source_id="b", canonical_url="https://commons.example/bad", body_html="<p>b</p>")
    counts = deliver(source, bad, arrival(), errors=["Item 3 was left out."])
    assert (counts.new, counts.failed) == (1, 2)
    assert counts.errors == ["Item 3 was left out.", "“Bad”: it could not be stored; the log says why."]


def test_nothing_is_removed_by_an_empty_feed():
    source = outlet()
    deliver(source, arrival())
    live(source, Item.objects.get())
    counts = deliver(source)
    assert dataclasses.asdict(counts) == dataclasses.asdict(arriving.Counts())
    assert Item.objects.get().state == "picked" and Article.objects.visible_on(Surface.PAGE).exists()


def test_picking_says_why_and_is_accept():
    source = outlet()
    deliver(source, arrival())
    with pytest.raises(NotAccepted, match="Say why"):
        arriving.pick(Item.objects.get(), by=make_user("editor"), because=" ")
    article = arriving.pick(Item.objects.get(), by=make_user("editor"), because="our readers sail")
    assert article.picked_because == "our readers sail" and article.original.is_intact()
    assert arriving.pick(Item.objects.get(), by=None, because="again") == article


def test_picking_by_itself_only_where_the_terms_allow_it():
    source = outlet(systematic="no")
    feed = Feed.objects.create(outlet=source, name="All", address="https://commons.example/feed", automatic=True)
    deliver(source, arrival(), feed=feed)
    assert Item.objects.get().state == "waiting"
    free = outlet(systematic="yes")
    feed = Feed.objects.create(outlet=free, name="All", address="https://commons.example/feed", automatic=True)
    deliver(free, arrival(), feed=feed)
    assert Item.objects.get(outlet=free).article.picked_because.startswith("picked by itself")


def test_a_changed_text_is_sealed_and_told_and_readers_keep_what_they_have():
    source = outlet()
    deliver(source, arrival())
    article = live(source, Item.objects.get())
    counts = deliver(source, arrival(body_html=TEXT.replace("leans", "heels")))
    assert counts.updated == 1
    row = Development.objects.get()
    assert (row.kind, row.state, row.original.number) == ("update", "open", 2) and row.due_at > timezone.now()
    article.refresh_from_db()
    assert "leans" in article.body_html


CORRECTED = TEXT.replace("leans", "heels") + "<p>Correction: an earlier version said that it leans.</p>"


def test_a_correction_is_taken_over_at_once_where_the_terms_say_so():
    source = outlet(correction_duty="yes")
    deliver(source, arrival())
    article = live(source, Item.objects.get())
    deliver(source, arrival(body_html=CORRECTED))
    article.refresh_from_db()
    assert "heels" in article.body_html and article.original.number == 2
    row = Development.objects.get()
    assert (row.kind, row.state) == ("correction", "done") and "at once" in row.acted
    assert AuditEvent.objects.filter(article=article, verb="take_over", actor=None).exists()


def test_a_correction_waits_for_a_person_where_the_terms_do_not_say():
    source = outlet()
    deliver(source, arrival())
    article = live(source, Item.objects.get())
    deliver(source, arrival(body_html=CORRECTED))
    article.refresh_from_db()
    assert "leans" in article.body_html
    assert Development.objects.get().kind == "correction"


@pytest.mark.parametrize(("duty", "status"), [("yes", "withdrawn"), ("not_stated", "published")])
def test_a_withdrawal_upstream_acts_by_itself_only_where_the_terms_say_so(duty, status):
    source = outlet(correction_duty=duty)
    deliver(source, arrival())
    article = live(source, Item.objects.get())
    counts = deliver(source, arrival(rights=Rights(status="canceled")))
    assert counts.withdrawn == 1
    article.refresh_from_db()
    assert article.status == status
    row = Development.objects.get()
    assert row.kind == "withdrawal" and (row.state == "open") == (status == "published")
    deliver(source, arrival(rights=Rights(status="canceled")))
    assert Development.objects.count() == 1


def test_what_nobody_picked_leaves_the_inbox_when_it_is_withdrawn():
    source = outlet()
    deliver(source, arrival())
    deliver(source, arrival(rights=Rights(status="canceled")))
    assert Item.objects.get().state == "withdrawn"
    with pytest.raises(NotAccepted, match="withdrawn"):
        arriving.pick(Item.objects.get(), by=None, because="no")


def test_an_embargo_set_later_hides_the_page_until_it_ends():
    source = outlet()
    deliver(source, arrival())
    article = live(source, Item.objects.get())
    until = timezone.now() + dt.timedelta(hours=5)
    deliver(source, arrival(embargo_until=until))
    article.refresh_from_db()
    assert not may(article, Surface.PAGE) and may(article, Surface.PAGE, at=until)
    assert Development.objects.get().kind == "embargo"


def test_an_end_of_use_takes_it_from_every_surface_by_itself():
    source = outlet()
    until = timezone.now() + dt.timedelta(days=3)
    deliver(source, arrival(rights=Rights(expires=until)))
    article = live(source, Item.objects.get())
    assert may(article, Surface.PAGE).changes_at == until and not may(article, Surface.PAGE, at=until)


def test_a_development_is_done_with_an_outcome():
    source = outlet()
    deliver(source, arrival())
    article = live(source, Item.objects.get())
    row = developments.gone_at_source(article, status=410)
    with pytest.raises(publishing.NotAllowed, match="what was done"):
        developments.done(row, by=None, outcome="")
    developments.done(row, by=make_user("editor"), outcome="they moved it")
    assert Development.objects.get().state == "done"


def test_an_item_without_headline_and_text_is_told_and_left_out():
    empty = arrival(title=None, body_html="", source_id="8", canonical_url="https://commons.example/empty")
    counts = deliver(outlet(), empty, arrival())
    assert (counts.new, counts.failed, Item.objects.count()) == (1, 1, 1)
    assert counts.errors == [
        "“https://commons.example/empty”: it has neither a headline nor a text, so it was left out."
    ]
