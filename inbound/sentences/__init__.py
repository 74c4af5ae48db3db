"""What reading a file told, in the desk's language.

Files of others are read without Django, most of them in a process of their own (``inbound.sandbox``), so what is told
of them comes in English, whole, and is kept so: a later reading is compared with it. Where the desk reads it, the
sentence is recognised by its form, and what stands in its gaps is put into the translation.
"""

from __future__ import annotations

import re

from django.utils.translation import get_language, gettext

from inbound.sentences import agencies, feeds, pages

LONGEST = 2000
"""Nothing that is told is longer; what is, is nobody's sentence."""
DEEPEST = 3
"""A sentence within a sentence: an item was left out because …"""
_GAP = re.compile(r"%\((\w+)\)s")


def _form(sentence: str) -> re.Pattern[str]:
    pieces = _GAP.split(sentence)
    shape = "".join(f"(?P<{piece}>.*?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
    return re.compile(shape, re.DOTALL)


# What says most by itself comes first: "The file is no feed: …" before "… was left out: …".
_FORMS = [
    (_form(sentence), sentence)
    for sentence in sorted(
        {*feeds.WORDS, *agencies.WORDS, *pages.WORDS}, key=lambda told: (-len(_GAP.sub("", told)), told)
    )
]


def in_words(told: str, depth: int = DEEPEST) -> str:
    """The sentence in the language in force; as it is where nobody knows it. Text, never HTML."""
    if not told or len(told) > LONGEST or (get_language() or "en").split("-")[0] == "en":
        return told
    found = recognised(told)
    if found is None:
        return told
    sentence, gaps = found
    if depth > 1:
        gaps = {name: in_words(words, depth - 1) for name, words in gaps.items()}
    return (gettext(sentence) % gaps).strip()


def recognised(told: str) -> tuple[str, dict[str, str]] | None:
    """The sentence of the tables that this one is, and what stands in its gaps."""
    for form, sentence in _FORMS:
        if match := form.fullmatch(told.strip()):
            return sentence, match.groupdict()
    return None
