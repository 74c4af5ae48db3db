"""The clauses that time keeps: days to wait, freshness, removal, embargo."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import publishing
from articles.models import Article
from articles.publishing import NotAllowed
from articles.rights import Surface, may, panel, rulings
from tests.articles.rights.taking import DAY, SAID, adopted, again, against, only, taken
from tests.builders import publish_now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def not_for_profit(settings: Any) -> None:
    settings.NEWSROOM_COMMERCIAL = False


def first_published(slug: str, days_ago: float | None, **said: Any) -> Article:
    moment = None if days_ago is None else timezone.now() - days_ago * DAY
    return taken(slug, source_published_at=moment, **said)


def days_are_named_by_the_outlet(article: Article, clause: str) -> None:
    """Its own word lifts the limit for the article, and our judgement does not."""
    with pytest.raises(ValidationError, match="own word"):
        rulings.rule(clause, by=None, allowed=True, reason="Nobody will mind.", article=article)
    rulings.rule(clause, by=None, allowed=True, reason="The contributor agreed.", article=article, **SAID)
    article.refresh_from_db()


# --- freshness


def test_undark_is_not_taken_after_90_days() -> None:
    assert against(first_published("undark", 89)) == []
    late = first_published("undark", 91, source_id="late")
    finding = only(late)
    assert (finding.clause, finding.blocks) == ("fresh_within_days", True)
    assert "90 days" in finding.sentence and "which ended on" in finding.sentence
    assert "Ask Undark" in finding.remedy
    days_are_named_by_the_outlet(late, "fresh_within_days")
    assert against(late) == []


def test_undark_text_is_not_dated_back_into_its_90_days() -> None:
    late = first_published("undark", 91)
    late.published_at = timezone.now() - 80 * DAY
    assert only(late).clause == "fresh_within_days"
    with pytest.raises(NotAllowed):
        publish_now(again(late), at=timezone.now() - 80 * DAY)


def test_undark_text_is_not_scheduled_past_its_90_days() -> None:
    article = first_published("undark", 80)
    article.published_at = timezone.now() + 20 * DAY
    assert only(article).clause == "fresh_within_days"


def test_undark_text_that_was_taken_in_time_stays() -> None:
    article = publish_now(first_published("undark", 89))
    assert against(article, at=timezone.now() + 300 * DAY) == []


def test_undark_text_without_a_day_is_asked_for_it() -> None:
    article = first_published("undark", None)
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("fresh_within_days", True)
    assert "nobody knows when it was first published" in finding.sentence
    assert finding.remedy.startswith("Look up on the outlet's page when it was first published, and enter it.")
    article.source_published_at = timezone.now() - DAY
    assert against(article) == []


# --- removal


def test_city_desk_abq_is_removed_after_90_days() -> None:
    first = timezone.now() - 10 * DAY
    article = publish_now(taken("city-desk-abq", source_published_at=first))
    assert against(article) == []
    for surface in (Surface.PAGE, Surface.FEED, Surface.SEARCH):
        assert may(article, surface, at=first + 89 * DAY)
        gone = may(article, surface, at=first + 90 * DAY)
        assert not gone and [reason.clause for reason in gone.reasons] == ["remove_after_days"]
        assert list(Article.objects.visible_on(surface, at=first + 90 * DAY)) == []
    assert may(article, Surface.PAGE).changes_at == first + 90 * DAY
    assert [one.clause for one in against(article, at=first + 91 * DAY)] == ["remove_after_days"]


def test_city_desk_abq_text_of_91_days_is_not_published_at_all_but_by_its_word() -> None:
    article = first_published("city-desk-abq", 91)
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("remove_after_days", True)
    assert "removed already" in finding.sentence and "Ask City Desk ABQ" in finding.remedy
    days_are_named_by_the_outlet(article, "remove_after_days")
    assert against(article) == []
    publish_now(article)
    assert may(article, Surface.PAGE, at=timezone.now() + 999 * DAY)


def test_city_desk_abq_text_without_a_day_is_counted_from_ours_and_the_desk_is_told() -> None:
    article = first_published("city-desk-abq", None)
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("remove_after_days", False)
    assert "our own publication" in finding.sentence and "enter it" in finding.remedy
    article.source_published_at = timezone.now() - DAY
    assert against(article) == []


def test_item_whose_use_its_source_ended_is_left_out() -> None:
    article = taken("undark", usable_until=timezone.now() + DAY)
    assert against(article) == []
    article.usable_until = timezone.now() - DAY
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("usable_until", True, False)
    assert "lets it be shown until" in finding.sentence and "send it again" in finding.remedy
    told = next(line for line in panel.lines(again(article)) if line.findings)
    assert told.label == "remove after so many days"
    abq = taken("city-desk-abq", usable_until=timezone.now() - DAY)
    assert "90 days have passed" not in only(abq).sentence


# --- days to wait


def test_dialogue_earth_opens_two_days_after_its_own_publication() -> None:
    first = timezone.now() - DAY / 2
    article = publish_now(taken("dialogue-earth", source_published_at=first))
    assert against(article) == []
    assert not may(article, Surface.PAGE) and may(article, Surface.PAGE).changes_at == first + 2 * DAY
    assert may(article, Surface.PAGE, at=first + 2 * DAY)


def test_dialogue_earth_text_without_a_day_cannot_wait_for_it() -> None:
    article = first_published("dialogue-earth", None)
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("delay_days", True)
    assert "cannot be counted" in finding.sentence and "ask Dialogue Earth" in finding.remedy
    article.source_published_at = timezone.now()
    assert against(article) == []


@pytest.mark.parametrize("clause", ["delay_days", "fresh_within_days", "remove_after_days", "monthly_cap"])
def test_zero_says_that_there_is_no_such_limit(clause: str) -> None:
    assert against(first_published(adopted("voa", **{clause: 0}), 4000)) == []  # type: ignore[arg-type]


# --- embargo


def test_360info_embargo_that_came_is_kept() -> None:
    until = timezone.now().replace(microsecond=0) + DAY
    came = {"rights": {"embargo_until": until.isoformat().replace("+00:00", "Z")}}
    article = taken("360info", embargo_until=until, received=came)
    assert against(article) == []
    for sooner in (None, until - DAY / 2):
        article.embargo_until = sooner
        finding = only(article)
        assert (finding.clause, finding.blocks) == ("embargo", True)
        assert finding.remedy.startswith("Enter the embargo as it came:")
        assert "ask 360info" in finding.remedy
    assert against(article, at=until) == []  # over
    article.embargo_until = until + DAY
    assert against(article) == []  # later than need be
    article.embargo_until = None
    article.published_at = until + DAY
    assert against(article) == []  # opens after it anyway


def test_360info_embargo_is_lifted_by_360info() -> None:
    until = timezone.now() + DAY
    article = taken("360info", received={"rights": {"embargo_until": until.isoformat()}})
    with pytest.raises(ValidationError, match="own word"):
        rulings.rule("embargo", by=None, allowed=True, reason="It is out already.", article=article)
    rulings.rule("embargo", by=None, allowed=True, reason="They wrote that it is out.", article=article, **SAID)
    assert against(article) == []


def test_embargo_holds_every_surface_until_its_moment() -> None:
    until = timezone.now() + DAY
    article = taken("360info", embargo_until=until)
    publishing.clear(article, by=None)
    publishing.publish(article, by=None)
    assert not may(article, Surface.PAGE) and may(article, Surface.PAGE, at=until)
