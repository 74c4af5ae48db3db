"""What lies in our trash comes in once more: the person is told, and nothing is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import trash
from articles.models import Article, Original
from inbound import arriving
from inbound.accept import accept
from inbound.models import Delivery, Item
from outlets.models import Outlet
from tests.builders import make_original, make_outlet, make_terms, make_user
from tests.desk import at_desk, page_of
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


@pytest.mark.parametrize(("days", "told"), [(0, "Take it out instead"), (29, "Take it out instead")])
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


@pytest.mark.parametrize("days", [0, 29])
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


# --- once its days there are over


@pytest.mark.parametrize("emptied", [False, True])
@pytest.mark.parametrize("body", [BODY, BODY + "<p>One more.</p>"])
def test_what_lay_there_for_its_days_is_received_anew_and_the_person_is_told(commons: Outlet, emptied, body) -> None:
    first = in_trash_for(31, accept(make_arrival(), outlet=commons, by=None).article)
    if emptied:
        call_command("empty_trash")
    again = accept(make_arrival(body_html=body), outlet=commons, by=None, because="It is topical again.")
    assert again.outcome == "new" and again.article != first
    assert any("We held this text before" in told and "new article beside it" in told for told in again.warnings)
    assert again.article.source_id == make_arrival().source_id
    assert accept(make_arrival(body_html=body), outlet=commons, by=None).article == again.article
    first.refresh_from_db()
    assert first.trashed_at and first.originals.get().is_intact() and first.originals.get().html == BODY
    assert first.audit_events.get(verb="let_go").details["held"]["slug"]


def test_whoever_takes_up_what_was_withdrawn_is_told_why_it_was(commons: Outlet) -> None:
    article = accept(make_arrival(), outlet=commons, by=None).article
    now = timezone.now()
    Article.objects.filter(pk=article.pk).update(
        status="withdrawn", withdrawn_at=now, withdrawn_because="Its figures were invented.", slug="tides"
    )
    in_trash_for(31, Article.objects.get(pk=article.pk))
    again = accept(make_arrival(), outlet=commons, by=None)
    assert again.outcome == "new" and any("Its figures were invented." in told for told in again.warnings)
    assert Article.objects.get(pk=article.pk).slug == "tides"  # readers knew it there


def test_an_editor_picks_again_from_the_inbox_what_lay_in_the_trash_for_its_days(commons: Outlet) -> None:
    bob, delivery = (
        make_user("editor"),
        Delivery.keep(b"<rss/>", outlet=commons, way="polled", address="https://c.example"),
    )
    item, _outcome = arriving.put_in(make_arrival(), "rss", delivery=delivery, outlet=commons)
    first = arriving.pick(item, by=bob, because="For our readers.")
    item.refresh_from_db()
    assert arriving.pick(item, by=bob, because="Again.") == first and not item.is_free
    in_trash_for(31, first)
    item = Item.objects.get(pk=item.pk)
    page = at_desk("editor").get(page_of(item))
    assert page.context["form"] is not None
    second = arriving.pick(item, by=bob, because="It is topical again.")
    assert second != first and Item.objects.get(pk=item.pk).article == second


def test_a_feed_that_sends_it_on_brings_nothing_back_until_the_story_changes(commons: Outlet) -> None:
    delivery = Delivery.keep(b"<rss/>", outlet=commons, way="polled", address="https://c.example")
    item, _outcome = arriving.put_in(make_arrival(), "rss", delivery=delivery, outlet=commons)
    first = in_trash_for(31, arriving.pick(item, by=None, because="For our readers."))
    arriving.put_in(make_arrival(), "rss", delivery=delivery, outlet=commons)
    assert Item.objects.get().article == first
    changed = make_arrival(body_html=BODY + "<p>One more.</p>", raw=b"another")
    arriving.put_in(changed, "rss", delivery=delivery, outlet=commons)
    item = Item.objects.get()
    assert (item.article, item.state) == (None, "waiting")
    assert first.originals.count() == 1 and Article.objects.count() == 1
