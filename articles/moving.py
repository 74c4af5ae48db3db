"""When an article or a list gets another address, the one that readers knew is kept, to lead them on.

Written in the transaction of the change itself, whoever makes it: rows are saved inside one (``VersionedModel.save``).
Tags are the library's and have none of their own. Theirs is written first, so that a save that fails afterwards leaves
behind a place where the tag still stands, which leads nobody anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, signals
from django.dispatch import receiver
from django.utils import timezone
from taggit.models import Tag

from articles.models import Article, FormerAddress, FormerPlace, Section, StandingPage
from authors.models import Author, Institution
from outlets.models import Outlet


@receiver(signals.pre_save, sender=Article)
def article_moves(instance: Article, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    if raw or instance._state.adding:
        return
    if update_fields is not None and not update_fields & {"slug", "section", "section_id"}:
        return
    stood = (
        Article.objects.known_to_readers()
        .filter(pk=instance.pk)
        .exclude(slug=instance.slug, section=instance.section_id)
    )
    _keep(stood.values_list("section__slug", "slug", "pk"))


@receiver(signals.pre_save, sender=Section)
def section_moves(instance: Section, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    if raw or instance._state.adding or (update_fields is not None and "slug" not in update_fields):
        return
    stood = Article.objects.known_to_readers().filter(section=instance.pk).exclude(section__slug=instance.slug)
    _keep(stood.order_by("pk").values_list("section__slug", "slug", "pk"))


@receiver(signals.pre_save, sender=Section)
@receiver(signals.pre_save, sender=Author)
@receiver(signals.pre_save, sender=Institution)
@receiver(signals.pre_save, sender=Outlet)
@receiver(signals.pre_save, sender=Tag)
@receiver(signals.pre_save, sender=StandingPage)
def list_moves(
    sender: type[Model], instance: Any, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """A place that had led elsewhere before now leads to the row that had it last."""
    if raw or instance._state.adding or (update_fields is not None and "slug" not in update_fields):
        return
    left = sender._base_manager.filter(pk=instance.pk).exclude(slug=instance.slug).values_list("slug", flat=True)
    lead_on(FormerPlace.kind_of(sender), left, instance.pk)


def lead_on(kind: str, slugs: Iterable[str], pk: int) -> None:
    """Readers who come to these addresses are led to the row with this key."""
    now = timezone.now()
    FormerPlace.objects.bulk_create(
        [FormerPlace(kind=kind, slug=slug, left_at=now, **{f"{kind}_id": pk}) for slug in slugs],
        update_conflicts=True,
        unique_fields=["kind", "slug"],
        update_fields=[kind, "left_at"],
    )


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
