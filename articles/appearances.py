"""From when until when each surface showed an article: what the log, the revisions and the rulings tell, read together.

The gate says what is open now. Here the same rule is asked of every earlier stretch of time, with the dates, the terms
and the rulings as they were then. What is not kept (the settings about advertisements and paywalls) is taken as it is
now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.dateparse import parse_datetime

from articles.models import Article
from articles.rights import Surface, rulings, taken_back
from articles.rights.openings import openings
from articles.rights.publisher import ourselves
from articles.rights.window import window_of
from outlets.models import Terms

if TYPE_CHECKING:
    from articles.models import Ruling

_DATES = ("published_at", "source_published_at", "embargo_until", "usable_until")
_STANDS = {"publish": True, "restore": True, "withdraw": False}
_TAKES_BACK = {taken_back.WITHDRAWN: True, taken_back.RELEASED: False}
# The verbs that move a date and make no revision.
_MOVES = {"embargo": "embargo_until", "usable_until": "usable_until"}
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


class Stretch(NamedTuple):
    """``until`` is None where nothing ends it; it may lie ahead."""

    since: dt.datetime
    until: dt.datetime | None


class _Change(NamedTuple):
    at: dt.datetime
    known: dict[str, Any]
    """What is known of the article from then on."""


def appearances(article: Article) -> dict[Surface, list[Stretch]]:
    """By surface the stretches of time in which it was open to the article, or is, in their order."""
    found: dict[Surface, list[Stretch]] = {surface: [] for surface in Surface}
    decided = list(rulings.about(article)) if article.outlet_id else []
    for begin, end, then in _as_it_was(article, decided):
        ruled = rulings.counting(then, [ruling for ruling in decided if ruling.made_at <= begin])
        opens, closes = window_of(then, ruled)
        since, until = max(begin, opens or _NEVER), min(end, closes or _NEVER)
        if since >= until:
            continue
        for surface, stretches in found.items():
            if all(opening.allows(then, ruled) for opening in openings(surface, ourselves())):
                if stretches and stretches[-1].until == since:
                    since_before = stretches.pop().since
                    stretches.append(Stretch(since_before, until))
                else:
                    stretches.append(Stretch(since, until))
    return {
        surface: [Stretch(since, None if until == _NEVER else until) for since, until in stretches]
        for surface, stretches in found.items()
    }


def _as_it_was(article: Article, decided: list[Ruling]) -> Iterator[tuple[dt.datetime, dt.datetime, Article]]:
    """Each stretch of time in which nothing changed and the article was published, with its dates and terms then."""
    changes = sorted([*_of_the_log(article), *_of_the_revisions(article)], key=lambda change: change.at)
    moments = sorted({change.at for change in changes} | {ruling.made_at for ruling in decided})
    terms = Terms.objects.select_related("outlet").in_bulk(
        [pk for change in changes if (pk := change.known.get("terms_id"))]
    )
    known: dict[str, Any] = {"terms_id": article.terms_id, **{name: getattr(article, name) for name in _DATES}}
    for earliest in reversed(changes):  # of what came before the first record, the first record is the best witness
        known |= earliest.known
    known |= {"stands": False, "withdrawn_there": False}
    upcoming = iter([*changes, _Change(_NEVER, {})])
    change = next(upcoming)
    for begin, end in pairwise([*moments, _NEVER]):
        while change.at <= begin:
            known |= change.known
            change = next(upcoming)
        if known["stands"]:
            dates = {name: known[name] for name in _DATES}
            then = Article(id=article.pk, outlet_id=article.outlet_id, terms=terms.get(known["terms_id"]), **dates)
            then.__dict__["withdrawn_there"] = known["withdrawn_there"]
            yield begin, end, then


def _of_the_log(article: Article) -> Iterator[_Change]:
    rows = article.audit_events.filter(verb__in=[*_STANDS, *_TAKES_BACK, *_MOVES]).order_by("at", "id")
    told = False
    for at, verb, details in rows.values_list("at", "verb", "details"):
        if verb in _STANDS:
            told = True
            yield _Change(at, {"stands": _STANDS[verb]})
        elif verb in _TAKES_BACK:
            yield _Change(at, {"withdrawn_there": _TAKES_BACK[verb]})
        else:
            yield _Change(at, {_MOVES[verb]: parse_datetime(details["until"])})
    if not told and article.status == Article.Status.PUBLISHED and article.opens_at:
        # Published before there was a log: the moment by which the lists are made is all that is known.
        yield _Change(article.opens_at, {"stands": True})


def _of_the_revisions(article: Article) -> Iterator[_Change]:
    kept_aside = article.audit_events.filter(verb="keep_draft").values_list("details__revision", flat=True)
    rows = article.revisions.exclude(number__in=list(kept_aside)).order_by("number")
    columns = ("terms", *_DATES)
    for at, terms, *dates in rows.values_list("made_at", *(f"snapshot__article__{name}" for name in columns)):
        told = {name: _exactly(date, getattr(article, name)) for name, date in zip(_DATES, dates, strict=True)}
        yield _Change(at, {"terms_id": terms, **told})


def _exactly(told: str | None, now: dt.datetime | None) -> dt.datetime | None:
    """A moment of a snapshot, which knows thousandths of a second; to the microsecond where it is still the same."""
    moment = parse_datetime(told) if told else None
    return now if moment and now and abs(now - moment) < dt.timedelta(milliseconds=1) else moment
