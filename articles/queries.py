"""Which articles? Every view, feed, list and command asks here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext as _


class ArticleQuerySet(models.QuerySet):
    def visible_on(self, surface: str, partner: Any = None, at: dt.datetime | None = None) -> ArticleQuerySet:
        """The articles that ``articles.rights.may`` allows on this surface at this moment (now, unless told)."""
        from articles.rights import gate  # the gate names the models that this manager belongs to

        return self.filter(gate.visible_q(surface, partner=partner, at=at))

    def known_to_readers(self) -> ArticleQuerySet:
        """Those that readers could open at some time, so that they may know of them: also what is withdrawn by now."""
        from articles.rights import afterwards

        return self.filter(afterwards.known_q(), section__isnull=False)

    def for_presentation(self) -> ArticleQuerySet:
        """With everything that ``articles.presentation.present`` needs: two queries, however many articles."""
        from articles.models import ArticlePicture

        pictures = models.Prefetch("article_pictures", ArticlePicture.objects.showable(), to_attr="shown_pictures")
        return self.select_related("section", "outlet", "terms").prefetch_related(pictures)

    def in_section(self, section: Any) -> ArticleQuerySet:
        return self.filter(section=section)

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_at", "-id")

    def licensed(self) -> ArticleQuerySet:
        return self.filter(outlet__isnull=False)

    def own(self) -> ArticleQuerySet:
        return self.filter(outlet__isnull=True)

    def in_trash(self) -> ArticleQuerySet:
        return self.filter(trashed_at__isnull=False)

    def delete(self) -> Any:
        """Articles are never deleted; they are withdrawn and put in the trash."""
        held: Any = self
        told = _("Articles are never deleted. Withdraw them, or put them in the trash.")
        raise models.ProtectedError(told, set(held))


class ArticlePictureQuerySet(models.QuerySet):
    def showable(self) -> ArticlePictureQuerySet:
        """The uses of pictures that may stand on our pages, in order, each with its picture."""
        from pictures.models import Picture

        return self.filter(picture__in=Picture.objects.showable()).select_related("picture").order_by("position", "id")


def there_is(rows: models.QuerySet) -> Q:
    """The condition that these rows, which name the outer question's, hold one; asked for each outer row by itself.

    In the order that they have: where an index has it, the first line answers. Of EXISTS PostgreSQL may make a join,
    and collect what exists for every row before it looks at one: for an institution with a hundred thousand articles
    that takes seconds.
    """
    return Q(IsNull(models.Subquery(rows.values("pk")[:1]), False))


def in_lots(rows: models.QuerySet, size: int = 200) -> Iterator[list[int]]:
    """The keys of many rows in their order, some at a time.

    Each lot is asked for by itself: nothing is held open meanwhile, so others can write, and what they wrote is seen.
    """
    last = 0
    while lot := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]):
        yield lot
        last = lot[-1]
