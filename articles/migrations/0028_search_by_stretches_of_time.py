"""On PostgreSQL the words of each text stand in one column, and their keys, by stretches of time, in its index alone.

What is indexed is taken over from the vectors. These know of a word where it stood for the first 255 times, and of a
text the first 16,383 words: rows that may have lost something by that are marked, and written anew at night.
"""

from django.db import migrations

# Calls nothing of ours: where a copy of the database is restored, nobody looks into our schema for it.
KEYS = """
CREATE FUNCTION articles_search_keys(place bigint, words text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 100 AS $$
DECLARE
    said text[] := string_to_array(btrim(words), ' ');
    part text := to_hex((place >> 50) + 32768);
BEGIN
    IF cardinality(said) > 15000 THEN
        RETURN array_to_tsvector(array(SELECT part || one FROM unnest(said || ' *'::text) AS one));
    END IF;
    RETURN array_to_tsvector(array(
        SELECT part || one FROM unnest(said) AS one
        UNION ALL
        SELECT part || ' ' || to_hex(hashtextextended(one || ' ' || two, 0) & 65535)
        FROM unnest(said, said[2:]) AS near (one, two)
        WHERE one NOT IN ('¶', '¦') AND two NOT IN ('¶', '¦')
        UNION ALL
        SELECT part || '  ' || to_hex(hashtextextended(one || ' ' || two || ' ' || three, 0) & 16383)
        FROM unnest(said, said[2:], said[3:]) AS near (one, two, three)
        WHERE one NOT IN ('¶', '¦') AND two NOT IN ('¶', '¦') AND three NOT IN ('¶', '¦')
    ));
END $$
"""
INDEX = [
    # Without a list of what is pending, which every question would have to read through.
    """CREATE INDEX articles_searchtext_words ON articles_searchtext
       USING gin (articles_search_keys(place, words)) WITH (fastupdate = off)""",
    # ANALYZE would make the keys of 30,000 articles, and the planner needs to know nothing of them.
    "ALTER INDEX articles_searchtext_words ALTER COLUMN 1 SET STATISTICS 0",
]
MARK = """
UPDATE articles_searchtext SET digest = '' WHERE EXISTS (
    SELECT FROM unnest(vector) AS known (word, positions, weights)
    WHERE cardinality(positions) = 255 OR (positions IS NULL AND word NOT LIKE '¤%')
)
"""
WORDS_OF_VECTOR = """
CREATE FUNCTION articles_words_of_vector(vector tsvector) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    WITH standing AS (
        SELECT word, at, ascii(weight) - 65 AS of, lag(at) OVER w AS at_before, lag(ascii(weight) - 65) OVER w AS before
        FROM unnest(vector) AS known (word, positions, weights), unnest(positions, weights) AS stands (at, weight)
        WINDOW w AS (ORDER BY at)
    )
    SELECT ' ' || concat_ws(' ',
        (SELECT string_agg(
            CASE WHEN at > at_before + 1 THEN '¶ ' ELSE '' END || repeat('¦ ', of - coalesce(before, 0)) || word,
            ' ' ORDER BY at) || ' ¶' FROM standing),
        nullif(repeat('¦', 3 - coalesce((SELECT max(of) FROM standing), 0)), ''),
        (SELECT string_agg(word || ' ¶', ' ') FROM unnest(vector) AS known (word, positions, weights)
         WHERE positions IS NULL AND word NOT LIKE '¤%'),
        '¦',
        (SELECT string_agg(word, ' ' ORDER BY word) FROM unnest(vector) AS known (word, positions, weights)
         WHERE word LIKE '¤%')
    ) || ' '
$$
"""
VECTOR_OF_WORDS = """
CREATE FUNCTION articles_vector_of_words(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT AS $$
    WITH said AS (
        SELECT word, at, count(*) FILTER (WHERE word = '¦') OVER (ORDER BY at) AS ended
        FROM unnest(string_to_array(btrim(words), ' ')) WITH ORDINALITY AS each (word, at)
    ), standing AS (
        SELECT word, at - ended AS at, ended, row_number() OVER (PARTITION BY word ORDER BY at) AS number
        FROM said WHERE word NOT IN ('¶', '¦')
    ), written AS (
        SELECT word, string_agg(at || chr(65 + ended::int), ',' ORDER BY at)
            FILTER (WHERE at < 16383 AND number <= 255 AND word NOT LIKE '¤%') AS positions
        FROM standing GROUP BY word
    )
    SELECT string_agg('''' || word || '''' || coalesce(':' || positions, ''), ' ')::tsvector FROM written
$$
"""


def lz4(cursor, column):
    """What is unpacked in a tenth of the time, where the server was built with it."""
    cursor.execute("SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'")
    known = cursor.fetchone()
    return f", ALTER COLUMN {column} SET COMPRESSION lz4" if known and known[0] else ""


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS articles_searchtext_words")
        cursor.execute(MARK)
        cursor.execute(WORDS_OF_VECTOR)
        cursor.execute(
            "ALTER TABLE articles_searchtext ALTER COLUMN vector TYPE text USING articles_words_of_vector(vector)"
            + lz4(cursor, "vector")
        )
        cursor.execute("ALTER TABLE articles_searchtext RENAME COLUMN vector TO words")
        cursor.execute("DROP FUNCTION articles_words_of_vector(tsvector)")
        for statement in (KEYS, *INDEX):
            cursor.execute(statement)


def unmake(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for statement in (
        "DROP INDEX IF EXISTS articles_searchtext_words",
        "DROP FUNCTION IF EXISTS articles_search_keys(bigint, text)",
        VECTOR_OF_WORDS,
        "ALTER TABLE articles_searchtext ALTER COLUMN words TYPE tsvector USING articles_vector_of_words(words)",
        "ALTER TABLE articles_searchtext RENAME COLUMN words TO vector",
        "DROP FUNCTION articles_vector_of_words(text)",
        "CREATE INDEX articles_searchtext_words ON articles_searchtext USING gin (vector) WITH (fastupdate = off)",
    ):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0027_lists_of_a_million_are_found_by_indexes"),
    ]

    operations = [
        migrations.RunPython(make, unmake),
    ]
