"""manage.py check_rights: whatever stands against its terms is found, and nothing else is."""

import dataclasses
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.safestring import mark_safe

from articles import breaches, derivation, presentation, publishing
from articles.breaches import Breach
from articles.models import Article, Original
from articles.queries import in_lots
from articles.rights import gate
from outlets.models import Terms
from tests.builders import (
    add_picture,
    make_amendment,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_picture,
    make_terms,
    publish_now,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
DAY = dt.timedelta(days=1)
COUNTER = "https://counter.commons.example/1.gif"


def everything() -> list[Breach]:
    return [breach for of_one in breaches.check(reminders=True) for breach in of_one]


def against(at: dt.datetime | None = None) -> list[Breach]:
    return [breach for of_one in breaches.check(at) for breach in of_one]


def clauses_against(at: dt.datetime | None = None) -> list[str]:
    return [breach.clause for breach in against(at)]


def past_the_product(row: Any, **columns: Any) -> None:
    """As a person at the database's own prompt would."""
    named = ", ".join(f"{name} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {named} WHERE id = %s", [*columns.values(), row.pk])


def the_conversation(**more: Any) -> Terms:
    clauses = {"tracker_required": "yes", "tracker_kind": "img", "author_required": "yes"}
    return make_terms(make_outlet("The Conversation"), **clauses, institution_required="yes", **more)


def test_a_newsroom_that_keeps_its_terms_hears_of_nothing() -> None:
    article = publish_now(make_licensed_article(terms=the_conversation(), counter_url=COUNTER))
    add_picture(article)
    add_picture(publish_now(make_own_article()))
    add_picture(article, make_picture(cleared=False), role="body")
    make_licensed_article(bylines=[], section=None)
    publishing.withdraw(publish_now(make_own_article()), by=None, reason="It was wrong.")
    assert list(breaches.check()) == [[], []]


def test_a_text_taken_in_time_stays_though_it_could_not_be_taken_today() -> None:
    terms = make_terms(make_outlet("Undark"), fresh_within_days=90)
    publish_now(make_licensed_article(terms=terms, source_published_at=timezone.now() - 89 * DAY))
    assert not against(timezone.now() + 30 * DAY)


def test_a_text_that_went_when_its_days_were_over_is_no_breach() -> None:
    terms = make_terms(make_outlet("City Desk ABQ"), remove_after_days=90)
    publish_now(make_licensed_article(terms=terms))
    assert not against(timezone.now() + 200 * DAY)


def test_the_conversation_without_its_counter_is_found_with_its_remedy_and_where_it_shows() -> None:
    article = publish_now(make_licensed_article(terms=the_conversation(), counter_url=COUNTER))
    past_the_product(article, counter_kind="none", counter_url="")
    (breach,) = against()
    assert (breach.article, breach.outlet, breach.clause) == (article.title, "The Conversation", "tracker_required")
    assert breach.remedy and "page" in breach.surfaces and "partner_feed" not in breach.surfaces


def test_a_counter_that_the_page_cannot_run_is_no_counter_and_told_once() -> None:
    article = publish_now(make_licensed_article(terms=the_conversation(), counter_url=COUNTER))
    past_the_product(article, counter_kind="script")
    assert clauses_against() == ["tracker_kind"]


@pytest.mark.on_postgresql_too
def test_another_counter_than_the_one_that_arrived_is_found() -> None:
    article = make_licensed_article(terms=the_conversation(), counter_url=COUNTER)
    sealed = Original(article=article, number=2, received=b"x", html=article.body_html, fields={"counter_url": COUNTER})
    sealed.received_at = timezone.now()
    sealed.save()
    article.original = sealed
    article.save()
    publish_now(article)
    assert not against()
    past_the_product(article, counter_url="https://counter.commons.example/2.gif")
    assert clauses_against() == ["tracker_pattern"]


def test_a_broken_seal_is_found_in_every_original() -> None:
    article = make_licensed_article()
    first = article.original
    second = Original.objects.create(
        article=article, number=2, received=b"x", html="<p>Anew.</p>", received_at=timezone.now()
    )
    article.original = second
    derivation.derive(article)
    article.save()
    publish_now(article)
    past_the_product(first, html="<p>Forged.</p>")
    (breach,) = against()
    assert breach.clause == "original" and "Original 1" in breach.sentence
    past_the_product(second, received=b"forged")
    assert clauses_against() == ["original", "original"]


def test_a_body_typed_over_is_found() -> None:
    past_the_product(publish_now(make_licensed_article()), body_html="<p>Ferries never lean.</p>")
    assert clauses_against() == ["body"]


def test_a_byline_that_leaves_out_an_author_is_found() -> None:
    article = publish_now(make_licensed_article(terms=the_conversation(), counter_url=COUNTER))
    past_the_product(article, byline_line="The Conversation")
    author, institution = against()  # two promises, each broken, and the page prints what is kept: told no third time
    assert author.clause == "author_required" and "Amira Jadoon" in author.sentence
    assert institution.clause == "institution_required" and "Clemson University" in institution.sentence


@pytest.mark.on_postgresql_too
def test_a_notice_that_is_empty_on_the_page_is_found() -> None:
    article = publish_now(make_licensed_article(notice="<p>From The Commons.</p>"))
    past_the_product(article, notice_html="<p> </p><!-- nothing -->")
    assert clauses_against() == ["credit_template"]


@pytest.mark.on_postgresql_too
def test_terms_taken_out_of_force_are_found() -> None:
    article = publish_now(make_licensed_article())
    past_the_product(article.terms, adopted=False)
    assert clauses_against() == ["terms"]


@pytest.mark.on_postgresql_too
def test_a_text_shown_after_its_days_is_found_though_the_lists_believe_otherwise() -> None:
    terms = make_terms(make_outlet("City Desk ABQ"), remove_after_days=90)
    article = publish_now(make_licensed_article(terms=terms))
    past_the_product(article, closes_at=None)
    assert not against()
    assert "remove_after_days" in clauses_against(timezone.now() + 91 * DAY)


def test_a_text_shown_under_embargo_is_found() -> None:
    article = publish_now(make_licensed_article())
    past_the_product(article, embargo_until=timezone.now() + DAY)
    assert clauses_against() == ["time"]


def test_a_picture_that_nobody_cleared_is_found_on_each_surface_that_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    article, rightly = publish_now(make_own_article()), presentation.present
    picture = make_picture(cleared=False)
    add_picture(article, picture)

    def careless(shown: Article, surface: str = "page") -> presentation.Presented:
        page = mark_safe(f'<p>Ferries.</p><img src="{picture.file.url}" alt="">')
        return dataclasses.replace(rightly(shown, surface), pages=[page] if surface == "feed" else [])

    monkeypatch.setattr(presentation, "present", careless)
    (breach,) = against()
    assert breach.clause == "images" and picture.file.url in breach.sentence and "public feed" in breach.sentence


@pytest.mark.on_postgresql_too
def test_a_scheduled_article_is_looked_at_before_its_moment_comes() -> None:
    article = publish_now(make_licensed_article(terms=the_conversation(), counter_url=COUNTER), timezone.now() + DAY)
    past_the_product(article, counter_kind="none", counter_url="")
    (breach,) = against()
    assert breach.clause == "tracker_required" and breach.surfaces == ()


@pytest.mark.on_postgresql_too
def test_a_row_that_cannot_be_read_is_named_and_the_rest_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = publish_now(make_licensed_article("Ferries")), publish_now(make_own_article())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE articles_article SET body_html = CAST(x'ff' AS TEXT) WHERE id = %s", [broken.pk])
    else:  # a database that refuses text that is none: a damaged page of the disk answers in the same way
        rightly = Article.from_db.__func__

        def damaged(model: Any, db: Any, names: Any, values: Any) -> Article:
            row = rightly(model, db, names, values)
            if row.pk == broken.pk:
                raise DatabaseError("invalid page")
            return row

        monkeypatch.setattr(Article, "from_db", classmethod(damaged))
    first, second, of_the_site = breaches.check()
    assert [(breach.article, breach.clause) for breach in first] == [("Ferries", "original")] and not second
    assert sound.pk > broken.pk
    # Receivers get no feed at all while an article in it cannot be read.
    assert [(breach.article_id, breach.clause) for breach in of_the_site] == [(None, "feed")]


def told(*options: str) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("check_rights", *options, stdout=out)
    except SystemExit as ended:
        return out.getvalue(), int(ended.code or 0)
    return out.getvalue(), 0


def test_the_command_ends_well_when_nothing_stands_against_its_terms() -> None:
    publish_now(make_licensed_article())
    assert told() == ("Checked: published articles 1. Nothing stands against its terms.\n", 0)
    said, status = told("--json")
    assert json.loads(said) == {"found": [], "articles": 1, "against": 0, "reminders": 0} and status == 0


def test_the_command_tells_each_thing_on_one_line_and_ends_with_status_1() -> None:
    article = publish_now(
        make_licensed_article("Why\nferries \x1b[31mlean", terms=the_conversation(), counter_url=COUNTER, slug="lean")
    )
    past_the_product(article, counter_kind="none", counter_url="")
    said, status = told()
    first, last = said.splitlines()
    assert status == 1 and "\x1b" not in said and last == "Checked: published articles 1. 1 against their terms."
    assert first.startswith(f"article {article.pk}, “Why ferries") and "The Conversation: [tracker_required]" in first
    assert "Republish button" in first
    said, status = told("--json")
    (row,) = json.loads(said)["found"]
    assert status == 1 and set(row) == {
        *("article_id", "identity", "article", "outlet", "clause", "kind", "sentence", "remedy", "surfaces"),
    }
    assert (row["kind"], row["identity"]) == ("breach", article.guid)


@pytest.mark.on_postgresql_too
def test_many_articles_are_looked_at_in_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_lots, "__defaults__", (2,))
    outlet = make_outlet()
    for _number in range(5):
        publish_now(make_licensed_article(outlet=outlet))
    past_the_product(Article.objects.first(), body_html="<p>Forged.</p>")
    assert [len(of_one) for of_one in breaches.check()] == [0, 0, 0, 0, 1]


def test_each_article_asks_as_many_questions_whatever_their_number() -> None:
    terms = the_conversation()

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert not against()
        return len(asked)

    def more() -> None:
        for _number in range(3):
            add_picture(publish_now(make_licensed_article(terms=terms, counter_url=COUNTER)))

    more()
    few = questions()
    more()
    assert (questions() - few) / 3 <= 30


# --- what is open, and what somebody has to see to


def test_what_the_terms_leave_open_and_nobody_decided_counts() -> None:
    terms = make_terms(make_outlet("Undark"), edits="time_place_style")
    article = make_licensed_article(body="<p>It opened yesterday.</p>", terms=terms)
    make_amendment(article, "yesterday", "on May 2", kind="time")
    publish_now(article)
    assert not against()
    past_the_product(terms, edits="not_stated")
    (breach,) = against()
    assert (breach.clause, breach.kind) == ("edits", "question")
    said, status = told()
    assert status == 1 and "[edits, not decided]" in said and "rights desk decides" in said


def test_reminders_break_nothing_and_are_counted_and_listed_when_asked_for() -> None:
    terms = make_terms(make_outlet("CalMatters"), terms_checked_on=timezone.localdate() - 800 * DAY)
    publish_now(make_licensed_article(terms=terms))
    assert told() == (
        "Checked: published articles 1. Nothing stands against its terms. 1 reminder: --all lists them.\n",
        0,
    )
    said, status = told("--all")
    assert status == 0 and "[terms_checked_on, to see to]" in said and said.endswith("1 reminder.\n")
    said, status = told("--json", "--all")
    assert [row["kind"] for row in json.loads(said)["found"]] == ["reminder"] and status == 0
    assert json.loads(told("--json")[0]) == {"found": [], "articles": 1, "against": 0, "reminders": 1}


def test_a_reminder_on_a_clause_hides_no_breach_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    outlet, rightly = make_outlet("Grist"), presentation.present
    article = make_licensed_article(terms=make_terms(outlet, images="no"))
    add_picture(article, make_picture(outlet=outlet))
    publish_now(article)
    assert [(breach.clause, breach.kind) for breach in everything()] == [("images", "reminder")]
    page = mark_safe('<p>Ferries.</p><img src="https://pictures.example/1.jpg" alt="">')
    monkeypatch.setattr(
        presentation, "present", lambda *asked: dataclasses.replace(rightly(*asked), pages=[page], lead=None)
    )
    assert {(breach.clause, breach.kind) for breach in everything()} >= {("images", "reminder"), ("images", "breach")}


@pytest.mark.on_postgresql_too
def test_what_the_rights_desk_never_cleared_is_found() -> None:
    publish_now(make_licensed_article())
    publish_now(make_own_article())
    assert not against()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_clearance")
        cursor.execute("DELETE FROM articles_auditevent")
    assert clauses_against() == ["clearance"]


def test_lists_that_hold_what_the_gate_forbids_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    article = publish_now(make_licensed_article(terms=make_terms(make_outlet("Buffalo's Fire"), robots="noindex")))
    monkeypatch.setattr(gate, "visible_q", lambda surface, partner=None, at=None: Q(status="published"))
    found = {(breach.clause, *breach.surfaces) for breach in against()}
    assert (
        ("robots", "sitemap") in found and ("onward", "partner_feed") in found and ("newsletter", "newsletter") in found
    )
    assert ("outlet", "republish") in found and {breach.article_id for breach in against()} == {article.pk}


# --- lights that grow old


@pytest.mark.on_postgresql_too
def test_lights_that_time_has_changed_are_brought_up_to_date_and_nothing_else_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terms = make_terms(make_outlet("Undark"), fresh_within_days=90)
    late = make_licensed_article(terms=terms, source_published_at=timezone.now() - 89 * DAY)
    early = make_licensed_article(terms=terms)
    make_own_article()
    assert (late.rights_light, early.rights_light) == ("green", "green")
    before = list(Article.objects.order_by("pk").values_list("version", "modified_at", "opens_at"))
    later = timezone.now() + 2 * DAY
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert told("--refresh")[0].endswith("Lights brought up to date: 1.\n")
    assert json.loads(told("--refresh", "--json")[0])["refreshed"] == 0
    late.refresh_from_db()
    early.refresh_from_db()
    assert (late.rights_light, early.rights_light) == ("red", "green")
    assert list(Article.objects.order_by("pk").values_list("version", "modified_at", "opens_at")) == before
