"""The printed line, in the outlet's form, and back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import bylines
from articles.models import Byline
from tests.builders import make_licensed_article, make_outlet, make_own_article, make_terms, publish_now

MINES = ("Andrew Mines", "Research Fellow at the Program on Extremism", "George Washington University")
JADOON = ("Amira Jadoon", "Assistant Professor of Political Science", "Clemson University")
MARCH = dt.datetime(2023, 3, 27, 12, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_two_professors_their_outlet_and_the_date_are_printed_as_the_outlet_prints_them() -> None:
    terms = make_terms(make_outlet("The Conversation"))
    article = make_licensed_article(terms=terms, bylines=[MINES, JADOON], source_published_at=MARCH)
    assert article.byline_line == (
        "Andrew Mines, Research Fellow at the Program on Extremism, George Washington University and Amira Jadoon, "
        "Assistant Professor of Political Science, Clemson University, The Conversation on March 27, 2023"
    )


@pytest.mark.django_db
def test_our_own_article_names_its_author_and_our_date() -> None:
    article = publish_now(make_own_article(bylines=[("Alice Archer", "harbour reporter", "")]), at=MARCH)
    assert article.byline_line == "Alice Archer, harbour reporter on March 27, 2023"


@pytest.mark.django_db
def test_a_spanish_line_is_spanish() -> None:
    terms = make_terms(make_outlet("The Conversation"))
    people = [("Luis Gascó", "", "UPM"), ("Ana Ruiz", "Profesora", "UMA")]
    article = make_licensed_article(terms=terms, bylines=people, source_published_at=MARCH, language="es")
    assert article.byline_line == (
        "Luis Gascó, UPM y Ana Ruiz, Profesora, UMA, The Conversation, el 27 de marzo de 2023"
    )


@pytest.mark.django_db
def test_without_authors_the_outlet_alone_is_named() -> None:
    terms = make_terms(make_outlet("Aeon"))
    article = make_licensed_article(terms=terms, bylines=[], source_published_at=MARCH)
    assert article.byline_line == "Aeon on March 27, 2023"


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "A; B, and C"), ("en-GB", "A; B, and C"), ("es", "A; B y C"), ("fr", "A; B et C")],
)
def test_three_are_joined_as_the_conversation_joins_them(language: str, line: str) -> None:
    assert bylines.joined(["A", "B", "C"], language) == line


def test_a_part_with_nothing_to_say_takes_its_comma_with_it() -> None:
    assert bylines.credit(Byline(name="Ada", institution_name="UCL")) == "Ada, UCL"
    assert bylines.credit(Byline(name="Ada", title="Reader"), "{name} ({institution}), {title}") == "Ada, Reader"
    assert bylines.credit(Byline(name="Ada", institution_name="UCL"), "{name} ({institution})") == "Ada (UCL)"
    assert bylines.credit(Byline(name="{title}", title="Reader")) == "{title}, Reader"
    assert bylines.credit(Byline(name="Ada")) == "Ada"


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_names_titles_and_institutions_are_printed_to_the_letter(name: str, title: str, institution: str) -> None:
    line = bylines.credit(Byline(name=name, title=title, institution_name=institution))
    assert line == ", ".join([name, *(part for part in (title, institution) if part)]) or not name
