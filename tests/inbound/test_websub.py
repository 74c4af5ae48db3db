"""Hubs push what is new: asked for, verified, signed, renewed (W3C Recommendation “WebSub”)."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from inbound import polling, pushed, websub
from inbound.models import Delivery, Feed, FeedState, Item, Run, Subscription
from tests.builders import make_outlet, make_terms
from tests.inbound.servers import Server
from tests.inbound.test_polling import rss

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings) -> Iterator[Server]:
    settings.FETCH_LOOPBACK = True
    server = Server()
    server.says("/hub", b"", 202)
    yield server
    server.stop()


@pytest.fixture
def row(server) -> Subscription:
    hub = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="{server.address("/hub")}"/>'
    body = rss(1).replace(b"<title>Commons", hub.encode() + b"<title>Commons", 1)
    server.says("/feed", body)
    outlet = make_terms(make_outlet()).outlet
    feed = Feed.objects.create(outlet=outlet, name="x", address=server.address("/feed"))
    polling.poll(feed)
    return Subscription.objects.get()


def verified(client, row: Subscription, **changes: str):
    asked = {"hub.mode": "subscribe", "hub.topic": row.topic, "hub.challenge": "c<b>h", "hub.lease_seconds": "86400"}
    return client.get(f"/websub/{row.key}/", asked | changes)


def push(client, row: Subscription, body: bytes, method: str = "sha256", secret: str | None = None):
    signature = hmac.new((secret or row.secret).encode(), body, getattr(hashlib, method)).hexdigest()
    return client.post(
        f"/websub/{row.key}/",
        body,
        content_type="application/rss+xml",
        headers={"X-Hub-Signature": f"{method}={signature}"},
    )


def test_the_hub_that_a_feed_names_is_asked_once(server, row):
    assert (row.hub, row.topic, row.state) == (server.address("/hub"), server.address("/feed"), "asked")
    assert websub.renew() == 1 and websub.renew() == 0
    method, path, _headers, body = server.seen[-1]
    form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    assert (method, path) == ("POST", "/hub")
    assert form["hub.mode"] == "subscribe" and form["hub.topic"] == row.topic
    assert form["hub.callback"] == f"https://newsroom.example/websub/{row.key}/" and form["hub.secret"] == row.secret


def test_a_hub_may_stand_in_the_headers(server):
    server.says("/h", rss(1), Link=f'<{server.address("/hub")}>; rel="hub", <https://commons.example/f>; rel=self')
    feed = Feed.objects.create(outlet=make_terms().outlet, name="x", address=server.address("/h"))
    polling.poll(feed)
    assert Subscription.objects.get().topic == "https://commons.example/f"


def test_verification_answers_the_challenge_and_nothing_else(client, row):
    response = verified(client, row)
    assert (response.status_code, response.content) == (200, b"c<b>h")
    assert response["Content-Type"].startswith("text/plain")
    row.refresh_from_db()
    assert row.state == "verified" and row.ends_at - timezone.now() > dt.timedelta(hours=23)
    assert verified(client, row, **{"hub.topic": "https://elsewhere.example/"}).status_code == 404
    assert verified(client, row, **{"hub.mode": "unsubscribe"}).status_code == 404, "we did not ask for that"
    assert client.get("/websub/nobody-knows/", {"hub.mode": "subscribe"}).status_code == 404


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signed_push_arrives_like_a_poll(client, row, method):
    verified(client, row)
    assert push(client, row, rss(1, 2), method).status_code == 202
    run = Run.objects.filter(outcome="running").get()
    assert run.delivery.received == rss(1, 2) and run.delivery.way == "pushed"
    assert pushed.read_waiting() == 1 and pushed.read_waiting() == 0
    run.refresh_from_db()
    assert (run.outcome, run.new, Item.objects.count()) == ("read", 1, 2)
    assert FeedState.objects.get().good_at


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=00", "md5=00", "sha256=é", "=", "sha256"])
def test_what_is_not_signed_with_our_secret_is_ignored(client, row, signature):
    verified(client, row)
    before = Delivery.objects.count()
    response = client.post(
        f"/websub/{row.key}/", rss(9), content_type="application/rss+xml", headers={"X-Hub-Signature": signature}
    )
    assert response.status_code == 202 and Delivery.objects.count() == before
    assert push(client, row, rss(9), secret="another").status_code == 202
    assert Delivery.objects.count() == before


def test_nothing_is_taken_before_verification_or_over_the_limit(client, row):
    assert push(client, row, rss(9)).status_code == 404
    verified(client, row)
    assert client.post(f"/websub/{row.key}/", b"x" * (10 * 2**20 + 1), content_type="text/xml").status_code == 413


def test_a_subscription_is_renewed_before_it_ends(client, server, row):
    verified(client, row)
    assert websub.renew() == 0
    now = timezone.now()
    Subscription.objects.update(verified_at=now - dt.timedelta(hours=20), ends_at=now + dt.timedelta(hours=4))
    assert websub.renew() == 1 and websub.renew() == 0


def test_a_hub_inside_our_network_is_never_asked(settings, row):
    settings.FETCH_LOOPBACK = False
    assert websub.subscribe(row) is False


def test_a_broken_push_is_a_failed_run(client, row):
    verified(client, row)
    push(client, row, b"<rss")
    pushed.read_waiting()
    assert Run.objects.filter(delivery__way="pushed").get().outcome == "failed"


def test_without_an_address_of_our_own_no_hub_is_remembered(server, settings):
    settings.NEWSROOM_URL = ""
    server.says("/h", rss(1), Link=f'<{server.address("/hub")}>; rel="hub"')
    polling.poll(Feed.objects.create(outlet=make_terms().outlet, name="x", address=server.address("/h")))
    assert not Subscription.objects.exists()
