"""How a text becomes words, alike for the index, for questions and for marks, and on both databases.

A word is a run of letters, marks and digits, without case and without the accents of Latin, Greek, Cyrillic, Hebrew and
Arabic: “Bogotá” is found as “bogota”, and the other way round. Scripts that write no spaces (Chinese, Japanese, Thai,
Lao, Khmer, Burmese, Tibetan) have no words here: each character stands for itself, and a run of them is a phrase.
Nothing is stemmed, because a text is in any language; ``forms`` finds a word's plural and singular instead.

The databases never split a text themselves: their tokenisers differ, from each other and from one version to the next.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_WORD = 60
"""Characters. What is longer is an address or no language; its beginning is found."""

# Letters that Unicode takes to be of their own, and people who look for them often cannot type.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
# Accents of alphabets that are read without them too; the marks of other scripts are vowels, and stay.
_ACCENTS = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F),
    (0x0670, 0x0670), (0x06D6, 0x06ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)  # fmt: skip
_WITHOUT_SPACES = (
    (0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x2FFF), (0x3005, 0x3007), (0x3040, 0x30FF),
    (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F), (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)  # fmt: skip


def _among(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


class _Folded(dict[int, str]):
    """What each character becomes: part of a word, nothing, or a space. Found once, when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = self._of(code)
        return found

    def _of(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code)).casefold().translate(_PLAIN)
        kept = "".join(self._part(each) for each in unicodedata.normalize("NFKD", plain))
        kept = unicodedata.normalize("NFC", kept)
        return f" {kept} " if kept.strip() and _among(code, _WITHOUT_SPACES) else kept

    def _part(self, each: str) -> str:
        code, kind = ord(each), unicodedata.category(each)
        if kind == "Cf" or _among(code, _ACCENTS):
            return ""
        return each if kind[0] in "LNM" else " "


_FOLDED = _Folded()
_WORD = re.compile(r"\S+")


def words(text: str) -> list[str]:
    """The words of a text, in order. They hold letters, marks and digits only, and nothing that a database reads."""
    return [word[:LONGEST_WORD] for word in unicodedata.normalize("NFC", text).translate(_FOLDED).split()]


def spans(text: str) -> list[tuple[str, int, int]]:
    """The words of a text in NFC, each with where it begins and ends in it."""
    if all(len(_FOLDED[ord(character)]) == 1 for character in set(text)):
        found_in = _WORD.finditer(text.translate(_FOLDED))
        return [(found[0][:LONGEST_WORD], found.start(), found.end()) for found in found_in]
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        made = _FOLDED[ord(character)]
        folded.append(made)
        places += [place] * len(made)
    return [
        (found[0][:LONGEST_WORD], places[found.start()], _with_marks(text, places[found.end() - 1] + 1))
        for found in _WORD.finditer("".join(folded))
    ]


def _with_marks(text: str, end: int) -> int:
    """A word ends after the accents that stand behind its last letter."""
    while end < len(text) and not _FOLDED[ord(text[end])] and unicodedata.combining(text[end]):
        end += 1
    return end


def forms(word: str) -> tuple[str, ...]:
    """The word, and how its plural or singular may be written in English and Spanish: ferry, ferries.

    Some of these are no words in any language. They are found nowhere, and so cost nothing.
    """
    if len(word) < 3 or not word.isalpha():
        return (word,)
    found = {word, f"{word}s", f"{word}es"}
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        found.add(word[:-1])
        if word.endswith("es") and len(word) > 4:
            found.add(word[:-2])
    if word.endswith("ies") and len(word) > 4:
        found.add(f"{word[:-3]}y")
    if word.endswith("y"):
        found.add(f"{word[:-1]}ies")
    if word.endswith("ces") and len(word) > 4:
        found.add(f"{word[:-3]}z")
    if word.endswith("z"):
        found.add(f"{word[:-1]}ces")
    return (word, *sorted(found - {word}))
