"""The index made anew: by the command, by a job, and by the worker at night."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection

from articles.models import Article, SearchText
from articles.search import asking, checks, expression, question, rebuilding
from articles.search.expression import Stretch
from tests.builders import make_own_article, publish_now
from work import jobs
from work.models import Job

pytestmark = pytest.mark.django_db


def found(typed: str) -> set[int]:
    return set(asking.newest(expression.made_of(question.read(typed)), Stretch()).keys)


@pytest.fixture
def articles() -> list[Article]:
    return [publish_now(make_own_article(f"Gannets {number}")) for number in range(3)]


def test_lost_index_is_made_anew_by_the_command(articles, capsys):
    SearchText.objects.all().delete()
    assert found("gannets") == set()
    call_command("rebuild_search")
    assert found("gannets") == {article.pk for article in articles}
    assert "wrote 3" in capsys.readouterr().out


def test_rebuilding_what_is_up_to_date_writes_only_when_all_of_it_is_wanted(articles, capsys):
    call_command("rebuild_search")
    assert "wrote 0" in capsys.readouterr().out
    call_command("rebuild_search", "--all")
    assert "wrote 3" in capsys.readouterr().out
    assert found("gannets") == {article.pk for article in articles}


def test_words_that_went_astray_are_written_anew(articles):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("UPDATE articles_searchtext SET words = NULL")
        else:
            cursor.execute("DELETE FROM articles_search_words")
    assert found("gannets") == set()
    call_command("rebuild_search", "--all")
    assert found("gannets") == {article.pk for article in articles}


def test_row_of_an_article_that_is_no_longer_published_goes(articles):
    Article.objects.filter(pk=articles[0].pk).update(status="draft")
    call_command("rebuild_search")
    assert set(SearchText.objects.values_list("pk", flat=True)) == {article.pk for article in articles[1:]}


def test_run_that_was_broken_off_goes_on_where_it_stood(articles, monkeypatch):
    monkeypatch.setattr(rebuilding, "LOT", 1)
    SearchText.objects.all().delete()

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    job = rebuilding.job_for(False)
    with pytest.raises(KeyboardInterrupt), jobs.run(job) as held:
        rebuilding.rebuild(held, tell=stop)
    assert SearchText.objects.count() == 1
    SearchText.objects.all().delete()  # so that it shows who is gone through again
    call_command("rebuild_search")
    assert set(SearchText.objects.values_list("pk", flat=True)) == {article.pk for article in articles[1:]}
    assert Job.objects.latest("pk").done == 3


def test_worker_does_it_as_a_job(articles, capsys):
    SearchText.objects.all().delete()
    call_command("rebuild_search", "--later", "--all")
    job = Job.objects.get(kind=rebuilding.KIND)
    assert (job.state, job.counts) == (Job.State.DONE, {"written": 3})
    assert found("gannets") == {article.pk for article in articles}
    assert f"Job {job.pk}" in capsys.readouterr().out


def test_worker_finds_at_night_what_the_index_lacks_and_a_check_tells_of_it(articles):
    assert not list(checks.check_index(None, databases=["default"]))
    SearchText.objects.filter(pk=articles[0].pk).delete()
    (told,) = checks.check_index(None, databases=["default"])
    assert told.id == "articles.W002"
    assert not list(checks.check_index(None))
    assert rebuilding.fill_search() == "Put into the search index: 1."
    assert found("gannets") == {article.pk for article in articles}


def test_sqlite_without_full_text_search_is_told(monkeypatch):
    assert checks.has_fts5()
    monkeypatch.setattr(checks, "has_fts5", lambda: False)
    assert [told.id for told in checks.check_fts5(None)] == (["articles.E001"] if connection.vendor == "sqlite" else [])


def test_what_was_indexed_as_vectors_is_taken_over_and_can_be_given_back():
    article = make_own_article("Gannets dive", "<p>They dive.</p><p>Fish, fish.</p>", tags=["Birds of prey"])
    publish_now(article)
    publish_now(make_own_article("Petrels", "<p>One.</p>", bylines=()))
    if connection.vendor == "sqlite":  # which keeps its words otherwise, and has nothing to take over
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT article_id, words FROM articles_searchtext ORDER BY 1")
        before = cursor.fetchall()
        migration = import_module("articles.migrations.0028_search_by_stretches_of_time")
        with connection.schema_editor() as editor:
            migration.unmake(None, editor)
        cursor.execute("SELECT vector FROM articles_searchtext WHERE article_id = %s", [article.pk])
        assert "'dive':2A," in cursor.fetchone()[0]
        with connection.schema_editor() as editor:
            migration.make(None, editor)
        cursor.execute("SELECT article_id, words FROM articles_searchtext ORDER BY 1")
        assert cursor.fetchall() == before
    assert found('"they dive"') == {article.pk}


def test_worker_writes_anew_at_night_what_an_update_could_not_take_over(articles):
    SearchText.objects.filter(pk=articles[0].pk).update(digest="")
    assert rebuilding.fill_search() == "Put into the search index: 1."
    assert SearchText.objects.get(pk=articles[0].pk).digest
