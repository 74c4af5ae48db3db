"""Forms of RSS and Atom that are rare, or that careless tools write, and what an item says in them."""

import pytest

from articles.body import text
from inbound import formats
from inbound.formats import feed_child, feed_doctype, feedparse
from inbound.formats.arrival import Arrival, Hints
from inbound.formats.feed_article import closed
from inbound.formats.feed_text import headline

MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


def item(inner: str, around: str = "", before: str = "", spoken: str = "") -> dict:
    document = f'{before}<rss version="2.0" {around}><channel>{spoken}<item>{inner}</item></channel></rss>'
    (entry,) = feed_child.read(document.encode())["feed"]["entries"]
    return entry


def entry(inner: str, around: str = "") -> dict:
    document = f'<feed xmlns="http://www.w3.org/2005/Atom" {around}><entry>{inner}</entry></feed>'
    (found,) = feed_child.read(document.encode())["feed"]["entries"]
    return found


def arrival(document: str) -> Arrival:
    (found,) = formats.read(document.encode(), Hints()).arrivals
    return found


@pytest.mark.parametrize(
    ("before", "is_feed"),
    [
        ("<!-- The <p>markup</p> in <div>comments</div> is nobody's, nor is a <feed> -->", True),
        ('<?xml version="1.0"?><!-- <html> --><!-- -->\n', True),
        ("<br /><b>Warning</b>: it is on line 7", True),
        ("<p>A page that shows a feed: ", False),
        ("```\n", False),
    ],
)
def test_comments_before_a_feed_are_no_page(before, is_feed):
    assert feedparse.begins(f"{before}<rss version='2.0'><channel></channel></rss>") is is_feed


def test_an_entry_alone_is_a_feed_of_one():
    found = arrival(
        '<?xml version="1.0"?><entry xmlns="http://www.w3.org/2005/Atom"><title>The ferry</title>'
        "<id>https://a.example/1</id><content>It sails.</content></entry>"
    )
    assert (found.title, text.plain(found.body_html)) == ("The ferry", "It sails.")


def test_what_an_item_says_arrives_though_it_has_neither_headline_nor_text():
    found = arrival("<rss><channel><item><author>a@a.example (Ana Ruiz)</author></item></channel></rss>")
    assert [one.name for one in found.authors] == ["Ana Ruiz"]
    assert "An item has neither a headline nor a text." in found.warnings


def test_an_identity_that_is_an_address_stands_in_for_a_link():
    found = entry("<id>https://a.example/ferry</id><title>x</title>")
    assert found["link"] == "https://a.example/ferry" and "stands in for it" in found["warnings"][0]
    assert entry("<id>urn:x</id><title>x</title>")["link"] is None


def test_letters_that_a_document_type_names_are_read():
    doctype = (
        '<!DOCTYPE rss [<!ENTITY % lat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://127.0.0.1:9/l.ent">'
        ' %lat1; <!ENTITY host "https://a.example/"> <!ENTITY host "second"> ]>'
    )
    found = item("<title>Caf&eacute;</title><guid>&host;7</guid>", before=doctype)
    assert (found["title"], found["id"]) == ("Café", "https://a.example/7")
    assert found["raw"] == "<item><title>Caf&eacute;</title><guid>&host;7</guid></item>"


@pytest.mark.parametrize(
    "declared",
    [
        "<!ENTITY a 'x'><!ENTITY b '&a;&a;'>",
        "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
        "<!ENTITY % a SYSTEM 'http://127.0.0.1:9/'>%a;",
        "<!ENTITY a '<item/>'>",
        "<!ENTITY a '%b;'>",
        f"<!ENTITY a '{'x' * 300}'>",
    ],
)
def test_entities_that_are_more_than_letters_are_refused(declared):
    document = f"<!DOCTYPE rss [{declared}]><rss><channel><item><title>&a;</title></item></channel></rss>"
    assert "declares XML entities" in feed_child.read(document.encode())["refused"]


def test_letters_written_too_often_are_refused():
    document = f"<!DOCTYPE rss [<!ENTITY a '{'x' * 200}'>]><rss>{'&a;' * 2000}</rss>"
    assert feed_doctype.taken_apart(document) == (document, {})


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ('<content type="application/octet-stream">VGhlIDxiPmZlcnJ5PC9iPg==</content>', "The <b>ferry</b>"),
        ('<content type="application/octet-stream">%%%</content>', ""),
        ('<content type="html"><div xmlns="http://www.w3.org/1999/xhtml">A &lt;b&gt;ferry&lt;/b&gt;</div></content>',
         "A <b>ferry</b>"),
        ('<content type="html"><div xmlns="http://www.w3.org/1999/xhtml">1 &lt; 2</div></content>',
         "<div>1 &lt; 2</div>"),
    ],
)  # fmt: skip
def test_texts_in_base64_and_escaped_twice(content, read):
    assert entry(content)["content_html"] == read


def test_a_headline_in_base64():
    assert entry('<title type="application/octet-stream">VGhlIDxiPmZlcnJ5PC9iPg==</title>')["title"] == "The ferry"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('The<iframe src="https://a.example/"></iframe> ferry', "The ferry"),
        ('The <marquee class="x">ferry</marquee>', "The ferry"),
        ("The<script>alert('1 < 2')</script> ferry", "The ferry"),
        ("How <iframe> and <script> elements are counted", "How <iframe> and <script> elements are counted"),
        ("The end of </video>", "The end of </video>"),
    ],
)
def test_headlines_lose_mark_up_and_keep_the_names_of_elements(written, read):
    assert headline(written) == read


@pytest.mark.parametrize(
    "html",
    ['The<iframe src="https://a.example/"/> ferry', "The<script src='x'/> ferry", "The<TEXTAREA /> ferry"],
)
def test_elements_closed_as_in_xml_swallow_nothing(html):
    assert text.plain(f"<p>{closed(html)}</p>").split()[-1] == "ferry"
    found = arrival(f"<rss><channel><item><description><![CDATA[{html}]]></description></item></channel></rss>")
    assert text.plain(found.body_html).split() == ["The", "ferry"]


def test_tags_of_podcasts_and_of_media():
    found = item(
        '<itunes:category text="Rivers"><itunes:category text="Ferries"/></itunes:category>'
        '<media:category label="On water">water</media:category><tags>fog, ice</tags><category>News</category>',
        f'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" {MEDIA}',
    )
    assert found["categories"] == ["News", "On water", "Rivers", "Ferries", "fog", "ice"]


@pytest.mark.parametrize("described", ["{}", "<media:group>{}</media:group>"])
def test_the_description_of_a_film_is_its_text_where_there_is_no_other(described):
    said = described.format("<media:description>A ferry &amp; a mill</media:description>")
    assert entry(f"<title>x</title>{said}", MEDIA)["summary_html"] == "A ferry &amp; a mill"
    assert item(f"<title>x</title>{said}", MEDIA)["summary_html"] == "A ferry &amp; a mill"
    assert item(f"<description>Own</description>{said}", MEDIA)["summary_html"] == "Own"


def test_the_language_of_a_text_is_that_of_its_item():
    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    assert item('<content:encoded xml:lang="de_AT">x</content:encoded>', content)["language"] == "de-AT"
    assert item('<body xmlns="http://www.w3.org/1999/xhtml" xml:lang="ga">x</body>')["language"] == "ga"


def test_dublin_core_of_1_0_is_dublin_core():
    found = item(
        "<dc:title>The ferry</dc:title><dc:identifier>7</dc:identifier><dc:creator>Ana Ruiz</dc:creator>",
        'xmlns:dc="http://purl.org/dc/elements/1.0/"',
    )
    assert (found["title"], found["id"], found["authors"]) == ("The ferry", "7", [("Ana Ruiz", None)])


def test_a_json_feed_of_texts_without_a_title():
    found = arrival('{"version": "1.0", "items": [{"content_text": "The ferry sails.", "id": "1"}]}')
    assert text.plain(found.body_html) == "The ferry sails."
