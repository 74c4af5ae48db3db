"""One story from its source to our readers: it is changed, corrected and withdrawn; the desk sees each, with its time,
and the page follows the terms.
"""

import datetime as dt
import html
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, AuditEvent
from inbound.models import Development
from records.moments import short
from tests.desk import at_desk
from tests.inbound import telling
from tests.inbound.servers import Server
from tests.inbound.telling import CORRECTED, TEXT, Telling

pytestmark = pytest.mark.django_db

CHANGED = TEXT.replace("Nobody waved", "Almost nobody waved at " + " ".join(f"ship{n}" for n in range(30)))
CORRECTED_LATER = CORRECTED.replace("Nobody waved", "Almost nobody waved at " + " ".join(f"ship{n}" for n in range(30)))


@pytest.fixture
def server(settings) -> Iterator[Server]:
    settings.FETCH_LOOPBACK = True
    server = Server()
    yield server
    server.stop()


def read(article: Article) -> tuple[int, str]:
    """As a reader gets it."""
    answer = Client().get(article.get_absolute_url())
    return answer.status_code, html.unescape(answer.content.decode())


def desk_sees() -> list[tuple[str, str]]:
    """What the list at the desk says happened, the earliest first, each with the moment beside it."""
    page = html.unescape(
        at_desk("rights").get(reverse("admin:inbound_development_changelist") + "?state=all").content.decode()
    )
    rows = list(Development.objects.order_by("at", "pk"))
    for row in rows:
        assert row.sentence in page and short(row.at) in page
    return [(row.kind, row.state) for row in rows]


def test_a_feed_changes_corrects_and_withdraws_and_the_page_follows_terms_that_want_it(server):
    begun = timezone.now()
    source = Telling(server, correction_duty="yes")
    source.tell(telling.atom())
    article = source.live()
    assert read(article)[0] == 200 and "four degrees" in read(article)[1]

    source.tell(telling.atom(CHANGED, updated="2026-01-02T11:00:00Z"))
    assert desk_sees() == [("update", "open")]
    assert "ship7" not in read(article)[1], "so much new text waits for a person"

    source.tell(telling.atom(CORRECTED_LATER, updated="2026-01-02T12:00:00Z"))
    assert desk_sees() == [("update", "done"), ("correction", "done")], "the correction holds the other change too"
    assert "five degrees" in read(article)[1] and "ship7" in read(article)[1]

    source.tell(telling.atom(CORRECTED_LATER.replace("five", "six"), updated="2026-01-02T13:00:00Z"))
    assert "six degrees" in read(article)[1], "a small correction is taken over at once, as the terms want it"

    source.tell(telling.atom(entry=False, more=telling.tombstone("2026-01-02T14:00:00Z")))
    assert desk_sees()[2:] == [("update", "done"), ("withdrawal", "done")]
    status, page = read(article)
    assert status == 410 and "The Commons withdrew it." in page and "degrees" not in page and "minor" not in page
    assert "ferries" not in Client().get("/rss.xml").content.decode()

    moments = list(Development.objects.order_by("at", "pk").values_list("at", flat=True))
    assert begun < moments[0] and moments == sorted(moments) and moments[-1] <= timezone.now()
    by_itself = AuditEvent.objects.filter(article=article, verb__in=("take_over", "withdraw"), actor=None)
    assert [line.verb for line in by_itself.order_by("pk")] == ["take_over", "take_over", "withdraw"]
    assert all(line.actor_name.startswith("feed “The Commons: All”, delivery ") for line in by_itself)


def test_the_same_story_under_terms_that_do_not_say_so_waits_for_the_desk_with_a_clock(server):
    source = Telling(server)
    source.tell(telling.atom())
    article = source.live()
    source.tell(telling.atom(TEXT.replace("Nobody", "Hardly anybody"), updated="2026-01-02T11:00:00Z"))
    source.tell(telling.atom(CORRECTED, updated="2026-01-02T12:00:00Z"))
    source.tell(telling.atom(entry=False, more=telling.tombstone("2026-01-02T14:00:00Z")))
    assert desk_sees() == [("update", "open"), ("correction", "open"), ("withdrawal", "open")]
    assert read(article)[0] == 200 and "four degrees" in read(article)[1]
    due = {row.kind: row.due_at - row.at for row in Development.objects.all()}
    assert due["withdrawal"] < due["correction"] < due["update"] and due["withdrawal"] < dt.timedelta(hours=5)
    front = html.unescape(at_desk("publisher").get("/admin/").content.decode())
    assert front.index("withdrew it") < front.index("corrected its text")

    row = Development.objects.get(kind="withdrawal")
    answer = reverse("admin:inbound_development_answer", args=[row.pk, "withdraw"])
    paula = at_desk("publisher")
    version = paula.get(answer).context["form"]["version"].value()
    paula.post(answer, {"version": version, "reason": "The outlet withdrew it."})
    assert read(article)[0] == 410 and not Development.objects.open().exists()
