"""The index in an FTS5 table with content of its own, numbered by place.

FTS5 walks what answers from the last number to the first, so the newest are found without sorting. Its tokeniser
``ascii`` takes every character beyond ASCII for a letter and splits at spaces, as ``articles.search.words`` made them.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections

from articles.models import SearchText
from articles.search.expression import Asked, Condition, Expression, Run, Stretch
from articles.search.texts import BREAK, Texts

# How much headline, standfirst, names and body count, and the keys of section and outlet, which do not.
_WEIGHTS = "10.0, 4.0, 4.0, 1.0, 0.0"
# The best is the lowest, and where a word is in most texts, all are near nothing.
_SCALE = "-1e9"


def store(article_id: int, place: int, digest: str, texts: Texts) -> None:
    values = {"place": place, "digest": digest, "shown": texts.shown}
    SearchText.objects.update_or_create(article_id=article_id, defaults=values)
    joined = [f" {BREAK} ".join(" ".join(each) for each in group) for group in texts.groups]
    with connections[SearchText.objects.db].cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO articles_search_words (rowid, headline, standfirst, names, body, places)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [place, *joined, " ".join(texts.places)],
        )


def newest(wanted: Expression, open_to: Condition, stretch: Stretch, limit: int, oldest: bool = False) -> Asked:
    order = "ASC" if oldest else "DESC"
    rows, words, asked = "articles_searchtext t", "", []
    place = "t.place"
    if wanted:
        # CROSS JOIN: FTS5 leads, and its order is kept.
        rows = "articles_search_words w CROSS JOIN articles_searchtext t ON t.place = w.rowid"
        words, asked = "w.articles_search_words MATCH %s AND ", [match(wanted)]
        place = "w.rowid"
    sql = (
        f"SELECT t.article_id, t.place FROM {rows} WHERE {words}{place} >= %s AND {place} < %s"  # noqa: S608
        f" AND EXISTS ({open_to.sql}) ORDER BY {place} {order} LIMIT %s"
    )
    return sql, [*asked, *stretch, *open_to.params, limit]


def relevant(wanted: Expression, open_to: Condition, stretch: Stretch, limit: int, ranked: int) -> Asked:
    hits, asked = newest(wanted, open_to, stretch, limit)
    rank = f"CAST({_SCALE} * bm25(articles_search_words, {_WEIGHTS}) AS INTEGER)"
    sql = (
        f"WITH hits AS ({hits}), top AS (SELECT article_id, place FROM hits ORDER BY place DESC LIMIT %s)"  # noqa: S608
        f" SELECT top.article_id, top.place, {rank} AS rank, (SELECT count(*) FROM hits)"
        " FROM articles_search_words w CROSS JOIN top ON top.place = w.rowid"
        " WHERE w.articles_search_words MATCH %s AND w.rowid >= (SELECT min(place) FROM top)"
        " AND w.rowid <= (SELECT max(place) FROM top) ORDER BY rank DESC, top.place DESC"
    )
    return sql, [*asked, ranked, match(wanted)]


def match(wanted: Expression) -> str:
    """In FTS5's language. Every word is quoted, and none holds a quotation mark."""
    needed = [_any(group) for group in wanted.groups] + [f'"{key}"' for key in wanted.within]
    asked = " AND ".join(needed)
    return f"({asked}) NOT {_any(wanted.without)}" if wanted.without else asked


def _any(runs: Iterable[Run]) -> str:
    return "(" + " OR ".join(f'"{" ".join(run.words)}"' + (" *" if run.begins else "") for run in runs) + ")"
