"""What search engines are told, and which counters a page may carry."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.models import Article
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
    said = [(meta.attributes["name"], meta.attributes["content"]) for meta in metas]
    assert [meta for meta in said if "noindex" in meta[1]] == told
    assert (("robots", "max-image-preview:large") in said) is (clause != "noindex")


def test_text_that_runs_entire_or_not_at_all_is_no_snippet_in_search_results(client):
    article = publish_now(make_licensed_article(terms=make_terms(excerpt_rule="entire_only")))
    metas = head(client, article.get_absolute_url()).css("meta[name=robots]")
    assert "nosnippet, max-image-preview:large" in [meta.attributes["content"] for meta in metas]
    assert head(client, article.get_absolute_url()).css_first("meta[name=description]") is None


@pytest.mark.parametrize(("clause", "closed"), [("not_stated", True), ("ask", True), ("no", True), ("yes", False)])
def test_nobody_trains_on_a_text_whose_terms_do_not_allow_it_in_words(client, clause, closed):
    article = publish_now(make_licensed_article(terms=make_terms(ai_use=clause)))
    response = client.get(article.get_absolute_url())
    metas = LexborHTMLParser(response.content.decode()).css("meta[name]")
    said = {(meta.attributes["name"], meta.attributes["content"]) for meta in metas}
    assert (("tdm-reservation", "1") in said) is (("robots", "noai, noimageai") in said) is closed
    assert (response.get("TDM-Reservation") == "1") is (response.get("Content-Usage") == "train-ai=n") is closed
    assert Article.objects.filter(indexing.closed_to_training_q()).exists() is closed


@pytest.mark.parametrize(
    ("setting", "said", "closed"), [(None, "", False), (True, "train-ai=y", False), (False, "train-ai=n", True)]
)
def test_of_our_own_work_the_newsroom_says_whether_machines_may_be_trained_on_it(settings, setting, said, closed):
    settings.NEWSROOM_AI_TRAINING = setting
    article = make_own_article()
    assert indexing.usage(article) == said
    assert indexing.is_closed_to_training(article) is closed
    assert Article.objects.filter(indexing.closed_to_training_q()).exists() is closed


@pytest.mark.parametrize("phrase", ["data mining", "all"])
def test_item_that_forbids_learning_is_closed_in_lists_too(phrase):
    stated = {"rights": {"prohibits": [phrase]}}
    make_licensed_article(terms=make_terms(ai_use="yes"), fields_received=stated)
    assert Article.objects.filter(indexing.closed_to_training_q()).exists()


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
