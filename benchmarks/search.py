"""python -m benchmarks.search [ARTICLES] [sqlite] [postgresql]: how long readers wait for an answer of the search.

Makes a newsroom of so many published articles of 600 to 1,000 words (100,000 unless told) in a temporary database of
each kind, and asks it: rare and common words, phrases that stand in many articles and in none, narrowed to a section
and a month, far back, and by relevance. Each question is asked three times and the best counts, because others load
the machine; beside it in the same breath one plain indexed query is asked (a list's newest twenty): compare the ratios,
never the times of different machines. Exit status 1 when a p95 on PostgreSQL is above 100 ms and above fifty times the
plain query's.

With "here", the database that DATABASE_URL names is asked, and filled before where it holds no article.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import made_up

MOST_MS, MOST_RATIO = 100.0, 50.0
ASKED = 25
TIMES = 3
DAY = 86_400_000 << 18  # as places go


def questions(language: made_up.Language) -> dict[str, list[str]]:
    """By kind."""
    from articles.models import SearchText

    chance, pick = language.chance, language.pick
    keys = list(SearchText.objects.values_list("pk", flat=True))
    texts = SearchText.objects.in_bulk(chance.sample(keys, min(len(keys), 4 * ASKED))).values()
    paragraphs = [paragraph.split() for text in texts for paragraph in text.shown.split("\n")]

    def standing(length: int) -> str:
        said = chance.choice([each for each in paragraphs if len(each) > length])
        at = chance.randrange(len(said) - length)
        return f'"{" ".join(said[at : at + length])}"'

    def nowhere(*more: str) -> str:
        return f'"{" ".join([*chance.choice(language.apart), *more])}"'

    kinds: dict[str, Callable[[], str]] = {
        "a rare word": lambda: pick(20_000, made_up.WORDS),
        "two of any words": lambda: f"{pick(0, 8000)} {pick(0, 8000)}",
        "two common words": lambda: f"{pick(30, 500)} {pick(30, 500)}",
        "two of the 30 commonest words": lambda: f"{pick(0, 30)} {pick(0, 30)}",
        "a common and a rare word": lambda: f"{pick(0, 50)} {pick(20_000, made_up.WORDS)}",
        "five of the 100 commonest words": lambda: " ".join(pick(0, 100) for _each in range(5)),
        "phrase of two of the 30 commonest": lambda: f'"{pick(0, 30)} {pick(0, 30)}"',
        "phrase of three of the 30 commonest": lambda: f'"{pick(0, 30)} {pick(0, 30)} {pick(0, 30)}"',
        "phrase of three of the 5 commonest": lambda: f'"{pick(0, 5)} {pick(0, 5)} {pick(0, 5)}"',
        "phrase of two, as it stands": lambda: standing(2),
        "phrase of four, as it stands": lambda: standing(4),
        "phrase of two of the 30, nowhere": lambda: nowhere(),
        "phrase of three of the 30, nowhere": lambda: nowhere(pick(0, 30)),
        "a common word, without another": lambda: f"{pick(0, 100)} -{pick(0, 100)}",
        "beginning of a word": lambda: f"{pick(0, 3000)[:4]}*",
    }
    return {kind: [make() for _number in range(ASKED)] for kind, make in kinds.items()}


def p(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(part * len(times)))]


def timed(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def best(call: Callable[[], Any]) -> float:
    return min(timed(call) for _time in range(TIMES))


def measure(asked_for: dict[str, list[str]]) -> Iterator[tuple[str, list[float], list[float]]]:
    """For each kind, milliseconds of the questions and of the plain query beside each."""
    from django.test import Client

    from articles import listing
    from articles.models import Article, SearchText, Section
    from articles.rights import Surface
    from articles.search import asking, expression, question
    from articles.search.expression import Stretch
    from articles.search.texts import section_key

    client = Client()
    section = section_key(Section.objects.values_list("pk", flat=True)[4])
    places = SearchText.objects.order_by("place")
    first, last = places[0].place, places.reverse()[0].place
    middle = (first + last) // 2
    far = first + (last - first) // 4

    always = Stretch()

    def plain() -> Any:
        return listing.page(Article.objects.visible_on(Surface.PAGE))

    def newest(typed: str, stretch: Stretch = always, before: int | None = None, within: tuple[str, ...] = ()) -> Any:
        wanted = expression.made_of(question.read(typed), within=within)
        return asking.newest(wanted, stretch, asking.Cursor(before) if before else None)

    def page(more: dict[str, str], typed: str) -> None:
        response = client.get("/search/", {"q": typed} | more, secure=True)
        if response.status_code != 200:
            raise SystemExit(f"The page for {typed} was answered with {response.status_code}.")

    ways: dict[str, Callable[[str], Any]] = {
        "newest": newest,
        "in a section and a month": partial(newest, stretch=Stretch(middle, middle + 30 * DAY), within=(section,)),
        "far back": partial(newest, before=far),
        "most relevant": lambda typed: asking.relevant(expression.made_of(question.read(typed)), always),
        "whole page, newest": partial(page, {}),
        "whole page, most relevant": partial(page, {"order": "relevance"}),
    }
    for kind, asked in asked_for.items():
        for way, call in ways.items():
            took, beside = [], []
            for typed in asked:
                beside.append(best(plain))
                took.append(best(partial(call, typed)))
            yield f"{kind}: {way}", took, beside


def indexing() -> list[float]:
    """Milliseconds of writing one article anew, as at its publication."""
    from django.db import transaction
    from django.utils import timezone

    from articles.models import SearchText
    from articles.search import texts

    language, took = made_up.Language(seed=6), []
    for pk in SearchText.objects.order_by("-place").values_list("pk", flat=True)[:50]:
        body = language.paragraphs()
        said = texts.Texts(
            [language.say(9)], [language.say(25)], [], [each.split() for each in body], ["¤"], "\n".join(body)
        )
        with transaction.atomic():
            took.append(timed(partial(made_up.store, {"id": pk, "published_at": timezone.now()}, said)))
    return took


def sizes() -> Iterator[str]:
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size('articles_searchtext_words') / 1e6, pg_table_size('articles_searchtext') / 1e6,"
            " sum(octet_length(shown)) / 1e6, sum(pg_column_size(shown)) / 1e6, sum(pg_column_size(words)) / 1e6"
            " FROM articles_searchtext"
        )
        said = "index {:,.0f} MB, table {:,.0f} MB; texts {:,.0f} MB, as stored {:,.0f} MB, their words {:,.0f} MB"
        yield said.format(*cursor.fetchone())


def run(number: int) -> int:
    """In a process of its own, whose environment names the database."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from articles.models import Article

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    began = time.perf_counter()
    if not Article.objects.exists():
        made_up.fill(number)
    lasted = time.perf_counter() - began
    sys.stdout.write(f"\n{connection.vendor}: {Article.objects.count():,} articles, made in {lasted:,.0f} s\n")
    sys.stdout.writelines(f"{said}\n" for said in sizes())
    sys.stdout.write(f"{'':66} {'p50 ms':>8} {'p95 ms':>8} {'p95 / plain p95':>16}\n")
    slow = False
    for name, took, beside in measure(questions(made_up.Language())):
        ratio = p(took, 0.95) / p(beside, 0.95)
        slow = slow or (connection.vendor == "postgresql" and p(took, 0.95) > MOST_MS and ratio > MOST_RATIO)
        sys.stdout.write(f"{name:66} {p(took, 0.5):8.1f} {p(took, 0.95):8.1f} {ratio:16.1f}\n")
        sys.stdout.flush()
    took = indexing()
    sys.stdout.write(f"{'indexing one article':66} {p(took, 0.5):8.1f} {p(took, 0.95):8.1f}\n")
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
