"""A folder of files comes in: Markdown and HTML of static sites, republish blocks, feeds, whatever can be read."""

import json
from pathlib import Path

import pytest

from articles.models import Article
from inbound.formats import feedparse
from inbound.models import ArchiveItem
from tests.builders import make_outlet, make_section, make_terms
from tests.inbound.formats.wire import nitf
from tests.inbound.test_archive import bring

pytestmark = pytest.mark.django_db

POST = """---
title: "The last ferry: an end"
date: 2019-03-09 08:30:00 +0100
author: Marta Lind
categories: [Sea]
tags:
  - Ferries
  - Harbour
permalink: /2019/03/last-ferry/
description: After ninety years the crossing ends.
---
The *Alma* left her berth.

Some sixty people had come to see her go.
"""
PELICAN = """Title: Quays to be raised
Date: 2023-11-01 12:00
Category: Sea
Tags: quays, storms
Slug: quays
Authors: Otto Brandt

The council wants the quays higher.
"""
BLOCK = """<h1>Why tides turn</h1><p>Tides follow the moon, and a little the sun.
<img src="https://counter.theconversation.com/content/555123/count.gif" width="1" height="1"></p>
<p>This article is republished from <a href="https://theconversation.com">The Conversation</a> under a Creative Commons
license. Read the <a href="https://theconversation.com/why-tides-turn-555123">original article</a>.</p>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "2019-03-09-last-ferry.md").write_text(POST)
    (tmp_path / "quays.md").write_text(PELICAN)
    (tmp_path / "tides.html").write_text(BLOCK)
    (tmp_path / "draft.md").write_text(POST.replace("date:", "draft: true\ndate:").replace("The *Alma*", "Alma soon"))
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.md").write_text(POST)
    make_section("Sea")
    return tmp_path


def test_files_are_brought_with_what_their_front_matter_says(folder, client):
    make_terms(make_outlet("The Conversation", home_url="https://theconversation.com"))
    said, status = bring(folder, "--json")
    assert status == 1, "one file is broken"
    rows = {row["called"]: row for row in json.loads(said)}
    assert rows["The last ferry: an end"]["outcome"] in ("published", "draft")
    ferry = Article.objects.get(published_at__year=2019, status="published")
    assert (ferry.slug, ferry.section.slug, ferry.standfirst) == (
        "last-ferry",
        "sea",
        "After ninety years the crossing ends.",
    )
    assert "<em>Alma</em>" in ferry.body_html and set(ferry.tags.names()) == {"Ferries", "Harbour"}
    assert client.get("/2019/03/last-ferry/")["Location"] == "/sea/last-ferry/"
    quays = Article.objects.get(slug="quays")
    assert (quays.status, quays.byline_line[:11]) == ("published", "Otto Brandt")
    assert Article.objects.get(title="Why tides turn").source_number == "555123"
    assert Article.objects.filter(status="draft", outlet=None).count() == 1
    assert rows["broken.json"]["outcome"] == "refused" and rows["logo.png"]["outcome"] == "skipped"
    assert not any(name.startswith(".") for name in rows)


def test_brought_again_nothing_is_there_twice(folder):
    bring(folder)
    count = Article.objects.count()
    bring(folder)
    assert Article.objects.count() == count
    assert ArchiveItem.objects.count() == 6


def test_page_of_an_old_site_is_ours_only_when_we_say_so(tmp_path):
    words = "<p>" + "The tide came in and went out again, and nobody was there to see it. " * 8 + "</p>"
    (tmp_path / "page.html").write_text(
        '<!doctype html><html lang="en"><head><title>Tide</title><meta property="og:title" content="Tide">'
        '<meta property="article:published_time" content="2018-02-03T04:05:06Z">'
        '<link rel="canonical" href="https://echo.example/2018/02/tide/"></head>'
        f"<body><article><h1>Tide</h1>{words}{words}</article></body></html>"
    )
    make_section("Sea")
    said, status = bring(tmp_path, "--into", "sea")
    assert status == 1 and "--ours echo.example" in said
    bring(tmp_path, "--into", "sea", "--ours", "echo.example")
    assert Article.objects.get().published_at.year == 2018


def test_text_of_an_agency_is_not_put_before_readers_as_our_own(tmp_path):
    words = "<p>" + "The tide came in and went out again. " * 8 + "</p>"
    (tmp_path / "a.xml").write_bytes(nitf(words, docdata='<date.issue norm="20190309T083000Z"/>'))
    make_section("Sea")
    bring(tmp_path, "--into", "sea")
    assert Article.objects.get().status == "draft"
    assert "format of an agency" in ArchiveItem.objects.get().sentence


def test_feed_of_many_items_is_parsed_once(tmp_path, monkeypatch):
    items = "".join(
        f"<item><title>Story {n}</title><link>https://echo.example/{n}/</link><guid>https://echo.example/{n}/</guid>"
        f"<pubDate>Mon, 16 Nov 2020 09:00:00 +0100</pubDate>"
        f"<description>Tide {n}. {'It came in. ' * 20}</description></item>"
        for n in range(5)
    )
    (tmp_path / "old.rss").write_text(f'<rss version="2.0"><channel><title>Echo</title>{items}</channel></rss>')
    make_section("Sea")
    parsed, parse = [], feedparse.parse
    monkeypatch.setattr(feedparse, "parse", lambda *given: parsed.append(1) or parse(*given))
    bring(tmp_path, "--into", "sea", "--ours", "echo.example")
    assert Article.objects.filter(status="published").count() == 5 and len(parsed) == 1
