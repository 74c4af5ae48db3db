"""What lies in our trash comes in once more: the person is told, and nothing is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from articles import trash
from articles.models import Article, Original
from inbound.accept import accept
from outlets.models import Outlet
from tests.builders import make_original, make_outlet, make_terms
from tests.inbound.test_accept import BODY, make_arrival
from tests.inbound.test_receive import FEED, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def commons() -> Outlet:
    return make_terms(make_outlet("The Commons")).outlet


def in_trash_for(days: int, article: Article) -> Article:
    trash.trash(article, by=None, reason="Held twice.")
    article.trashed_at = timezone.now() - dt.timedelta(days=days)
    article.save()
    return article


@pytest.mark.parametrize(("days", "told"), [(0, "Take it out instead"), (29, "Take it out instead"), (31, "are over")])
@pytest.mark.parametrize(("body", "outcome"), [(BODY, "same"), (BODY + "<p>One more.</p>", "updated")])
def test_whoever_brings_it_is_told_that_it_lies_in_the_trash(
    commons: Outlet, days: int, told: str, body: str, outcome: str
) -> None:
    article = in_trash_for(days, accept(make_arrival(), outlet=commons, by=None).article)
    again = accept(make_arrival(body_html=body), outlet=commons, by=None)
    assert (again.outcome, again.article) == (outcome, article)
    assert "“Why tides matter” lies in the trash since" in again.warnings[-1] and told in again.warnings[-1]
    article.refresh_from_db()
    assert article.trashed_at and Article.objects.count() == 1


@pytest.mark.parametrize("days", [0, 31])
def test_an_update_is_sealed_all_the_same_and_shows_nothing_of_the_trash_on_the_draft(
    commons: Outlet, days: int
) -> None:
    article = in_trash_for(days, accept(make_arrival(), outlet=commons, by=None).article)
    accept(make_arrival(body_html=BODY + "<p>One more.</p>"), outlet=commons, by=None)
    newest = article.originals.get(number=2)
    assert newest.is_intact() and newest.html.endswith("<p>One more.</p>")
    assert not [warning for warning in newest.fields["warnings"] if "trash" in warning]
    assert article.audit_events.filter(verb="update_sealed").count() == 1


def test_what_does_not_lie_in_the_trash_is_met_again_without_a_word_of_it(commons: Outlet) -> None:
    accept(make_arrival(), outlet=commons, by=None)
    assert accept(make_arrival(), outlet=commons, by=None).warnings == ()


def test_of_two_copies_the_one_outside_the_trash_is_the_one_we_hold(commons: Outlet) -> None:
    first = accept(make_arrival(), outlet=commons, by=None).article
    kept = Article.objects.create(
        title="The copy that was kept", slug="kept", outlet=commons, terms=first.terms, fingerprint=first.fingerprint
    )
    kept.original = make_original(kept, BODY)
    kept.save()
    in_trash_for(1, first)
    unmarked = make_arrival(source_id=None, canonical_url=None, counter_url=None)
    assert accept(unmarked, outlet=commons, by=None).article == kept


def test_the_command_says_so_too(tmp_path) -> None:
    path, meadow = tmp_path / "feed.xml", make_outlet("The Meadow", slug="meadow", home_url="https://meadow.example")
    make_terms(meadow)
    path.write_text(FEED)
    receive(str(path), "--outlet", "meadow")
    in_trash_for(3, Article.objects.get())
    out, _err, _status = receive(str(path), "--outlet", "meadow")
    assert "same: Owls at noon" in out
    assert "note: “Owls at noon” lies in the trash since" in out and "Take it out instead" in out
    assert "lies in the trash" in receive(str(path), "--outlet", "meadow", "--json")[0]
    assert Original.objects.count() == 1
