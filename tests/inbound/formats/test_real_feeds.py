"""Real feeds of real newsrooms, which lie beside the repository and not in it."""

import pytest

from articles.body import text
from articles.body.clean import clean
from inbound import formats
from inbound.formats import feedparse
from inbound.formats.arrival import Hints


@pytest.fixture(scope="module")
def read(shared_samples):
    def reading(name: str):
        return formats.read((shared_samples / "feeds" / name).read_bytes(), Hints(source=name))

    return reading


def test_techcrunch_through_feedburner(read):
    """Leading white space, origLink beside a redirect, portraits among the pictures, FeedBurner's boxes in the text."""
    arrivals = read("TechCrunch-wordpress.xml").arrivals
    assert len(arrivals) == 20
    assert all(one.canonical_url.startswith("http://techcrunch.com/2011/11/") for one in arrivals)
    assert arrivals[0].authors[0].name == "Leena Rao"
    assert not [one for one in arrivals for picture in one.pictures if "gravatar" in picture.url]
    assert not any("feedburner" in one.body_html or "feeds.wordpress.com" in one.body_html for one in arrivals)


def test_the_guardian_credits_every_picture(read):
    reading = read("guardian.rss")
    assert len(reading.arrivals) == 55 and not reading.errors
    credited = [picture for one in reading.arrivals for picture in one.pictures]
    assert len(credited) == 55
    assert all("w=460" in picture.url and picture.credit for picture in credited)
    assert reading.arrivals[0].licence_stated.startswith("Guardian News and Media Limited")
    assert reading.arrivals[0].language == "en-gb"


def test_a_syndication_feed_of_aol(read):
    first, second = read("HuffPostCanada.xml").arrivals
    assert [author.name for author in first.authors] == ["Canadian Press"]
    assert first.source_id == "23246627" and second.source_id is None
    assert first.pictures[0].credit == "Dakota Collegiate/Twitter"
    assert len([picture for picture in second.pictures if picture.credit]) >= 7
    assert "ninja" not in first.body_html and "frontman" not in text.plain(first.body_html)


def test_a_wordpress_blog(read):
    arrivals = read("natasha-wordpress.xml").arrivals
    assert len(arrivals) == 10
    assert arrivals[0].standfirst is None
    assert arrivals[2].standfirst == "Why I decided against a nice refactor..."
    assert all(one.language == "en-US" for one in arrivals)


def test_a_wordpress_export(read):
    arrivals = read("superdesk-wordpress_wxr.xml").arrivals
    assert len(arrivals) == 5
    assert arrivals[0].title == "Starafrica to dispose assets for $6 million to clear debt"


def test_no_word_of_any_text_is_lost(shared_samples):
    from collections import Counter

    for path in sorted((shared_samples / "feeds").iterdir()):
        data = path.read_bytes()
        if b"wordpress.org/export/" in data[:2000]:
            continue  # an archive, which is read otherwise
        entries = {entry.id or entry.link: entry for entry in feedparse.parse(data).entries}
        name = "atom" if path.suffix == ".atom" else "rss"
        for arrival in formats.read(data, Hints(), format=name).arrivals:
            entry = entries[arrival.source_id or next(key for key in entries if key == arrival.canonical_url)]
            sent = Counter(text.words(clean(entry.content_html or entry.summary_html)))
            kept = Counter(text.words(arrival.body_html) + text.words(arrival.notice_html or ""))
            assert not sent - kept, arrival.title


def test_aeons_copy_in_a_sites_markdown(shared_samples):
    path = shared_samples / "other-republish" / "aeon-failure-can-inspire-humility-if-youre-wise.md"
    (arrival,) = formats.read(path.read_bytes(), Hints()).arrivals
    assert arrival.counter_url == "https://metrics.aeon.co/count/3319d060-87c9-4daf-adfa-1ee7f9f724a6.gif"
    assert arrival.title == "Failure Can Inspire Humility (If You’re Wise)"
    body = text.plain(arrival.body_html)
    assert body.startswith("Failure is like the original sin")
    assert "should we care to try it." in body and "originally published" not in body
