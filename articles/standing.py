"""What is stored of how articles stand, kept in step when the rights desk decides: their window, and their light."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from articles.models import Article
from articles.queries import in_lots
from articles.rights import rulings
from articles.rights.case import Case
from articles.rights.clauses import CLAUSES, knowing
from articles.rights.finding import Light
from articles.rights.panel import light
from articles.rights.window import window

if TYPE_CHECKING:
    from articles.models import Ruling


def follow(ruling: Ruling) -> None:
    """Take over what was ruled for an article, or for all of an outlet's; call it in the ruling's transaction.

    Where readers see an article sooner or later than before, its version goes up, so that copies are known to be old; a
    light alone disturbs nobody who has the article open.
    """
    if ruling.article is not None:
        _follow(ruling.article.pk)
        ruling.article.refresh_from_db(fields=["rights_light", "opens_at", "closes_at", "version"])
        return
    for pk in (
        Article.objects.filter(outlet=ruling.outlet_id).order_by("pk").values_list("pk", flat=True).iterator(2000)
    ):
        if _bears_on(ruling, pk):
            _follow(pk)


def _bears_on(ruling: Ruling, pk: int) -> bool:
    """Whether the ruling can make a difference: looking at one clause is cheap, and an outlet has many articles."""
    row = Article.objects.for_presentation().select_related("original").get(pk=pk)
    if ruling.clause in rulings.LIFTABLE or (ruling.allowed and row.rights_light != Light.GREEN):
        return True
    clause = knowing(ruling.clause) or CLAUSES[0]
    return row.terms is not None and any(clause.check(Case(row, row.terms, timezone.now())))


def _follow(pk: int) -> None:
    while True:
        row = Article.objects.for_presentation().select_related("original").get(pk=pk)
        opens, closes = window(row)
        now = {"rights_light": light(row), "opens_at": opens, "closes_at": closes}
        if all(getattr(row, name) == value for name, value in now.items()):
            return
        held = Article.objects.filter(pk=pk, version=row.version)
        if (opens, closes) == (row.opens_at, row.closes_at):
            done = held.update(rights_light=now["rights_light"])
        else:
            done = held.update(**now, version=F("version") + 1, modified_at=timezone.now())
        if done:  # else somebody saved at the same moment: look again
            return


def refresh() -> Iterator[bool]:
    """For each licensed article whether its stored light was out of date; it is up to date then.

    Time changes how an article stands without anybody acting: a text is no longer fresh, terms were not read for a
    year. Nobody who has the article open is disturbed, and no copy of it grows old.
    """
    for lot in in_lots(Article.objects.licensed()):
        for pk in lot:
            yield _relit(pk)


def _relit(pk: int) -> bool:
    try:
        row = Article.objects.for_presentation().select_related("original").get(pk=pk)
        now = light(row)
    except (DatabaseError, TypeError, ValueError, LookupError, AttributeError):
        return False  # a row that cannot be read: check_rights and verify_originals tell of it
    # Where somebody saved meanwhile, the save has set the light.
    return now != row.rights_light and bool(Article.objects.filter(pk=pk, version=row.version).update(rights_light=now))
