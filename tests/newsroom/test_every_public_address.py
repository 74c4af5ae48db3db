"""Every address that readers and their machines may ask, taken from the table of addresses itself.

A new public address without a line here fails. To each: three queries at most, no cookie, and nothing that others named
is more than text.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from selectolax.lexbor import LexborHTMLParser
from taggit.models import Tag

from articles.models import Article
from authors.models import Affiliation
from tests.builders import (
    make_author,
    make_correction,
    make_institution,
    make_licensed_article,
    make_outlet,
    make_section,
    publish_now,
)

pytestmark = pytest.mark.django_db

HOSTILE = "</script></title><img src=x onerror=alert(1)>\"'&amp;"
STORY = "/hostile/hostile/"
ADDRESSES: dict[str, list[str]] = {
    "favicon.ico": ["/favicon.ico"],
    "icon-<int:size>.png": ["/icon-192.png"],
    "icon-maskable.png": ["/icon-maskable.png"],
    "apple-touch-icon.png": ["/apple-touch-icon.png"],
    "apple-touch-icon-precomposed.png": ["/apple-touch-icon-precomposed.png"],
    "site.webmanifest": ["/site.webmanifest"],
    ".well-known/security.txt": ["/.well-known/security.txt"],
    ".well-known/tdmrep.json": ["/.well-known/tdmrep.json"],
    "theme-<slug:digest>.css": ["/theme-x.css"],
    "media/<path:path>": ["/media/none.png"],
    "websub/<str:key>/": ["/websub/none/"],
    "rss.xml": ["/rss.xml"],
    "<slug:section>/rss.xml": ["/hostile/rss.xml"],
    "robots.txt": ["/robots.txt"],
    "sitemap.xml": ["/sitemap.xml"],
    "news-sitemap.xml": ["/news-sitemap.xml"],
    "sitemaps/site.xml": ["/sitemaps/site.xml"],
    "sitemaps/<str:kind>-<int:number>.xml": ["/sitemaps/articles-1.xml"],
    "newsletter/": ["/newsletter/"],
    "newsletter/asked/": ["/newsletter/asked/"],
    "newsletter/confirm/<str:token>/": ["/newsletter/confirm/none/"],
    "newsletter/leave/<str:token>/": ["/newsletter/leave/none/"],
    "": ["/"],
    "authors/<slug:slug>/": ["/authors/hostile/"],
    "institutions/<slug:slug>/": ["/institutions/hostile/"],
    "institutions/<slug:slug>/authors/": ["/institutions/hostile/authors/"],
    "outlets/<slug:slug>/": ["/outlets/hostile/"],
    "tags/<str:slug>/": ["/tags/hostile/"],
    "search/": ["/search/", "/search/?q=hostile", "/search/?q=%3Cimg%20src=x%20onerror=alert(1)%3E"],
    "search/opensearch.xml": ["/search/opensearch.xml"],
    "archive/": ["/archive/"],
    "^archive/(?P<year>[0-9]{4})/$": ["/archive/{year}/"],
    "^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$": ["/archive/{year}/{month}/"],
    "^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/$": ["/archive/{year}/{month}/{day}/"],
    "<slug:section>/": ["/hostile/", "/nothing/"],
    "<slug:slug>/": ["/corrections/", "/privacy/"],
    "<slug:section>/<slug:slug>/": [STORY, "/hostile/nothing/"],
    "<slug:section>/<slug:slug>/<int:number>/": [f"{STORY}2/"],
    "<slug:section>/<slug:slug>/all/": [f"{STORY}all/"],
}
FOR_THE_DESK = ("admin/", "preview/", "demo/")
"""What asks for a log-in, and the machines that the demo plays."""


def routes(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = str(pattern.pattern)
        if not route.startswith(FOR_THE_DESK):
            yield from ((route + below for below in routes(pattern)) if isinstance(pattern, URLResolver) else [route])


@pytest.fixture
def addresses() -> list[str]:
    """Every address, with one story before readers in which everything that has a name is named to do harm."""
    outlet = make_outlet(HOSTILE, slug="hostile", description=HOSTILE)
    place, author = make_institution(HOSTILE, slug="hostile"), make_author(HOSTILE, slug="hostile", bio=HOSTILE)
    Affiliation.objects.create(author=author, institution=place, title=HOSTILE)
    row = {"name": HOSTILE, "title": HOSTILE, "institution": HOSTILE, "author": author, "institution_page": place}
    article = make_licensed_article(
        HOSTILE, "<p>Water is heavy, and hostile.</p>" * 400, slug="hostile", outlet=outlet, bylines=[row],
        kicker=HOSTILE, standfirst=HOSTILE, related=[(HOSTILE, "https://commons.example/1")],
        section=make_section(HOSTILE, slug="hostile", published_in=HOSTILE),
    )  # fmt: skip
    article.tags.add(Tag.objects.create(name=HOSTILE[:90], slug="hostile"))
    publish_now(article)
    make_correction(article, HOSTILE)
    on = Article.objects.get().published_at
    day = {"year": f"{on:%Y}", "month": f"{on:%m}", "day": f"{on:%d}"}
    return [address.format(**day) for told in ADDRESSES.values() for address in told]


def test_every_public_address_has_a_line() -> None:
    assert set(routes(get_resolver())) == set(ADDRESSES)


def test_three_queries_at_most_and_no_cookie(addresses, client: Client, django_assert_max_num_queries) -> None:
    answered = []
    for address in addresses:
        with django_assert_max_num_queries(3, info=address):
            answer = client.get(address)
        assert not answer.cookies and "Cookie" not in answer.get("Vary", ""), address
        assert answer.status_code < 500, address
        answered += [address] if answer.status_code == 200 else []
    assert {STORY, f"{STORY}2/", "/", "/hostile/", "/authors/hostile/", "/tags/hostile/"} <= set(answered)


def test_what_others_named_is_text_everywhere(addresses, client: Client) -> None:
    for address in addresses:
        answer = client.get(address)
        kind = answer.get("Content-Type", "").partition(";")[0]
        if kind == "text/html":
            page = LexborHTMLParser(answer.content.decode())
            assert not page.css("[onerror], img[src=x]"), address
            for block in page.css("script"):
                if block.attributes.get("type") == "application/ld+json":
                    json.loads(block.text())
                else:
                    assert block.attributes.get("src"), address
        elif kind.endswith("xml"):
            ElementTree.fromstring(answer.content)
        elif kind.endswith("json"):
            json.loads(answer.content)
