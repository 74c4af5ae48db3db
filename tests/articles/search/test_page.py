"""The page on which readers search."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles import publishing
from articles.models import Article
from articles.search import asking
from tests.builders import (
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_section,
    make_terms,
    publish_now,
)

pytestmark = pytest.mark.django_db


def page(response) -> LexborHTMLParser:
    return LexborHTMLParser(response.content.decode())


def words(node) -> str:
    return " ".join(node.text().split())


def headlines(response) -> list[str]:
    return [words(link) for link in page(response).css(".search-rows .headline a")]


def ask(client, typed: str = "", **more: str):
    response = client.get("/search/", {"q": typed, **more})
    assert response.status_code == 200
    return response


def told(response) -> str:
    return words(page(response).css_first(".search-number"))


def several(number: int, title: str = "Gannets {}", **fields) -> list[Article]:
    now = timezone.now()
    return [
        publish_now(make_own_article(title.format(each), **fields), now - dt.timedelta(hours=each + 1))
        for each in range(number)
    ]


def test_page_without_a_question_asks_for_one_and_is_listed_by_search_engines(client):
    response = client.get("/search/")
    assert page(response).css_first("form.search-form[role=search] input[name=q]") is not None
    assert not page(response).css(".search-results, meta[name=robots]")
    assert page(response).css_first("link[rel=canonical]").attributes["href"] == "https://newsroom.example/search/"


def test_result_shows_headline_passage_credit_outlet_and_date_with_marks(client):
    article = make_licensed_article("Why ferries lean", "<p>Water is heavy.</p>", outlet=make_outlet("The Commons"))
    publish_now(article)
    row = page(ask(client, "water ferry commons")).css_first(".search-rows .row")
    assert row.css_first(".headline a").html.endswith("Why <mark>ferries</mark> lean</a>")
    assert row.css_first(".headline a").attributes["href"] == article.get_absolute_url()
    assert "<mark>Water</mark> is heavy." in row.css_first(".standfirst").html
    assert "Amira Jadoon, The <mark>Commons</mark>" in row.css_first(".credit-names").html
    moment = article.published_at.isoformat(timespec="seconds")
    assert row.css_first("time").attributes["datetime"] == moment


def test_heading_says_how_many_and_the_title_what_was_asked(client):
    several(2)
    response = ask(client, "gannets")
    assert told(response) == "2 stories for gannets"
    assert page(response).css_first("title").text().startswith("gannets: search")
    assert told(ask(client, "gannets 1")) == "1 story for gannets 1"


def test_more_than_a_thousand_are_not_counted(client, monkeypatch):
    monkeypatch.setattr(asking, "COUNTED", 3)
    several(5)
    for order in ("newest", "relevance"):
        assert told(ask(client, "gannets", order=order)).startswith("More than 1,000 stories")


def test_nothing_found_says_what_to_try_and_leads_out_of_what_narrows(client):
    publish_now(make_own_article("Gannets", section=make_section("Birds")))
    make_section("Trade")
    response = ask(client, "gannets", section="trade")
    assert told(response).startswith("0 stories")
    assert page(response).css_first(".search-nothing a").attributes["href"] == "/search/?q=gannets"
    assert headlines(client.get("/search/?q=gannets")) == ["Gannets"]


def test_newest_stand_first_and_the_most_relevant_on_request(client):
    now = timezone.now()
    publish_now(make_own_article("Gannets dive", "<p>Fish.</p>"), now - dt.timedelta(days=9))
    publish_now(make_own_article("Fish market", "<p>Somebody saw gannets.</p>"), now - dt.timedelta(days=1))
    for number in range(4):
        publish_now(make_own_article(f"Nothing {number}", "<p>Nothing.</p>"), now - dt.timedelta(days=2))
    newest = ask(client, "gannets")
    assert headlines(newest) == ["Fish market", "Gannets dive"]
    link = page(newest).css_first(".search-order a").attributes["href"]
    assert headlines(client.get(link)) == ["Gannets dive", "Fish market"]


def test_section_outlet_and_days_narrow_alone_and_together(client):
    birds, trade, outlet = make_section("Birds"), make_section("Trade"), make_outlet("The Commons", slug="commons")
    noon = timezone.make_aware(dt.datetime(2026, 3, 27, 12))
    publish_now(make_own_article("A", section=birds), noon)
    publish_now(make_own_article("B", section=trade), noon - dt.timedelta(days=1))
    licensed = make_licensed_article("C", outlet=outlet, section=birds, source_published_at=None)
    publish_now(licensed, noon - dt.timedelta(days=2))
    assert headlines(ask(client, section="birds")) == ["A", "C"]
    assert headlines(ask(client, outlet="commons")) == ["C"]
    assert headlines(ask(client, **{"from": "2026-03-26"})) == ["A", "B"]
    assert headlines(ask(client, until="2026-03-26")) == ["B", "C"]
    assert headlines(ask(client, **{"from": "2026-03-26", "until": "2026-03-26"})) == ["B"]
    assert headlines(ask(client, section="birds", until="2026-03-26")) == ["C"]
    assert headlines(ask(client, "ferries", section="trade")) == ["B"]
    assert headlines(ask(client, "-ferries")) == []
    assert headlines(ask(client, "-a", section="birds")) == ["C"]


def test_renamed_outlet_and_section_are_found_by_their_new_names(client):
    outlet, section = make_outlet("The Commons"), make_section("Birds")
    publish_now(make_licensed_article("Lean", outlet=outlet, section=section))
    outlet.name, section.name = "Harbour Wire", "Wildlife"
    outlet.save()
    section.save()
    for typed in ("harbour wire", '"harbour wire"', "wildlife lean", "wild*"):
        assert headlines(ask(client, typed)) == ["Lean"], typed
    for typed in ("commons", "birds"):
        assert headlines(ask(client, typed)) == [], typed


@pytest.mark.parametrize("said", ["27.3.2026", "2026-13-45", "x" * 500, "<script>", "0000-00-00", "٢٠٢٦-٠٣-٢٧"])
def test_what_is_no_date_is_told_in_a_sentence_and_passed_over(client, said):
    several(1)
    response = ask(client, "gannets", **{"from": said})
    assert len(headlines(response)) == 1
    field = page(response).css_first("input[name=from]")
    assert field.attributes["aria-invalid"] == "true"
    assert "value" not in field.attributes
    assert "is no date" in words(page(response).css_first(f"#{field.attributes['aria-describedby']}"))


def test_days_in_the_wrong_order_unknown_sections_and_distant_years_are_told_or_harmless(client):
    several(1)
    assert "before the first" in ask(client, "x", **{"from": "2026-03-27", "until": "2026-03-26"}).content.decode()
    assert "no such section" in ask(client, "gannets", section="gone").content.decode()
    assert "such an outlet" in ask(client, "gannets", outlet="../../x").content.decode()
    assert len(headlines(ask(client, "gannets", **{"from": "0001-01-01", "until": "9999-12-31"}))) == 1


def test_only_outlets_of_which_something_shows_are_offered(client):
    make_terms(make_outlet("Silent Wire"))
    publish_now(make_licensed_article(outlet=make_outlet("The Commons")))
    offered = [words(option) for option in page(client.get("/search/")).css("#search-outlet option")]
    assert offered == ["All outlets", "The Commons"]


def test_pages_lead_on_and_back_without_a_gap_in_both_orders(client, monkeypatch):
    monkeypatch.setattr(asking, "PER_PAGE", 3)
    titles = [article.title for article in several(8)]
    for order in ("newest", "relevance"):
        response, seen = ask(client, "gannets", order=order), []
        while True:
            seen += headlines(response)
            link = page(response).css_first(".pager [rel=next]")
            if link is None:
                break
            response = client.get(link.attributes["href"])
        assert sorted(seen) == sorted(titles), order
        assert order == "relevance" or seen == titles
    response = client.get(page(ask(client, "gannets")).css_first("[rel=next]").attributes["href"])
    response = client.get(page(response).css_first(".pager [rel=next]").attributes["href"])
    assert headlines(response) == titles[6:]
    back = client.get(page(response).css_first(".pager [rel=prev]").attributes["href"])
    assert headlines(back) == titles[3:6]
    first = client.get(page(back).css_first(".pager [rel=prev]").attributes["href"])
    assert headlines(first) == titles[:3]
    assert told(first) == "8 stories for gannets"


@pytest.mark.parametrize("order", ["newest", "relevance"])
@pytest.mark.parametrize("cursor", ["x", "", "1_x", "9" * 30, "-9223372036854775808", "1_1_1", "١", "1 OR 1=1", "\0"])
def test_cursor_that_is_none_shows_the_first_page(client, cursor, order):
    several(1)
    for name in ("before", "after"):
        assert headlines(ask(client, "gannets", order=order, **{name: cursor})) == ["Gannets 0"]


def test_what_may_not_show_now_is_never_found_although_it_is_in_the_index(client):
    now, hour = timezone.now(), dt.timedelta(hours=1)
    publish_now(make_own_article("Gannets to come"), now + hour)
    publish_now(make_licensed_article("Gannets embargoed", embargo_until=now + hour))
    over = publish_now(make_licensed_article("Gannets over", usable_until=now + hour), now - 3 * hour)
    withdrawn = publish_now(make_own_article("Gannets withdrawn"))
    publishing.withdraw(withdrawn, by=None, reason="wrong")
    assert headlines(ask(client, "gannets")) == ["Gannets over"]
    Article.objects.filter(pk=over.pk).update(closes_at=now - hour)
    for order in ("newest", "relevance"):
        assert headlines(ask(client, "gannets", order=order)) == []


def test_copies_of_a_page_end_with_the_first_right_to_something_on_it(client):
    article = make_licensed_article("Gannets", usable_until=timezone.now() + dt.timedelta(seconds=20))
    publish_now(article)
    age = int(ask(client, "gannets")["Cache-Control"].partition("s-maxage=")[2])
    assert age <= 20


def test_no_words_of_a_text_that_runs_entire_or_not_at_all_are_shown(client):
    terms = make_terms(excerpt_rule="entire_only")
    publish_now(make_licensed_article("Lean", "<p>Water is heavy.</p>", terms=terms))
    response = ask(client, "water")
    assert headlines(response) == ["Lean"]
    assert "heavy" not in response.content.decode()


def test_texts_of_others_show_as_text(client):
    hostile = '<img src=x onerror=alert(1)> & "gannets"'
    article = make_own_article(
        hostile, "<p>&lt;script&gt;gannets&lt;/script&gt;</p>", bylines=["<b>Gannets</b>"], tags=["<i>gannets"],
        section=make_section("<u>gannets</u>", slug="birds"),
    )  # fmt: skip
    publish_now(article)
    response = ask(client, 'gannets"><script>alert(1)</script>')
    assert "<script>alert" not in response.content.decode()
    found = page(ask(client, "gannets"))
    assert headlines(ask(client, "gannets")) == [hostile]
    assert not found.css("main img, main b, main i, main u, main script")


def test_page_asks_three_times_at_most_and_sets_no_cookie(client, django_assert_num_queries):
    outlet = make_outlet("The Commons")
    publish_now(make_licensed_article("Gannets 99", outlet=outlet, tags=["Gannets"]))
    ask(client, "gannets")
    for rows in (1, 25):
        several(rows, title=f"Gannets {rows} {{}}")
        for more in ({}, {"order": "relevance"}, {"section": "business", "outlet": outlet.slug, "until": "2099-01-01"}):
            with django_assert_num_queries(3):
                response = ask(client, '"gannets" OR commons', **more)
            assert not response.cookies
    with django_assert_num_queries(1):
        assert not client.get("/search/").cookies


def test_browsers_are_told_how_to_search_here(client, django_assert_num_queries):
    address = page(client.get("/search/")).css_first("link[rel=search]").attributes["href"]
    with django_assert_num_queries(0):
        response = client.get(address)
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    url = ElementTree.fromstring(response.content).find("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert url is not None
    assert url.attrib["template"] == "https://newsroom.example/search/?q={searchTerms}"
