"""What may still be said of a text that has left our site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.rights import linkback

if TYPE_CHECKING:
    from articles.models import Article


def to_be_read_at(article: Article) -> str:
    """The original's address, for readers who come to one whose time with us has passed; "" where they get none.

    Not of a text that was withdrawn, by us or by its outlet: whoever takes a text down does not send readers to it.
    """
    if article.status != "published" or not article.is_licensed or not linkback.knows_the_article(article):
        return ""
    return article.source_url
