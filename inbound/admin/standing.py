"""What calls for somebody at the desk of what arrives, counted for the top of its pages."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inbound import watching
from inbound.models import Development, FeedState

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclasses.dataclass(frozen=True)
class Call:
    """One line: what it is, how urgent, and the page where it is seen to."""

    sentence: str
    address: str
    is_late: bool = False


def of(user: User, *, with_developments: bool = True) -> list[Call]:
    """What this person may see of it; empty where all is well. Four queries at most."""
    found = []
    if with_developments and user.has_perm("inbound.view_development") and (call := _developments()):
        found.append(call)
    if user.has_perm("inbound.view_sighting") and (number := watching.amiss().count()):
        told = ngettext(
            "%(number)d of our pages is not as we promised its outlet.",
            "%(number)d of our pages are not as we promised their outlets.",
            number,
        )
        address = reverse("admin:inbound_sighting_changelist") + "?now=amiss"
        found.append(Call(told % {"number": number}, address, is_late=True))
    if user.has_perm("inbound.view_feed"):
        number = FeedState.objects.filter(feed__active=True).exclude(alarms=[]).count()
        if number:
            told = ngettext("%(number)d feed has an alarm.", "%(number)d feeds have an alarm.", number)
            found.append(Call(told % {"number": number}, reverse("admin:inbound_feed_changelist") + "?health=alarm"))
    return found


def _developments() -> Call | None:
    due = list(Development.objects.filter(state=Development.State.OPEN).values_list("due_at", flat=True))
    if not due:
        return None
    told = ngettext(
        "%(number)d text that we hold was changed or taken back at its source and waits for somebody.",
        "%(number)d texts that we hold were changed or taken back at their source and wait for somebody.",
        len(due),
    ) % {"number": len(due)}
    address = reverse("admin:inbound_development_changelist")
    first = min((moment for moment in due if moment), default=None)
    if first is None:
        return Call(told, address)
    if first <= timezone.now():
        late = _("The first is %(time)s late.") % {"time": timesince(first, depth=1)}
        return Call(f"{told} {late}", address, True)
    soon = _("The first within %(time)s.") % {"time": timeuntil(first, depth=1)}
    return Call(f"{told} {soon}", address)
