"""What the address of a feed answers is read only where it comes item by item."""

import pytest

from inbound.formats import regular
from inbound.formats.arrival import Hints, Unreadable

PAGE = b"""<!doctype html><html><head><title>Back soon</title><script type="application/ld+json">
{"@type": "NewsArticle", "headline": "We are being repaired"}</script></head>
<body><article><h1>We are being repaired</h1><p>Come back tomorrow.</p></article></body></html>"""


def test_a_page_in_place_of_a_feed_is_no_article():
    with pytest.raises(Unreadable, match=r"no feed but with a web page .“Back soon”.* ask the outlet"):
        regular.read(PAGE, Hints())


def test_words_in_place_of_a_feed_are_no_article():
    with pytest.raises(Unreadable, match="something else"):
        regular.read(b"Service temporarily unavailable", Hints())


@pytest.mark.parametrize("empty", [b"[]", b'{"items": []}', b'\xef\xbb\xbf { "_items" : [ ] }'])
def test_a_list_without_items_brings_nothing_and_is_no_fault(empty):
    reading = regular.read(empty, Hints())
    assert (reading.arrivals, reading.errors, reading.withdrawn) == ([], [], [])


@pytest.mark.parametrize("broken", [b"", b"  \n", b"\x89PNG\r\n\x1a\n", b"{}", b"[1, 2]", b'{"items": '])
def test_what_cannot_be_read_is_refused_in_a_sentence(broken):
    with pytest.raises(Unreadable, match=r"\w.*\."):
        regular.read(broken, Hints())


def test_a_format_that_the_desk_named_is_taken_at_its_word():
    with pytest.raises(Unreadable, match="The file is no feed: it is a web page"):
        regular.read(PAGE, Hints(), "rss")
