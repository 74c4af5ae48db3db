"""What reading a file told is read at the desk in its own language, although it was told without Django."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from inbound import sentences
from inbound.sentences import in_words

TELLING = ("inbound/formats", "inbound/sandbox.py", "articles/body/clean.py")
SENTENCE = re.compile(r"[A-Z“%][^\s]* .*[a-z]{2,} .*[.:]$", re.DOTALL)
CALLS = {"warn", "Unreadable", "Refused", "Broken", "TooLarge", "append"}


def told_by(path: Path) -> list[str]:
    """Every sentence that the module warns with, refuses with or adds to its errors, its gaps filled with “gap”."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in CALLS:
            for argument in node.args:
                if isinstance(argument, ast.JoinedStr):
                    pieces = (part.value if isinstance(part, ast.Constant) else "gap" for part in argument.values)
                    found.append("".join(map(str, pieces)))
                elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.append(argument.value)
    return [words for words in found if SENTENCE.fullmatch(words)]


def test_every_sentence_that_reading_tells_is_known():
    paths = [path for name in TELLING for path in sorted((Path(settings.BASE_DIR) / name).rglob("*.py"))]
    paths += [Path(settings.BASE_DIR) / name for name in TELLING if name.endswith(".py")]
    told = {words for path in paths for words in told_by(path)}
    assert len(told) > 150
    assert sorted(words for words in told if sentences.recognised(words) is None) == []


@pytest.mark.parametrize(
    ("told", "spanish"),
    [
        ("The feed names no author; add the byline.", "El canal no nombra a ningún autor; añada la firma."),
        (
            "The file is no feed: it is a web page (“News, 100% fresh”).",
            "El archivo no es un canal: es una página web («News, 100% fresh»).",
        ),
        (
            "The item of line 12 was left out: it is a plan of coverage.",
            "La pieza de la línea 12: se ha omitido (un plan de cobertura).",
        ),
        ("The item has no byline; add the authors.", "La pieza no tiene firma; añada los autores."),
        (
            "The item has no byline; add the authors. It names Northlight as its source.",
            "La pieza no tiene firma; añada los autores. Indica como fuente a Northlight.",
        ),
        ("Something that nobody knows.", "Something that nobody knows."),
        ("", ""),
    ],
)
def test_a_sentence_is_recognised_with_what_stands_in_its_gaps(told, spanish):
    with translation.override("es"):
        assert in_words(told) == spanish
    with translation.override("en-gb"):
        assert in_words(told) == told


def test_words_of_others_stay_text_and_cost_little():
    hostile = "The byline “" + "<b>%(name)s</b>{x}" * 60 + "” was split into 3 names, which is a guess; check them."
    with translation.override("es"):
        assert "<b>%(name)s</b>{x}" * 60 in in_words(hostile)
        assert in_words("was left out: " * 5000) == "was left out: " * 5000
