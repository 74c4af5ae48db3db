"""What counts as a correction, a withdrawal in words, or less than the text."""

import time

import pytest

from inbound import changes
from inbound.formats.arrival import Arrival

LONG = " ".join(f"word{number}" for number in range(100))
BODY = f"<p>The ferry leans.</p><p>{LONG}</p><p>It sails at noon.</p><p>Nobody waved.</p>"


def arrival(**fields) -> Arrival:
    return Arrival(**{"title": "Why ferries lean", "body_html": BODY} | fields)


@pytest.mark.parametrize(
    "now",
    [
        {"title": "WITHDRAWN: Why ferries lean"},
        {"title": "[RETRACTED] Why ferries lean"},
        {"title": "Retracted – “Why ferries lean”"},
        {"title": "MANDATORY KILL: Why ferries lean"},
        {"title": "BULLETIN KILL"},
        {"title": "Withdrawn"},
        {"title": "Retirado: Why ferries lean"},
        {"tags": ["ferries", "Withdrawn"]},
        {"standfirst": "This story has been retracted."},
        {"body_html": f"<p>Editor’s note: This article was removed at the author’s request.</p>{BODY}"},
        {"body_html": f"{BODY}<p>The Commons has retracted this article.</p>"},
        {"body_html": "<p>This item has been withdrawn.</p>"},
        {"body_html": "<p>Editors, please kill the following story slugged FERRIES.</p>"},
        {"body_html": "<p>Clients: do not use the ferry story moved at noon.</p>"},
    ],
)
def test_words_that_withdraw_a_text(now):
    assert changes.withdrawn_in_words(arrival(), arrival(**now))
    assert changes.says_withdrawn(arrival(**now))
    assert not changes.withdrawn_in_words(arrival(**now), arrival(**now)), "said before"
    assert not changes.withdrawn_in_words(None, arrival(**now)), "what comes so is a text about something"


@pytest.mark.parametrize(
    "now",
    [
        {"title": "Withdrawn: the ferry line that nobody missed"},
        {"title": "Deleted scenes from the ferry"},
        {"title": "Kill the ferry? Ministers think again"},
        {"tags": ["retraction", "science"]},
        {"body_html": f"<p>The report was withdrawn on Monday.</p>{BODY}"},
        {"body_html": f"{BODY}<p>The journal withdrew the article in June.</p>"},
        {"body_html": BODY.replace(LONG, f"This article has been withdrawn, they wrote. {LONG}")},
        {"standfirst": "The minister has withdrawn from this race."},
    ],
)
def test_words_that_do_not(now):
    assert not changes.withdrawn_in_words(arrival(), arrival(**now))


@pytest.mark.parametrize(
    ("new", "is_one"),
    [
        (BODY + "<p>Correction: it sails at one.</p>", True),
        (BODY + "<p>This article has been amended to give the right hour.</p>", True),
        ("<p>Editor's note: the hour was wrong.</p>" + BODY, True),
        (BODY + "<p>Fe de erratas: zarpa a la una.</p>", True),
        (BODY.replace("noon", "one"), False),
        (BODY + "<p>The corrections officer took the ferry.</p>", False),
    ],
)
def test_words_that_correct_a_text(new, is_one):
    assert changes.is_correction(BODY, new, arrival(body_html=new), arrival()) is is_one


def test_a_correction_is_also_told_before_the_headline_and_in_notes_to_editors():
    noted = arrival(warnings=["Note of the source to editors: Corrects the year."])
    assert changes.is_correction(BODY, BODY, noted, arrival())
    assert not changes.is_correction(BODY, BODY, noted, noted), "told with the text that we hold"
    assert changes.is_correction(BODY, BODY, arrival(title="CORRECTED-Why ferries lean"), arrival())
    marked = arrival(title="Correction officers take the ferry")
    assert not changes.is_correction(BODY, BODY, marked, marked)


@pytest.mark.parametrize(
    ("now", "is_less"),
    [
        ("", True),
        (LONG[:100], True),
        (LONG[: LONG.index("word70")], True),
        (LONG[: LONG.index("word70")] + "…", True),
        (LONG[: LONG.index("word95")], False),
        (LONG.replace("word5 ", "").replace("word6 ", ""), False),
        ("This article has been withdrawn.", False),
    ],
)
def test_what_is_less_than_the_text(now, is_less):
    assert changes.is_shortened(LONG, now) is is_less


def test_hostile_words_take_no_time():
    begun = time.monotonic()
    for words in (
        "editors kill ",
        "this article ",
        "this article has ",
        "customers do not use ",
        "WITHDRAWN ",
        "[" * 9,
    ):
        hostile = arrival(title=words * 30, standfirst=words * 50_000, body_html=f"<p>{words * 50_000}</p>")
        changes.withdrawn_in_words(arrival(), hostile)
        changes.is_shortened(LONG, words * 50_000)
    assert time.monotonic() - begun < 20
