"""We look at our own pages as readers do, over a real server, and keep what we saw."""

import datetime as dt
from pathlib import Path

import pytest
from django.template import engines
from django.template.loaders.app_directories import Loader as Apps
from django.template.loaders.cached import Loader as Cached
from django.template.loaders.filesystem import Loader as Files
from django.template.loaders.locmem import Loader as Memory
from django.utils import timezone

from articles import publishing
from articles.models import Article
from inbound import watching
from inbound.models import Sighting
from records.appendonly import Sealed
from tests.builders import make_licensed_article, make_own_article, make_terms, publish_now

pytestmark = pytest.mark.django_db(transaction=True)

COUNTER = "https://counter.commons.example/content/7/count.gif"
LONG = "".join(f"<p>{number}. {'The ferry sails at six and comes back at nine. ' * 8}</p>" for number in range(30))


@pytest.fixture
def site(live_server, settings) -> str:
    settings.FETCH_LOOPBACK = True
    settings.NEWSROOM_URL = live_server.url.replace("localhost", "127.0.0.1")
    return settings.NEWSROOM_URL


def article(**fields) -> Article:
    clauses = fields.pop("clauses", {})
    return publish_now(
        make_licensed_article(
            terms=make_terms(**clauses), counter_url=COUNTER, disclosure="<p>Amira Jadoon owns a ferry.</p>", **fields
        )
    )


def test_a_page_as_promised_is_seen_on_every_view(site):
    notice = '<p>From <a href="https://commons.example">The Commons</a>.</p><p>Read <em>more</em>, there.</p>'
    look = watching.look(article(body=LONG, notice=notice))
    assert look.good, look.faults
    assert len(look.pages) > 2 and {page["status"] for page in look.pages} == {200}


@pytest.mark.parametrize(
    "clauses", [{"canonical": "original", "robots": "noindex"}, {"canonical": "none"}, {"robots": "index"}]
)
def test_canonical_and_robots_are_looked_at_as_contracted(site, clauses):
    look = watching.look(article(clauses=clauses))
    assert look.good, look.faults


@pytest.mark.parametrize(
    ("template", "old", "new", "fault"),
    [
        ("articles/article.html", "{{ counter }}", "", "counter is not on the page"),
        ("articles/article.html", "{{ counter }}", "{{ counter }}{{ counter }}", "2 times"),
        ("articles/_notice.html", "{{ story.notice_html }}", "", "notice is not on the page"),
        ("articles/_byline.html", "{% dated_byline story %}", "", "leaves out Amira Jadoon, Clemson University"),
        ("articles/_disclosure.html", "{{ story.disclosure_html }}", "", "disclosure is not on the page"),
    ],
)
def test_what_a_theme_leaves_out_is_found(site, monkeypatch, template, old, new, fault):
    made = article()
    engine = engines["django"].engine
    source = next(path for folder in engine.dirs if (path := Path(folder) / template).exists()).read_text()
    assert old in source
    monkeypatch.setattr(engine, "template_loaders", [overriding(engine, {template: source.replace(old, new)})])
    look = watching.look(made)
    assert not look.good and any(fault in one for one in look.faults), look.faults


def overriding(engine, templates):
    cached = Cached(engine, [])
    cached.loaders = [Memory(engine, templates), Files(engine), Apps(engine)]
    return cached


def test_a_page_that_does_not_answer_is_a_fault_too(site, settings):
    made = article()
    settings.NEWSROOM_URL = "http://127.0.0.1:9"
    look = watching.look(made)
    assert not look.good and "could not be read" in look.faults[0]


def test_it_is_looked_at_after_publication_after_every_change_and_once_a_day(site):
    made, own = article(), publish_now(make_own_article())
    assert list(watching.due()) == [made]
    watching.look(made)
    assert not watching.due()
    made.refresh_from_db()
    publishing.correct(made, by=None, kind="correction", text="It was blue.", at=timezone.now())
    assert list(watching.due()) == [made] and own.pk != made.pk
    watching.look(made)
    assert not watching.due() and list(watching.due(at=timezone.now() + dt.timedelta(hours=25))) == [made]
    publishing.withdraw(made, by=None, reason="over")
    assert not watching.due(at=timezone.now() + dt.timedelta(hours=25))


def test_a_look_is_evidence():
    look = Sighting.objects.create(article=article(), good=True)
    with pytest.raises(Sealed):
        look.delete()
