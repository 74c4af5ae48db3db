"""python -m benchmarks.search [ARTICLES] [sqlite] [postgresql]: how long readers wait for an answer of the search.

Makes a newsroom of so many published articles of some 800 words (100,000 unless told) in a temporary database of each
kind, and asks it. Every question is measured beside one plain indexed query in the same breath (a list's newest
twenty): compare the ratios, never the times of different machines. Exit status 1 when a p95 on PostgreSQL is above
100 ms and above twenty times the plain query's.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

MOST_MS, MOST_RATIO = 100.0, 20.0
LOT = 500
ASKED = 40
WORDS = 40_000
PARAGRAPH = 80


def vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """Words that nobody knows, as often as words are: the second half as often as the first, and so on (Zipf)."""
    letters = ["ba", "co", "di", "fu", "ge", "ha", "li", "mo", "nu", "pe", "ri", "sa", "to", "vu", "we", "zy"]
    made: dict[str, None] = {}
    while len(made) < WORDS:
        made["".join(chance.choices(letters, k=chance.choice((2, 3, 3, 4))))] = None
    return list(made), list(itertools.accumulate(1 / (rank + 3) for rank in range(WORDS)))


def fill(number: int) -> dict[str, list[str]]:
    """The newsroom; returns questions by kind."""
    from django.contrib.auth.models import User
    from django.db import connection, transaction
    from django.utils import timezone

    from articles.models import Article, Revision, SearchText, Section
    from articles.search import keeping, texts
    from articles.search.engine import engine

    chance = random.Random(5)  # noqa: S311
    words, weights = vocabulary(chance)
    paragraphs = [chance.choices(words, cum_weights=weights, k=PARAGRAPH) for _number in range(20_000)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'articles_searchtext_words'")
            (index,) = cursor.fetchone()
            cursor.execute("DROP INDEX articles_searchtext_words")
    sections = [Section.objects.create(name=f"Section {each}", slug=f"section-{each}") for each in range(10)]
    User.objects.create_user("ada")
    now = timezone.now()
    for first in range(0, number, LOT):
        with transaction.atomic():
            bodies = [chance.choices(paragraphs, k=10) for _each in range(first, min(number, first + LOT))]
            rows = [
                Article(
                    title=" ".join(chance.choices(words, cum_weights=weights, k=9)).capitalize(),
                    slug=f"story-{each}",
                    standfirst=" ".join(chance.choices(words, cum_weights=weights, k=25)),
                    section=sections[each % 10],
                    body_html="".join(f"<p>{' '.join(said)}</p>" for said in body),
                    published_at=now - dt.timedelta(minutes=20 * (number - each)),
                    opens_at=now - dt.timedelta(minutes=20 * (number - each)),
                    beside={"credits": [{"name": f"Author {each % 900}"}], "tags": []},
                )
                for each, body in enumerate(bodies, first)
            ]
            Article.objects.bulk_create(rows)
            revisions = Revision.objects.bulk_create([Revision(article=row, number=1, snapshot={}) for row in rows])
            for row, revision in zip(rows, revisions, strict=True):
                row.status, row.live_revision = Article.Status.PUBLISHED, revision
            Article.objects.bulk_update(rows, ["status", "live_revision"])
            made = []
            for row, said in zip(rows, bodies, strict=True):
                shown = [" ".join(each) for each in said]
                groups = [row.title.lower().split()], [row.standfirst.split()], [["author", row.slug[6:]]], said
                keys = [texts.ANYWHERE, texts.section_key(row.section_id or 0)]
                place = keeping.place_of(row.published_at or now) | row.pk & 0x3FFFF
                made.append((row, texts.Texts(*groups, keys, "\n".join(shown)), place))
            SearchText.objects.bulk_create(
                [SearchText(article=row, place=at, digest="made here", shown=each.shown) for row, each, at in made]
            )
            for row, indexed, place in made:
                engine().store(row.pk, place, indexed)
        if first % 10_000 == 0:
            sys.stderr.write(f"{first:,} articles\n")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute(index)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")

    def pick(low: int, high: int) -> str:
        return words[chance.randrange(low, high)]

    def phrase(length: int) -> str:
        said = chance.choice(paragraphs)
        at = chance.randrange(PARAGRAPH - length)
        return f'"{" ".join(said[at : at + length])}"'

    kinds: dict[str, Callable[[], str]] = {
        "two of the 30 commonest words": lambda: f"{pick(0, 30)} {pick(0, 30)}",
        "two common words": lambda: f"{pick(30, 500)} {pick(30, 500)}",
        "two of any words": lambda: f"{pick(0, 8000)} {pick(0, 8000)}",
        "a rare word": lambda: pick(20_000, WORDS),
        "a common and a rare word": lambda: f"{pick(0, 50)} {pick(20_000, WORDS)}",
        "a phrase of two common words": lambda: f'"{pick(0, 30)} {pick(0, 30)}"',
        "a phrase of two words": lambda: phrase(2),
        "a phrase of four words": lambda: phrase(4),
        "a common word, without another": lambda: f"{pick(0, 100)} -{pick(0, 100)}",
    }
    return {kind: [make() for _number in range(ASKED)] for kind, make in kinds.items()}


def p(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(part * len(times)))]


def timed(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def measure(questions: dict[str, list[str]]) -> Iterator[tuple[str, list[float], list[float]]]:
    """For each kind, milliseconds of the questions and of the plain query beside each."""
    from django.test import Client

    from articles import listing
    from articles.models import Article
    from articles.rights import Surface
    from articles.search import asking, expression, question
    from articles.search.expression import Stretch

    client = Client()

    def plain() -> Any:
        return listing.page(Article.objects.visible_on(Surface.PAGE))

    def keys(typed: str, order: str) -> Any:
        wanted = expression.made_of(question.read(typed))
        return asking.relevant(wanted, Stretch()) if order == "relevance" else asking.newest(wanted, Stretch())

    def page(typed: str) -> None:
        response = client.get("/search/", {"q": typed}, secure=True)
        if response.status_code != 200:
            raise SystemExit(f"The page for {typed} was answered with {response.status_code}.")

    for typed in itertools.chain.from_iterable(questions.values()):
        keys(typed, "newest")
    for kind, asked in questions.items():
        for what, call in (
            ("newest", lambda typed: keys(typed, "newest")),
            ("most relevant", lambda typed: keys(typed, "relevance")),
            ("whole page", page),
        ):
            took, beside = [], []
            for typed in asked:
                beside.append(timed(plain))
                took.append(timed(partial(call, typed)))
            yield f"{kind}: {what}", took, beside


def run(number: int) -> int:
    """In a process of its own, whose environment names the database."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    began = time.perf_counter()
    questions = fill(number)
    sys.stdout.write(f"\n{connection.vendor}: {number:,} articles, made in {time.perf_counter() - began:,.0f} s\n")
    sys.stdout.write(f"{'':58} {'p50 ms':>8} {'p95 ms':>8} {'p95 / plain p95':>16}\n")
    slow = False
    for name, took, beside in measure(questions):
        ratio = p(took, 0.95) / p(beside, 0.95)
        slow = slow or (connection.vendor == "postgresql" and p(took, 0.95) > MOST_MS and ratio > MOST_RATIO)
        sys.stdout.write(f"{name:58} {p(took, 0.5):8.1f} {p(took, 0.95):8.1f} {ratio:16.1f}\n")
        sys.stdout.flush()
    return int(slow)


def main() -> int:
    number = int(next((said for said in sys.argv[1:] if said.isdigit()), "100000"))
    if "here" in sys.argv[1:]:
        return run(number)
    wanted = {"sqlite", "postgresql"}.intersection(sys.argv[1:]) or {"sqlite", "postgresql"}
    cluster = import_module("tests.cluster")
    worst = 0
    asked = [sys.executable, "-m", "benchmarks.search", str(number), "here"]
    with tempfile.TemporaryDirectory() as folder:
        base = os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_VAR": folder, "DEBUG": "0"}
        base |= {"ALLOWED_HOSTS": "testserver", "SECRET_KEY": "of a newsroom that lives for one benchmark" * 2}
        if "sqlite" in wanted:
            address = f"sqlite:///{Path(folder) / 'newsroom.sqlite3'}"
            worst |= subprocess.run(asked, env=base | {"DATABASE_URL": address}, check=False).returncode  # noqa: S603
        if "postgresql" in wanted and (binaries := cluster.binaries()):
            with cluster.cluster(binaries) as address:
                worst |= subprocess.run(asked, env=base | {"DATABASE_URL": address}, check=False).returncode  # noqa: S603
    return worst


if __name__ == "__main__":
    sys.exit(main())
