"""What readers type becomes words, phrases, choices and exclusions, and never an error."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, SearchText
from articles.search import asking, expression, question
from articles.search.expression import Stretch
from articles.search.snippets import marked
from articles.search.words import forms, spans, words
from tests.builders import make_own_article, publish_now


def terms(typed: str) -> list[list[str]]:
    return [[" ".join(term.words) for term in group] for group in question.read(typed).groups]


@pytest.mark.parametrize(
    "text, found",
    [
        ("Bogotá’s Ferry-boats, 3.5", "bogota s ferry boats 3 5"),
        ("Straße, Ærø, Łódź, İstanbul", "strasse aero lodz istanbul"),
        ("cafe\u0301 naïve ﬁne", "cafe naive fine"),
        ("北京大学 ABC", "北 京 大 学 abc"),
        ("ไทย", "ไ ท ย"),
        ("हिन्दी में", "हिन्दी में"),
        ("한국어", "한국어"),
        ("مَرْحَبًا", "مرحبا"),
        ("שָׁלוֹם", "שלום"),
        ("soft\u00adhyphen \u202ertl\u202c", "softhyphen rtl"),
        ("\0 \ud800 … — “”", ""),
    ],
)
def test_texts_become_words_alike_whatever_their_accents_and_script(text, found):
    assert words(text) == found.split()


def test_each_word_knows_where_it_stands_with_its_accents():
    text = "El café de Bogota\u0301: 北京"
    assert [text[start:end] for _word, start, end in spans(text)] == ["El", "café", "de", "Bogota\u0301", "北", "京"]


def test_singular_finds_plural_and_the_other_way_round():
    for one, many in (("ferry", "ferries"), ("port", "ports"), ("box", "boxes"), ("flor", "flores"), ("luz", "luces")):
        assert many in forms(one)
        assert one in forms(many)
    assert forms("as") == ("as",)
    assert "pres" not in forms("press")


@pytest.mark.parametrize(
    "typed, groups, without",
    [
        ("harbour ferries", [["harbour"], ["ferries"]], []),
        ('"the harbour opens" now', [["the harbour opens"], ["now"]], []),
        ("“the harbour” «opens»", [["the harbour"], ["opens"]], []),
        ("harbour -ferry -“two words”", [["harbour"]], ["ferry", "two words"]),
        ("harbour OR port ferry", [["harbour", "port"], ["ferry"]], []),
        ("OR harbour OR", [["or"], ["harbour"]], []),
        ('"unbalanced quote', [["unbalanced quote"]], []),
        ("NEAR(a b) body:x ^y {z}", [["near a"], ["b"], ["body x"], ["y"], ["z"]], []),
        ("don't", [["don t"]], []),
        ("harbour harbour", [["harbour"]], []),
        ("- \" \" '' ()&|!:* <->", [], []),
        ("-harbour", [], ["harbour"]),
        ("", [], []),
    ],
)
def test_question_is_read_as_it_was_meant(typed, groups, without):
    read = question.read(typed)
    assert terms(typed) == groups
    assert [" ".join(term.words) for term in read.without] == without
    assert not read.shortened


def test_beginning_of_a_word_is_looked_for_only_where_it_is_long_enough():
    (one,), (two,) = question.read("harb* ha*").groups
    assert (one.begins, two.begins) == (True, False)


def test_question_beyond_all_measure_is_cut_and_says_so():
    for typed in ("word " * 3000, "a" * 10_000, "x.y." * 2500, '"' + "one two " * 40):
        read = question.read(typed)
        assert read.shortened
        assert sum(len(term.words) for term in read.terms) <= question.MOST_WORDS
        assert len(read.typed) <= question.LONGEST


VOCABULARY = ["harbour", "ferry", "ferries", "the", "opens", "café", "北京", "near", "not", "12"]
PIECES = [
    *VOCABULARY, '"', "-", " OR ", " AND ", " NOT ", "NEAR(", ")", "*", "^", ":", "'", "\\", "&", "|", "!", "<->", "%",
    "%s", "\0", "\ud800", "\u202e", "\u0301", "¤", "¶", "{", "}", "--", ";", "\x1a", " ",
]  # fmt: skip


@pytest.fixture
def library(db) -> dict[int, list[list[str]]]:
    """A few texts, published years and hours apart, as the words of their headline and paragraphs."""
    bodies = [
        ["the harbour opens", "the ferry opens"],
        ["ferries near the harbour"],
        ["not the harbour café 12"],
        ["北京 opens", "the café"],
        ["opens the", "harbour"],
    ]
    made = {}
    now = timezone.now()
    for number, said in enumerate(bodies):
        article = make_own_article("Story", "".join(f"<p>{each}</p>" for each in said), bylines=())
        publish_now(article, now - dt.timedelta(days=400 * (number // 2), hours=number))
        made[article.pk] = [words(each) for each in said]
    return made


def answers(typed: str) -> set[int]:
    wanted = expression.made_of(question.read(typed))
    newest, relevant = asking.newest(wanted, Stretch()), asking.relevant(wanted, Stretch())
    assert set(newest.keys) == set(relevant.keys)
    assert [key for key, _place in asking._ask(wanted, Stretch(), 2, oldest=True)] == newest.keys[::-1][:2]
    places = dict(SearchText.objects.values_list("pk", "place"))
    assert newest.keys == sorted(newest.keys, key=places.__getitem__, reverse=True)
    return set(newest.keys)


def expected(typed: str, library: dict[int, list[list[str]]]) -> set[int]:
    """The same, by reading every text."""
    read = question.read(typed)

    def stands(term: question.Term, texts: list[list[str]]) -> bool:
        for run in term.alternatives:
            for text in texts:
                for at in range(len(text) - len(run) + 1):
                    there = text[at : at + len(run)]
                    if there == list(run) or (
                        term.begins and there[:-1] == list(run[:-1]) and there[-1].startswith(run[-1])
                    ):
                        return True
        return False

    return {
        key
        for key, texts in library.items()
        if all(any(stands(term, texts) for term in group) for group in read.groups)
        and not any(stands(term, texts) for term in read.without)
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), min_size=1, max_size=9), st.sampled_from(["", " "]))
def test_whatever_is_typed_is_answered_as_if_every_text_were_read(library, pieces, between):
    typed = between.join(pieces)
    read = question.read(typed)
    if read:
        assert answers(typed) == expected(typed, library)
    shown = marked(typed.replace("\ud800", ""), read)
    assert shown.count("<mark>") == shown.count("</mark>")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "-", "OR "]),
            st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_words_phrases_choices_and_exclusions_find_what_reading_would_find(library, asked):
    typed = " ".join(f'{sign}"{" ".join(said)}"' if in_order else f"{sign}{said[0]}" for sign, said, in_order in asked)
    assert answers(typed) == expected(typed, library)


@pytest.mark.django_db
def test_phrases_are_found_wherever_they_stand_in_the_longest_text():
    body = "<p>" + "harbour ferry " * 300 + " ".join(f"w{number}" for number in range(20_000)) + "</p>"
    long = publish_now(make_own_article("Story", body + "<p>the harbour café opens late</p>"))
    short = publish_now(make_own_article("Story", "<p>harbour opens, the café late</p>"))
    for typed, those in (
        ('"harbour cafe opens"', {long.pk}),
        ('"the harbour"', {long.pk}),
        ('"harbour opens the"', {short.pk}),
        ('"cafe opens" OR "cafe late"', {long.pk, short.pk}),
        ('harbour -"harbour cafe opens"', {short.pk}),
        ('"w19998 w19999"', {long.pk}),
        ('"w19999 the"', set()),
    ):
        assert answers(typed) == those, typed


@pytest.mark.django_db
def test_hostile_questions_cost_no_time(client):
    publish_now(make_own_article("a " * 140, "<p>" + "a b " * 5000 + "</p>"))
    began = time.process_time()
    for typed in (
        "a " * 5000,
        '"' * 10_000,
        "-" * 10_000,
        '"a b ' * 2000,
        "a* " * 3000,
        "( " * 5000,
        "\u0301" * 10_000,
    ):
        assert client.get("/search/", {"q": typed}).status_code == 200
    assert time.process_time() - began < 20
    assert Article.objects.count() == 1
