"""What a story tells its readers beside its words: notes on it, other languages, what to read next, how to print it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles.models import Article
from tests.builders import (
    add_picture,
    make_correction,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_picture,
    make_section,
    publish_now,
)

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def read(client, article: Article, tail: str = "") -> LexborHTMLParser:
    return LexborHTMLParser(client.get(article.get_absolute_url() + tail).content.decode())


def words(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def test_retraction_stands_above_the_headline_a_correction_before_the_text_and_the_rest_after_it(client):
    article = publish_now(make_own_article())
    for kind in ("update", "correction", "clarification", "retraction"):
        make_correction(article, f"About a <{kind}>.", kind)
    html = client.get(article.get_absolute_url()).content.decode()
    places = [
        html.index(f"About a &lt;{kind}&gt;.") for kind in ("retraction", "correction", "update", "clarification")
    ]
    headline, body = html.index("<h1"), html.index('<div class="body">')
    assert places[0] < headline < places[1] < body < places[2] < places[3]
    assert "This article has been retracted." in html[:headline]
    assert re.search(r'<meta name="description" content="Retracted on [A-Z][a-z]+ \d+, \d{4}\.', html)
    assert html.count('href="#notes"') == 2 and html.count('id="notes"') == 1


def test_notes_are_dated_in_the_language_of_the_site(client, settings):
    settings.LANGUAGE_CODE = "es"
    article = publish_now(make_own_article(language="en"))
    note = make_correction(article)
    note_shown = read(client, article).css_first(".corrections span")
    assert note_shown.attributes["lang"] == "es"
    assert f"de {note.made_at.year}" in note_shown.text()


def test_an_own_story_tells_its_times_and_its_notes_in_the_form_of_its_byline(client, settings):
    settings.TIME_ZONE = "UTC"
    at = dt.datetime(2026, 3, 2, 18, 6, tzinfo=dt.UTC)
    article = publish_now(make_own_article(language="en-GB"), at)
    Article.objects.filter(pk=article.pk).update(content_changed_at=at)
    assert words(read(client, article), ".story-time") == ["Published at 18:06"]
    Article.objects.filter(pk=article.pk).update(content_changed_at=at + dt.timedelta(days=1))
    assert words(read(client, article), ".story-time")[1] == "Updated 3 March 2026, 18:06"
    make_correction(article)
    shown = read(client, article)
    assert shown.css_first(".byline time").text() == "2 March 2026"
    noted = shown.css_first(".corrections time").text()
    assert re.fullmatch(r"\d+ [A-Z][a-z]+ \d{4}", noted), "not “November 23, 2026”, as the site would say"
    licensed = publish_now(make_licensed_article())
    assert not read(client, licensed).css(".story-time"), "its times are its outlet's to tell"


def test_reading_time_is_told_and_a_text_without_words_has_none(client):
    article = publish_now(make_own_article(body="<p>One word.</p>"))
    assert words(read(client, article), ".story-facts li:not(.story-time)") == ["Reading time: 1 minute"]
    Article.objects.filter(pk=article.pk).update(word_count=1000)
    assert words(read(client, article), ".story-facts li:not(.story-time)") == ["Reading time: 4 minutes"]
    Article.objects.filter(pk=article.pk).update(word_count=0)
    assert not read(client, article).css(".story-facts li:not(.story-time)")


def test_each_language_leads_to_the_others_that_readers_may_see(client):
    english = publish_now(make_own_article("Ports wait"))
    spanish = publish_now(make_own_article("Los puertos esperan", language="es", translation_of=english))
    french = publish_now(make_own_article("Les ports attendent", language="fr", translation_of=english))
    make_own_article("Die Häfen warten", language="de", translation_of=english)

    def offered(article: Article) -> list[tuple[str | None, str]]:
        return [(link.attributes["href"], link.text()) for link in read(client, article).css("a[hreflang]")]

    in_english, in_spanish, in_french = (
        (english.get_absolute_url(), "Read in: English"),
        (spanish.get_absolute_url(), "Read in: Español"),
        (french.get_absolute_url(), "Read in: Français"),
    )
    assert offered(english) == [in_spanish, in_french]
    assert offered(spanish) == [in_english, in_french]
    assert offered(french) == [in_english, in_spanish]


def test_more_of_section_and_outlet_stands_below_and_nothing_twice_nor_itself(client, django_assert_max_num_queries):
    now, section, outlet = timezone.now(), make_section("Science"), make_outlet("The Commons")
    stories = [
        publish_now(make_licensed_article(f"Story {n}", section=section, outlet=outlet), now - n * HOUR)
        for n in range(1, 11)
    ]
    add_picture(stories[3], make_picture(alt="Next picture"))
    elsewhere = publish_now(make_licensed_article("Elsewhere", outlet=outlet), now - 20 * HOUR)
    german = publish_now(make_own_article("Story 3 auf Deutsch", section=section), now - 3.5 * HOUR)
    Article.objects.filter(pk=german.pk).update(translation_of=stories[2])
    make_licensed_article("Draft", section=section, outlet=outlet)
    with django_assert_max_num_queries(3):
        tree = read(client, stories[2])
    assert words(tree, ".next-story h3") == ["Story 4"]
    assert tree.css_first(".next-story img").attributes["alt"] == "Next picture"
    assert words(tree, "#more-of-section") == ["More in Science"]
    of_section, of_outlet = (words(more, "h3") for more in tree.css(".more"))
    assert of_section == ["Story 5", "Story 6", "Story 7", "Story 8"]
    assert of_outlet == ["Story 1", "Story 2", "Story 9", "Story 10"]
    # The last one has nothing older: the newest of the section stand there.
    tree = read(client, stories[-1])
    assert not tree.css(".next-story")
    assert words(tree.css_first(".more"), "h3")[0] == "Story 1"
    assert words(read(client, elsewhere), "#more-of-outlet") == ["More from The Commons"]


def test_page_is_not_kept_past_the_right_to_a_story_that_it_only_names(client):
    now, section = timezone.now(), make_section("Science")
    ending = make_licensed_article("Ending", section=section, usable_until=now + dt.timedelta(seconds=30))
    newest = publish_now(make_own_article("Newest", section=section), now)
    publish_now(make_own_article("Next", section=section), now - HOUR)
    publish_now(ending, now - 2 * HOUR)
    response = client.get(newest.get_absolute_url())
    assert "Ending" in response.content.decode()
    assert int(response["Cache-Control"].rpartition("=")[2]) <= 30


def test_paper_says_where_the_text_stands_where_it_comes_from_and_where_the_rest_is(client):
    article = publish_now(make_licensed_article(body="<p>A long paragraph of words.</p>" * 600))
    first, whole = read(client, article), read(client, article, "all/")
    address = f"https://newsroom.example{article.get_absolute_url()}"
    assert words(first, ".on-paper p") == [
        f"Newsroom: {address}",
        f"The original at {article.outlet.name}: {article.source_url}",
        f"Page 1 of 3. The whole article on one page: {address}all/",
    ]
    assert len(words(whole, ".on-paper p")) == 2
    assert ("Print all pages", f"{article.get_absolute_url()}all/") in [
        (link.text(), link.attributes["href"]) for link in first.css(".share a")
    ]
    assert "Print all pages" not in words(whole, ".share a")
