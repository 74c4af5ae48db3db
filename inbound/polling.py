"""Feeds are asked when their time has come: politely, many at once, each by one poller at a time.

A pass leases the feeds that are due, asks and reads them in threads (no thread touches the database), and stores what
each brought as it comes in, so that a source that hangs holds up nobody. Whatever happens, a feed's next moment is set.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import datetime as dt
import hashlib
import logging
import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inbound import arriving, health, websub
from inbound.fetch import Failed, Fetched, Refused, fetch
from inbound.formats import regular
from inbound.formats.arrival import Hints, Unreadable
from inbound.hints import hints_for
from inbound.models import Delivery, Feed, FeedState, Run
from work import beats
from work.models import Beat

if TYPE_CHECKING:
    from inbound.formats import Reading

log = logging.getLogger(__name__)

AT_ONCE = 24
"""Feeds asked at the same moment; most of the time each waits for its server."""
LEASE = dt.timedelta(minutes=10)
"""Longer than any feed takes. A poller that was killed loses its feeds after it, a worker that was killed at once."""
LONGEST_WAIT = dt.timedelta(days=1)
_JITTER = 0.1


@dataclasses.dataclass(frozen=True)
class _Asked:
    """What a thread brings back; exactly one of ``reading`` and ``problem`` is set, or none where nothing changed."""

    fetched: Fetched | None = None
    reading: Reading | None = None
    digest: str = ""
    problem: str = ""
    status: int | None = None
    retry_after: int | None = None


def watch(feed: Feed) -> FeedState:
    """The feed's state, made where it has none yet: such a feed is due at once."""
    return FeedState.objects.get_or_create(feed=feed, defaults={"next_at": timezone.now()})[0]


def poll_due(*, at_once: int = AT_ONCE, most: int | None = None) -> list[Run]:
    """One pass over every feed that is due: the run of each. Several passes at the same time share the feeds."""
    for feed in Feed.objects.filter(state__isnull=True, active=True):
        watch(feed)
    runs: list[Run] = []
    due = _due(most)
    with concurrent.futures.ThreadPoolExecutor(at_once, "poll") as pool:
        waiting: dict[concurrent.futures.Future[_Asked], Run] = {}
        hints: dict[int, Hints] = {}
        exhausted = False
        while waiting or not exhausted:
            while not exhausted and len(waiting) < at_once:
                leased = next(due, None)
                if leased is None:
                    exhausted = True
                    break
                run = Run.objects.create(feed=leased)
                waiting[pool.submit(_ask, *_question(leased, hints))] = run
            done, _rest = concurrent.futures.wait(waiting, return_when=concurrent.futures.FIRST_COMPLETED)
            for future in done:
                runs.append(_finish(waiting.pop(future), future))
    return runs


def poll(feed: Feed) -> Run | None:
    """Ask this one feed now, whether it is due or not; None while another poller has it."""
    watch(feed)
    if not _lease(feed.pk, even_early=True):
        return None
    feed = _with_state(feed.pk)
    run = Run.objects.create(feed=feed)
    future: concurrent.futures.Future[_Asked] = concurrent.futures.Future()
    future.set_result(_ask(*_question(feed, {})))
    return _finish(run, future)


def _with_state(pk: int) -> Feed:
    return Feed.objects.select_related("outlet", "state", "section").get(pk=pk)


def _due(most: int | None) -> Iterator[Feed]:
    """Due feeds, leased one by one as they are asked for. Those that failed before wait for those that did not."""
    keys = Feed.objects.due(timezone.now()).order_by("state__failures", "state__next_at", "id").values_list("pk")
    taken = 0
    for (pk,) in list(keys):
        if most is not None and taken >= most:
            return
        if _lease(pk):
            taken += 1
            yield _with_state(pk)


def _lease(feed: int, *, even_early: bool = False) -> bool:
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    rows = FeedState.objects.filter(free, feed=feed)
    if not even_early:
        rows = rows.filter(next_at__lte=now)
    return bool(rows.update(leased_until=now + LEASE, lease=beats.mine()))


def _question(feed: Feed, hints: dict[int, Hints]) -> tuple[str, str, str, str, str, Hints]:
    """What ``_ask`` is called with. ``hints`` keeps what is known of an outlet for its other feeds of the same pass."""
    state = feed.state
    if feed.outlet_id not in hints:
        hints[feed.outlet_id] = hints_for(feed.outlet)
    return (
        feed.address,
        feed.format,
        state.etag,
        state.last_modified,
        state.digest,
        dataclasses.replace(hints[feed.outlet_id], source=feed.address),
    )


def _ask(address: str, format: str, etag: str, last_modified: str, digest: str, hints: Hints) -> _Asked:
    """In a thread: no query here. Never raises."""
    try:
        fetched = fetch(address, etag=etag, last_modified=last_modified)
        if fetched.status == 304:
            return _Asked(fetched, status=304)
        now = hashlib.sha256(fetched.body).hexdigest()
        if now == digest:
            return _Asked(fetched, digest=now, status=fetched.status)
        return _Asked(fetched, regular.read(fetched.body, hints, format), now, status=fetched.status)
    except Refused as error:
        return _Asked(problem=str(error))
    except Failed as error:
        return _Asked(problem=str(error), status=error.status, retry_after=error.retry_after)
    except Unreadable as error:
        return _Asked(fetched, problem=str(error), status=fetched.status)
    except Exception:
        log.exception("asking %s", address)
        return _Asked(problem=_("It could not be read; the log says why."))


def _finish(run: Run, future: concurrent.futures.Future[_Asked]) -> Run:
    """Store what came, and set the feed's next moment whatever came of that."""
    feed = _with_state(run.feed_id)
    asked = future.result()
    try:
        _store(run, feed, asked)
    except Exception:
        log.exception("storing what feed %s brought", feed.pk)
        asked = dataclasses.replace(asked, reading=None, problem=_("It could not be stored; the log says why."))
        run.outcome, run.problem = Run.Outcome.FAILED, asked.problem
    run.ended_at = timezone.now()
    run.save()
    _settle(feed, run, asked)
    return run


def _store(run: Run, feed: Feed, asked: _Asked) -> None:
    run.status = asked.status
    if asked.problem:
        run.outcome, run.problem = Run.Outcome.FAILED, asked.problem[:500]
        return
    if asked.reading is None or asked.fetched is None:
        run.outcome = Run.Outcome.UNCHANGED
        return
    # A poller that was killed while it stored this very answer has kept it already.
    last = feed.deliveries.filter(way=Delivery.Way.POLLED).defer("packed").first()
    run.delivery = (
        last
        if last is not None and last.sha256 == asked.digest
        else Delivery.keep(
            asked.fetched.body,
            outlet=feed.outlet,
            feed=feed,
            way=Delivery.Way.POLLED,
            address=asked.fetched.url[:2000],
            content_type=asked.fetched.content_type[:200],
        )
    )
    counted(run, arriving.take_in(asked.reading, delivery=run.delivery, outlet=feed.outlet, feed=feed))
    websub.notice(feed, asked.fetched)


def counted(run: Run, counts: arriving.Counts) -> None:
    """Put the counts of a delivery into its run, unsaved."""
    run.outcome = Run.Outcome.READ
    for name, value in dataclasses.asdict(counts).items():
        setattr(run, name, value)
    run.errors = run.errors[:200]


def _settle(feed: Feed, run: Run, asked: _Asked) -> None:
    """Give the feed back: when it is asked next, and how it stands."""
    now = timezone.now()
    failed = run.outcome == Run.Outcome.FAILED
    state = feed.state
    failures = state.failures + 1 if failed else 0
    values = {
        "leased_until": None,
        "lease": "",
        "tried_at": now,
        "failures": failures,
        "problem": run.problem if failed else "",
        "next_at": now + wait(feed.every_minutes, failures, asked.retry_after),
    }
    if not failed:
        values["good_at"] = now
        # An answer of which something could not be stored is read again, though it be the same.
        is_stored = not getattr(run, "unstored", 0)
        if asked.digest and is_stored:
            values["digest"] = asked.digest
        if asked.fetched is not None and asked.fetched.status != 304 and is_stored:
            # What a delivery brought is in the inbox: only now may the source answer that nothing changed.
            values["etag"] = asked.fetched.headers.get("etag", "")[:500]
            values["last_modified"] = asked.fetched.headers.get("last-modified", "")[:200]
        if run.new or run.elsewhere:
            values["news_at"] = now
    for name, value in values.items():
        setattr(state, name, value)
    feed.state = state
    FeedState.objects.filter(feed=feed).update(**values, alarms=health.alarms(feed))


def wait(every_minutes: int, failures: int, retry_after: int | None = None) -> dt.timedelta:
    """How long until it is asked again: twice as long after each failure in a row, at most a day, as long as the
    source asks for, and a little more or less, so that not all are asked at the same moment."""
    usual = dt.timedelta(minutes=every_minutes)
    pause = min(usual * 2 ** min(failures, 12), max(LONGEST_WAIT, usual)) if failures else usual
    pause *= 1 + random.uniform(-_JITTER, _JITTER)  # noqa: S311 no secret
    return max(pause, dt.timedelta(seconds=retry_after or 0))


def give_back_abandoned() -> int:
    """Feeds that a worker held when it was killed are due again, and runs of pollers that are no more are closed as
    failed, so that nobody takes them for running."""
    now = timezone.now()
    held = FeedState.objects.filter(leased_until__gt=now).exclude(lease="")
    held.exclude(lease__in=Beat.objects.values("worker")).update(leased_until=None, lease="")
    asked = Feed.objects.filter(state__leased_until__gt=now)
    old = Run.objects.filter(outcome=Run.Outcome.RUNNING).exclude(feed__in=asked)
    old = old.exclude(delivery__way=Delivery.Way.PUSHED)  # those only wait to be read
    return old.update(
        outcome=Run.Outcome.FAILED, ended_at=timezone.now(), problem=_("The poller was stopped; it is asked again.")
    )
