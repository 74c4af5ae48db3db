"""The top of the desk's start page: what waits among the articles, who works, and what is still to be written."""

import datetime as dt

import pytest
from django.utils import timezone

from articles import checks
from articles.models import Article, StandingPage
from tests.builders import make_own_article, publish_now
from tests.desk import at_desk
from work.models import Beat

pytestmark = pytest.mark.django_db

ARTICLES = "/admin/articles/article/"


def front_of(desk) -> str:
    return " ".join(desk.get("/admin/").content.decode().split())


def test_start_page_counts_what_waits_and_leads_to_exactly_that():
    for number, status in enumerate(("in_review", "in_review", "ready", "draft")):
        Article.objects.filter(pk=make_own_article(f"{status} {number}").pk).update(status=status)
    Article.objects.filter(pk=make_own_article("thrown away").pk).update(status="ready", trashed_at=timezone.now())
    publish_now(make_own_article("to come"), timezone.now() + dt.timedelta(days=3))
    publish_now(make_own_article("long ago"), timezone.now() - dt.timedelta(days=3))
    publish_now(make_own_article("of today"), timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0))
    desk = at_desk("publisher")
    shown = front_of(desk)
    for query, sentence, titles in (
        ("status__exact=in_review", "2 articles are in review", {"in_review 0", "in_review 1"}),
        ("status__exact=ready", "1 article is ready to be published.", {"ready 2"}),
        ("opens=scheduled", "1 article is scheduled.", {"to come"}),
        ("opens=today", "1 article was published today.", {"of today"}),
    ):
        assert f'<a href="{ARTICLES}?{query}">{sentence}' in shown, query
        listed = desk.get(f"{ARTICLES}?{query}").context["cl"].result_list
        assert {article.title for article in listed} == titles, query


def test_start_page_says_that_no_worker_runs_until_one_does():
    desk = at_desk("writer")
    assert "No worker is running: mail, feeds and nightly checks wait." in front_of(desk)
    Beat.objects.create(worker="one", kind="worker", pid=1, began_at=timezone.now(), seen_at=timezone.now())
    assert "No worker is running" not in front_of(desk)


def test_pages_that_are_still_to_be_written_are_named_at_the_desk_and_by_the_check():
    desk = at_desk("editor")
    named = "on 4 pages that they are still to be written: About us, Republishing, Contact, Privacy."
    assert named in front_of(desk)
    [caution] = checks.check_standing_pages(None, databases=["default"])
    assert caution.id == "articles.W003" and "/about/, /republishing/, /contact/, /privacy/" in caution.msg
    StandingPage.objects.exclude(slug="contact").update(body_html="<p>We are eleven people.</p>")
    StandingPage.objects.filter(slug="contact").update(is_open=False)
    assert "still to be written" not in front_of(desk)
    assert list(checks.check_standing_pages(None, databases=["default"])) == []
    assert list(checks.check_standing_pages(None)) == []
