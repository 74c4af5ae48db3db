import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body import compare as compare_module
from articles.body import text
from articles.body.amend import Amendment, amend
from articles.body.compare import MOST_WORDS, Comparison, Piece, compare
from tests.articles.body.long import NUMBERED, PAIRS, paragraph
from tests.articles.body.soup import bodies, soup, unhurried


def kinds(comparison: Comparison) -> list[str]:
    return [row.kind for row in comparison.rows]


def read(comparison: Comparison, side: str) -> list[str]:
    return [word for row in comparison.rows for piece in getattr(row, side) for word in piece.text.split()]


# --- what an editor reads


def test_words_that_changed_are_told_apart_inside_their_paragraph():
    compared = compare("<p>First.</p><p>The ferry sails at six today.</p>", "<p>First.</p><p>The ferry sails at 7.</p>")
    assert kinds(compared) == ["same", "changed"]
    assert compared.rows[1].old == [Piece("The ferry sails at", "same"), Piece("six today.", "removed")]
    assert compared.rows[1].new == [Piece("The ferry sails at", "same"), Piece("7.", "added")]
    assert (compared.words_added, compared.words_removed, compared.words_kept) == (1, 2, 5)
    assert not compared.is_same


def test_a_paragraph_put_in_or_left_out_leaves_its_neighbours_alone():
    long = "<p>One two.</p><p>Three four.</p><p>Five six.</p>"
    short = "<p>One two.</p><p>Five six.</p>"
    assert kinds(compare(short, long)) == ["same", "added", "same"]
    assert kinds(compare(long, short)) == ["same", "removed", "same"]
    assert compare(long, short).rows[1].old == [Piece("Three four.", "removed")]
    assert compare(long, short).rows[1].new == []


def test_paragraphs_are_aligned_by_what_they_say_and_not_by_their_number():
    old = "<p>Water is heavy and ferries float on it.</p><p>The harbour opened again on Monday morning.</p>"
    new = (
        "<p>Nothing else was said.</p><p>Water is heavy and ferries drift on it.</p>"
        "<p>Quite different, this one.</p><p>The harbour opened again on Tuesday morning.</p>"
    )
    compared = compare(old, new)
    assert kinds(compared) == ["added", "changed", "added", "changed"]
    assert compared.rows[1].old[1] == Piece("float", "removed")
    assert compared.rows[3].new[1] == Piece("Tuesday", "added")


def test_paragraphs_that_only_share_small_words_are_not_the_same_one_changed():
    old = "<p>Same.</p><p>The price of the bread in the shop rose.</p><p>Then came the end of all that.</p>"
    new = "<p>Same.</p><p>In the north, a fisherman of seventy lost the boat that fed him.</p>"
    assert kinds(compare(old, new)) == ["same", "removed", "removed", "added"]


def test_a_paragraph_cut_in_two_is_found_in_its_longer_part():
    compared = compare("<p>a b c d e f g h</p>", "<p>a b c d e f</p><p>g h</p>")
    assert kinds(compared) == ["changed", "added"]
    assert not compared.is_same


def test_captions_count_and_markup_does_not():
    old = '<p>One <em>two</em>.</p><figure><img src="/a.jpg"><figcaption>A ferry.</figcaption></figure>'
    new = '<h2>One two.</h2><figure><img src="/b.jpg"><figcaption>A barge.</figcaption></figure>'
    assert compare(old, old.replace("em>", "b>")).is_same
    compared = compare(old, new)
    assert kinds(compared) == ["same", "changed"]
    assert compared.rows[1].new == [Piece("A", "same"), Piece("barge.", "added")]


def test_links_that_were_lost_and_links_that_came_are_named_with_their_words():
    old = '<p><a href="https://a.example/">A</a> and <a href="/b">B</a> and <a href="/b">B again</a></p>'
    new = '<p>A and <a href="/b">B</a> and B again <a href="/c">C</a></p>'
    compared = compare(old, new)
    assert compared.links_lost == [("https://a.example/", "A"), ("/b", "B again")]
    assert compared.links_added == [("/c", "C")]


def test_a_link_whose_words_changed_is_not_lost():
    compared = compare('<p><a href="/b">B</a></p>', '<p><a href="/b">Bee</a></p>')
    assert (compared.links_lost, compared.links_added) == ([], [])


def test_a_link_may_be_lost_while_the_words_stay():
    compared = compare('<p><a href="/b">B</a></p>', "<p>B</p>")
    assert compared.is_same
    assert compared.links_lost == [("/b", "B")]


@pytest.mark.parametrize("nothing", ["", "<p></p>", "<hr>", "<p>&nbsp;</p>"])
def test_a_text_without_words_is_compared_like_any_other(nothing):
    assert compare(nothing, "").is_same
    assert kinds(compare(nothing, "<p>One.</p>")) == ["added"]
    assert kinds(compare("<p>One.</p>", nothing)) == ["removed"]


def test_what_an_amendment_did_is_what_the_comparison_shows():
    original = "<p>It opened yesterday.</p><p>The new centre is open.</p>"
    amended = amend(original, [Amendment("yesterday", replacement="on May 2"), Amendment("centre", replacement="hall")])
    compared = compare(original, amended.html)
    assert kinds(compared) == ["changed", "changed"]
    assert [piece for row in compared.rows for piece in row.old if piece.kind == "removed"] == [
        Piece("yesterday.", "removed"),
        Piece("centre", "removed"),
    ]


# --- what holds for every two texts

a_few_words = st.lists(st.lists(st.sampled_from("a b c d".split()), min_size=1, max_size=6), max_size=7).map(
    lambda paragraphs: "".join(map(paragraph, paragraphs))
)
texts = st.one_of(a_few_words, bodies, soup)


@unhurried
@given(texts)
def test_a_text_is_the_same_as_itself(html):
    compared = compare(html, html)
    assert compared.is_same
    assert (compared.words_added, compared.words_removed) == (0, 0)
    assert compared.words_kept == len(text.words(html))
    assert (compared.links_lost, compared.links_added) == ([], [])


@unhurried
@given(texts, texts)
def test_no_word_of_either_text_is_lost_or_moved(old, new):
    compared = compare(old, new)
    assert read(compared, "old") == text.words(old)
    assert read(compared, "new") == text.words(new)


@unhurried
@given(texts, texts)
def test_the_counts_are_those_of_the_pieces_and_rows_are_what_they_say(old, new):
    compared = compare(old, new)
    counts = {"same": 0, "added": 0, "removed": 0}
    for row in compared.rows:
        same = [" ".join(piece.text for piece in side if piece.kind == "same") for side in (row.old, row.new)]
        assert same[0] == same[1]
        for piece in row.old:
            assert piece.kind in ("same", "removed")
            counts[piece.kind] += len(piece.text.split())
        for piece in row.new:
            assert piece.kind in ("same", "added")
            counts["added"] += len(piece.text.split()) * (piece.kind == "added")
        assert (row.kind == "same") == (row.old == row.new)
        assert (row.kind == "added") == (not row.old)
        assert (row.kind == "removed") == (not row.new)
    assert counts == {
        "same": compared.words_kept,
        "added": compared.words_added,
        "removed": compared.words_removed,
    }


@unhurried
@given(texts, texts)
def test_the_other_way_round_what_was_added_was_removed(old, new):
    there, back = compare(old, new), compare(new, old)
    assert (there.words_added, there.words_removed) == (back.words_removed, back.words_added)
    assert there.words_kept == back.words_kept
    assert (there.links_lost, there.links_added) == (back.links_added, back.links_lost)
    assert there.is_same == back.is_same


@unhurried
@given(st.lists(st.sampled_from("abc"), max_size=9), st.lists(st.sampled_from("abc"), max_size=9))
def test_in_one_paragraph_as_many_words_are_kept_as_can_be(old, new):
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            table[i + 1][j + 1] = table[i][j] + 1 if one == other else max(table[i][j + 1], table[i + 1][j])
    assert compare(paragraph(old), paragraph(new)).words_kept == table[-1][-1]


# --- long and hostile texts


@pytest.mark.parametrize("name", PAIRS)
def test_the_work_grows_with_the_length_of_the_texts_whatever_they_say(name, monkeypatch):
    old, new = PAIRS[name]
    work = calls = 0
    exactly, divided = compare_module._longest_common, compare_module._anchors

    def counted_exactly(one, other):
        nonlocal work, calls
        work += len(one) * len(other)
        calls += 1
        return exactly(one, other)

    def counted_divided(one, other):
        nonlocal calls
        calls += 1
        return divided(one, other)

    monkeypatch.setattr(compare_module, "_longest_common", counted_exactly)
    monkeypatch.setattr(compare_module, "_anchors", counted_divided)
    compared = compare(old, new)
    length = len(text.words(old)) + len(text.words(new))
    # Paragraphs, then words across paragraphs, then words inside them: three times a row of bits for each word.
    assert work <= 3 * compare_module._EXACT * length
    assert calls <= length
    assert compared.words_kept + compared.words_removed == len(text.words(old))
    assert compared.words_kept + compared.words_added == len(text.words(new))


def test_in_a_long_text_every_cut_is_found_to_the_word():
    cut = [word for number, word in enumerate(NUMBERED) if number % 7]
    compared = compare(paragraph(NUMBERED), paragraph(cut))
    assert (compared.words_added, compared.words_kept) == (0, len(cut))


def test_beyond_the_cap_paragraphs_are_compared_as_wholes():
    long = paragraph("a" * (MOST_WORDS // 2))
    compared = compare(f"<p>Same.</p><p>One two.</p>{long}", f"<p>Same.</p><p>One three.</p>{long}")
    assert kinds(compared) == ["same", "removed", "added", "same"]
