"""What arrival does by itself, as the worker has it done."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone

from inbound import polling, recurring
from inbound.models import Delivery, Feed, FeedState, Item, Run, Sighting, Subscription
from tests.builders import make_licensed_article, make_outlet, make_terms, publish_now
from tests.inbound.servers import Server
from tests.inbound.test_polling import make_feed, rss
from work import schedule
from work.models import Beat, Recurring

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings) -> Iterator[Server]:
    settings.FETCH_LOOPBACK = True
    server = Server()
    yield server
    server.stop()


def run_all() -> dict[str, Recurring]:
    """Everything that is due, as a worker that starts does it."""
    schedule.sync()
    Recurring.objects.update(next_at=timezone.now())
    schedule.queue_due()
    return {row.name: row for row in Recurring.objects.all()}


def test_everything_that_arrival_does_by_itself_is_on_the_schedule(server):
    server.says("/feed", rss(1, 2))
    make_feed(server)
    rows = run_all()
    arrival = {name: row for name, row in rows.items() if name.startswith("inbound.")}
    assert set(arrival) == {
        "inbound.ask_sources", "inbound.forget_old_runs", "inbound.keep_takedowns", "inbound.look_at_our_pages",
        "inbound.poll_feeds", "inbound.read_pushes", "inbound.renew_subscriptions",
    }  # fmt: skip
    assert [row.last_problem for row in arrival.values()] == [""] * 7
    assert all(row.state == Recurring.State.IDLE and row.last_ended_at for row in arrival.values())
    assert arrival["inbound.poll_feeds"].last_result == "Feeds asked: 1; did not answer well: 0; new items: 2."
    assert Item.objects.count() == 2


def test_a_push_is_read_and_a_hub_is_asked(server, settings):
    settings.NEWSROOM_URL = "http://127.0.0.1"
    server.says("/hub", b"", status=202)
    server.says("/feed", rss(1))
    feed = make_feed(server)
    Subscription.objects.create(feed=feed, hub=server.address("/hub"), topic=feed.address, key="k", secret="s")
    delivery = Delivery.keep(rss(7), outlet=feed.outlet, feed=feed, way=Delivery.Way.PUSHED)
    Run.objects.create(feed=feed, delivery=delivery)
    rows = run_all()
    assert rows["inbound.read_pushes"].last_result == "Pushes read: 1."
    assert rows["inbound.renew_subscriptions"].last_result == "Hubs asked: 1."
    assert Item.objects.filter(title="Story 7").exists()


def test_our_pages_are_looked_at_once_after_publication_and_a_day_later(server, settings):
    settings.NEWSROOM_URL = server.address("")
    article = publish_now(make_licensed_article(terms=make_terms()))
    server.says("/", b"<h1>Home</h1>", Content_Type="text/html")
    server.says(article.get_absolute_url(), b"<h1>Nothing of it</h1>", Content_Type="text/html")
    assert recurring.look_at_our_pages() == "Articles looked at: 1; something amiss: 1."
    assert recurring.look_at_our_pages() == "Articles looked at: 0; something amiss: 0."
    assert Sighting.objects.get().article == article


def test_a_site_that_is_down_is_no_fault_of_its_articles(settings):
    settings.FETCH_LOOPBACK = True
    server = Server()
    settings.NEWSROOM_URL = server.address("")
    server.stop()
    publish_now(make_licensed_article(terms=make_terms()))
    assert recurring.look_at_our_pages().startswith("Our own site does not answer: ")
    assert not Sighting.objects.exists()


def test_without_an_address_of_our_own_no_page_is_looked_at(settings):
    settings.NEWSROOM_URL = ""
    publish_now(make_licensed_article(terms=make_terms()))
    assert "NEWSROOM_URL is not set" in recurring.look_at_our_pages()


def test_feeds_that_a_killed_worker_held_are_asked_at_once_and_those_of_a_living_one_are_not(server):
    now = timezone.now()
    Beat.objects.create(worker="alive", kind="worker", host="h", pid=1, began_at=now, seen_at=now)
    outlet = make_terms(make_outlet()).outlet
    for holder in ("alive", "killed", ""):
        server.says(f"/{holder}", rss(1))
        feed = make_feed(server, f"/{holder}", outlet=outlet)
        FeedState.objects.create(feed=feed, next_at=now, lease=holder, leased_until=now + dt.timedelta(minutes=9))
        Run.objects.create(feed=feed)
    assert polling.give_back_abandoned() == 1
    assert Run.objects.get(outcome="failed").feed.name == "/killed"
    assert [run.feed.name for run in polling.poll_due()] == ["/killed"]


def test_an_answer_that_was_kept_before_the_poller_was_killed_is_kept_once(server, monkeypatch):
    server.says("/feed", rss(1, 2))
    feed = make_feed(server)
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(polling, "_settle", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        polling.poll(feed)
    FeedState.objects.update(leased_until=None)
    polling.poll(feed)
    assert Delivery.objects.count() == 1


def test_old_runs_that_brought_nothing_are_forgotten(server):
    feed: Feed = make_feed(server)
    kept = Delivery.keep(b"<rss/>", outlet=feed.outlet, feed=feed, way=Delivery.Way.POLLED)
    for days, outcome, delivery in (
        (15, "unchanged", None), (13, "unchanged", None), (91, "failed", None), (15, "failed", None),
        (400, "failed", kept), (400, "read", kept),
    ):  # fmt: skip
        begun = timezone.now() - dt.timedelta(days=days)
        Run.objects.create(feed=feed, begun_at=begun, outcome=outcome, delivery=delivery)
    assert recurring.forget_old_runs() == "Forgotten: 2."
    assert Run.objects.count() == 4
