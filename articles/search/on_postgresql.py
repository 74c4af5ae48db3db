"""The index in a tsvector of our own making, in a narrow table: no configuration, dictionary or extension is asked for.

GIN holds no positions: a phrase would be found by reading the vector of every row that has its words, which takes a
second where they are common. So each two neighbours of a text are a word of the index, too. Two words in order are
found by that alone; in longer phrases the few rows that have all pairs are read, behind a fence, because the planner
does not count what that reading costs.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from django.db import connections

from articles.models import SearchText
from articles.search.expression import Asked, Condition, Expression, Run, Stretch
from articles.search.texts import Texts

_LAST_POSITION = 16_383
_MOST_POSITIONS = 255
_ROOM = 1_000_000
"""Bytes. A tsvector that holds more than some more is refused, so what has no room is left out."""
# Of body, names, standfirst and headline.
_WEIGHTS = "{0.1, 0.4, 0.4, 1.0}"


def store(article_id: int, place: int, texts: Texts) -> None:
    with connections[SearchText.objects.db].cursor() as cursor:
        cursor.execute(
            "UPDATE articles_searchtext SET vector = %s::tsvector WHERE article_id = %s", [vector(texts), article_id]
        )


def newest(wanted: Expression, open_to: Condition, stretch: Stretch, limit: int, oldest: bool = False) -> Asked:
    fence, rows, words, asked = "", "articles_searchtext", "", []
    if wanted.has_long_phrase:
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
    return sql, [*asked, ranked, match(wanted, pairs=False)]


def match(wanted: Expression, pairs: bool = True) -> str:
    """As a tsquery is written. Every word is quoted, and none holds a quotation mark or a backslash.

    Without ``pairs`` by the single words, which know how much they count where they stand.
    """
    needed = [_any(group, pairs) for group in wanted.groups] + [f"'{key}'" for key in wanted.within]
    return " & ".join(needed + ([f"!{_any(wanted.without, pairs)}"] if wanted.without else []))


def _any(runs: Iterable[Run], pairs: bool) -> str:
    return "(" + " | ".join(_phrase(run, pairs) for run in runs) + ")"


def _phrase(run: Run, pairs: bool) -> str:
    end = ":*" if run.begins else ""
    if len(run.words) == 1:
        return f"'{run.words[0]}'{end}"
    *first, last = (f"'{one} {two}'" for one, two in pairwise(run.words))
    beside = " & ".join([*first, last + end])
    if pairs and not first:
        return beside
    in_order = " <-> ".join(f"'{word}'" for word in run.words) + end
    return f"({beside} & ({in_order}))" if pairs else f"({in_order})"


def vector(texts: Texts) -> str:
    """As a tsvector is written: each word with its positions and weights, then each pair, as far as there is room."""
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
    room = _ROOM - sum(len(word.encode()) + 4 + 2 * len(kept) for word, kept in positions.items())
    for pair in (f"{one} {two}" for group in texts.groups for each in group for one, two in pairwise(each)):
        if pair not in positions:
            room -= len(pair.encode()) + 4
            if room < 0:
                break
            positions[pair] = []
    return " ".join(f"'{word}'" + (":" + ",".join(kept) if kept else "") for word, kept in positions.items())
