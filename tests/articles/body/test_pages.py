from hypothesis import given
from hypothesis import strategies as st

from articles.body import text
from articles.body.blocks import blocks
from articles.body.pages import paginate
from tests.articles.body.soup import bodies, unhurried


def paragraph(length: int) -> str:
    return f"<p>{'x' * length}</p>\n"


def test_a_short_text_is_one_page():
    html = paragraph(100) * 3
    assert paginate(html, length=300) == [html]
    assert paginate("") == [""]


def test_a_long_text_is_cut_between_blocks():
    assert paginate(paragraph(100) * 4, length=200) == [paragraph(100) * 2] * 2


def test_markup_does_not_count_towards_the_length():
    html = f'<p><a href="https://example.org/{"long/" * 100}">short</a></p>' * 3
    assert paginate(html, length=15) == [html]


def test_a_heading_is_never_the_last_block_of_a_page():
    html = paragraph(90) + "<h2>Head</h2><h3>Sub</h3>" + paragraph(90)
    assert paginate(html, length=100) == [paragraph(90), "<h2>Head</h2><h3>Sub</h3>" + paragraph(90)]


def test_a_figure_stays_with_the_block_before_it():
    figure = '<figure><img src="a.jpg"><figcaption>caption</figcaption></figure>'
    embed = '<div class="embed" data-src="https://example.org"></div>'
    html = paragraph(60) + paragraph(60) + figure + embed + paragraph(60)
    pages = paginate(html, length=65)
    assert pages == [paragraph(60), paragraph(60) + figure + embed, paragraph(60)]


def test_a_last_page_of_a_few_lines_is_not_worth_a_click():
    html = paragraph(100) * 2 + paragraph(20)
    assert paginate(html, length=100) == [paragraph(100), paragraph(100) + paragraph(20)]


def test_a_huge_block_stays_whole():
    html = paragraph(10) + paragraph(5000) + paragraph(100)
    assert paginate(html, length=100) == [paragraph(10), paragraph(5000), paragraph(100)]
    assert paginate(paragraph(5000), length=100) == [paragraph(5000)]


def test_an_editors_marks_decide_whatever_the_length():
    html = "".join(f"<p>{letter}</p>" for letter in "abcd")
    assert paginate(html, marks=[2]) == ["<p>a</p><p>b</p>", "<p>c</p><p>d</p>"]
    assert paginate(html, length=1, marks=[3, 1, 3]) == ["<p>a</p>", "<p>b</p><p>c</p>", "<p>d</p>"]


def test_marks_that_name_no_block_are_passed_over():
    html = paragraph(100) * 4
    assert paginate(html, marks=[-1, 2, 4, 99]) == [paragraph(100) * 2] * 2
    assert paginate(html, length=200, marks=[99]) == paginate(html, length=200)
    assert paginate(html, length=200, marks=[0]) == [html]


@unhurried
@given(bodies, st.integers(1, 60), st.lists(st.integers(-3, 12), max_size=4))
def test_joined_pages_are_the_body_to_the_byte(html, length, marks):
    pages = paginate(html, length=length, marks=marks)
    assert "".join(pages) == html
    assert [block for page in pages for block in blocks(page)] == blocks(html)


@unhurried
@given(bodies, st.integers(1, 60))
def test_no_page_ends_with_a_heading_or_begins_with_a_figure_or_is_a_stump(html, length):
    pages = paginate(html, length=length)
    for page in pages[:-1]:
        assert not blocks(page)[-1].lstrip().startswith("<h2")
    for page in pages[1:]:
        assert not page.lstrip().startswith(("<figure", "<div"))
    if len(pages) > 1:
        assert sum(len(text.plain(block)) for block in blocks(pages[-1])) * 4 >= length
