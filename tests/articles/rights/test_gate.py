"""The gate: one rule in two forms, and both say what the terms say, over random terms, rulings, partners and times."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article, Revision, Ruling
from articles.queries import ArticleQuerySet
from articles.rights import Surface, afterwards, may, may_each
from articles.rights.publisher import Publisher
from outlets import clauses
from outlets.models import Terms
from tests.articles.rights import plain_rule
from tests.builders import make_outlet, make_section
from tests.thorough import size

DAY = dt.timedelta(days=1)
TICK = dt.timedelta(microseconds=1)
NUDGES = (-TICK, dt.timedelta(0), TICK, dt.timedelta(hours=5))
CLAUSES_OF_REASONS = {*clauses.NAMES, "status", "time", "contract", "outlet"}
BEARING = "commercial ads paywall resale onward newsletter robots canonical".split()
LIMITS = "delay_days fresh_within_days remove_after_days".split()
# One number makes one newsroom: every part of it is as likely in each, and a failure names the number.
one_newsroom = given(st.integers(0, 2**63))
without_shrinking = [Phase.explicit, Phase.reuse, Phase.generate]


class Drawn:
    """A newsroom with outlets, terms, articles and rulings, in the database, with moments stored as saving stores them.

    Most dates and limits leave a text open, else hardly one would get as far as the clauses about money and surfaces.
    """

    def __init__(self, number: int):
        self.random = Random(number)
        self.now = timezone.now().replace(microsecond=0)
        self.section = make_section()
        self.outlets = [make_outlet(), make_outlet("The Tally")]
        self.terms = [self._terms(n) for n in range(4)]
        rows = [self._article(n) for n in range(10)]
        self.rulings = [self._ruling(rows) for _ in range(self.random.randint(0, 20))]
        for row in rows:
            row.save()  # takes over what the rulings lifted
        self.articles = list(Article.objects.for_presentation().order_by("pk"))
        nothing_set = {"commercial": None, "ads": "none", "paywall": False}
        self.newsroom = nothing_set if self.random.random() < 0.5 else self._whoever()

    def day(self, *often: int | None) -> dt.datetime | None:
        """One of those often, else any day about now."""
        day = self.random.choice([*often, *often, *range(-7, 7)])
        return None if day is None else self.now + day * DAY

    def _choice(self, column: str) -> str:
        return self.random.choice([value for value, _label in Terms._meta.get_field(column).choices or ()])

    def _terms(self, number: int) -> Terms:
        clauses = {column: self._choice(column) for column in BEARING}
        limits = {column: self.random.choice([None] * 6 + [0, 1, 1, 1, 2, 3, 5, 2_147_483_647]) for column in LIMITS}
        return Terms.objects.create(outlet=self.outlets[number % 2], adopted=True, **clauses, **limits)

    def _article(self, number: int) -> Article:
        terms = self.random.choice([*self.terms * 3, None])
        row = Article(
            title=f"Article {number}",
            slug=f"article-{number}",
            section=self.section,
            terms=terms,
            outlet=terms.outlet if terms else None,
            published_at=self.day(*[-7] * 6),
            source_published_at=self.day(*[-8] * 3, None),
            embargo_until=self.day(*[None] * 6),
            usable_until=self.day(*[None] * 12),
            trashed_at=self.random.choice([None] * 11 + [self.now]),
        )
        row.save()
        row.live_revision = Revision.objects.create(article=row, number=1, snapshot={})
        row.status = self.random.choice(["published"] * 12 + ["draft", "in_review", "ready", "withdrawn"])
        if row.status == "withdrawn":
            row.withdrawn_at, row.withdrawn_because = self.now, "It was wrong."
        return row

    def _ruling(self, rows: list[Article]) -> Ruling:
        about = self.random.choice([None, *(row for row in rows if row.outlet_id)])
        basis = self.random.choice(["desk", "outlet"])
        said = {"given_by": "Ida Roe", "evidence": "Yes, gladly."} if basis == "outlet" else {}
        return Ruling.objects.create(
            outlet=about.outlet if about else self.random.choice(self.outlets),
            article=about,
            clause=self.random.choice([*BEARING, *LIMITS, "edits"]),
            allowed=self.random.random() < 0.7,
            basis=basis,
            reason="so it was decided",
            **said,
        )

    def _whoever(self) -> dict[str, Any]:
        return {
            "commercial": self.random.choice([None, False, True]),
            "ads": self.random.choice(["none", "beside", "against_story"]),
            "paywall": self.random.random() < 0.3,
        }

    def partner(self) -> Publisher | None:
        if self.random.random() < 0.3:
            return None
        runs = {"since": self.day(*[None] * 8), "until": self.day(*[None] * 8)}
        return Publisher(name="The Partner", pays=self.random.random() < 0.3, **self._whoever(), **runs)

    def in_force(self) -> override_settings:
        return override_settings(**{f"NEWSROOM_{name.upper()}": value for name, value in self.newsroom.items()})

    def shut(self, article: Article, surface: str, partner: Publisher | None, at: dt.datetime) -> str:
        ours = plain_rule.Whoever(**self.newsroom)
        return plain_rule.shut(article, surface, [ours, partner] if partner else [ours], at, self.rulings)

    def bounds(self, article: Article, partner: Publisher | None) -> list[dt.datetime]:
        """Every moment at which the answer for the article could be another, in order."""
        own = [article.opens_at, article.closes_at, article.published_at, article.embargo_until]
        contract = [partner.since, partner.until] if partner else []
        return sorted({moment for moment in [*own, *contract] if moment})


class TwoFormsOfOneRule(TestCase):
    """``may`` for one row, ``visible_on`` for many, and the rule as the terms put it: all three say the same."""

    @settings(max_examples=size(15, 400), deadline=None, phases=without_shrinking)
    @one_newsroom
    def test_the_row_the_query_and_the_terms_agree(self, number: int) -> None:
        drawn = Drawn(number)
        with drawn.in_force():
            for _ in range(3):
                partner = drawn.partner()
                at = drawn.random.choice(drawn.bounds(drawn.random.choice(drawn.articles), partner))
                at += drawn.random.choice(NUDGES)
                taken_by = SimpleNamespace(publisher=partner) if partner and drawn.random.random() < 0.5 else partner
                met = Counter(
                    why_not for surface in Surface for why_not in self._agree(drawn, surface, partner, taken_by, at)
                )
                for why_not in met:
                    event(why_not or "open")
                self._known(drawn, at)

    def _known(self, drawn: Drawn, at: dt.datetime) -> None:
        """Readers know of what they may open, of what they are told is gone, and outside the trash of nothing else."""
        known = set(Article.objects.filter(afterwards.known_q(at)).values_list("pk", flat=True))
        for article in drawn.articles:
            decision, was = may(article, Surface.PAGE, at=at), afterwards.was_open(article, at)
            assert article.pk in known or not (decision or was)
            if article.pk in known and not was and not article.trashed_at:
                assert not {"status", "time"} & {reason.clause for reason in decision.reasons}

    def _agree(
        self, drawn: Drawn, surface: str, partner: Publisher | None, taken_by: Any, at: dt.datetime
    ) -> list[str]:
        listed = set(Article.objects.visible_on(surface, partner=taken_by, at=at).values_list("pk", flat=True))
        met = []
        if partner is None:
            assert may_each(drawn.articles, surface, at) == [may(article, surface, at=at) for article in drawn.articles]
        for article in drawn.articles:
            decision = may(article, surface, partner=taken_by, at=at)
            met.append(why_not := drawn.shut(article, surface, partner, at))
            where = f"{article} on {surface} {at - drawn.now} from now: {why_not or 'open'}, {decision}"
            assert decision.allowed == (article.pk in listed) == (not why_not), where
            assert decision.allowed == (not decision.reasons), where
            assert all(reason.clause in CLAUSES_OF_REASONS and reason.sentence for reason in decision.reasons), where
        return met

    @settings(max_examples=size(12, 300), deadline=None, phases=without_shrinking)
    @one_newsroom
    def test_the_answer_stays_until_the_moment_that_is_named_and_changes_there(self, number: int) -> None:
        drawn = Drawn(number)
        partner, surfaces = drawn.partner(), drawn.random.sample(list(Surface), 2)
        with drawn.in_force():
            for article, surface in itertools.product(drawn.articles, surfaces):
                bounds = drawn.bounds(article, partner)
                moments = {moment + nudge for moment in bounds for nudge in (-TICK, TICK - TICK, TICK)}
                moments |= {bounds[0] - 400 * DAY, drawn.now, max(bounds[-1], drawn.now) + 400 * DAY}
                self._stays(article, surface, partner, sorted(moments))

    def _stays(self, article: Article, surface: str, partner: Publisher | None, moments: list[dt.datetime]) -> None:
        decisions = {at: may(article, surface, partner=partner, at=at) for at in moments}
        for at, decision in decisions.items():
            changes = decision.changes_at
            same = [later for later in moments if at <= later and (changes is None or later < changes)]
            assert all(decisions[later].allowed == decision.allowed for later in same), (at, decision, decisions)
            if changes is not None:
                assert changes > at and changes.utcoffset() == dt.timedelta(0)
                assert self._answer(article, surface, partner, changes) != decision.allowed
                assert self._answer(article, surface, partner, changes - TICK) == decision.allowed

    def _answer(self, article: Article, surface: str, partner: Publisher | None, at: dt.datetime) -> bool:
        return may(article, surface, partner=partner, at=at).allowed


def newest(surface: str) -> ArticleQuerySet:
    return Article.objects.visible_on(surface).newest_first().values("pk")[:20]


def plan(rows: ArticleQuerySet) -> str:
    if connection.vendor == "postgresql":  # which would read tables of no rows without their indexes
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")  # and, after an ANALYZE of such, sort them
    return rows.explain()


@pytest.mark.django_db
@pytest.mark.parametrize("surface", [Surface.PAGE, Surface.SEARCH, Surface.FEED])
def test_what_a_newsroom_without_restrictions_lists_is_found_among_articles_alone(surface: str) -> None:
    assert list(newest(surface).query.alias_map) == ["articles_article"]
    assert "article_newest" in plan(newest(surface)) and "ruling" not in plan(newest(surface))


@pytest.mark.django_db
def test_rulings_are_found_by_their_indexes_where_a_newsroom_is_restricted() -> None:
    with override_settings(NEWSROOM_COMMERCIAL=True, NEWSROOM_ADS="beside", NEWSROOM_PAYWALL=True):
        told = plan(newest(Surface.PAGE))
    assert "ruling_of_article" in told and "ruling_of_outlet" in told
