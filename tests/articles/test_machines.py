"""What an item's own file forbids machines holds on our pages, whatever its terms allow; of both the narrower."""

from __future__ import annotations

import pytest

from articles import derivation
from articles.models import Article
from articles.rights import Surface, findings, indexing, machines, may
from articles.rights.finding import Light
from inbound.accept import accept
from inbound.formats.arrival import Arrival, Rights
from tests.builders import (
    make_amendment,
    make_licensed_article,
    make_original,
    make_outlet,
    make_own_article,
    make_terms,
    publish_now,
)

pytestmark = pytest.mark.django_db

LEARN, LIST = "train-ai=n", "search=n"


def taken(*prohibits: str, usage_terms: str = "", **clauses: str) -> Article:
    stated = {"rights": {"prohibits": list(prohibits), "usage_terms": usage_terms or None}}
    return make_licensed_article(
        terms=make_terms(**{"ai_use": "yes", **clauses}),
        fields_received=stated,
        picked_because="It explains the storm.",
    )


def test_an_agencys_item_that_forbids_data_mining_says_so_on_its_page_though_the_contract_allows_it(client):
    article = publish_now(taken("data mining"))
    assert client.get(article.get_absolute_url())["Content-Usage"] == LEARN
    assert "Content-Usage" not in client.get(publish_now(taken()).get_absolute_url())
    assert "Content-Usage" not in client.get(publish_now(make_own_article()).get_absolute_url())


def test_what_the_terms_forbid_stays_forbidden_where_the_item_says_nothing_or_something_else():
    assert indexing.usage(taken(ai_use="no")) == LEARN
    assert indexing.usage(taken("search", ai_use="not_stated")) == f"{LEARN}, {LIST}"


@pytest.mark.parametrize(
    ("phrase", "forbidden"),
    [
        ("data mining", {"train-ai"}),
        ("Text and Data-Mining", {"train-ai"}),
        ("data mining, but for search engines", {"train-ai"}),
        ("AI training", {"train-ai"}),
        ("training of generative AI", {"train-ai"}),
        ("train-ai", {"train-ai"}),
        ("train", {"train-ai"}),
        ("ai-index", {"train-ai"}),
        ("May not be used to train large language models.", {"train-ai"}),
        ("search", {"search"}),
        ("index", {"search"}),
        ("all", {"search", "train-ai"}),
        ("use, but for search", {"train-ai"}),
        ("use, but for all", set()),
        ("use, but for search, ai-all", set()),
        ("use, but for ai-train", {"search"}),
        ("use, but for DEU", set()),
        ("use, but in DE, AT", set()),
        ("distribute, but for DEU", set()),
        ("commercial use", set()),
        ("Not to be shown in trains of the railway", set()),
        ("", set()),
    ],
)
def test_what_a_prohibition_forbids_machines(phrase, forbidden):
    assert machines.of_phrase(phrase) == forbidden


@pytest.mark.parametrize(
    "rights", [None, "no", 7, [], {"prohibits": "all"}, {"prohibits": [None, 3], "usage_terms": {}}]
)
def test_rights_that_are_none_forbid_nothing(rights):
    assert machines.of_rights(rights) == frozenset()


def test_usage_terms_in_words_forbid_what_they_deny_and_nothing_that_they_allow():
    assert indexing.usage(taken(usage_terms="Editorial use. Not for training AI systems.")) == LEARN
    assert indexing.usage(taken(usage_terms="May be used for training AI systems. Not for resale.")) == ""


def test_an_item_that_search_engines_may_not_list_is_kept_out_of_sitemaps_and_its_page_asks_for_it(client):
    article = publish_now(taken("search"))
    assert 'name="robots" content="noindex"' in client.get(article.get_absolute_url()).content.decode()
    listed = publish_now(make_licensed_article(terms=article.terms, picked_because="It explains the storm."))
    for surface in (Surface.SITEMAP, Surface.NEWS_SITEMAP):
        assert list(Article.objects.visible_on(surface)) == [listed]
        assert not may(article, surface) and may(listed, surface)
    assert may(article, Surface.PAGE) and may(article, Surface.FEED)


def test_the_panel_says_that_the_item_forbids_what_its_terms_allow_and_nothing_waits_for_that():
    found = [one for one in findings.findings(taken("data mining")) if one.clause == "ai_use"]
    assert [(one.blocks, one.light) for one in found] == [(False, Light.AMBER)]
    assert not [one for one in findings.findings(taken("data mining", ai_use="no")) if one.clause == "ai_use"]


def test_a_prohibition_that_arrives_with_a_new_original_holds_before_anybody_takes_that_over(client):
    outlet = make_outlet()
    make_terms(outlet, ai_use="yes", systematic="yes")
    first = Arrival(title="Ferries", body_html="<p>Water is heavy.</p>", source_id="tag:1", raw=b"1")
    article = accept(first, outlet=outlet, by=None, because="It explains the storm.").article
    article.title = "Ferries lean"
    article.save()
    make_amendment(article, "heavy", "weighty")
    assert indexing.usage(article) == ""
    second = Arrival(
        title="Ferries", body_html="<p>Water is heavy now.</p>", source_id="tag:1", raw=b"2",
        rights=Rights(prohibits=["data mining"]),
    )  # fmt: skip
    assert accept(second, outlet=outlet, by=None).outcome == "updated"
    article = Article.objects.get(pk=article.pk)
    assert article.original.number == 1 and indexing.usage(article) == LEARN


def test_an_article_derived_before_this_was_kept_is_asked_of_its_originals():
    article = taken("data mining")
    article.beside.pop("machines")
    article.save()
    assert indexing.usage(Article.objects.get(pk=article.pk)) == LEARN


def test_a_prohibition_that_a_later_original_lifted_goes_when_that_is_shown():
    article = taken("data mining")
    article.original = make_original(article, "<p>Water is heavy.</p>")
    derivation.derive(article)
    article.save()
    assert indexing.usage(Article.objects.get(pk=article.pk)) == ""
