"""Sending an edition: in batches, by the worker, to each subscriber at most once.

A row for each edition and subscriber is written before anything is sent, and says “being handed to the mail server”
before the server hears of the mail. A process that dies between the server's answer and the next row therefore leaves
one mail of which nobody knows whether it went out: it is reported, and not sent again. Everything else goes on where it
was.

Before each batch the gate is asked about every story, and before each mail whether anything moved since
(``letter.Moved``): of what is withdrawn no mail goes out but the one on its way. Where a story may no longer be mailed
(it was withdrawn, its time is over, its terms changed) the sending stops and says so: the subject and the preface may
speak of that story, and only a person can tell. An editor takes it out and a publisher resumes.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import auditing
from articles.rights import parts
from newsletters import letter, post, tokens
from newsletters.mails import Prepared
from newsletters.models import Delivery, Edition, Subscriber
from records.versioned import Stale
from work import jobs
from work.models import Job

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = Delivery.State
KIND = "send_edition"
BATCH = 100
BACKOFF = (1, 2, 5, 10, 20, 40, 60, 60, 60, 60)
"""Seconds to wait for a mail server that is not there, one after the other; then the sending stops."""
AGAIN_AFTER = (60, 300, 900)
"""Seconds to wait before those are tried again whom the server did not take for now."""
REFUSED_IN_A_ROW = 10
"""So many refusals one after the other are the server's opinion of us, not of so many addresses."""
UNDELIVERABLE_AFTER = 3
"""So many editions refused in a row, and an address is not written to any more."""
SAY_EVERY = 1.0
SETTLED = (State.SENT, State.REFUSED, State.SKIPPED, State.IN_DOUBT)


class NotAllowed(Exception):
    """The edition cannot be sent as it stands. The text is a sentence for an editor."""


# --- verbs of the desk ---


def recipients(edition: Edition) -> QuerySet[Subscriber]:
    """Who is to get it: subscribed by the moment the sending began, or now."""
    return Subscriber.objects.filter(
        state=Subscriber.State.CONFIRMED, confirmed_at__lte=edition.began_at or timezone.now()
    )


def in_the_way(edition: Edition) -> list[str]:
    """What must be settled before it is sent, each in a sentence."""
    found = []
    items = letter.asked(edition)
    if not items:
        found.append(_("There is no story in it yet."))
    for each in items:
        if not each.decision:
            sentence = _("“%(story)s” may not be mailed: %(why)s Take it out.")
            found.append(sentence % {"story": each.item.article, "why": each.reasons})
        elif each.item.blurb and not parts.may_bear_our_words(each.item.article):
            sentence = _("“%(story)s” is licensed: its own words are printed, so remove yours.")
            found.append(sentence % {"story": each.item.article})
    if not recipients(edition).exists():
        found.append(_("Nobody is subscribed yet."))
    return found


def send(edition: Edition, *, by: User | None) -> Job:
    """Queue the sending. Raises NotAllowed; Stale where somebody changed or sent the edition meanwhile."""
    if edition.state != Edition.State.DRAFT:
        raise NotAllowed(_("“%(edition)s” is %(state)s already.") % {"edition": edition, "state": edition.standing})
    if found := in_the_way(edition):
        raise NotAllowed(" ".join(found))
    with transaction.atomic():
        rows = Edition.objects.filter(pk=edition.pk, version=edition.version, state=Edition.State.DRAFT)
        if not rows.update(state=Edition.State.SENDING, began_at=timezone.now(), version=F("version") + 1):
            raise Stale(edition)
        auditing.record("edition_send", by=by, about=edition, edition=edition.pk)
        job = _begin(edition, by)
    edition.refresh_from_db()
    return job


def stop(edition: Edition, *, by: User | None) -> None:
    """No further mail goes out, but for one that is on its way. Raises NotAllowed."""
    if edition.state != Edition.State.SENDING or edition.job is None:
        raise NotAllowed(_("“%(edition)s” is not being sent.") % {"edition": edition})
    with transaction.atomic():
        try:
            jobs.cancel(edition.job)
        except jobs.NotNow as problem:
            raise NotAllowed(str(problem)) from problem
        auditing.record("edition_stop", by=by, about=edition, edition=edition.pk)


def resume(edition: Edition, *, by: User | None) -> Job:
    """Go on where the sending stopped; nobody gets it twice. Raises NotAllowed."""
    if not edition.is_stopped:
        raise NotAllowed(_("“%(edition)s” is %(state)s.") % {"edition": edition, "state": edition.standing})
    if found := [sentence for sentence in in_the_way(edition) if sentence != _("Nobody is subscribed yet.")]:
        raise NotAllowed(" ".join(found))
    with transaction.atomic():
        # Whoever has the form open is told that it went on meanwhile.
        rows = Edition.objects.filter(pk=edition.pk, version=edition.version, state=Edition.State.SENDING)
        if not rows.update(version=F("version") + 1):
            raise Stale(edition)
        auditing.record("edition_resume", by=by, about=edition, edition=edition.pk)
        if edition.job is None:
            job = _begin(edition, by)
        else:
            job = edition.job
            try:
                jobs.resume(job)
            except jobs.NotNow as problem:
                raise NotAllowed(str(problem)) from problem
    edition.refresh_from_db()
    return job


def _begin(edition: Edition, by: User | None) -> Job:
    title = _("Newsletter: %(subject)s") % {"subject": edition.subject}
    job = jobs.start(KIND, title, by=by, edition=edition.pk)
    Edition.objects.filter(pk=edition.pk).update(job=job)
    return job


# --- the job ---


@jobs.kind(KIND)
def send_edition(job: jobs.Running, *, edition: int) -> None:
    Sending(job, Edition.objects.get(pk=edition)).run()


class Sending:
    """One run of the job."""

    def __init__(self, job: jobs.Running, edition: Edition) -> None:
        self.job = job
        self.edition = edition
        self.mine = job.row.run
        self.last = int(job.checkpoint or 0)
        self.counts: Counter[str] = Counter()
        self.said_at = time.monotonic()
        self.failures = 0
        self.refusals = 0
        self.moved = letter.Moved(edition)
        self.prepared: Prepared | None = None
        self.prepared_of: Any = None

    @property
    def rows(self) -> QuerySet[Delivery]:
        return Delivery.objects.filter(edition=self.edition)

    def run(self) -> None:
        if self.edition.state == Edition.State.SENT:
            return
        if not settings.NEWSROOM_URL:
            raise jobs.Refused(_("NEWSROOM_URL is not set, so the letter would hold no links that lead here."))
        try:
            self.take_over()
            while batch := self.claimed() or self.claim():
                self.send_batch(batch)
            self.try_again()
        finally:
            self.say(always=True)
        self.finish()

    # Who gets it

    def take_over(self) -> None:
        """What an earlier run left: claimed is sent now, being sent is in doubt."""
        with transaction.atomic():
            self.job.step(done=0)  # raises where this run is not the job's any more
            for pk in self.rows.filter(state=State.SENDING).values_list("subscriber", flat=True):
                self.report(pk, _("The process ended while this mail was on its way. It is not sent again."))
            self.rows.filter(state=State.SENDING).update(state=State.IN_DOUBT, run=self.mine)
            self.rows.filter(state__in=[State.CLAIMED, State.LATER]).update(run=self.mine)
        found = Counter(dict(self.rows.values_list("state").annotate(number=Count("pk"))))
        to_come = self.candidates().exclude(deliveries__edition=self.edition).count()
        self.job.expect(sum(found.values()) + to_come)
        # What was sent and not yet counted when the run before ended.
        told = self.job.row.counts
        self.counts.update({state: found[state] - told.get(state, 0) for state in SETTLED})
        self.say(always=True)

    def candidates(self) -> QuerySet[Subscriber]:
        return recipients(self.edition).filter(pk__gt=self.last)

    def claimed(self) -> list[Delivery]:
        rows = self.rows.filter(state=State.CLAIMED, run=self.mine).select_related("subscriber")
        return list(rows.order_by("pk")[:BATCH])

    def claim(self) -> list[Delivery]:
        """Rows for the next subscribers, before anything is sent to them."""
        with transaction.atomic():
            found = self.candidates().exclude(deliveries__edition=self.edition).order_by("pk")
            keys = list(found.values_list("pk", flat=True)[:BATCH])
            if not keys:
                return []
            Delivery.objects.bulk_create(
                [Delivery(edition=self.edition, subscriber_id=key, run=self.mine) for key in keys]
            )
            self.job.step(checkpoint=keys[-1], done=0)
        self.last = keys[-1]
        return self.claimed()

    # What they get

    def letter(self, *, anew: bool = False) -> Prepared:
        """The letter as the gate lets it stand now; stops the sending where a story has to go. ``anew``: the gate is
        asked although nothing seems to have moved."""
        if self.prepared is not None and not anew and not self.moved.since_asked():
            return self.prepared
        found = self.moved.ask(self.edition)
        if gone := [each for each in found if not each.decision]:
            sentence = _("Stopped: “%(story)s” may not be mailed any more. %(why)s Take it out and resume.")
            raise jobs.Refused(sentence % {"story": gone[0].item.article, "why": gone[0].reasons})
        if not found:
            raise jobs.Refused(_("Stopped: there is no story left in it."))
        stands = [(each.item.article_id, each.item.article.version) for each in found]
        if self.prepared is None or stands != self.prepared_of:
            self.prepared, self.prepared_of = letter.compose(self.edition), stands
            return self.letter()  # while it was made a story may have gone
        return self.prepared

    def send_batch(self, batch: list[Delivery]) -> bool:
        """Send these by one connection; False where it broke on the way, and some are as they were."""
        self.letter(anew=True)
        try:
            with post.Post() as server:
                for row in batch:
                    self.send_one(server, self.letter(), row)
        except post.Lost as problem:
            self.wait_for_server(problem)
            return False
        except post.Closed as problem:
            raise jobs.Refused(_("Stopped: the mail server takes nothing from us: %(said)s") % {"said": problem}) from (
                problem
            )
        return True

    def send_one(self, server: post.Post, prepared: Prepared, row: Delivery) -> None:
        before = row.state
        held = self.rows.filter(pk=row.pk, run=self.mine, state=before)
        living = held.filter(subscriber__state=Subscriber.State.CONFIRMED)
        if row.subscriber is None or not living.update(state=State.SENDING, tries=F("tries") + 1):
            self.pass_over(held)
            return
        try:
            server.send(prepared, row.subscriber.address, tokens.to_leave(row.subscriber.handle))
        except (post.Lost, post.Closed):
            self.rows.filter(pk=row.pk, run=self.mine, state=State.SENDING).update(state=before)
            raise
        except post.Later as problem:
            self.settle(row, State.LATER, str(problem))
        except post.Refused as problem:
            self.refused(row, str(problem))
        except post.InDoubt as problem:
            sentence = _(
                "The connection broke before the mail server said whether it has this mail. It is not sent again."
            )
            self.settle(row, State.IN_DOUBT, str(problem), sentence)
            raise post.Lost(str(problem)) from problem
        else:
            self.failures = self.refusals = 0
            self.settle(row, State.SENT)
            if row.subscriber.refused_in_a_row:
                Subscriber.objects.filter(pk=row.subscriber.pk).update(refused_in_a_row=0)
        self.say()

    def pass_over(self, held: QuerySet[Delivery]) -> None:
        if not held.update(state=State.SKIPPED):
            raise jobs.Lost("Another process sends this edition.")
        self.counts[State.SKIPPED] += 1
        self.say()

    def refused(self, row: Delivery, reply: str) -> None:
        self.settle(row, State.REFUSED, reply, _("The mail server refused it: %(said)s") % {"said": reply})
        people = Subscriber.objects.filter(deliveries=row, state=Subscriber.State.CONFIRMED)
        people.update(refused_in_a_row=F("refused_in_a_row") + 1)
        people.filter(refused_in_a_row__gte=UNDELIVERABLE_AFTER).update(
            state=Subscriber.State.UNDELIVERABLE, ended_at=timezone.now()
        )
        self.refusals += 1
        if self.refusals >= REFUSED_IN_A_ROW:
            self.refusals = 0
            sentence = _(
                "Stopped: the mail server refused %(number)d mails one after the other, the last with: %(said)s"
            )
            raise jobs.Refused(sentence % {"number": REFUSED_IN_A_ROW, "said": reply})

    def settle(self, row: Delivery, state: str, reply: str = "", sentence: str = "") -> None:
        # Also where a run that took this one for dead has put it in doubt: now it is known.
        rows = self.rows.filter(pk=row.pk, state__in=[State.SENDING, State.IN_DOUBT])
        rows.update(state=state, reply=reply)
        if sentence:
            self.report(row.subscriber_id, sentence)
        if state in SETTLED:
            self.counts[state] += 1

    # When the server does not take it

    def try_again(self) -> None:
        """Those whom the server did not take for now; who is not taken in the end is refused."""
        for wait in AGAIN_AFTER:
            if not self.rows.filter(state=State.LATER).exists():
                return
            self.pause(wait)
            last = 0
            while rows := list(self.later().filter(pk__gt=last).order_by("pk")[:BATCH]):
                if self.send_batch(rows):
                    last = rows[-1].pk
        for row in self.later().iterator():
            self.rows.filter(pk=row.pk, run=self.mine, state=State.LATER).update(state=State.REFUSED)
            self.counts[State.REFUSED] += 1
            self.report(row.subscriber_id, _("The mail server did not take it in time: %(said)s") % {"said": row.reply})

    def later(self) -> QuerySet[Delivery]:
        return self.rows.filter(state=State.LATER, run=self.mine).select_related("subscriber")

    def wait_for_server(self, problem: post.Lost) -> None:
        if self.failures >= len(BACKOFF):
            sentence = _("Stopped: the mail server cannot be reached: %(said)s. Resume when it can.")
            raise jobs.Refused(sentence % {"said": str(problem).rstrip(".")}) from problem
        self.failures += 1
        self.pause(BACKOFF[self.failures - 1])

    def pause(self, seconds: float) -> None:
        """Wait, and notice meanwhile that somebody wants to stop."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.say(always=True)
            threading.Event().wait(min(SAY_EVERY, left))
        self.say(always=True)

    # What is told

    def say(self, *, always: bool = False) -> None:
        """Write how far it is. Raises Cancelled, Stopped or Lost, at a moment when no mail is on its way."""
        if not always and time.monotonic() - self.said_at < SAY_EVERY:
            return
        counts, self.counts, self.said_at = self.counts, Counter(), time.monotonic()
        changed = {str(name): number for name, number in counts.items() if number}
        self.job.step(done=sum(changed.values()), **changed)

    def report(self, subscriber: int | None, sentence: str) -> None:
        self.job.error(_("Subscriber %(number)s") % {"number": subscriber or "–"}, sentence)

    def finish(self) -> None:
        with transaction.atomic():
            counts = {str(state): number for state, number in self.rows.values_list("state").annotate(n=Count("pk"))}
            rows = Edition.objects.filter(pk=self.edition.pk, state=Edition.State.SENDING)
            if rows.update(state=Edition.State.SENT, sent_at=timezone.now(), counts=counts, version=F("version") + 1):
                auditing.record("edition_sent", by=None, about=self.edition, edition=self.edition.pk, **counts)


def forget_deliveries(before: Any) -> int:
    """Who got which edition is nobody's business once it can no longer be sent twice; the counts stay."""
    return Delivery.objects.filter(edition__state=Edition.State.SENT, edition__sent_at__lt=before).delete()[0]
