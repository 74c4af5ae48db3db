"""The words of each article as one text in a narrow table, and a GIN index of what is asked for, by stretches of time.

Three things are known of GIN. It holds no positions, so a phrase is found by reading every text that has its words. It
knows no order, so the newest twenty of a common word are found by fetching all. And the planner counts neither. Hence:

- Keys begin with the **part** of time in which the article was published, some seven weeks. Parts are asked from the
  newest on until there is enough: a question costs by what it shows, not by how many articles there are.
- Each two and each three neighbours have a key beside the words: their hash, cut to so few bits that the index stays
  small. What has all the keys of a phrase is read, newest first, to see whether it has the phrase.
- The keys are made by a function of the database (migration 0027) which is said to be dear, so that the planner never
  calls it where it can ask the index; and they stand in the index alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db import connections

from articles.models import SearchText
from articles.search.expression import Asked, Condition, Expression, Run, Stretch
from articles.search.texts import ANYWHERE, BREAK, GROUP_ENDS, Texts

# What follows is as in articles_search_keys, which makes the keys.
_PART_BITS = 50
_PARTS = 32768
SHINGLES = ((2, " ", 0xFFFF), (3, "  ", 0x3FFF))
"""How many neighbours, what stands before their hash, and the bits of it that count."""
TOO_LONG = " *"
"""The key of a text too long to have keys of neighbours: it is always read."""
_HASHED = re.compile(r"\{(\d+):([^}]*)\}")

_WEIGHTS = {"headline": 9.0, "beside": 3.0, "words": 1.0}
"""How much more it counts to stand there than anywhere."""
_READ = 2500
"""Characters of a text by which relevance is judged: headline, standfirst, names and the first paragraphs."""
_USUAL = 2500.0
"""Bytes of them."""


def store(article_id: int, place: int, digest: str, texts: Texts) -> None:
    with connections[SearchText.objects.db].cursor() as cursor:
        # One statement: each version of a row costs as much as all its keys.
        cursor.execute(
            "INSERT INTO articles_searchtext (article_id, place, digest, shown, words) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (article_id) DO UPDATE SET"
            " place = excluded.place, digest = excluded.digest, shown = excluded.shown, words = excluded.words",
            [article_id, place, digest, texts.shown, in_one(texts)],
        )


def in_one(texts: Texts) -> str:
    """Every word between two spaces; the ends of texts and of groups of them are words of their own."""
    said = [" ".join([*(f"{' '.join(each)} {BREAK}" for each in group), GROUP_ENDS]) for group in texts.groups]
    return f" {' '.join([*said, *texts.places])} "


def newest(wanted: Expression, open_to: Condition, stretch: Stretch, limit: int, oldest: bool = False) -> Asked:
    order = "ASC" if oldest else "DESC"
    # Not EXISTS: the planner would make a join of it, and lead from the articles, in no order.
    gate = f"({open_to.sql}) IS NOT NULL"
    if not wanted:
        sql = (
            "SELECT t.article_id, t.place FROM articles_searchtext t WHERE t.place >= %s AND t.place < %s"  # noqa: S608
            f" AND {gate} ORDER BY t.place {order} LIMIT %s"
        )
        return sql, [*stretch, *open_to.params, limit]
    # Each row of ``parts`` is found from the one before, and only when the outer LIMIT asks for it. OFFSET 0 keeps out
    # of the inner query what is dear, reading a text and asking the gate: there it would be done before the sorting;
    # and the bounds, by which the planner would find rows to make the keys of.
    further = f"(parts.part + 1) << {_PART_BITS}" if oldest else f"parts.part << {_PART_BITS}"
    part = f"SELECT s.place >> {_PART_BITS} FROM articles_searchtext s WHERE s.place >= %s AND s.place < %s"  # noqa: S608
    beyond = f" AND s.place {'>=' if oldest else '<'} {further}"
    one = f" ORDER BY s.place {order} LIMIT 1"
    keys, asked_for = _keys(wanted)
    standing, read = _standing(wanted)
    sql = (
        f"WITH RECURSIVE parts (part) AS (({part}{one}) UNION ALL"  # noqa: S608
        f" SELECT ({part}{beyond}{one}) FROM parts WHERE parts.part IS NOT NULL),"
        f" asked AS MATERIALIZED (SELECT {keys} AS keys),"
        " hits AS MATERIALIZED (SELECT t.article_id, t.place FROM parts CROSS JOIN LATERAL ("
        "SELECT s.article_id, s.place, s.words FROM articles_searchtext s"
        " WHERE articles_search_keys(s.place, s.words) @@"
        f" replace((SELECT keys FROM asked), '#', to_hex(parts.part + {_PARTS}))::tsquery"
        f" ORDER BY s.place {order} OFFSET 0) t"
        f" WHERE parts.part IS NOT NULL AND t.place >= %s AND t.place < %s{standing} AND {gate} LIMIT %s)"
        f" SELECT article_id, place FROM hits ORDER BY place {order}"
    )
    return sql, [*stretch, *stretch, *asked_for, *stretch, *read, *open_to.params, limit]


def relevant(wanted: Expression, open_to: Condition, stretch: Stretch, limit: int, ranked: int) -> Asked:
    hits, asked = newest(wanted, open_to, stretch, limit)
    rank, counted = _rank(wanted)
    # Each use of a stored text would unpack it anew, but for "left", which makes one that is unpacked.
    sql = (
        f"WITH found AS MATERIALIZED ({hits}),"  # noqa: S608
        f" top AS MATERIALIZED (SELECT f.article_id, f.place, left(s.words, {_READ}) AS words"
        " FROM (SELECT * FROM found ORDER BY place DESC LIMIT %s) f"
        " JOIN articles_searchtext s ON s.article_id = f.article_id),"
        f" texts AS MATERIALIZED (SELECT article_id, place, words, split_part(words, '{GROUP_ENDS}', 1) AS headline,"
        f" split_part(words, '{GROUP_ENDS}', 2) || split_part(words, '{GROUP_ENDS}', 3) AS beside FROM top)"
        f" SELECT article_id, place, (1e9::float8 * ({rank}))::bigint AS rank, (SELECT count(*) FROM found)"
        " FROM texts ORDER BY rank DESC, place DESC"
    )
    return sql, [*asked, ranked, *counted]


def _keys(wanted: Expression) -> tuple[str, list[str]]:
    """SQL of a text that reads as a tsquery once each “#” is a part: whatever answers has these keys.

    Every word is quoted, and none holds a quotation mark, a backslash or a “#”. Nothing that answers is missing, so a
    phrase to be left out is not asked for.
    """
    needed = [_any(group) for group in wanted.groups] + [f"'#{key}'" for key in wanted.within]
    without = [run for run in wanted.without if len(run.words) == 1]
    written = " & ".join(needed + ([f"!{_any(without)}"] if without else []))
    # Only the database knows its hashes: what stands between two of these is to be hashed.
    first, *further = _HASHED.split(written)
    sql, said = "%s::text", [first]
    for mask, neighbours, after in zip(further[::3], further[1::3], further[2::3], strict=True):
        sql += f" || to_hex(hashtextextended(%s::text, 0) & {int(mask)}) || %s::text"
        said += [neighbours, after]
    return sql, said


def _any(runs: Iterable[Run]) -> str:
    return "(" + " | ".join(f"({' & '.join(_of(run))})" for run in runs) + ")"


def _of(run: Run) -> Iterator[str]:
    """The keys of a run of words."""
    whole = run.words[:-1] if run.begins else run.words
    yield from (f"'#{word}'" for word in whole)
    if run.begins:
        yield f"'#{run.words[-1]}':*"
    for length, mark, mask in SHINGLES:
        for at in range(len(whole) - length + 1):
            yield f"('#{mark}{{{mask}:{' '.join(whole[at : at + length])}}}' | '#{TOO_LONG}')"


def _standing(wanted: Expression) -> tuple[str, list[str]]:
    """SQL that holds the text of a row to the phrases, of which its keys leave some doubt."""
    sql, read = "", []
    for runs, sign in [*((group, "") for group in wanted.groups), (wanted.without, "NOT ")]:
        if any(len(run.words) > 1 for run in runs):
            sql += f" AND {sign}({' OR '.join('strpos(t.words, %s) > 0' for _run in runs)})"
            read += [_written(run) for run in runs]
    return sql, read


def _written(run: Run) -> str:
    """As it stands in the text of a row."""
    return f" {' '.join(run.words)}{'' if run.begins else ' '}"


def _rank(wanted: Expression) -> tuple[str, list[str]]:
    """How well the words stand, each group of them as in BM25: the tenth time in a text counts less than the first."""
    sql, counted = [], []
    for group in wanted.groups:
        said = [_written(run) for run in group if not run.words[0].startswith(ANYWHERE)]
        times = []
        for text, weight in _WEIGHTS.items():
            for each in said:
                once = weight / len(each.encode())
                times.append(f"{once}::float8 * (octet_length({text}) - octet_length(replace({text}, %s, '')))")
                counted.append(each)
        if times:
            usual = f"(0.3 + {0.9 / _USUAL}::float8 * octet_length(words))"
            sql.append(f"(SELECT n / (n + {usual}) FROM (SELECT {' + '.join(times)}) AS counted (n))")  # noqa: S608
    return " + ".join(sql) or "0", counted
