"""What search engines are told, and which counters a page may carry."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.rights import counters, indexing, rulings
from tests.builders import make_licensed_article, make_own_article, make_terms, publish_now

pytestmark = pytest.mark.django_db

PIXEL = "https://pixel.commons.example/pixel.js"


def head(client, path: str) -> LexborHTMLParser:
    return LexborHTMLParser(client.get(path).content.decode()).css_first("head")


@pytest.mark.parametrize(
    ("clause", "whose"), [("not_stated", "ours"), ("self", "ours"), ("original", "theirs"), ("none", "nobody's")]
)
def test_terms_decide_which_address_counts(client, clause, whose):
    article = publish_now(make_licensed_article(terms=make_terms(canonical=clause)))
    path = article.get_absolute_url()
    wanted = {"ours": path, "theirs": article.source_url, "nobody's": ""}[whose]
    assert indexing.canonical(article) == wanted
    named = head(client, path).css("link[rel=canonical]")
    absolute = {"ours": f"https://newsroom.example{path}", "theirs": article.source_url}
    assert [link.attributes["href"] for link in named] == ([absolute[whose]] if whose in absolute else [])


@pytest.mark.parametrize("source", ["", "javascript:alert(1)", "data:text/html,x"])
def test_our_address_counts_where_the_original_one_is_not_known(source):
    article = make_licensed_article(terms=make_terms(canonical="original"), source_url=source)
    assert indexing.canonical(article) == article.get_absolute_url()


def test_own_work_counts_at_our_address_and_may_be_indexed():
    article = make_own_article()
    assert indexing.canonical(article) == article.get_absolute_url()
    assert indexing.robots(article) == ()


def test_every_view_of_a_long_licensed_text_names_the_original(client):
    body = "<p>The harbour board met for eleven hours on Tuesday and ended where it had begun.</p>" * 100
    article = publish_now(make_licensed_article(body=body, terms=make_terms(canonical="original")))
    for tail in ("", "2/", "all/"):
        link = head(client, article.get_absolute_url() + tail).css_first("link[rel=canonical]")
        assert link.attributes["href"] == article.source_url


def test_pages_of_our_own_text_name_themselves_and_the_whole_names_the_first(client):
    article = publish_now(make_own_article(body="<p>The harbour board met for eleven hours.</p>" * 300))
    first = f"https://newsroom.example{article.get_absolute_url()}"
    for tail, wanted in {"": first, "2/": f"{first}2/", "all/": first}.items():
        link = head(client, article.get_absolute_url() + tail).css_first("link[rel=canonical]")
        assert link.attributes["href"] == wanted


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("not_stated", []),
        ("index", []),
        ("noindex", [("robots", "noindex")]),
        ("googlebot_news_noindex", [("Googlebot-News", "noindex")]),
    ],
)
def test_terms_decide_what_search_engines_are_told(client, clause, told):
    article = publish_now(make_licensed_article(terms=make_terms(robots=clause)))
    assert list(indexing.robots(article)) == told
    metas = head(client, article.get_absolute_url()).css("meta[name=robots], meta[name=Googlebot-News]")
    assert [(meta.attributes["name"], meta.attributes["content"]) for meta in metas] == told


# --- counters ---


def scripted(**clauses):
    clauses = {"tracker_kind": "script", "tracker_pattern": r"https://pixel\.commons\.example/pixel\.js", **clauses}
    return make_licensed_article(terms=make_terms(**clauses), counter_url=PIXEL, counter_kind="script")


def test_script_that_the_terms_describe_runs_and_the_policy_names_it_alone(client):
    response = client.get(publish_now(scripted()).get_absolute_url())
    script = LexborHTMLParser(response.content.decode()).css_first(".counter script")
    assert script.attributes["src"] == PIXEL
    directives = [part.split() for part in response["Content-Security-Policy"].split(";")]
    policy = {name: sources for name, *sources in directives}
    assert policy["script-src"] == ["'self'", PIXEL]


@pytest.mark.parametrize("clauses", [{"tracker_kind": "img"}, {"tracker_kind": "not_stated"}, {"tracker_pattern": ""}])
def test_script_that_merely_arrived_never_runs(client, clauses):
    article = scripted(**clauses)
    rulings.rule("tracker_required", by=None, allowed=True, reason="It may go uncounted.", article=article)
    publish_now(article)
    assert not counters.may_run(article)
    response = client.get(article.get_absolute_url())
    assert PIXEL.encode() not in response.content
    assert "pixel.commons" not in response["Content-Security-Policy"]


def test_image_counter_by_http_is_let_through_and_by_https_needs_nothing():
    article = make_licensed_article(counter_url="http://counter.commons.example:8080/1/count.gif?x=1")
    assert counters.policy_source(article) == ("img-src", "http://counter.commons.example:8080")
    article.counter_url = "https://counter.commons.example/1/count.gif"
    assert counters.policy_source(article) is None
    article.counter_url = "/counter/1.gif"
    assert counters.policy_source(article) is None


@pytest.mark.parametrize(
    "address",
    [
        "http://a.example;script-src 'unsafe-inline'/x.gif",
        "http://a.example, default-src */x.gif",
        "http://a.example\r\nSet-Cookie: x=1",
        "http://*.example/x.gif",
        "http://a.example /x.gif",
        "http://ä.example/x.gif",
    ],
)
def test_no_address_writes_into_the_policy(address):
    article = make_licensed_article(counter_url=address)
    source = counters.policy_source(article)
    assert source is None or source[1] in {"http://a.example"}
