"""Signing up, confirming, leaving: what becomes of an address, and which mail it brings.

The page writes a row and answers; whether the address is known is looked at later, by the worker. So the answer is the
same for every address, and takes the same time.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import get_connection
from django.core.signing import BadSignature
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from articles import auditing, readers
from newsletters import limits, mails, tokens
from newsletters.addresses import key as key_of
from newsletters.models import SignUp, Subscriber, Suppression

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger("newsletters")
State = Subscriber.State

TRIES = 6
LEFT_KEPT = dt.timedelta(days=30)
SIGN_UP_KEPT = dt.timedelta(days=2)


# --- what readers do ---


def ask(address: str) -> None:
    """Somebody wants the letter for this (normalised) address. The worker answers by mail."""
    with transaction.atomic():
        SignUp.objects.bulk_create([SignUp(address=address, key=key_of(address))], ignore_conflicts=True)
        answer_sign_ups.enqueue()


def confirm(token: str) -> bool:
    """Whether the token's owner is subscribed now; once more changes nothing. False where the link is not good."""
    try:
        handle, ticket = tokens.confirming(token)
    except BadSignature:
        return False
    rows = Subscriber.objects.filter(handle=handle)
    waiting = rows.filter(ticket=ticket).exclude(ticket="")
    if waiting.update(state=State.CONFIRMED, confirmed_at=timezone.now(), ended_at=None, ticket="", refused_in_a_row=0):
        return True
    return rows.filter(state=State.CONFIRMED).exists()


def confirming(token: str) -> str:
    """How it stands with a link to confirm: "asked", "already" where its owner is subscribed, or "stale". No change."""
    try:
        handle, ticket = tokens.confirming(token)
    except BadSignature:
        return "stale"
    row = Subscriber.objects.filter(handle=handle).first()
    if row is None:
        return "stale"
    if row.ticket and row.ticket == ticket:
        return "asked"
    return "already" if row.state == State.CONFIRMED else "stale"


def leaving(token: str) -> str:
    """How it stands with a link to leave: "asked", "already" where none is sent any more, or "unknown". No change."""
    try:
        handle = tokens.leaving(token)
    except BadSignature:
        return "unknown"
    return "asked" if Subscriber.objects.filter(handle=handle).exclude(state=State.LEFT).exists() else "already"


def leave(token: str) -> bool:
    """The token's owner gets no letter from now on, however often this is said. False where the link is not ours."""
    try:
        handle = tokens.leaving(token)
    except BadSignature:
        return False
    rows = Subscriber.objects.filter(handle=handle).exclude(state=State.LEFT)
    rows.update(state=State.LEFT, ended_at=timezone.now(), ticket="")
    return True


# --- what the worker answers ---


@task()
def answer_sign_ups() -> None:
    """Answer everybody who signed up and has not been answered"""
    answer_waiting()


def answer_waiting() -> int:
    """Answer each sign-up whose time has come, once; one whose mail does not go out is tried again later."""
    answered = 0
    for pk in list(SignUp.objects.filter(next_try_at__lte=timezone.now()).order_by("pk").values_list("pk", flat=True)):
        answered += _answer(pk)
    return answered


def _answer(pk: int) -> bool:
    now = timezone.now()
    with transaction.atomic():
        row = SignUp.objects.filter(pk=pk, next_try_at__lte=now).first()
        if row is None:
            return False
        wait = dt.timedelta(minutes=5 * 2**row.tries)
        if not SignUp.objects.filter(pk=pk, tries=row.tries).update(tries=row.tries + 1, next_try_at=now + wait):
            return False  # another process answers it
        mail = _mail_for(row)
    if mail is not None:
        try:
            with get_connection() as connection:
                connection.send_messages([mail])
        except Exception as problem:
            # The library's exceptions may quote the address, and addresses are not for the log.
            logger.warning("A mail about signing up did not go out (try %s): %s", row.tries + 1, type(problem).__name__)
            if row.tries + 1 >= TRIES:
                SignUp.objects.filter(pk=pk).delete()
            return False
    SignUp.objects.filter(pk=pk).delete()
    return True


def _mail_for(row: SignUp) -> mails.Ready | None:
    """What this address is written, or None. A retry after a failure is not counted as one more mail."""
    if Suppression.holds(row.key):
        return None
    if row.tries == 0 and not limits.may_be_mailed(row.key):
        return None
    Subscriber.objects.get_or_create(key=row.key, defaults={"address": row.address})
    # Held until the ticket is written: who confirms by an earlier mail at this very moment stays confirmed.
    known = Subscriber.objects.select_for_update().get(key=row.key)
    if known.state == State.CONFIRMED:
        return _written("already", _("You are already subscribed to %(letter)s"), known, as_subscriber=True)
    if known.state == State.LEFT:
        known.state, known.ended_at = State.PENDING, None
    known.ticket = known.ticket or tokens.fresh()
    known.asked_at = timezone.now()
    known.save(update_fields=["state", "ended_at", "ticket", "asked_at"])
    return _written("confirm", _("Please confirm: %(letter)s"), known)


def _written(name: str, subject: str, known: Subscriber, as_subscriber: bool = False) -> mails.Ready:
    base = readers.base()
    path = (
        reverse("newsletters:leave", args=[tokens.to_leave(known.handle)])
        if as_subscriber
        else reverse("newsletters:confirm", args=[tokens.to_confirm(known.handle, known.ticket)])
    )
    context = {
        "name": settings.NEWSLETTER_NAME,
        "newsroom": settings.NEWSROOM_NAME,
        "base": base,
        "link": base + path,
        "days": tokens.CONFIRM_WITHIN.days,
        "imprint": settings.NEWSLETTER_IMPRINT,
        "subject": subject % {"letter": settings.NEWSLETTER_NAME},
    }
    paragraphs = render_to_string(f"newsletters/mail/{name}.txt", context).split("\n\n")
    text = "\n\n".join(mails.wrapped(paragraph) for paragraph in paragraphs if paragraph.strip()) + "\n"
    html = render_to_string(f"newsletters/mail/{name}.html", context)
    return mails.prepare(context["subject"], text, html, base=base).to(known.address)


# --- what the desk does ---


def mark_undeliverable(subscriber: Subscriber, *, by: User | None) -> None:
    """Its mails come back: nothing is sent there until its owner signs up and confirms anew."""
    with transaction.atomic():
        changed = Subscriber.objects.filter(pk=subscriber.pk).exclude(state__in=[State.UNDELIVERABLE, State.LEFT])
        if changed.update(state=State.UNDELIVERABLE, ended_at=timezone.now(), ticket=""):
            auditing.record("subscriber_undeliverable", by=by, about=_("a subscriber"))
    subscriber.refresh_from_db()


def unsubscribe(subscriber: Subscriber, *, by: User | None) -> None:
    """The subscriber asked the newsroom, not the link in the mail."""
    with transaction.atomic():
        changed = Subscriber.objects.filter(pk=subscriber.pk).exclude(state=State.LEFT)
        if changed.update(state=State.LEFT, ended_at=timezone.now(), ticket=""):
            auditing.record("subscriber_unsubscribe", by=by, about=_("a subscriber"))
    subscriber.refresh_from_db()


def erase(key: str, *, by: User | None) -> bool:
    """Forget the address altogether, and never write to it again; a keyed hash is what remains of it.

    Whether anything was known of it. The address need not be a subscriber's: who asks never to be written to is not.
    """
    with transaction.atomic():
        found = Subscriber.objects.filter(key=key).delete()[0] + SignUp.objects.filter(key=key).delete()[0]
        Suppression.objects.bulk_create([Suppression(digest=Suppression.digest_of(key))], ignore_conflicts=True)
        auditing.record("subscriber_erase", by=by, about=_("a subscriber"))
    return bool(found)


def lift(key: str, *, by: User | None) -> bool:
    """Let an address that was erased sign up again, because its owner asked for it. False where none was erased."""
    digests = [Suppression.digest_of(key, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    with transaction.atomic():
        lifted = Suppression.objects.filter(digest__in=digests).delete()[0]
        if lifted:
            auditing.record("subscriber_lift", by=by, about=_("a subscriber"))
    return bool(lifted)


def forget() -> tuple[int, int]:
    """Let go of addresses that nobody confirmed in time, and of those that left a while ago."""
    now = timezone.now()
    SignUp.objects.filter(asked_at__lt=now - SIGN_UP_KEPT).delete()
    # Their deliveries would be asked for one by one: only those that left have any.
    pending = Subscriber.objects.filter(state=State.PENDING, asked_at__lt=now - tokens.CONFIRM_WITHIN).delete()
    left = Subscriber.objects.filter(state=State.LEFT, ended_at__lt=now - LEFT_KEPT).delete()
    kind = Subscriber._meta.label
    return pending[1].get(kind, 0), left[1].get(kind, 0)
