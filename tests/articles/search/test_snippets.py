"""The passage that answers, and its marks: whole words, escaped, out of one paragraph."""

from __future__ import annotations

from articles.search.question import read
from articles.search.snippets import LENGTH, marked, passage


def test_marks_stand_around_whole_words_with_their_accents():
    assert marked("Bogotá’s cafe\u0301s", read("bogota café")) == "<mark>Bogotá</mark>’s <mark>cafés</mark>"


def test_text_of_others_is_escaped_inside_and_outside_of_marks():
    assert marked("<b>Ferry</b> & <script>", read("ferry script")) == (
        "&lt;b&gt;<mark>Ferry</mark>&lt;/b&gt; &amp; &lt;<mark>script</mark>&gt;"
    )


def test_phrase_is_one_mark_and_its_words_alone_are_none():
    assert marked("The harbour opens. Harbour, the.", read('"the harbour opens"')) == (
        "<mark>The harbour opens</mark>. Harbour, the."
    )


def test_small_words_are_marked_only_where_nothing_else_was_asked_for():
    assert marked("The harbour", read("the harbour")) == "The <mark>harbour</mark>"
    assert marked("The harbour", read("the")) == "<mark>The</mark> harbour"


def test_beginning_of_a_word_marks_the_whole_word():
    assert marked("Harbours and hares", read("harb*")) == "<mark>Harbours</mark> and hares"


def test_character_of_a_script_without_spaces_is_marked_where_the_run_stands():
    assert marked("我在北京大学。北方", read("北京")) == "我在<mark>北京</mark>大学。北方"


def test_passage_comes_from_the_paragraph_that_answers_most():
    paragraphs = ["A ferry sailed.", "A ferry left the harbour.", "The harbour closed."]
    assert passage(paragraphs, read("ferry harbour")) == "A <mark>ferry</mark> left the <mark>harbour</mark>."


def test_passage_never_reaches_over_two_paragraphs():
    assert passage(["the harbour", "opens today"], read('"harbour opens"')) == ""


def test_long_paragraph_is_cut_around_the_hit_between_words():
    said = [f"word{number}" for number in range(300)]
    said[150] = "ferry"
    cut = passage([" ".join(said)], read("ferry"))
    assert cut.startswith("…word140 ")
    assert cut.endswith("…")
    assert "<mark>ferry</mark>" in cut
    assert len(cut.split()) == LENGTH


def test_nothing_answers_nothing():
    assert passage(["A ferry."], read("harbour")) == ""
    assert passage([], read("harbour")) == ""
    assert marked("A ferry.", read("")) == "A ferry."


def test_passage_begins_with_a_sentence_where_one_begins_near():
    before, after = "One two three four five six, and so on it goes. " * 9, " Ten more words follow here." * 20
    cut = passage([f"{before}We met at 3.5 knots, and the ferry came.{after}"], read("ferry"))
    assert cut.startswith("We met at 3.5 knots, and the <mark>ferry</mark> came.")
    cut = passage([f"{before[:-2]} a b c d e f with Prof. Lee on the ferry.{after}"], read("ferry"))
    assert cut.startswith("…b c d e f with Prof. Lee on the <mark>ferry</mark>")
