import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body import text
from articles.body.blocks import blocks, first_paragraphs
from tests.articles.body.reader import faults
from tests.articles.body.soup import bodies, soup, unhurried


def test_each_top_level_element_is_a_block_and_space_goes_with_the_block_before():
    html = '\n<p>a <em>b</em></p>\n\n<ul><li><p>c</p></li></ul><hr>\n<div class="embed" data-src="https://e.org"></div>'
    assert blocks(html) == [
        "\n<p>a <em>b</em></p>\n\n",
        "<ul><li><p>c</p></li></ul>",
        "<hr>\n",
        '<div class="embed" data-src="https://e.org"></div>',
    ]


def test_nothing_has_no_blocks():
    assert blocks("") == []


def test_text_between_blocks_is_a_block():
    assert blocks("a<p>b</p>c") == ["a", "<p>b</p>", "c"]


@unhurried
@given(bodies)
def test_joined_blocks_are_the_body_to_the_byte(html):
    assert "".join(blocks(html)) == html


@unhurried
@given(soup)
def test_even_the_blocks_of_raw_html_lose_no_byte(html):
    assert "".join(blocks(html)) == html


@unhurried
@given(bodies)
def test_every_block_begins_with_its_tag_and_is_one_block_itself(html):
    for block in blocks(html):
        assert block.lstrip().startswith("<")
        assert blocks(block) == [block]


# --- the first paragraphs

STORY = (
    '<h2>Ferries</h2>\n<p>One.</p>\n\n<figure><img src="/a.jpg"><figcaption>A ferry.</figcaption></figure>\n'
    '<ul><li>Two a.</li><li>Two b.</li></ul><h3>Later</h3><hr><div class="embed" data-src="https://e.org"></div>'
    "<blockquote><p>Three.</p></blockquote><h2>The end</h2>"
)


@pytest.mark.parametrize(
    ("number", "ends_with"),
    [
        (1, "<p>One.</p>\n\n"),
        (2, "<li>Two b.</li></ul>"),
        # Nothing is held back, so it stands as its author ended it.
        (3, "<h2>The end</h2>"),
        (4, "<h2>The end</h2>"),
    ],
)
def test_the_first_paragraphs_end_with_the_last_that_may_be_shown(number, ends_with):
    shown = first_paragraphs(STORY, number)
    assert shown == STORY[: STORY.index(ends_with) + len(ends_with)]


def test_of_no_paragraphs_nothing_stays():
    assert first_paragraphs(STORY, 0) == ""


def speaking(html: str) -> list[str]:
    """The blocks that count, found without the code that counts them."""
    silent = ("<h2", "<figure", "<hr", "<div")
    return [block for block in blocks(html) if not block.lstrip().startswith(silent) and text.words(block)]


numbers = st.integers(1, 9)


@unhurried
@given(bodies, numbers)
def test_the_first_paragraphs_begin_the_text_and_are_as_many_as_asked_for(html, number):
    shown = first_paragraphs(html, number)
    assert html.startswith(shown)
    assert speaking(shown) == speaking(html)[:number]
    assert not faults(shown)


@unhurried
@given(bodies, numbers)
def test_first_paragraphs_that_leave_something_out_never_end_in_a_heading_a_figure_or_a_chart(html, number):
    shown = first_paragraphs(html, number)
    if len(speaking(html)) > number:
        assert blocks(shown)[-1] == speaking(shown)[-1]
    else:
        assert shown == html


@unhurried
@given(bodies, numbers, numbers)
def test_the_first_of_the_first_paragraphs_are_the_first(html, number, fewer):
    assert first_paragraphs(first_paragraphs(html, number), number) == first_paragraphs(html, number)
    assert first_paragraphs(first_paragraphs(html, number), fewer) == first_paragraphs(html, min(number, fewer))


@unhurried
@given(soup, numbers)
def test_even_of_raw_html_the_first_paragraphs_are_a_beginning(html, number):
    assert html.startswith(first_paragraphs(html, number))
