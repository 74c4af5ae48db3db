"""What is owed once a text is out: telling the outlet, taking over what it corrects, reporting."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from articles import auditing, publishing
from articles.models import Article
from articles.rights import panel, rulings
from articles.rights.clauses import duties, knowing
from tests.articles.rights.taking import DAY, adopted, again, against, only, taken
from tests.builders import make_original, publish_now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def not_for_profit(settings: Any) -> None:
    settings.NEWSROOM_COMMERCIAL = False


# --- telling


@pytest.mark.parametrize("slug", ["opendemocracy", "global-voices", "marshall-project-testify", "voa"])
def test_opendemocracy_global_voices_marshall_project_and_voa_are_told(slug: str) -> None:
    article = taken(slug)
    assert against(article) == []
    publish_now(article)
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("notify_to", False, False)
    assert article.terms.notify_to in finding.remedy
    publishing.tell_outlet(article, by=None, reason="Mailed the link to their syndication desk.")
    assert against(article) == []


def test_outlet_is_told_once_readers_have_it_and_not_before() -> None:
    article = taken("opendemocracy")
    publishing.clear(article, by=None)
    moment = timezone.now() + DAY
    publishing.publish(article, by=None, at=moment)
    assert against(article) == []
    assert [one.clause for one in against(article, at=moment)] == ["notify_to"]


def test_undark_need_not_be_told() -> None:
    assert against(publish_now(taken("undark"))) == []


# --- corrections


def corrected(article: Article) -> Article:
    make_original(article, "<p>Water is very heavy.</p>", fields=article.original.fields)
    return article


@pytest.mark.parametrize("slug", ["groundup", "calmatters"])
def test_groundup_and_calmatters_corrections_are_taken_over_before_publication(slug: str) -> None:
    article = corrected(taken(adopted(slug, correction_duty="yes")))
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("correction_duty", True, False)
    assert "take over the new one" in finding.remedy
    article.original = article.originals.get(number=2)
    assert against(article) == []


def test_groundup_correction_of_what_readers_have_is_told_and_takes_nothing_away() -> None:
    article = corrected(publish_now(taken(adopted("groundup", correction_duty="yes"))))
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("correction_duty", False)
    assert "readers still get the earlier one" in finding.sentence


def test_undark_text_that_changed_is_to_be_looked_at() -> None:
    finding = only(corrected(taken("undark")))
    assert (finding.clause, finding.blocks) == ("correction_duty", False)


def test_adaptation_takes_over_by_hand_and_is_not_kept_from_going_out() -> None:
    article = corrected(taken(adopted("global-voices", correction_duty="yes"), is_adaptation=True))
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("correction_duty", False) and "by hand" in finding.remedy


# --- reporting


def test_dialogue_earth_asks_how_many_read_it() -> None:
    article = again(taken("dialogue-earth"))
    line = next(line for line in panel.lines(article) if line.clause == "report_usage")
    assert line.demand == "The outlet is told how many people read it."
    assert line.words == "How many people each article reached."
    known = knowing("report_usage")
    assert known is not None and known.demand(adopted("undark").current_terms()) == ""


# --- takedowns


def withdrawn_at_source(article: Article, hours: float = 0) -> tuple[Article, dt.datetime]:
    """The article, and a moment so many hours later."""
    with transaction.atomic():
        auditing.record(duties.WITHDRAWN, by=None, article=article)
    return article, timezone.now() + dt.timedelta(hours=hours)


def test_agency_story_that_was_killed_is_against_its_terms_when_its_hours_have_passed() -> None:
    article = publish_now(taken(adopted("undark", takedown_hours=2)))
    article, later = withdrawn_at_source(article, 3)
    assert [one.clause for one in against(article)] == ["withdrawn_at_source"]
    found = {one.clause: one.blocks for one in against(article, at=later)}
    assert found == {"withdrawn_at_source": False, "takedown_hours": True}


def test_draft_of_what_its_source_withdrew_is_decided_by_the_rights_desk_for_itself_alone() -> None:
    article, _later = withdrawn_at_source(taken("undark"))
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("withdrawn_at_source", True, True)
    rulings.rule("withdrawn_at_source", by=None, allowed=True, reason="They wrote that it may stay.", article=article)
    assert against(again(article)) == []
