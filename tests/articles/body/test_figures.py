from hypothesis import given
from hypothesis import strategies as st

from articles.body import text
from articles.body.blocks import blocks
from articles.body.clean import clean
from articles.body.figures import Image, Shown, images, replace
from tests.articles.body.soup import bodies, unhurried

FIGURE = (
    '<figure class="align-right zoomable"><a href="https://example.org/full.jpg">'
    '<img src="https://example.org/a.jpg?w=1&amp;h=2" alt="A &quot;dog&quot;"></a><figcaption>'
    '<span class="caption">A <em>dog</em>, asleep.</span> <span class="attribution">'
    '<a class="source" href="https://photos.example">P. Hound/Photos</a>, '
    '<a class="license" href="http://creativecommons.org/licenses/by/4.0/">CC BY</a></span></figcaption></figure>'
)


def shown(src: str) -> Shown:
    return Shown("/media/a-800.webp", 800, 533, "/media/a-400.webp 400w, /media/a-800.webp 800w", "100vw")


def test_a_figure_shows_our_file_and_no_longer_links_to_theirs():
    asked = []
    result = replace(f"<p>a</p>{FIGURE}<p>b</p>", lambda src: asked.append(src) or shown(src))
    assert asked == ["https://example.org/a.jpg?w=1&h=2"]
    assert (
        '<p>a</p><figure class="align-right zoomable"><img src="/media/a-800.webp" '
        'srcset="/media/a-400.webp 400w, /media/a-800.webp 800w" sizes="100vw" alt="A &quot;dog&quot;" width="800" '
        'height="533" loading="lazy" decoding="async"><figcaption><span class="caption">'
    ) in result
    assert "full.jpg" not in result
    assert text.plain(result) == text.plain(f"<p>a</p>{FIGURE}<p>b</p>")


def test_a_picture_that_is_not_cleared_goes_with_its_whole_figure():
    assert replace(f"<p>a</p>\n{FIGURE}\n<p>b</p>", lambda src: None) == "<p>a</p>\n\n<p>b</p>"


def test_a_picture_alone_goes_with_the_paragraph_that_held_nothing_else():
    html = (
        '<p>a</p><p><a href="x"><img src="y"></a></p><p>b <img src="z"> c</p><ul><li><img src="y"></li><li>d</li></ul>'
    )
    assert replace(html, lambda src: None) == "<p>a</p><p>b  c</p><ul><li>d</li></ul>"


def test_a_table_keeps_its_cells():
    html = '<table><tbody><tr><td><img src="y"></td><td>b</td></tr></tbody></table>'
    assert replace(html, lambda src: None) == "<table><tbody><tr><td></td><td>b</td></tr></tbody></table>"


def test_one_picture_that_is_not_cleared_takes_its_figure_even_beside_one_that_is():
    html = '<figure><img src="a"><img src="b"><figcaption>Both</figcaption></figure><p>x</p>'
    assert replace(html, lambda src: shown(src) if src == "a" else None) == "<p>x</p>"


def test_a_link_goes_also_when_something_stands_between_it_and_the_picture():
    html = '<figure><p><a href="big.jpg"><em><img src="a"></em></a></p></figure>'
    assert "big.jpg" not in replace(html, shown)
    assert replace(html, shown).startswith("<figure><p><em><img")


def test_a_link_with_words_stays_a_link():
    html = '<figure><a href="https://example.org/story"><img src="a"> Read the story</a></figure>'
    assert '<a href="https://example.org/story"><img src="/media/a-800.webp"' in replace(html, shown)


def test_a_rendering_is_escaped_and_has_no_empty_attributes():
    result = replace('<p><img src="a" alt="x"></p>', lambda src: Shown('/m?a=1&b="', None, None))
    assert result == '<p><img src="/m?a=1&amp;b=&quot;" alt="x" loading="lazy" decoding="async"></p>'


def test_a_figure_of_the_conversation_is_read():
    expected = Image(
        src="https://example.org/a.jpg?w=1&h=2",
        alt='A "dog"',
        caption="A dog, asleep.",
        credit="P. Hound/Photos",
        licence="CC BY",
        licence_url="http://creativecommons.org/licenses/by/4.0/",
        in_figure=True,
    )
    assert images(FIGURE) == images(clean(FIGURE)) == [expected]


def test_source_and_licence_may_be_words_without_a_link_or_missing():
    html = (
        '<figure><img src="a"><figcaption><span class="caption">C.</span> <span class="attribution">'
        '<span class="source">S</span>, <span class="license">Author provided</span></span></figcaption></figure>'
        '<figure><img src="b"><figcaption><span class="caption"></span> <span class="attribution">'
        "Author provided</span></figcaption></figure>"
        '<figure><img src="c"><figcaption>Only <b>words</b>.</figcaption></figure><p><img src="d" alt="D"></p>'
    )
    assert images(html) == [
        Image("a", caption="C.", credit="S", licence="Author provided", in_figure=True),
        Image("b", credit="Author provided", in_figure=True),
        Image("c", caption="Only words.", in_figure=True),
        Image("d", alt="D"),
    ]


def test_a_figure_that_another_tool_left_in_a_paragraph_is_read_too():
    html = (
        "<p>Words.<figure class=\"align-centre zoomable\"></p>\n<p><a href=big><img src=a alt=''></a>"
        '<figcaption><span class="caption">Not a fan.</span>&nbsp;</p> </figcaption></figure>'
    )
    assert images(html) == [Image("a", caption="Not a fan.", in_figure=True)]


@unhurried
@given(bodies, st.booleans())
def test_the_words_of_other_blocks_are_untouched(html, cleared):
    result = replace(html, shown if cleared else lambda src: None)
    assert _without_pictures(result) == _without_pictures(html)
    assert clean(clean(result)) == clean(result)


def _without_pictures(html: str) -> list[str]:
    return [block.strip() for block in blocks(html) if "<img" not in block and block.strip()]
