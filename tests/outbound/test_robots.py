"""robots.txt and tdmrep.json, as the terms of what readers see have it."""

from __future__ import annotations

import urllib.robotparser

import pytest

from articles import publishing
from outbound import robots
from tests.builders import make_licensed_article, make_own_article, make_section, make_terms, publish_now

pytestmark = pytest.mark.django_db

# What Lighthouse 12 takes a line of robots.txt to be; of any other it says that the file is invalid.
KNOWN = {"user-agent", "disallow", "allow", "sitemap"}


def text(client) -> str:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8" and not response.cookies
    return response.content.decode()


@pytest.fixture
def draft(settings):
    """The lines that are still a draft, as lines."""
    settings.ROBOTS_CONTENT_USAGE = True


def lets(client, agent: str, path: str) -> bool:
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(text(client).splitlines())
    return rules.can_fetch(agent, path)


def test_sitemaps_are_named_and_the_desk_and_previews_are_for_nobody(client):
    said = text(client)
    assert "\nSitemap: https://newsroom.example/sitemap.xml\n" in said
    assert "\nSitemap: https://newsroom.example/news-sitemap.xml\n" in said
    assert lets(client, "Googlebot", "/business/story/") and lets(client, "Googlebot", "/search/")
    assert not lets(client, "Googlebot", "/admin/") and not lets(client, "Googlebot", "/preview/x/")


def test_site_without_a_closed_text_says_what_the_newsroom_says(client, draft, settings):
    publish_now(make_own_article())
    publish_now(make_licensed_article(terms=make_terms(ai_use="yes")))
    for setting, said, rules in (
        (None, None, []),
        (True, "train-ai=y", [{"location": "/", "tdm-reservation": 0}]),
        (False, "train-ai=n", [{"location": "/", "tdm-reservation": 1}]),
    ):
        settings.NEWSROOM_AI_TRAINING = setting
        found = [line for line in text(client).splitlines() if line.startswith("Content-Usage: ")]
        assert found == ([f"Content-Usage: {said}"] if said else [])
        assert client.get("/.well-known/tdmrep.json").json() == rules
        assert lets(client, "GPTBot", "/business/") is (setting is not False)


@pytest.mark.parametrize("clause", ["not_stated", "ask", "no"])
def test_one_text_whose_terms_do_not_allow_training_closes_the_site(client, draft, clause):
    article = publish_now(make_licensed_article(terms=make_terms(ai_use=clause)))
    assert "\nContent-Usage: train-ai=n\n" in text(client)
    for crawler in ("GPTBot", "ClaudeBot", "CCBot", "Google-Extended", "Bytespider"):
        assert not lets(client, crawler, article.get_absolute_url())
    for reader in ("Googlebot", "Bingbot", "OAI-SearchBot", "ChatGPT-User"):
        assert lets(client, reader, article.get_absolute_url())
    publishing.withdraw(article, by=None, reason="It was wrong.")
    assert "Content-Usage" not in text(client) and lets(client, "GPTBot", "/")


def test_sections_without_a_closed_text_stay_open_where_the_newsroom_welcomes_training(client, draft, settings):
    settings.NEWSROOM_AI_TRAINING = True
    publish_now(make_own_article(section=make_section("Harbour")))
    publish_now(make_own_article(section=make_section("Science")))
    publish_now(make_licensed_article(section=make_section("Science")))
    said = text(client)
    assert "Content-Usage: train-ai=n\nContent-Usage: /harbour/ train-ai=y\n" in said
    assert "/science/" not in said
    assert lets(client, "GPTBot", "/harbour/story/") and not lets(client, "GPTBot", "/science/story/")
    assert client.get("/.well-known/tdmrep.json").json() == [
        {"location": "/harbour/*", "tdm-reservation": 0},
        {"location": "/", "tdm-reservation": 1},
    ]


def test_file_is_valid_for_checkers_that_know_no_drafts(client):
    publish_now(make_licensed_article())
    lines = [line for line in text(client).splitlines() if line and not line.startswith("#")]
    assert {line.partition(":")[0].lower() for line in lines} == KNOWN
    assert "# Content-Usage: train-ai=n\n" in text(client)


def test_draft_closes_nothing(client):
    make_licensed_article()
    assert "Content-Usage" not in text(client)


def test_crawlers_on_the_list_are_names_that_robots_txt_can_hold():
    names = robots.training_crawlers()
    assert len(names) > 20 and len({name.lower() for name in names}) == len(names)
    assert all(name.strip() == name and ":" not in name and "#" not in name for name in names)
