"""How much of an outlet's work, how chosen, and whose."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import publishing
from articles.models import Article
from articles.rights import rulings
from outlets.models import Outlet
from tests.articles.rights.taking import DAY, SAID, adopted, against, only, taken
from tests.builders import make_outlet, make_terms, make_user, publish_now

pytestmark = pytest.mark.django_db
IN_MARCH = dt.datetime(2026, 3, 27, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def not_for_profit(settings: Any) -> None:
    settings.NEWSROOM_COMMERCIAL = False


def out(outlet: Outlet, at: dt.datetime, **said: Any) -> Article:
    said = {"source_id": f"{outlet.slug} {at} {Article.objects.count()}", **said}
    return publish_now(taken(outlet, **said), at=at)


# --- the monthly cap


def test_opendemocracy_third_piece_of_a_month_needs_its_word() -> None:
    outlet, now = adopted("opendemocracy"), timezone.now()
    first, second = out(outlet, now), out(outlet, now)
    third = taken(outlet, source_id="third")
    finding = only(third)
    assert (finding.clause, finding.blocks) == ("monthly_cap", True)
    assert "2 articles of openDemocracy" in finding.sentence
    assert "another month" in finding.remedy and "ask openDemocracy" in finding.remedy
    with pytest.raises(ValidationError, match="own word"):
        rulings.rule("monthly_cap", by=None, allowed=True, reason="Only one more.", article=third)
    rulings.rule("monthly_cap", by=None, allowed=True, reason="They are glad of it.", article=third, **SAID)
    assert against(third) == []
    publish_now(third)
    told = {"notify_to"}  # nothing is held against those that came before it
    assert {one.clause for article in (first, second, third) for one in against(article)} == told


def test_opendemocracy_third_piece_is_free_in_the_next_month_of_our_own_calendar(settings: Any) -> None:
    settings.TIME_ZONE = "America/New_York"
    outlet = adopted("opendemocracy")
    for moment in (IN_MARCH, IN_MARCH + DAY):
        out(outlet, moment, source_published_at=IN_MARCH - DAY)
    third = taken(outlet, source_id="third", source_published_at=IN_MARCH - DAY)
    third.status = "published"  # looked at as it would stand
    from articles.rights.case import Case
    from articles.rights.clauses import knowing

    cap = knowing("monthly_cap")
    assert cap is not None
    for moment, over in (
        (dt.datetime(2026, 4, 1, 3, 59, tzinfo=dt.UTC), True),  # still March in New York
        (dt.datetime(2026, 4, 1, 4, 0, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 3, 1, 4, 59, tzinfo=dt.UTC), False),  # February there
    ):
        third.published_at = moment
        with timezone.override("America/New_York"):
            assert bool(list(cap.check(Case(third, third.terms, moment)))) is over


def test_opendemocracy_piece_that_was_withdrawn_had_its_readers_and_counts() -> None:
    outlet, now = adopted("opendemocracy"), timezone.now()
    out(outlet, now)
    publishing.withdraw(out(outlet, now), by=None, reason="The outlet asked.")
    assert only(taken(outlet, source_id="third")).clause == "monthly_cap"


def test_drafts_and_the_pieces_of_others_do_not_count() -> None:
    outlet = adopted("opendemocracy")
    out(outlet, timezone.now())
    taken(outlet, source_id="a draft"), taken(outlet, source_id="another draft")
    out(adopted("undark"), timezone.now())
    assert against(taken(outlet, source_id="second")) == []


# --- a share of the output


def sharing(percent: int, known: int, out_already: int) -> Article:
    """The next text of an outlet, of which so many others arrived in thirty days and so many went out."""
    outlet = make_terms(make_outlet("The Conversation"), output_share_percent=percent).outlet
    for number in range(known):
        article = taken(outlet, source_id=f"known {number}")
        if number < out_already:
            publish_now(article)
    return taken(outlet, source_id="next")


def test_share_of_an_outlets_output_is_kept() -> None:
    assert against(sharing(20, known=9, out_already=1)) == []
    finding = only(sharing(20, known=9, out_already=2))
    assert (finding.clause, finding.blocks) == ("output_share_percent", True)
    assert "3 of the 10" in finding.sentence and "20 per cent" in finding.sentence


def test_share_of_what_is_hardly_known_cannot_be_told_and_blocks_nothing() -> None:
    finding = only(sharing(20, known=2, out_already=0))
    assert (finding.clause, finding.blocks) == ("output_share_percent", False)
    assert "Receive the outlet's feed" in finding.remedy


def test_share_of_a_hundred_per_cent_is_none() -> None:
    assert against(sharing(100, known=5, out_already=5)) == []


# --- individual selection

NOBODY: dict[str, Any] = {"created_by": None, "picked_because": ""}


@pytest.mark.parametrize("slug", ["the-conversation-us", "the-conversation-au", "voa"])
def test_the_conversation_and_voa_are_chosen_one_by_one(slug: str) -> None:
    article = taken(slug, **NOBODY)
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("systematic", True, False)
    assert "chosen by a person" in finding.sentence and finding.remedy == "Enter why it was picked."
    with pytest.raises(ValidationError):
        rulings.rule("systematic", by=None, allowed=True, reason="It is less work.", article=article, **SAID)
    article.picked_because = "readers asked about ferries"
    assert against(article) == []


def test_the_conversation_text_that_a_person_took_in_was_chosen() -> None:
    article = taken("the-conversation-us", created_by=make_user("editor"), picked_because="")
    assert against(article) == []


def test_knowable_is_picked_individually() -> None:
    knowable = make_terms(make_outlet("Knowable"), systematic="no").outlet
    assert only(taken(knowable, **NOBODY)).clause == "systematic"


@pytest.mark.parametrize("slug", ["opendemocracy", "dialogue-earth", "global-voices"])
def test_opendemocracy_dialogue_earth_and_global_voices_are_asked_before_all_is_taken(slug: str) -> None:
    article = taken(slug, **NOBODY)
    finding = only(article)
    assert (finding.clause, finding.asks) == ("systematic", True)
    assert f"ask {article.outlet}" in finding.remedy
    rulings.rule("systematic", by=None, allowed=True, reason="They know of it.", outlet=article.outlet, **SAID)
    assert against(article) == []


def test_undark_says_nothing_of_taking_all_so_the_desk_decides_once() -> None:
    article = taken("undark", **NOBODY)
    assert only(article).asks and "do not say" in only(article).sentence
    rulings.rule("systematic", by=None, allowed=True, reason="Few arrive, and all fit.", outlet=article.outlet)
    assert against(article) == []
    assert against(taken(article.outlet, source_id="next", **NOBODY)) == []


def test_terms_that_welcome_taking_all_bother_nobody() -> None:
    assert against(taken(adopted("undark", systematic="yes"), **NOBODY)) == []


# --- own stories


@pytest.mark.parametrize("slug", ["floodlight", "global-voices", "montana-free-press"])
def test_floodlight_global_voices_and_montana_free_press_give_their_own_stories_only(slug: str) -> None:
    article = taken(slug, bylines=[("Jane Roe", "", "The Associated Press (AP)")], received={"authors": []})
    finding = only(article)
    assert (finding.clause, finding.asks, finding.blocks) == ("own_stories_only", True, True)
    assert "The Associated Press (AP)" in finding.sentence and "whose story it is" in finding.remedy
    assert "for this article." in finding.remedy
    rulings.rule("own_stories_only", by=None, allowed=True, reason="She works for both.", article=article)
    assert against(article) == []


def test_floodlight_story_that_stands_elsewhere_may_be_of_others() -> None:
    article = taken("floodlight", source_url="https://www.theguardian.com/environment/story")
    found = {one.clause: one for one in against(article)}
    assert "theguardian.com" in found["own_stories_only"].sentence
    article.source_url = "https://floodlightnews.org/story"
    assert against(article) == []
    article.source_url = "https://investigations.floodlightnews.org/story"
    assert "own_stories_only" not in {one.clause for one in against(article)}


def test_voa_story_of_an_agency_is_asked_about_though_its_terms_say_nothing() -> None:
    article = taken("voa", bylines=["Reuters"], received={"authors": []})
    finding = only(article)
    assert (finding.clause, finding.asks) == ("own_stories_only", True)
    assert "agency" in finding.sentence


@pytest.mark.parametrize(
    "institution", ["Johns Hopkins Bloomberg School of Public Health", "AP University", "Reuters Institute, Oxford"]
)
def test_university_that_bears_the_name_of_an_agency_is_none(institution: str) -> None:
    bylines = [("Amira Jadoon", "Assistant Professor", institution)]
    assert against(taken("the-conversation-us", bylines=bylines, received={"authors": []})) == []


def test_terms_that_give_what_others_wrote_bother_nobody() -> None:
    article = taken(adopted("voa", own_stories_only="no"), bylines=["AFP"], received={"authors": []})
    assert against(article) == []
