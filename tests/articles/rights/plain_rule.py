"""The rule on what may be seen where, once more: from the words of the terms, row by row, with nothing of the gate.

Slow and plain on purpose. What the gate answers is held against this.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from articles.models import Article, Ruling

END_OF_TIME = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
LEAVES_THE_SITE = ("partner_feed", "api")


@dataclasses.dataclass(frozen=True)
class Whoever:
    """Who publishes: the newsroom, or a partner under a contract."""

    commercial: bool | None = None
    ads: str = "none"
    paywall: bool = False
    pays: bool = False
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def said_yes(article: Article, clause: str, rulings: Iterable[Ruling], *, only_the_outlet: bool) -> bool:
    """Whether the desk ruled yes: for the article, else for its outlet; the last word counts.

    Where the terms say to ask or set a limit, our own judgement is no word at all.
    """
    words = [
        word
        for word in sorted(rulings, key=lambda word: word.pk)
        if word.clause == clause
        and word.outlet_id == article.outlet_id
        and word.article_id in (None, article.pk)
        and not (only_the_outlet and word.allowed and word.basis != "outlet")
    ]
    of_the_article = [word for word in words if word.article_id]
    last = (of_the_article or words)[-1:]
    return bool(last and last[0].allowed)


def stretch(article: Article, rulings: Iterable[Ruling]) -> tuple[dt.datetime, dt.datetime | None] | None:
    """From when until before when its dates and the terms let readers have it; None for never."""
    if article.published_at is None:
        return None
    opens = max(moment for moment in (article.published_at, article.embargo_until) if moment)
    if article.terms is None:
        return _until(opens, article.usable_until)
    first = article.source_published_at

    def limit(clause: str) -> int | None:
        days = getattr(article.terms, clause)
        return None if not days or said_yes(article, clause, rulings, only_the_outlet=True) else days

    delay, fresh, remove = limit("delay_days"), limit("fresh_within_days"), limit("remove_after_days")
    if delay and first:
        opens = max(opens, days_after(first, delay))
    if fresh and first and opens > days_after(first, fresh):
        return None
    return _until(opens, article.usable_until, days_after(min(first or opens, opens), remove) if remove else None)


def _until(opens: dt.datetime, *ends: dt.datetime | None) -> tuple[dt.datetime, dt.datetime | None] | None:
    closes = min((end for end in ends if end), default=None)
    return None if closes and closes <= opens else (opens, closes)


def days_after(moment: dt.datetime, days: int) -> dt.datetime:
    return min(moment + dt.timedelta(days=days), END_OF_TIME) if days < 365 * 6000 else END_OF_TIME


def shut(article: Article, surface: str, publishers: Iterable[Any], at: dt.datetime, rulings: list[Ruling]) -> str:
    """Why the article may not show there at this moment; "" where it may. ``publishers``: we, then the partner."""
    if article.status != "published" or article.trashed_at:
        return "it is not before readers"
    runs = stretch(article, rulings)
    if runs is None or at < runs[0] or (runs[1] and at >= runs[1]):
        return "its time"
    for whoever in publishers:
        if (whoever.since and at < whoever.since) or (whoever.until and at >= whoever.until):
            return "the contract"
    if article.terms is None:
        return ""
    if surface == "republish":
        return "it is another's work"
    terms = article.terms

    def open_by(clause: str, *values: str, asks: tuple[str, ...] = ("ask",)) -> bool:
        value = getattr(terms, clause)
        left_open = value == "not_stated" or value in asks
        return value in values or (left_open and said_yes(article, clause, rulings, only_the_outlet=value in asks))

    if surface in LEAVES_THE_SITE and not open_by("onward", "yes"):
        return "onward"
    if surface == "newsletter" and not open_by("newsletter", "yes"):
        return "newsletter"
    if terms.robots == "noindex" and surface in ("sitemap", "news_sitemap"):
        return "robots"
    if terms.robots == "googlebot_news_noindex" and surface == "news_sitemap":
        return "robots"
    if terms.canonical == "original" and surface in ("sitemap", "news_sitemap"):
        return "canonical"
    lives_on_it_welcome = terms.ads in ("yes", "not_against_story") or terms.paywall == "yes"
    for whoever in publishers:
        implied = terms.commercial == "not_stated" and lives_on_it_welcome
        if whoever.commercial and not implied and not open_by("commercial", "yes", asks=("fee",)):
            return "commercial"
        if whoever.ads == "beside" and not open_by("ads", "yes", "not_against_story", asks=()):
            return "ads"
        if whoever.ads == "against_story" and not open_by("ads", "yes", asks=()):
            return "ads"
        if whoever.paywall and not open_by("paywall", "yes"):
            return "paywall"
        if whoever.pays and not open_by("resale", "yes"):
            return "resale"
    return ""
