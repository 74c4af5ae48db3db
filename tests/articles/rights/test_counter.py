"""The outlet's counter: there, unaltered, of the agreed kind, in the page."""

from __future__ import annotations

from typing import Any

import pytest

from articles.rights import counters, rulings
from tests.articles.rights.taking import COUNTERS, NUMBER, adopted, against, only, taken
from tests.builders import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def not_for_profit(settings: Any) -> None:
    settings.NEWSROOM_COMMERCIAL = False


DEMANDED = ["the-conversation-us", "19th-news", "aeon", "groundup", "calmatters", "side-effects"]


@pytest.mark.parametrize("slug", DEMANDED)
def test_the_conversation_the_19th_aeon_groundup_calmatters_and_side_effects_want_their_counter(slug: str) -> None:
    article = taken(slug, counter_url="")
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("tracker_required", True, False)
    assert "Republish button" in finding.remedy
    article.counter_kind, article.counter_url = "img", COUNTERS[slug]
    assert against(article) == []


def test_kff_counter_that_came_is_not_lost_though_nothing_demands_it() -> None:
    article = taken("kff-health-news")
    article.counter_kind, article.counter_url = "none", ""
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("tracker_required", True)
    assert "arrived with the text" in finding.sentence


def test_montana_free_press_sends_no_counter_and_nobody_misses_one() -> None:
    assert against(taken("montana-free-press")) == []


def test_the_conversation_counter_is_the_one_that_came() -> None:
    article = taken("the-conversation-us")
    article.counter_url += "?distributor=republish-lightbox-advanced"
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("tracker_pattern", True)
    assert "not the one that arrived" in finding.sentence


def test_the_conversation_counter_has_an_address_of_the_conversation() -> None:
    foreign = f"https://counter.theconversation.com.evil.example/content/{NUMBER}/count.gif"
    finding = only(taken("the-conversation-us", counter_url=foreign))
    assert (finding.clause, finding.blocks) == ("tracker_pattern", True)
    assert foreign in finding.sentence


@pytest.mark.parametrize(
    "counter",
    [
        f"https://counter.theconversation.com/content/{NUMBER}/count.gif?distributor=republish-lightbox-basic",
        f"https://counter.theconversation.com/content/{NUMBER}/count.gif?distributor=republish-lightbox-advanced",
        f"https://counter.theconversation.edu.au/content/{NUMBER}/count.gif",
        f"http://counter.theconversation.com/content/{NUMBER}/count.gif",
    ],
)
def test_the_conversation_counter_of_every_age_is_known(counter: str) -> None:
    assert against(taken("the-conversation-us", counter_url=counter)) == []


def test_the_conversation_counter_counts_this_article_and_no_other() -> None:
    of_another = "https://counter.theconversation.com/content/111111/count.gif"
    finding = only(taken("the-conversation-us", counter_url=of_another))
    assert (finding.clause, finding.blocks) == ("tracker_pattern", True)
    assert "111111" in finding.sentence and NUMBER in finding.sentence


def test_propublica_counter_is_a_script_that_its_terms_describe() -> None:
    article = taken("propublica")
    assert counters.may_run(article) and against(article) == []
    finding = only(taken(article.outlet, counter_url="https://evil.example/pixel.js", source_id="another"))
    assert (finding.clause, finding.blocks) == ("tracker_pattern", True)


def test_script_that_nothing_describes_is_not_run_and_the_desk_is_asked_whether_it_may_go_uncounted() -> None:
    article = taken("undark", counter_url="https://undark.org/count.js")
    finding = only(article)
    assert (finding.clause, finding.asks, finding.blocks) == ("tracker_required", True, True)
    assert "does not run it" in finding.sentence and "counter pattern" in finding.remedy
    rulings.rule("tracker_required", by=make_user("rights"), allowed=True, reason="It counts ads.", article=article)
    assert against(article) == []


def test_side_effects_wants_its_script_run_and_nobodys_ruling_will_do() -> None:
    finding = only(taken("side-effects", counter_url="https://www.sideeffectspublicmedia.org/tracker.js"))
    assert (finding.clause, finding.blocks, finding.asks) == ("tracker_required", True, False)


def test_aeon_counter_is_an_image_and_not_a_script() -> None:
    article = taken("aeon")
    article.counter_kind = "script"
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("tracker_kind", True)
    assert "an image" in finding.sentence


def test_counter_that_no_page_can_ask_for_is_no_counter() -> None:
    finding = only(taken("calmatters", counter_url="ftp://pixel.calmatters.org/count.gif"))
    assert (finding.clause, finding.blocks) == ("tracker_required", True)


def test_pattern_that_is_none_says_so_and_breaks_nothing() -> None:
    article = taken("aeon")
    article.terms.tracker_pattern = "metrics(("
    article.terms.__class__.objects.filter(pk=article.terms_id).update(tracker_pattern="metrics((")
    finding = only(article)
    assert finding.clause == "tracker_pattern" and "Mend the counter pattern." in finding.remedy


def test_terms_that_want_no_counter_bother_nobody() -> None:
    article = taken(adopted("undark", tracker_required="no"), counter_url="https://undark.org/count.js")
    assert against(article) == []
