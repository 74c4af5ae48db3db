"""Feeds are asked when their time has come, politely, and what they bring is in the inbox."""

import dataclasses
import datetime as dt
import time
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from inbound import arriving, fetch, health, polling
from inbound.models import Delivery, Feed, FeedState, Item, Run
from tests.builders import make_outlet, make_terms
from tests.inbound.servers import Server, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings) -> Iterator[Server]:
    settings.FETCH_LOOPBACK = True
    server = Server()
    yield server
    server.stop()


def rss(*numbers: int, body: str = "The ferry leans. ") -> bytes:
    items = "".join(
        f"<item><title>Story {n}</title><guid isPermaLink='false'>{n}</guid><link>https://commons.example/{n}</link>"
        f"<dc:creator>Ada Lind</dc:creator><content:encoded><![CDATA[<p>{body * 30} {n}</p>]]></content:encoded></item>"
        for n in numbers
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Commons</title>'
        f"<link>https://commons.example</link>{items}</channel></rss>"
    ).encode()


def make_feed(server: Server, path: str = "/feed", outlet=None, **fields) -> Feed:
    outlet = outlet or make_terms(make_outlet()).outlet
    return Feed.objects.create(outlet=outlet, name=path, address=server.address(path), **fields)


def test_a_pass_asks_what_is_due_and_puts_it_into_the_inbox(server):
    server.says("/feed", rss(1, 2), ETag='"a"')
    feed = make_feed(server)
    (run,) = polling.poll_due()
    assert (run.outcome, run.new, run.status) == ("read", 2, 200)
    assert {item.title for item in Item.objects.all()} == {"Story 1", "Story 2"}
    assert Delivery.objects.get().received == rss(1, 2)
    state = FeedState.objects.get(feed=feed)
    assert state.etag == '"a"' and state.good_at and state.news_at and state.leased_until is None
    assert dt.timedelta(minutes=26) < state.next_at - timezone.now() < dt.timedelta(minutes=34)
    assert polling.poll_due() == []


def test_validators_are_sent_and_304_costs_nothing(server):
    def conditional(request):
        if request.headers.get("If-None-Match") == '"a"':
            send(request, b"", 304)
        else:
            send(request, rss(1), ETag='"a"')

    server.answers["/feed"] = conditional
    feed = make_feed(server)
    polling.poll(feed)
    assert polling.poll(feed).outcome == "unchanged"
    assert Delivery.objects.count() == 1


def test_the_same_bytes_are_not_read_or_kept_again(server):
    server.says("/feed", rss(1))
    feed = make_feed(server)
    polling.poll(feed)
    assert polling.poll(feed).outcome == "unchanged" and Delivery.objects.count() == 1
    server.says("/feed", rss(1, 2))
    run = polling.poll(feed)
    assert (run.outcome, run.new, run.same, Delivery.objects.count()) == ("read", 1, 1, 2)


def test_a_failing_feed_is_asked_less_and_less_and_says_why(server):
    server.says("/feed", b"no", 500)
    feed = make_feed(server)
    for _ in range(3):
        run = polling.poll(feed)
    state = FeedState.objects.get(feed=feed)
    assert run.outcome == "failed" and "500" in state.problem and state.failures == 3
    assert state.next_at - timezone.now() > dt.timedelta(minutes=30 * 8 * 0.85)
    assert [alarm["kind"] for alarm in state.alarms] == ["failing"]
    server.says("/feed", rss(1))
    polling.poll(feed)
    state.refresh_from_db()
    assert (state.failures, state.problem, state.alarms) == (0, "", [])


def test_a_page_in_the_place_of_a_feed_is_no_article(server):
    text = "<p>We are sorry: our pages are being mended, and will be here again as soon as they can be read.</p>" * 5
    server.says("/feed", f"<!doctype html><title>Back soon</title><article>{text}</article>".encode())
    run = polling.poll(make_feed(server))
    assert run.outcome == "failed" and "no feed but with a web page (“Back soon”)" in run.problem
    assert not Item.objects.exists()


def test_a_source_that_asks_for_time_gets_it(server):
    server.says("/feed", b"later", 503, Retry_After="86000")
    feed = make_feed(server)
    polling.poll(feed)
    assert FeedState.objects.get(feed=feed).next_at - timezone.now() > dt.timedelta(seconds=85_000)


def test_waiting_grows_to_a_day_and_is_never_the_same_for_all():
    waits = [polling.wait(30, 0) for _ in range(50)]
    assert len(set(waits)) > 40 and all(27 * 60 <= one.total_seconds() <= 33 * 60 for one in waits)
    assert polling.wait(30, 40) <= dt.timedelta(days=1.1)
    assert polling.wait(7 * 24 * 60, 2) >= dt.timedelta(days=6)


def test_one_poller_for_a_feed_at_a_time(server):
    server.says("/feed", rss(1))
    feed = make_feed(server)
    polling.watch(feed)
    FeedState.objects.update(leased_until=timezone.now() + dt.timedelta(minutes=1), lease="another")
    assert polling.poll_due() == [] and polling.poll(feed) is None
    FeedState.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    assert len(polling.poll_due()) == 1, "a poller that died loses its feeds"


def test_hostile_and_slow_feeds_hold_up_nobody(server, monkeypatch):
    monkeypatch.setattr(fetch, "LIMITS", dataclasses.replace(fetch.LIMITS, seconds=3.0))

    def drip(request):
        request.send_response(200)
        request.end_headers()
        for _ in range(100):
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(0.2)

    outlet = make_terms(make_outlet()).outlet
    for number in range(20):
        server.says(f"/good/{number}", rss(number))
        make_feed(server, f"/good/{number}", outlet)
    for number, answer in enumerate((drip, drip, lambda r: send(r, b"<rss" + b"<a>" * 50_000))):
        server.answers[f"/bad/{number}"] = answer
        make_feed(server, f"/bad/{number}", outlet)
    begun = time.monotonic()
    runs = polling.poll_due(at_once=8)
    assert sorted(run.outcome for run in runs) == ["failed"] * 3 + ["read"] * 20
    assert Item.objects.count() == 20 and time.monotonic() - begun < 60


def test_addresses_that_may_not_be_asked_fail_in_words(settings):
    settings.FETCH_LOOPBACK = False
    feed = Feed.objects.create(outlet=make_outlet(), name="x", address="http://127.0.0.1/feed")
    assert "private or reserved" in polling.poll(feed).problem


def test_a_poller_killed_in_the_middle_leaves_nothing_twice(server, monkeypatch):
    server.says("/feed", rss(1, 2, 3), ETag='"a"')
    feed = make_feed(server)
    settle = polling._settle
    monkeypatch.setattr(polling, "_settle", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        polling.poll(feed)
    monkeypatch.setattr(polling, "_settle", settle)
    FeedState.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    run = polling.poll(feed)
    assert (run.new, run.same, Item.objects.count()) == (0, 3, 3)


def test_runs_of_pollers_that_were_killed_are_closed(server):
    feed = make_feed(server)
    Run.objects.create(feed=feed, begun_at=timezone.now() - dt.timedelta(hours=1))
    assert polling.give_back_abandoned() == 1 and Run.objects.get().outcome == "failed"


def test_the_command_tells_what_each_feed_brought(server, capsys):
    server.says("/feed", rss(1))
    make_feed(server)
    call_command("poll_feeds")
    assert "/feed: 1 new" in capsys.readouterr().out


def items(feed: Feed, number: int, *, days_ago: float = 0, step: float = 0, **fields) -> None:
    delivery = Delivery.keep(b"x", way="polled", feed=feed)
    for n in range(number):
        Item.objects.create(
            feed=feed,
            outlet=feed.outlet,
            delivery=delivery,
            digest=f"{days_ago}-{n}",
            seen_at=timezone.now() - dt.timedelta(days=days_ago + n * step),
            **{"words": 500, "fields": {"authors": [{"name": "Ada"}], "counter_url": "https://c.example"}} | fields,
        )


def kinds(feed: Feed) -> list[str]:
    return [alarm["kind"] for alarm in health.alarms(Feed.objects.select_related("state", "outlet").get(pk=feed.pk))]


def test_silence_is_an_alarm_when_it_is_longer_than_usual(server):
    feed = make_feed(server)
    polling.watch(feed)
    items(feed, 20, days_ago=10, step=0.5)
    assert kinds(feed) == ["silent"]
    weekly = make_feed(server, "/weekly")
    polling.watch(weekly)
    items(weekly, 8, days_ago=10, step=7)
    assert kinds(weekly) == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("empty", {"words": 12}),
        ("counters", {"fields": {"authors": [1]}}),
        ("authors", {"fields": {"counter_url": "x"}}),
    ],
)
def test_drift_is_an_alarm(server, kind, fields):
    feed = make_feed(server)
    polling.watch(feed)
    items(feed, 15, days_ago=2, step=0.1)
    assert kinds(feed) == []
    items(feed, 10, step=0.01, **fields)
    assert kinds(feed) == [kind]


def test_items_a_week_counts_weeks_without_any(server):
    feed = make_feed(server)
    items(feed, 3)
    counted = health.items_a_week(feed, weeks=4)
    assert len(counted) == 4 and counted[-1][1] == 3 and counted[0][1] == 0


def test_a_story_that_arrived_as_its_poller_was_killed_is_picked_by_the_next(server, monkeypatch):
    server.says("/feed", rss(1))
    feed = make_feed(server, outlet=make_terms(systematic="yes").outlet, automatic=True)
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(arriving, "pick", lambda *args, **kwargs: (_ for _ in ()).throw(KeyboardInterrupt))
        polling.poll(feed)
    FeedState.objects.update(leased_until=None)
    polling.poll(feed)
    assert Item.objects.get().state == "picked"


def test_what_could_not_be_stored_for_a_moment_is_read_again_though_the_answer_is_the_same(server, monkeypatch):
    server.says("/feed", rss(1, 2), ETag='"a"')
    feed = make_feed(server)
    put_in, away = arriving.put_in, [OperationalError("database is locked")]

    def put_in_or_not(*args, **kwargs):
        if away:
            raise away.pop()
        return put_in(*args, **kwargs)

    monkeypatch.setattr(arriving, "put_in", put_in_or_not)
    run = polling.poll(feed)
    assert (run.new, run.failed) == (1, 1)
    run = polling.poll(feed)
    assert (run.new, run.same, Item.objects.count()) == (1, 1, 2)
    assert polling.poll(feed).outcome == "unchanged"
