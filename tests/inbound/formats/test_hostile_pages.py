"""Pages made to break or to hold their reader: a sentence or an article, and never longer than the reader may take."""

import json
import resource

import pytest

from inbound import formats
from inbound.formats import page_child, page_linked_data, page_tree
from inbound.formats.arrival import Hints, Unreadable
from tests.thorough import many

TEXT = "".join(
    f"<p>The mill stood on bank {number} of the river, and nobody had thought that it would ever move.</p>"
    for number in range(6)
)
LONGEST = 12
"""Seconds of processor time: four of the child's own, and room for its start and for the cleaning. Other processes may
take as much of the machine as they like."""


def page(body: str = f"<article>{TEXT}</article>", head: str = "") -> str:
    return f"<!doctype html><html><head><title>Mill</title>{head}</head><body>{body}</body></html>"


def data(script: str) -> str:
    return page(head=f'<script type="application/ld+json">{script}</script>')


def read(html: str) -> formats.Reading | str:
    began = _spent()
    try:
        return formats.read(html.encode("utf-8", "surrogatepass"), Hints(source="https://a.example/x"))
    except Unreadable as refusal:
        assert "\n" not in str(refusal) and len(str(refusal)) < 600
        return str(refusal)
    finally:
        assert _spent() - began < LONGEST


def _spent() -> float:
    of = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in of)


@pytest.mark.parametrize(
    "html",
    [
        page("<div>" * many(200_000) + TEXT),
        page("<div>" * 390 + TEXT + "</div>" * 390),
        page("<p>x" * many(700_000)),
        page("<a href=x>" * many(200_000) + TEXT),
        page("<table><tr><td>" * many(20_000) + TEXT),
        page(TEXT * many(20_000)),
        page(f"<article>{TEXT}</article>" * 500),
        page("<b class='" + "comment-" * many(200_000) + "'>" + TEXT),
        page(f"<div {' '.join(f'a{number}=1' for number in range(many(100_000)))}>{TEXT}</div>"),
        page(TEXT, "<meta name='author' content='x'>" * many(50_000)),
        page(TEXT, "<meta name='author' content='" + "A, " * many(500_000) + "'>"),
        page(f"<img srcset='{'x 1w, ' * many(200_000)}'>{TEXT}"),
    ],
    ids=range(12),
)
def test_a_page_of_any_size_and_depth_ends_in_a_sentence_or_an_article(html):
    found = read(html)
    assert isinstance(found, str) or found.arrivals


@pytest.mark.parametrize(
    "script",
    [
        "[" * many(100_000),
        '{"a":' * many(100_000),
        json.dumps({"@type": "NewsArticle", "headline": "Mill", "articleBody": "The mill moved. " * many(330_000)}),
        json.dumps([{"@type": "NewsArticle", "headline": str(number)} for number in range(many(60_000))]),
        json.dumps({"@type": "NewsArticle", "headline": "M", "author": [{"name": "A"}] * many(50_000)}),
        '{"@type": "NewsArticle", "headline": "\\ud800\\u0000", "author": NaN}',
        '{"@type": "NewsArticle", "headline": %s}' % ("9" * many(100_000)),
        '{"@type": "NewsArticle", "headline": [[[["x"]]]], "author": [[[]]], "image": [null, 7, [[]]], "keywords": {}}',
        '{"@type": 7, "@graph": {"@type": ["NewsArticle", null], "headline": "M", "license": {"@id": {"@id": "x"}}}}',
        "null", "7", '"x"', "", "<!-- -->", "]", '{"@type": "NewsArticle"',
    ],
    ids=range(16),
)  # fmt: skip
def test_whatever_the_data_holds_the_page_is_read_all_the_same(script):
    found = read(data(script))
    assert found.arrivals[0].body_html.count("<p>") == 6
    assert not any("The log says" in error for error in found.errors)


def test_names_that_lead_in_a_circle_end():
    graph = [
        {"@id": "#a", "@type": "NewsArticle", "headline": "Mill", "author": {"@id": "#b"}, "publisher": {"@id": "#b"}},
        {"@id": "#b", "@type": "Person", "name": "Ana Ruiz", "worksFor": {"@id": "#c"}, "affiliation": {"@id": "#b"}},
        {"@id": "#c", "@type": "Organization", "parentOrganization": {"@id": "#c"}, "name": {"@id": "#a"}},
        {"@id": "#d", "@type": {"@id": "#d"}, "url": {"@id": "#d"}},
    ]
    found = read(data(json.dumps({"@graph": graph})))
    assert [one.name for one in found.arrivals[0].authors] == ["Ana Ruiz"]


def test_scripts_in_titles_and_names_are_text():
    found = read(
        data(json.dumps({"@type": "NewsArticle", "headline": "<img src=x onerror=alert(1)>", "author": "<script>x"}))
    )
    (arrival,) = found.arrivals
    assert "<script" not in arrival.body_html and "onerror" not in arrival.body_html


@pytest.mark.parametrize(
    "held", [None, True, 7, "x", [], {}, [[]], {"@id": 7}, {"@value": {"@value": []}}, ["", None, 1.5]]
)
def test_every_member_of_the_data_may_hold_anything(held):
    keys = (
        "headline", "name", "description", "articleBody", "author", "creator", "datePublished", "dateModified", "image",
        "publisher", "keywords", "license", "usageInfo", "copyrightHolder", "copyrightNotice", "creditText",
        "isBasedOn", "isAccessibleForFree", "inLanguage", "url", "mainEntityOfPage", "identifier", "expires", "@id",
        "@type",
    )  # fmt: skip
    for key in keys:
        script = json.dumps({"@type": "NewsArticle", "headline": "Mill", key: held})
        found = page_child.read(data(script).encode(), "https://a.example/x")
        assert found["page"]["html"].count("<p>") == 6
        json.dumps(found)


def test_srcsets_are_read_by_their_width():
    assert page_tree.largest("a.jpg 320w, b.jpg 1280w, c.jpg 640w") == "b.jpg"
    assert page_tree.largest("a.jpg?x=1,2 1x, https://a.example/b,c.jpg 2x") == "https://a.example/b,c.jpg"
    assert page_tree.largest("only.jpg") == "only.jpg"
    assert page_tree.largest("") == ""


def test_publishers_comments_and_last_commas_do_not_lose_their_data():
    for script in (
        '<!-- {"@type": "NewsArticle", "headline": "Mill"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Mill"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Mill",};',
        '{"@type": "NewsArticle", "headline": "Mill"}{"@type": "Person"}',
        '{"@type": "NewsArticle",\n"headline": "Mill\tand\nice"}',
    ):
        held = page_linked_data.LinkedData([script])
        assert page_linked_data.title_of(held.article(set(), "")).startswith("Mill"), script
