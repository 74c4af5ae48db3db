"""What arrival does by itself: asks feeds and sources, reads pushes, renews subscriptions, looks at our own pages."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from inbound import asking, developments, polling, pushed, watching, websub
from inbound.fetch import Failed
from inbound.models import Run
from work.schedule import daily, every

KEPT_UNCHANGED, KEPT_FAILED = dt.timedelta(days=14), dt.timedelta(days=90)


@every(minutes=1)
def poll_feeds() -> str:
    """Ask the feeds whose time has come"""
    polling.give_back_abandoned()
    runs = polling.poll_due()
    return _("Feeds asked: %(feeds)d; did not answer well: %(failed)d; new items: %(new)d.") % {
        "feeds": len(runs),
        "failed": sum(run.outcome == Run.Outcome.FAILED for run in runs),
        "new": sum(run.new for run in runs),
    }


@every(minutes=1)
def read_pushes() -> str:
    """Read what hubs have pushed"""
    return _("Pushes read: %(number)d.") % {"number": pushed.read_waiting()}


@every(minutes=5)
def renew_subscriptions() -> str:
    """Ask hubs for subscriptions that are new or end soon"""
    return _("Hubs asked: %(number)d.") % {"number": websub.renew()}


@every(minutes=5)
def ask_sources() -> str:
    """Ask at the source of what readers see whether it is still there, and unchanged"""
    return _("Pages asked: %(number)d.") % {"number": asking.ask_due()}


@every(minutes=1)
def keep_takedowns() -> str:
    """Withdraw what its source withdrew, where the hours that the terms give have passed"""
    return _("Withdrawn: %(number)d.") % {"number": developments.keep_takedowns()}


@every(minutes=5)
def look_at_our_pages() -> str:
    """Look at licensed articles as a reader would, after publication and then every day"""
    if not settings.NEWSROOM_URL:
        return _("NEWSROOM_URL is not set, so nobody knows where our own pages are.")
    try:
        looks = watching.look_over()
    except Failed as error:
        return _("Our own site does not answer: %(why)s") % {"why": error}
    amiss = sum(not sighting.good for sighting in looks)
    return _("Articles looked at: %(number)d; something amiss: %(amiss)d.") % {
        "number": len(looks),
        "amiss": amiss,
    }


@daily(at="04:20")
def forget_old_runs() -> str:
    """Forget looks at feeds that brought nothing: after two weeks, and those that failed after three months"""
    now = timezone.now()
    unchanged = Run.objects.filter(outcome=Run.Outcome.UNCHANGED, begun_at__lt=now - KEPT_UNCHANGED)
    failed = Run.objects.filter(outcome=Run.Outcome.FAILED, delivery=None, begun_at__lt=now - KEPT_FAILED)
    return _("Forgotten: %(number)d.") % {"number": unchanged.delete()[0] + failed.delete()[0]}
