"""Where and when readers could see a text, read from what is on record, against what the gate said at the time."""

import datetime as dt
import random
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from articles import auditing, drafting, publishing, resting, revisions
from articles.appearances import Stretch, appearances
from articles.models import Article, AuditEvent
from articles.publishing import NotAllowed
from articles.rights import Surface, may, rulings
from outlets.models import Outlet
from tests.builders import make_licensed_article, make_outlet, make_own_article, make_terms, publish_now
from tests.thorough import size

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


class Clock:
    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(microseconds=1700)  # nothing is written in no time
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


def shown(article: Article, surface: str) -> list[Stretch]:
    article.refresh_from_db()
    return appearances(article)[Surface(surface)]


def test_what_was_published_withdrawn_and_restored_was_shown_in_two_stretches(clock: Clock) -> None:
    article = make_own_article()
    assert shown(article, "page") == []
    publish_now(article)
    clock.now += DAY
    publishing.withdraw(article, by=None, reason="A mistake.")
    clock.now += DAY
    publishing.restore(article, by=None, reason="It was none.")
    at = {row.verb: row.at for row in article.audit_events.all()}
    page = shown(article, "page")
    assert page == [Stretch(at["publish"], at["withdraw"]), Stretch(at["restore"], None)]
    assert shown(article, "partner_feed") == shown(article, "republish") == page


def test_city_desk_is_shown_until_its_days_are_over_and_from_the_hour_of_its_schedule(clock: Clock) -> None:
    terms = make_terms(make_outlet("City Desk ABQ"), remove_after_days=90)
    article = publish_now(make_licensed_article(terms=terms), at=clock.now + 3 * HOUR)
    assert shown(article, "feed") == [Stretch(article.opens_at, article.closes_at)]
    assert shown(article, "republish") == shown(article, "newsletter") == []
    clock.now += 100 * DAY
    assert shown(article, "feed") == [Stretch(article.opens_at, article.closes_at)]


def test_a_ruling_opens_and_closes_a_surface_from_its_own_moment(clock: Clock) -> None:
    article = publish_now(make_licensed_article())
    clock.now += DAY
    yes = rulings.rule("newsletter", by=None, allowed=True, reason="they said so on the phone", outlet=article.outlet)
    clock.now += DAY
    no = rulings.rule("newsletter", by=None, allowed=False, reason="not this one", article=article)
    assert shown(article, "newsletter") == [Stretch(yes.made_at, no.made_at)]
    assert len(shown(article, "page")) == 1


def test_what_a_source_set_later_does_not_change_what_was_before(clock: Clock) -> None:
    article = publish_now(make_licensed_article())
    clock.now += DAY
    until = clock.now + DAY
    embargo(article, until)
    (before, after) = shown(article, "page")
    assert before.until < until and after == Stretch(until, None)


def test_a_text_that_was_published_before_there_was_a_log_is_told_by_its_stored_moment() -> None:
    article = publish_now(make_own_article())
    AuditEvent._base_manager.all()._raw_delete("default")
    assert shown(article, "page") == [Stretch(article.opens_at, None)]


def embargo(article: Article, until: dt.datetime) -> None:
    """As inbound does it when a source says so."""
    with transaction.atomic():
        article.embargo_until = until
        article.save()
        auditing.record("embargo", by=None, article=article, until=until.isoformat())


def new_terms(outlet: Outlet, chance: random.Random) -> None:
    days = chance.choice(["", "remove_after_days", "delay_days"])
    make_terms(
        outlet,
        **({days: chance.choice([3, 20, 60])} if days else {}),
        onward=chance.choice(["yes", "no", "ask", "not_stated"]),
        newsletter=chance.choice(["yes", "no", "ask", "not_stated"]),
        robots=chance.choice(["noindex", "index", "googlebot_news_noindex", "not_stated"]),
    )


def ruling(article: Article, chance: random.Random) -> None:
    clause = chance.choice(["onward", "newsletter", "remove_after_days", "delay_days", "embargo"])
    whose: dict[str, Any] = {"article": article} if chance.random() < 0.5 else {"outlet": article.outlet}
    word = {"basis": "outlet", "given_by": "Ida", "evidence": "Yes."} if chance.random() < 0.7 else {}
    rulings.rule(clause, by=None, allowed=chance.random() < 0.6, reason="asked", **word, **whose)


def draft(article: Article, chance: random.Random) -> None:
    aside = revisions.snapshot(article)
    aside["article"] |= {"embargo_until": None, "published_at": "2020-01-01T00:00:00Z", "terms": None}
    drafting.keep(article, aside, by=None)


def headline(article: Article, chance: random.Random) -> None:
    article.standfirst = f"{chance.random()}"
    publishing.put_live(article, by=None)


MOVES = [
    lambda article, chance: publishing.withdraw(article, by=None, reason="asked"),
    lambda article, chance: publishing.restore(article, by=None, reason="asked"),
    lambda article, chance: new_terms(article.outlet, chance),
    lambda article, chance: resting.rest_on(article, by=None, reason="newer"),
    lambda article, chance: embargo(article, timezone.now() + chance.choice([-1, 2, 10]) * 5 * HOUR),
    ruling,
    ruling,
    draft,
    headline,
]


@pytest.mark.parametrize("seed", range(size(6, 100)))
def test_what_is_told_of_a_random_past_is_what_the_gate_said_then(seed: int, clock: Clock) -> None:
    chance = random.Random(seed)
    article = make_licensed_article(source_published_at=clock.now - 2 * DAY)
    publish_now(article, at=clock.now + chance.choice([-1, 0, 1, 20]) * 5 * HOUR)
    seen: list[tuple[dt.datetime, dict[Surface, bool]]] = []
    for _step in range(40):
        article = Article.objects.get(pk=article.pk)
        try:
            chance.choice(MOVES)(article, chance)
        except (NotAllowed, rulings.ValidationError):
            pass
        for wait in (HOUR / 60, chance.choice([1, 7, 30]) * HOUR):
            clock.now += wait
            kept = Article.objects.select_related("terms__outlet").get(pk=article.pk)
            seen.append((clock.now, {surface: bool(may(kept, surface, at=clock.now)) for surface in Surface}))
    told = appearances(Article.objects.get(pk=article.pk))
    for at, then in seen:
        assert {
            surface: any(since <= at and (until is None or at < until) for since, until in stretches)
            for surface, stretches in told.items()
        } == then, at
    assert any(then[Surface.PAGE] for _at, then in seen)
    for stretches in told.values():
        edges = [edge for stretch in stretches for edge in stretch]
        assert edges == sorted(edges, key=lambda edge: edge or clock.now + 9999 * DAY) and len(set(edges)) == len(edges)
