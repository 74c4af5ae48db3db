"""The door: what a file is, and one clear line for what it is not."""

import gzip
import json
from pathlib import Path

import pytest

from inbound import formats
from inbound.formats.arrival import Hints, Unreadable, to_json

SAMPLES = Path(__file__).parents[2] / "samples"
ITEM = b"<item><title>A</title><description>x</description></item>"
FEED = b"<rss version='2.0'><channel><title>T</title>" + ITEM + b"</channel></rss>"
ERROR_PAGE = b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>"


@pytest.mark.parametrize(
    ("sample", "name"),
    [
        ("feeds/valley-ledger.rss", "rss"),
        ("feeds/tally-health.rss", "rss"),
        ("feeds/harbour-review.atom", "atom"),
        ("feeds/quay-notes.json", "json-feed"),
        ("ninjs/tide-wire-1.json", "ninjs"),
        ("pages/harrow.html", "web-page"),
        ("ninjs/tide-wire-3.json", "ninjs"),
        ("republish/tracker.html", "tracker"),
        ("republish/aeon.html", "aeon"),
        ("republish/aeon.md", "aeon"),
    ],
)
def test_every_sample_is_recognised_for_what_it_is(sample, name):
    data = (SAMPLES / sample).read_bytes()
    assert formats.read(data, Hints()).format == name
    assert name == formats.detect(data, Hints()).NAME


def test_every_arrival_can_be_printed_and_keeps_its_bytes():
    for sample in (SAMPLES / "feeds").glob("*"):
        for arrival in formats.read(sample.read_bytes(), Hints(source=str(sample))).arrivals:
            assert json.loads(json.dumps(to_json(arrival, [])))["body_html"] == arrival.body_html
            assert arrival.raw in sample.read_bytes()


@pytest.mark.parametrize(
    ("data", "format", "said"),
    [
        (b"", "auto", "The file is empty"),
        (b" \n\t\r\n", "rss", "The file is empty"),
        (b"\xef\xbb\xbf", "auto", "The file is empty"),
        (b"a" * (10 * 2**20 + 1), "auto", "more than 10 MB"),
        (b"<p>" + b"word " * 500_000, "auto", "more than 2 MB"),
        (gzip.compress(FEED, mtime=0), "auto", "compressed"),
        (b"%PDF-1.4", "auto", "PDF"),
        (b"\x00\x01\x02\x03" * 3000, "auto", "not text"),
        (b"Just a line of text.", "auto", "no mark of a format"),
        (b"<p>An article without a mark.</p>", "auto", "no mark of a format"),
        (ERROR_PAGE, "auto", "No article was found on the page (“502 Bad Gateway”)"),
        (b"{}", "web-page", "No article was found"),
        (ERROR_PAGE, "rss", "a web page (“502 Bad Gateway”)"),
        (b'{"name": "left-pad", "dependencies": {}}', "auto", "JSON of a kind that cannot be read"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "ninjs", "does not have the form “ninjs”"),
        (b"<p>An article.</p>", "json-feed", "The text is no JSON"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "atom", "it is JSON"),
        (b"<?xml version='1.0'?><nitf><head/></nitf>", "auto", "expected in <hedline> and <body.content>"),
        (b"<?xml version='1.0'?><nitf><head/></nitf>", "rss", "The file is NITF or NewsML, not the format “rss”"),
        (b"<?xml version='1.0'?><nitf><head/></nitf>", "newsml-g2", "begins with <nitf> and is “nitf”"),
        (b"<?xml version='1.0'?><svg><path/></svg>", "auto", "XML that begins with <svg>"),
        (b"<?xml version='1.0'?><svg><path/></svg>", "nitf", "begins with <svg>, where <nitf>"),
        (b"Just a line of text.", "rss", "neither an RSS nor an Atom feed"),
        (FEED, "atom", "The feed is RSS and not the format “atom”"),
        (FEED, "tracker", "The file is a feed, not the format “tracker”"),
        (b"<p>An article.</p>", "tracker", "does not have the form “tracker”"),
        (b"<p>An article.</p>", "aeon", "does not have the form “aeon”"),
        (FEED, "iptc7901", "There is no format “iptc7901”"),
    ],
)
def test_what_cannot_be_read_is_one_line_that_says_what_it_is(data, format, said):
    with pytest.raises(Unreadable) as refusal:
        formats.read(data, Hints(), format=format)
    sentence = str(refusal.value)
    assert said in sentence
    assert "\n" not in sentence and len(sentence) < 400


def test_what_can_be_read_is_named_to_who_brings_something_else():
    known = r"RSS, Atom or JSON feed, NITF, NewsML, ninjs, .*the republish block of The Conversation"
    with pytest.raises(Unreadable, match=known):
        formats.read(b"<p>An article.</p>", Hints())


def test_a_feed_without_items_is_no_error_and_brings_nothing():
    reading = formats.read(b"<rss version='2.0'><channel><title>T</title></channel></rss>", Hints())
    assert (reading.arrivals, reading.errors) == ([], [])


def test_an_adapter_that_fails_over_one_item_does_not_hold_up_its_neighbours(monkeypatch, caplog):
    from inbound.formats import rss

    whole = rss.to_arrival

    def fails_over_b(entry, feed, hints):
        if entry.title == "B":
            raise KeyError("nobody thought of this")
        return whole(entry, feed, hints)

    monkeypatch.setattr(rss, "to_arrival", fails_over_b)
    items = b"".join(
        b"<item><title>%s</title><description>x</description></item>" % name for name in (b"A", b"B", b"C")
    )
    reading = formats.read(b"<rss version='2.0'><channel><title>T</title>" + items + b"</channel></rss>", Hints())
    assert [arrival.title for arrival in reading.arrivals] == ["A", "C"]
    assert reading.errors == ["“B” was left out: it could not be read. The log says where the reading failed."]
    assert "nobody thought of this" in caplog.text


def test_what_is_odd_about_a_feed_is_told_with_each_of_its_articles():
    data = FEED.replace(b"<title>A</title>", "<title>Größe</title>".encode("cp1252"))
    (arrival,) = formats.read(data, Hints()).arrivals
    assert arrival.title == "Größe"
    assert any("Windows-1252" in warning for warning in arrival.warnings)


def test_pasted_bytes_are_decoded_and_kept_as_they_came():
    block = (SAMPLES / "republish" / "tracker.html").read_bytes()
    data = block.decode().replace("forty metres", "vierzig Meter – über Nacht").encode("cp1252")
    (arrival,) = formats.read(data, Hints()).arrivals
    assert "vierzig Meter – über Nacht" in arrival.body_html
    assert arrival.raw == data
    assert any("Windows-1252" in warning for warning in arrival.warnings)
