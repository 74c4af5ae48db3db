"""The words of a credit around its links: what leads it in, what joins two authors, where a title ends.

Nothing here splits a text at commas to find authors; that is for ``articles.credits``, where nothing better is to be
had.
"""

from __future__ import annotations

import re

# The small words of a printed line, by the language of its article: it is printed as its outlet prints it, so they do
# not follow the language of the site. Of those that join two authors the first is printed.
AND = {"en": ("and",), "es": ("y", "e"), "fr": ("et",), "pt": ("e",), "id": ("dan",), "de": ("und",)}
ON = {"en": " on ", "es": ", el ", "fr": ", le ", "pt": ", em ", "id": ", ", "de": ", "}
BY = {"en": "by", "es": "por", "fr": "par", "pt": "por", "id": "oleh", "de": "von", "it": "di", "ca": "per"}
# "By", "Article written by:", "Autor:", or nothing but space and marks.
LEAD = re.compile(
    rf"[\s\W]*(?:(?:(?:article|text|story|words?)\s+)?(?:written\s+)?by|authors?|{'|'.join(sorted(set(BY.values())))}|de"
    r"|(?:artículo|article|artigo)\s+(?:escrito\s+|écrit\s+)?(?:por|par)|autor(?:es|a)?|auteurs?|penulis)\b\s*:?\s*"
    r"|[\s\"“(*_–—-]*",
    re.IGNORECASE,
)
_JOIN = f"(?:{'|'.join(sorted({'with', 'i', 'amb'}.union(*AND.values())))})"
# What may stand between one author and the next.
BETWEEN = re.compile(rf"[\s.;,&/|•·]*(?:{_JOIN}\b)?[\s;,&]*", re.IGNORECASE)
_JOINED_AT_END = re.compile(rf"\s*[;,]?\s*(?:;|&|\b{_JOIN})\s*$", re.IGNORECASE)
_JOINED_AT_START = re.compile(rf"\s*,?\s*(?:;|&|{_JOIN}\s)", re.IGNORECASE)
_EDGES = re.compile(rf"^[\s,.&]*(?:{_JOIN}\b)?\s*|[\s,.&]*(?:\b{_JOIN})?[\s,.]*$", re.IGNORECASE)
# "… is a Lecturer in History at the …": the words around the title.
IS = re.compile(
    r"\s*,?\s*(?:is|was|are|works\s+as|serves\s+as|es|est|é|adalah)\s+(?:currently\s+|also\s+)?"
    r"(?:(?:an?|the|una?|une?|uma?|um)\s+)?",
    re.IGNORECASE,
)
_AT = re.compile(
    r"[\s,]+(?:at|in|of|with|from|for|within|en|de|à|na|no|da|do|di)?(?:\s+(?:the|la|el|le|a|o|l[’']))?[\s,(]*$",
    re.IGNORECASE,
)
# "…, an economist at Ohio State, writes": a person spoken of in running text.
_SPOKEN_OF = re.compile(r"\s*,?\s*\(?(?:an?|the|who|whose|un|una|une|el|la|le|um|uma|seorang)\s")
_SENTENCE = re.compile(r"[.!?][\"”’)]*\s+(?=[^\W\d_a-z])")
_SHORT_FORM = re.compile(r"(?:\b\w{1,2}|\b(?:Ph|Prof|Hon|Assoc|Asst|Dept|Univ|Inst|Sen|Rev|Mrs|D\.C|U\.S|U\.K))$")
_STOP_OF_NAME = re.compile(r"(?:\b[A-Z]|\b(?:Inc|Ltd|Co|Corp|St|Jr|Sr|Dr|Ph\.D|Mt|Ft|Bros|Assn|Dept|e\.V|S\.p\.A))\.$")
_PARTICLES = frozenset("de da del della der den di do dos du el la le van von y bin bint al ap ter ten zu".split())
LONGEST_TITLE = 400


def base(language: str) -> str:
    """“en” of “en-GB”."""
    return language.split("-")[0].lower()


def sentence_ends(words: str, at: int = 0, end: int | None = None) -> int | None:
    """Where the first sentence in the words ends and another begins; None if none ends."""
    for stop in _SENTENCE.finditer(words, at, len(words) if end is None else end):
        if not _SHORT_FORM.search(words, max(0, stop.start() - 6), stop.start()):
            return stop.end()
    return None


def sentence_starts(words: str) -> list[int]:
    return [stop.end() for stop in _SENTENCE.finditer(words)]


def is_title(between: str) -> bool:
    """The words between a person and an institution can be a title: short, one sentence, and said of nobody in
    passing.
    """
    if len(between) > LONGEST_TITLE or sentence_ends(between) is not None:
        return False
    return not _SPOKEN_OF.match(between)


def title(between: str) -> str | None:
    """The title in the words between a person and an institution."""
    words = " ".join(between.split())
    form = IS.match(words)
    if form:
        words = _AT.sub("", words[form.end() :] + " ", count=1)
    else:
        words = re.sub(r"^[\s,;:(–—-]+|[\s,;:(–—-]+$", "", words)
        words = re.sub(r",?\s+(?:at|in|of)(?:\s+the)?$|^(?:at|of|from)(?:\s+the)?$", "", words)
    return words.strip(" ,;") or None


def institution(words: str) -> str | None:
    """The name of an institution without a full stop or comma of the sentence around it ("Monash University.")."""
    name = " ".join(words.split()).strip(" ,;:")
    while name.endswith(".") and not _STOP_OF_NAME.search(name):
        name = name[:-1].rstrip(" ,;")
    return name or None


def ends_in_short_form(words: str) -> bool:
    """The full stop at the end belongs to the words: "Jr.", "Inc.", an initial."""
    return _STOP_OF_NAME.search(words) is not None


def person(words: str) -> str:
    name = " ".join(words.split()).strip(" ,;:")
    return name if _STOP_OF_NAME.search(name) else name.rstrip(".")


def without_join(words: str) -> str:
    """The words without the "and" or semicolon that joins the next author to them."""
    return _JOINED_AT_END.sub("", words, count=1)


def ends_joined(words: str) -> bool:
    return _JOINED_AT_END.search(words[-12:]) is not None


def begins_joined(words: str) -> bool:
    return _JOINED_AT_START.match(words) is not None


def edges_off(words: str) -> str:
    return _EDGES.sub("", words)


def is_name(words: str) -> bool:
    """Reads like a person's name: two to seven words, each with a capital or a particle between."""
    parts = words.split()
    if not 2 <= len(parts) <= 7 or len(words) > 80:
        return False
    capitals = (part[0].isupper() or part.lower().strip(".’'") in _PARTICLES for part in parts)
    return parts[0][0].isupper() and parts[-1][0].isupper() and all(capitals)
