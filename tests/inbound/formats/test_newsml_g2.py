"""NewsML-G2: messages, what belongs together in them, and what an item states of its rights."""

import datetime as dt

import pytest

from articles.body import text as plain_text
from inbound import formats
from inbound.formats import Withdrawn
from inbound.formats.arrival import Hints, Unreadable
from tests.inbound.formats.wire import g2, g2_item, one, sample


def utc(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=dt.UTC)  # type: ignore[misc]


@pytest.fixture(scope="module")
def message():
    reading = sample("newsml-g2/message.xml")
    assert (reading.format, reading.errors) == ("newsml-g2", [])
    return reading


def test_each_text_of_a_message_is_an_article_and_a_package_is_none(message):
    assert [arrival.title for arrival in message.arrivals] == [
        "The last glass furnace",
        "Zwei Züge, ein Gleis",
        "Fire going out",
    ]
    assert "The item is a film and holds no article." in message.arrivals[2].warnings


def test_a_canceled_item_is_withdrawn_with_its_reason(message):
    assert message.withdrawn == [
        Withdrawn("urn:newsml:lumen.example:20250310:T9", None, utc(2025, 3, 14, 9, 45), "Withdrawn: names a minor.")
    ]


def test_what_an_item_says_of_itself(message):
    glass = message.arrivals[0]
    assert (glass.source_id, glass.version) == ("urn:newsml:lumen.example:20250314:T1", "4")
    assert glass.standfirst == "Forty people and one fire"
    assert (glass.published, glass.updated) == (utc(2025, 3, 14, 7), utc(2025, 3, 14, 8, 58))
    assert glass.embargo_until == utc(2025, 3, 14, 11)
    assert glass.language == "en-GB"
    assert glass.canonical_url == "https://lumen.example/glass"
    assert glass.tags == ["glass", "furnaces"]
    assert "Note of the source to editors: Corrects the year." in glass.warnings
    assert glass.rights.usage_terms == glass.licence_stated == "For clients of Lumen."


def test_the_byline_in_the_text_and_the_creator_beside_it_are_one_person(message):
    (author,) = message.arrivals[0].authors
    assert (author.name, author.title, author.institution) == ("Edda Roe", "Staff Reporter", None)
    assert author.profile_url == "https://lumen.example/staff/eroe"


def test_a_package_says_whose_picture_it_is(message):
    glass, trains, _ = message.arrivals
    (picture,) = glass.pictures
    assert (picture.url, picture.lead) == ("https://p.lumen.example/high.jpg", True)
    assert (picture.caption, picture.credit) == ("The furnace on its last day.", "Cy Poe/Lumen")
    assert picture.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert picture.rights == "© Cy Poe · CC BY 4.0"
    assert [one.url for one in trains.pictures] == [
        "https://p.lumen.example/karte.png",
        "https://p.lumen.example/zug.jpg",
    ]


def test_the_header_of_a_page_is_no_part_of_its_text(message):
    trains = message.arrivals[1]
    assert plain_text.paragraphs(trains.body_html) == ["Lieth (Lumen) - Zwei Züge standen sich gegenüber."]
    assert [(author.name, author.institution) for author in trains.authors] == [("Ute Kern", None)]
    assert trains.standfirst == "Warum am Montag keiner fuhr."
    assert trains.rights.status == "withheld"


def test_each_article_keeps_the_bytes_of_its_own_item(message):
    for arrival in message.arrivals:
        assert arrival.raw.startswith(b"<newsItem ") and arrival.raw.endswith(b"</newsItem>")
        assert arrival.source_id.encode() in arrival.raw


def test_rights_in_words_and_in_machine_readable_form():
    (bell,) = sample("newsml-g2/rights.xml").arrivals
    rights = bell.rights
    assert rights.copyright_holder == "Lumen Agency"
    assert rights.copyright_notice == "© 2025 Lumen Agency"
    assert rights.usage_terms.splitlines()[0] == "Not for television."
    assert bell.licence_stated == "https://creativecommons.org/licenses/by-nd/4.0/"
    assert rights.prohibits == [
        "data mining",
        "No use beside advertisements for gambling",
        "distribute, but for DEU",
        "distribute after 2029-01-01T00:00:00Z",
        "text to speech",
        "commercialize",
    ]
    assert rights.expires == utc(2029, 1, 1)
    policy, data = rights.expressions
    assert policy.startswith("<o:Policy") and "RightsML/2011-10-07/distribute" in policy
    assert data == '{"prohibition": [{"action": "commercialize"}]}'
    assert bell.authors == []
    assert plain_text.paragraphs(bell.body_html) == [
        "A bell of two tons costs what a house does.",
        "Casting takes a day.",
    ]


@pytest.mark.parametrize(
    ("code", "phrase"),
    [
        ("DMI-PROHIBITED", ["data mining"]), ("DMI-PROHIBITED-AIMLTRAINING", ["AI training"]),
        ("DMI-PROHIBITED-GENAIMLTRAINING", ["training of generative AI"]),
        ("DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING", ["data mining, but for search engines"]),
        ("DMI-ALLOWED", []), ("DMI-UNSPECIFIED", []),
    ],
)  # fmt: skip
def test_data_mining(code, phrase):
    for attribute in (f'qcode="plusvocab:{code}"', f'uri="http://ns.useplus.org/ldf/vocab/{code}"'):
        assert one(g2(g2_item(rights=f"<dataMining {attribute}/>"))).rights.prohibits == phrase


@pytest.mark.parametrize(
    ("rule", "phrases"),
    [
        ("prohibition", ["distribute, for DEU"]),
        ("permission", ["distribute, but for DEU"]),
    ],
)
def test_a_rule_for_one_country(rule, phrases):
    policy = (
        '<rightsExpressionXML><o:Policy xmlns:o="http://www.w3.org/ns/odrl/2/"><o:{0}>'
        '<o:action name="odrl:distribute"/><o:constraint name="spatial" operator="eq" rightOperand="iso3166-1a3:DEU"/>'
        "</o:{0}></o:Policy></rightsExpressionXML>"
    )
    assert one(g2(g2_item(rights=policy.format(rule)))).rights.prohibits == phrases


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ('qcode="stat:usable"', "usable"), ('qcode="stat:withheld"', "withheld"), ('qcode="stat:canceled"', "canceled"),
        ('uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"', "canceled"), ('qcode="stat:odd"', "withheld"),
    ],
)  # fmt: skip
def test_the_status_of_publication(stated, status):
    reading = formats.read(g2(g2_item(meta=f"<pubStatus {stated}/>")), Hints())
    assert [arrival.rights.status for arrival in reading.arrivals] == [status]
    assert [gone.source_id for gone in reading.withdrawn] == (["urn:x:1"] if status == "canceled" else [])


def test_an_embargo_that_cannot_be_read_holds_the_item_back():
    found = one(g2(g2_item(meta="<embargoed>tomorrow</embargoed>")))
    assert (found.rights.status, found.embargo_until) == ("withheld", None)


def test_an_empty_embargo_is_none_and_is_told():
    found = one(g2(g2_item(meta="<embargoed/>")))
    assert (found.rights.status, found.embargo_until) == ("usable", None)
    assert any("“embargoed” stands there empty" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("<by>SOILA OJANEN</by>", ["SOILA OJANEN"]),
        ("<by>Ana Ruiz, Bo Lind</by>", ["Ana Ruiz", "Bo Lind"]),
        ("<by>By Ana Ruiz, Vega</by>", ["Ana Ruiz"]),
        ("<creator><name>Ana Ruiz</name></creator><creator><name>dw</name></creator>", ["Ana Ruiz"]),
        ('<creator role="crol:photographer"><name>Cy Poe</name></creator>', []),
        ('<creator literal="Vega"/>', []), ("<creator><name>tholl.gregor</name></creator>", []),
        ('<creator type="cpnat:organisation"><name>Blue Moon</name></creator>', []),
        ('<contributor role="ctrol:co-author"><name>Bo Lind</name></contributor>', ["Bo Lind"]),
        ("<contributor><name>Bo Lind</name></contributor>", []),
        ("<creditline>Vega/Ana Ruiz</creditline>", ["Ana Ruiz"]), ("<creditline>Vega</creditline>", []),
    ],
)  # fmt: skip
def test_who_is_an_author(content, names):
    found = one(g2(g2_item(content=content)))
    assert [author.name for author in found.authors] == names


PICTURE = (
    '<newsItem guid="urn:x:9"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta><contentMeta/><contentSet>'
    '<remoteContent href="https://p.example/p.jpg" contenttype="image/jpeg"/></contentSet></newsItem>'
)


def test_pictures_without_a_package_go_to_the_only_article():
    (alone,) = formats.read(g2(g2_item(), PICTURE), Hints()).arrivals
    assert [one.url for one in alone.pictures] == ["https://p.example/p.jpg"]
    *texts, left = formats.read(g2(g2_item(1), g2_item(2), PICTURE), Hints()).arrivals
    assert [text.pictures for text in texts] == [[], []]
    assert "The item is a picture and holds no article." in left.warnings


def test_a_link_says_whose_picture_it_is():
    linked = g2_item(2, meta='<link rel="irel:seeAlso" residref="urn:x:9"/>')
    first, second = formats.read(g2(g2_item(1), linked, PICTURE), Hints()).arrivals
    assert (len(first.pictures), len(second.pictures)) == (0, 1)


def test_a_headline_repeated_above_the_text_is_left_to_the_page():
    found = one(g2(g2_item(body="<h1>Story 1</h1><p>Words.</p>")))
    assert found.body_html == "<p>Words.</p>"
    assert one(g2(g2_item(body="<h1>Story 1</h1>"))).body_html == "<h2>Story 1</h2>"


def test_of_two_texts_the_one_in_the_items_language_is_taken():
    other = (
        '<inlineData xml:lang="fr" contenttype="text/plain">Des mots, beaucoup de mots, et encore plus.</inlineData>'
    )
    found = one(g2(g2_item(contents=other)))
    assert found.body_html == "<p>Words.</p>"
    assert any("holds its text 2 times" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (g2('<packageItem guid="p"><itemMeta/><groupSet/></packageItem>'), "a package that only refers to other items"),
        (b'<conceptItem guid="c" xmlns="http://iptc.org/std/nar/2006-10-01/"/>', "a concept of a vocabulary"),
        (b'<planningItem guid="c"/>', "a plan of coverage"),
        (g2("<newsItem><itemMeta/></newsItem>"), "expected in <contentMeta> and <contentSet>"),
    ],
)
def test_what_is_no_article_is_called_what_it_is(data, said):
    with pytest.raises(Unreadable, match=said):
        formats.read(data, Hints())


def test_a_message_without_items_is_no_error():
    reading = formats.read(g2(), Hints())
    assert (reading.arrivals, reading.errors) == ([], [])
