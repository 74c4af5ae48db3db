"""JSON Feed 1.0 and 1.1, as its makers describe it and as publishers write it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from articles.body import text
from inbound import formats
from inbound.formats.arrival import Hints, Unreadable

SAMPLE = Path(__file__).parents[2] / "samples" / "feeds" / "quay-notes.json"
VERSION = "https://jsonfeed.org/version/1.1"


@pytest.fixture(scope="module")
def sample() -> formats.Reading:
    return formats.read(SAMPLE.read_bytes(), Hints())


def read(*items: object, **around: object) -> formats.Reading:
    found = formats.read(json.dumps({"version": VERSION, "title": "T", **around, "items": items}).encode(), Hints())
    assert found.format == "json-feed"
    return found


def test_an_item_comes_apart_into_its_fields(sample):
    found = sample.arrivals[0]
    assert found.title == "The ferry & the fog"
    assert found.standfirst == "Why the seven o’clock boat never left."
    assert [(one.name, one.profile_url) for one in found.authors] == [
        ("Ana Ruiz", "https://quay.example/ana"),
        ("Bo Lind", None),
    ]
    assert found.published == dt.datetime(2025, 3, 7, 7, tzinfo=dt.UTC)
    assert found.updated == dt.datetime(2025, 3, 7, 7, 15, tzinfo=dt.UTC)
    assert found.tags == ["ferries", "fog"]
    assert found.language == "en-IE"
    assert found.source_id == "https://quay.example/notes/ferry"
    assert found.content_type == "application/feed+json"
    assert json.loads(found.raw)["url"] == "ferry" and found.raw in SAMPLE.read_bytes()


def test_relative_addresses_are_completed_against_the_page_of_the_feed_and_of_the_item(sample):
    found = sample.arrivals[0]
    assert found.canonical_url == "https://quay.example/notes/ferry"
    assert 'href="https://quay.example/notes/timetable"' in found.body_html
    assert [one.url for one in found.pictures] == [
        "https://quay.example/img/ferry.jpg",
        "https://quay.example/img/map.png",
        "https://quay.example/img/fog.jpg",
    ]
    assert found.pictures[0].lead and found.pictures[1].caption == "Where the boat lay"


def test_plain_text_becomes_paragraphs_and_the_feeds_own_fields_stand_in(sample):
    found = sample.arrivals[1]
    assert found.source_id == "17"
    assert found.body_html == "<p>First line.</p><p>Second &amp; last.</p>"
    assert found.language == "ga"
    assert [one.name for one in found.authors] == ["Quay Notes staff"]
    assert found.pictures == []


def test_extensions_are_nobodys_text(sample):
    assert not any("Nobody" in one.body_html for one in sample.arrivals)


def test_an_item_called_expired_is_withdrawn(sample):
    (gone,) = sample.withdrawn
    assert (gone.source_id, gone.canonical_url) == ("gone", "https://quay.example/notes/gone")
    assert gone.at == dt.datetime(2025, 3, 8, tzinfo=dt.UTC)
    assert not any(one.source_id == "gone" for one in sample.arrivals)


def test_a_feed_called_expired_is_finished_and_takes_nothing_back():
    found = read({"id": "1", "content_text": "x"}, expired=True)
    assert found.withdrawn == [] and len(found.arrivals) == 1
    assert any("is finished" in warning for warning in found.arrivals[0].warnings)


def test_a_bad_item_is_named_and_its_neighbours_arrive(sample):
    assert [one.source_id for one in sample.arrivals] == ["https://quay.example/notes/ferry", "17", "broken"]
    assert "An item has neither a headline nor a text." in sample.arrivals[2].warnings
    assert sample.errors[0].startswith("Item 5 (line 30) was left out: an object was expected")


@pytest.mark.parametrize(
    ("members", "names"),
    [
        ({"author": {"name": "Ana Ruiz"}}, ["Ana Ruiz"]),
        ({"author": "Ana Ruiz"}, ["Ana Ruiz"]),
        ({"authors": ["Ana Ruiz", {"name": "Bo Lind"}, 7]}, ["Ana Ruiz", "Bo Lind"]),
        ({"author": {"name": "Old"}, "authors": [{"name": "New"}]}, ["New"]),
        ({}, ["Feed"]),
        ({"authors": {"name": "Alone"}}, ["Alone"]),
    ],
)
def test_authors_of_version_1_0_and_1_1(members, names):
    (found,) = read({"id": "1", "content_text": "x", **members}, author={"name": "Feed"}).arrivals
    assert [one.name for one in found.authors] == names


def test_html_comes_before_plain_text():
    (found,) = read({"id": "1", "content_text": "plain", "content_html": "<p>marked</p>"}).arrivals
    assert text.plain(found.body_html) == "marked"


def test_a_counter_and_notice_in_an_item_are_the_outlets():
    html = (
        "<p>Text.</p><p>This <a href='https://a.example/t/'>article</a> first appeared on <a href='https://a.example'>A"
        "</a> and is republished here under a Creative Commons license.</p>"
        "<img id='republication-tracker-tool-source' src='https://a.example/?republication-pixel=true&amp;post=7'>"
    )
    (found,) = read({"id": "1", "content_html": html}).arrivals
    assert found.counter_url == "https://a.example/?republication-pixel=true&post=7"
    assert found.body_html == "<p>Text.</p>"


def test_a_feed_without_items_brings_nothing_and_one_without_their_list_says_so():
    assert read().arrivals == []
    with pytest.raises(Unreadable, match="“items” was expected"):
        formats.read(json.dumps({"version": VERSION, "title": "T"}).encode(), Hints())


def test_a_feed_that_forgot_its_version_is_recognised_and_told():
    data = json.dumps({"title": "T", "home_page_url": "https://a.example", "items": [{"id": "1", "content_text": "x"}]})
    found = formats.read(data.encode(), Hints())
    assert found.format == "json-feed"
    assert any("names no version" in warning for warning in found.arrivals[0].warnings)


def test_a_feed_that_breaks_off_brings_the_items_before_the_break():
    data = json.dumps({"version": VERSION, "items": [{"id": str(n), "content_text": "x"} for n in range(3)]})[:-20]
    found = formats.read(data.encode(), Hints())
    assert [one.source_id for one in found.arrivals] == ["0", "1"]
    assert found.errors[0].startswith("Item 3 of “items” cannot be read")


def test_a_counting_picture_that_does_not_say_its_size_is_no_picture():
    html = '<p>Text.</p><img src="https://media.a.example/images/tracking/a-rss-pixel.png?story=1">'
    (found,) = read({"id": "1", "content_html": html}).arrivals
    assert found.pictures == [] and "pixel" not in found.body_html
    assert any("invisible picture of media.a.example" in warning for warning in found.warnings)
