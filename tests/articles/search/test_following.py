"""The index follows what readers see, on every road, in the transaction of the change."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag

from articles import drafting, publishing, resting, trash
from articles.models import Article, SearchText
from articles.search import asking, expression, question
from articles.search.expression import Stretch
from authors.merging import merge
from authors.models import InstitutionAlias
from tests.builders import (
    make_amendment,
    make_author,
    make_institution,
    make_licensed_article,
    make_original,
    make_own_article,
    make_section,
    make_terms,
    publish_now,
)

pytestmark = pytest.mark.django_db


def found(typed: str) -> list[int]:
    """Keys of the articles that a reader finds, whatever the names of sections and outlets."""
    return asking.newest(expression.made_of(question.read(typed)), Stretch()).keys


def rows_of_words() -> int:
    """What the database's own part holds."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM articles_searchtext WHERE words IS NOT NULL")
        else:
            cursor.execute("SELECT count(*) FROM articles_search_words")
        return cursor.fetchone()[0]


def test_nothing_is_found_before_it_is_published():
    article = make_own_article("Gannets")
    assert found("gannets") == []
    assert not SearchText.objects.exists()
    publish_now(article)
    assert found("gannets") == [article.pk]


def test_headline_kicker_standfirst_body_byline_title_institution_and_tag_are_found():
    article = make_licensed_article(
        "Headlineword", "<p>Bodyword</p>", kicker="Kickerword", standfirst="Standword", tags=["Tagword"],
        bylines=[("Nameword Lee", "Titleword", "Instword College")],
    )  # fmt: skip
    publish_now(article)
    for word in ("headlineword", "bodyword", "kickerword", "standword", "tagword", "nameword", "titleword", "instword"):
        assert found(word) == [article.pk], word


def test_passage_that_was_cut_is_not_found_and_what_stands_there_is():
    article = make_licensed_article(body="<p>The quagga sank.</p><p>Nobody waved.</p>", terms=make_terms(edits="minor"))
    make_amendment(article, "quagga", "ferry")
    publish_now(article)
    assert found("quagga") == []
    assert found("ferry sank") == [article.pk]
    assert "quagga" not in SearchText.objects.get().shown


def test_paragraphs_that_the_terms_do_not_give_are_not_found():
    terms = make_terms(excerpt_rule="first_paragraphs", excerpt_paragraphs=1)
    article = publish_now(make_licensed_article(body="<p>One albatross.</p><p>Two petrels.</p>", terms=terms))
    assert found("albatross") == [article.pk]
    assert found("petrels") == []


def test_amendment_of_a_live_text_is_followed_when_it_is_put_live():
    article = publish_now(make_licensed_article(body="<p>The quagga sank.</p>", terms=make_terms(edits="minor")))
    make_amendment(article, "quagga", "ferry")
    assert found("quagga") == [article.pk]
    publishing.put_live(article, by=None)
    assert found("quagga") == []
    assert found("ferry") == [article.pk]


def test_withdrawn_article_leaves_the_index_and_a_restored_one_comes_back():
    article = publish_now(make_own_article("Gannets"))
    publishing.withdraw(article, by=None, reason="wrong")
    assert found("gannets") == []
    assert (SearchText.objects.count(), rows_of_words()) == (0, 0)
    publishing.restore(article, by=None, reason="right after all")
    assert found("gannets") == [article.pk]


def test_corrected_article_stays_and_one_in_the_trash_is_gone():
    article = publish_now(make_own_article("Gannets"))
    publishing.correct(article, by=None, kind="correction", text="It was a gull.")
    assert found("gannets") == [article.pk]
    publishing.withdraw(article, by=None, reason="wrong")
    trash.trash(article, by=None, reason="unwanted")
    assert found("gannets") == []


def test_new_headline_is_found_and_the_old_one_is_not():
    article = publish_now(make_own_article("Gannets", "<p>Nothing.</p>"))
    article.title = "Petrels"
    article.save()
    assert found("gannets") == []
    assert found("petrels") == [article.pk]
    assert rows_of_words() == 1


def test_draft_beside_the_live_text_is_found_only_once_it_is_live():
    article = publish_now(make_own_article("Gannets", "<p>Nothing.</p>"))
    with drafting.aside():
        drafting.lay_over(article)
        article.title = "Petrels"
        article.save()
        snapshot = drafting.taken(article)
    article = Article.objects.get(pk=article.pk)
    drafting.keep(article, snapshot, by=None)
    assert found("petrels") == []
    assert found("gannets") == [article.pk]
    drafting.put_draft_live(Article.objects.get(pk=article.pk), by=None)
    assert found("petrels") == [article.pk]
    assert found("gannets") == []


def test_upstream_update_is_found_when_it_is_taken_over():
    article = publish_now(make_licensed_article(body="<p>One albatross.</p>"))
    make_original(article, "<p>Two petrels.</p>")
    assert found("petrels") == []
    resting.take_over(article, by=None, reason="newer")
    assert found("petrels") == [article.pk]
    assert found("albatross") == []


def test_adaptation_is_found_by_its_own_words():
    article = make_licensed_article(body="<p>One albatross.</p>", terms=make_terms(edits="any"))
    resting.adapt(article, by=None, reason="for our readers")
    article.body_html = "<p>One big bird.</p>"
    publish_now(article)
    assert found("albatross") == []
    assert found('"big bird"') == [article.pk]


def test_author_and_institution_are_found_by_their_new_names_and_as_printed():
    author, place = make_author("Amira Jadoon"), make_institution("Clemson University")
    row = {"name": "Amira Jadoon", "author": author, "institution": "Clemson", "institution_page": place}
    article = publish_now(make_licensed_article(bylines=[row]))
    author.name, place.name = "Amira Quill", "Harbour College"
    author.save()
    place.save()
    for words in ("jadoon", "quill", "clemson", '"harbour college"'):
        assert found(words) == [article.pk], words


def test_author_who_is_saved_without_a_new_name_costs_nothing():
    author = make_author("Amira Jadoon")
    publish_now(make_licensed_article(bylines=[{"name": "Amira Jadoon", "author": author}]))
    author.name = "Amira Quill"
    author.save()
    assert "is_renamed" not in author.__dict__
    before = SearchText.objects.get().digest
    author.bio = "She studies harbours."
    author.save()
    assert SearchText.objects.get().digest == before


def test_renamed_tag_is_found_by_its_new_name_and_a_deleted_one_no_more():
    article = publish_now(make_own_article(tags=["Gannets", "Petrels"]))
    tag = Tag.objects.get(name="Gannets")
    tag.name = "Albatrosses"
    tag.save()
    Tag.objects.get(name="Petrels").delete()
    assert found("albatrosses") == [article.pk]
    assert found("gannets") == found("petrels") == []


def test_index_is_rolled_back_with_the_change():
    article = make_own_article("Gannets")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish_now(article)
        assert found("gannets") == [article.pk]
        raise ZeroDivisionError
    assert found("gannets") == []
    assert (SearchText.objects.count(), rows_of_words()) == (0, 0)


def test_article_under_another_date_moves_in_time_and_stays_one_row():
    first, second = (publish_now(make_own_article("Gannets")) for _number in range(2))
    assert found("gannets") == [second.pk, first.pk]
    second.published_at = first.published_at.replace(year=2020)
    second.save()
    assert found("gannets") == [first.pk, second.pk]
    assert rows_of_words() == 2


def test_articles_of_one_moment_all_have_a_place():
    moment = make_own_article("Gannets").created_at.replace(year=2020)
    articles = [publish_now(make_own_article("Gannets"), at=moment) for _number in range(3)]
    assert set(found("gannets")) == {article.pk for article in articles}


def test_save_of_what_is_not_searched_does_not_touch_the_index():
    article = publish_now(make_own_article("Gannets", section=make_section("Birds")))
    with CaptureQueriesContext(connection) as asked:
        article.save(update_fields=["rights_light"])
    assert not [each["sql"] for each in asked.captured_queries if "search" in each["sql"]]


def test_an_institution_is_found_by_every_name_under_which_it_is_printed_and_by_those_of_one_merged_into_it():
    mit = make_institution("Massachusetts Institute of Technology")
    article = publish_now(make_own_article(bylines=[{"name": "Ann Lee", "institution_page": mit}]))
    assert found("mit") == []
    alias = InstitutionAlias.objects.create(institution=mit, name="MIT")
    assert found("mit") == [article.pk]
    alias.delete()
    assert found("mit") == []
    twin = make_institution("Institute at Cambridge, Mass.", slug="twin")
    InstitutionAlias.objects.create(institution=twin, name="Kendallsquare")
    merge(twin, mit, by=None, reason="Twice in the list")
    assert found("cambridge") == found("kendallsquare") == [article.pk]
