"""What the site adds to two standing pages by itself: the latest corrections, and whom our pages ask."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles import publishing
from articles.views import standing
from newsletters.recurring import DELIVERIES_KEPT
from tests.builders import make_licensed_article, make_outlet, make_own_article, make_terms, publish_now

pytestmark = pytest.mark.django_db

EMBED = '<p>See this.</p><div class="embed" data-src="https://{host}/embed/dQw4w9WgXcQ"></div>'


def page(client, path: str) -> LexborHTMLParser:
    response = client.get(path)
    assert response.status_code == 200, path
    return LexborHTMLParser(response.content.decode())


def words(node) -> str:
    return " ".join(node.text().split())


def corrected(article, text: str, hours: float = 1.0, kind: str = "correction"):
    at = timezone.now() - dt.timedelta(hours=hours)
    publishing.correct(article, by=None, kind=kind, text=text, at=at)
    return article


def counted(client) -> list[str]:
    return [words(line) for line in page(client, "/privacy/").css("#without-a-click ~ .asked li")]


def test_latest_corrections_stand_with_their_articles_newest_first(client):
    first = publish_now(make_own_article("The ferry"), timezone.now() - dt.timedelta(days=2))
    corrected(first, "It was blue <b>not</b> green.", hours=3)
    corrected(publish_now(make_own_article("The bridge")), "It has four arches.", hours=2, kind="clarification")
    shown = page(client, "/corrections/").css(".put-right")
    assert [words(each.css_first("h3")) for each in shown] == ["The bridge", "The ferry"]
    assert "It was blue <b>not</b> green." in words(shown[1])
    assert shown[1].css_first("a").attributes["href"] == first.get_absolute_url()
    assert words(shown[0].css_first(".kicker")) == "Clarification"


def test_corrections_of_what_readers_may_not_see_are_not_told(client):
    withdrawn = corrected(publish_now(make_own_article("Secret")), "Secret is spelled so.")
    publishing.withdraw(withdrawn, by=None, reason="It was wrong.")
    assert b"Secret" not in client.get("/corrections/").content
    corrected(publish_now(make_own_article("Seen")), "A correction of tomorrow.", hours=-24)
    assert "No article on this site has a correction." in client.get("/corrections/").content.decode()


def test_earlier_corrections_follow_a_cursor_and_cost_no_more(client, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(standing, "CORRECTIONS", 2)
    article = publish_now(make_own_article(), timezone.now() - dt.timedelta(days=1))
    for number in range(5):
        corrected(article, f"Correction {number}.", hours=number + 1)
    told, path = [], "/corrections/"
    while path:
        with django_assert_max_num_queries(3):
            shown = page(client, path)
        told += [words(each.css("p")[-1]) for each in shown.css(".put-right")]
        older = shown.css_first(".pager a[rel=next]")
        path = older and older.attributes["href"]
    assert told == [f"Correction {number}." for number in range(5)]
    for cursor in ("x", "", "0-0", "1-1 OR 1=1"):
        assert client.get("/corrections/", {"before": cursor}).status_code == 404, cursor


def test_counters_of_texts_that_may_be_read_are_named_with_host_outlet_and_why(client):
    commons, quay = make_outlet("The Commons"), make_outlet("Quay Notes")
    demanding = make_terms(commons, tracker_kind="img", tracker_required="yes")
    publish_now(make_licensed_article(terms=demanding, counter_url="https://counter.commons.example/1.gif"))
    publish_now(make_licensed_article(terms=demanding, counter_url="https://counter.commons.example/2.gif"))
    publish_now(make_licensed_article(terms=make_terms(quay), counter_url="https://quay.example/3.gif"))
    to_come = make_licensed_article(terms=demanding, counter_url="https://secret.example/4.gif")
    publish_now(to_come, timezone.now() + dt.timedelta(days=1))
    of_quay, of_commons = counted(client)
    assert of_commons.startswith("counter.commons.example Counts for The Commons, whose terms demand it.")
    assert of_quay.startswith("quay.example Counts for Quay Notes; it came with the text")
    assert "invisible image" in of_commons


def test_a_counter_leaves_the_page_with_the_last_text_that_has_it(client):
    article = publish_now(make_licensed_article(counter_url="https://counter.example/1.gif"))
    assert len(counted(client)) == 1
    publishing.withdraw(article, by=None, reason="It was wrong.")
    assert counted(client) == []
    assert "nobody but this site hears of it" in client.get("/privacy/").content.decode()


def test_what_is_kept_of_a_subscriber_is_said_to_the_last_row(client):
    said = client.get("/privacy/").content.decode()
    assert f"For {DELIVERIES_KEPT.days} days we keep, too, which edition was sent to you" in said
    assert "What stays is a scrambled mark" in said, "the keyed hash of an erased address"


def test_a_script_is_said_to_be_one_and_named_only_where_it_may_run(client):
    terms = make_terms(
        tracker_kind="script", tracker_pattern=r"https://pixel\.example/[a-z]+\.js", tracker_required="yes"
    )
    counter = {"counter_kind": "script", "counter_url": "https://pixel.example/pixel.js"}
    publish_now(make_licensed_article(terms=terms, **counter))
    assert "script of theirs" in counted(client)[0]


def test_embeds_are_told_as_loaded_after_a_click_and_only_where_they_load(client):
    for host in ("www.youtube-nocookie.com", "films.nowhere.example"):
        publish_now(make_own_article(body=EMBED.format(host=host)))
    shown = client.get("/privacy/").content.decode()
    assert "www.youtube-nocookie.com" in shown
    assert "films.nowhere.example" not in shown


def test_an_address_alone_in_its_paragraph_is_a_film_in_our_own_texts_and_told_of_these_alone(client):
    body = "<p>See this.</p><p>https://www.youtube.com/watch?v=dQw4w9WgXcQ</p>"
    licensed = publish_now(make_licensed_article(body=body))
    assert "youtube" not in words(page(client, "/privacy/").css_first("main"))
    assert not page(client, licensed.get_absolute_url()).css(".embed")
    publish_now(make_own_article(body=body))
    assert "www.youtube-nocookie.com" in words(page(client, "/privacy/").css_first("main"))


def test_privacy_page_takes_three_queries_however_many_it_names(client, django_assert_max_num_queries):
    for number in range(6):
        article = make_licensed_article(
            outlet=make_outlet(f"Outlet {number}"), counter_url=f"https://count{number}.example/1.gif"
        )
        publish_now(article)
        with django_assert_max_num_queries(3):
            client.get("/privacy/")
    assert len(counted(client)) == 6
