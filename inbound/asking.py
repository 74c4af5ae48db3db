"""We ask the source of what readers see whether it is still there, and whether it was changed since it came.

Politely: one page of a host at a time with a pause between two, what was not changed is not sent again, daily for what
is new and weekly for what is older, each at a moment of its own. Nothing is taken down by what is learned here; the
desk is told. 404 or 410 counts when it comes twice, hours apart; a server that fails, forbids or is not reached says
nothing.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import datetime as dt
import logging
import queue
import random
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import auditing, carrying
from articles.models import Article, Original
from articles.rights import Surface
from articles.rights.clause import moment_in_words
from inbound import developments, source_pages
from inbound.fetch import Failed, Fetched, Refused, fetch
from inbound.models import Development, SourceState

if TYPE_CHECKING:
    from articles.queries import ArticleQuerySet

log = logging.getLogger(__name__)

HOSTS_AT_ONCE = 8
PER_HOST = 25
"""Pages of one host in one pass; the others wait for the next."""
PAUSE = 2.0
"""Seconds between two pages of one host."""
LEASE = dt.timedelta(minutes=30)
YOUNG = dt.timedelta(days=30)
DAILY, WEEKLY = dt.timedelta(days=1), dt.timedelta(days=7)
AGAIN = dt.timedelta(hours=6)
"""After an answer 404 or 410."""
APART = dt.timedelta(hours=4)
"""Two such answers count as two only so far from each other."""
_GONE = frozenset({404, 410})
_JITTER = 0.15
# A page that was changed just now, whenever it is asked, only prints the time of the answer.
_JUST_NOW = dt.timedelta(minutes=10)


@dataclasses.dataclass(frozen=True)
class _Question:
    article: int
    address: str
    etag: str
    last_modified: str
    held: str
    """The words of the newest original."""


@dataclasses.dataclass(frozen=True)
class _Answer:
    """What a thread brings back. ``put_off`` is set where it was not asked, because its host wants to be left alone."""

    question: _Question
    fetched: Fetched | None = None
    seen: source_pages.Seen | None = None
    status: int | None = None
    problem: str = ""
    retry_after: int | None = None
    put_off: bool = False


def asked() -> ArticleQuerySet:
    """The articles whose sources are asked: licensed, before readers, with an address of the original."""
    return Article.objects.licensed().visible_on(Surface.PAGE).exclude(source_url="")


def ask_due(*, most: int | None = None) -> int:
    """One pass over every page that is due; how many were asked. Several passes at the same time share them."""
    _watch_new()
    questions = _leased(most)
    waiting: queue.SimpleQueue[_Answer | None] = queue.SimpleQueue()
    number = 0
    with concurrent.futures.ThreadPoolExecutor(HOSTS_AT_ONCE, "source") as pool:
        for of_host in questions:
            pool.submit(_ask_host, of_host, waiting)
        open_hosts = len(questions)
        while open_hosts:
            answer = waiting.get()
            if answer is None:
                open_hosts -= 1
                continue
            number += not answer.put_off
            _finish(answer)
    return number


def ask(article: Article) -> SourceState:
    """Ask for this one now, whether it is due or not."""
    state = watch(article)
    _finish(_ask(_question(state)))
    state.refresh_from_db()
    return state


def watch(article: Article) -> SourceState:
    """What is known of its page; made where nothing is, and due at a moment of its own within a day."""
    first = timezone.now() + DAILY * random.random()  # noqa: S311 no secret
    return SourceState.objects.get_or_create(article=article, defaults={"next_at": first})[0]


def _watch_new() -> None:
    for article in asked().filter(source_state__isnull=True).only("pk")[:5000]:
        watch(article)


def _leased(most: int | None) -> list[list[_Question]]:
    """Pages that are due, leased, by their hosts; the longest waiting first."""
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    shown = asked().values("pk")
    due = SourceState.objects.filter(free, next_at__lte=now, article__in=shown).order_by("next_at", "pk")
    by_host: dict[str, list[_Question]] = {}
    taken = 0
    for state in due.select_related("article")[:5000]:
        host = urlsplit(state.article.source_url).hostname or ""
        if len(by_host.get(host, ())) >= PER_HOST:
            continue
        if most is not None and taken >= most:
            break
        if SourceState.objects.filter(free, pk=state.pk, next_at__lte=now).update(leased_until=now + LEASE):
            by_host.setdefault(host, []).append(_question(state))
            taken += 1
    return list(by_host.values())


def _question(state: SourceState) -> _Question:
    article = state.article
    newest = article.originals.order_by("-number").only("text", "article", "number").first()
    held = newest.text if newest else ""
    # A look at an address that led elsewhere is a look at another page: it is asked for whole.
    known = ("", "") if state.moved_to or state.missing_times else (state.etag, state.last_modified)
    return _Question(article.pk, article.source_url, *known, held)


# --- in a thread: no query here


def _ask_host(questions: list[_Question], done: queue.SimpleQueue[_Answer | None]) -> None:
    """Its pages one after the other; where the host asks for time, the rest is put off."""
    pause: int | None = None
    try:
        for number, question in enumerate(questions):
            if pause is not None:
                done.put(_Answer(question, put_off=True, retry_after=pause))
                continue
            if number:
                time.sleep(PAUSE)
            answer = _ask(question)
            if answer.retry_after or answer.status == 429:
                pause = answer.retry_after or 3600
            done.put(answer)
    finally:
        done.put(None)


def _ask(question: _Question) -> _Answer:
    """Never raises."""
    try:
        fetched = fetch(question.address, etag=question.etag, last_modified=question.last_modified)
        seen = source_pages.look(fetched, question.held) if fetched.status == 200 else None
        return _Answer(question, fetched, seen, fetched.status)
    except Refused as error:
        return _Answer(question, problem=str(error))
    except Failed as error:
        return _Answer(question, problem=str(error), status=error.status, retry_after=error.retry_after)
    except Exception:
        log.exception("asking %s", question.address)
        return _Answer(question, problem=_("It could not be read; the log says why."))


# --- what was learned


def _finish(answer: _Answer) -> None:
    """Keep what was learned, and set the next moment whatever came of that."""
    article = Article.objects.select_related("outlet", "terms", "original", "source_state").get(
        pk=answer.question.article
    )
    state = article.source_state
    try:
        if not answer.put_off:
            with transaction.atomic(), auditing.acting(_("a look at the source's page")):
                _learn(article, state, answer)
    except Exception:
        log.exception("learning of %s", answer.question.address)
        state.problem = _("It could not be stored; the log says why.")
    state.next_at = timezone.now() + _wait(article, state, answer)
    state.leased_until = None
    state.save()


def _wait(article: Article, state: SourceState, answer: _Answer) -> dt.timedelta:
    now = timezone.now()
    usual = DAILY if now - (article.published_at or now) < YOUNG else WEEKLY
    if answer.put_off:
        usual = dt.timedelta()
    elif state.missing_times == 1:
        usual = AGAIN
    elif state.failures:
        usual = min(usual * 2 ** min(state.failures - 1, 5), 2 * WEEKLY)
    usual *= 1 + random.uniform(-_JITTER, _JITTER)  # noqa: S311 no secret
    return max(usual, dt.timedelta(seconds=answer.retry_after or 0))


def _learn(article: Article, state: SourceState, answer: _Answer) -> None:
    state.tried_at, state.status, state.problem = timezone.now(), answer.status, answer.problem[:500]
    if answer.fetched is None:
        if answer.status in _GONE:
            _missing(article, state, answer.status or 404)
        else:
            state.failures += 1
        return
    _there_again(article, state)
    if answer.seen is None:  # 304
        return
    to = answer.fetched.url
    if source_pages.is_elsewhere(answer.question.address, to):
        _moved(article, state, to, answer.seen)
    else:
        state.moved_to = ""
        _changed(article, state, answer.seen)
    state.good_at = timezone.now()
    state.etag = answer.fetched.headers.get("etag", "")[:500]
    state.last_modified = answer.fetched.headers.get("last-modified", "")[:200]


def _missing(article: Article, state: SourceState, status: int) -> None:
    now = timezone.now()
    if state.missing_at is not None and now - state.missing_at < APART:
        return
    state.missing_times, state.missing_at, state.failures = state.missing_times + 1, now, 0
    if state.missing_times == 2:
        developments.gone_at_source(article, status=status)


def _there_again(article: Article, state: SourceState) -> None:
    if state.missing_times >= 2:
        for row in Development.objects.open().filter(article=article, kind=Development.Kind.GONE):
            developments.close(row, by=None, outcome=_("Its page answers again."))
    state.missing_times, state.missing_at, state.failures = 0, None, 0


def _moved(article: Article, state: SourceState, to: str, seen: source_pages.Seen) -> None:
    """Told once for each place to which it leads."""
    if state.moved_to == to[:2000]:
        return
    state.moved_to = to[:2000]
    is_home = source_pages.is_home(to)
    developments.moved_at_source(article, to=to, is_home=is_home, has_text=not is_home and seen.has_text)


def _changed(article: Article, state: SourceState, seen: source_pages.Seen) -> None:
    newest = article.originals.order_by("-number").first()
    if newest is None:
        return
    known = max(filter(None, (newest.received_at, carrying.moment((newest.fields or {}).get("updated")))))
    before = state.lacking if state.good_at and state.good_at >= newest.received_at else None
    said = seen.modified
    is_dated = said is not None and known < said < timezone.now() - _JUST_NOW and said != state.modified_at
    has_less = before is not None and seen.lacking > before
    state.lacking = seen.lacking
    if not (is_dated or has_less):
        return
    state.modified_at = said if is_dated else state.modified_at
    developments.changed_at_source(article, sentence=_sentence(article, newest, said if is_dated else None, seen))


def _sentence(article: Article, newest: Original, said: dt.datetime | None, seen: source_pages.Seen) -> str:
    told = _("Its page at %(outlet)s was changed since we received it (%(received)s).")
    if said is not None:
        told = _("Its page at %(outlet)s says that it was changed on %(said)s; we received it on %(received)s.")
    if seen.lacking:
        more = _("%(lacking)d of %(number)d paragraphs are not there as we hold them.")
    else:
        more = _("Every paragraph that we hold is still there.")
    values: dict[str, object] = {"outlet": article.outlet, "received": moment_in_words(newest.received_at)}
    values |= {"said": moment_in_words(said) if said else "", "lacking": seen.lacking, "number": seen.paragraphs}
    return f"{told % values} {more % values}"
