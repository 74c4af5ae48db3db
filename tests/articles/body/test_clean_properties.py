"""What holds for every input: it is stable, it is safe for other parsers too, and no word is lost."""

import re

import lxml.html
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from articles.body import text
from articles.body.clean import ALLOWED, clean
from tests.articles.body.reader import faults, is_safe
from tests.articles.body.soup import bodies, soup, unhurried
from tests.thorough import size

any_text = st.one_of(soup, st.text(max_size=60), bodies)


@unhurried
@given(any_text)
@example("\xa0<img></img>\x0c'</caption>")
@example("<q><br></thead><col>\t</br>word. &nbsp;<section>hello")
@example("<ins>it<thead><figure></ins>\n<h2>\t</h2><svg> end")
def test_cleaning_twice_changes_nothing(html):
    once = clean(html)
    assert clean(once) == once


@unhurried
@given(any_text)
def test_another_parser_finds_nothing_but_what_the_tables_allow_in_balanced_blocks(html):
    assert not faults(clean(html))


@unhurried
@given(any_text)
def test_lxml_finds_nothing_that_runs(html):
    cleaned = clean(html)
    assume(cleaned.strip())
    for element in lxml.html.fragment_fromstring(cleaned, create_parent="main").iterdescendants():
        assert element.tag in ALLOWED
        assert all(is_safe(element.tag, name, value) for name, value in element.attrib.items())


@unhurried
@given(any_text)
def test_an_html5_parser_reads_the_tree_that_was_written(html):
    cleaned = clean(html)
    tree = LexborHTMLParser(cleaned, is_fragment=True).root
    read = "".join(node.html for node in tree.iter(include_text=True)) if tree else ""

    def same(one: str) -> str:
        return one.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">")

    assert same(read) == same(cleaned.replace("<pre>\n", "<pre>"))


# Elements whose words no browser shows, or shows as they are written: what a parser says of them is another question.
_OTHER_RULES = re.compile(
    "noframes|textarea|xmp|title|iframe|noscript|noembed|plaintext|script|style|template|CDATA|&#0"
)


@settings(max_examples=size(60, 1000), deadline=None)
@given(soup)
def test_every_visible_letter_is_kept(html):
    assume(not _OTHER_RULES.search(html))
    parsed = LexborHTMLParser(re.sub("[\0\ud800-\udfff]", "", html), is_fragment=True).root
    shown = re.sub(r"\W", "", parsed.text(deep=True)) if parsed else ""
    kept = re.sub(r"\W", "", text.plain(clean(html)))
    if html.count("'") % 2 == 0 and html.count('"') % 2 == 0:
        assert sorted(shown) == sorted(kept)
    else:  # where a quote is never closed, a browser loses words that we keep
        assert not _missing(shown, kept)


def _missing(shown: str, kept: str) -> list[str]:
    left = list(kept)
    return [letter for letter in shown if letter not in left or left.remove(letter)]


@unhurried
@given(st.text("ab \xa0\n<>&\"'é—“", max_size=40))
def test_plain_words_come_out_as_they_went_in(words):
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    assert text.plain(clean(f"<p>x{escaped}x</p>")) == " ".join(re.split(r"[ \n]+", f"x{words}x"))
