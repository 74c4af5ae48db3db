"""Where else a text may show, and what machines are told of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article
from articles.rights import Surface, indexing, may, rulings
from articles.rights.clauses import knowing
from tests.articles.rights.taking import SAID, adopted, again, against, only, taken
from tests.builders import publish_now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def not_for_profit(settings: Any) -> None:
    settings.NEWSROOM_COMMERCIAL = False


def open_on(article: Article, surface: str) -> bool:
    """The answer of the gate, in both of its forms."""
    said = bool(may(article, surface))
    assert said == Article.objects.visible_on(surface).filter(pk=article.pk).exists()
    return said


# --- the address that counts


@pytest.mark.parametrize("slug", ["propublica", "buffalos-fire", "house-of-cop30"])
def test_propublica_buffalos_fire_and_cop30_count_at_their_own_address(slug: str) -> None:
    article = again(taken(slug))
    assert indexing.canonical(article) == article.source_url
    article.source_url = ""
    found = {one.clause: one for one in against(article)}
    assert found["canonical"].blocks and "enter its address" in found["canonical"].remedy
    article.source_url = f"{article.outlet.home_url.rstrip('/')}/story"
    assert against(article) == []


@pytest.mark.parametrize("slug", ["propublica", "house-of-cop30"])
def test_what_counts_at_propublica_or_cop30_is_announced_in_no_sitemap_of_ours(slug: str) -> None:
    article = publish_now(taken(slug))
    assert open_on(article, Surface.PAGE)
    assert not open_on(article, Surface.SITEMAP) and not open_on(article, Surface.NEWS_SITEMAP)


def test_the_conversation_does_not_say_so_our_own_address_counts() -> None:
    article = again(taken("the-conversation-us", source_url=""))
    assert indexing.canonical(article) == article.get_absolute_url()
    assert "canonical" not in {one.clause for one in against(article)}


# --- search engines


def test_buffalos_fire_is_kept_out_of_search_engines() -> None:
    article = publish_now(taken("buffalos-fire"))
    assert indexing.robots(article) == (("robots", "noindex"),)
    assert open_on(article, Surface.PAGE)
    assert not open_on(article, Surface.SITEMAP) and not open_on(article, Surface.NEWS_SITEMAP)


def test_text_kept_out_of_google_news_alone_stands_in_the_sitemap() -> None:
    article = publish_now(taken(adopted("undark", robots="googlebot_news_noindex")))
    assert open_on(article, Surface.SITEMAP) and not open_on(article, Surface.NEWS_SITEMAP)


# --- newsletters


def test_undark_says_nothing_of_newsletters_so_none_takes_it_until_the_desk_decided() -> None:
    article = publish_now(taken("undark"))
    assert against(article) == [] and not open_on(article, Surface.NEWSLETTER)
    rulings.rule("newsletter", by=None, allowed=True, reason="Their editor said so.", outlet=article.outlet)
    assert open_on(article, Surface.NEWSLETTER)
    rulings.rule("newsletter", by=None, allowed=False, reason="Not this one.", article=article)
    assert not open_on(article, Surface.NEWSLETTER)


def test_newsletter_that_has_to_be_asked_for_needs_the_outlets_word() -> None:
    article = publish_now(taken(adopted("undark", newsletter="ask")))
    with pytest.raises(ValidationError, match="own word"):
        rulings.rule("newsletter", by=None, allowed=True, reason="We think so.", article=article)
    rulings.rule("newsletter", by=None, allowed=True, reason="They agreed.", article=article, **SAID)
    assert open_on(article, Surface.NEWSLETTER)


def test_newsletter_that_the_terms_forbid_takes_nothing() -> None:
    article = publish_now(taken(adopted("undark", newsletter="no")))
    with pytest.raises(ValidationError, match="next version"):
        rulings.rule("newsletter", by=None, allowed=True, reason="Just once.", article=article, **SAID)
    assert not open_on(article, Surface.NEWSLETTER)


# --- what whoever posts, prints or trains is told


@pytest.mark.parametrize(
    ("slug", "clause", "told"),
    [
        ("city-desk-abq", "social_tag", "On social media, tag City Desk ABQ."),
        ("newswell", "social_tag", "On social media, tag NEWSWELL."),
        ("covering-climate-now", "social_tag", "On social media, tag #CCNow."),
        ("the-conversation-au", "print_rules", "Send a photo or a PDF of the printed article"),
        ("undark", "social_tag", ""),
    ],
)
def test_city_desk_newswell_ccnow_and_the_conversation_tell_who_posts_and_prints(
    slug: str, clause: str, told: str
) -> None:
    known = knowing(clause)
    terms = adopted(slug).current_terms()
    assert known is not None and terms is not None
    assert known.demand(terms).startswith(told) and bool(known.demand(terms)) == bool(told)


@pytest.mark.parametrize(("ai_use", "told"), [("not_stated", "train-ai=n"), ("no", "train-ai=n"), ("yes", "")])
def test_nobody_trains_on_a_text_whose_terms_do_not_allow_it(ai_use: str, told: str) -> None:
    article = again(taken(adopted("undark", ai_use=ai_use)))
    assert indexing.usage(article) == told and against(article) == []


def test_nobody_rules_for_an_outlet_on_what_machines_may_learn() -> None:
    with pytest.raises(ValidationError):
        rulings.rule("ai_use", by=None, allowed=True, reason="It is coming anyway.", article=taken("undark"), **SAID)


def test_licensed_text_is_offered_to_nobody_for_republishing() -> None:
    assert not open_on(publish_now(taken("global-voices")), Surface.REPUBLISH)


def test_buffalos_fire_address_that_is_its_home_page_is_none() -> None:
    assert only(taken("buffalos-fire", source_url="https://www.buffalosfire.com/")).clause == "canonical"
