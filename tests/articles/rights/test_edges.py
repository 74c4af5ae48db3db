"""What random histories found, each as the reader or the desk met it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from articles import breaches, publishing
from articles.models import Article
from articles.rights import Surface, may, rulings
from tests.builders import make_licensed_article, make_outlet, make_terms, publish_now

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SAID = {"basis": "outlet", "given_by": "Ida Roe", "evidence": "Yes, gladly."}


def test_our_own_judgement_opens_what_terms_do_not_say_and_never_what_they_say_to_ask() -> None:
    tally = make_outlet("The Tally")
    silent = publish_now(make_licensed_article(terms=make_terms(tally)))
    rulings.rule("onward", by=None, allowed=True, reason="Nothing speaks against it.", outlet=tally)
    assert may(silent, Surface.PARTNER_FEED)
    asking = publish_now(make_licensed_article(terms=make_terms(tally, onward="ask")))
    assert not may(asking, Surface.PARTNER_FEED)
    assert list(Article.objects.visible_on(Surface.PARTNER_FEED)) == [silent]
    rulings.rule("onward", by=None, allowed=True, reason="They said so.", article=asking, **SAID)
    assert may(asking, Surface.PARTNER_FEED)
    assert set(Article.objects.visible_on(Surface.PARTNER_FEED)) == {silent, asking}


def test_our_own_judgement_of_before_lifts_no_limit_that_later_terms_set() -> None:
    city_desk = make_outlet("City Desk ABQ")
    make_terms(city_desk)
    rulings.rule("remove_after_days", by=None, allowed=True, reason="No limit is stated.", outlet=city_desk)
    limited = publish_now(make_licensed_article(terms=make_terms(city_desk, remove_after_days=90)))
    assert limited.closes_at == limited.source_published_at + 90 * DAY


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_text_whose_use_had_ended_before_it_opened_was_never_here(client, withdrawn: bool) -> None:
    article = publish_now(make_licensed_article())
    article.usable_until = article.opens_at - DAY  # its source said so afterwards
    article.save()
    if withdrawn:
        publishing.withdraw(article, by=None, reason="Its source took it back.")
    assert client.get(article.get_absolute_url()).status_code == 404


def test_a_text_whose_use_ended_is_gone_and_the_desk_is_told_that_its_source_ended_it(client) -> None:
    article = publish_now(make_licensed_article(usable_until=timezone.now() + DAY))
    assert client.get(article.get_absolute_url()).status_code == 200
    later = may(article, Surface.PAGE, at=timezone.now() + 2 * DAY)
    assert [reason.clause for reason in later.reasons] == ["time"] and "source" in later.reasons[0].sentence


def test_a_piece_that_opendemocracy_allows_beyond_its_limit_takes_nobodys_place_within_it() -> None:
    terms = make_terms(make_outlet("openDemocracy"), monthly_cap=1)
    first, beyond = make_licensed_article(terms=terms), make_licensed_article(terms=terms)
    noon = timezone.now().replace(day=1, hour=12)
    publish_now(first, at=noon)
    rulings.rule("monthly_cap", by=None, allowed=True, reason="They said so.", article=beyond, **SAID)
    publish_now(beyond, at=noon - dt.timedelta(hours=1))
    publishing.put_live(first, by=None)
    assert not [breach for of_one in breaches.check() for breach in of_one]
