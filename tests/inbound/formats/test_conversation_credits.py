"""Who wrote it: credits in every place and form, read by their links."""

# ruff: noqa: E501 - a sample reads best on one line

import dataclasses

import pytest

from articles.body import text
from inbound.formats.arrival import Author
from inbound.formats.credits import merge
from tests.inbound.formats.conversation import (
    BODY,
    CREDIT,
    ENNET,
    HINTS,
    IDA,
    NOTICE,
    block,
    house,
    people,
    person,
    read,
)

BO, CY = person("Bo Vance"), person("Cy de la Marr")
MARROW = house("Marrow College")
ROE = ("Ida Roe", "Lecturer in Steam", "Ennet University")


def credited(credit: str, *, with_notice: bool = False, gone: str = "") -> list[tuple[str, str | None, str | None]]:
    bottom = f"<p>{credit} {NOTICE}</p>" if with_notice else f"<p>{credit}</p><p>{NOTICE}</p>"
    arrival = read(block(bottom=bottom), gone=gone)
    assert text.plain(arrival.body_html) == "\n\n".join(BODY), "the credit left the body, and nothing else did"
    return people(arrival)


@pytest.mark.parametrize("with_notice", [False, True], ids=["own paragraph", "the notice's paragraph"])
@pytest.mark.parametrize(
    "credit",
    [
        CREDIT,
        f"<span>{CREDIT}</span>",
        f"<em>{IDA}, Lecturer in Steam, {ENNET}.</em>",
        f"<em>{IDA}</em><strong>, Lecturer in</strong> <em>Steam, {ENNET}</em>",
        f"By {CREDIT}",
        f"{IDA} is a Lecturer in Steam at {ENNET}.",
        f"{IDA} is Lecturer in Steam at the <em>{ENNET}</em>",
        f"{IDA}&nbsp;, Lecturer&nbsp;in Steam,\n {ENNET},",
    ],
)
def test_one_author_is_read_in_any_dress(credit, with_notice):
    assert credited(credit, with_notice=with_notice) == [ROE]


@pytest.mark.parametrize(
    "frame", ["<address>{}</address>", "<h4>{}</h4>", "<blockquote><p>{}</p></blockquote>", "<div>{}</div>"]
)
def test_credit_stands_in_any_block(frame):
    assert people(read(block(bottom=frame.format(CREDIT) + f"<p>{NOTICE}</p>"))) == [ROE]


def test_credit_in_a_list_leaves_no_empty_item():
    bottom = f"<ul><li>{CREDIT}</li><li>{BO}, Potter, {MARROW}</li></ul><p>{NOTICE}</p>"
    arrival = read(block(bottom=bottom))
    assert [author.name for author in arrival.authors] == ["Ida Roe", "Bo Vance"]
    assert "<li>" not in arrival.body_html and "<ul>" not in arrival.body_html


@pytest.mark.parametrize(
    "credit",
    [
        f"{IDA}, A, {ENNET} and {BO}, B, {MARROW}",
        f"{IDA}, A, {ENNET}; {BO}, B, {MARROW}",
        f"{IDA}, A, {ENNET}, and {BO}, B, {MARROW}.",
        f"{IDA}, A, {ENNET} y {BO}, B, {MARROW}",
        f"{IDA}, A, {ENNET} et {BO}, B, {MARROW}",
        f"{IDA}, A, {ENNET} dan {BO}, B, {MARROW}",
        f"{IDA}, A, {ENNET}<br>{BO}, B, {MARROW}",
        f"{IDA} is an A at {ENNET}. {BO} is a B at {MARROW}.",
    ],
)
def test_two_authors_are_told_apart_by_their_links(credit):
    assert [name for name, _, _ in credited(credit)] == ["Ida Roe", "Bo Vance"]
    assert [place for _, _, place in credited(credit)] == ["Ennet University", "Marrow College"]


def test_three_authors_with_semicolons_and_a_last_and():
    found = credited(f"{IDA}, A, <em>{ENNET}</em>; {BO}, B, <em>{MARROW}</em>, and {CY}, C, <em>{ENNET}</em>")
    assert [name for name, _, _ in found] == ["Ida Roe", "Bo Vance", "Cy de la Marr"]


def test_titles_and_institutions_keep_their_commas_and_their_and():
    sands = house("University of Ennet, Sands")
    title = "Fellow at the Map Room, Washington, D.C. and Professor of Dress, Cloth and Fastening, Marrow College"
    assert credited(f"{IDA}, {title}, <em>{sands}</em>") == [("Ida Roe", title, "University of Ennet, Sands")]


def test_empty_title_is_none():
    assert credited(f"{IDA}, {ENNET}; {BO}, B, {MARROW}")[0] == ("Ida Roe", None, "Ennet University")


@pytest.mark.parametrize(
    ("linked", "name"),
    [
        ("Monash University.", "Monash University"),
        ("Monash University,", "Monash University"),
        (" St. Aldhelm’s ", "St. Aldhelm’s"),
        ("Slow Water Inc.", "Slow Water Inc."),
        ("University of  the\nSands", "University of the Sands"),
    ],
)
def test_full_stop_swallowed_by_the_link_is_no_part_of_an_institution(linked, name):
    assert credited(f"{IDA}, A, {house(linked)}") == [("Ida Roe", "A", name)]


def test_link_cut_into_pieces_is_one_person():
    pieces = IDA.replace("Ida Roe", "Ida") + IDA.replace("Ida Roe", " Roe")
    assert credited(f"{pieces}, A, {ENNET}") == [("Ida Roe", "A", "Ennet University")]


def test_credits_above_and_below_are_one_with_the_titles_of_the_lower():
    top = f"<span>{BO}, <em>{MARROW}</em> and {IDA}, <em>{ENNET}</em></span>"
    arrival = read(block(top=top, bottom=f"<p>{CREDIT} and {BO}, Potter, {MARROW}</p><p>{NOTICE}</p>"))
    assert people(arrival) == [ROE, ("Bo Vance", "Potter", "Marrow College")]
    assert text.plain(arrival.body_html) == "\n\n".join(BODY)


def test_merging_goes_by_the_profile_and_forgets_nobody():
    top = [Author("I. Roe", None, "Ennet", "http://theconversation.com/profiles/ida-1"), Author("Bo Vance")]
    bottom = [Author("Ida Roe", "A", "Ennet", "https://www.theconversation.com/profiles/ida-1/")]
    assert [author.name for author in merge(top, bottom)] == ["Ida Roe", "Bo Vance"]


def test_credit_above_alone_is_enough():
    arrival = read(block(top=f"<p>By {CREDIT}</p>", bottom=f"<p>{NOTICE}</p>"))
    assert people(arrival) == [ROE]
    assert text.plain(arrival.body_html) == "\n\n".join(BODY)


def test_missing_credit_is_said_and_nobody_is_invented():
    arrival = read("---\nauthor: Rosa Front\n---\n" + block(bottom=f"<p>{NOTICE}</p>"))
    assert arrival.authors == []
    assert any("no credit" in warning for warning in arrival.warnings)


def test_credit_without_notice_stands_last():
    assert people(read(block(bottom=f"<p>{IDA}, Potter, Ennet University; {BO}, Turner, Marrow College</p>"))) == [
        ("Ida Roe", "Potter", "Ennet University"),
        ("Bo Vance", "Turner", "Marrow College"),
    ]


def test_staff_of_the_outlet_are_authors_too():
    staff = '<a href="https://theconversation.com/us/team#dee-cole">Dee Cole</a>, Editor, Politics + Society, <em><a href="https://theconversation.com">The Conversation</a></em>'
    assert credited(staff) == [("Dee Cole", "Editor, Politics + Society", "The Conversation")]


# --- profiles in running text are nobody's credit


@pytest.mark.parametrize(
    "sentence",
    [
        f"{IDA}, a lecturer at {ENNET}, boils one every day.",
        f"{IDA} is a lecturer at {ENNET}. Her kettle is from 1962.",
        f"{IDA}, who works at {ENNET}, disagrees.",
        f"{IDA}, Lecturer in Steam at {ENNET}, told us why.",
        f"So says {IDA} of {ENNET}.",
        f"Ask {IDA}.",
        f"We asked {IDA}, {BO} and {CY}.",
    ],
)
def test_profile_in_running_text_is_no_author(sentence):
    for body in ([sentence, *BODY], [*BODY, sentence], [BODY[0], sentence, *BODY[1:]]):
        arrival = read(block(body=body, bottom=f"<p>{NOTICE}</p>"))
        assert arrival.authors == []
        assert text.plain(arrival.body_html) == "\n\n".join(text.plain(one) for one in body)
        with_credit = read(block(body=body))
        assert people(with_credit) == [ROE]
        assert text.plain(with_credit.body_html) == "\n\n".join(text.plain(one) for one in body)


def test_words_after_a_credit_that_are_none_of_it_stay():
    bottom = f"<p>{CREDIT}. Rabbi Oz Tell, a scholar, contributed to this article.</p><p>{NOTICE}</p>"
    arrival = read(block(bottom=bottom))
    assert people(arrival) == [ROE]
    assert arrival.body_html.endswith("<p>Rabbi Oz Tell, a scholar, contributed to this article.</p>")


def test_end_of_the_credits_sentence_leaves_with_it():
    assert credited(f"{IDA} is a Lecturer in Steam at {ENNET} in the UK.", with_notice=True, gone="UK") == [ROE]


# --- without links: guarded, and said


def test_person_without_a_profile_between_linked_ones_is_kept_with_a_warning():
    credit = f"{CREDIT}; Una Link, Reader in Salt, Kellmoor University, and {BO}, Potter, {MARROW}"
    arrival = read(block(bottom=f"<p>{credit}</p><p>{NOTICE}</p>"))
    assert people(arrival) == [
        ROE,
        ("Una Link", "Reader in Salt", "Kellmoor University"),
        ("Bo Vance", "Potter", "Marrow College"),
    ]
    assert arrival.authors[1].profile_url is None
    assert any("Una Link" in warning and "without a link" in warning for warning in arrival.warnings)


@pytest.mark.parametrize(
    "credit",
    [
        f"{CREDIT} and Una Link, Reader in Salt, Kellmoor University.",
        f"{CREDIT}; Una Link, Reader in Salt, Kellmoor University",
    ],
)
def test_person_without_a_profile_at_the_end_is_kept(credit):
    assert credited(credit) == [ROE, ("Una Link", "Reader in Salt", "Kellmoor University")]


def test_person_without_a_profile_at_the_beginning_is_kept():
    assert credited(f"Una Link, Reader in Salt, Kellmoor University and {CREDIT}") == [
        ("Una Link", "Reader in Salt", "Kellmoor University"),
        ROE,
    ]


def test_person_without_a_profile_whose_institution_has_a_link():
    arrival = read(block(bottom=f"<p>Una Link, Reader in Salt, {ENNET}</p><p>{NOTICE}</p>"))
    assert people(arrival) == [("Una Link", "Reader in Salt", "Ennet University")]
    assert arrival.authors[0].institution_url and any("without a link" in one for one in arrival.warnings)


def test_institution_in_words_alone_is_a_guess_and_said():
    arrival = read(
        block(bottom=f"<p>{IDA} is a PhD Candidate in History, University of California, Berkeley {NOTICE}</p>")
    )
    assert people(arrival) == [("Ida Roe", "PhD Candidate in History", "University of California, Berkeley")]
    assert any("guess" in warning for warning in arrival.warnings)


def test_institution_on_file_is_no_guess():
    hints = dataclasses.replace(HINTS, institutions={"Sands, Salt and Sea": "Sands, Salt and Sea"})
    arrival = read(block(bottom=f"<p>{IDA}, Reader, Sands, Salt and Sea</p><p>{NOTICE}</p>"), hints)
    assert people(arrival) == [("Ida Roe", "Reader", "Sands, Salt and Sea")]
    assert not any("guess" in warning for warning in arrival.warnings)


def test_author_with_a_title_and_no_institution():
    arrival = read(block(bottom=f"<p>{IDA}, Tutor in Media and Cultural Studies</p><p>{NOTICE}</p>"))
    assert people(arrival) == [("Ida Roe", "Tutor in Media and Cultural Studies", None)]
    assert any("no institution for Ida Roe" in warning for warning in arrival.warnings)


def test_link_that_holds_the_whole_line_is_divided_with_a_warning():
    line = person("Ida Roe, Postdoctoral Associate in Heat, Ennet Institute of Technology (EIT)")
    arrival = read(block(bottom=f"<p>By {line}, {person('Bo Vance, Potter, Marrow College')}. {NOTICE}</p>"))
    assert people(arrival) == [
        ("Ida Roe", "Postdoctoral Associate in Heat", "Ennet Institute of Technology (EIT)"),
        ("Bo Vance", "Potter", "Marrow College"),
    ]
    assert sum("guess" in warning for warning in arrival.warnings) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Una Link is a Reader in Salt at Kellmoor University.",
        "Una Link, Reader in Salt, Kellmoor University.",
        'By <a href="https://una.example">Una Link</a>, Reader in Salt, Kellmoor University.',
    ],
)
def test_credit_without_any_link_is_read_in_the_notices_own_paragraph(sentence):
    arrival = read(block(bottom=f"<p><em>{sentence} {NOTICE}</em></p>"))
    assert people(arrival) == [("Una Link", "Reader in Salt", "Kellmoor University")]
    assert arrival.authors[0].profile_url is None
    assert any("Una Link" in warning for warning in arrival.warnings)


def test_last_words_of_the_article_before_the_notice_are_no_credit():
    arrival = read(block(bottom=f"<p>The Kettle Museum is a place to think at. {NOTICE}</p>"))
    assert arrival.authors == []
    assert "The Kettle Museum is a place to think at." in arrival.body_html
