"""The desk's screens, as the people who work at them meet them."""

from typing import Any

import pytest
from django.forms import MultiWidget
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.models import Article, AuditEvent, Original
from tests.builders import (
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_user,
    publish_now,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]


def at_desk(role: str = "administrator") -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def change_page(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def form_of(client: Client, article: Article) -> dict[str, Any]:
    """Everything that the browser would send back from the article's form, as it stands."""
    context = client.get(change_page(article)).context
    sent: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for wrapped in context["inline_admin_formsets"]:
        forms += [wrapped.formset.management_form, *wrapped.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(widget := bound.field.widget, MultiWidget):
                parts = enumerate(widget.decompress(value))
                sent |= {f"{bound.html_name}_{number}": part or "" for number, part in parts}
            else:
                sent[bound.html_name] = "" if value is None else value
    sent["tags"] = ""
    sent["page_marks"] = str(article.page_marks)
    return sent


def test_an_editor_finds_articles_by_headline_and_sees_whose_they_are() -> None:
    make_licensed_article("Why ferries lean", outlet=make_outlet("The Commons"))
    make_own_article("Quite another story")
    page = at_desk("editor").get(reverse("admin:articles_article_changelist"), {"q": "ferries"}).content.decode()
    assert "Why ferries lean" in page and "The Commons" in page and "Quite another" not in page


def test_a_licensed_body_is_shown_and_cannot_be_edited() -> None:
    article = make_licensed_article(body="<p>Water is heavy.</p>")
    client = at_desk()
    assert "Water is heavy." in client.get(change_page(article)).content.decode()
    sent = form_of(client, article)
    assert "body_html" not in sent
    client.post(change_page(article), sent | {"body_html": "<p>Forged.</p>", "counter_url": "https://evil.example/"})
    article.refresh_from_db()
    assert article.body_html == "<p>Water is heavy.</p>" and article.counter_url == ""


@pytest.mark.on_postgresql_too
def test_our_own_text_is_cleaned_when_it_is_saved() -> None:
    article, client = make_own_article(), at_desk()
    sent = form_of(client, article) | {"body_html": '<p onclick="x()">Good.</p><script>alert(1)</script>'}
    assert client.post(change_page(article), sent).status_code == 302
    article.refresh_from_db()
    assert article.body_html == "<p>Good.</p>"
    assert AuditEvent.objects.filter(article=article, verb="save").exists()
    assert article.revisions.count() == 1


def test_page_breaks_are_typed_as_numbers_and_what_is_none_is_told() -> None:
    desk, article = at_desk("editor"), make_own_article(body="<p>One.</p><p>Two.</p><p>Three.</p>", page_marks=[1])
    assert desk.get(change_page(article)).context["adminform"].form["page_marks"].value() == "1"
    for typed, kept in (("2, 1", [1, 2]), ("[2]", [2]), ("", [])):
        answer = desk.post(change_page(article), form_of(desk, article) | {"page_marks": typed})
        assert answer.status_code == 302, typed
        article.refresh_from_db()
        assert article.page_marks == kept, typed
    for typed in ("two", "-1", "0", "1.5", "٣", "9" * 400, "[[1]]"):
        answer = desk.post(change_page(article), form_of(desk, article) | {"page_marks": typed})
        assert "Page breaks are numbers of blocks, such as 6, 12." in answer.content.decode(), typed


def test_two_editors_save_the_same_article_and_the_second_is_told_with_the_text_still_in_the_form() -> None:
    article, bob, paula = make_own_article(), at_desk("editor"), at_desk("publisher")
    bobs, paulas = form_of(bob, article), form_of(paula, article)
    assert bob.post(change_page(article), bobs | {"title": "Bob's headline"}).status_code == 302
    answer = paula.post(change_page(article), paulas | {"title": "Paula's headline"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "saved by somebody else" in page and "Paula&#x27;s headline" in page
    article.refresh_from_db()
    assert article.title == "Bob's headline"


def test_a_live_article_that_would_break_its_terms_is_refused_with_everything_typed_still_there() -> None:
    article, client = publish_now(make_licensed_article(fields_received={"title": "Why ferries lean"})), at_desk()
    sent = form_of(client, article) | {"title": "A new headline", "standfirst": "And a new standfirst."}
    answer = client.post(change_page(article), sent)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "headline is not the outlet" in page and "A new headline" in page and "And a new standfirst." in page
    article.refresh_from_db()
    assert (article.title, article.standfirst) == ("Why ferries lean", "")


@pytest.mark.on_postgresql_too
def test_printed_names_and_links_of_a_live_licensed_article_cannot_be_typed_over() -> None:
    article = make_licensed_article(related=[("How tides turn", "https://commons.example/tides")])
    client = at_desk()
    draft = form_of(client, article)
    assert "bylines-0-name" in draft and "related_links-0-title" in draft
    publish_now(article)
    live = form_of(client, article)
    assert "bylines-0-name" not in live and "related_links-0-title" not in live
    forged = (
        draft | live | {"bylines-0-name": "Somebody Else", "bylines-0-DELETE": "on", "related_links-0-title": "Ours"}
    )
    client.post(change_page(article), forged)
    assert article.bylines.get().name == "Amira Jadoon"
    assert article.related_links.get().title == "How tides turn"


@pytest.mark.parametrize(("role", "status"), [("writer", 200), ("editor", 200), ("rights", 403)])
def test_only_those_who_may_publish_change_what_readers_see(role: str, status: int) -> None:
    article, client = publish_now(make_own_article()), at_desk(role)
    before = article.title
    page = client.get(change_page(article))
    assert page.status_code == 200 and 'name="_save"' not in page.content.decode()
    assert client.post(change_page(article), {"title": "Typed by a writer"}).status_code == status
    article.refresh_from_db()
    assert article.title == before and article.draft_revision is None


def test_an_edit_after_clearing_takes_the_clearing_back_and_says_so() -> None:
    article = make_licensed_article()
    publishing.clear(article, by=None)
    editor, rights = at_desk("editor"), make_user("rights")
    sent = form_of(editor, article) | {"kicker": "Ferries"}
    page = editor.post(change_page(article), sent, follow=True).content.decode()
    assert "has to clear it again" in page
    article.refresh_from_db()
    assert article.status == "in_review"
    publishing.clear(article, by=rights)
    assert article.status == "ready"


def test_what_was_noticed_on_arrival_stands_above_the_draft() -> None:
    article = make_licensed_article(fields_received={"warnings": ["The institution of Ada Lind is a guess."]})
    assert "is a guess" in at_desk("editor").get(change_page(article)).content.decode()


def test_saving_a_live_article_puts_it_live_with_a_line_in_the_log() -> None:
    article, client = publish_now(make_own_article()), at_desk()
    assert client.post(change_page(article), form_of(client, article) | {"title": "Corrected"}).status_code == 302
    article.refresh_from_db()
    assert article.title == "Corrected" and article.live_revision.snapshot["article"]["title"] == "Corrected"
    assert AuditEvent.objects.filter(article=article, verb="put_live").exists()


def verb_page(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_verb", args=[article.pk, verb])


def test_a_publisher_publishes_with_a_page_that_asks_first() -> None:
    article, paula = make_licensed_article(), at_desk("publisher")
    publishing.clear(article, by=None)
    assert "Publish" in paula.get(change_page(article)).content.decode()
    assert "Readers, feeds and search engines" in paula.get(verb_page(article, "publish")).content.decode()
    article.refresh_from_db()
    assert article.status == "ready"
    answer = paula.post(verb_page(article, "publish"), {"version": article.version, "at_0": "", "at_1": ""})
    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.status == "published"


def test_a_refused_verb_says_why_and_what_to_do() -> None:
    article, paula = make_own_article(section=None), at_desk("publisher")
    answer = paula.post(verb_page(article, "publish"), {"version": article.version, "at_0": "", "at_1": ""})
    assert "It has no section." in answer.content.decode()
    article.refresh_from_db()
    assert article.status == "draft"


def test_a_verb_on_a_page_that_is_out_of_date_is_refused() -> None:
    article, paula = make_own_article(), at_desk("publisher")
    answer = paula.post(verb_page(article, "publish"), {"version": article.version - 1, "at_0": "", "at_1": ""})
    assert "saved by somebody else" in answer.content.decode()
    article.refresh_from_db()
    assert article.status == "draft"


@pytest.mark.parametrize(
    ("role", "verb", "status"),
    [
        ("writer", "submit", 200),
        ("writer", "publish", 403),
        ("editor", "publish", 403),
        ("rights", "publish", 403),
        ("rights", "clear", 200),
        ("publisher", "clear", 403),
        ("publisher", "publish", 200),
        ("publisher", "no-such-verb", 404),
    ],
)
def test_each_role_reaches_its_own_verbs_only(role: str, verb: str, status: int) -> None:
    assert at_desk(role).get(verb_page(make_own_article(), verb)).status_code == status


def test_charlie_may_not_see_the_desk() -> None:
    client, article = Client(), make_own_article()
    client.force_login(make_user("reader"))
    for address in (change_page(article), verb_page(article, "publish"), reverse("admin:articles_original_changelist")):
        assert client.get(address).status_code == 302


def test_withdrawing_at_the_desk_asks_for_the_reason_that_readers_see() -> None:
    article, paula = publish_now(make_own_article()), at_desk("publisher")
    assert paula.post(verb_page(article, "withdraw"), {"version": article.version}).status_code == 200
    article.refresh_from_db()
    assert article.status == "published"
    paula.post(verb_page(article, "withdraw"), {"version": article.version, "reason": "The outlet retracted it."})
    article.refresh_from_db()
    assert (article.status, article.withdrawn_because) == ("withdrawn", "The outlet retracted it.")


@pytest.mark.parametrize("what", ["original", "auditevent", "revision"])
@pytest.mark.on_postgresql_too
def test_evidence_can_be_read_and_not_written_even_by_the_administrator(what: str) -> None:
    article = publish_now(make_licensed_article())
    row = {"original": article.original, "auditevent": article.audit_events.first(), "revision": article.live_revision}
    client = at_desk()
    page = reverse(f"admin:articles_{what}_change", args=[row[what].pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"html": "<p>Forged.</p>"}).status_code == 403
    assert (
        client.post(reverse(f"admin:articles_{what}_delete", args=[row[what].pk]), {"post": "yes"}).status_code == 403
    )
    assert client.get(reverse(f"admin:articles_{what}_add")).status_code == 403
    assert Original.objects.get(pk=article.original_id).is_intact()


def test_hostile_titles_are_text_on_every_screen_of_the_desk() -> None:
    article = make_licensed_article(title="<img src=x onerror=alert(1)>", slug="hostile")
    article.audit_events.create(verb="accept", actor_name="<b>x</b>", subject=article.title)
    client = at_desk()
    for address in (
        change_page(article),
        reverse("admin:articles_article_changelist"),
        reverse("admin:articles_auditevent_changelist"),
        reverse("admin:articles_original_change", args=[article.original_id]),
        verb_page(article, "publish"),
        reverse("admin:articles_article_history", args=[article.pk]),
    ):
        page = client.get(address).content.decode()
        assert "<img src=x" not in page and "&lt;img src=x" in page


def test_the_article_is_never_deleted_at_the_desk() -> None:
    article, client = make_own_article(), at_desk()
    assert client.get(reverse("admin:articles_article_delete", args=[article.pk])).status_code == 403
    actions = client.get(reverse("admin:articles_article_changelist")).context["action_form"]
    assert actions is None or "delete_selected" not in dict(actions.fields["action"].choices)


def test_the_list_of_articles_takes_the_same_queries_however_long_it_is(django_assert_max_num_queries: Any) -> None:
    client, outlet = at_desk(), make_outlet()
    for _number in range(12):
        make_licensed_article(outlet=outlet)
    with django_assert_max_num_queries(16):
        client.get(reverse("admin:articles_article_changelist"))
