"""The rights panel: how an article stands on each clause of its terms, as the people at the desk read it."""

from __future__ import annotations

import datetime as dt
import html
import re
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.admin.panel import Panel
from articles.models import Article
from articles.rights import rulings
from articles.rights.clauses import CLAUSES
from outlets.models import Terms
from tests import builders
from tests.builders import (
    make_outlet,
    make_own_article,
    make_terms,
    make_user,
    publish_now,
)
from tests.desk import at_desk, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

make_licensed_article = partial(builders.make_licensed_article, picked_because="It explains the storm.")
RECEIVED = {"title": "Why ferries lean", "counter_url": "", "authors": [{"name": "Amira Jadoon"}]}


def panel_of(client: Client, article: Article) -> Panel:
    panel = client.get(page_of(article)).context["panel"]
    return panel._wrapped if hasattr(panel, "_wrapped") else panel


def rows(panel: Panel) -> dict[str, Any]:
    return {row.label: row for group in (*panel.open, *panel.kept, *panel.silent) for row in group.rows}


def words_of(client: Client, article: Article) -> str:
    """What the panel says to somebody who sees no markup."""
    page = client.get(page_of(article)).content.decode()
    panel = re.search(r'<section class="rights-panel".*?</section>', page, re.DOTALL)
    assert panel
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", panel[0])).split())


def broken_article(**terms: Any) -> Article:
    """Its terms want a counter, and none is there; onward use is not stated; advertisements are allowed."""
    stated = make_terms(make_outlet("The Commons"), **{"tracker_required": "yes", "ads": "yes", **terms})
    return make_licensed_article(terms=stated, fields_received=RECEIVED)


def test_every_clause_stands_once_under_its_heading_with_a_word_and_a_shape_for_its_light() -> None:
    panel = panel_of(at_desk("rights"), broken_article())
    shown = [row for group in (*panel.open, *panel.kept, *panel.silent) for row in group.rows]
    assert len(shown) == len(CLAUSES) == len({row.label for row in shown})
    found = rows(panel)
    assert [group.heading for group in panel.open] == ["Counter"]
    for label, light, word in (
        ("Counter demanded", "red", "broken"),
        ("Advertisements", "green", "kept"),
        ("Passing on to partners", "", "not stated"),
    ):
        row = found[label]
        assert row.light == light and word in row.badge and "<svg" in row.badge
    assert len({re.search(r"<svg.*</svg>", row.badge)[0] for row in shown}) == 3  # type: ignore[index]


def test_a_broken_clause_says_what_is_wrong_what_to_do_and_what_the_outlet_itself_says() -> None:
    article = broken_article()
    Terms.objects.filter(pk=article.terms_id).update(remarks={"tracker_required": "You must use our page counter."})
    said = words_of(at_desk("editor"), article)
    assert "The outlet's counter is missing. Copy the article again with its counter" in said
    assert "In the outlet's words: You must use our page counter." in said
    assert "Terms: yes" in said


def test_what_is_open_stands_on_top_and_the_rest_is_folded_with_its_count() -> None:
    article = broken_article()
    panel = panel_of(at_desk("rights"), article)
    said = words_of(at_desk("rights"), article)
    assert f"Kept ({panel.number_kept})" in said and panel.number_kept > 1
    assert f"Not stated, and nothing rests on it ({panel.number_silent})" in said
    places = [said.index(part) for part in ("counter is missing", "Kept (", "Not stated, and nothing", "Where it may")]
    assert places == sorted(places)
    page = at_desk("rights").get(page_of(article)).content.decode()
    assert page.count('<details class="clauses-folded">') == 3


def test_an_article_that_keeps_everything_says_so_and_names_what_is_still_to_be_done() -> None:
    article = make_licensed_article(fields_received=RECEIVED, section=None)
    said = words_of(at_desk("editor"), article)
    assert "Nothing stands against its terms" in said
    assert "It has no section." in said and "The rights desk has not cleared it." in said


def test_what_the_desk_decided_stands_with_its_clause_and_the_article_counts_before_the_outlet() -> None:
    article, rita = broken_article(), make_user("rights")
    rulings.rule("onward", by=rita, allowed=True, reason="They told all members.", outlet=article.outlet)
    said = words_of(at_desk("editor"), article)
    assert "Allowed. Rita decided on" in said
    assert "for every article of the outlet, on our own judgement. They told all members." in said
    rulings.rule("onward", by=rita, allowed=False, reason="This one is a partner's.", article=article)
    said = words_of(at_desk("editor"), article)
    assert "Not allowed. Rita decided on" in said and "for this article" in said and "This one is a partner's." in said


def test_the_outlets_word_is_told_with_who_gave_it_and_when() -> None:
    article = broken_article(onward="ask")
    rulings.rule(
        "onward", by=None, allowed=True, reason="Asked.", article=article, basis="outlet", given_by="Nora Lind",
        given_at=dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), evidence="Go ahead.",
    )  # fmt: skip
    said = words_of(at_desk("rights"), article)
    assert "the system decided on" in said and "Given by Nora Lind, March 1, 2026, 12:00 PM" in said


def test_only_the_rights_desk_is_led_to_where_it_decides() -> None:
    article = broken_article()
    Article.objects.filter(pk=article.pk).update(title="Another headline")
    decide = f"/admin/articles/article/{article.pk}/decide/headline_change/"
    assert decide in at_desk("rights").get(page_of(article)).content.decode()
    for role in ("writer", "editor", "publisher"):
        page = at_desk(role).get(page_of(article)).content.decode()
        assert "to be decided" in page and "/decide/" not in page


def test_what_plainly_stands_against_the_terms_is_mended_and_not_decided() -> None:
    row = rows(panel_of(at_desk("rights"), broken_article(notify_to="x", credit_template="")))
    assert row["Counter demanded"].decide == "" and not row["Counter demanded"].told[0].decide
    assert row["Notice"].light == "red" and not row["Notice"].told[0].decide and not row["Notice"].decide


def test_the_desk_may_open_newsletters_and_partners_before_anything_rests_on_it() -> None:
    found = rows(panel_of(at_desk("rights"), broken_article(newsletter="ask", resale="no")))
    assert found["Passing on to partners"].decide.endswith("/decide/onward/")
    assert found["In newsletters"].decide.endswith("/decide/newsletter/")
    assert found["Resale"].decide == "" and found["Use by AI systems"].decide == ""
    assert found["Logo demanded"].decide == ""


def test_a_live_article_says_where_it_is_seen_why_not_and_until_when() -> None:
    article = make_licensed_article(
        terms=make_terms(remove_after_days=90), source_published_at=timezone.now() - dt.timedelta(days=80)
    )
    publish_now(article)
    client = at_desk("editor")
    said = words_of(client, article)
    assert ": 10 days left." in said
    places = {place.surface: place for place in panel_of(client, article).places}
    assert "yes" in places["page"].badge and places["page"].until
    assert "no" in places["newsletter"].badge and "newsletters" in places["newsletter"].why
    assert places["newsletter"].until == ""
    assert "no" in places["republish page (not served yet)"].badge


@pytest.mark.on_postgresql_too
def test_a_text_whose_days_are_over_says_that_it_has_to_be_withdrawn() -> None:
    article = publish_now(make_licensed_article(terms=make_terms(remove_after_days=90)))
    first = timezone.now() - dt.timedelta(days=95)
    Article.objects.filter(pk=article.pk).update(
        source_published_at=first, opens_at=first, closes_at=first + dt.timedelta(days=90)
    )
    said = words_of(at_desk("publisher"), article)
    assert "Its days are over: withdraw it" in said
    assert "The days for which we may keep it have passed." in said


def test_a_live_article_shows_what_stands_against_it_now() -> None:
    article = publish_now(make_licensed_article(fields_received=RECEIVED))
    Article.objects.filter(pk=article.pk).update(title="Typed past the desk")
    said = words_of(at_desk("rights"), article)
    assert "What stands against it now" in said and "headline is not the outlet's" in said


def test_a_draft_is_told_what_its_terms_say_to_each_surface() -> None:
    panel = panel_of(at_desk("editor"), broken_article(newsletter="yes", onward="no"))
    places = {place.surface: place for place in panel.places}
    assert "yes" in places["newsletter"].badge and "no" in places["partner feed (not served yet)"].badge
    assert "not published" not in places["page"].why and "yes" in places["page"].badge


def test_newer_terms_are_announced() -> None:
    article = broken_article()
    make_terms(article.outlet)
    assert "The Commons, terms 2 are in force by now." in words_of(at_desk("writer"), article)


def test_our_own_article_keeps_its_plain_list() -> None:
    page = at_desk("editor").get(page_of(make_own_article(section=None))).content.decode()
    assert "Before it can be published" in page and "It has no section." in page and "rights-panel" not in page


def test_hostile_words_of_an_outlet_are_text_in_the_panel() -> None:
    article = broken_article(social_tag="<script>alert(1)</script>", credit_template='<a href="{home}">{outlet}</a>')
    rulings.rule("onward", by=None, allowed=True, reason="<b>x</b><script>", outlet=article.outlet)
    Terms.objects.filter(pk=article.terms_id).update(remarks={"ads": "<img src=x onerror=alert(1)>"})
    page = at_desk("rights").get(page_of(article)).content.decode()
    assert "<script>alert(1)" not in page and "<img src=x" not in page and "<b>x</b>" not in page
    assert "&lt;img src=x" in page


def test_the_panel_asks_little_and_the_same_however_much_was_decided(django_assert_max_num_queries: Any) -> None:
    article, rita = broken_article(monthly_cap=4, output_share_percent=50, notify_to="desk@x.example"), None
    for clause in ("onward", "newsletter", "paywall", "resale", "commercial"):
        for _number in range(3):
            rita = make_user("rights")
            rulings.rule(clause, by=rita, allowed=True, reason="Asked.", outlet=article.outlet)
    client = at_desk("rights")
    with django_assert_max_num_queries(40):
        client.get(page_of(article))


def test_what_was_allowed_of_the_items_own_licence_and_of_the_end_of_its_terms_stays_on_the_panel() -> None:
    today = timezone.localdate()
    terms = make_terms(licence_code="CC BY 4.0", in_force_to=today - dt.timedelta(days=1), terms_checked_on=today)
    article, rita = make_licensed_article(terms=terms, licence_stated="All Rights Reserved"), at_desk("rights")
    said = {"basis": "outlet", "given_by": "Ida Holm", "given_at": timezone.now(), "evidence": "Yes, please do."}
    rulings.rule("licence_stated", by=None, allowed=True, reason="The mark is left over.", article=article)
    rulings.rule("in_force_to", by=None, allowed=True, reason="A month more.", article=article, **said)
    row = rows(panel_of(rita, article))["Licence"]
    assert row.light == "green" and [ruling.reason for ruling in row.rulings] == [
        "The mark is left over.",
        "A month more.",
    ]
    told = words_of(rita, article)
    assert "Licence as the item states it: Allowed." in told and "The mark is left over." in told
    assert "A month more." in told and "Given by Ida Holm" in told
    assert {"licence_stated", "in_force_to"} == {ruling.decide.split("/")[-2] for ruling in row.rulings}
    assert not any(ruling.decide for ruling in rows(panel_of(at_desk("editor"), article))["Licence"].rulings)


def test_what_is_in_review_is_not_to_be_submitted_once_more() -> None:
    article, bob = make_licensed_article(), at_desk("editor")
    assert "Submit it for review" in words_of(bob, article)
    publishing.submit(article, by=None)
    told = words_of(bob, article)
    assert "Submit it for review" not in told and "It is in review: the rights desk clears it" in told
