"""Three texts side by side: who changed which paragraph, and no word lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.body import text, threeway
from tests.thorough import size

A, B, C = "The ferry leans by four degrees.", "Nobody waved at noon.", "It sailed at six in the morning."


def html(*paragraphs: str) -> str:
    return "".join(f"<p>{one}</p>" for one in paragraphs)


def kinds(old: str, new: str, ours: str) -> list[str]:
    return [row.kind for row in threeway.rows(old, new, ours)]


@pytest.mark.parametrize(
    ("new", "ours", "expected"),
    [
        (html(A, B, C), html(A, B, C), ["same", "same", "same"]),
        (html(A.replace("four", "five"), B, C), html(A, B, C), ["theirs", "same", "same"]),
        (html(A, B, C), html(A, B.replace("noon", "twelve"), C), ["same", "ours", "same"]),
        (html(A.replace("four", "five"), B, C), html(A, B.replace("noon", "twelve"), C), ["theirs", "ours", "same"]),
        (html(A.replace("four", "five"), B, C), html(A.replace("four", "six"), B, C), ["both", "same", "same"]),
        (html(A.replace("four", "five"), B, C), html(A.replace("four", "five"), B, C), ["agreed", "same", "same"]),
        (html(A, C), html(A, B, C), ["same", "theirs", "same"]),
        (html(A, B, C), html(A, C), ["same", "ours", "same"]),
        (html(A, C), html(A, C), ["same", "agreed", "same"]),
        (html(A, B, C, "Correction: five."), html(A, B, C), ["same", "same", "same", "theirs"]),
        (html(A, B, C), html("Ours first.", A, B, C), ["ours", "same", "same", "same"]),
        (html("One more.", A, B, C), html("One more.", A, B, C), ["agreed", "same", "same", "same"]),
    ],
)
def test_each_paragraph_says_who_changed_it(new, ours, expected):
    assert kinds(html(A, B, C), new, ours) == expected


def test_words_are_marked_inside_the_paragraph():
    (row,) = threeway.rows(html(A), html(A.replace("four", "five")), html(A.replace("leans", "heels")))
    assert [(piece.text, piece.kind) for piece in row.new if piece.kind == "added"] == [("five", "added")]
    assert [(piece.text, piece.kind) for piece in row.ours if piece.kind == "added"] == [("heels", "added")]
    assert [(piece.text, piece.kind) for piece in row.old if piece.kind == "removed"] == [("four", "removed")]


TEXTS = st.lists(st.sampled_from([A, B, C, "Water is heavy.", "a b c", "a b", "a"]), max_size=7).map(lambda x: html(*x))


@settings(max_examples=size(60, 1000), deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_no_word_of_the_three_is_lost(old, new, ours):
    rows = threeway.rows(old, new, ours)
    for side, whole in (("old", old), ("new", new)):
        assert " ".join(filter(None, (threeway.said(getattr(row, side)) for row in rows))).split() == text.words(whole)
    mine = " ".join(threeway.said(row.ours) for row in rows).split()
    assert sorted(mine) == sorted(text.words(ours))
