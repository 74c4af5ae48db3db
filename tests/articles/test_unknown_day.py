"""What nobody knows is not made up: the outlet's day, the version of its licence, when terms were read."""

import pytest

from articles.rights import findings as found_by
from articles.rights import panel
from outlets.models import Terms
from tests.articles.test_metadata import the, told
from tests.builders import make_licensed_article, make_outlet, make_terms, publish_now
from tests.desk import at_desk

pytestmark = pytest.mark.django_db


def undated(**clauses):
    terms = make_terms(make_outlet("The Commons"), **{"licence_code": "CC BY-ND", **clauses})
    return make_licensed_article(terms=terms, source_published_at=None)


def test_our_day_is_never_printed_as_the_outlets(client):
    article = publish_now(undated())
    assert article.byline_line.endswith("Clemson University, The Commons")
    page = told(client, article.get_absolute_url())
    story = the("NewsArticle", page)
    assert "copyrightYear" not in story and story["copyrightNotice"] == "© The Commons"
    assert story["creditText"] == article.byline_line


def test_a_licence_named_without_its_version_gives_its_address_without_one(client):
    page = told(client, publish_now(undated()).get_absolute_url())
    assert the("NewsArticle", page)["license"] == "https://creativecommons.org/licenses/by-nd/"
    page = told(client, publish_now(undated(licence_code="CC BY-ND 4.0")).get_absolute_url())
    assert the("NewsArticle", page)["license"] == "https://creativecommons.org/licenses/by-nd/4.0/"


def test_a_notice_that_names_the_outlets_day_waits_until_somebody_enters_it():
    article = undated(credit_template="From <a href='{home}'>{outlet}</a> on {date}.")
    assert "The notice names the day" in " ".join(one.sentence for one in found_by.findings(article) if one.blocks)


def test_terms_that_nobody_has_read_are_an_open_point_on_clearing():
    article = undated()
    assert panel.light(article) == "amber"
    page = at_desk("rights").get(f"/admin/articles/article/{article.pk}/verb/clear/").content.decode()
    assert "Nobody has entered when these terms were last read" in page and "Nothing is open" not in page
    Terms.objects.update(terms_checked_on="2026-11-01")
    page = at_desk("rights").get(f"/admin/articles/article/{article.pk}/verb/clear/").content.decode()
    assert "Nothing is open" in page
