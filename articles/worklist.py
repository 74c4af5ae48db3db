"""What waits for somebody among the articles, counted for the top of the desk's start page."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import standing_texts
from articles.models import Article
from work import beats

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Status = Article.Status


@dataclasses.dataclass(frozen=True)
class Line:
    """What waits, and the list that holds it."""

    sentence: str
    address: str
    is_late: bool = False


def of(user: User) -> list[Line]:
    """What this person may see of it; empty where nothing waits. Five queries at most, however many articles."""
    return [*_behind_the_scenes(user), *_articles(user), *_unwritten(user)]


def scheduled(now: dt.datetime) -> Q:
    """Published, and not open to readers yet."""
    return Q(status=Status.PUBLISHED, opens_at__gt=now)


def opened_today(now: dt.datetime) -> Q:
    """By the newsroom's own clock."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return Q(status=Status.PUBLISHED, opens_at__gte=midnight, opens_at__lte=now)


def _articles(user: User) -> Iterator[Line]:
    if not user.has_perm("articles.view_article"):
        return
    kept, now = Article.objects.filter(trashed_at__isnull=True), timezone.now()
    in_hand = kept.filter(status__in=[Status.IN_REVIEW, Status.READY]).order_by()
    numbers = dict(in_hand.values_list("status").annotate(number=Count("pk")))
    numbers["draft"] = kept.filter(status=Status.PUBLISHED, draft_revision__isnull=False).count()
    moments = kept.filter(scheduled(now) | opened_today(now)).filter(opens_at__gt=now - dt.timedelta(days=2))
    numbers |= moments.aggregate(
        scheduled=Count("pk", filter=scheduled(now)), today=Count("pk", filter=opened_today(now))
    )
    page = reverse("admin:articles_article_changelist")
    for name, query, told in (
        (
            Status.IN_REVIEW,
            "status__exact=in_review",
            ngettext(
                "%(number)d article is in review: its rights wait to be cleared.",
                "%(number)d articles are in review: their rights wait to be cleared.",
                numbers.get(Status.IN_REVIEW, 0),
            ),
        ),
        (
            Status.READY,
            "status__exact=ready",
            ngettext(
                "%(number)d article is ready to be published.",
                "%(number)d articles are ready to be published.",
                numbers.get(Status.READY, 0),
            ),
        ),
        (
            "draft",
            "draft=waits",
            ngettext(
                "%(number)d published article has a draft beside it that waits.",
                "%(number)d published articles have a draft beside them that waits.",
                numbers["draft"],
            ),
        ),
        (
            "scheduled",
            "opens=scheduled",
            ngettext("%(number)d article is scheduled.", "%(number)d articles are scheduled.", numbers["scheduled"]),
        ),
        (
            "today",
            "opens=today",
            ngettext(
                "%(number)d article was published today.",
                "%(number)d articles were published today.",
                numbers["today"],
            ),
        ),
    ):
        if number := numbers.get(name, 0):
            yield Line(told % {"number": number}, f"{page}?{query}")


def _unwritten(user: User) -> Iterator[Line]:
    """The pages of a new newsroom that still say that they are to be written."""
    if not user.has_perm("articles.change_standingpage"):
        return
    titles = [page.title for page in standing_texts.unwritten()]
    if titles:
        told = ngettext(
            "Readers are told on one page that it is still to be written: %(titles)s.",
            "Readers are told on %(number)d pages that they are still to be written: %(titles)s.",
            len(titles),
        )
        named = {"number": len(titles), "titles": ", ".join(titles)}
        yield Line(told % named, reverse("admin:articles_standingpage_changelist"))


def _behind_the_scenes(user: User) -> Iterator[Line]:
    if user.has_perm("work.view_beat") and not beats.somebody_works():
        told = _("No worker is running: mail, feeds and nightly checks wait. Start one: manage.py worker")
        yield Line(told, reverse("admin:work_recurring_changelist"), is_late=True)
