"""An article's words at the desk: sealed and shown, adapted and compared, amended, and what is filled in by hand."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from functools import partial
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client

from articles import drafting, publishing, resting
from articles.models import Article
from tests import builders
from tests.articles.test_desk import form_of
from tests.builders import make_amendment, make_terms, publish_now
from tests.desk import at_desk, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
make_licensed_article = partial(builders.make_licensed_article, picked_because="It explains the storm.")


def fields_of(client: Client, article: Article) -> set[str]:
    """The fields of the article itself that the form lets this person type into."""
    return set(client.get(page_of(article)).context["adminform"].form.fields)


def adapted(**fields: Any) -> Article:
    article = make_licensed_article(
        body="<p>Water is heavy.</p><p>Ferries are not.</p>", terms=make_terms(edits="any"), **fields
    )
    resting.adapt(article, by=None, reason="For our readers.")
    return Article.objects.get(pk=article.pk)


def words(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


# --- adaptations


def test_an_adaptation_is_edited_like_our_own_beside_its_original_and_what_was_changed() -> None:
    article, editor = adapted(), at_desk("editor")
    sent = form_of(editor, article)
    body = '<p onclick="x()">Water is wet.</p><p>Ferries are not.</p><script>alert(1)</script>'
    assert editor.post(page_of(article), sent | {"body_html": body}).status_code == 302
    article.refresh_from_db()
    assert article.body_html == "<p>Water is wet.</p><p>Ferries are not.</p>"
    assert article.original.html == "<p>Water is heavy.</p><p>Ferries are not.</p>"
    page = editor.get(page_of(article)).content.decode()
    assert "<del>heavy.</del>" in page and "<ins>wet.</ins>" in page and "1 paragraph is the same" in page
    assert '<ol class="sealed-body"' in page and "Water is heavy." in page


def test_a_sealed_text_has_no_editor_and_an_adaptation_has_one() -> None:
    editor = at_desk("editor")
    assert "body_html" not in fields_of(editor, make_licensed_article(terms=make_terms(edits="any")))
    assert "body_html" in fields_of(editor, adapted())


def test_an_adaptation_that_readers_see_is_changed_for_them_by_publishers_alone() -> None:
    article, before = publish_now(adapted()), "Water is heavy."
    for role in ("editor", "publisher"):
        assert before in article.body_html and article.draft_revision is None
        client = at_desk(role)
        sent = form_of(client, article) | {"body_html": "<p>Water is wet.</p>"}
        assert client.post(page_of(article), sent).status_code == 302
        article.refresh_from_db()
        if role == "editor":
            assert article.draft_revision and before in article.body_html
            drafting.discard(article, by=None, reason="once more, by a publisher")
    assert article.body_html == "<p>Water is wet.</p>" == article.live_revision.snapshot["article"]["body_html"]


def test_the_rights_desk_reads_an_adaptation_as_its_readers_would() -> None:
    page = at_desk("rights").get(page_of(adapted()))
    assert "body_html" not in page.context["adminform"].form.fields
    assert "The text, an adaptation" in words(page) and "&lt;p&gt;" not in page.content.decode()


def test_an_edit_of_a_cleared_adaptation_takes_the_clearing_back() -> None:
    article = adapted()
    publishing.clear(article, by=None)
    editor = at_desk("editor")
    editor.post(page_of(article), form_of(editor, article) | {"body_html": "<p>Water is wet.</p>"})
    article.refresh_from_db()
    assert article.status == "in_review"


# --- amendments


@pytest.mark.parametrize(
    ("edits", "amendment", "light", "told"),
    [
        ("time_place_style", {"kind": "style"}, "green", "The terms allow it."),
        ("time_place_style", {"kind": "cut"}, "red", "Needs the author's approval"),
        ("none", {"kind": "style"}, "red", "The terms forbid such an amendment (house style)."),
        ("not_stated", {"kind": "style"}, "amber", "The terms do not say what may be amended"),
        ("time_place_style", {"kind": "cut", "state": "proposed"}, "unlit", "Not applied: readers do not see it."),
        ("any", {"kind": "headline"}, "red", "Needs the author's approval"),
        (
            "time_place_style",
            {"kind": "style", "replacement": "heavy and wet and cold and blue"},
            "red",
            "So many words make it a matter of substance (insertion).",
        ),
    ],
)
def test_each_row_says_what_its_terms_say_of_it(edits: str, amendment: Any, light: str, told: str) -> None:
    article = make_licensed_article(terms=make_terms(edits=edits))
    make_amendment(article, "heavy", **{"replacement": "weighty", **amendment})
    page = at_desk("editor").get(page_of(article))
    assert told in words(page)
    assert re.search(rf'<span class="light {light}">[^≡]*?{re.escape(html.escape(told)[:30])}', page.content.decode())


def test_an_approval_counts_when_all_three_parts_are_there() -> None:
    article = make_licensed_article(terms=make_terms(edits="time_place_style"))
    row = make_amendment(article, " heavy", "", kind="cut", approved_by="Amira Jadoon")
    editor = at_desk("editor")
    assert "It is not there yet." in words(editor.get(page_of(article)))
    sent = form_of(editor, article) | {
        "amendments-0-approved_at_0": "2026-03-01",
        "amendments-0-approved_at_1": "12:30",
        "amendments-0-approval": "Yes, cut that.",
    }
    assert editor.post(page_of(article), sent).status_code == 302
    row.refresh_from_db()
    assert row.approval == "Yes, cut that." and "Approved by Amira Jadoon." in words(editor.get(page_of(article)))


def test_the_kinds_that_the_terms_allow_are_told_above_the_rows() -> None:
    article = make_licensed_article(terms=make_terms(edits="shorten_ask", headline_change="no"))
    make_amendment(article, "heavy", "weighty")
    said = words(at_desk("editor").get(page_of(article)))
    assert "Allowed: time, place, house style. With the author's approval: cut, insertion." in said
    assert "Another headline: no." in said


def test_an_amendment_made_after_clearing_takes_the_clearing_back() -> None:
    article = make_licensed_article(terms=make_terms(edits="time_place_style"))
    publishing.clear(article, by=None)
    editor = at_desk("editor")
    sent = form_of(editor, article) | {
        "amendments-TOTAL_FORMS": "1",
        "amendments-0-kind": "style",
        "amendments-0-state": "applied",
        "amendments-0-position": "0",
        "amendments-0-block": "0",
        "amendments-0-exact": "heavy",
        "amendments-0-replacement": "weighty",
        "amendments-0-reason": "house style",
        "amendments-0-article": str(article.pk),
    }
    answer = editor.post(page_of(article), sent, follow=True)
    assert "The rights desk has to clear it again." in words(answer)
    article.refresh_from_db()
    assert article.status == "in_review" and "weighty" in article.body_html


# --- what did not arrive

MISSING = {"title": "Why ferries lean"}
ARRIVED = MISSING | {
    "canonical_url": "https://commons.example/ferries",
    "published": "2026-01-01T00:00:00Z",
    "disclosure": "She owns no ferry.",
}
BY_HAND = {"source_url", "source_published_at", "disclosure_html"}


def test_an_editor_fills_in_what_did_not_arrive() -> None:
    article = make_licensed_article(
        fields_received=MISSING, source_url="", source_published_at=None, picked_because="", terms=make_terms()
    )
    editor = at_desk("editor")
    assert BY_HAND | {"picked_because"} <= fields_of(editor, article)
    sent = form_of(editor, article) | {
        "source_url": "https://commons.example/ferries",
        "source_published_at_0": "2026-01-01",
        "source_published_at_1": "06:00",
        "disclosure_html": '<p onclick="x()">She owns no ferry.</p><script>alert(1)</script>',
        "picked_because": "It explains the storm.",
    }
    assert editor.post(page_of(article), sent).status_code == 302
    article.refresh_from_db()
    assert article.source_url == "https://commons.example/ferries"
    assert article.source_published_at == dt.datetime(2026, 1, 1, 6, tzinfo=dt.UTC)
    assert article.disclosure_html == "<p>She owns no ferry.</p>"
    assert article.picked_because == "It explains the storm."
    assert fields_of(editor, article) & BY_HAND == BY_HAND  # until it is published, a slip can be mended
    assert "picked_because" not in fields_of(editor, article)


def test_what_arrived_is_never_typed_over() -> None:
    article = make_licensed_article(fields_received=ARRIVED, disclosure="<p>She owns no ferry.</p>")
    editor = at_desk("editor")
    assert not fields_of(editor, article) & (BY_HAND | {"picked_because"})
    sent = form_of(editor, article) | {
        "source_url": "https://elsewhere.example/",
        "disclosure_html": "<p>Forged.</p>",
        "picked_because": "Forged.",
        "source_published_at_0": "2020-01-01",
        "source_published_at_1": "00:00",
    }
    before = Article.objects.values().get(pk=article.pk)
    editor.post(page_of(article), sent)
    after = Article.objects.values().get(pk=article.pk)
    assert {name: after[name] for name in (*BY_HAND, "picked_because")} == {
        name: before[name] for name in (*BY_HAND, "picked_because")
    }


def test_a_writer_and_the_rights_desk_fill_in_nothing() -> None:
    article = make_licensed_article(fields_received=MISSING, picked_because="")
    writer = at_desk("writer")
    assert not fields_of(writer, article) & (BY_HAND | {"picked_because"})
    writer.post(page_of(article), form_of(writer, article) | {"source_url": "https://elsewhere.example/"})
    article.refresh_from_db()
    assert "elsewhere" not in article.source_url
    assert fields_of(at_desk("rights"), article) == {"seen_version"}


def test_after_publication_nothing_is_filled_in_any_more() -> None:
    article = publish_now(make_licensed_article(fields_received=MISSING))
    assert not fields_of(at_desk("publisher"), article) & (BY_HAND | {"picked_because"})


@pytest.mark.parametrize("received", [None, [], "x", {"canonical_url": None}])
def test_an_original_that_says_nothing_readable_leaves_everything_to_be_filled_in(received: Any) -> None:
    article = make_licensed_article()
    with connection.cursor() as cursor:  # past Django, which lets nobody write to a sealed row
        statement = "UPDATE articles_original SET fields = %s WHERE id = %s"
        cursor.execute(statement, [json.dumps(received), article.original_id])
    page = at_desk("editor").get(page_of(article))
    assert page.status_code == 200 and set(page.context["adminform"].form.fields) >= BY_HAND


@pytest.mark.on_postgresql_too
def test_a_body_that_comes_back_with_the_line_ends_of_a_browser_was_not_changed() -> None:
    body = "<p>Water is\nheavy.</p>\n<p>Ferries are not.</p>\n"
    article, editor = builders.make_own_article(body=body), at_desk("editor")
    Article.objects.filter(pk=article.pk).update(body_html=body)
    sent = form_of(editor, Article.objects.get(pk=article.pk))
    sent |= {"kicker": "Harbour", "body_html": body.replace("\n", "\r\n")}
    assert editor.post(page_of(article), sent).status_code == 302
    article.refresh_from_db()
    assert (article.kicker, article.body_html) == ("Harbour", body)
    assert "Body" not in LogEntry.objects.latest("action_time").get_change_message()
    sent = form_of(editor, article) | {"body_html": "<p>Water is\r\nwet.</p>"}
    assert editor.post(page_of(article), sent).status_code == 302
    article.refresh_from_db()
    assert article.body_html == "<p>Water is\nwet.</p>"
