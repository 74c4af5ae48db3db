"""Profiles, institutions and tags live on after publication: when one moves, the articles that link to it follow.

Printed names stay as printed; only where a link leads, and how a tag is called, is taken over. The version of the
article goes up, so that every copy of a page or feed item made from it is known to be old.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, signals
from django.dispatch import receiver
from django.utils import timezone
from taggit.models import Tag

from articles.beside import place
from articles.models import Article
from articles.queries import ArticleQuerySet
from articles.search import keeping
from authors.models import Author, Institution


@receiver(signals.post_save, sender=Author)
def author_moved(instance: Author, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not created and not raw:
        _follow(Article.objects.filter(bylines__author=instance), "credits", "author", place(instance))


@receiver(signals.post_save, sender=Institution)
def institution_moved(instance: Institution, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not created and not raw:
        _follow(Article.objects.filter(bylines__institution=instance), "credits", "institution_page", place(instance))


@receiver(signals.post_save, sender=Tag)
def tag_renamed(instance: Tag, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not created and not raw:
        now = {"name": instance.name, "id": instance.pk, "slug": instance.slug}
        _rewrite(Article.objects.filter(tags=instance), "tags", lambda row: now if row["id"] == instance.pk else row)


@receiver(signals.pre_delete, sender=Tag)
def tag_deleted(instance: Tag, **kwargs: Any) -> None:
    _rewrite(Article.objects.filter(tags=instance), "tags", lambda row: None if row["id"] == instance.pk else row)


def _follow(articles: ArticleQuerySet, group: str, name: str, now: dict[str, Any] | None) -> None:
    if now is not None:
        lead_elsewhere(articles, group, name, now["id"], now)


def lead_elsewhere(articles: ArticleQuerySet, group: str, name: str, pk: int, now: dict[str, Any] | None) -> None:
    """Beside each of these articles, let the links of this name to the row with this key lead there."""

    def moved(row: dict[str, Any]) -> dict[str, Any]:
        there = row.get(name)
        return row | {name: now} if there and there["id"] == pk else row

    _rewrite(articles, group, moved)


def _rewrite(articles: ArticleQuerySet, group: str, change: Any) -> None:
    """Change the rows of one group beside each article where that makes a difference."""
    for pk in articles.order_by("pk").values_list("pk", flat=True).distinct():
        while True:
            version, stored = Article.objects.values_list("version", "beside").get(pk=pk)
            rows = list(_changed(stored.get(group, ()), change))
            if rows == stored.get(group, []):
                break
            # Somebody who saves at the same moment has the newer version: look again.
            with transaction.atomic():
                written = Article.objects.filter(pk=pk, version=version).update(
                    beside=stored | {group: rows}, version=F("version") + 1, modified_at=timezone.now()
                )
                if written:
                    keeping.follow(Article.objects.get(pk=pk))
                    break


def _changed(rows: Iterable[dict[str, Any]], change: Any) -> Iterator[dict[str, Any]]:
    return (new for row in rows if (new := change(row)) is not None)
