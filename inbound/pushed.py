"""What a hub pushed is read like what a feed answered."""

from __future__ import annotations

import logging

from django.utils import timezone
from django.utils.translation import gettext as _

from inbound import arriving, polling
from inbound.formats import regular
from inbound.formats.arrival import Unreadable
from inbound.hints import hints_for
from inbound.models import FeedState, Run

log = logging.getLogger(__name__)


def read(run: Run) -> Run:
    """Put the push into the inbox; nothing happens for one that was read before."""
    if run.outcome != Run.Outcome.RUNNING or run.delivery is None:
        return run
    feed = run.feed
    try:
        reading = regular.read(run.delivery.received, hints_for(feed.outlet, feed.address), feed.format)
        polling.counted(run, arriving.take_in(reading, delivery=run.delivery, outlet=feed.outlet, feed=feed))
        now = timezone.now()
        FeedState.objects.filter(feed=feed).update(good_at=now, **({"news_at": now} if run.new else {}))
    except Unreadable as error:
        run.outcome, run.problem = Run.Outcome.FAILED, str(error)[:500]
    except Exception:
        log.exception("push %s", run.pk)
        run.outcome, run.problem = Run.Outcome.FAILED, _("It could not be stored; the log says why.")
    run.ended_at = timezone.now()
    run.save()
    return run


def read_waiting() -> int:
    """Every push that nobody has read yet, the oldest first."""
    waiting = Run.objects.filter(outcome=Run.Outcome.RUNNING, delivery__way="pushed").order_by("pk")
    return len([read(run) for run in waiting.select_related("feed__outlet", "delivery")])
