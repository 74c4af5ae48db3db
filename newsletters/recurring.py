"""What the letter needs by itself: answers that did not get out at once, and forgetting in time."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from newsletters import limits, sending, subscribing
from work.schedule import daily, every

DELIVERIES_KEPT = dt.timedelta(days=90)


@every(minutes=1)
def answer_sign_ups() -> str:
    """Answer readers who signed up for the newsletter and could not be written to at once"""
    return _("Answered: %(number)d.") % {"number": subscribing.answer_waiting()}


@daily(at="04:40")
def forget_addresses() -> str:
    """Forget addresses that nobody confirmed in a week, and those that left a month ago"""
    pending, left = subscribing.forget()
    limits.forget()
    sending.forget_deliveries(timezone.now() - DELIVERIES_KEPT)
    return _("Forgotten: not confirmed %(pending)d, unsubscribed %(left)d.") % {"pending": pending, "left": left}
