"""What was changed past the product is found: these tests write to the database as a stranger with a console would."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DataError, connection, transaction
from django.utils import timezone

from articles import derivation, publishing, resting
from articles.models import Article
from articles.queries import in_lots
from tests.builders import (
    make_amendment,
    make_licensed_article,
    make_original,
    make_outlet,
    make_own_article,
    make_terms,
    make_user,
    publish_now,
)

pytestmark = pytest.mark.django_db


def verify(*options: str) -> tuple[int, str]:
    said = io.StringIO()
    try:
        call_command("verify_originals", *options, stdout=said)
    except SystemExit as ended:
        return ended.code, said.getvalue()
    return 0, said.getvalue()


def found() -> list[tuple[int, int | None, str]]:
    return [(row["article_id"], row["original"], row["part"]) for row in json.loads(verify("--json")[1])["broken"]]


def write(table: str, column: str, value: object, pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])


def amended() -> Article:
    article = make_licensed_article(body="<p>It opened yesterday.</p>")
    make_amendment(article, "yesterday", "on May 2")
    derivation.derive(article)
    article.save()
    return article


def test_an_untouched_newsroom_holds():
    publish_now(make_licensed_article(received=b"\x00\xff <html>"))
    amended()
    make_own_article()
    code, said = verify()
    assert code == 0
    assert said == "Checked: originals 2, licensed articles 2. All hold.\n"


def test_an_empty_newsroom_holds():
    assert verify() == (0, "Checked: originals 0, licensed articles 0. All hold.\n")


def test_changed_bytes_as_received_are_named():
    make_licensed_article("Another one")
    article = make_licensed_article("Why ferries lean")
    write("articles_original", "received", b"<p>Forged.</p>", article.original_id)
    code, said = verify()
    assert code == 1
    lines = said.splitlines()
    assert lines[0].startswith(
        f"article {article.pk}, “Why ferries lean”, original 1: [received] The bytes as received"
    )
    assert lines[1:] == ["Checked: originals 2, licensed articles 2. 1 broken."]


def test_a_changed_cleaned_body_is_named_and_the_article_that_no_longer_follows_from_it():
    article = make_licensed_article()
    write("articles_original", "html", "<p>Water is light.</p>", article.original_id)
    assert found() == [(article.pk, 1, "html"), (article.pk, None, "body")]


def test_a_changed_body_is_told_from_changed_bytes_also_where_the_article_was_amended():
    article = make_licensed_article(body="<p>It opened yesterday.</p>")
    second = make_original(article, "<p>It opened.</p>", fields={"body_html": "<p>It opened.</p>"})
    make_amendment(article, "yesterday", "on May 2")
    derivation.derive(article)
    article.save()
    write("articles_original", "html", '<p><a href="/forged">It opened.</a></p>', second.pk)
    assert found() == [(article.pk, 2, "html")]
    write("articles_original", "html", "<p>It opened.</p>", second.pk)
    assert found() == []
    write("articles_original", "received", b"forged", second.pk)
    assert found() == [(article.pk, 2, "received")]


@pytest.mark.parametrize("forged", ["", "x" * 64, "A" * 64])
def test_a_seal_that_is_none_is_named(forged):
    article = make_licensed_article()
    write("articles_original", "sha256", forged, article.original_id)
    assert found() == [(article.pk, 1, "seal")]


def test_an_exchanged_seal_is_found():
    article = make_licensed_article()
    write("articles_original", "sha256", "0" * 64, article.original_id)
    assert found() == [(article.pk, 1, "received")]


def test_every_original_is_checked_and_not_only_the_one_that_is_shown():
    article = make_licensed_article()
    later = make_original(article, "<p>Another text.</p>")
    write("articles_original", "html", "<p>A third text.</p>", later.pk)
    assert found() == [(article.pk, 2, "html")]


def test_a_body_typed_over_in_the_database_is_found_and_saving_mends_it():
    article = amended()
    write("articles_article", "body_html", "<p>It never opened.</p>", article.pk)
    assert found() == [(article.pk, None, "body")]
    article.refresh_from_db()
    derivation.derive(article)
    article.save()
    assert found() == []


def test_an_amendment_slipped_in_past_the_desk_is_found():
    article = make_licensed_article(body="<p>It opened yesterday.</p>")
    amendment = make_amendment(article, "yesterday", "never", state="proposed")
    assert found() == []
    write("articles_amendment", "state", "applied", amendment.pk)
    assert found() == [(article.pk, None, "body")]


def test_a_licensed_article_without_its_original_is_found():
    article = make_licensed_article()
    write("articles_article", "original_id", None, article.pk)
    assert found() == [(article.pk, None, "original")]


def test_an_article_that_shows_the_original_of_another_is_found():
    one, other = make_licensed_article("One"), make_licensed_article("Other")
    write("articles_article", "original_id", other.original_id, one.pk)
    assert found() == [(one.pk, None, "original")]


def test_what_the_database_cannot_read_does_not_end_the_audit():
    article, other, typed = (make_licensed_article(title) for title in ("One", "Two", "Three"))
    if connection.vendor != "sqlite":
        # Only SQLite keeps what is no text in a column of text.
        with pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE articles_original SET html = convert_from(decode('ff41', 'hex'), 'UTF8')")
        assert found() == []
        return
    for table, column, pk in (
        ("articles_original", "html", article.original_id),
        ("articles_article", "body_html", other.pk),
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = CAST(X'FF41' AS TEXT) WHERE id = %s", [pk])
    write("articles_original", "received", "text where bytes belong", typed.original_id)
    assert found() == [
        (article.pk, 1, "unreadable"),
        (typed.pk, 1, "received"),
        (article.pk, None, "unreadable"),
        (other.pk, None, "unreadable"),
    ]


def test_a_headline_of_others_cannot_write_lines_of_its_own():
    article = make_licensed_article("Harmless\nChecked: all hold.\x1b[2J")
    write("articles_original", "received", b"", article.original_id)
    said = verify()[1]
    assert len(said.splitlines()) == 2
    assert "\x1b" not in said


def test_the_audit_is_told_as_json_too():
    article = make_licensed_article("Why ferries lean")
    assert json.loads(verify("--json")[1]) == {"originals": 1, "articles": 1, "broken": []}
    write("articles_original", "received", b"forged", article.original_id)
    code, said = verify("--json")
    (row,) = json.loads(said)["broken"]
    assert code == 1
    assert set(row) == {"article_id", "article", "original", "part", "sentence"}
    assert row["article"] == "Why ferries lean"


# --- adaptations, first paragraphs, amendments


def adapted(**fields: Any) -> Article:
    """360info: CC BY, so any edit may be made."""
    terms = make_terms(make_outlet("360info"), edits="any", licence_code="CC BY 4.0")
    article = make_licensed_article(body="<p>Water is heavy.</p><p>Ferries are not.</p>", terms=terms, **fields)
    resting.adapt(article, by=None, reason="for our readers")
    article.body_html = "<p>Water is heavy, and ferries float.</p>"
    publishing.saved(article, by=make_user("administrator"))
    return article


@pytest.mark.parametrize("live", [False, True])
def test_an_adaptation_holds_though_its_body_is_another_than_the_original(live):
    article = adapted()
    if live:
        publish_now(article)
    assert verify()[0] == 0


@pytest.mark.parametrize("live", [False, True])
def test_an_adaptation_typed_over_in_the_database_is_found(live):
    article = adapted()
    if live:
        publish_now(article)
    write("articles_article", "body_html", "<p>Ferries sink.</p>", article.pk)
    assert found() == [(article.pk, None, "body")]
    assert f"revision {article.revisions.first().number}" in verify()[1]


def test_an_adaptation_hides_no_broken_seal():
    article = publish_now(adapted())
    write("articles_original", "html", "<p>Water is light.</p>", article.original_id)
    assert found() == [(article.pk, 1, "html")]


def test_a_text_called_an_adaptation_past_the_desk_is_found():
    article = publish_now(make_licensed_article())
    write("articles_article", "is_adaptation", True, article.pk)
    write("articles_article", "body_html", "<p>Ferries sink.</p>", article.pk)
    assert found() == [(article.pk, None, "adaptation")]
    write("articles_original", "html", "<p>Ferries sink.</p>", article.original_id)
    assert (article.pk, 1) in {row[:2] for row in found()}


def test_an_adaptation_that_was_taken_back_is_held_against_its_original_again():
    article = adapted()
    resting.take_original_back(article, by=None, reason="too free")
    assert found() == []
    write("articles_article", "body_html", "<p>Water is heavy, and ferries float.</p>", article.pk)
    assert found() == [(article.pk, None, "body")]


def first_paragraph_only() -> Article:
    terms = make_terms(make_outlet("PublicSource"), excerpt_rule="first_paragraphs", excerpt_paragraphs=1)
    return publish_now(make_licensed_article(body="<p>One.</p><p>Two.</p><p>Three.</p>", terms=terms))


def test_a_text_of_which_only_the_first_paragraphs_may_be_shown_holds():
    first_paragraph_only()
    assert verify()[0] == 0


def test_more_than_the_first_paragraphs_is_found_though_it_is_the_sealed_text():
    article = first_paragraph_only()
    write("articles_article", "body_html", article.original.html, article.pk)
    assert found() == [(article.pk, None, "body")]


def test_the_paragraphs_that_nobody_sees_are_sealed_as_well():
    article = first_paragraph_only()
    write("articles_original", "html", "<p>One.</p><p>Four.</p>", article.original_id)
    assert found() == [(article.pk, 1, "html")]


def test_a_forged_body_with_a_forged_amendment_hides_nothing():
    terms = make_terms(make_outlet("The Conversation"), edits="time_place_style")
    article = make_licensed_article(body="<p>It opened yesterday.</p>", terms=terms)
    amendment = make_amendment(article, "yesterday", "on May 2", kind="time")
    publish_now(article)
    assert found() == []
    write("articles_amendment", "replacement", "never", amendment.pk)
    assert found() == [(article.pk, None, "body")]
    write("articles_article", "body_html", "<p>It opened never.</p>", article.pk)
    assert found() == [(article.pk, None, "amendments")]
    write("articles_original", "received", b"forged", article.original_id)
    assert found() == [(article.pk, 1, "html"), (article.pk, None, "amendments")]


def test_an_approval_that_nobody_recorded_at_the_desk_is_found():
    terms = make_terms(make_outlet("Floodlight"), edits="shorten_ask")
    article = make_licensed_article(body="<p>It opened yesterday.</p>", terms=terms)
    evidence = {"approved_by": "Ida", "approved_at": timezone.now(), "approval": "Fine."}
    amendment = make_amendment(article, " yesterday", "", kind="cut", **evidence)
    publish_now(article)
    write("articles_amendment", "approval", "Everything is fine.", amendment.pk)
    assert found() == [(article.pk, None, "amendments")]


def test_what_is_no_amendment_does_not_end_the_audit():
    article, later = amended(), make_licensed_article("Two")
    if connection.vendor == "sqlite":
        write("articles_amendment", "exact", b"\x00bytes where words belong", article.amendments.get().pk)
        assert found() == [(article.pk, None, "unreadable")]
    write("articles_original", "received", b"forged", later.original_id)
    assert (later.pk, 1, "received") in found()


def test_many_rows_are_audited_in_lots_with_as_many_questions_for_each(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(in_lots, "__defaults__", (2,))
    publish_now(adapted())
    amended()
    for _number in range(3):
        publish_now(make_licensed_article())
    with django_assert_max_num_queries(5 * (1 + 4) + 2 * 4):
        assert json.loads(verify("--json")[1]) == {"originals": 5, "articles": 5, "broken": []}
