"""The fields of a feed, each from its own element, in every form that feeds come in."""

import datetime as dt
from pathlib import Path

import pytest

from inbound.formats import feed_child
from inbound.formats.arrival import Unreadable
from inbound.formats.feed_text import headline, moment, person
from inbound.formats.feedparse import _feed, parse

SAMPLES = Path(__file__).parents[2] / "samples" / "feeds"
UTC = dt.UTC


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def quick(text: str | bytes, address: str = ""):
    """The same reading as in the sandbox, without the process: for the many small cases."""
    answer = feed_child.read(text.encode() if isinstance(text, str) else text, address)
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    return _feed(answer["feed"])


def rss(item: str, channel: str = "", head: str = "") -> str:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:cc="http://creativecommons.org/ns#" xmlns:atom="http://www.w3.org/2005/Atom"'
    )
    return f'{head}<rss version="2.0" {spaces}><channel><title>T</title>{channel}<item>{item}</item></channel></rss>'


def entry(item: str, **more: str):
    return quick(rss(item, **more)).entries[0]


def test_the_sandbox_reads_a_feed_whole():
    feed = parse(sample("valley-ledger.rss"))
    assert (feed.version, feed.title, feed.language) == ("rss20", "The Valley Ledger", "en-GB")
    assert feed.link == "https://valley-ledger.example/"
    assert feed.self_link == "https://feeds.example.net/ValleyLedger"
    assert feed.rights == "© The Valley Ledger 2025"
    assert feed.updated == dt.datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
    assert feed.entries[0].id == "https://valley-ledger.example/?p=811"
    assert len(feed.entries) == 4
    assert not feed.is_atom


def test_rss_fields_come_from_their_own_elements():
    first = quick(sample("valley-ledger.rss")).entries[0]
    assert first.title == "Council & canal trust agree on the Old Lock"
    assert first.authors == [("Nerys Vaughan", None), ("Tomasz O'Hara", None)]
    assert first.link == "https://feeds.example.net/~r/ValleyLedger/~3/aB3xYz/"
    assert first.source_link == "https://valley-ledger.example/2025/03/old-lock/"
    assert first.licences == ["https://creativecommons.org/licenses/by-nd/4.0/"]
    assert first.categories == ["Council", "Canals"]
    assert first.published == dt.datetime(2025, 3, 3, 17, 5, tzinfo=UTC)
    assert first.updated is None
    assert first.language is None
    site = [one for one in first.media if "site-640" in one["url"]]
    assert [one["width"] for one in site] == [140, 640]
    assert {one["credit"] for one in site} == {"Ada Price"}
    assert site[1]["caption"] == "The site & its diggers"
    assert site[1]["rights"] == "© Ada Price"
    assert site[0]["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [one["credit"] for one in first.media if "lock-300" in one["url"]] == ["Archive of the Canal Trust"]


def test_atom_fields_come_from_their_own_elements():
    feed = quick(sample("harbour-review.atom"), "https://elsewhere.example/feed")
    assert feed.is_atom
    assert feed.title == "Harbour Review <beta>"
    assert feed.link == "https://harbour-review.example/"
    assert feed.authors == [("The editors", None)]
    assert feed.licences == ["https://creativecommons.org/licenses/by/4.0/"]
    first, second = feed.entries
    assert first.title == "O porto & a cidade velha"
    assert first.link == "https://harbour-review.example/a/o-porto-51"
    assert first.language == "pt-BR"
    assert first.authors == [
        ("Lia Moreira", "https://harbour-review.example/people/lia"),
        ("Ben Akintola", "https://harbour-review.example/people/ben"),
    ]
    assert first.published == dt.datetime(2025, 5, 5, 11, tzinfo=UTC)
    assert first.summary_html == "O que os navios deixam &lt; o que levam"
    assert '<p>Um <em>porto</em> &lt;pequeno&gt;<br>e <a href="outro-52">outro</a>.</p>' in first.content_html
    assert first.base == "https://harbour-review.example/a/"
    assert first.categories == ["Porto", "cidade"]
    assert first.rights == "CC BY, texto"
    assert first.media[0]["url"] == "https://harbour-review.example/img/51.png"
    assert second.title == "Tides & tables"
    assert second.licences == ["https://creativecommons.org/licenses/by-sa/4.0/"]
    assert second.authors == [] and second.language is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_every_entry_keeps_its_own_element_byte_for_byte(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + rss("<title>Größe</title><link>https://a.example/</link>")
    data = text.encode(encoding)
    raw = quick(data).entries[0].raw
    assert raw in data
    whole = raw.decode("utf-16-le" if encoding == "utf-16" else encoding)
    assert whole == "<item><title>Größe</title><link>https://a.example/</link></item>"


def test_an_attribute_with_a_bracket_does_not_cut_the_element_short():
    data = rss('<title>A</title><enclosure url="https://a.example/?a>b" type="image/png"/>').encode()
    assert quick(data).entries[0].raw.endswith(b"</item>")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<![CDATA[AT&amp;T]]>", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("Q&amp;A", "Q&A"),
        ("&lt;b&gt;Bold&lt;/b&gt; words", "Bold words"),
        ("5 &lt; 6 &gt; 4", "5 < 6 > 4"),
        ("The &lt;table&gt; element", "The <table> element"),
        ("I &amp;lt;3 you", "I <3 you"),
        ("  two\n  lines ", "two lines"),
        ("one&lt;br/&gt;two", "one two"),
        ("caf&amp;eacute; &#8217;24", "café ’24"),
        ("<![CDATA[donâ\x80\x99t]]>", "don’t"),
        ("don&#146;t", "don’t"),
    ],
)
def test_headlines_are_plain_text_decoded_once(title, shown):
    assert entry(f"<title>{title}</title>").title == shown


def test_atom_takes_only_what_it_calls_html_for_html():
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title{}>{}</title><id>x</id></entry></feed>'
    escaped = "&lt;b&gt;A&lt;/b&gt;"
    assert quick(atom.format("", escaped)).entries[0].title == "<b>A</b>"
    assert quick(atom.format(' type="html"', escaped)).entries[0].title == "A"
    xhtml = '<div xmlns="http://www.w3.org/1999/xhtml"><b>A</b> &lt;c&gt;</div>'
    assert quick(atom.format(' type="xhtml"', xhtml)).entries[0].title == "A <c>"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("desk@a.example (Ana Ruiz)", "Ana Ruiz"),
        ("Ana Ruiz (ana@a.example)", "Ana Ruiz"),
        ("Ana Ruiz <ana@a.example>", "Ana Ruiz"),
        ("noreply@blogger.example (Ana (Anita) Ruiz)", "Ana (Anita) Ruiz"),
        ("ana@a.example", None),
        ("By Ana Ruiz", "Ana Ruiz"),
        ("By Ana Ruiz and Bo Lind", "Ana Ruiz and Bo Lind"),
        ("<a href='https://a.example/ana'>Ana Ruiz</a>", "Ana Ruiz"),
        ("  Ana \n Ruiz, ", "Ana Ruiz"),
        ("", None),
        ("x" * 5000, None),
    ],
)
def test_the_name_in_an_author_field(written, name):
    assert person(written) == name


def test_creators_outrank_an_editors_address():
    found = entry("<author>desk@a.example (Desk)</author><dc:creator>Ana</dc:creator><dc:creator>Bo</dc:creator>")
    assert [name for name, _ in found.authors] == ["Ana", "Bo"]
    assert entry("<author>desk@a.example (Desk)</author>").authors == [("Desk", None)]


def test_an_address_in_place_of_a_name_is_no_author():
    found = entry("<author>desk@a.example</author>")
    assert found.authors == []
    assert "e-mail address in place of the author's name" in found.warnings[0]


def test_an_entry_taken_over_keeps_the_author_of_its_source():
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><title>A</title>'
        "<source><author><name>Ana Ruiz</name></author></source></entry></feed>"
    )
    assert quick(atom).entries[0].authors == [("Ana Ruiz", None)]


@pytest.mark.parametrize(
    ("elements", "link", "source"),
    [
        ("<link>https://a.example/1?b=2&amp;c=3</link>", "https://a.example/1?b=2&c=3", None),
        ("<link> \n https://a.example/1 \n</link>", "https://a.example/1", None),
        ('<guid isPermaLink="true">https://a.example/1</guid>', "https://a.example/1", None),
        ("<guid>https://a.example/1</guid>", "https://a.example/1", None),
        ('<guid isPermaLink="false">https://a.example/?p=1</guid>', None, None),
        ("<guid>urn:1</guid>", None, None),
        ('<atom:link href="https://a.example/1"/>', "https://a.example/1", None),
        (
            "<link>https://feedproxy.google.com/~r/a/~3/x/</link><guid>https://a.example/1</guid>",
            "https://feedproxy.google.com/~r/a/~3/x/",
            "https://a.example/1",
        ),
    ],
)
def test_where_an_rss_item_says_its_page_is(elements, link, source):
    found = entry(f"<title>A</title>{elements}")
    assert (found.link, found.source_link) == (link, source)


def test_relative_links_are_read_against_the_feed():
    assert entry("<link>/1</link>", channel="<link>https://a.example/news/</link>").link == "https://a.example/1"
    assert quick(rss("<link>1</link>"), "https://b.example/feed/").entries[0].link == "https://b.example/feed/1"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Wed, 02 Nov 2011 17:25:27 +0100", (2011, 11, 2, 16, 25, 27)),
        ("Wed, 02 Nov 2011 17:25 EST", (2011, 11, 2, 22, 25, 0)),
        ("Wed, 06 Jul 2011 17:25:27 BST", (2011, 7, 6, 16, 25, 27)),
        ("2 Nov 2011 17:25:27 GMT", (2011, 11, 2, 17, 25, 27)),
        ("2011-11-02T17:25:27.5-05:00", (2011, 11, 2, 22, 25, 27, 500000)),
        ("2011-11-02", (2011, 11, 2)),
        ("2024/1/10 14:16:00", (2024, 1, 10, 14, 16)),
        ("20111102T172527Z", (2011, 11, 2, 17, 25, 27)),
        ("Seg, 24 Set 2018 19:42:40 -0300", (2018, 9, 24, 22, 42, 40)),
        ("lun., 4 août 2024 10:00:00 +0200", (2024, 8, 4, 8)),
    ],
)
def test_times_are_read_in_the_forms_newsrooms_write(written, read):
    assert moment(written) == dt.datetime(*read, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["", "tomorrow", "Wed, 02 Nov 2011 25:25:27 GMT", "Thu, 01 Jan 70000 00:00:00 GMT", "1" * 5000, "99"]
)
def test_what_is_no_time_is_none(written):
    assert moment(written) is None


def test_a_time_that_cannot_be_read_is_left_out_and_the_editor_is_told():
    found = entry("<title>A</title><pubDate>the day before yesterday</pubDate>")
    assert found.published is None
    assert found.warnings == ["The time “the day before yesterday” could not be read; look it up."]


def test_dublin_core_gives_times_language_rights_and_licence():
    found = entry(
        "<title>A</title><dcterms:issued>2024-01-02T03:04:05Z</dcterms:issued><dcterms:modified>2024-02-02T03:04:05Z"
        "</dcterms:modified><dc:language>cy</dc:language><dc:rights>© Ana</dc:rights>"
        "<dcterms:license>https://creativecommons.org/licenses/by/4.0/</dcterms:license>"
    )
    assert found.published == dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert found.updated == dt.datetime(2024, 2, 2, 3, 4, 5, tzinfo=UTC)
    assert (found.language, found.rights) == ("cy", "© Ana")
    assert found.licences == ["https://creativecommons.org/licenses/by/4.0/"]


def test_a_description_of_a_picture_is_not_the_text():
    found = entry(
        '<title>A</title><description>The text.</description><media:content url="https://a.example/a.jpg">'
        "<media:description>The picture.</media:description></media:content>"
    )
    assert (found.summary_html, found.content_html) == ("The text.", "")


def test_of_several_texts_the_longest_is_taken_and_the_editor_is_told():
    found = entry("<content:encoded>Short.</content:encoded><content:encoded>The longer text.</content:encoded>")
    assert found.content_html == "The longer text."
    assert "2 different texts" in found.warnings[0]


def test_a_doctype_alone_is_no_attack():
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )
    assert entry("<title>caf&eacute;</title>", head=doctype).title == "café"


@pytest.mark.parametrize(
    ("fault", "title", "warned"),
    [
        ("<link>https://a.example/?a=1&b=2</link><title>A &amp; B & C</title>", "A & B & C", True),
        ("<title>A&nbsp;B &mdash; C</title>", "A B — C", False),
        ("<slash:comments>3</slash:comments><title>A</title>", "A", True),
    ],
)
def test_common_faults_are_mended(fault, title, warned):
    data = rss(f"{fault}<dc:creator>Ana</dc:creator><dc:creator>Bo</dc:creator>").encode()
    feed = quick(data)
    assert feed.entries[0].title == title
    assert [name for name, _ in feed.entries[0].authors] == ["Ana", "Bo"]
    assert feed.entries[0].raw in data and feed.entries[0].raw.startswith(b"<item>")
    assert bool(feed.warnings) == warned


def test_what_a_server_writes_around_a_feed_does_not_hide_it():
    feed = quick("\n<br />\n<b>Warning</b>: mysql in feed.php\n" + rss("<title>A</title>") + "<script>x</script>")
    assert feed.entries[0].title == "A"


def test_beyond_mending_feedparser_reads_what_there_is():
    feed = quick(rss("<title>A</title><description>One <b>two</description>"))
    assert feed.entries[0].title == "A"
    assert "not well-formed" in feed.warnings[0]
    assert b"<title>A</title>" in feed.entries[0].raw


def test_a_feed_that_breaks_off_gives_its_whole_items_only():
    data = sample("valley-ledger.rss")
    cut = data[: data.index(b"What the dredgers found") + 300]
    feed = quick(cut)
    assert [item.id for item in feed.entries][-1] == "https://valley-ledger.example/?p=790"
    assert "breaks off" in feed.warnings[0]
    assert "in the middle of an item" in feed.errors[0]


def test_a_feed_that_breaks_off_before_its_first_item_ends_is_refused():
    with pytest.raises(Unreadable, match="breaks off before its first item ends"):
        quick("<rss version='2.0'><channel><title>T</title><item><title>A</title><description>Half a sen")


def test_wordpress_exports_give_names_and_leave_out_what_is_no_article():
    export = (
        '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><wp:author><wp:author_login>aruiz</wp:author_login><wp:author_display_name>Ana Ruiz"
        "</wp:author_display_name></wp:author>"
        "<item><title>A</title><dc:creator>aruiz</dc:creator><wp:post_type>post</wp:post_type>"
        "<wp:status>draft</wp:status></item>"
        "<item><title>photo.jpg</title><wp:post_type>attachment</wp:post_type></item></channel></rss>"
    )
    feed = quick(export)
    assert [item.title for item in feed.entries] == ["A"]
    assert feed.entries[0].authors == [("Ana Ruiz", None)]
    assert "“draft”" in feed.entries[0].warnings[0]
    assert feed.warnings == ["1 attachments and menus of the export are no articles and were left out."]


def test_long_headlines_are_cut_at_a_bound():
    assert len(headline("word " * 10_000)) <= 2000
