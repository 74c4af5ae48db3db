"""python -m benchmarks.pages [FEW] [MANY] [sqlite] [postgresql]: does a page cost the same however much there is?

Makes a newsroom of so many published articles over ten years (10,000 and 1,000,000 unless told), asks every kind of
public page of it without any cache, makes it grow, and asks again. Printed are the shortest times of each page, which
other work on the machine disturbs least, and their ratio; compare the ratios, never the times of different machines.
The search has a benchmark of its own. Exit status 1 where a page of the large newsroom takes more than 1.25 times as
long, and more than 2 ms longer, as in the small one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

MOST_RATIO, MOST_MS = 1.25, 2.0
TEMPLATES = 240
ASKED = 15
DAYS = 3_650
AUTHORS = 20_000


def newsroom() -> None:
    """The articles that all others are copies of: own and licensed ones, with all that stands beside a text."""
    from django.utils import timezone

    from authors.models import Author, Institution

    builders: Any = import_module("tests.builders")
    sections = [builders.make_section(f"Section {number}", slug=f"section-{number}") for number in range(12)]
    terms = [builders.make_terms(builders.make_outlet(f"Outlet {number}")) for number in range(4)]
    places = [builders.make_institution(f"Institution {number}", slug=f"place-{number}") for number in range(40)]
    authors = Author.objects.bulk_create(
        Author(name=f"Author {number}", slug=f"author-{number}") for number in range(AUTHORS)
    )
    picture = builders.make_picture()
    body = "".join(f"<p>{'The ferries sailed at six and nobody on the quay waved. ' * 6}</p>" for _each in range(14))
    now = timezone.now()
    for number in range(TEMPLATES):
        author, place = authors[number % 50], places[0 if number % 4 == 0 else number % 40]
        row = {"name": author.name, "institution": place.name, "author": author, "institution_page": place}
        fields = {"section": sections[number % 12], "page_marks": [7], "bylines": [row]}
        fields["standfirst"] = "What the harbour did next, and why it matters to all of us."
        fields["tags"] = [f"tag {number % 60}", *(["busy"] if number % 5 == 0 else [])]
        if number % 2:
            article = builders.make_licensed_article(f"Story {number}", body, terms=terms[number // 2 % 4], **fields)
        else:
            article = builders.make_own_article(f"Story {number}", body, **fields)
        builders.add_picture(article, picture)
        builders.publish_now(article, now)
        if number % 50 == 0:
            builders.make_correction(article)
    Institution.objects.filter(slug="place-0").update(name="Busy University")


def grow(have: int, want: int) -> None:
    """Copies of the first articles until there are ``want``, spread over ten years in the order of their keys."""
    from django.apps import apps
    from django.db import connection, transaction

    postgresql = connection.vendor == "postgresql"
    identity = "gen_random_uuid()" if postgresql else "lower(hex(randomblob(16)))"
    ago = f"({want} - {{key}}) * {DAYS * 86400 / want!r}"
    moment = (
        f"now() - ({ago}) * interval '1 second' - interval '1 minute'"
        if postgresql
        else f"strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || CAST(({ago}) + 60 AS INTEGER) || ' seconds')"
    )
    key = f"id + n * {TEMPLATES}"
    dated = dict.fromkeys(("published_at", "opens_at", "content_changed_at"), moment.format(key=f"({key})"))
    article = {**dated, "id": key, "uuid": identity, "slug": "slug || '-' || n", "source_url": "source_url || n"}
    article |= {"source_id": "''", "source_number": "''"}
    article["live_revision_id"] = f"live_revision_id + n * {TEMPLATES * 10}"
    copied: list[tuple[str, dict[str, str], str]] = [
        ("articles.Article", article, f"id <= {TEMPLATES}"),
        (
            "articles.Revision",
            {"id": f"id + n * {TEMPLATES * 10}", "article_id": f"article_id + n * {TEMPLATES}", "snapshot": "'{}'"},
            f"id IN (SELECT live_revision_id FROM articles_article WHERE id <= {TEMPLATES})",  # noqa: S608
        ),
        (
            "articles.Byline",
            {"article_id": f"article_id + n * {TEMPLATES}", "author_id": f"1 + (author_id + n * 7) % {AUTHORS}"},
            f"article_id <= {TEMPLATES}",
        ),
        ("articles.ArticlePicture", {"article_id": f"article_id + n * {TEMPLATES}"}, f"article_id <= {TEMPLATES}"),
        ("taggit.TaggedItem", {"object_id": f"object_id + n * {TEMPLATES}"}, f"object_id <= {TEMPLATES}"),
    ]
    first, last = have // TEMPLATES, want // TEMPLATES - 1
    numbers = (
        f"(SELECT generate_series({first}, {last}) AS n)"
        if postgresql
        else f"(WITH RECURSIVE c(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM c WHERE n < {last}) SELECT n FROM c)"  # noqa: S608
    )
    with transaction.atomic(), connection.cursor() as cursor:
        for label, changed, which in copied:
            model = apps.get_model(label)
            columns = [field.column for field in model._meta.concrete_fields if field.column != "id" or "id" in changed]
            said = ", ".join(changed.get(column, f'"{column}"') for column in columns)
            named = ", ".join(f'"{column}"' for column in columns)
            table = model._meta.db_table
            order = "n, id"
            cursor.execute(
                f'INSERT INTO "{table}" ({named}) SELECT {said} FROM (SELECT * FROM "{table}" WHERE {which}) AS t, '  # noqa: S608
                f"{numbers} AS k ORDER BY {order}"
            )
            sys.stderr.write(f"{label}: {cursor.rowcount:,} rows\n")
        redated = ", ".join(f"{name} = {moment.format(key='id')}" for name in dated)
        cursor.execute(f"UPDATE articles_article SET {redated} WHERE id <= {have}")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if postgresql else "ANALYZE")
    count_days()


def count_days() -> None:
    import datetime as dt

    from django.utils import timezone

    from articles import archive
    from articles.models import ArchiveDay

    ArchiveDay.objects.all().delete()
    now = timezone.now()
    archive.mark_stale(now - dt.timedelta(days=number) for number in range(DAYS + 2))
    archive.recount_stale()


def addresses() -> dict[str, str]:
    """Every kind of page; the stories and stretches in the middle of what there is."""
    from django.db.models import Max
    from django.utils import timezone

    from articles.models import Article
    from outlets.models import Outlet

    last = Article.objects.aggregate(Max("pk"))["pk__max"]
    story = Article.objects.filter(pk__gte=last // 2).order_by("pk")[0].get_absolute_url()
    middle = Article.objects.get(pk=last // 2).published_at
    if middle is None:
        raise SystemExit("The article in the middle has no date.")
    after = f"{int(middle.timestamp() * 1_000_000)}-{last // 2}"
    outlet, year = Outlet.objects.order_by("pk")[0].slug, timezone.localdate().year - 3
    return {
        "front": "/",
        "section": "/section-3/",
        "section, in the middle": f"/section-3/?before={after}",
        "article": story,
        "article, page 2": f"{story}2/",
        "article, all": f"{story}all/",
        "author": "/authors/author-30/",
        "institution of a quarter": "/institutions/place-0/",
        "institution of few": "/institutions/place-39/",
        "institution's authors": "/institutions/place-0/authors/",
        "outlet": f"/outlets/{outlet}/",
        "tag of a fifth": "/tags/busy/",
        "tag of a fifth, in the middle": f"/tags/busy/?before={after}",
        "tag": "/tags/tag-7/",
        "archive": "/archive/",
        "archive, month": f"/archive/{year}/05/",
        "archive, day": f"/archive/{year}/05/17/",
        "corrections": "/corrections/",
        "privacy": "/privacy/",
        "404": "/section-3/no-such-story/",
        "feed": "/rss.xml",
        "feed of a section": "/section-3/rss.xml",
        "sitemap": "/sitemap.xml",
        "sitemap of the site": "/sitemaps/site.xml",
        "sitemap of articles": "/sitemaps/articles-1.xml",
        "sitemap of authors": "/sitemaps/authors-5.xml",
        "sitemap of institutions": "/sitemaps/institutions-0.xml",
        "sitemap of tags": "/sitemaps/tags-0.xml",
        "news sitemap": "/news-sitemap.xml",
        "robots.txt": "/robots.txt",
    }


def measure() -> Iterator[tuple[str, float]]:
    from django.test import Client

    client = Client()
    for name, address in addresses().items():
        took = []
        for number in range(ASKED):
            began = time.perf_counter()
            response = client.get(address, secure=True)
            took.append(1000 * (time.perf_counter() - began))
            if response.status_code != (404 if name == "404" else 200):
                raise SystemExit(f"{address} ({name}) was answered with {response.status_code}.")
            if took[-1] > 2_000 and number >= 2:
                break
        yield name, min(took)


def run(few: int, many: int) -> int:
    """In a process of its own, whose environment names the database."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    newsroom()
    grow(TEMPLATES, few)
    before = dict(measure())
    grow(few, many)
    sys.stdout.write(f"\n{connection.vendor}\n{'':32} {few:>12,} {many:>12,}    ratio\n")
    slow = False
    for name, took in measure():
        ratio = took / before[name]
        slow = slow or (ratio > MOST_RATIO and took - before[name] > MOST_MS)
        sys.stdout.write(f"{name:32} {before[name]:9.1f} ms {took:9.1f} ms {ratio:8.2f}\n")
        sys.stdout.flush()
    return int(slow)


def main() -> int:
    few, many = ([int(said) for said in sys.argv[1:] if said.isdigit()] + [10_000, 1_000_000])[:2]
    if "here" in sys.argv[1:]:
        return run(few, many)
    wanted = {"sqlite", "postgresql"}.intersection(sys.argv[1:]) or {"sqlite", "postgresql"}
    cluster: Any = import_module("tests.cluster")
    worst = 0
    asked = [sys.executable, "-m", "benchmarks.pages", str(few), str(many), "here"]
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
