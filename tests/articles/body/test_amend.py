"""What readers see = original + amendments."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.body import text
from articles.body.amend import Amended, Amendment, Conflict, amend
from articles.body.blocks import blocks
from articles.body.clean import clean
from articles.body.view import View
from tests.articles.body.reader import faults, read_aloud
from tests.articles.body.soup import bodies, soup, unhurried

ORIGINAL = (
    '<p>On <em>Monday</em> the <a href="/s">big study</a> was out.</p>\n\n'
    "<ul><li>one</li><li>two words</li></ul>"
    "<p>The big end &amp; more,\n here  and <strong>there</strong>.</p>"
)


def amended(*amendments: Amendment, html: str = ORIGINAL) -> str:
    result = amend(html, amendments)
    assert result.conflicts == []
    assert result.applied == list(range(len(amendments)))
    return result.html


def conflict(*amendments: Amendment, html: str = ORIGINAL) -> Conflict:
    """The one conflict of the last amendment; the ones before it are applied."""
    result = amend(html, amendments)
    assert result.applied == list(range(len(amendments) - 1))
    (found,) = result.conflicts
    assert found.index == len(amendments) - 1
    return found


def test_without_amendments_the_original_is_unchanged_to_the_byte():
    raw = "<P>not <b>even clean"
    assert amend(raw, []).html is raw


@unhurried
@given(st.one_of(bodies, soup))
def test_applying_nothing_changes_nothing(html):
    assert amend(html, []) == Amended(html)


@pytest.mark.parametrize(
    ("amendment", "before", "after"),
    [
        # Time and place
        (Amendment("Monday", block=0, replacement="Tuesday"), "<em>Monday</em>", "<em>Tuesday</em>"),
        # An insertion quotes the words that it follows; it does not get into the emphasis or link before it
        (Amendment("Monday", block=0, replacement="Monday, May 1,"), "Monday</em>", "Monday</em>, May 1,"),
        (Amendment("big study", block=0, replacement="big study (PDF)"), "study</a>", "study</a> (PDF)"),
        (Amendment("study", block=0, replacement="studying"), "big study", "big studying"),
        (Amendment("big study", block=0, replacement="“big study"), '<a href="/s">', '“<a href="/s">'),
        (Amendment("words", block=1, replacement="good words"), "two words", "two good words"),
        # Across tags
        (Amendment("the big study was", replacement="a thing is"), 'the <a href="/s">big study</a> was', "a thing is"),
        (
            Amendment("Monday the big", replacement="Sunday a"),
            '<em>Monday</em> the <a href="/s">big study',
            '<em>Sunday a</em><a href="/s"> study',
        ),
        # Cuts take the elements along that have no words left
        (Amendment(" the big study", replacement=""), ' the <a href="/s">big study</a>', ""),
        (Amendment("one", block=1, replacement=""), "<li>one</li>", ""),
        (Amendment("one two words", replacement=""), "<ul><li>one</li><li>two words</li></ul>", ""),
        (Amendment("two", block=1, replacement=""), "<li>two words", "<li> words"),
        # Text stays text
        (Amendment("& more", replacement="<b>\xa0& \0more"), "&amp; more", "&lt;b&gt;&nbsp;&amp; more"),
        # Space is space
        (Amendment("more, here and there", replacement="less"), "more,\n here  and <strong>there</strong>", "less"),
        (Amendment("more,\xa0\nhere", replacement="more, now"), "more,\n here", "more,\n now"),
        # Words before and after tell which are meant
        (Amendment("big", suffix=" end", replacement="far"), "The big", "The far"),
        (Amendment("big", prefix="Monday the ", replacement="far"), ">big", ">far"),
        (Amendment("two", prefix="one", replacement="2"), "two", "2"),
        # Not in its block, but in one other place
        (Amendment("two", block=0, replacement="2"), "two", "2"),
        (Amendment("two", block=99, replacement="2"), "two", "2"),
        (Amendment("big", suffix=" end", block=0, replacement="far"), "The big", "The far"),
    ],
)
def test_the_quoted_words_are_replaced_and_nothing_else(amendment, before, after):
    assert ORIGINAL.count(before) == 1
    assert amended(amendment) == ORIGINAL.replace(before, after)


def test_the_block_tells_which_of_two_is_meant():
    assert amended(Amendment("big", block=0, replacement="far")) == ORIGINAL.replace(">big", ">far")
    assert amended(Amendment("big", block=2, replacement="far")) == ORIGINAL.replace("The big", "The far")


def test_amendments_are_found_in_the_original_whatever_others_change():
    first = Amendment("Monday", block=0, replacement="big end")
    second = Amendment("big end", block=2, replacement="small end")
    assert amended(first, second) == amended(second, first)
    assert "small end" in amended(first, second)


def test_two_paragraphs_can_be_cut_with_one_amendment():
    html = "<p>a</p>\n<p>b c</p>\n<p>d e</p>\n<p>f</p>"
    assert amended(Amendment("b c d e", block=1), html=html) == "<p>a</p>\n\n\n<p>f</p>"


def test_a_quote_that_reaches_over_the_edge_of_a_block_puts_no_words_between_blocks():
    html = "<p>a b.</p>\n<p>c d</p>"
    assert amended(Amendment(" c", replacement="x c"), html=html) == "<p>a b.</p>\n<p>x c d</p>"
    assert amended(Amendment("b. ", replacement="b. x"), html=html) == "<p>a b. x</p>\n<p>c d</p>"
    assert amended(Amendment("c d ", replacement="c d e"), html=html) == "<p>a b.</p>\n<p>c d e</p>"
    assert amended(Amendment("b. c", replacement="b. The c"), html=html) == "<p>a b.</p>\n<p>The c d</p>"


def test_a_cut_never_takes_a_picture_or_a_cell():
    html = '<p>a <img src="x" alt=""></p><table><tbody><tr><td>b</td><td>c</td></tr></tbody></table>'
    assert amended(Amendment("a"), Amendment("b"), html=html) == (
        '<p> <img src="x" alt=""></p><table><tbody><tr><td></td><td>c</td></tr></tbody></table>'
    )


def test_words_that_are_not_there_are_a_conflict():
    assert "are not in the text, or no longer" in conflict(Amendment("Tuesday", block=0)).reason


def test_words_in_two_places_are_a_conflict():
    assert "stand in 2 places" in conflict(Amendment("big")).reason
    assert "stand in 2 places" in conflict(Amendment("big", block=1)).reason
    assert "stand in 3 places" in conflict(Amendment("o", block=1)).reason


def test_words_whose_neighbours_changed_are_a_conflict():
    assert "the words around them have changed" in conflict(Amendment("Monday", prefix="Since ", block=0)).reason


def test_words_that_overlap_with_an_earlier_amendment_are_a_conflict():
    first = Amendment("Monday the", block=0, replacement="x")
    found = conflict(first, Amendment("the big", block=0, replacement="y"))
    assert "overlap with those of amendment 1" in found.reason


def test_amendments_side_by_side_do_not_overlap():
    html = "<p>one two</p>"
    assert amended(Amendment("one", replacement="1"), Amendment(" two", replacement=" 2"), html=html) == "<p>1 2</p>"


@pytest.mark.parametrize("exact", ["", " ", "\xa0\n"])
def test_an_amendment_that_quotes_nothing_is_a_conflict(exact):
    assert "quotes no words" in conflict(Amendment(exact, replacement="x")).reason


def test_a_conflict_does_not_stop_the_amendments_after_it():
    result = amend(ORIGINAL, [Amendment("absent"), Amendment("Monday", replacement="Tuesday")])
    assert result.applied == [1]
    assert "Tuesday" in result.html


def _normal(html: str) -> str:
    return View(html).text.strip()


@st.composite
def amendments(draw):
    html = draw(bodies)
    view = View(html)
    assume(view.text.strip())
    begin = draw(st.integers(0, len(view.text) - 1))
    end = draw(st.integers(begin + 1, min(len(view.text), begin + 20)))
    replacement = draw(st.text("ab &<é", max_size=8))
    exact = view.text[begin:end]
    assume(exact.strip())
    return html, view, begin, end, Amendment(exact, view.text[:begin], view.text[end:], replacement=replacement)


@unhurried
@given(amendments())
def test_nothing_outside_the_quoted_words_changes(drawn):
    html, view, begin, end, amendment = drawn
    result = amend(html, [amendment])
    assume(result.applied)  # "a" between "a" and "a" may fit in two places
    expected = view.text[:begin] + amendment.replacement + view.text[end:]
    # Space stands where blocks meet, too, so only words are compared here; the table above holds the rest.
    assert "".join(text.words(result.html)) == "".join(expected.split())
    assert not faults(result.html)


@unhurried
@given(amendments())
def test_an_amended_body_is_still_a_clean_body(drawn):
    html, _, _, _, amendment = drawn
    result = amend(html, [amendment]).html
    cleaned = clean(result)
    assert text.words(cleaned) == text.words(result)
    assert not faults(result)


@unhurried
@given(amendments())
def test_blocks_without_quoted_words_keep_every_byte(drawn):
    html, view, begin, end, amendment = drawn
    first, last = view.block_at(begin), view.block_at(end - 1)
    result = amend(html, [amendment])
    assume(result.applied)
    assert result.html.startswith("".join(blocks(html)[:first]))
    assert result.html.endswith("".join(blocks(html)[last + 1 :]))


@unhurried
@given(
    bodies,
    st.lists(
        st.builds(Amendment, st.text("ab ", max_size=3), block=st.integers(-1, 9), replacement=st.text(max_size=3)),
        max_size=6,
    ),
)
def test_every_amendment_is_either_applied_or_a_conflict(html, several):
    result = amend(html, several)
    assert sorted([*result.applied, *(one.index for one in result.conflicts)]) == list(range(len(several)))
    assert not faults(result.html)
    assert all(one.reason.endswith(".") for one in result.conflicts)


@st.composite
def several_amendments(draw):
    """A body, where the words stand that are to change (apart from one another), and the amendments."""
    html = draw(bodies)
    view = View(html)
    assume(view.text.strip())
    edges = draw(st.lists(st.integers(0, len(view.text)), min_size=2, max_size=8, unique=True).map(sorted))
    places = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if view.text[a:b].strip()]
    assume(places)
    several = [
        Amendment(view.text[a:b], view.text[:a], view.text[b:], replacement=draw(st.text("ab &<é", max_size=8)))
        for a, b in places
    ]
    return html, view, places, several


@unhurried
@given(several_amendments(), st.randoms())
def test_every_word_that_no_amendment_quotes_stays_as_it_was_with_its_links_and_emphasis(drawn, chance):
    html, view, places, several = drawn
    result = amend(html, several)
    assume(len(result.applied) == len(several))
    before, after = read_aloud(html), read_aloud(result.html)
    old = new = at = 0
    for (begin, end), amendment in zip([*places, (len(view.text),) * 2], [*several, None], strict=True):
        kept = len("".join(view.text[at:begin].split()))
        assert after[new : new + kept] == before[old : old + kept]
        old += kept + len("".join(view.text[begin:end].split()))
        new += kept
        if amendment:
            words = "".join(amendment.replacement.split())
            assert "".join(letter for letter, _inside in after[new : new + len(words)]) == words
            new += len(words)
        at = end
    assert (old, new) == (len(before), len(after))
    assert not faults(result.html)
    shuffled = several.copy()
    chance.shuffle(shuffled)
    assert amend(html, shuffled).html == result.html


@unhurried
@given(several_amendments())
def test_amendments_that_say_what_stands_there_already_change_no_byte(drawn):
    html, _view, _places, several = drawn
    idle = [Amendment(one.exact, one.prefix, one.suffix, replacement=one.exact) for one in several]
    assert amend(html, idle).html == html
