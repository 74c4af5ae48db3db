"""Builders for editions and subscribers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from newsletters import sending
from newsletters.models import Edition, Item, Subscriber
from tests.builders import make_licensed_article, make_outlet, make_own_article, make_terms, publish_now
from work import jobs
from work.models import Job


def make_subscribers(number: int, start: int = 1) -> list[Subscriber]:
    early = timezone.now() - dt.timedelta(days=1)
    return Subscriber.objects.bulk_create(
        Subscriber(address=f"r{n}@example.org", key=f"r{n}@example.org", state="confirmed", confirmed_at=early)
        for n in range(start, start + number)
    )


def make_mailable(title: str = "Why ferries lean", *, standfirst: str = "", **clauses: Any) -> Any:
    """A licensed story that its terms let us mail."""
    terms = make_terms(make_outlet(), **{"newsletter": "yes", **clauses})
    return publish_now(make_licensed_article(title, outlet=terms.outlet, terms=terms, standfirst=standfirst))


def make_edition(*articles: Any, **fields: Any) -> Edition:
    edition = Edition.objects.create(**{"subject": "The week in the harbour", **fields})
    for position, article in enumerate(articles or (publish_now(make_own_article()),), 1):
        Item.objects.create(edition=edition, article=article, position=position)
    return edition


def begun(edition: Edition) -> Edition:
    """As the verb leaves it, with a job that waits."""
    job = jobs.new(sending.KIND, "Newsletter", edition=edition.pk)
    Edition.objects.filter(pk=edition.pk).update(state="sending", began_at=timezone.now(), job=job)
    edition.refresh_from_db()
    return edition


def run(edition: Edition) -> Job:
    """Do the job here, as a worker would; what it raises is in its row."""
    job = edition.job
    job.refresh_from_db()
    if job.has_ended:
        Job.objects.filter(pk=job.pk).update(state="waiting", task_id="")
        job.refresh_from_db()
    try:
        with jobs.run(job) as running:
            sending.send_edition(running, edition=edition.pk)
    except (jobs.Refused, jobs.Lost):
        pass
    edition.refresh_from_db()
    job.refresh_from_db()
    return job
