"""The index of what readers see. ``manage.py rebuild_search`` fills it for what was published before.

A later migration that lets SQLite make the table ``articles_searchtext`` anew has to make these triggers anew.
"""

import django.db.models.deletion
from django.db import migrations, models

ON_SQLITE = [
    # Words come split and folded (articles.search.words); this tokeniser leaves them as they are.
    "CREATE VIRTUAL TABLE articles_search_words USING fts5(headline, standfirst, names, body, places, tokenize='ascii')",
    """CREATE TRIGGER articles_searchtext_gone AFTER DELETE ON articles_searchtext
       BEGIN DELETE FROM articles_search_words WHERE rowid = old.place; END""",
    """CREATE TRIGGER articles_searchtext_moved AFTER UPDATE OF place ON articles_searchtext
       WHEN old.place <> new.place BEGIN DELETE FROM articles_search_words WHERE rowid = old.place; END""",
]
BACK_ON_SQLITE = [
    "DROP TRIGGER IF EXISTS articles_searchtext_moved",
    "DROP TRIGGER IF EXISTS articles_searchtext_gone",
    "DROP TABLE IF EXISTS articles_search_words",
]
ON_POSTGRESQL = [
    "ALTER TABLE articles_searchtext ADD COLUMN vector tsvector",
    # Without a list of what is pending, which every question would have to read through.
    "CREATE INDEX articles_searchtext_words ON articles_searchtext USING gin (vector) WITH (fastupdate = off)",
]
BACK_ON_POSTGRESQL = [
    "DROP INDEX IF EXISTS articles_searchtext_words",
    "ALTER TABLE articles_searchtext DROP COLUMN IF EXISTS vector",
]


def make(apps, schema_editor):
    for statement in ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for statement in BACK_ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else BACK_ON_SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0017_a_new_newsroom_has_standing_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("place", models.BigIntegerField(unique=True)),
                ("digest", models.CharField(max_length=32)),
                ("shown", models.TextField()),
            ],
        ),
        migrations.RunPython(make, unmake),
    ]
