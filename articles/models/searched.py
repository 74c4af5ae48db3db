"""What readers find an article by. Written by ``articles.search.keeping`` alone."""

from __future__ import annotations

from django.db import models

from articles.models.article import Article


class SearchText(models.Model):
    """The index's row of one published article; no row, no finding.

    The words themselves are where each database searches best, in the keeping of migrations 0018, 0028 and
    ``articles.search.engine``: on SQLite in the FTS5 table ``articles_search_words`` under the number ``place``, on
    PostgreSQL in the column ``words`` of this narrow table and its index, which Django does not know.
    """

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="search_text", editable=False
    )
    place = models.BigIntegerField(unique=True)
    """Its place in time: later publication, higher number. See ``articles.search.keeping``."""
    digest = models.CharField(max_length=32)
    shown = models.TextField()

    def __str__(self) -> str:
        return f"{self.article_id} at {self.place}"
