"""The printed byline is read back into its rows: what was printed is what is parsed."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import bylines
from articles.credits import parse
from articles.models import Byline
from inbound import formats
from inbound.formats.arrival import Hints
from tests.thorough import size

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
FORMS = ["", "{name}, {institution}", "{name} ({title}), {institution}", "By {name}, {institution}"]
LANGUAGES = ["en", "es", "fr", "pt"]

Rows = list[tuple[str, str, str]]


def printed(rows: Rows, form: str = "", language: str = "en", end: str = "") -> str:
    made = [Byline(name=name, title=title, institution_name=institution) for name, title, institution in rows]
    return bylines.joined([bylines.credit(row, form) for row in made], language) + end


def read(line: str, rows: Rows, form: str = "", language: str = "en", outlet: str = "") -> Rows:
    known = {institution for _name, _title, institution in rows if institution}
    found = parse(line, form, language, outlet, known)
    assert str(found) == line, "joined, the parts are the line"
    return [(row.name, row.title, row.institution) for row in found.rows]


def test_the_line_of_our_own_page_comes_back_as_its_authors_outlet_and_date() -> None:
    rows = [
        ("Andrew Mines", "Research Fellow at the Program on Extremism", "George Washington University"),
        ("Amira Jadoon", "Assistant Professor of Political Science", "Clemson University"),
    ]
    line = printed(rows, end=", The Conversation on March 27, 2023")
    assert read(line, rows, outlet="The Conversation") == rows
    found = parse(line, outlet="The Conversation", institutions=[row[2] for row in rows])
    assert (found.outlet, found.date) == ("The Conversation", "March 27, 2023")


@pytest.mark.parametrize(
    "rows",
    [
        [("Ada Lind", "", "")],
        [("Ada Lind", "", "University of X"), ("Bo Ek", "", "University of Y")],
        [("Rebecca Vega Thurber", "Professor of Ecology; Director", "University of California, Santa Barbara")],
        [("Ann Lee", "Professor of Politics and Law", "University of X and Y")],
        [
            ("Ann Lee", "Professor", "University of Oslo"),
            ("Bo Ek", "Lecturer, History", "University of California, Santa Barbara"),
            ("Cy Fox", "Dean", "Clemson University"),
        ],
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_printed_is_read_back(rows: Rows, language: str) -> None:
    assert read(printed(rows, language=language), rows, language=language) == rows


def test_institutions_that_nobody_knows_are_a_guess_and_said_to_be_one() -> None:
    found = parse("Ada Lind, Professor of Law, Somewhere, Elsewhere")
    assert not found.is_sure and str(found) == "Ada Lind, Professor of Law, Somewhere, Elsewhere"


def _samples() -> list[tuple[str, Rows]]:
    found: list[tuple[str, Rows]] = []
    with (SAMPLES / "index.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            path = SAMPLES / row["file"]
            if not path.is_file() or path.suffix in (".json", ".jsonl"):
                continue
            try:
                reading = formats.read(path.read_bytes(), Hints())
            except ValueError:
                continue
            for arrival in reading.arrivals:
                rows = [(a.name, a.title or "", a.institution or "") for a in arrival.authors]
                # Without an institution on file there is no telling where a name with a comma in it ends.
                if any(institution for _name, _title, institution in rows):
                    found.append((f"{row['file']}: {arrival.title}", rows))
    return found


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the real samples are not there ({SAMPLES})")
def test_every_credit_of_the_real_samples_makes_the_round_trip() -> None:
    samples = _samples()
    assert len(samples) >= 8
    for where, rows in samples:
        for end in ("", ", The Conversation on March 27, 2023"):
            line = printed(rows, end=end)
            assert read(line, rows, outlet="The Conversation" if end else "") == rows, where


WORD = st.sampled_from("Ada Lind Bo Øst Jadoon García Núñez Marie Anh O’Neil".split())
NAMES = st.lists(WORD, min_size=2, max_size=3).map(" ".join)
SUBJECTS = st.sampled_from(["Professor of Law", "Research Fellow", "Lecturer in Politics and History", "PhD Candidate"])
HOUSES = st.sampled_from(
    ["Clemson University", "University of California, Santa Barbara", "Universidad de Murcia", "Institute of A and B"]
)
AUTHORS = st.lists(st.tuples(NAMES, SUBJECTS, HOUSES), min_size=1, max_size=4)


@settings(max_examples=size(60, 1000), deadline=None)
@given(rows=AUTHORS, language=st.sampled_from(LANGUAGES))
def test_any_authors_whose_institutions_are_on_file_make_the_round_trip(rows: Rows, language: str) -> None:
    assert read(printed(rows, language=language), rows, language=language) == rows


@settings(max_examples=size(80, 1000), deadline=None)
@given(line=st.text(max_size=300), form=st.sampled_from(FORMS))
def test_no_line_whatever_raises_or_loses_a_character(line: str, form: str) -> None:
    assert str(parse(line, form, institutions=["X", "University of Y"])) == line


@pytest.mark.parametrize("piece", [", ", " and ", "; ", "a, b and c; ", "\u202e,", "Professor of "])
def test_a_hostile_line_is_read_in_time(piece: str) -> None:
    begun = time.monotonic()
    line = piece * (100_000 // len(piece))
    assert str(parse(line, institutions=["University of X"])) == line
    assert time.monotonic() - begun < 20
