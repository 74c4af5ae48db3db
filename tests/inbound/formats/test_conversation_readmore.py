"""Read-more lists become related links and leave the body with their rules; sentences that begin alike stay."""

# ruff: noqa: E501 - a sample reads best on one line

import pytest

from articles.body import text
from tests.inbound.formats.conversation import BODY, CREDIT, NOTICE, block, read

A = '<a href="https://theconversation.com/ditches-1">Why ditches matter</a>'
B = '<a href="https://theconversation.com/dams-2">Why dams don’t</a>'
BOTH = [
    ("Why ditches matter", "https://theconversation.com/ditches-1"),
    ("Why dams don’t", "https://theconversation.com/dams-2"),
]

LABELS = "READ MORE Lea À lire aussi Lire plus Leia mais Baca juga Quarter Life Kettles"


def related(*inserted: str) -> list[tuple[str, str]]:
    """The links of a list between the first and the second paragraph; nothing else may have changed."""
    arrival = read(block(body=[BODY[0] + "</p>" + "".join(inserted) + "<p>" + BODY[1], *BODY[2:]]), gone=LABELS)
    assert text.plain(arrival.body_html) == "\n\n".join(BODY)
    assert "<hr>" not in arrival.body_html and "<li>" not in arrival.body_html
    return [(one.title, one.url) for one in arrival.related]


@pytest.mark.parametrize(
    "inserted",
    [
        f"<hr><p><em><strong>Read more: {A}</strong></em></p><hr>",
        f"<hr><p><strong>Read more:</strong> <em>{A}</em></p><hr>",
        f"<p>Read more: {A}</p>",
        f"<p>Read more:<br>{A}</p>",
        f"<p>Read more: {A}.</p>",
        f"<p>READ MORE: {A}</p>",
        f"<p>Read more {A}</p>",
        '<p><a href="https://theconversation.com/ditches-1">Read more: Why ditches matter</a></p>',
        f"<h4>Read more: {A}</h4>",
        f"<hr><p>Read more:</p><p>{A}</p><hr>",
        f"<hr><p><em>Leer más: {A}</em></p><hr>",
        f"<hr><p>Lea más: {A}</p><hr>",
        f"<hr><p>À lire aussi : {A}</p><hr>",
        f"<hr><p>Lire plus : {A}</p><hr>",
        f"<hr><p>Leia mais: {A}</p><hr>",
        f"<hr><p>Baca juga: {A}</p><hr>",
    ],
)
def test_list_of_one_leaves_with_its_rules(inserted):
    assert related(inserted) == BOTH[:1]


@pytest.mark.parametrize(
    "inserted",
    [
        f"<hr><p>Read more: {A}</p><hr><p>Read more: {B}</p><hr>",
        f"<p>Read more: {A}; {B}</p>",
        f"<p>Read more: {A} and {B}</p>",
        f"<p>Read more:</p><ul><li>{A}</li><li>{B}</li></ul>",
        f"<p><strong>Read more from Quarter Life:</strong></p><ul>\n<li><p><em>{A}</em></p></li>\n<li><p>{B}</p></li></ul>",
        f"<hr><p>Read more:</p><p>{A}</p><p>{B}</p><hr>",
        f"<hr><p>Read more: {A}</p><p>{B}</p><hr>",
        f"<p>Read more:<br>– {A}<br>– {B}</p>",
    ],
)
def test_longer_lists_keep_their_order(inserted):
    assert related(inserted) == BOTH


def test_same_link_twice_is_one():
    assert related(f"<p>Read more: {A}</p>", f"<p>Read more: {A}</p>") == BOTH[:1]


def test_series_blurb_before_the_list_stays_with_its_rules():
    blurb = (
        '<em><strong>No two kettles are the same.</strong> Our <a href="https://tcnv.link/x">series</a> has more.</em>'
    )
    body = [
        BODY[0],
        f"</p><hr><p>{blurb}",
        f"Read more from Kettles:</p><ul><li>{A}</li></ul><hr><p>{BODY[1]}",
        BODY[2],
    ]
    arrival = read(block(body=body), gone=LABELS)
    assert [one.title for one in arrival.related] == ["Why ditches matter"]
    assert "No two kettles are the same." in arrival.body_html
    assert arrival.body_html.count("<hr>") == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Read more books than brochures, said the surveyor.",
        f"Read more about this in {A}, which is longer.",
        f"People actually read more: {A}",
        "Read more: our guide to kettles.",
        'Read more about kettles <a href="https://theconversation.com/x-3">here</a>.',
        f"Read more: the story of {A} is told elsewhere.",
        f"Further reading: {A}",
    ],
)
def test_sentence_that_only_begins_alike_stays(sentence):
    body = [BODY[0], sentence, *BODY[1:]]
    arrival = read(block(body=body))
    assert arrival.related == []
    assert text.plain(arrival.body_html) == "\n\n".join(text.plain(one) for one in body)


def test_list_that_says_something_else_stays_whole():
    body = [BODY[0], f"Read more:</p><ul><li>{A}</li><li>and a word about {B}</li></ul><p>{BODY[1]}"]
    arrival = read(block(body=body))
    assert arrival.related == []
    assert arrival.body_html.count("<li>") == 2


def test_rule_that_fences_more_than_the_list_stays():
    arrival = read(block(body=[BODY[0], f"</p><hr><p>A word.</p><p>Read more: {A}</p><hr><p>{BODY[1]}"]))
    assert arrival.body_html.count("<hr>") == 2


def test_republishers_own_list_behind_the_notice_is_not_the_outlets():
    own = '<p>Read more: <a href="https://example.org/ours">Our own story</a></p>'
    arrival = read(block(bottom=f"<p>{CREDIT}</p><p>{NOTICE}</p>{own}"))
    assert arrival.related == []
    assert "Our own story" in arrival.body_html
