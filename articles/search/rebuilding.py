"""The whole index anew, while the site runs: article by article, none without an answer meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connections, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Article, SearchText
from articles.queries import ArticleQuerySet
from articles.search import keeping
from work import jobs
from work.models import Job
from work.schedule import daily

KIND = "rebuild_search"
LOT = 50


@jobs.kind(KIND)
def rebuild(job: jobs.Running, *, anew: bool = False, tell: Callable[[int], None] | None = None) -> None:
    """Every article that is published or in the index, from the job's checkpoint on; ``anew`` writes rows anew that
    are up to date.

    Each lot is a transaction that holds its articles, so that nobody's change is overwritten by what was there before.
    """
    job.expect(_concerned().count())
    last, done = int(job.checkpoint or 0), job.row.done
    while True:
        with transaction.atomic():
            lot = list(_concerned().filter(pk__gt=last).order_by("pk").select_for_update(of=("self",))[:LOT])
            if not lot:
                break
            written = sum(keeping.follow(article, anew) for article in lot)
            last = lot[-1].pk
            job.step(checkpoint=last, done=len(lot), written=written)
        done += len(lot)
        if tell:
            tell(done)
    _settle()


def job_for(anew: bool) -> Job:
    """The job of a run that was killed or broken off before its end, else a new one."""
    last = Job.objects.filter(kind=KIND, arguments={"anew": anew}).order_by("-pk").first()
    if last is not None and not last.has_ended:
        return last
    job = jobs.new(KIND, _("Search index"), anew=anew)
    if last is not None and last.state != Job.State.DONE:
        Job.objects.filter(pk=job.pk).update(checkpoint=last.checkpoint, counts=last.counts, done=last.done)
        job.refresh_from_db()
    return job


def _concerned() -> ArticleQuerySet:
    return Article.objects.filter(Q(status=Article.Status.PUBLISHED) | Q(search_text__isnull=False))


def missing() -> ArticleQuerySet:
    """Published articles that have no row."""
    return Article.objects.filter(status=Article.Status.PUBLISHED, trashed_at__isnull=True, search_text__isnull=True)


def _unsure() -> ArticleQuerySet:
    """Published articles whose rows an update marked, because it may have lost words of theirs."""
    return Article.objects.filter(status=Article.Status.PUBLISHED, trashed_at__isnull=True, search_text__digest="")


def _settle() -> None:
    """Tell PostgreSQL's planner what it may expect."""
    connection = connections[SearchText.objects.db]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE articles_searchtext")


@daily(at="03:40")
def fill_search() -> str:
    """Put published articles into the search index that are not in it, as after a first update"""
    number = 0
    for wanting in (missing(), _unsure()):
        while lot := list(wanting.order_by("pk").values_list("pk", flat=True)[:LOT]):
            with transaction.atomic():
                held = Article.objects.filter(pk__in=lot).order_by("pk").select_for_update(of=("self",))
                number += sum(keeping.follow(article) for article in held)
    return _("Put into the search index: %(number)d.") % {"number": number}
