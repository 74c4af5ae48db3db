"""When an article or its section gets another address, the one that readers knew is kept, to lead them on.

Written in the transaction of the change itself, whoever makes it: rows are saved inside one (``VersionedModel.save``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, signals
from django.dispatch import receiver
from django.utils import timezone

from articles.models import Article, FormerAddress, Section
from articles.queries import ArticleQuerySet


@receiver(signals.pre_save, sender=Article)
def article_moves(instance: Article, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    if raw or instance._state.adding:
        return
    if update_fields is not None and not update_fields & {"slug", "section", "section_id"}:
        return
    stood = _known().filter(pk=instance.pk).exclude(slug=instance.slug, section=instance.section_id)
    _keep(stood.values_list("section__slug", "slug", "pk"))


@receiver(signals.pre_save, sender=Section)
def section_moves(instance: Section, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    if raw or instance._state.adding or (update_fields is not None and "slug" not in update_fields):
        return
    stood = _known().filter(section=instance.pk).exclude(section__slug=instance.slug)
    _keep(stood.order_by("pk").values_list("section__slug", "slug", "pk"))


def _known() -> ArticleQuerySet:
    """The articles whose address readers may have: as they stand in the database, before the change."""
    open_once = Q(status="published") | Q(status="withdrawn")
    return Article.objects.filter(open_once, opens_at__lte=timezone.now(), section__isnull=False)


def _keep(addresses: Iterable[tuple[str, str, int]]) -> None:
    """An address that had led elsewhere before now leads to the article that had it last."""
    now = timezone.now()
    FormerAddress.objects.bulk_create(
        [FormerAddress(section_slug=section, slug=slug, article_id=pk, left_at=now) for section, slug, pk in addresses],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["section_slug", "slug"],
        update_fields=["article", "left_at"],
    )
