import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body.links import Link, absolute, links
from tests.articles.body.soup import bodies, soup, unhurried

BASE = "https://example.org/news/story/"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/a?b=1&amp;c=2">x</a>', '<a href="https://example.org/a?b=1&amp;c=2">x</a>'),
        ('<a href="../b">x</a>', '<a href="https://example.org/news/b">x</a>'),
        ('<a href="#note">x</a>', '<a href="https://example.org/news/story/#note">x</a>'),
        ('<img src="a.jpg" alt="href=x src=y">', '<img src="https://example.org/news/story/a.jpg" alt="href=x src=y">'),
        ('<a href="//other.example/x">x</a>', '<a href="https://other.example/x">x</a>'),
        ("<iframe src=/chart></iframe>", '<iframe src="https://example.org/chart"></iframe>'),
        ("<div data-src='/x'></div>", '<div data-src="https://example.org/x"></div>'),
        ("<a title='>' href = b>x</a>", "<a title='>' href=\"https://example.org/news/story/b\">x</a>"),
    ],
)
def test_relative_addresses_are_made_absolute(before, after):
    assert absolute(before, BASE) == after


@pytest.mark.parametrize(
    "html",
    [
        "",
        '<a href="https://example.org/a/../b">x</a>',
        '<a href="mailto:desk@example.org">x</a>',
        '<a href="">x</a><a>y</a>',
        '<p title="href=/x">href="/x" &lt;a href="/x"&gt;</p>',
        '<a href="//[">x</a>',
        "<!-- <a href='/x'> -->",
    ],
)
def test_what_is_no_relative_address_stays_to_the_byte(html):
    assert absolute(html, BASE) == html


def test_links_come_with_their_words_in_order():
    html = (
        '<p><a href="/a?b=1&amp;c=2">one\n <em>two</em></a> x <a href="#b"><img src="s" alt="A dog"></a> <a>no</a></p>'
    )
    assert links(html) == [Link("/a?b=1&c=2", "one two"), Link("#b", "A dog")]


@unhurried
@given(bodies)
def test_making_absolute_twice_changes_nothing_and_leaves_the_words(html):
    once = absolute(html, BASE)
    assert absolute(once, BASE) == once
    assert [link.text for link in links(once)] == [link.text for link in links(html)]
    assert all(link.href.startswith("https://example.org/") for link in links(once))


@unhurried
@given(st.one_of(soup, st.text()))
def test_no_input_breaks_them(html):
    absolute(html, BASE)
    links(html)
