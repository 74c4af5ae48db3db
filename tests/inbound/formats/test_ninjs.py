"""ninjs in its versions and dialects: what an item says of itself, and what it forbids."""

import datetime as dt
import json
from pathlib import Path

import pytest

from articles.body import text
from inbound import formats
from inbound.formats.arrival import Arrival, Hints, Related

SAMPLES = Path(__file__).parents[2] / "samples" / "ninjs"
ITEM = {
    "uri": "urn:x:1",
    "type": "text",
    "headline": "River",
    "body_html": "<p>The river moved.</p>",
    "byline": "Ana Ruiz",
}


def reading(*items: object, **hints: object) -> formats.Reading:
    data = json.dumps(items[0] if len(items) == 1 else list(items)).encode()
    found = formats.read(data, Hints(**hints))
    assert found.format == "ninjs"
    return found


def read(**members: object) -> Arrival:
    (arrival,) = reading(ITEM | members).arrivals
    return arrival


@pytest.fixture(scope="module")
def first() -> Arrival:
    (arrival,) = formats.read((SAMPLES / "tide-wire-1.json").read_bytes(), Hints()).arrivals
    return arrival


@pytest.fixture(scope="module")
def third() -> formats.Reading:
    return formats.read((SAMPLES / "tide-wire-3.json").read_bytes(), Hints(hosts=frozenset({"tide-wire.example"})))


def test_an_item_of_version_1_comes_apart_into_its_fields(first):
    assert first.title == "Tidal mill turns again after ‘lost’ decade"
    assert first.standfirst == "What a wheel of oak tells about the sea."
    assert first.source_id == "urn:newsml:tide-wire.example:20250311:0042"
    assert first.published == dt.datetime(2025, 3, 11, 6, tzinfo=dt.UTC)
    assert first.updated == dt.datetime(2025, 3, 11, 9, 30, tzinfo=dt.UTC)
    assert first.embargo_until == dt.datetime(2025, 3, 12, 4, tzinfo=dt.UTC)
    assert first.rights.expires == dt.datetime(2026, 3, 12, tzinfo=dt.UTC)
    assert first.rights.usage_terms == "Editorial use only"
    assert first.rights.copyright_holder == "Tide Wire"
    assert first.rights.copyright_notice == "Copyright 2025 Tide Wire"
    assert first.tags == ["environment", "mills", "tides"]
    assert first.language == "en-GB"
    assert first.raw == (SAMPLES / "tide-wire-1.json").read_bytes().strip()


def test_the_editor_who_stands_first_in_the_list_is_no_author(first):
    (author,) = first.authors
    assert (author.name, author.institution) == ("Ines P. Okafor", "Ennet University")


def test_a_title_is_read_from_the_end_of_the_text_where_the_institution_agrees(first):
    assert first.authors[0].title == "Reader in Coastal Engineering"
    assert any("read from the end of the text" in warning for warning in first.warnings)
    assert "She works on mills." in first.body_html


def test_a_biography_that_contradicts_the_byline_is_told(first):
    (told,) = [warning for warning in first.warnings if "contradicts itself" in warning]
    assert "Ennet University" in told and "University of Harrow" in told


def test_a_biography_that_agrees_is_not():
    found = read(
        byline="Ana Ruiz, Ennet University",
        authors=[
            {"name": "Ana Ruiz", "role": "author", "biography": "Ana Ruiz teaches at the Ennet University, in Ennet."}
        ],
    )
    assert not any("contradicts" in warning for warning in found.warnings)


def test_the_outlets_own_notice_leaves_the_text_and_states_the_licence(first):
    assert text.plain(first.notice_html) == "Originally published under Creative Commons by Tide Wire."
    assert "Originally" not in first.body_html
    assert first.licence_stated == "https://creativecommons.org/licenses/by/4.0/"


def test_the_notice_of_a_third_party_stays_and_is_told():
    line = '<p>This story was originally published by <a href="https://b.example/x">B News</a>.</p>'
    found = read(body_html=f"<p>The river moved.</p>{line}", source="A News")
    assert found.notice_html is None
    assert "originally published by" in found.body_html
    assert any("comes from elsewhere" in warning for warning in found.warnings)


def test_the_headline_at_the_top_of_a_body_is_not_printed_twice(first):
    assert text.paragraphs(first.body_html)[0] == "The wheel moved at four in the morning."


def test_each_picture_has_the_rights_of_its_own_object_and_not_those_of_the_text(first):
    lead, embedded = first.pictures
    assert (lead.url, lead.lead) == ("https://pictures.tide-wire.example/mill.jpg", True)
    assert (lead.credit, lead.licence, lead.caption) == ("Bo Lind", "CC-BY 4.0", "The mill at low tide.")
    assert lead.rights == "CC-BY 4.0 · Indefinite usage"
    assert (embedded.url, embedded.lead) == ("https://pictures.tide-wire.example/wheel-640.jpg", False)
    assert embedded.credit == "Agency Sea"
    assert embedded.rights == "© Agency Sea · NORWAY OUT"
    assert embedded.licence is None


def test_a_picture_that_is_withheld_is_left_out(first):
    assert not any("gone.jpg" in picture.url for picture in first.pictures)
    assert any("is withheld and was left out" in warning for warning in first.warnings)


def test_the_authors_sign_off_is_a_disclosure(first):
    assert first.disclosure_html == "<p>Funding: Council for the Sea</p>"


def test_notes_to_editors_and_the_item_before_are_told(first):
    assert "Note of the source to editors: Recasts the second paragraph" in first.warnings
    assert any("20250310:0007" in warning for warning in first.warnings)


def test_camel_case_and_lists_of_version_3_are_read_alike(third):
    found = third.arrivals[0]
    assert found.title == "Gezeitenmühle läuft wieder"
    assert text.plain(found.body_html) == "Das Rad bewegte sich um vier Uhr früh.\n\nNiemand hatte es geölt."
    assert "<em>früh</em>" in found.body_html
    assert [author.name for author in found.authors] == ["Ines Okafor"]
    assert found.canonical_url == "https://www.tide-wire.example/texts/mill-42"
    assert found.published == dt.datetime(2025, 3, 11, 9, 30, tzinfo=dt.UTC)
    assert found.standfirst is None
    assert [(one.url, one.credit, one.caption) for one in found.pictures] == [
        ("https://pictures.tide-wire.example/m1.jpg", "Bo Lind/TW", "Die Mühle.")
    ]
    assert found.related == [Related("Die Mühle steht still", "https://www.tide-wire.example/texts/mill-41")]
    assert found.raw.startswith(b'{\n      "standard"') and found.raw.endswith(b"}")


def test_what_a_policy_forbids_arrives_as_phrases_beside_the_policy(third):
    rights = third.arrivals[0].rights
    assert rights.prohibits == ["commercialize", "distribute, but for DEU"]
    assert json.loads(rights.expressions[0])["policyid"] == "https://tide-wire.example/p/1"


def test_what_is_no_article_is_an_error_that_names_it_and_its_neighbours_arrive(third):
    assert third.errors == ["“Open day at the mill” was left out: it is an event (“type”), not an article."]
    assert [one.title for one in third.arrivals] == ["Gezeitenmühle läuft wieder", "Held back"]


def test_an_item_canceled_without_a_text_is_withdrawn_and_no_arrival(third):
    (gone,) = third.withdrawn
    assert (gone.source_id, gone.reason) == ("urn:tide-wire:44", "Wrong mill.")
    assert gone.at == dt.datetime(2025, 3, 11, 11, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ("usable", "usable"), ("Usable", "usable"), ("withheld", "withheld"), ("canceled", "canceled"),
        ("cancelled", "canceled"), ("killed", "canceled"), ("on hold till noon", "withheld"),
    ],
)  # fmt: skip
def test_the_status_of_an_item(stated, status):
    found = reading(ITEM | {"pubstatus": stated})
    assert found.arrivals[0].rights.status == status
    assert len(found.withdrawn) == (status == "canceled")


def test_an_item_says_nothing_of_its_status_and_is_usable():
    assert read().rights.status == "usable"


def test_an_embargo_that_cannot_be_read_holds_the_item_back():
    found = read(embargoed="next Tuesday")
    assert found.embargo_until is None
    assert found.rights.status == "withheld"
    assert any("embargo whose end could not be read" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("data", "titles"),
    [
        (json.dumps([ITEM, ITEM | {"headline": "Sea"}]), ["River", "Sea"]),
        (json.dumps({"_items": [ITEM]}), ["River"]),
        (json.dumps(ITEM) + "\n" + json.dumps(ITEM | {"headline": "Sea"}) + "\n", ["River", "Sea"]),
        (json.dumps(ITEM) + "\r\n\r\n{broken}\r\n" + json.dumps(ITEM | {"headline": "Sea"}), ["River", "Sea"]),
        ("\ufeff" + json.dumps(ITEM, indent=2), ["River"]),
    ],
)
def test_items_come_alone_in_lists_and_on_lines(data, titles):
    assert [one.title for one in formats.read(data.encode(), Hints()).arrivals] == titles


def test_a_package_without_a_text_gives_the_texts_that_it_is_made_of():
    found = reading(
        {
            "uri": "urn:p",
            "type": "composite",
            "headline": "Two rivers",
            "associations": {"a": ITEM, "b": {"type": "picture"}},
        }
    )
    assert [one.title for one in found.arrivals] == ["River"]
    assert "The text came in a package (“Two rivers”)." in found.arrivals[0].warnings


@pytest.mark.parametrize(
    ("byline", "source", "names"),
    [
        ("By Ana Ruiz and Bo Lind", "", ["Ana Ruiz", "Bo Lind"]),
        ("Ana Ruiz/AW", "AW", ["Ana Ruiz"]),
        ("Von Ana Ruiz, aw", "AW", ["Ana Ruiz"]),
        ("AW", "AW", ["AW"]),
    ],
)
def test_a_byline_is_read_without_its_agency(byline, source, names):
    assert [
        one.name for one in read(byline=byline, source=source, language="de" if "Von" in byline else "en").authors
    ] == names


def test_without_a_byline_the_list_names_who_wrote_and_nobody_else():
    found = read(
        byline=None,
        authors=[
            {"name": "Max Editor", "role": "editor"},
            {"name": "Pia Photo", "role": "photographer"},
            {"name": "Ana Ruiz", "role": "writer", "biography": "Ana Ruiz, Reader in Law, Ennet University"},
        ],
    )
    assert [(one.name, one.title, one.institution) for one in found.authors] == [
        ("Ana Ruiz", "Reader in Law", "Ennet University")
    ]


def test_an_item_of_a_third_party_is_told():
    found = read(source="Other Agency", copyrightholder="Tide Wire")
    assert any("make sure that the outlet may pass it on" in warning for warning in found.warnings)
    assert not any(
        "may pass it on" in w for w in read(source="AAP", copyrightholder="Australian Associated Press").warnings
    )


def test_wrong_types_are_named_with_what_was_expected():
    found = read(
        headline=["a"], body_html={"x": 1}, body_text="The river moved.", subject="rivers", renditions=7, expires=False
    )
    assert found.title is None and text.plain(found.body_html) == "The river moved."
    assert found.tags == ["rivers"]
    told = " ".join(found.warnings)
    assert "“headline” should be a text and is a list" in told
    assert "“body_html” should be a text and is an object" in told


def test_an_item_without_anything_to_print_is_an_error():
    found = formats.read(b'{"uri": "urn:x", "type": "text", "headline": "", "body_html": ""}', Hints())
    assert found.errors == [
        "Item 1 (line 1) was left out: “headline” and a body (“body_html”, “bodies”) were expected, and it has neither."
    ]


def test_a_picture_item_holds_no_article_but_its_picture():
    found = read(
        type="picture",
        body_html=None,
        renditions={"main": {"href": "https://a.example/1.jpg", "mimetype": "image/jpeg"}},
    )
    assert found.body_html == ""
    assert [one.url for one in found.pictures] == ["https://a.example/1.jpg"]
    assert any("is a picture" in warning for warning in found.warnings)


def test_the_agencies_own_files(shared_samples):
    """Real items that lie beside the repository: Superdesk's, dpa's and Business Wire's."""
    folder = shared_samples / "ninjs"

    def only(name: str) -> Arrival:
        (arrival,) = formats.read((folder / name).read_bytes(), Hints()).arrivals
        return arrival

    beer = only("superdesk-ninjs_embargoed.json")
    (author,) = beer.authors
    assert author.title == "Agricultural Economist in the Department of Agricultural, Food, and Resource Economics"
    assert author.institution == "Michigan State University"
    assert any("University of Michigan" in warning for warning in beer.warnings)
    assert beer.embargo_until == dt.datetime(2022, 6, 29, 2, 30, tzinfo=dt.UTC)
    assert beer.licence_stated == "https://creativecommons.org/licenses/by/4.0/"
    assert text.plain(beer.notice_html).startswith("Originally published under Creative Commons by 360info")
    assert beer.pictures[0].licence == "CC-BY 4.0" and "Indefinite Usage" in beer.pictures[0].rights
    assert beer.disclosure_html is None

    derby = only("iptc-3.0-dpa_text.json")
    assert [one.name for one in derby.authors] == ["Christian Hollmann"]
    assert derby.rights.copyright_notice == "Copyright 2019, dpa (www.dpa.de). Alle Rechte vorbehalten"

    lunch = only("iptc-1.4-businesswire-newsml-20130731006140.json")
    assert lunch.title == "Lunch Taking a Toll? Let Applebee’s® Industrial Strength Lunch Decoy Stand In"
    assert lunch.canonical_url == "http://www.businesswire.com/news/home/20130731006140/en"

    assert only("superdesk-ninjs1.json").rights.usage_terms == "Usage"
