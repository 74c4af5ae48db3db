"""A newsroom of made-up articles: 600 to 1,000 words each, which nobody knows, as often as words are."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re
import sys
import uuid
from collections.abc import Iterator
from typing import Any

LOT = 500
WORDS = 40_000
PARAGRAPH = 80
SECTIONS = 10
SYLLABLES = ("ba", "co", "di", "fu", "ge", "ha", "li", "mo", "nu", "pe", "ri", "sa", "to", "vu", "we", "zy")


class Language:
    """Words, the second half as often as the first, and so on (Zipf), the commonest the shortest.

    Some of the commonest never follow one another (``apart``): their phrases stand nowhere, though every article has
    their words.
    """

    def __init__(self, seed: int = 5) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        made = dict.fromkeys(SYLLABLES)
        while len(made) < WORDS:
            syllables = 1 + min(3, 1 + len(made) // 200) + self.chance.choice((0, 0, 1))
            made["".join(self.chance.choices(SYLLABLES, k=syllables))] = None
        self.words = list(made)
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(WORDS)))
        pairs = ((self.words[each], self.words[(each * 7 + 3) % 30]) for each in range(30))
        self.apart = [(one, two) for one, two in pairs if one != two]
        self._apart = re.compile("|".join(f"(?<= {one} ){two} " for one, two in self.apart))

    def say(self, number: int) -> list[str]:
        said = f" {' '.join(self.chance.choices(self.words, cum_weights=self.weights, k=number))} "
        while self._apart.search(said):
            said = self._apart.sub("", said)
        return said.split()

    def paragraphs(self) -> list[str]:
        said = self.say(self.chance.randint(600, 1000))
        return [" ".join(said[at : at + PARAGRAPH]) for at in range(0, len(said), PARAGRAPH)]

    def pick(self, low: int, high: int) -> str:
        return self.words[self.chance.randrange(low, high)]


def fill(number: int) -> None:
    """So many published articles, one every twenty minutes until now, with their places in the search index.

    They are written past the verbs, because a hundred thousand of them would take hours.
    """
    from django.db import connection, transaction

    from articles.models import Article, Revision, Section

    sections = [Section.objects.create(name=f"Section {each}", slug=f"section-{each}").pk for each in range(SECTIONS)]
    index = None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'articles_searchtext_words'")
            (index,) = cursor.fetchone()
            cursor.execute("DROP INDEX articles_searchtext_words")
    made = _made(number, Language(), sections)
    for first in range(0, number, LOT):
        with transaction.atomic(), connection.cursor() as cursor:
            rows = list(itertools.islice(made, LOT))
            _write(cursor, Article, [row for row, _texts in rows])
            whose = [{"article_id": row["id"], "number": 1, "snapshot": "{}"} for row, _texts in rows]
            _write(cursor, Revision, [{"id": each["article_id"], "made_at": row["created_at"]} | each
                                      for each, (row, _texts) in zip(whose, rows, strict=True)])  # fmt: skip
            for row, texts in rows:
                store(row, texts)
        if first % 10_000 == 0:
            sys.stderr.write(f"{first:,} articles\n")
    with connection.cursor() as cursor:
        if index:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute(index)
            cursor.execute("ALTER INDEX articles_searchtext_words ALTER COLUMN 1 SET STATISTICS 0")
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _made(number: int, language: Language, sections: list[int]) -> Iterator[tuple[dict[str, Any], Any]]:
    from django.utils import timezone

    from articles.search import texts

    now = timezone.now()
    for each in range(1, number + 1):
        title, standfirst, body = language.say(9), language.say(25), language.paragraphs()
        moment, section = now - dt.timedelta(minutes=20 * (number - each)), sections[each % len(sections)]
        yield (
            {
                "id": each, "uuid": uuid.uuid4(), "title": " ".join(title).capitalize(), "slug": f"story-{each}",
                "standfirst": " ".join(standfirst), "body_html": "".join(f"<p>{said}</p>" for said in body),
                "section_id": section, "published_at": moment, "opens_at": moment, "created_at": moment,
                "modified_at": moment, "content_changed_at": moment, "status": "published", "live_revision_id": each,
                "beside": {"credits": [{"name": f"Author {each % 900}"}], "tags": []},
            },
            texts.Texts(
                [title], [standfirst], [["author", str(each % 900)]], [said.split() for said in body],
                [texts.ANYWHERE, texts.section_key(section)], "\n".join(body),
            ),
        )  # fmt: skip


def store(row: dict[str, Any], texts: Any) -> None:
    from articles.search import keeping
    from articles.search.engine import engine

    place = keeping.place_of(row["published_at"]) | row["id"] & 0x3FFFF
    engine().store(row["id"], place, "made up", texts)


def _write(cursor: Any, model: Any, rows: list[dict[str, Any]]) -> None:
    """With the model's own defaults for what a row does not say."""
    from django.db import connection

    plain, fields = model(), model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = [
        [field.get_db_prep_save(row.get(field.attname, getattr(plain, field.attname)), connection) for field in fields]
        for row in rows
    ]
    cursor.executemany(
        f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({", ".join(["%s"] * len(fields))})',  # noqa: S608
        values,
    )
