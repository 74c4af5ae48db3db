"""NewsML 1: which component is the text, which its headline, which a picture."""

import datetime as dt

import pytest

from articles.body import text as plain_text
from inbound import formats
from inbound.formats import Withdrawn
from inbound.formats.arrival import Hints, Unreadable
from tests.inbound.formats.wire import newsml, one, sample, text

DELETED = (
    '<Instruction FormalName="Delete"><RevisionStatus Revision="1"><Status FormalName="Canceled"/></RevisionStatus>'
    "</Instruction>"
)


def utc(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=dt.UTC)  # type: ignore[misc]


@pytest.fixture(scope="module")
def vega():
    reading = sample("newsml/two-items.xml")
    assert (reading.format, reading.errors) == ("newsml", [])
    return reading


def test_a_canceled_item_without_a_text_is_withdrawn_and_its_neighbour_arrives(vega):
    assert [arrival.title for arrival in vega.arrivals] == ["Lamps on the quay"]
    assert vega.withdrawn == [Withdrawn("urn:newsml:vega.example:20250309:TX-60", None, utc(2025, 3, 10, 11, 30))]


def test_an_item_keeps_its_identity_through_its_revisions(vega):
    (arrival,) = vega.arrivals
    assert (arrival.source_id, arrival.version) == ("urn:newsml:vega.example:20250310:TX-77", "2")
    assert (arrival.published, arrival.updated) == (utc(2025, 3, 10, 11), utc(2025, 3, 10, 11, 59))


def test_the_lines_of_the_item(vega):
    (arrival,) = vega.arrivals
    assert arrival.standfirst == "The town saves power and sees the stars"
    assert [(author.name, author.title) for author in arrival.authors] == [
        ("Ana Ruiz", "Vega correspondents"),
        ("Bo Lind", "Vega correspondents"),
    ]
    assert arrival.tags == ["light", "stars", "quay"]
    assert arrival.language == "en"
    assert "Note of the source to editors: Picture attached" in arrival.warnings
    assert not any("dateline" in warning for warning in arrival.warnings)  # its place begins the text


def test_the_text_is_that_of_the_main_component_alone(vega):
    (arrival,) = vega.arrivals
    assert plain_text.paragraphs(arrival.body_html) == [
        "The lamps on the quay of Porta go out at midnight.",
        "Nobody has fallen in yet.",
    ]


def test_a_status_that_time_lifts_is_an_embargo_and_an_end_of_use_the_end(vega):
    (arrival,) = vega.arrivals
    assert (arrival.rights.status, arrival.embargo_until) == ("usable", utc(2025, 3, 10, 18))
    assert arrival.rights.expires == utc(2030, 3, 10)
    assert arrival.rights.usage_terms == "NO ARCHIVAL USE\nFor: Europe"
    assert arrival.rights.copyright_holder == "Vega Agency"
    assert arrival.rights.copyright_notice == "© 2025 Vega. All rights reserved"


def test_a_picture_in_three_sizes_is_one_with_its_own_rights(vega):
    (arrival,) = vega.arrivals
    (picture,) = arrival.pictures
    assert (picture.url, picture.lead) == ("https://p.vega.example/h.jpg", True)
    assert picture.caption == "Stars over Porta & the quay."
    assert (picture.credit, picture.rights, picture.licence) == ("Cy Poe/Vega", "© Cy Poe", None)


def test_each_article_keeps_the_bytes_of_its_own_item(vega):
    (arrival,) = vega.arrivals
    assert arrival.raw.startswith(b'<NewsItem xml:lang="en">') and arrival.raw.endswith(b"</NewsItem>")
    assert b"TX-60" not in arrival.raw


def test_two_languages_of_one_item_are_two_articles():
    dutch, french = sample("newsml/two-languages.xml").arrivals
    assert (dutch.language, dutch.title, dutch.source_id) == (
        "nl", "De brug is open", "urn:newsml:schelde.example:20250311T100000:900",
    )  # fmt: skip
    assert dutch.standfirst == "Na drie jaar rijdt er weer een tram."
    assert plain_text.paragraphs(dutch.body_html) == ["Maandag ging de brug open.", "De tram reed om 6 uur."]
    assert (french.language, french.title, french.source_id) == ("fr", "Le pont est ouvert", f"{dutch.source_id}#fr")
    assert "parti à 6 heures" in french.body_html
    assert any("holds 2 texts" in warning for warning in french.warnings)


def test_a_release_of_many_components():
    (found,) = sample("newsml/release.xml").arrivals
    assert found.title == "A kettle that sings"
    assert plain_text.paragraphs(found.body_html) == ["The kettle sings in G.", "Kettle Works, 555-0101"]
    assert "color" not in found.body_html
    assert any("“contact”" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("management", "status"),
    [
        ('<Status FormalName="Usable"/>', "usable"),
        ('<Status FormalName="WITHHELD"/>', "withheld"),
        ('<Status FormalName="Canceled"/>', "canceled"),
        (f'<Status FormalName="Usable"/>{DELETED}', "canceled"),
        ('<Status FormalName="OPEN"/>', "withheld"),
        ("", "usable"),
    ],
)  # fmt: skip
def test_status(management, status):
    reading = formats.read(newsml(text(), management), Hints())
    assert [arrival.rights.status for arrival in reading.arrivals] == [status]
    assert len(reading.withdrawn) == (status == "canceled")


def test_a_status_that_will_end_is_an_end_of_use():
    change = '<FutureStatus FormalName="Canceled"/><DateAndTime>20310102T030000Z</DateAndTime>'
    management = f'<Status FormalName="Usable"/><StatusWillChange>{change}</StatusWillChange>'
    assert one(newsml(text(), management)).rights.expires == utc(2031, 1, 2, 3)


def test_alternatives_of_one_text_are_one_and_a_sidebar_is_added_once():
    alternatives = '<NewsComponent EquivalentsList="yes">' + text("<p>Words.</p>") + text("<p>Words and more.</p>")
    found = one(newsml(alternatives + "</NewsComponent>"))
    assert found.body_html == "<p>Words and more.</p>"


def test_text_in_base64_and_text_with_its_mark_up_escaped():
    assert one(newsml(text("One line.&lt;br/&gt;Another."))).body_html == "<p>One line.<br>Another.</p>"
    encoded = '<Encoding Notation="Base64"><DataContent>PHA+R3LDvMOfZTwvcD4=</DataContent></Encoding>'
    found = one(newsml(f"<NewsComponent><ContentItem>{encoded}</ContentItem></NewsComponent>"))
    assert found.body_html == "<p>Grüße</p>"


PHOTO = (
    "<NewsComponent><NewsLines><HeadLine>Stars</HeadLine></NewsLines><NewsComponent><Role FormalName='Caption'/>"
    "<ContentItem><DataContent><p>Stars.</p></DataContent></ContentItem></NewsComponent><NewsComponent>"
    "<Role FormalName='Main'/><ContentItem Href='https://p.example/s.jpg'><MediaType FormalName='Photo'/></ContentItem>"
    "</NewsComponent></NewsComponent>"
)


def test_a_picture_alone_holds_no_article_and_says_so():
    found = one(newsml(PHOTO))
    assert (found.body_html, found.title) == ("", "Stars")
    assert [(picture.url, picture.caption) for picture in found.pictures] == [("https://p.example/s.jpg", "Stars.")]
    assert "The item is a picture and holds no article." in found.warnings


@pytest.mark.parametrize(
    ("component", "said"),
    [
        ("<NewsComponent><NewsItemRef NewsItem='urn:x'/></NewsComponent>", "a list that only refers to other items"),
        ("<NewsComponent><Role FormalName='Main'/></NewsComponent>", "without a text"),
        ("<TopicSet/>", "a vocabulary"),
        ("<Update><Replace/></Update>", "a list of changes to an earlier version"),
    ],
)
def test_what_is_no_article_is_called_what_it_is(component, said):
    with pytest.raises(Unreadable, match=said):
        formats.read(newsml(component), Hints())
