"""What search engines may list: the index, its files, the news; held to the protocol and to Google's rules."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from lxml import etree

from articles import publishing
from articles.models import Article, StandingPage
from outbound import sitemaps
from tests.builders import (
    add_picture,
    make_author,
    make_institution,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_picture,
    make_section,
    make_terms,
    publish_now,
)

pytestmark = pytest.mark.django_db

BASE = "https://newsroom.example"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NAMES = {
    "s": SITEMAP,
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
HOSTILE = "Ports </news:title> & ]]> <x>\x00\x0b\x1f\ud7ff\ufffe é"
FILES = ("/sitemap.xml", "/news-sitemap.xml", "/sitemaps/site.xml", "/sitemaps/articles-0.xml")


def fetched(client, path: str) -> etree._Element:
    """The document, held against the schema of sitemaps.org: what may stand in it, in which order, and how often."""
    response = client.get(path)
    assert response.status_code == 200 and response["Content-Type"] == "application/xml; charset=utf-8"
    assert len(response.content) < 50 * 1024 * 1024 and not response.cookies
    root = etree.fromstring(response.content)
    inner = {f"{{{SITEMAP}}}urlset": "url", f"{{{SITEMAP}}}sitemapindex": "sitemap"}[root.tag]
    assert len(root) <= 50_000
    for row in root:
        assert row.tag == f"{{{SITEMAP}}}{inner}"
        own = [child.tag.removeprefix(f"{{{SITEMAP}}}") for child in row if child.tag.startswith(f"{{{SITEMAP}}}")]
        assert own in (["loc"], ["loc", "lastmod"])
        address = row.findtext("s:loc", namespaces=NAMES)
        assert address.startswith(f"{BASE}/") and len(address) < 2048
        if changed := row.findtext("s:lastmod", namespaces=NAMES):
            assert dt.datetime.fromisoformat(changed).tzinfo
    return root


def listed(client, path: str) -> list[str]:
    return [node.text.removeprefix(BASE) for node in fetched(client, path).iterfind("*/s:loc", NAMES)]


def articles(client) -> list[str]:
    """Every address in every file of articles that the index names."""
    files = [path for path in listed(client, "/sitemap.xml") if "/articles-" in path]
    return [address for path in files for address in listed(client, path)]


def in_news(client) -> list[str]:
    return listed(client, "/news-sitemap.xml")


# --- the index and its files ---


def test_index_names_files_and_each_of_them_is_there(client):
    author = make_author("Ann Lee", make_institution("Kell University"))
    article = make_own_article(
        bylines=[{"name": "Ann Lee", "author": author, "institution_page": author.affiliations.get().institution}],
        tags=["Ports"],
    )
    publish_now(article)
    make_author("Who Never Wrote")
    found = {address for path in listed(client, "/sitemap.xml") for address in listed(client, path)}
    assert {
        "/",
        "/archive/",
        article.get_absolute_url(),
        article.section.get_absolute_url(),
        author.get_absolute_url(),
        author.affiliations.get().institution.get_absolute_url(),
        "/tags/ports/",
        "/corrections/",
    } <= found
    assert not [address for address in found if "who-never-wrote" in address]


def test_articles_keep_their_file_whatever_comes_and_goes(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "CHUNK", 2)
    stories = [publish_now(make_own_article(f"Story {number}")) for number in range(4)]
    expected = {story.pk // 2: [] for story in stories}
    for story in stories:
        expected[story.pk // 2].append(story.get_absolute_url())
    for number, addresses in expected.items():
        assert listed(client, f"/sitemaps/articles-{number}.xml") == addresses
    publishing.withdraw(stories[0], by=None, reason="It was wrong.")
    for number, addresses in expected.items():
        left = [address for address in addresses if address != stories[0].get_absolute_url()]
        assert listed(client, f"/sitemaps/articles-{number}.xml") == left
    assert articles(client) == [story.get_absolute_url() for story in stories[1:]]


@pytest.mark.parametrize("path", ["articles-999999", "articles-x", "people-0", "authors-77", "articles--1"])
def test_there_is_no_file_of_anything_else(client, path):
    assert client.get(f"/sitemaps/{path}.xml").status_code == 404


def test_last_change_is_told_and_moves_with_the_words_alone(client):
    article = publish_now(make_own_article(), timezone.now() - dt.timedelta(days=9))

    def changed() -> dict[str, str]:
        (row,) = fetched(client, f"/sitemaps/articles-{article.pk // sitemaps.CHUNK}.xml")
        said = row.findtext("s:lastmod", namespaces=NAMES)
        its_file = f"//s:sitemap[contains(s:loc, 'articles-{article.pk // sitemaps.CHUNK}.xml')]"
        files = fetched(client, "/sitemap.xml").xpath(its_file, namespaces=NAMES)
        return {said, *(each.findtext("s:lastmod", namespaces=NAMES) for each in files)}

    before = changed()
    assert before == {article.published_at.strftime("%Y-%m-%dT%H:%M:%S+00:00")}
    Article.objects.get(pk=article.pk).save()
    assert changed() == before
    publishing.correct(Article.objects.get(pk=article.pk), by=None, kind="correction", text="It was blue.")
    (after,) = changed()
    assert after > next(iter(before))


def test_article_that_waits_stands_there_from_its_time_on_and_what_has_ended_does_not(client):
    now = timezone.now()
    publish_now(make_own_article("Tomorrow"), now + dt.timedelta(days=1))
    publish_now(make_own_article("Embargoed", embargo_until=now + dt.timedelta(hours=1)))
    make_own_article("Draft")
    ended = publish_now(make_licensed_article(terms=make_terms(remove_after_days=3)))
    Article.objects.filter(pk=ended.pk).update(closes_at=now - dt.timedelta(seconds=1))
    shown = publish_now(make_own_article("Now"))
    assert articles(client) == in_news(client) == [shown.get_absolute_url()]


def test_file_is_kept_no_longer_than_the_right_to_a_text_in_it(client):
    terms = make_terms(remove_after_days=3)
    begun = timezone.now() - dt.timedelta(days=3) + dt.timedelta(seconds=20)
    article = publish_now(make_licensed_article(terms=terms, source_published_at=begun))
    for path in (f"/sitemaps/articles-{article.pk // sitemaps.CHUNK}.xml", "/news-sitemap.xml"):
        kept = int(client.get(path)["Cache-Control"].removeprefix("public, max-age="))
        assert 0 <= kept <= 20


@pytest.mark.parametrize(
    ("clauses", "in_sitemap", "among_news"),
    [
        ({}, True, True),
        ({"robots": "index", "canonical": "self"}, True, True),
        ({"canonical": "none"}, True, True),
        ({"canonical": "original"}, False, False),  # ProPublica, House of COP30
        ({"robots": "noindex", "canonical": "original"}, False, False),  # Buffalo's Fire
        ({"robots": "noindex"}, False, False),
        ({"robots": "googlebot_news_noindex"}, True, False),
    ],
)
def test_terms_decide_what_is_announced(client, clauses, in_sitemap, among_news):
    article = publish_now(make_licensed_article(terms=make_terms(**clauses)))
    address = article.get_absolute_url()
    assert (address in articles(client)) is in_sitemap
    assert (address in in_news(client)) is among_news


def test_pictures_that_may_show_stand_with_their_article(client):
    article = make_own_article()
    shown, hidden = make_picture(), make_picture(cleared=False)
    add_picture(article, shown)
    add_picture(article, hidden, role="body")
    publish_now(article)
    root = fetched(client, f"/sitemaps/articles-{article.pk // sitemaps.CHUNK}.xml")
    found = root.xpath("//image:image/image:loc/text()", namespaces=NAMES)
    assert found == [f"{BASE}{shown.file.url}"]


def test_languages_name_each_other_also_from_one_file_to_another(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "CHUNK", 1)
    first = publish_now(make_own_article("The harbour opens", language="en"))
    second = publish_now(make_own_article("El puerto abre", language="es", translation_of=first))
    alone = publish_now(make_own_article("Alone"))
    expected = {
        "en": BASE + first.get_absolute_url(),
        "es": BASE + second.get_absolute_url(),
        "x-default": BASE + first.get_absolute_url(),
    }
    for article, languages in ((first, expected), (second, expected), (alone, {})):
        root = fetched(client, f"/sitemaps/articles-{article.pk}.xml")
        links = root.iterfind("s:url/xhtml:link", NAMES)
        assert {link.get("hreflang"): link.get("href") for link in links} == languages
    publishing.withdraw(second, by=None, reason="It was wrong.")
    root = fetched(client, f"/sitemaps/articles-{first.pk}.xml")
    assert root.find("s:url/xhtml:link", NAMES) is None


def test_standing_page_that_is_not_open_is_not_named(client):
    StandingPage.objects.filter(slug="about").update(is_open=False)
    found = listed(client, "/sitemaps/site.xml")
    assert "/corrections/" in found and "/about/" not in found


def test_empty_section_and_outlet_are_not_named(client):
    make_section("Empty")
    outlet = make_outlet("The Silent")
    found = listed(client, "/sitemaps/site.xml")
    assert "/empty/" not in found and outlet.get_absolute_url() not in found


@pytest.mark.parametrize("path", FILES)
def test_who_has_the_file_already_is_told_so(client, path):
    publish_now(make_own_article())
    path = path.replace("articles-0", f"articles-{Article.objects.get().pk // sitemaps.CHUNK}")
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    publish_now(make_own_article("Another"))
    if path.startswith(("/news", "/sitemaps/articles")):
        assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_no_file_costs_more_than_three_queries_however_much_it_holds(client, django_assert_max_num_queries):
    terms = make_terms()
    for number in range(6):
        article = make_licensed_article(f"Story {number}", terms=terms, tags=[f"Tag {number}"])
        add_picture(article)
        publish_now(article)
    for path in [*listed(client, "/sitemap.xml"), "/sitemap.xml", "/news-sitemap.xml", "/robots.txt"]:
        with django_assert_max_num_queries(3):
            assert client.get(path).status_code == 200


# --- the news ---


def test_news_item_has_what_google_asks_for_and_nothing_else(client, settings):
    settings.NEWSROOM_NAME = "The Harbour Times (Kell)"
    opened = timezone.now() - dt.timedelta(hours=5)
    article = publish_now(make_own_article("Ports & people", language="en-GB", kicker="Sea"), opened)
    publishing.correct(article, by=None, kind="correction", text="It was blue.")
    (row,) = fetched(client, "/news-sitemap.xml")
    assert [child.tag.partition("}")[2] for child in row.iter()] == [
        "url", "loc", "news", "publication", "name", "language", "publication_date", "title",
    ]  # fmt: skip
    said = {child.tag.partition("}")[2]: child.text for child in row.iter()}
    assert said["loc"] == BASE + article.get_absolute_url()
    assert (said["name"], said["language"], said["title"]) == ("The Harbour Times", "en", "Ports & people")
    assert said["publication_date"] == opened.strftime("%Y-%m-%dT%H:%M:%S+00:00")  # no correction moves it


def test_news_of_two_days_and_no_older(client):
    now = timezone.now()
    young = publish_now(make_own_article("Young"), now - dt.timedelta(hours=47, minutes=50))
    publish_now(make_own_article("Old"), now - dt.timedelta(hours=48, minutes=10))
    waited = make_own_article("Waited", embargo_until=now - dt.timedelta(hours=1))
    publish_now(waited, now - dt.timedelta(days=5))
    assert set(in_news(client)) == {young.get_absolute_url(), waited.get_absolute_url()}


def test_news_are_a_thousand_at_most_and_the_newest(client, monkeypatch):
    assert (sitemaps.NEWS_MOST, sitemaps.NEWS_DAYS) == (1000, 2)
    monkeypatch.setattr(sitemaps, "NEWS_MOST", 2)
    now = timezone.now()
    stories = [publish_now(make_own_article(f"N{n}"), now - dt.timedelta(hours=n + 1)) for n in range(3)]
    assert in_news(client) == [story.get_absolute_url() for story in stories[:2]]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "en"),
        ("es-MX", "es"),
        ("zh", "zh-cn"),
        ("zh-Hans", "zh-cn"),
        ("zh-TW", "zh-tw"),
        ("zh-Hant-HK", "zh-tw"),
        ("English", "en"),
    ],
)
def test_language_is_that_of_iso_639_and_chinese_says_how_it_is_written(client, language, said):
    publish_now(make_own_article(language=language))
    root = fetched(client, "/news-sitemap.xml")
    assert root.findtext("s:url/news:news/news:publication/news:language", namespaces=NAMES) == said


def test_hostile_headlines_and_names_leave_well_formed_files(client, settings):
    settings.NEWSROOM_NAME = "A & <B>"
    article = make_own_article("Plain", slug="hostile")
    publish_now(article)
    hostile = HOSTILE.replace("\x00", "")  # which no database takes
    Article.objects.filter(pk=article.pk).update(title=hostile)
    root = fetched(client, "/news-sitemap.xml")
    title = root.findtext("s:url/news:news/news:title", namespaces=NAMES)
    assert title == "Ports </news:title> & ]]> <x>\ud7ff é"


def test_withdrawn_article_leaves_every_sitemap_at_once(client):
    article = publish_now(make_own_article())
    assert articles(client) and in_news(client)
    publishing.withdraw(article, by=None, reason="It was wrong.")
    assert articles(client) == in_news(client) == []
