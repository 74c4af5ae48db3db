"""What is stored of how articles stand, kept in step when the rights desk decides: their window, and their light."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from articles.models import Article
from articles.rights.panel import light
from articles.rights.window import window

if TYPE_CHECKING:
    from outlets.models import Outlet


def follow(*, article: Article | None = None, outlet: Outlet) -> None:
    """Take over what was decided for the article, or for all of the outlet's; call it in the decision's transaction.

    Where readers see the article sooner or later than before, its version goes up, so that copies are known to be old;
    a light alone disturbs nobody who has the article open.
    """
    if article is not None and article.pk:
        _follow(article.pk)
        article.refresh_from_db(fields=["rights_light", "opens_at", "closes_at", "version"])
        return
    for pk in Article.objects.filter(outlet=outlet).order_by("pk").values_list("pk", flat=True).iterator(2000):
        _follow(pk)


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
