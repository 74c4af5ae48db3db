"""A source withdraws, withholds or embargoes what we hold, through a real feed; and what is no withdrawal at all."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import AuditEvent
from articles.rights import Surface, may, rulings
from inbound import developments
from inbound.models import Development, Item
from tests.inbound import telling
from tests.inbound.servers import Server
from tests.inbound.telling import TEXT, TITLE, Telling, is_read

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]


@pytest.fixture
def server(settings) -> Iterator[Server]:
    settings.FETCH_LOOPBACK = True
    server = Server()
    yield server
    server.stop()


MARKED = '<media:status state="deleted" reason="Legal."/><pubDate>Fri, 02 Jan 2026 11:00:00 GMT</pubDate>'
NOTE = "<p>This article has been withdrawn by its authors.</p>"
WITHDRAWALS = {
    "atom-tombstone": (telling.atom(), telling.atom(more=telling.tombstone(), entry=False)),
    "atom-tombstone-beside-the-old-entry": (telling.atom(), telling.atom(more=telling.tombstone())),
    "rss-media-status": (telling.rss(), telling.rss(more=MARKED)),
    "rss-media-status-without-a-text": (telling.rss(), telling.rss("", more=MARKED)),
    "rss-marked-headline": (telling.rss(), telling.rss(title=f"WITHDRAWN: {TITLE}")),
    "rss-retracted-in-brackets": (telling.rss(), telling.rss(title=f"[Retracted] {TITLE}")),
    "rss-kill": (telling.rss(), telling.rss("<p>Editors: please kill this story.</p>", title=f"KILL – {TITLE}")),
    "rss-keyword": (telling.rss(), telling.rss(more="<category>Retracted</category>")),
    "atom-note-on-top": (telling.atom(), telling.atom(NOTE + TEXT, updated="2026-01-02T12:00:00Z")),
    "rss-note-instead-of-the-text": (telling.rss(), telling.rss(NOTE)),
    "ninjs": (telling.ninjs(), telling.ninjs(version="2", pubstatus="canceled")),
    "ninjs-without-a-text": (telling.ninjs(), telling.ninjs("", version="2", pubstatus="canceled")),
    "newsml-g2": (telling.newsml_g2(), telling.newsml_g2(version=2, status="canceled")),
    "newsml-1": (telling.newsml(), telling.newsml(revision=2, status="Canceled")),
}


@pytest.mark.parametrize("name", WITHDRAWALS)
def test_a_withdrawal_in_any_form_is_told_once_and_acts_where_the_terms_say_so(server, name):
    first, gone = WITHDRAWALS[name]
    source = Telling(server, correction_duty="yes")
    source.tell(first)
    article = source.live()
    assert is_read(article)
    run = source.tell(gone)
    assert (run.outcome, run.errors) == ("read", [])
    assert not is_read(article)
    article.refresh_from_db()
    assert (article.status, article.withdrawn_because) == ("withdrawn", "The Commons withdrew it.")
    row = Development.objects.get()
    assert (row.kind, row.state, row.delivery) == ("withdrawal", "done", run.delivery) and "at once" in row.acted
    line = AuditEvent.objects.get(article=article, verb="withdraw")
    assert line.actor is None and line.details["delivery"] == run.delivery.pk
    assert line.actor_name == f"feed “The Commons: All”, delivery {run.delivery.pk}"
    source.tell(gone + b"\n")
    assert Development.objects.count() == 1


@pytest.mark.parametrize("name", ["atom-tombstone", "rss-media-status", "rss-marked-headline", "ninjs"])
def test_where_the_terms_do_not_say_it_waits_for_a_person_and_is_told_once(server, name):
    first, gone = WITHDRAWALS[name]
    source = Telling(server)
    source.tell(first)
    article = source.live()
    source.tell(gone)
    row = Development.objects.get()
    assert (row.kind, row.state, row.acted) == ("withdrawal", "open", "") and row.due_at
    assert is_read(article)
    publishing.put_live(article, by=None)  # corrections of what readers have are not held up by it
    row.state = "done"
    row.save()
    source.tell(gone + b" ")
    assert Development.objects.count() == 1, "what the desk has seen to is not told again"


def test_the_hours_that_the_terms_give_are_the_clock_and_when_they_have_passed_it_is_withdrawn(server):
    source = Telling(server, takedown_hours=2)
    source.tell(telling.atom())
    article = source.live()
    source.tell(telling.atom(more=telling.tombstone(), entry=False))
    row = Development.objects.get()
    assert row.state == "open" and dt.timedelta(hours=1.9) < row.due_at - timezone.now() < dt.timedelta(hours=2.1)
    assert developments.keep_takedowns() == 0 and is_read(article)
    Development.objects.update(at=row.at - dt.timedelta(hours=3), due_at=row.due_at - dt.timedelta(hours=3))
    assert developments.keep_takedowns() == 1 and not is_read(article)
    row.refresh_from_db()
    assert row.state == "done" and "the terms give" in row.acted
    line = AuditEvent.objects.get(article=article, verb="withdraw")
    assert (line.actor, line.actor_name) == (None, "the hours that the terms give")
    assert developments.keep_takedowns() == 0


def test_terms_that_want_a_takedown_at_once_get_it(server):
    source = Telling(server, takedown_hours=0)
    source.tell(telling.atom())
    article = source.live()
    source.tell(telling.atom(more=telling.tombstone(), entry=False))
    assert not is_read(article) and Development.objects.get().state == "done"


def test_what_the_rights_desk_decided_to_keep_is_not_taken_down_by_its_clock(server):
    source = Telling(server, takedown_hours=2)
    source.tell(telling.atom())
    article = source.live()
    source.tell(telling.atom(more=telling.tombstone(), entry=False))
    rulings.rule("withdrawn_at_source", by=None, allowed=True, reason="Creative Commons stays.", article=article)
    Development.objects.update(at=timezone.now() - dt.timedelta(hours=3), due_at=timezone.now() - dt.timedelta(hours=1))
    assert developments.keep_takedowns() == 0 and is_read(article)


def test_a_draft_whose_source_withdrew_it_is_neither_cleared_nor_published(server):
    source = Telling(server)
    source.tell(telling.atom())
    article = source.picked()
    source.tell(telling.atom(more=telling.tombstone(), entry=False))
    assert Development.objects.get().kind == "withdrawal"
    with pytest.raises(publishing.NotAllowed, match="withdrew it"):
        publishing.clear(article, by=None)


@pytest.mark.on_postgresql_too
def test_what_nobody_picked_leaves_the_inbox_in_every_form(server):
    for first, gone in (WITHDRAWALS["atom-tombstone"], WITHDRAWALS["rss-marked-headline"], WITHDRAWALS["ninjs"]):
        source = Telling(server)
        source.tell(first)
        assert source.tell(gone).withdrawn == 1
        assert Item.objects.get(outlet=source.outlet).state == "withdrawn"


def test_what_is_published_again_after_its_tombstone_is_not_withdrawn(server):
    source = Telling(server, correction_duty="yes")
    source.tell(telling.atom())
    article = source.live()
    source.tell(telling.atom(more=telling.tombstone("2026-01-03T10:00:00Z"), updated="2026-01-04T10:00:00Z"))
    assert is_read(article) and not Development.objects.exists()


def test_what_comes_back_after_a_withdrawal_is_told_and_restored_by_a_person(server):
    source = Telling(server, correction_duty="yes")
    source.tell(telling.atom())
    article = source.live()
    source.tell(telling.atom(more=telling.tombstone(), entry=False))
    article.refresh_from_db()
    with pytest.raises(publishing.NotAllowed, match="withdrew it"):
        publishing.restore(article, by=None, reason="They like it again.")
    source.tell(telling.atom(updated="2026-01-05T10:00:00Z"))
    row = Development.objects.open().get()
    assert row.kind == "released" and not is_read(article)
    article.refresh_from_db()
    publishing.restore(article, by=None, reason="They published it again.")
    assert is_read(article) and not Development.objects.open().exists()


def test_withheld_is_told_and_ends_with_its_release(server):
    source = Telling(server, correction_duty="yes")
    source.tell(telling.ninjs())
    article = source.live()
    source.tell(telling.ninjs(version="2", pubstatus="withheld"))
    assert Development.objects.get().kind == "withheld" and not is_read(article)
    source.tell(telling.ninjs(version="3", pubstatus="usable"))
    assert Development.objects.open().get().kind == "released"


@pytest.mark.parametrize(
    "later",
    [
        lambda until: telling.ninjs(version="2", embargoed=until),
        lambda until: telling.newsml_g2(version=2, meta=f"<embargoed>{until}</embargoed>"),
        lambda until: telling.rss(more=f"<dcterms:valid>start={until}</dcterms:valid>"),
    ],
    ids=["ninjs", "newsml-g2", "rss"],
)
def test_an_embargo_set_later_hides_the_page_at_once_whatever_the_terms(server, later):
    source = Telling(server)
    first = {"n": telling.ninjs(), "N": telling.newsml_g2(), "r": telling.rss()}
    until = telling.moment(300)
    source.tell(first["N" if later("").startswith(b"<newsM") else "r" if later("").startswith(b"<rss") else "n"])
    article = source.live()
    source.tell(later(until))
    article.refresh_from_db()
    assert not is_read(article) and may(article, Surface.PAGE, at=article.embargo_until)
    row = Development.objects.get()
    assert (row.kind, row.state) == ("embargo", "open") and "hidden" in row.acted


@pytest.mark.on_postgresql_too
def test_an_embargo_no_longer_stated_is_kept_until_a_person_lifts_it(server):
    source = Telling(server)
    source.tell(telling.ninjs())
    article = source.live()
    source.tell(telling.ninjs(version="2", embargoed=telling.moment(300)))
    source.tell(telling.ninjs(version="3"))
    assert not is_read(article)
    assert Development.objects.filter(kind="released", state="open").count() == 1


# --- what is no withdrawal

OTHER = "<item><title>Another</title><guid isPermaLink='false'>8</guid><description>Words.</description></item>"
EMPTY_ATOM = telling.atom(entry=False)
NOTHING = {
    "empty channel": b"<rss version='2.0'><channel><title>Commons</title></channel></rss>",
    "no longer among the items": telling.rss().replace(b">7<", b">9<").replace(b"ferries-7", b"trams-9"),
    "nothing": b"",
    "an error page": b"<html><body><h1>502 Bad Gateway</h1></body></html>",
    "not found": (b"gone", 404),
    "gone": (b"gone", 410),
    "server error": (b"", 503),
    "broken off in the text": telling.rss()[: telling.rss().index(b"word20")],
    "broken off before the text": telling.rss()[: telling.rss().index(b"<content:encoded")],
    "without its text": telling.rss(""),
    "an excerpt": telling.rss("<p>The ferry leans by four degrees.</p>"),
    "the beginning": telling.rss(TEXT[: TEXT.index("word40")] + "…</p>"),
}


@pytest.mark.parametrize("what", NOTHING)
def test_an_empty_broken_or_shorter_feed_removes_and_changes_nothing(server, what):
    source = Telling(server, correction_duty="yes")
    source.tell(telling.rss())
    article = source.live()
    answer = NOTHING[what]
    source.tell(*(answer if isinstance(answer, tuple) else (answer,)))
    article.refresh_from_db()
    assert is_read(article) and "Nobody waved" in article.body_html and article.originals.count() == 1
    assert not Development.objects.exclude(kind="update").exists()
    source.tell(telling.rss(others=OTHER))
    assert is_read(article) and article.originals.count() == 1


def test_a_source_that_sends_less_is_told_once_and_nothing_is_sealed(server):
    source = Telling(server, correction_duty="yes")
    source.tell(telling.rss())
    article = source.live()
    source.tell(telling.rss("<p>The ferry leans by four degrees.</p>"))
    source.tell(telling.rss("<p>The ferry leans by four degrees …</p>"))
    row = Development.objects.get()
    assert row.kind == "update" and "6 words of the 68" in row.sentence and article.originals.count() == 1


@pytest.mark.on_postgresql_too
def test_an_article_about_retractions_is_no_withdrawal(server):
    source = Telling(server, correction_duty="yes")
    about = f"<p>The journal said that this article has been retracted in June.</p>{TEXT}"
    source.tell(telling.rss(about, title="Retracted: how science mends itself"))
    article = source.live()
    source.tell(telling.rss(about.replace("June", "July"), title="Retracted: how science mends its errors"))
    assert is_read(article)
    assert not Development.objects.filter(kind="withdrawal").exists()


def test_an_older_copy_that_comes_late_changes_nothing(server):
    source = Telling(server, correction_duty="yes")
    source.tell(telling.atom())
    article = source.live()
    newer = telling.atom(TEXT.replace("four", "five"), updated="2026-01-04T10:00:00Z")
    source.tell(newer)
    source.tell(telling.atom())
    source.tell(newer + b"\n")
    assert article.originals.count() == 2 and Development.objects.count() == 1
