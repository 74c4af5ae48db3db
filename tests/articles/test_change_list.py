"""The desk's list of articles: rights, terms, days until removal, and the filters that find them."""

from __future__ import annotations

import datetime as dt
import html
import re
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import resting
from articles.models import Article
from tests import builders
from tests.builders import make_outlet, make_own_article, make_terms, publish_now
from tests.desk import at_desk, page_of

pytestmark = pytest.mark.django_db
make_licensed_article = partial(builders.make_licensed_article, picked_because="It explains the storm.")
LIST = "/admin/articles/article/"


def listed(client: Client, **query: str) -> list[Article]:
    return list(client.get(LIST, query).context["cl"].result_list)


def cell(client: Client, article: Article, column: str) -> str:
    """What a column of the list says of one article."""
    page = client.get(LIST, {"q": article.slug}).content.decode()
    found = re.search(rf'<td class="field-{column}[^"]*">(.*?)</td>', page, re.DOTALL)
    assert found
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def leaving(days: float, **fields: Any) -> Article:
    """Published, and taken away by its terms in so many days."""
    article = publish_now(make_licensed_article(terms=make_terms(remove_after_days=90)))
    closes = timezone.now() + dt.timedelta(days=days)
    Article.objects.filter(pk=article.pk).update(closes_at=closes, opens_at=closes - dt.timedelta(days=90), **fields)
    return Article.objects.get(pk=article.pk)


def test_the_list_tells_the_light_in_a_word_and_a_shape_and_nothing_for_our_own_work() -> None:
    client = at_desk("rights")
    kept, broken = make_licensed_article(), make_licensed_article(terms=make_terms(tracker_required="yes"))
    assert cell(client, kept, "rights") == "kept" and cell(client, broken, "rights") == "broken"
    assert cell(client, make_own_article(), "rights") == ""
    assert client.get(LIST).content.decode().count("<svg viewBox") == 2


def test_the_list_tells_the_version_of_the_terms_and_that_newer_ones_are_in_force() -> None:
    client, outlet = at_desk("rights"), make_outlet()
    first = make_licensed_article(terms=make_terms(outlet))
    assert cell(client, first, "rests_on") == "terms 1"
    make_terms(outlet, adopted=False)
    assert cell(client, first, "rests_on") == "terms 1"
    make_terms(outlet)
    assert cell(client, first, "rests_on") == "terms 1 newer in force"
    resting.rest_on(first, by=None, reason="They are the same to us.")
    assert cell(client, first, "rests_on") == "terms 3"
    assert cell(client, make_own_article(), "rests_on") == ""


@pytest.mark.parametrize(
    ("days", "told"), [(12.5, "13 days left"), (0.5, "1 day left"), (1.5, "2 days left"), (-0.5, "over since")]
)
def test_the_list_tells_how_many_days_readers_still_have(days: float, told: str) -> None:
    assert cell(at_desk("rights"), leaving(days), "leaves").startswith(told)


def test_only_what_is_published_leaves() -> None:
    client = at_desk("rights")
    assert (
        cell(client, leaving(3, status="withdrawn", withdrawn_at=timezone.now(), withdrawn_because="x"), "leaves") == ""
    )
    assert cell(client, publish_now(make_licensed_article()), "leaves") == ""


def test_the_next_to_leave_come_first_and_what_stays_comes_last() -> None:
    late, soon, stays = leaving(40), leaving(4), publish_now(make_own_article())
    client = at_desk("rights")
    columns = client.get(LIST).context["cl"].list_display
    assert listed(client, o=str(columns.index("leaves"))) == [soon, late, stays]


def test_articles_are_found_by_their_light() -> None:
    client = at_desk("rights")
    kept, broken = make_licensed_article(), make_licensed_article(terms=make_terms(tracker_required="yes"))
    asking = make_licensed_article(fields_received={"title": "Another"})
    make_own_article()
    assert listed(client, rights="green") == [kept]
    assert listed(client, rights="red") == [broken]
    assert listed(client, rights="amber") == [asking]
    assert len(listed(client, rights="purple")) == 4


def test_articles_are_found_by_the_version_of_terms_on_which_they_rest() -> None:
    client, outlet = at_desk("rights"), make_outlet("The Commons")
    old = make_licensed_article(terms=make_terms(outlet))
    new = make_licensed_article(terms=make_terms(outlet))
    other = make_licensed_article()
    make_own_article()
    assert listed(client, version_of_terms="older") == [old]
    assert set(listed(client, version_of_terms="newest")) == {new, other}
    chosen = {"outlet__id__exact": str(outlet.pk)}
    page = client.get(LIST, chosen).content.decode()
    assert "version_of_terms=1" in page and "version_of_terms=2" in page
    assert "version_of_terms=1" not in client.get(LIST).content.decode()
    assert listed(client, version_of_terms="1", **chosen) == [old]
    assert listed(client, version_of_terms="2", **chosen) == [new]
    assert set(listed(client, version_of_terms="9", **chosen)) == {old, new}


@pytest.mark.parametrize("outlet", ["x", "-1", "9" * 30, "٣", ""])
def test_an_outlet_that_is_no_number_breaks_nothing(outlet: str) -> None:
    make_licensed_article()
    assert at_desk("rights").get(LIST, {"outlet__id__exact": outlet}).status_code in (200, 302)


def test_articles_are_found_by_the_days_until_their_removal() -> None:
    soon, later, far, over = leaving(3), leaving(20), leaving(60), leaving(-2)
    publish_now(make_own_article())
    client = at_desk("rights")
    assert listed(client, removal="7") == [soon]
    assert set(listed(client, removal="30")) == {soon, later}
    assert listed(client, removal="over") == [over]
    assert far in listed(client)


def test_adaptations_are_found() -> None:
    ours = make_licensed_article(terms=make_terms(edits="any"))
    resting.adapt(ours, by=None, reason="For our readers.")
    make_licensed_article()
    assert listed(at_desk("editor"), is_adaptation__exact="1") == [ours]


def test_the_articles_that_rest_on_terms_are_still_found_from_the_page_of_the_terms() -> None:
    article = make_licensed_article()
    make_licensed_article("Another")
    page = at_desk("rights").get(page_of(article.terms)).content.decode()
    address = f"{LIST}?terms__id__exact={article.terms_id}"
    assert address in page
    assert listed(at_desk("rights"), terms__id__exact=str(article.terms_id)) == [article]


@pytest.mark.parametrize("query", [{}, {"removal": "30"}, {"version_of_terms": "older"}, {"rights": "green"}])
def test_the_list_asks_the_same_however_many_rows_it_has(query: dict[str, str]) -> None:
    client = at_desk("rights")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(LIST, query).status_code == 200
        return len(queries)

    for _number in range(2):
        leaving(5)
    make_terms(Article.objects.latest("pk").outlet)
    asked()
    before = asked()
    for _number in range(8):
        article = leaving(5)
        make_terms(article.outlet)
    assert asked() == before


def test_nothing_of_an_outlets_name_runs_as_html_in_the_list() -> None:
    make_licensed_article(terms=make_terms(make_outlet("<script>alert(1)</script>", slug="hostile")))
    assert "<script>alert(1)" not in at_desk().get(LIST).content.decode()
