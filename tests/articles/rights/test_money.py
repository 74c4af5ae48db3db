"""What may be earned with a text, by us and by those to whom we hand it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article
from articles.rights import Surface, may, panel, rulings
from articles.rights.publisher import Publisher
from outlets.models import Outlet
from tests.articles.rights.taking import SAID, adopted, against, only, taken
from tests.builders import make_outlet, make_terms, publish_now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def not_for_profit(settings: Any) -> None:
    settings.NEWSROOM_COMMERCIAL = False
    settings.NEWSROOM_ADS = "none"
    settings.NEWSROOM_PAYWALL = False


def named(name: str, **clauses: Any) -> Outlet:
    """An outlet of which there is no preset."""
    home = f"https://{name.lower().replace(' ', '')}.example"
    return make_terms(make_outlet(name, home_url=home), terms_checked_on=timezone.localdate(), **clauses).outlet


# --- advertisements


@pytest.mark.parametrize("slug", ["city-desk-abq", "propublica"])
def test_city_desk_abq_and_propublica_are_not_sold_against_the_story(slug: str, settings: Any) -> None:
    entered = {"ads": "not_against_story"} if slug == "propublica" else {}
    article = taken(adopted(slug, **entered))
    assert against(article) == []
    settings.NEWSROOM_ADS = "beside"
    assert against(article) == []
    settings.NEWSROOM_ADS = "against_story"
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("ads", True, False)
    assert "sells advertisements against single texts" in finding.sentence and "not sold against it" in finding.sentence
    assert "Agree on other terms" in finding.remedy
    with pytest.raises(ValidationError):
        rulings.rule("ads", by=None, allowed=True, reason="We live on them.", article=article, **SAID)


def test_the_conversation_allows_advertisements(settings: Any) -> None:
    settings.NEWSROOM_ADS, settings.NEWSROOM_COMMERCIAL = "against_story", True
    assert against(taken("the-conversation-us")) == []


def test_undark_says_nothing_of_advertisements_so_the_desk_is_asked_once(settings: Any) -> None:
    article = taken("undark")
    settings.NEWSROOM_ADS = "beside"
    finding = only(article)
    assert (finding.clause, finding.asks) == ("ads", True)
    rulings.rule("ads", by=None, allowed=True, reason="Their editor answered our mail.", outlet=article.outlet)
    assert against(article) == []


# --- paywalls


def test_mongabay_not_behind_a_paywall(settings: Any) -> None:
    article = taken(named("Mongabay", licence_code="CC BY-ND 4.0", commercial="yes", paywall="no"))
    settings.NEWSROOM_COMMERCIAL = True
    assert against(article) == []
    settings.NEWSROOM_PAYWALL = True
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("paywall", True, False)
    assert "pay or register" in finding.sentence and finding.sentence.endswith("no.")
    article.status = "published"
    assert not may(article, Surface.PAGE)


def test_states_newsroom_is_asked_before_its_text_stands_behind_a_paywall(settings: Any) -> None:
    article = taken(named("States Newsroom", paywall="ask"))
    settings.NEWSROOM_PAYWALL = True
    assert only(article).asks and "ask first" in only(article).sentence
    with pytest.raises(ValidationError, match="own word"):
        rulings.rule("paywall", by=None, allowed=True, reason="We think so.", article=article)
    rulings.rule("paywall", by=None, allowed=True, reason="Their editor agreed.", article=article, **SAID)
    assert against(article) == []


def test_the_conversation_in_the_united_states_may_stand_behind_a_paywall(settings: Any) -> None:
    settings.NEWSROOM_PAYWALL = True
    assert against(taken("the-conversation-us")) == []
    assert only(taken("the-conversation-uk")).clause == "paywall"  # which its own page does not say


# --- profit


@pytest.mark.parametrize("slug", ["dialogue-earth", "floodlight", "side-effects", "19th-news", "plus61j"])
def test_dialogue_earth_floodlight_side_effects_the_19th_and_plus61j_are_not_for_profit(
    slug: str, settings: Any
) -> None:
    article = taken(slug)
    assert against(article) == []
    settings.NEWSROOM_COMMERCIAL = True
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("commercial", True, False)
    assert "set up to make a profit" in finding.sentence


def test_floodlight_asks_what_a_newsroom_is_that_has_not_said(settings: Any) -> None:
    settings.NEWSROOM_COMMERCIAL = None
    finding = only(taken("floodlight"))
    assert (finding.clause, finding.blocks) == ("commercial", False)
    assert "NEWSROOM_COMMERCIAL" in finding.remedy
    assert against(taken("the-conversation-us")) == []


def test_opendemocracy_agrees_on_a_fee_with_those_who_make_a_profit(settings: Any) -> None:
    article = taken("opendemocracy")
    assert against(article) == []
    settings.NEWSROOM_COMMERCIAL = True
    finding = only(article)
    assert (finding.clause, finding.asks) == ("commercial", True)
    assert "for a fee" in finding.sentence and "Ask openDemocracy" in finding.remedy
    with pytest.raises(ValidationError, match="own word"):
        rulings.rule("commercial", by=None, allowed=True, reason="It is cheap.", article=article)
    rulings.rule("commercial", by=None, allowed=True, reason="Invoice 12, paid.", outlet=article.outlet, **SAID)
    assert against(article) == []


def test_kff_licence_is_against_profit_until_the_desk_enters_that_its_page_welcomes_it(settings: Any) -> None:
    settings.NEWSROOM_COMMERCIAL = True
    finding = only(taken("kff-health-news"))
    assert (finding.clause, finding.asks) == ("commercial", True)
    assert "CC BY-NC-ND 4.0" in finding.sentence
    Outlet.objects.update(slug="an-older-kff", preset="")
    assert against(taken(adopted("kff-health-news", commercial="yes", ads="yes", paywall="yes"))) == []


# --- handing it on

PARTNER = Publisher(name="The Tribune")
PAYING = Publisher(name="The Tribune", pays=True)


def to_partner(article: Article, publisher: Publisher = PARTNER) -> bool:
    """The answer of the gate, in both of its forms."""
    said = may(article, Surface.PARTNER_FEED, partner=publisher)
    assert (
        bool(said) == Article.objects.visible_on(Surface.PARTNER_FEED, partner=publisher).filter(pk=article.pk).exists()
    )
    return bool(said)


def test_the_19th_is_not_passed_on_whatever_the_desk_would_like() -> None:
    article = publish_now(taken(adopted("19th-news", onward="no", resale="no")))
    assert against(article) == []
    assert not to_partner(article) and not to_partner(article, PAYING)
    with pytest.raises(ValidationError, match="next version"):
        rulings.rule("onward", by=None, allowed=True, reason="They will not notice.", article=article, **SAID)


def test_the_conversation_is_passed_on_by_decision_and_sold_never() -> None:
    article = publish_now(taken("the-conversation-us"))
    onward = next(line for line in panel.lines(article) if line.clause == "onward")
    assert (onward.light, onward.may_be_ruled, onward.findings) == ("", True, ())  # nobody is bothered before
    assert not to_partner(article)
    rulings.rule("onward", by=None, allowed=True, reason="Our partner republishes them too.", outlet=article.outlet)
    assert to_partner(article) and not to_partner(article, PAYING)


def test_global_voices_and_360info_may_be_sold_once_they_may_be_passed_on() -> None:
    for slug in ("global-voices", "360info"):
        article = publish_now(taken(adopted(slug, onward="yes")))
        assert to_partner(article, PAYING)
