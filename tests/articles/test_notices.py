"""Notices in the wording of terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.notices import fill, listed, words

KNOWN = {
    "outlet": "TC",
    "home": "https://tc.example",
    "original": "https://tc.example/x-1",
    "licence_url": "https://creativecommons.org/licenses/by-nd/4.0/",
}
HOME = '<a href="https://tc.example">TC</a>'
ENGLISH = (
    'This article is republished from <a href="{home}">{outlet}</a> under a Creative Commons license. '
    'Read the <a href="{original}">original article</a>.'
)
SPANISH = (
    '<p><em>Este artículo fue publicado originalmente en <a href="{home}">{outlet}</a>. '
    'Lea el <a href="{original}">original</a>.</em></p>'
)
TRACKER = 'This <a href="{original}">article</a> first appeared on <a href="{home}">{outlet}</a>.'
FIRST = f"This article is republished from {HOME} under a Creative Commons license."


def without(*names: str) -> dict[str, str]:
    return {name: "" if name in names else value for name, value in KNOWN.items()}


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        (ENGLISH, KNOWN, f'{FIRST} Read the <a href="https://tc.example/x-1">original article</a>.'),
        (ENGLISH, without("original"), FIRST),
        (
            SPANISH,
            without("original"),
            f"<p><em>Este artículo fue publicado originalmente en {HOME}.</em></p>",
        ),
        (TRACKER, without("original"), f"This article first appeared on {HOME}."),
        (
            '<p>From {outlet}.</p><p>Read the <a href="{original}">original</a>.</p>',
            without("original"),
            "<p>From TC.</p><p></p>",
        ),
        (
            'By {outlet} (<a href="{licence_url}">CC BY-ND</a>).',
            without("licence_url"),
            "By TC (CC BY-ND).",
        ),
        ("{{braces}} stay, {outlet}!", KNOWN, "{braces} stay, TC!"),
        ("No wording at all.", without("original"), "No wording at all."),
    ],
    ids=[
        "all known",
        "second sentence",
        "inside em",
        "credit in the same sentence",
        "own paragraph",
        "no licence address",
        "doubled braces",
        "nothing to fill",
    ],
)
def test_notice_says_what_is_known_and_has_no_dead_link(template, values, expected):
    assert fill(template, values).strip() == expected


def test_values_are_text_in_the_notice():
    filled = fill('From <a href="{home}">{outlet}</a>.', {"outlet": '<script>"&', "home": 'https://a.example/"><b>'})

    assert filled == 'From <a href="https://a.example/&quot;&gt;&lt;b&gt;">&lt;script&gt;&quot;&amp;</a>.'


def test_value_that_looks_like_a_placeholder_is_not_filled_again():
    assert fill("From {outlet}.", {"outlet": "{home}", "home": "https://a.example"}) == "From {home}."


def test_names_in_running_text():
    assert listed(["Ann Lee"], "en") == "Ann Lee"
    assert listed(["Ann Lee", "Bo Ek"], "es") == "Ann Lee y Bo Ek"
    assert listed(["Ann Lee", "Bo Ek", "Cy Fox"], "en") == "Ann Lee, Bo Ek and Cy Fox"
    assert listed([], "en") == ""


@given(st.text(alphabet=st.sampled_from('<>/abp "={}.! original\nhrefoutlet'), max_size=80))
def test_any_template_gives_clean_words_and_never_an_empty_link(template):
    made = words(fill(template, {"outlet": "TC", "original": ""}))

    assert 'href=""' not in made
    assert "<script" not in made
