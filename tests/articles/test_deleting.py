"""Nothing that an article rests on can be deleted, and the desk says which articles in a sentence."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import auditing, publishing
from articles.models import Article, Byline, Section
from articles.publishing import NotAllowed
from authors.models import Affiliation
from outlets.models import Outlet, Terms
from tests.builders import (
    add_picture,
    make_amendment,
    make_author,
    make_byline,
    make_institution,
    make_licensed_article,
    make_original,
    make_outlet,
    make_own_article,
    make_picture,
    make_section,
    make_terms,
    make_user,
    publish_now,
)
from tests.desk import at_desk, form_of, page_of
from tests.thorough import size

pytestmark = pytest.mark.django_db

INTERNAL = ("byline", "audit event", "revision", "original", "amendment", "correction", "clearance", "historical")


def an_author(article: Article) -> models.Model:
    author = make_author("Ida Holm")
    make_byline(article, "Ida Holm", author=author)
    return author


def an_institution(article: Article) -> models.Model:
    institution = make_institution("Harbour University")
    make_byline(article, "Ida Holm", institution="Harbour University", institution_page=institution)
    return institution


def its_writer(article: Article) -> models.Model:
    user = make_user("writer")
    Article.objects.filter(pk=article.pk).update(created_by=user)
    return user


WHAT = {
    "outlet": lambda article: article.outlet,
    "terms": lambda article: article.terms,
    "author": an_author,
    "institution": an_institution,
    "section": lambda article: article.section,
    "user": its_writer,
}
each_of_the_six = pytest.mark.parametrize("what", WHAT)


def in_words(response: Any) -> str:
    """The sentences of the page that say why, as a reader sees them."""
    found = re.findall(r'<p class="stays">(.*?)</p>', response.content.decode(), re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", sentence)) for sentence in found)


def list_of(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_changelist")


def delete_selected(client: Client, *rows: models.Model, sure: bool = False) -> Any:
    sent = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    return client.post(list_of(rows[0]), sent | ({"post": "yes"} if sure else {}))


def is_there(row: models.Model) -> bool:
    return type(row)._base_manager.filter(pk=row.pk).exists()


# --- each of the six, on its own page and among many


@each_of_the_six
def test_the_page_of_one_row_names_the_article_that_rests_on_it(what: str) -> None:
    ada, article = at_desk(), make_licensed_article("Why ferries lean")
    row = WHAT[what](article)
    for page in (ada.get(page_of(row, "delete")), ada.post(page_of(row, "delete"), {"post": "yes"})):
        assert page.status_code == 200
        assert f"“{row}” cannot be deleted: 1 article (“Why ferries lean”)" in in_words(page)
        assert f'<a href="{page_of(article)}">Why ferries lean</a>' in page.content.decode()
        assert not [word for word in INTERNAL if word in in_words(page).lower()]
    assert is_there(row)


@each_of_the_six
def test_the_action_on_many_rows_names_it_too_and_deletes_none_of_them(what: str) -> None:
    ada, article = at_desk(), make_licensed_article("Why ferries lean")
    row = WHAT[what](article)
    for page in (delete_selected(ada, row), delete_selected(ada, row, sure=True)):
        assert page.status_code == 200
        assert f"“{row}” cannot be deleted: 1 article (“Why ferries lean”)" in in_words(page)
        assert not [word for word in INTERNAL if word in in_words(page).lower()]
    assert is_there(row)


@each_of_the_six
def test_a_program_that_deletes_it_is_refused(what: str) -> None:
    row = WHAT[what](make_licensed_article())
    for deed in (row.delete, type(row)._base_manager.filter(pk=row.pk).delete):
        with pytest.raises(models.ProtectedError), transaction.atomic():
            deed()
    assert is_there(row)


@each_of_the_six
def test_what_no_article_rests_on_can_go(what: str) -> None:
    made: dict[str, Callable[[], models.Model]] = {
        "outlet": make_outlet,
        "terms": make_terms,
        "author": make_author,
        "institution": make_institution,
        "section": make_section,
        "user": make_user,
    }
    ada, one, another = at_desk(), made[what](), (make_section("Other") if what == "section" else None)
    assert ada.post(page_of(one, "delete"), {"post": "yes"}).status_code == 302
    another = another or made[what]()
    assert delete_selected(ada, another, sure=True).status_code == 302
    assert not is_there(one) and not is_there(another)


@each_of_the_six
def test_an_article_in_the_trash_still_rests_on_it(what: str) -> None:
    ada, article = at_desk(), make_licensed_article("Why ferries lean")
    row = WHAT[what](article)
    Article.objects.filter(pk=article.pk).update(trashed_at=timezone.now())
    assert "“Why ferries lean”" in in_words(ada.get(page_of(row, "delete")))
    ada.post(page_of(row, "delete"), {"post": "yes"})
    assert is_there(row)


def test_each_says_what_can_be_done_instead() -> None:
    ada, article = at_desk(), make_licensed_article()
    for what, advice in (
        ("outlet", "leave none of its terms in force"),
        ("terms", "take them out of force"),
        ("author", "another profile"),
        ("institution", "another institution"),
        ("section", "Give these articles another one"),
        ("user", "take the tick from “Active”"),
    ):
        assert advice in in_words(ada.get(page_of(WHAT[what](article), "delete"))), what


# --- users


def received(user: User, article: Article) -> None:
    make_original(article, "<p>Newer.</p>", received_by=user)


def cleared(user: User, article: Article) -> None:
    publishing.clear(article, by=user)


def published(user: User, article: Article) -> None:
    publishing.clear(article, by=None)
    publishing.publish(article, by=user)


def corrected(user: User, article: Article) -> None:
    publishing.correct(publish_now(article), by=user, kind="correction", text="It was blue.")


def amended(user: User, article: Article) -> None:
    make_amendment(article, "heavy", "weighty", made_by=user)


def logged(user: User, article: Article) -> None:
    with transaction.atomic():
        auditing.record("evidence", by=user, article=article)


@pytest.mark.parametrize("deed", [received, cleared, published, corrected, amended, logged])
def test_whoever_had_a_hand_in_an_article_stays_and_the_article_is_named(deed: Callable[[User, Article], None]) -> None:
    ada, user, article = at_desk(), make_user("administrator"), make_licensed_article("Why ferries lean")
    deed(user, article)
    for page in (ada.get(page_of(user, "delete")), delete_selected(ada, user)):
        assert f"“{user}” cannot be deleted: 1 article (“Why ferries lean”) rests on it." in in_words(page)
    ada.post(page_of(user, "delete"), {"post": "yes"})
    delete_selected(ada, user, sure=True)
    with pytest.raises(models.ProtectedError), transaction.atomic():
        user.delete()
    assert is_there(user)


def test_whoever_is_in_the_log_alone_stays_and_the_lines_are_counted() -> None:
    ada, user = at_desk(), make_user("rights")
    with transaction.atomic():
        for picture in ("A ferry", "A quay"):
            auditing.record("clear_picture", by=user, about=picture)
    assert f"“{user}” cannot be deleted: 2 audit events rest on it." in in_words(ada.get(page_of(user, "delete")))
    ada.post(page_of(user, "delete"), {"post": "yes"})
    assert is_there(user)


def test_whoever_changed_the_terms_stays_so_that_it_stays_known_who_did() -> None:
    ada, terms, rita = at_desk(), make_terms(), make_user("rights")
    desk = Client()
    desk.force_login(rita)
    assert desk.post(page_of(terms), form_of(desk, page_of(terms)) | {"ads": "no"}).status_code == 302
    assert f"“{rita}” cannot be deleted: 1 terms (“{terms}”) rests on it." in in_words(ada.get(page_of(rita, "delete")))


def test_a_colleague_who_did_nothing_can_go_and_the_stock_form_still_works() -> None:
    ada, user = at_desk(), make_user("reader")
    assert "password" in ada.get(page_of(user)).content.decode()
    assert ada.post(page_of(user, "delete"), {"post": "yes"}).status_code == 302
    assert not is_there(user)


# --- beside articles


def test_terms_and_pictures_of_an_outlet_without_articles_are_named() -> None:
    ada, terms = at_desk(), make_terms(make_outlet("The Commons"))
    make_picture(outlet=terms.outlet, caption="A quay")
    told = in_words(ada.get(page_of(terms.outlet, "delete")))
    assert f"“The Commons” cannot be deleted: 1 picture (“A quay”) and 1 terms (“{terms}”) rest on it." in told


def test_beside_articles_the_pictures_of_an_outlet_are_a_number() -> None:
    terms = make_terms(make_outlet("The Commons"))
    make_licensed_article("Why ferries lean", terms=terms)
    make_picture(outlet=terms.outlet, caption="A quay")
    told = in_words(at_desk().get(page_of(terms.outlet, "delete")))
    assert "1 article (“Why ferries lean”), 1 picture and 1 terms rest on it." in told


def test_an_affiliation_is_counted() -> None:
    ada, clemson = at_desk(), make_institution()
    author = make_author(institution=clemson)
    for row in (author, clemson):
        assert "1 affiliation rests on it." in in_words(ada.get(page_of(row, "delete")))
    Affiliation.objects.all().delete()
    assert ada.post(page_of(author, "delete"), {"post": "yes"}).status_code == 302


def test_an_article_that_names_an_author_twice_is_counted_once() -> None:
    article, author = make_own_article("Why ferries lean", bylines=()), make_author()
    make_byline(article, author=author), make_byline(article, author=author)
    assert "1 article (“Why ferries lean”)" in in_words(at_desk().get(page_of(author, "delete")))


def test_former_places_keep_nobody_from_going() -> None:
    ada, section = at_desk(), make_section("Harbour")
    section.slug = "ferries"
    section.save()
    assert ada.post(page_of(section, "delete"), {"post": "yes"}).status_code == 302
    assert not Section.objects.exists()


# --- many


def test_of_many_selected_it_is_said_which_stay_why_and_that_the_others_can_go() -> None:
    ada, article = at_desk(), make_own_article("Why ferries lean", bylines=())
    named, free = make_author("Ida Holm"), make_author("Bo Lind")
    make_byline(article, author=named)
    told = in_words(delete_selected(ada, named, free, sure=True))
    assert "“Ida Holm” cannot be deleted" in told and "“Bo Lind”" not in told
    assert "Nothing was deleted. The other one can go: choose it alone." in told
    assert is_there(named) and is_there(free)


def test_of_very_many_selected_the_page_tells_of_the_first(django_assert_max_num_queries: Any) -> None:
    ada, article = at_desk(), make_own_article(bylines=())
    authors = [make_author(f"Author {number}") for number in range(40)]
    for author in authors:
        make_byline(article, author=author)
    with django_assert_max_num_queries(120):
        told = in_words(delete_selected(ada, *authors))
    assert told.count("cannot be deleted") == 20 and "So it is with 20 more of them." in told


def test_thousands_of_articles_make_a_short_page_and_few_queries(django_assert_max_num_queries: Any) -> None:
    ada, terms, section, user, author = at_desk(), make_terms(), make_section(), make_user(), make_author()
    articles = size(2_000, 10_000)
    rests = {"outlet": terms.outlet, "terms": terms, "section": section, "created_by": user}
    body = "<p>" + "Water is heavy. " * 200 + "</p>"
    Article.objects.bulk_create(
        (Article(title=f"Story {n}", slug=f"story-{n}", body_html=body, **rests) for n in range(articles)),
        batch_size=500,
    )
    everything = Article.objects.order_by("pk").values_list("pk", flat=True)
    Byline.objects.bulk_create((Byline(article_id=pk, name="Ida", author=author) for pk in everything), batch_size=500)
    for row in (*rests.values(), author):
        with django_assert_max_num_queries(60) as asked:
            page = ada.get(page_of(row, "delete"))
        told = in_words(page)
        assert f"{articles:,} articles (“Story {articles - 1}”" in told and f"and {articles - 5:,} more)" in told
        assert told.count("“Story") == 5 and len(page.content) < 40_000
        assert not [q["sql"] for q in asked.captured_queries if "body_html" in q["sql"] and "LIMIT 5" not in q["sql"]]


# --- who may see what, and what is text


def test_whoever_may_not_open_articles_reads_their_number_alone() -> None:
    user, article = make_user("reader"), make_own_article("The merger nobody knows of", bylines=())
    make_byline(article, author=(author := make_author()))
    user.is_staff = True
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_author", "delete_author"]))
    client = Client()
    client.force_login(user)
    page = client.get(page_of(author, "delete"))
    assert "1 article rests on it." in in_words(page) and "merger" not in page.content.decode()


def test_hostile_names_are_text_where_they_are_told() -> None:
    outlet = make_outlet("<b>Commons</b>{0}")
    article = make_licensed_article("<img src=x onerror=alert(1)>%s{}", slug="hostile", outlet=outlet)
    add_picture(article, make_picture(outlet=outlet, caption="<script>alert(1)</script>"))
    for page in (at_desk().get(page_of(outlet, "delete")), delete_selected(at_desk(), outlet)):
        assert "<img src=x" not in page.content.decode() and "<script>alert" not in page.content.decode()
        assert "“<b>Commons</b>{0}”" in html.unescape(page.content.decode())


def test_an_article_itself_is_never_deleted() -> None:
    article = make_own_article()
    assert at_desk().post(page_of(article, "delete"), {"post": "yes"}).status_code == 403
    with pytest.raises((models.ProtectedError, NotAllowed)), transaction.atomic():
        Article.objects.filter(pk=article.pk).delete()
    assert is_there(article) and Outlet.objects.count() == Terms.objects.count() == 0
