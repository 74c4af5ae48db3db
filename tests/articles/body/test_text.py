from hypothesis import given

from articles.body import text
from articles.body.blocks import blocks
from tests.articles.body.soup import bodies, unhurried


def test_blocks_are_apart_and_space_inside_them_is_one():
    html = "<h2>Head</h2>\n<p>One\n  <em>two</em>,<br>three.</p><ul><li>a</li><li>b</li></ul>"
    assert text.plain(html) == "Head\n\nOne two, three.\n\na\n\nb"


def test_captions_count_and_embeds_and_pictures_have_no_words():
    html = (
        '<figure><img src="a" alt="no"><figcaption>Caption</figcaption></figure><div class="embed" data-src="u"></div>'
    )
    assert text.plain(html) == "Caption"


def test_characters_come_out_as_they_are_read():
    assert text.plain("<p>10&nbsp;km &amp; &lt;b&gt; “x” é</p>") == "10\xa0km & <b> “x” é"


def test_code_and_comments_of_raw_html_are_no_words():
    assert text.plain("<p>a<script>b</script><!-- c -->d</p><style>e</style>") == "ad"


def test_an_excerpt_ends_after_whole_words_and_says_that_there_is_more():
    html = "<p>one two</p><p>three four</p>"
    assert text.excerpt(html, words=3) == "one two three…"
    assert text.excerpt(html, words=4) == "one two three four"
    assert text.excerpt(html) == "one two three four"
    assert text.excerpt("") == ""


def test_words_are_in_order():
    assert text.words("<p>one <b>t</b>wo</p><p>three</p>") == ["one", "two", "three"]


@unhurried
@given(bodies)
def test_the_words_of_a_body_are_the_words_of_its_blocks(html):
    assert text.words(html) == [word for block in blocks(html) for word in text.words(block)]
