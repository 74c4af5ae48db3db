"""What an editor may fill in by hand of what should have come with a licensed text and did not.

What arrived is never typed over. What did not arrive can be looked up on the outlet's page and entered, until readers
have seen the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article

PERMISSION = "articles.change_amendment"
"""Held by editors and publishers, not by writers."""

# Our column, and the key under which it arrived (``inbound.formats.arrival.to_json``).
_ARRIVES_AS = {"source_url": "canonical_url", "source_published_at": "published", "disclosure_html": "disclosure"}


def fillable(article: Article, user: User) -> tuple[str, ...]:
    """The columns of this article that this user may fill in now; what nobody brings along counts where it is empty."""
    if not article.is_licensed or article.status in ("published", "withdrawn") or article.trashed_at:
        return ()
    if not user.has_perm(PERMISSION):
        return ()
    known = arrived(article)
    missing = [column for column, key in _ARRIVES_AS.items() if not (known.get(key) and getattr(article, column))]
    return (*missing, *(() if article.picked_because.strip() else ("picked_because",)))


def arrived(article: Article) -> dict[str, Any]:
    """The fields that came with the text; empty where none did."""
    fields = article.original.fields if article.original else {}
    return fields if isinstance(fields, dict) else {}
