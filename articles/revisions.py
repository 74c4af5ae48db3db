"""Snapshots of an article with everything that stands beside its words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from articles.models.revision import Revision

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article

_BESIDE = ("bylines", "related_links", "article_pictures", "amendments")
# What follows from the rest, or is about the article and not of it: a change of it alone is no new content.
_NOT_CONTENT = frozenset(
    {
        *("id", "version", "live_revision", "draft_revision", "created_at", "modified_at", "status"),
        *("content_changed_at", "beside", "rights_light", "comments_closed"),
    }
)


def _row(row: models.Model, without: frozenset[str]) -> dict[str, Any]:
    return {f.name: f.value_from_object(row) for f in row._meta.concrete_fields if f.name not in without}


def snapshot(article: Article) -> dict[str, Any]:
    """The article as JSON can hold it: its own fields, its tags, and each row beside it in order."""
    beside = {name: [_row(row, frozenset({"article"})) for row in getattr(article, name).all()] for name in _BESIDE}
    tags = sorted(article.tags.names())
    return json.loads(
        json.dumps({"article": _row(article, _NOT_CONTENT), "tags": tags, **beside}, cls=DjangoJSONEncoder)
    )


def record(article: Article, *, by: User | None, comment: str = "") -> Revision:
    """Add the article as it now stands as its next revision. A save that changed nothing gets no new one.

    Nor does what readers have already, whatever drafts were kept beside it since.
    """
    last = article.revisions.order_by("-number").first()
    taken = snapshot(article)
    live = article.live_revision if article.status == "published" else None
    if live and live.snapshot == taken:
        return live
    if last and last.snapshot == taken:
        return last
    return Revision.objects.create(
        article=article,
        number=last.number + 1 if last else 1,
        snapshot=taken,
        made_by=by,
        comment=comment[:300],
    )
