"""WebSub: hubs push what is new, so that nobody has to ask. Source: W3C Recommendation “WebSub”, 23 January 2018.

The hub's and the topic's addresses are learned from the feed itself (section 4), the subscription is asked for and
verified (5), renewed before it ends, and what is pushed counts only with a signature made of our secret (7.1).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
import re
import secrets
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from inbound.fetch import Failed, Refused, post
from inbound.models import Delivery, Run, Subscription

if TYPE_CHECKING:
    from inbound.fetch import Fetched
    from inbound.models import Feed

log = logging.getLogger(__name__)

LEASE = dt.timedelta(days=10)
RENEW_BEFORE = dt.timedelta(days=1)
ASK_AGAIN = dt.timedelta(days=1)
_METHODS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
_LINK = re.compile(rb"<(?:[\w-]{1,20}:)?link\b[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(rel|href)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_HEADER_LINK = re.compile(r"""<([^<>]{1,2000})>\s*((?:;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^;,"\s]+)\s*)*)""")
_HEADER_REL = re.compile(r"""\brel\s*=\s*(?:"([^"]*)"|([^;,"\s]+))""", re.IGNORECASE)


def declared(fetched: Fetched) -> tuple[str, str]:
    """The hub and the topic that the feed names, headers before elements; "" where it names none."""
    found: dict[str, str] = {}
    for address, parameters in _HEADER_LINK.findall(fetched.headers.get("link", "")[:20_000]):
        rel = _HEADER_REL.search(parameters)
        for name in (rel[1] or rel[2]).lower().split() if rel else ():
            found.setdefault(name, address)
    for element in _LINK.findall(fetched.body[:100_000]):
        said = {name.lower(): unescape(a or b) for name, a, b in _ATTRIBUTE.findall(element.decode("utf-8", "replace"))}
        for name in said.get("rel", "").lower().split():
            found.setdefault(name, said.get("href", ""))
    hub = urljoin(fetched.url, found.get("hub", "")) if found.get("hub") else ""
    return _web(hub), _web(urljoin(fetched.url, found.get("self", "") or fetched.url))


def _web(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc and len(address) <= 2000 else ""


def notice(feed: Feed, fetched: Fetched) -> None:
    """Remember the hub that the feed names; asking it is work for later (``renew``). Without NEWSROOM_URL no hub could
    reach us, and nothing is remembered."""
    hub, topic = declared(fetched)
    if not hub or not settings.NEWSROOM_URL:
        return
    row = Subscription.objects.filter(feed=feed).first()
    if row is None:
        Subscription.objects.create(
            feed=feed, hub=hub, topic=topic, key=secrets.token_urlsafe(24), secret=secrets.token_urlsafe(48)
        )
    elif (row.hub, row.topic) != (hub, topic):
        Subscription.objects.filter(pk=row.pk).update(
            hub=hub, topic=topic, state=Subscription.State.ASKED, asked_at=None, ends_at=None
        )


def renew() -> int:
    """Ask for every subscription that nobody asked for, that ends soon, or that its hub did not verify for a day."""
    now = timezone.now()
    asked = 0
    for row in Subscription.objects.filter(feed__active=True).exclude(state=Subscription.State.ENDED):
        if row.state == Subscription.State.VERIFIED and row.ends_at and row.verified_at:
            # A hub may give less than it was asked for: an hour is renewed in time as well.
            early = min(RENEW_BEFORE, (row.ends_at - row.verified_at) / 3)
            due, again = row.ends_at - early <= now, early / 3
        else:
            due, again = True, ASK_AGAIN
        if due and (row.asked_at is None or row.asked_at < now - again):
            asked += subscribe(row)
    return asked


def subscribe(row: Subscription, mode: str = "subscribe") -> bool:
    """Send the request; the hub verifies it by asking our callback. False where it does not take it."""
    Subscription.objects.filter(pk=row.pk).update(asked_at=timezone.now())
    form = {
        "hub.callback": callback(row),
        "hub.mode": mode,
        "hub.topic": row.topic,
        "hub.secret": row.secret,
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }
    try:
        status = post(row.hub, form)
    except (Refused, Failed) as error:
        log.warning("hub of feed %s: %s", row.feed_id, error)
        return False
    if not 200 <= status < 300:
        log.warning("hub of feed %s answered %s", row.feed_id, status)
    return 200 <= status < 300


def callback(row: Subscription) -> str:
    return settings.NEWSROOM_URL.rstrip("/") + reverse("inbound:websub", args=[row.key])


def verify(row: Subscription, mode: str, topic: str, lease_seconds: str) -> bool:
    """Whether we meant what the hub asks us to confirm (5.3). ``denied`` is noted and needs no answer."""
    if topic != row.topic:
        return False
    rows = Subscription.objects.filter(pk=row.pk)
    if mode == "denied":
        rows.update(state=Subscription.State.REFUSED)
        return True
    if mode == "unsubscribe":
        return row.state == Subscription.State.ENDED
    if mode != "subscribe" or row.state == Subscription.State.ENDED:
        return False
    seconds = (
        int(lease_seconds) if lease_seconds.isascii() and lease_seconds.isdigit() and len(lease_seconds) < 10 else 0
    )
    now = timezone.now()
    ends = now + (dt.timedelta(seconds=seconds) if seconds else LEASE)
    rows.update(state=Subscription.State.VERIFIED, verified_at=now, ends_at=ends)
    return True


def is_signed(row: Subscription, body: bytes, signature: str) -> bool:
    """Whether the header ``X-Hub-Signature`` was made of this body with our secret (7.1)."""
    method, _, digest = signature.strip().partition("=")
    if method.lower() not in _METHODS or not digest.isascii():
        return False
    made = hmac.new(row.secret.encode(), body, _METHODS[method.lower()]).hexdigest()
    return hmac.compare_digest(made, digest.strip().lower())


@transaction.atomic
def received(row: Subscription, body: bytes, content_type: str) -> Run:
    """Keep a push, to be read by the worker."""
    delivery = Delivery.keep(
        body,
        outlet=row.feed.outlet,
        feed=row.feed,
        way=Delivery.Way.PUSHED,
        address=row.hub[:2000],
        content_type=content_type[:200],
    )
    Subscription.objects.filter(pk=row.pk).update(pushed_at=timezone.now())
    return Run.objects.create(feed=row.feed, delivery=delivery)
