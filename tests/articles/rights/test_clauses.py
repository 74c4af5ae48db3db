"""What holds of every clause: each column has one, none breaks on anything, and what is not stated is asked or left."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article, AuditEvent, Ruling
from articles.rights import panel, rulings
from articles.rights.case import Case
from articles.rights.clauses import BY_COLUMN, CLAUSES, knowing
from articles.rights.finding import Finding, Light
from articles.rights.findings import findings
from outlets import clauses, presetting
from outlets.models import Terms
from records.appendonly import Sealed
from tests.articles.rights.taking import DAY, SAID, adopted, against, only, taken
from tests.builders import (
    add_picture,
    make_amendment,
    make_licensed_article,
    make_outlet,
    make_picture,
    make_terms,
    make_user,
)
from tests.thorough import size

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]


def test_every_column_of_terms_belongs_to_exactly_one_clause() -> None:
    named = [column for clause in CLAUSES for column in clause.columns]
    assert sorted(named) == sorted(clauses.NAMES)
    assert all(knowing(column) is clause for column, clause in BY_COLUMN.items())
    assert knowing("no column") is None


def test_every_value_of_every_clause_has_a_sentence_for_the_desk() -> None:
    for clause in CLAUSES:
        field = Terms._meta.get_field(clause.name)
        values: list[Any] = [value for value, _label in field.choices or ()]
        values = values or [0, 1, 7] if isinstance(field, models.PositiveIntegerField) else values or ["", "Words."]
        for value in values:
            told = clause.demand(Terms(**{clause.name: value}))
            assert (told != "") == clauses.is_stated(value), (clause.name, value)
            assert told == "" or (told[0].isupper() and told[-1] in ".!?”"), told
            assert "%(" not in told and "not stated" not in told


@pytest.mark.parametrize("slug", presetting.slugs())
def test_text_of_an_outlet_that_keeps_everything_is_clear(slug: str, settings: Any) -> None:
    settings.NEWSROOM_COMMERCIAL = False
    article = taken(slug)
    assert against(article) == []
    assert panel.light(article) == Light.GREEN
    for line in panel.lines(article):
        stated = any(clauses.is_stated(getattr(article.terms, column)) for column in BY_COLUMN[line.clause].columns)
        assert line.light == (Light.GREEN if stated else "")


def test_terms_that_say_nothing_bother_nobody_where_nothing_rests_on_them() -> None:
    article = taken(make_terms().outlet)
    assert against(article) == []
    assert {line.light for line in panel.lines(article)} == {"", Light.GREEN}


# --- what is not stated, with something resting on it

AMENDED = {"exact": "heavy", "replacement": "weighty"}


def test_what_is_not_stated_is_asked_where_an_article_rests_on_it() -> None:
    article = taken("aeon")
    make_amendment(article, **AMENDED)
    finding = only(article)
    assert (finding.clause, finding.asks, finding.blocks, finding.light) == ("edits", True, True, Light.AMBER)
    assert "heavy" in finding.sentence and "do not say" in finding.sentence
    assert finding.remedy.endswith("the rights desk decides once, with a reason, for this article or for all of Aeon.")


def test_ruling_for_an_article_lifts_the_question_for_that_article_alone() -> None:
    aeon = adopted("aeon")
    first, second = taken(aeon), taken(aeon, source_url="https://aeon.co/essays/another")
    for article in (first, second):
        make_amendment(article, **AMENDED)
    rulings.rule("edits", by=make_user("rights"), allowed=True, reason="One word, and no other sense.", article=first)
    assert against(first) == []
    assert only(second).asks


def test_ruling_for_an_outlet_lifts_the_question_for_all_of_it_and_is_decided_once() -> None:
    aeon = adopted("aeon")
    rulings.rule("edits", by=make_user("rights"), allowed=True, reason="Their editor said so by phone.", outlet=aeon)
    for number in range(3):
        article = taken(aeon, source_url=f"https://aeon.co/essays/{number}")
        make_amendment(article, **AMENDED)
        assert against(article) == []
    elsewhere = taken("kff-health-news")
    make_amendment(elsewhere, **AMENDED)
    assert only(elsewhere).asks


def test_ruling_no_keeps_it_blocked_says_why_and_counts_before_the_outlets_yes() -> None:
    article = taken("aeon")
    make_amendment(article, **AMENDED)
    rulings.rule("edits", by=None, allowed=True, reason="In general, yes.", outlet=article.outlet)
    rulings.rule("edits", by=None, allowed=False, reason="It changes what she says.", article=article)
    finding = only(article)
    assert (finding.blocks, finding.asks, finding.light) == (True, False, Light.RED)
    assert "It changes what she says." in finding.sentence
    assert "Drop the amendments" in finding.remedy and "decide anew" in finding.remedy
    rulings.rule("edits", by=None, allowed=True, reason="She agreed after all.", article=article)
    assert against(article) == []


# --- who rules, on what, and what is kept of it


@pytest.mark.parametrize(
    ("slug", "clause"),
    [("19th-news", "edits"), ("19th-news", "commercial"), ("opendemocracy", "images"), ("dialogue-earth", "resale")],
)
def test_plain_no_of_the_terms_is_lifted_by_nobodys_ruling(slug: str, clause: str) -> None:
    article = taken(slug)
    for of in ({"article": article}, {"outlet": article.outlet}):
        with pytest.raises(ValidationError, match="next version"):
            rulings.rule(clause, by=make_user("rights"), allowed=True, reason="We would like to.", **SAID, **of)
    assert not Ruling.objects.exists()


def test_ask_first_needs_the_outlets_own_word_with_its_message() -> None:
    article = taken("opendemocracy", created_by=None, picked_because="")
    assert "Ask openDemocracy" in only(article).remedy or "ask openDemocracy" in only(article).remedy
    desk = make_user("rights")
    with pytest.raises(ValidationError, match="own word"):
        rulings.rule("systematic", by=desk, allowed=True, reason="It is fine.", article=article)
    with pytest.raises(ValidationError, match="message"):
        rulings.rule("systematic", by=desk, allowed=True, reason="Fine.", article=article, basis="outlet")
    rulings.rule("systematic", by=desk, allowed=True, reason="They agreed.", article=article, **SAID)
    assert against(article) == []


def test_only_the_rights_desk_rules() -> None:
    article = taken("aeon")
    for role in ("writer", "editor", "publisher"):
        with pytest.raises(PermissionDenied):
            rulings.rule("edits", by=make_user(role), allowed=True, reason="Why not.", article=article)


def test_ruling_is_logged_and_never_changed() -> None:
    article, rita = taken("aeon"), make_user("rights")
    ruling = rulings.rule("edits", by=rita, allowed=False, reason="Essays stay as they are.", article=article)
    event = AuditEvent.objects.get(verb="rule")
    assert (event.actor, event.article, event.reason) == (rita, article, "Essays stay as they are.")
    assert event.details | {"clause": "edits", "allowed": False, "ruling": ruling.pk} == event.details
    ruling.allowed = True
    with pytest.raises(Sealed):
        ruling.save()
    with pytest.raises(Sealed):
        ruling.delete()
    with pytest.raises(Sealed):
        Ruling.objects.all().update(allowed=True)


def test_ruling_says_why() -> None:
    with pytest.raises(ValidationError, match="Say why"):
        rulings.rule("edits", by=None, allowed=True, reason="  ", article=taken("aeon"))


def test_clause_that_no_terms_have_is_named() -> None:
    with pytest.raises(ValidationError, match="no_such_clause"):
        rulings.rule("no_such_clause", by=None, allowed=True, reason="It cannot be.", article=taken("aeon"))


def test_outlet_whose_terms_nobody_put_in_force_leaves_nothing_open() -> None:
    outlet = make_terms(adopted=False).outlet
    with pytest.raises(ValidationError, match="in force"):
        rulings.rule("edits", by=None, allowed=True, reason="It cannot be.", outlet=outlet)


@pytest.mark.parametrize(
    "clause", ["licence_stated", "own_stories_only", "in_force_to", "embargo", "monthly_cap", "translation"]
)
def test_question_about_an_item_is_never_decided_for_a_whole_outlet(clause: str) -> None:
    with pytest.raises(ValidationError, match="for each article"):
        rulings.rule(clause, by=None, allowed=True, reason="For all.", outlet=adopted("opendemocracy"), **SAID)


# --- nothing breaks a clause

HOSTILE = ["", " ", "<script>alert(1)</script>", "[", "(a+)+$", "http://[", "%(x)s %s {0}", "{home}", "\u202e‮"]
JUNK = "no choice of ours"
NUMBERS = [None, 0, 1, 90, 2147483647]
MOMENTS = [
    None,
    dt.datetime(2, 1, 1, tzinfo=dt.UTC),
    dt.datetime(1969, 12, 31, tzinfo=dt.UTC),
    dt.datetime(2026, 3, 27, 23, 59, tzinfo=dt.UTC),
    dt.datetime(9998, 12, 31, 23, 59, tzinfo=dt.UTC),
]
DAYS = [None, dt.date(1, 1, 1), dt.date(2026, 1, 1), dt.date(9999, 12, 31)]


def of_column(name: str) -> st.SearchStrategy[Any]:
    field = Terms._meta.get_field(name)
    if field.choices:
        return st.sampled_from([value for value, _label in field.choices] + [JUNK])
    if isinstance(field, models.PositiveIntegerField):
        return st.sampled_from(NUMBERS)
    if isinstance(field, models.DateField):
        return st.sampled_from(DAYS)
    return st.sampled_from(HOSTILE) | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


TERMS = st.fixed_dictionaries({name: of_column(name) for name in clauses.NAMES})
SEALED = st.sampled_from(
    [
        {},
        [],
        None,
        "words",
        {"authors": None, "title": None},
        {"authors": "Ida", "title": 7, "disclosure": [], "counter_url": {}, "rights": []},
        {"authors": [None, {}, {"name": None}, {"name": ["Ida"]}, {"name": "Ida Holm"}], "language": 5},
        {"title": "Another", "disclosure": "They hold shares.", "language": "es", "counter_url": "https://x.example/c"},
        {"rights": {"embargo_until": "tomorrow", "prohibits": "all"}},
        {"rights": {"embargo_until": "9999-12-31T23:59:59Z", "prohibits": [None, "distribute, but for DEU"]}},
    ]
)
ARTICLE = st.fixed_dictionaries(
    {
        "source_url": st.sampled_from([*HOSTILE, "https://commons.example/x-1", "https://commons.example"]),
        "source_published_at": st.sampled_from(MOMENTS),
        "published_at": st.sampled_from(MOMENTS),
        "embargo_until": st.sampled_from(MOMENTS),
        "licence_stated": st.sampled_from([*HOSTILE, "CC BY-NC-ND 4.0", "All rights reserved"]),
        "language": st.sampled_from(["en", "", "zz-99", "../../etc"]),
        "is_adaptation": st.booleans(),
        "picked_because": st.sampled_from(["", "worth it"]),
        "notice_html": st.sampled_from(["", "<p></p>", '<p>From <a href="http://[">The Commons</a></p>']),
        "byline_line": st.sampled_from(HOSTILE),
        "body_html": st.sampled_from(["", "<p>", "<p>Water is heavy.</p>", "<a href='x'>"]),
        "counter": st.sampled_from([("none", ""), ("img", "https://x.example/c/1.gif"), ("script", "x" * 1000)]),
        "status": st.sampled_from(["draft", "in_review", "ready", "published", "withdrawn"]),
    }
)


class NothingBreaksAClause(TestCase):
    @settings(deadline=None, max_examples=size(15, 400), suppress_health_check=list(HealthCheck))
    @given(
        terms=TERMS,
        said=ARTICLE,
        sealed=SEALED,
        has_original=st.booleans(),
        kind=st.sampled_from(["cut", "headline"]),
        zone=st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"]),
    )
    def test_no_value_of_any_column_and_no_article_breaks_a_clause(
        self, terms: dict[str, Any], said: dict[str, Any], sealed: Any, has_original: bool, kind: str, zone: str
    ) -> None:
        article = make_licensed_article(outlet=make_outlet(), bylines=[("", "", ""), ("Reuters", "", "<b>")])
        make_amendment(article, "heavy", "", kind=kind)
        add_picture(article, make_picture(outlet=article.outlet))
        article.original.fields = sealed
        article.counter_kind, article.counter_url = said.pop("counter")
        for name, value in said.items():
            setattr(article, name, value)
        for name, value in terms.items():
            setattr(article.terms, name, value)
        if not has_original:
            article.original = None
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            found = [*findings(article), *findings(article, timezone.now() + 400 * DAY)]
            assert panel.lines(article)
        for finding in found:
            assert isinstance(finding, Finding) and finding.sentence and finding.remedy
            assert "%(" not in f"{finding.sentence}{finding.remedy}".replace("%(x)s", "")
            known = terms.get(finding.clause) != JUNK
            assert not finding.asks or not known or rulings.may_be_ruled(article.terms, finding.clause), finding


def test_every_clause_is_asked_without_a_query_of_its_own_for_what_another_asked(
    django_assert_max_num_queries: Any,
) -> None:
    article = taken("opendemocracy")
    make_amendment(article, **AMENDED)
    add_picture(article, make_picture(outlet=article.outlet))
    article = Article.objects.for_presentation().select_related("original").get(pk=article.pk)
    with django_assert_max_num_queries(12):
        findings(article)
    case = Case(article, article.terms, timezone.now())
    for clause in CLAUSES:
        list(clause.check(case))
    with django_assert_max_num_queries(3):  # what counts other rows: the month, the newer originals
        for clause in CLAUSES:
            list(clause.check(case))
