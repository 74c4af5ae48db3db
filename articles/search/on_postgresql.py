"""The index in a tsvector of our own making, in a narrow table: no configuration, dictionary or extension is asked for.

Two things are known of GIN: it holds no positions, so a phrase is found by reading the vector of every row that has its
words; and the planner does not count what that reading costs. So what has a phrase is found first, behind a fence.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections

from articles.models import SearchText
from articles.search.expression import Asked, Condition, Expression, Run, Stretch
from articles.search.texts import Texts

_LAST_POSITION = 16_383
_MOST_POSITIONS = 255
# Of body, names, standfirst and headline.
_WEIGHTS = "{0.1, 0.4, 0.4, 1.0}"


def store(article_id: int, place: int, texts: Texts) -> None:
    with connections[SearchText.objects.db].cursor() as cursor:
        cursor.execute(
            "UPDATE articles_searchtext SET vector = %s::tsvector WHERE article_id = %s", [vector(texts), article_id]
        )


def newest(wanted: Expression, open_to: Condition, stretch: Stretch, limit: int, oldest: bool = False) -> Asked:
    fence, rows, words, asked = "", "articles_searchtext", "", []
    if wanted.has_phrase:
        fence = (
            "WITH found AS MATERIALIZED (SELECT article_id, place FROM articles_searchtext"
            " WHERE vector @@ %s::tsquery AND place >= %s AND place < %s) "
        )
        rows, asked = "found", [match(wanted), *stretch]
    elif wanted:
        words, asked = "t.vector @@ %s::tsquery AND ", [match(wanted)]
    sql = (
        f"{fence}SELECT t.article_id, t.place FROM {rows} t WHERE {words}t.place >= %s AND t.place < %s"  # noqa: S608
        f" AND {open_to.sql} ORDER BY t.place {'ASC' if oldest else 'DESC'} LIMIT %s"
    )
    return sql, [*asked, *stretch, *open_to.params, limit]


def relevant(wanted: Expression, open_to: Condition, stretch: Stretch, limit: int, ranked: int) -> Asked:
    hits, asked = newest(wanted, open_to, stretch, limit)
    rank = f"(1000000000 * ts_rank('{_WEIGHTS}', s.vector, %s::tsquery, 1)::float8)::bigint"
    sql = (
        f"WITH hits AS MATERIALIZED ({hits}), top AS MATERIALIZED (SELECT * FROM hits ORDER BY place DESC LIMIT %s)"  # noqa: S608
        f" SELECT top.article_id, top.place, {rank} AS rank, (SELECT count(*) FROM hits)"
        " FROM top JOIN articles_searchtext s ON s.article_id = top.article_id ORDER BY rank DESC, top.place DESC"
    )
    return sql, [*asked, ranked, match(wanted)]


def match(wanted: Expression) -> str:
    """As a tsquery is written. Every word is quoted, and none holds a quotation mark or a backslash."""
    needed = [_any(group) for group in wanted.groups] + [f"'{key}'" for key in wanted.within]
    return " & ".join(needed + ([f"!{_any(wanted.without)}"] if wanted.without else []))


def _any(runs: Iterable[Run]) -> str:
    return "(" + " | ".join(_phrase(run) for run in runs) + ")"


def _phrase(run: Run) -> str:
    *first, last = (f"'{word}'" for word in run.words)
    joined = " <-> ".join([*first, last + (":*" if run.begins else "")])
    return f"({joined})" if first else joined


def vector(texts: Texts) -> str:
    """As a tsvector is written: each word with its positions and weights, as far as it has room for them."""
    positions: dict[str, list[str]] = {}
    at = 0
    for weight, group in zip("ABCD", texts.groups, strict=True):
        for each in group:
            for word in each:
                at += 1
                kept = positions.setdefault(word, [])
                if at < _LAST_POSITION and len(kept) < _MOST_POSITIONS:
                    kept.append(f"{at}{weight}")
            at += 1  # a gap, over which no phrase reaches
    for key in texts.places:
        positions.setdefault(key, [])
    return " ".join(f"'{word}'" + (":" + ",".join(kept) if kept else "") for word, kept in positions.items())
