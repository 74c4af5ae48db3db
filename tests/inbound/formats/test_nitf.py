"""NITF: what each element of a document becomes."""

import datetime as dt

import pytest

from articles.body import text as plain_text
from inbound import formats
from inbound.formats import Withdrawn
from inbound.formats.arrival import Hints
from tests.inbound.formats.wire import nitf, one, sample


@pytest.fixture(scope="module")
def mill():
    reading = sample("nitf/tidal-mill.xml")
    assert (reading.format, reading.errors, reading.withdrawn) == ("nitf", [], [])
    (arrival,) = reading.arrivals
    return arrival


def utc(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=dt.UTC)  # type: ignore[misc]


def test_headline_abstract_and_byline(mill):
    assert mill.title == "A mill that the tide turns"
    assert mill.standfirst == "A mill in Kell grinds by the tide, as it did until 1935."
    assert [(one.name, one.title, one.institution) for one in mill.authors] == [
        ("Orla Keane", "Coast Reporters", None),
        ("Tom Brandt", "Coast Reporters", None),
    ]
    assert any("After 90 years it grinds again" in warning for warning in mill.warnings)


def test_identity_language_address_and_tags(mill):
    assert (mill.source_id, mill.version, mill.language) == ("skerry.2025.4711", "3", "en-IE")
    assert mill.canonical_url == "https://skerry.example/2025/tidal-mill"
    assert mill.tags == ["tides", "energy", "Economy", "Energy", "Kell Harbour Trust"]
    assert mill.content_type == "text/vnd.IPTC.NITF"


def test_dates_and_the_earlier_of_two_ends(mill):
    assert mill.published == utc(2025, 3, 4, 9)
    assert mill.embargo_until == utc(2025, 3, 4, 18)
    assert mill.rights.expires == utc(2030, 6, 1)


def test_rights_in_words(mill):
    assert mill.rights.status == "usable"
    assert mill.rights.copyright_holder == "Skerry News"
    assert mill.rights.copyright_notice == "© 2025 Skerry News"
    assert mill.rights.usage_terms.splitlines() == [
        "One use in print and online",
        "Limited to: no archives",
        "For: Ireland",
    ]


def test_the_text_with_all_its_words_in_order(mill):
    assert plain_text.paragraphs(mill.body_html) == [
        "The mill at low tide. Ida Lund, Skerry News",
        "The wheel of the mill in Kell turned at 6.12 on Monday, & stopped at noon.",
        "Who pays",
        "Maeve Doyle of the Kell Harbour Trust put in 2 1/2 million, she said.",
        "“The tide sends no bill.”",
        "Wheel: oak",
        "Stones: French",
        "Year",
        "Sacks",
        "1934",
        "811",
        "More at the mill’s page.",
        "Sam Roe contributed to this article.",
        "Figures for 2024.",
    ]
    assert '<a href="https://kellmill.example/">' in mill.body_html
    assert "<h2>Who pays</h2>" in mill.body_html
    assert '<p class="fine-print">Figures for 2024.</p>' in mill.body_html


def test_a_picture_once_in_its_best_size_with_rights_of_its_own(mill):
    (picture,) = mill.pictures
    assert picture.url == "https://pictures.skerry.example/mill.jpg"
    assert (picture.alt, picture.caption) == ("A stone house by the water", "The mill at low tide.")
    assert (picture.credit, picture.rights) == ("Ida Lund, Skerry News", "© 2025 Ida Lund. Not for archives")
    assert picture.licence is None and not picture.lead


def test_what_is_said_to_editors_stays_out_of_the_text_and_is_told(mill):
    for note in ("Pictures will follow at noon.", "Check the spelling of Doyle.", "Adds the mayor's answer."):
        assert f"Note of the source to editors: {note}" in mill.warnings
        assert note not in mill.body_html


def test_a_dateline_beside_the_text_stays_beside_it_and_is_told(mill):
    assert "KELL" not in mill.body_html
    assert any("“KELL, Ireland”, stands beside the text" in warning for warning in mill.warnings)


def test_a_dateline_that_the_text_repeats_stays_in_it():
    top = "<dateline><location>NEW YORK</location></dateline>"
    found = one(nitf("<p>NEW YORK (Vega) — The ferry is back.</p>", top))
    assert found.body_html == "<p>NEW YORK (Vega) — The ferry is back.</p>"
    assert not any("dateline" in warning for warning in found.warnings)


def test_the_bytes_of_the_document_are_kept(mill):
    assert mill.raw.startswith(b"<?xml version") and mill.raw.rstrip().endswith(b"</nitf>")


def test_an_earlier_document_that_is_replaced_is_withdrawn():
    reading = sample("nitf/replaced.xml")
    (arrival,) = reading.arrivals
    assert (arrival.source_id, arrival.language, arrival.rights.status) == ("lotse.101", "de", "usable")
    assert [(author.name, author.title) for author in arrival.authors] == [("Jörg Außem", None)]
    assert plain_text.plain(arrival.body_html) == "Die Brücke\xa0über die Elde ist gesperrt."
    assert reading.withdrawn == [Withdrawn("lotse.100", None, utc(2025, 3, 5, 7), "Ersetzt lotse.100: falscher Ort.")]


def test_a_document_that_withdraws_itself_and_holds_no_text_is_no_arrival():
    reading = sample("nitf/killed.xml")
    assert (reading.arrivals, reading.errors) == ([], [])
    assert reading.withdrawn == [
        Withdrawn("skerry.2025.4699", None, utc(2025, 3, 6, 10, 15), "KILL: the quotation was never said.")
    ]


def managed(status: str) -> bytes:
    return nitf().replace(b"<docdata>", f'<docdata management-status="{status}">'.encode())


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ("usable", "usable"), ("USABLE", "usable"), ("withheld", "withheld"), ("embargoed", "withheld"),
        ("canceled", "canceled"), ("killed", "canceled"), ("spiked", "withheld"),
    ],
)  # fmt: skip
def test_management_status(stated, status):
    reading = formats.read(managed(stated), Hints())
    assert [arrival.rights.status for arrival in reading.arrivals] == [status]
    assert [gone.source_id for gone in reading.withdrawn] == (["a.1"] if status == "canceled" else [])


def test_an_embargoed_document_with_a_time_is_usable_after_it():
    data = managed("embargoed").replace(b"<doc-id", b'<date.release norm="20310102T030000Z"/><doc-id')
    found = one(data)
    assert (found.rights.status, found.embargo_until) == ("usable", utc(2031, 1, 2, 3))


def test_a_release_before_the_issue_is_no_embargo():
    docdata = '<date.issue norm="20250102T030000Z"/><date.release norm="20250102T030000Z"/>'
    assert one(nitf(docdata=docdata)).embargo_until is None


def test_a_time_without_a_zone_is_pointed_out_where_it_matters():
    docdata = '<date.issue norm="20250102T030000"/><date.release norm="20250103T030000"/>'
    assert any("names no time zone" in warning for warning in one(nitf(docdata=docdata)).warnings)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Ana Ruiz<byttl>Staff Writer</byttl>", [("Ana Ruiz", "Staff Writer", None)]),
        ("By ANA RUIZ", [("ANA RUIZ", None, None)]),
        ("<person>By Ana Ruiz </person><byttl>The Herald</byttl>", [("Ana Ruiz", "The Herald", None)]),
        ("By <person>Ana Ruiz</person>, <byttl>Editor</byttl> and <person>Bo Lind</person>, <byttl>Reporter</byttl>",
         [("Ana Ruiz", "Editor", None), ("Bo Lind", "Reporter", None)]),
        ("<person><name.given>Ana</name.given><name.family>Ruiz</name.family></person>", [("Ana Ruiz", None, None)]),
        ("<person>Ana Ruiz</person>, Aerospace Writer", [("Ana Ruiz", "Aerospace Writer", None)]),
        ("By Ana Ruiz, Bo Lind and Cy Poe",
         [("Ana Ruiz", None, None), ("Bo Lind", None, None), ("Cy Poe", None, None)]),
        ("By Ana Ruiz, Vega Political Correspondent", [("Ana Ruiz", "Vega Political Correspondent", None)]),
        ("Ana Ruiz/VEGA", [("Ana Ruiz", None, None)]),
        ("By Ana Ruiz<byttl>Lecturer, University of Ennet</byttl>", [("Ana Ruiz", "Lecturer", "University of Ennet")]),
        ("gr/bp", []), ("VRG", []), ("NTB-AFP-DPA", []), ("By The Associated Press", []),
        ("Situation serious, ready for all scenarios", []), ("", []),
    ],
)  # fmt: skip
def test_bylines(byline, authors):
    institutions = {"University of Ennet": "University of Ennet"}
    top = f"<byline>{byline}</byline><distributor>The Associated Press</distributor>"
    found = one(nitf(top=top), institutions=institutions)
    assert [(author.name, author.title, author.institution) for author in found.authors] == authors
    assert any("names no author" in warning for warning in found.warnings) == (not authors)


def test_a_byline_that_is_the_first_paragraph_is_the_byline():
    found = one(nitf("<p>By Ana Ruiz</p><p>The ferry is back.</p>"))
    assert [author.name for author in found.authors] == ["Ana Ruiz"]
    assert found.body_html == "<p>The ferry is back.</p>"
    assert any("“By Ana Ruiz”, was read as the byline" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    "body",
    ["<p>By Ana Ruiz</p>", "<p>By the river stands a house.</p><p>It is old.</p>", "<p>By noon</p><p>It rained.</p>"],
)
def test_a_first_paragraph_that_only_begins_like_a_byline_stays(body):
    found = one(nitf(body))
    assert plain_text.words(found.body_html) == plain_text.words(body)


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("First line\nof one.\n\nSecond.", "<p>First line\nof one.</p>\n<p>Second.</p>"),
        ("First.\nStill first.\n   Second.\nMore.", "<p>First.\nStill first.</p>\n<p>Second.\nMore.</p>"),
        ("<![CDATA[<p>One &amp; <b>two</b></p>]]>", "<p>One &amp; <b>two</b></p>"),
        ("&amp;lt;p&amp;gt;Twice&amp;lt;/p&amp;gt;", "<p>Twice</p>"),
        ("<p>2 &lt; 3 &amp; &lt;b&gt;</p>", "<p>2 &lt; 3 &amp; &lt;b&gt;</p>"),
        ("<p>He said &amp;quot;no&amp;#39;t&amp;quot;</p>", "<p>He said \"no't\"</p>"),
        ("<block><p>A</p><hl2>B</hl2></block>", "<p>A</p>\n<h2>B</h2>"),
        ("<p>A<br/>B <em>c</em> <sup>2</sup></p>", "<p>A<br>B <em>c</em> <sup>2</sup></p>"),
        ("<p>A <unheard.of>b</unheard.of> c</p>", "<p>A b c</p>"),
        ("<BRODTEXT><P>A</P><MELLIS>B</MELLIS></BRODTEXT>", "<p>A</p>\n<p>B</p>"),
        ("<p>A <script>alert(1)</script>b</p>", "<p>A b</p>"),
        ('<p><a href="javascript:alert(1)">A</a></p>', "<p>A</p>"),
    ],
)  # fmt: skip
def test_how_the_text_is_written(body, html):
    assert one(nitf(body)).body_html == html


def test_media_that_are_no_pictures_keep_their_words():
    media = (
        '<media media-type="video"><media-reference mime-type="video/mp4" source="https://v.example/a.mp4"/>'
        "<media-caption>The ferry comes in</media-caption></media>"
    )
    found = one(nitf(f"<p>Words.</p>{media}"))
    assert found.pictures == []
    assert '<a href="https://v.example/a.mp4"><span class="caption">The ferry comes in</span></a>' in found.body_html


def test_a_file_of_the_delivery_is_no_address_beside_the_page():
    media = '<media media-type="image"><media-reference source="tide.jpg"/></media>'
    found = one(nitf(f"<p>Words.</p>{media}", head='<pubdata ex-ref="https://a.example/x/y"/>'))
    assert [picture.url for picture in found.pictures] == ["tide.jpg"]
    found = one(nitf(f"<p>Words.</p>{media}"), source="https://feeds.example/d/one.xml")
    assert [picture.url for picture in found.pictures] == ["https://feeds.example/d/tide.jpg"]


def test_a_deck_in_capitals_or_a_repeated_one_is_no_standfirst():
    for deck in ("HONDURAS GOVERNMENT", "Ferries", "Words."):
        data = nitf().replace(b"</hl1>", f"</hl1><hl2>{deck}</hl2>".encode())
        assert one(data).standfirst is None
    assert one(nitf().replace(b"</hl1>", b"</hl1><hl2>Three are back</hl2>")).standfirst == "Three are back"


def test_an_abstract_that_is_the_beginning_of_the_text_is_no_standfirst():
    assert (
        one(nitf("<p>Words that begin it. More.</p>", "<abstract>Words that begin it.</abstract>")).standfirst is None
    )
