from hypothesis import given

from articles.body.blocks import blocks
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
