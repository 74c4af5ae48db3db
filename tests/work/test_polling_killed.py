"""Polling over a real server by workers that are killed: in the end the same is there as if nothing had been."""

from __future__ import annotations

import http.server
import json
import os
import random
import threading
import time
from collections.abc import Iterator

import pytest

from tests.inbound.servers import Server
from tests.work.processes import PATIENCE, WHOLE, Newsroom, fresh_database, until

KILLS = int(os.environ.get("WORKER_KILLS", "2"))
SEED = int(os.environ.get("WORKER_SEED", "20261123"))
EDITIONS = 2 if "WORKER_KILLS" in os.environ else 1  # what is changed and withdrawn, in the long run alone
FEEDS, ITEMS = 3, 5

MAKE = """
from inbound.models import Feed
from tests.builders import make_outlet, make_terms
for number, address in enumerate(ADDRESSES):
    outlet = make_terms(make_outlet(f"Outlet {number}", slug=f"outlet-{number}"), systematic="yes").outlet
    Feed.objects.create(outlet=outlet, name=f"feed {number}", address=address, automatic=number % 2 == 0)
"""
DUE = """
from inbound.models import FeedState
FeedState.objects.update(next_at=timezone.now())
Recurring.objects.update(next_at=timezone.now())
"""
ASKING = "from inbound.models import Run\nsaid = Run.objects.filter(outcome='running').exists()"
STANDS = """
from django.db.models import Count
from articles.models import Article, AuditEvent, Original
from inbound.models import Delivery, Development, FeedState, Item, Run
rows = lambda model, *names: sorted(map(list, model.objects.values_list(*names)))
said = {
    "items": rows(Item, "outlet__slug", "source_id", "title", "state", "digest", "delivery__sha256", "article__title"),
    "deliveries": rows(Delivery, "feed__name", "sha256"),
    "articles": rows(Article, "outlet__slug", "source_id", "title", "slug", "status", "version"),
    "originals": rows(Original, "article__source_id", "article__outlet__slug", "sha256"),
    "developments": rows(Development, "article__source_id", "kind", "state", "sentence"),
    "log": sorted(map(list, AuditEvent.objects.values_list("verb").annotate(Count("pk")))),
    "feeds": rows(FeedState, "feed__name", "digest", "etag", "failures", "problem", "leased_until", "lease"),
    "open": [Run.objects.filter(outcome="running").count(), Beat.objects.count()],
    "tasks": sorted(set(DBTaskResult.objects.values_list("status", flat=True))),
}
"""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


def publish(server: Server, edition: int, at_once: threading.Event) -> None:
    """What the sources say: at first every story, then some of them changed, one withdrawn, one new.

    The first of them lets everybody wait until it is told to answer at once.
    """
    for feed in range(FEEDS):
        items = []
        for number in range(ITEMS + edition):
            changed = edition * (number % 3 == 0)
            items.append(
                {
                    "id": f"story-{number}",
                    "url": f"https://outlet-{feed}.example/{number}",
                    "title": f"Story {number} of {feed}" + changed * ", corrected",
                    "content_html": f"<p>{f'Ferry {feed} leans to side {number}. ' * 30}</p>"
                    + changed * "<p>Correction: it leans to the other side.</p>",
                    "authors": [{"name": "Ada Lind"}],
                    "date_published": "2026-11-20T08:00:00Z",
                    **({"expired": True} if edition and number == 4 else {}),
                }
            )
        said = {"version": "https://jsonfeed.org/version/1.1", "title": f"Outlet {feed}", "items": items}
        body = json.dumps(said).encode()
        server.says(f"/{feed}", body, ETag=f'"{edition}"', Content_Type="application/feed+json")
    answer = server.answers["/0"]

    def slowly(request: http.server.BaseHTTPRequestHandler) -> None:
        at_once.wait(PATIENCE)
        answer(request)

    server.answers["/0"] = slowly


def through(newsroom: Newsroom, server: Server, moments: random.Random | None) -> list[object]:
    """Both editions, each with a worker that is killed again and again, and one run to the end."""
    newsroom.ask(MAKE.replace("ADDRESSES", repr([server.address(f"/{number}") for number in range(FEEDS)])))
    stood = []
    for edition in range(EDITIONS):
        at_once = threading.Event()
        publish(server, edition, at_once)
        newsroom.ask(DUE)
        for kill in range(KILLS if moments else 0):
            worker = newsroom.start("--threads", "2")
            if moments and (kill or edition):
                time.sleep(moments.uniform(0, 1.2))
            else:  # one at least meets the poller
                until(lambda: newsroom.ask(ASKING))
            worker.kill()
            at_once.set()
        at_once.set()
        newsroom.once()
        stood.append(newsroom.ask(STANDS))
    return stood


def test_feeds_polled_by_workers_that_are_killed_bring_what_an_undisturbed_worker_brings(whole, server, tmp_path):
    """WORKER_KILLS=50 makes it a long run, WORKER_SEED another one."""
    stood = []
    for name, moments in (("killed", random.Random(SEED)), ("undisturbed", None)):
        (tmp_path / name).mkdir()
        with fresh_database(tmp_path / name, whole) as database:
            newsroom = Newsroom(tmp_path / name, database, DJANGO_SETTINGS_MODULE=WHOLE)
            try:
                stood.append(through(newsroom, server, moments))
            finally:
                newsroom.stop()
            logs = newsroom.logs()
        if moments:
            killed_logs = logs
    for killed, as_it_should_be in zip(*stood, strict=True):
        assert killed["open"] == [0, 0] and killed["tasks"] == ["SUCCESSFUL"]
        for what, rows in as_it_should_be.items():
            assert killed[what] == rows, f"{what}, WORKER_SEED={SEED}\n{killed_logs}"
    first, last = stood[0][0], stood[0][-1]
    assert len(first["items"]) == FEEDS * ITEMS and len(last["items"]) == FEEDS * (ITEMS + EDITIONS - 1)
    assert len(first["articles"]) == 2 * ITEMS, "two feeds pick by themselves"
    assert EDITIONS == 1 or len(last["originals"]) > len(first["originals"])
    assert "put back, its worker is gone" in killed_logs, "no kill met a task: the test has shown nothing"
