"""Two people work on one row: the second to save is told who did what when, and all that was typed is still there."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse, reverse_lazy

from articles import publishing, trash
from articles.models import Amendment, Article, Section
from tests.articles.test_desk import form_of as article_form
from tests.builders import (
    make_amendment,
    make_author,
    make_institution,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_picture,
    make_section,
    make_terms,
    make_user,
    publish_now,
)
from tests.desk import form_of, page_of

pytestmark = pytest.mark.django_db

ROWS = {
    "section": (make_section, {"description": "Money and work."}, {"published_in": "Typed by Bob"}),
    "outlet": (make_outlet, {"notes": "Ask for Nora."}, {"description": "Typed by Bob"}),
    "terms": (make_terms, {"ads": "no"}, {"house_terms_url": "https://typed.example/by-bob"}),
    "author": (make_author, {"bio": "Writes on tides."}, {"title": "Typed by Bob"}),
    "institution": (make_institution, {"url": "https://clemson.example/"}, {"name": "Typed by Bob"}),
    "picture": (make_picture, {"credit": "Bo Lind"}, {"caption": "Typed by Bob"}),
}


def seated(name: str, role: str = "administrator") -> Client:
    client = Client()
    client.force_login(make_user(role, name))
    return client


def errors(response: Any) -> str:
    """What stands above the form that comes back."""
    assert response.status_code == 200
    told = re.findall(r'<ul class="errorlist nonfield"[^>]*>(.*?)</ul>', response.content.decode(), re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", sentence)) for sentence in told)


def form_of_article(client: Client, article: Article) -> dict[str, Any]:
    # Where a default is made by a function, the form says beside the field what it held when it was opened.
    return article_form(client, article) | {"initial-page_marks": str(article.page_marks)}


def typed(response: Any) -> dict[str, Any]:
    """What the fields of the form that comes back hold."""
    forms = [response.context["adminform"].form]
    for wrapped in response.context["inline_admin_formsets"]:
        forms += wrapped.formset.forms
    return {bound.html_name: bound.value() for form in forms for bound in form}


def assert_nothing_typed_is_lost(response: Any, sent: dict[str, Any]) -> None:
    there = typed(response)
    page = html.unescape(response.content.decode())
    for name, value in sent.items():
        if name in there and isinstance(value, str) and not isinstance(there[name], list):
            assert str(there[name] or "") == value, name
            assert value in page, name


# --- rows with a form of their own


@pytest.mark.parametrize("kind", ROWS)
def test_the_second_to_save_a_row_is_told_who_changed_what_and_keeps_the_form(kind: str) -> None:
    make, paulas, bobs = ROWS[kind]
    row, paula, bob = make(), seated("Paula"), seated("Bob")
    first, second = (form_of(client, page_of(row)) for client in (paula, bob))
    assert paula.post(page_of(row), first | paulas).status_code == 302
    answer = bob.post(page_of(row), second | bobs)
    told = errors(answer)
    assert "was saved by somebody else while you were working on it: Paula, " in told
    changed = row._meta.get_field(next(iter(paulas))).verbose_name
    assert f"(Changed {changed.capitalize()})" in told
    assert "Nothing of yours is lost" in told
    assert_nothing_typed_is_lost(answer, second | bobs)
    row.refresh_from_db()
    assert [getattr(row, name) for name in paulas] == list(paulas.values())
    assert not [name for name, value in bobs.items() if getattr(row, name) == value]


@pytest.mark.parametrize("kind", ROWS)
def test_what_was_saved_before_the_form_was_opened_is_not_told(kind: str) -> None:
    make, paulas, bobs = ROWS[kind]
    row, paula, bob, rita = make(), seated("Paula"), seated("Bob"), seated("Rita")
    assert paula.post(page_of(row), form_of(paula, page_of(row)) | paulas).status_code == 302
    second = form_of(bob, page_of(row))
    assert rita.post(page_of(row), form_of(rita, page_of(row))).status_code == 302
    told = errors(bob.post(page_of(row), second | bobs))
    assert "Rita, " in told and "Paula" not in told


def test_a_row_saved_by_a_program_is_refused_without_a_name() -> None:
    outlet, bob = make_outlet("The Commons"), seated("Bob")
    sent = form_of(bob, page_of(outlet))
    outlet.save()
    told = errors(bob.post(page_of(outlet), sent | {"notes": "Typed by Bob"}))
    assert "“The Commons” was saved by somebody else while you were working on it." in told


def test_a_form_that_says_only_its_version_is_told_the_last_deed() -> None:
    outlet, paula, bob = make_outlet(), seated("Paula"), seated("Bob")
    sent = form_of(bob, page_of(outlet)) | {"seen_version": "1"}
    for notes in ("First", "Second"):
        paula.post(page_of(outlet), form_of(paula, page_of(outlet)) | {"notes": notes})
    assert errors(bob.post(page_of(outlet), sent)).count("Paula, ") == 1


@pytest.mark.parametrize("said", ["", "x", "1 never", "1 2026-01-01", "9" * 400, "1 2026-13-45T99:00:00+00:00", "\x00"])
def test_a_form_that_says_nonsense_of_its_version_is_no_error_page(said: str) -> None:
    outlet, bob = make_outlet(), seated("Bob")
    sent = form_of(bob, page_of(outlet)) | {"seen_version": said, "notes": "Typed by Bob"}
    assert bob.post(page_of(outlet), sent).status_code in (200, 302)


def test_many_deeds_are_told_by_the_last_ones() -> None:
    outlet, paula, bob = make_outlet(), seated("Paula"), seated("Bob")
    sent = form_of(bob, page_of(outlet))
    for number in range(8):
        paula.post(page_of(outlet), form_of(paula, page_of(outlet)) | {"notes": f"Note {number}"})
    told = errors(bob.post(page_of(outlet), sent | {"notes": "Typed by Bob"}))
    assert told.count("Paula, ") == 5 and "3 earlier; " in told


# --- the list of sections, where their order is typed


def sections_form(client: Client) -> dict[str, Any]:
    formset = client.get(SECTIONS).context["cl"].formset
    forms = [formset.management_form, *formset.forms]
    return {bound.html_name: bound.value() for form in forms for bound in form} | {"_save": "Save"}


SECTIONS = reverse_lazy("admin:articles_section_changelist")


def test_the_second_to_type_an_order_of_sections_is_told_who_changed_it_and_keeps_the_numbers() -> None:
    business, politics = make_section("Business", position=1), make_section("Politics", position=2)
    paula, bob = seated("Paula"), seated("Bob")
    first, second = sections_form(paula), sections_form(bob)
    assert 'type="hidden" name="form-0-seen_version"' in bob.get(SECTIONS).content.decode()
    assert paula.post(SECTIONS, first | {"form-0-position": "7"}).status_code == 302
    answer = bob.post(SECTIONS, second | {"form-1-position": "9"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 200 and "“Business” was saved by somebody else" in page and "Paula, " in page
    assert "(Changed Position)" in page and "“Politics” was" not in page
    assert answer.context["cl"].formset.forms[1]["position"].value() == "9"
    assert [section.position for section in Section.objects.order_by("name")] == [7, 2]
    assert bob.post(SECTIONS, sections_form(bob) | {"form-0-position": "9"}).status_code == 302
    business.refresh_from_db(), politics.refresh_from_db()
    assert sorted([business.position, politics.position]) == [7, 9]


def test_a_section_that_a_colleague_described_keeps_nobody_from_typing_the_order_of_another() -> None:
    business, _politics = make_section("Business", position=1), make_section("Politics", position=2)
    bob = seated("Bob")
    sent = sections_form(bob)
    business.description = "Money and work."
    business.save()
    assert bob.post(SECTIONS, sent | {"form-1-position": "9"}).status_code == 302
    assert Section.objects.get(name="Politics").position == 9
    business.refresh_from_db()
    assert business.description == "Money and work."


# --- the article and what stands in its form


@pytest.mark.parametrize("make", [make_own_article, make_licensed_article])
def test_the_second_to_save_an_article_is_told_who_changed_what_and_keeps_the_form(make: Any) -> None:
    article, paula, bob = make(), seated("Paula"), seated("Bob")
    first, second = form_of_article(paula, article), form_of_article(bob, article)
    assert paula.post(page_of(article), first | {"kicker": "Ferries"}).status_code == 302
    sent = second | {"title": "Bob's headline", "standfirst": "Typed by Bob"}
    answer = bob.post(page_of(article), sent)
    told = errors(answer)
    assert told.count("Paula, ") == 1 and "(Changed Kicker)" in told
    assert_nothing_typed_is_lost(answer, sent)
    article.refresh_from_db()
    assert (article.kicker, article.standfirst) == ("Ferries", "")


def test_a_body_typed_by_the_second_is_still_in_the_form() -> None:
    article, paula, bob = make_own_article(), seated("Paula"), seated("Bob")
    first, second = form_of_article(paula, article), form_of_article(bob, article)
    paula.post(page_of(article), first | {"body_html": "<p>Paula wrote this.</p>"})
    sent = second | {"body_html": "<p>Bob wrote <b>another</b> & longer one.</p>"}
    assert_nothing_typed_is_lost(bob.post(page_of(article), sent), sent)
    article.refresh_from_db()
    assert article.body_html == "<p>Paula wrote this.</p>"


def test_an_editor_is_told_of_a_verb_that_a_colleague_used_meanwhile() -> None:
    article, bob, paula = make_own_article(), seated("Bob"), make_user("publisher", "Paula")
    sent = form_of_article(bob, article) | {"standfirst": "Typed by Bob"}
    publishing.publish(Article.objects.get(pk=article.pk), by=paula)
    answer = bob.post(page_of(article), sent)
    assert "Paula, " in errors(answer) and "(publish)" in errors(answer)
    assert typed(answer)["standfirst"] == "Typed by Bob"
    publishing.withdraw(Article.objects.get(pk=article.pk), by=paula, reason="It was wrong.")
    assert "(withdraw: It was wrong)" in errors(bob.post(page_of(article), sent))


def test_taking_the_evidence_file_stands_in_nobodys_way() -> None:
    article, bob = make_licensed_article(), seated("Bob")
    sent = form_of_article(bob, article)
    assert bob.get(reverse("admin:articles_article_evidence", args=[article.pk])).status_code == 200
    assert bob.post(page_of(article), sent | {"kicker": "Ferries"}).status_code == 302


def test_two_editors_on_one_byline_row() -> None:
    article, paula, bob = make_own_article(bylines=["Ida Holm"]), seated("Paula"), seated("Bob")
    first, second = form_of_article(paula, article), form_of_article(bob, article)
    assert paula.post(page_of(article), first | {"bylines-0-title": "Dean"}).status_code == 302
    sent = second | {"bylines-0-title": "Professor", "bylines-0-institution_name": "Typed by Bob"}
    answer = bob.post(page_of(article), sent)
    assert "(Changed Title as printed for byline “Ida Holm, Dean”)" in errors(answer)
    assert_nothing_typed_is_lost(answer, sent)
    assert str(article.bylines.get()) == "Ida Holm, Dean"


def test_a_byline_row_that_a_colleague_deleted_is_still_in_the_form_of_the_second() -> None:
    article, paula, bob = make_own_article(bylines=["Ida Holm", "Bo Lind"]), seated("Paula"), seated("Bob")
    first, second = form_of_article(paula, article), form_of_article(bob, article)
    assert paula.post(page_of(article), first | {"bylines-0-DELETE": "on"}).status_code == 302
    sent = second | {"bylines-0-title": "Typed by Bob", "bylines-1-title": "Typed by Bob too"}
    answer = bob.post(page_of(article), sent)
    assert "Deleted byline “Ida Holm”" in errors(answer)
    assert_nothing_typed_is_lost(answer, sent)
    assert [str(row) for row in article.bylines.all()] == ["Bo Lind"]


def test_byline_rows_that_both_added_are_not_both_taken() -> None:
    article, paula, bob = make_own_article(bylines=["Ida Holm"]), seated("Paula"), seated("Bob")
    first, second = form_of_article(paula, article), form_of_article(bob, article)

    def added(name: str) -> dict[str, str]:
        row = {"name": name, "position": "1", "title": "", "institution_name": "", "author": "", "institution": ""}
        return {f"bylines-1-{field}": value for field, value in row.items()} | {"bylines-TOTAL_FORMS": "2"}

    assert paula.post(page_of(article), first | added("Paula's author")).status_code == 302
    sent = second | added("Bob's author")
    answer = bob.post(page_of(article), sent)
    assert "Added byline “Paula's author”" in errors(answer)
    assert_nothing_typed_is_lost(answer, sent)
    assert [row.name for row in article.bylines.all()] == ["Ida Holm", "Paula's author"]


def test_two_editors_on_one_amendment_row() -> None:
    article, paula, bob = make_licensed_article(), seated("Paula"), seated("Bob")
    make_amendment(article, "heavy", "weighty")
    first, second = form_of_article(paula, article), form_of_article(bob, article)
    assert paula.post(page_of(article), first | {"amendments-0-replacement": "leaden"}).status_code == 302
    sent = second | {"amendments-0-replacement": "dense", "amendments-0-reason": "Typed by Bob"}
    answer = bob.post(page_of(article), sent)
    assert "Changed Words instead for amendment" in errors(answer)
    assert_nothing_typed_is_lost(answer, sent)
    assert Amendment.objects.get().replacement == "leaden"


# --- what a colleague closed meanwhile


def left_over(response: Any) -> dict[str, str]:
    return {typed.label: typed.value for typed in response.context["left_over"]}


def test_a_byline_typed_while_a_colleague_published_is_still_on_the_page() -> None:
    article, bob = make_licensed_article(), seated("Bob")
    sent = form_of_article(bob, article) | {"bylines-0-title": "Typed by Bob", "kicker": "Typed by Bob too"}
    publish_now(Article.objects.get(pk=article.pk))
    answer = bob.post(page_of(article), sent)
    assert "(publish)" in errors(answer)
    assert typed(answer)["kicker"] == "Typed by Bob too" and "bylines-0-title" not in typed(answer)
    assert left_over(answer) == {"Byline 1: Title as printed": "Typed by Bob"}
    assert "Typed by Bob</textarea>" in answer.content.decode()


def test_everything_typed_is_on_the_page_where_a_colleague_put_the_article_in_the_trash() -> None:
    article, bob, author = make_own_article(), seated("Bob", "editor"), make_author("Ida Holm")
    sent = form_of_article(bob, article) | {
        "title": "Typed & <b>by</b> Bob",
        "body_html": "<p>A long morning's work.</p>\r\n<p>All of it.</p>",
        "tags": "ferries, tides",
        "published_at_0": "2026-12-24",
        "bylines-0-title": "Dean",
        "bylines-TOTAL_FORMS": "2",
        "bylines-1-name": "Ida Holm",
        "bylines-1-author": str(author.pk),
        "bylines-1-article": str(article.pk),
    }
    trash.trash(Article.objects.get(pk=article.pk), by=make_user("editor", "Paula"), reason="Held twice.")
    answer = bob.post(page_of(article), sent)
    page = answer.content.decode()
    assert answer.status_code == 403 and 'name="_save"' not in page
    assert "Paula, " in html.unescape(page) and "(trash: Held twice)" in html.unescape(page)
    assert left_over(answer) == {
        "Headline": "Typed & <b>by</b> Bob",
        "Body": "<p>A long morning's work.</p>\n<p>All of it.</p>",
        "Tags": "ferries, tides",
        "Published at": "2026-12-24",
        "Byline 1: Title as printed": "Dean",
        "Byline 2: Name as printed": "Ida Holm",
        "Byline 2: Profile": "Ida Holm",
    }
    assert "Typed &amp; &lt;b&gt;by&lt;/b&gt; Bob</textarea>" in page
    article.refresh_from_db()
    assert article.title == "The harbour opens again" and article.trashed_at


def test_clauses_typed_while_a_colleague_took_an_article_on_the_terms_are_still_on_the_page() -> None:
    terms, bob = make_terms(ads="yes"), seated("Bob")
    sent = form_of(bob, page_of(terms)) | {"ads": "no", "house_terms_url": "https://typed.example/by-bob"}
    make_licensed_article(terms=terms)
    terms.save()
    answer = bob.post(page_of(terms), sent)
    assert answer.status_code == 200 and "saved by somebody else" in errors(answer)
    assert "https://typed.example/by-bob" in left_over(answer).values() and "no" in left_over(answer).values()
    terms.refresh_from_db()
    assert terms.ads == "yes"


def test_whoever_never_could_change_it_is_refused_without_more_words() -> None:
    article, rita = publish_now(make_own_article()), seated("Rita", "rights")
    version = str(article.version)
    for said in ({}, {"seen_version": version}, {"seen_version": "x"}):
        answer = rita.post(page_of(article), {"title": "Typed by Rita", **said})
        assert answer.status_code == 403 and "Typed by Rita" not in answer.content.decode()
    nobody = Client()
    nobody.force_login(make_user("reader"))
    assert nobody.post(page_of(article), {"seen_version": "1"}).status_code == 302


# --- verbs


def verb_page(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_verb", args=[article.pk, verb])


def test_a_verb_on_what_a_colleague_changed_is_told_first_and_done_on_the_second_press() -> None:
    article, paula, bob = publish_now(make_own_article()), seated("Paula"), seated("Bob")
    seen = bob.get(verb_page(article, "withdraw")).context["form"]["version"].value()
    paula.post(page_of(article), form_of_article(paula, article) | {"kicker": "Ferries"})
    sent = {"version": seen, "reason": "The outlet retracted it."}
    answer = bob.post(verb_page(article, "withdraw"), sent)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 200 and "saved by somebody else while you were working on it: Paula, " in page
    assert "(Changed Kicker)" in page and "The outlet retracted it." in answer.context["form"]["reason"].value()
    article.refresh_from_db()
    assert article.status == "published"
    again = sent | {"version": answer.context["form"]["version"].value()}
    assert bob.post(verb_page(article, "withdraw"), again).status_code == 302
    article.refresh_from_db()
    assert (article.status, article.withdrawn_because, article.kicker) == ("withdrawn", sent["reason"], "Ferries")


def test_two_people_press_one_verb_and_the_second_is_told_that_it_is_done() -> None:
    article, paula, bob = publish_now(make_own_article()), seated("Paula"), seated("Bob")
    seen = bob.get(verb_page(article, "withdraw")).context["form"]["version"].value()
    sent = {"version": seen, "reason": "Typed by Bob"}
    assert paula.post(verb_page(article, "withdraw"), sent | {"reason": "It was wrong."}).status_code == 302
    answer = bob.post(verb_page(article, "withdraw"), sent)
    assert "(withdraw: It was wrong)" in html.unescape(answer.content.decode())
    again = sent | {"version": answer.context["form"]["version"].value()}
    answer = bob.post(verb_page(article, "withdraw"), again)
    assert answer.status_code == 200 and "Typed by Bob" in answer.content.decode()
    article.refresh_from_db()
    assert article.withdrawn_because == "It was wrong."


def test_hostile_names_and_reasons_are_text_in_what_is_told() -> None:
    article, bob = publish_now(make_own_article("<b>Ferries</b>", slug="ferries")), seated("Bob")
    eve = make_user("publisher", "<i>Eve</i>", username="eve")
    sent = form_of_article(bob, article)
    publishing.withdraw(Article.objects.get(pk=article.pk), by=eve, reason="<script>alert(1)</script> %s {}")
    for answer in (
        bob.post(page_of(article), sent),
        bob.post(verb_page(article, "restore"), {"version": "1", "reason": "It was right."}),
    ):
        page = answer.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; %s {}" in page and "<script>alert(1)" not in page
        assert "&lt;i&gt;Eve" in page and "<b>Ferries" not in page


def test_rows_that_nobody_else_touched_are_saved_one_after_the_other() -> None:
    rows: list[models.Model] = [make_section(), make_outlet(), make_author()]
    bob = seated("Bob")
    for row in rows:
        for _ in range(2):
            assert bob.post(page_of(row), form_of(bob, page_of(row))).status_code == 302
