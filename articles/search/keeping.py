"""The index follows what readers see, in the transaction of the change itself.

Everything that readers see of an article passes through its row: the verbs derive it and save, and the names beside it
are written there (``articles.beside``). So the index listens to the saving of articles; ``articles.living``, which
alone writes beside them otherwise, calls ``follow``. Sections and outlets are indexed by their keys, and named when a
question is asked.

What is indexed is published and not in the trash. Whether it shows is asked of the gate with every question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import signals
from django.dispatch import receiver

from articles.models import Article, SearchText
from articles.queries import ArticleQuerySet, in_lots
from articles.search import texts
from articles.search.engine import engine
from authors.models import Author, Institution, InstitutionAlias

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND = dt.timedelta(milliseconds=1)
_SHARED = 18  # bits of a place, for articles of one millisecond
_FARTHEST = 1 << (62 - _SHARED)
INDEXED = frozenset(
    {
        "title",
        "kicker",
        "standfirst",
        "body_html",
        "beside",
        "section",
        "outlet",
        "status",
        "trashed_at",
        "published_at",
    }
)
"""The columns of an article on which its row in the index depends."""


def place_of(moment: dt.datetime) -> int:
    """The first place of this moment. The index is read by place, so the newest come first without sorting."""
    return max(-_FARTHEST, min((moment - _EPOCH) // _MILLISECOND, _FARTHEST)) << _SHARED


def follow(article: Article, anew: bool = False) -> bool:
    """Bring the article's row in the index up to date; whether there was anything to do. ``anew`` writes it anyway."""
    stands = SearchText.objects.filter(pk=article.pk)
    if article.status != Article.Status.PUBLISHED or article.trashed_at or article.published_at is None:
        return bool(stands.delete()[0])
    found = texts.of(article)
    digest, first = found.digest(), place_of(article.published_at)
    row = stands.only("digest", "place").first()
    if row and not anew and row.digest == digest and row.place >> _SHARED == first >> _SHARED:
        return False
    with transaction.atomic(using=stands.db, savepoint=False):
        place = row.place if row and row.place >> _SHARED == first >> _SHARED else _free(first, article.pk)
        engine().store(article.pk, place, digest, found)
    return True


def _free(first: int, pk: int) -> int:
    """A place of this moment that nobody has: archives publish many articles at one midnight."""
    place = first | pk & ((1 << _SHARED) - 1)
    while SearchText.objects.filter(place=place).exists():
        place += 1
    return place


def follow_all(articles: ArticleQuerySet) -> None:
    for lot in in_lots(articles):
        for article in Article.objects.filter(pk__in=lot).order_by("pk"):
            follow(article)


@receiver(signals.post_save, sender=Article)
def article_saved(instance: Article, raw: bool, update_fields: Iterable[str] | None, **kwargs: Any) -> None:
    if not raw and (update_fields is None or not INDEXED.isdisjoint(update_fields)):
        follow(instance)


@receiver(signals.pre_save, sender=Author)
@receiver(signals.pre_save, sender=Institution)
def about_to_be_renamed(sender: Any, instance: Any, raw: bool, **kwargs: Any) -> None:
    stood = sender._base_manager.filter(pk=instance.pk).exclude(name=instance.name)
    instance.is_renamed = not raw and not instance._state.adding and stood.exists()


@receiver(signals.post_save, sender=Author)
def author_renamed(instance: Author, **kwargs: Any) -> None:
    if instance.__dict__.pop("is_renamed", False):
        follow_all(Article.objects.filter(search_text__isnull=False, bylines__author=instance).distinct())


@receiver(signals.post_save, sender=Institution)
def institution_renamed(instance: Institution, **kwargs: Any) -> None:
    if instance.__dict__.pop("is_renamed", False):
        follow_all(Article.objects.filter(search_text__isnull=False, bylines__institution=instance).distinct())


@receiver(signals.post_save, sender=InstitutionAlias)
@receiver(signals.post_delete, sender=InstitutionAlias)
def institution_is_printed_otherwise(instance: InstitutionAlias, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        named = Article.objects.filter(search_text__isnull=False, bylines__institution=instance.institution_id)
        follow_all(named.distinct())
