"""The grant: terms in force, read by a person, and what an item says of its own rights."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from articles.rights import panel, rulings
from articles.rights.clauses import knowing
from articles.rights.findings import findings
from tests.articles.rights.taking import DAY, SAID, adopted, again, against, only, taken
from tests.builders import make_outlet, make_terms, publish_now

pytestmark = pytest.mark.django_db


def test_kff_item_marked_all_rights_reserved_is_asked_for_that_item_alone() -> None:
    kff = adopted("kff-health-news")
    marked, other = (
        taken(kff, licence_stated="All Rights Reserved", source_url=f"https://kffhealthnews.org/marked-{number}")
        for number in (1, 2)
    )
    finding = only(marked)
    assert (finding.clause, finding.blocks, finding.asks) == ("licence_stated", True, True)
    assert "“All Rights Reserved”" in finding.sentence and "all rights reserved" in finding.sentence
    assert "outlet's own page" in finding.remedy and "for this article." in finding.remedy
    rulings.rule("licence_stated", by=None, allowed=True, reason="KFF took the mark back.", article=marked)
    assert against(marked) == []
    assert only(other).clause == "licence_stated"
    assert against(taken(kff, licence_stated="CC BY-NC-ND 4.0", source_url="https://kffhealthnews.org/plain")) == []


def test_conversation_item_with_the_licence_of_its_feed_is_clear() -> None:
    in_the_feed = "Licensed as Creative Commons – attribution, no derivatives."
    assert against(taken("the-conversation-uk", licence_stated=in_the_feed)) == []


def test_global_voices_item_that_allows_no_derivatives_is_stricter_than_its_terms() -> None:
    article = taken("global-voices", licence_stated="https://creativecommons.org/licenses/by-nd/4.0/")
    assert "no derivatives" in only(article).sentence
    article.licence_stated = "https://creativecommons.org/licenses/by/3.0/"
    assert against(article) == []


def test_opendemocracy_note_under_an_article_binds_where_its_house_terms_give_more() -> None:
    noted = {"licence_stated": "CC BY-NC-ND 4.0"}
    assert against(taken("opendemocracy", **noted)) == []  # its terms allow neither edits nor commerce
    outlet = make_terms(commercial="yes", edits="any").outlet
    assert "no commercial use, no derivatives" in only(taken(outlet, **noted)).sentence


def test_montana_free_press_item_that_says_nothing_is_under_its_terms() -> None:
    assert against(taken("montana-free-press", licence_stated="© 2026 Montana Free Press")) == []


def test_agency_under_contract_reserves_what_it_gave_us_and_forbids_by_machine_what_it_did_not() -> None:
    agency = make_terms(grant_source="contract").outlet
    assert against(taken(agency, licence_stated="Copyright 2026, dpa. Alle Rechte vorbehalten")) == []
    forbidden = {"rights": {"prohibits": ["data mining", "distribute, but for DEU"]}}
    finding = only(taken(agency, received=forbidden, source_url="https://commons.example/germany-only"))
    assert finding.clause == "licence_stated"
    assert "distribute, but for DEU" in finding.sentence and "mining" not in finding.sentence


@pytest.mark.parametrize(("status", "told"), [("withheld", "holds this text back"), ("canceled", "has withdrawn")])
def test_agency_item_that_its_source_holds_back_or_withdrew_does_not_go_out(status: str, told: str) -> None:
    agency = make_terms(grant_source="contract").outlet
    finding = only(taken(agency, received={"rights": {"status": status}}))
    assert (finding.clause, finding.blocks, finding.asks) == ("original", True, False) and told in finding.sentence
    assert against(taken(agency, received={"rights": {"status": "usable"}}, source_id="usable")) == []


def test_groundup_contract_lets_nothing_open_before_its_first_day_or_after_its_last() -> None:
    today = timezone.localdate()
    groundup = adopted("groundup", in_force_from=today + 3 * DAY, in_force_to=today + 10 * DAY)
    article = taken(groundup)
    early = only(article)
    assert (early.clause, early.blocks, early.asks) == ("terms", True, False)
    assert "Schedule it" in early.remedy
    article.published_at = timezone.now() + 4 * DAY
    assert against(article) == []
    article.published_at = timezone.now() + 12 * DAY
    late = only(article)
    assert (late.clause, late.blocks) == ("in_force_to", True)
    assert "Ask GroundUp" in late.remedy
    rulings.rule("in_force_to", by=None, allowed=True, reason="They gave us a month more.", article=article, **SAID)
    assert against(article) == []


def test_groundup_text_that_opened_under_the_contract_stays_after_its_end() -> None:
    today = timezone.localdate()
    article = publish_now(taken(adopted("groundup", in_force_from=today - 9 * DAY, in_force_to=today)))
    assert against(article, at=timezone.now() + 30 * DAY) == []


def test_terms_that_nobody_put_in_force_hold_nothing() -> None:
    article = taken(make_terms().outlet)
    article.terms.adopted = False
    finding = [one for one in findings(article) if one.clause == "terms"]
    assert [one.blocks for one in finding] == [True] and "adopts them" in finding[0].remedy


def test_terms_of_another_outlet_hold_nothing() -> None:
    article = again(taken(make_terms().outlet))
    article.terms.outlet = make_outlet("Elsewhere")
    assert "terms" in {one.clause for one in findings(article) if one.blocks}


def test_terms_that_nobody_read_for_a_year_are_to_be_read_again_and_nothing_waits_for_it() -> None:
    today = timezone.localdate()
    undark = adopted("undark", terms_checked_on=today - dt.timedelta(days=400))
    article = taken(undark)
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("terms_checked_on", False, False)
    terms = undark.current_terms()
    terms.terms_checked_on = today
    terms.save()  # frozen or not: a day of reading is no promise
    article.refresh_from_db()
    assert against(article) == []


def test_desk_is_told_under_what_it_holds_a_text_and_who_last_read_that() -> None:
    grant = knowing("licence_code")
    assert grant is not None
    terms = adopted("dialogue-earth", terms_checked_on=None).current_terms()
    assert grant.demand(terms) == (
        "We hold it under: CC BY-NC-ND 4.0. Nobody has entered when the terms were last read at their source."
    )
    terms.terms_checked_on = dt.date(2026, 9, 2)
    assert grant.demand(terms).endswith("The terms were last read at their source on Sept. 2, 2026.")
    assert "wording of the credit" in grant.words(terms)


def test_terms_of_a_house_are_shown_as_the_grant_that_they_are() -> None:
    shown = {one.clause: one.shown for one in panel.lines(taken("undark"))}
    assert shown["licence_code"] == "its own terms"
    assert {one.clause: one.shown for one in panel.lines(taken("360info"))}["licence_code"] == "CC BY 4.0"
    assert {one.clause: one.shown for one in panel.lines(taken("aeon"))}["licence_code"] == "not stated"
