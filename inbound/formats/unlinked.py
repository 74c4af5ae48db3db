"""People in a credit who have no link to a profile: read from the words, so always with a warning."""

from __future__ import annotations

import re

from articles import credit_words
from articles.credits.names import NameLines
from inbound.formats.arrival import Author
from inbound.formats.passages import Link

_SENTENCE = re.compile(
    r"(?P<name>[^\s,.;:][^,;:\n]{2,60}?)\s+(?:is|are)\s+(?:currently\s+)?(?:(?:an?|the)\s+)?(?P<title>[^.\n]{3,200}?)"
    r"(?:,|\s+(?:at|with))\s+(?P<institution>(?:the\s+)?[^\W\d_a-z][^\n,;]{2,100}?)\s*[.]?\s*"
)
_AT = re.compile(r"(?P<title>.{3,}?)\s+at\s+(?:the\s+)?(?P<institution>[^\W\d_a-z].*)")


def people(words: str, names: NameLines) -> list[Author]:
    """The people named in the words between two links, or none if the words are anything else.

    "Ida Roe, Lecturer, University of Ennet" or several of them with semicolons between.
    """
    found: list[Author] = []
    lead = credit_words.LEAD.match(words)
    for piece in re.split(r"\s*;\s*", words[lead.end() if lead else 0 :]):
        line = credit_words.edges_off(piece)
        if not line:
            continue
        if not credit_words.is_title(line) or not credit_words.is_name(line.split(",")[0]):
            return []
        split = names.split(line)
        found.append(
            Author(split.name, split.title, credit_words.institution(split.institution) if split.institution else None)
        )
    return found


def post(words: str, names: NameLines) -> tuple[str | None, str | None, bool]:
    """Title and institution in the words after a name, and whether that is more than a guess."""
    title, institution, sure = names.parts([piece for piece in re.split(r"\s*,\s+", words) if piece])
    if sure or not institution:
        return title, institution, sure
    if title is None and (found := _AT.match(words)):
        return found["title"].strip(" ,"), credit_words.institution(found["institution"]), False
    return title, credit_words.institution(institution), False


def before_institutions(words: str, houses: list[Link], limit: int, spoken: list[str]) -> tuple[list[Author], int]:
    """People whose institutions have links though they have none, and where the last of them ends."""
    found: list[Author] = []
    at = 0
    for house, name_of_house in zip(houses, spoken, strict=True):
        if house.start >= limit:
            break
        between = words[at : house.start]
        lead = (credit_words.BETWEEN if found else credit_words.LEAD).match(between)
        line = between[lead.end() if lead else 0 :]
        name, _, title = line.partition(",")
        if form := re.search(r"\s+(?=(?:is|are)\s)", name):
            name, title = line[: form.start()], line[form.start() :]
        if not credit_words.is_name(name) or not credit_words.is_title(line):
            break
        author = Author(name.strip(), credit_words.title(title), credit_words.institution(name_of_house))
        author.institution_url = house.href
        found.append(author)
        at = house.end
    return found, at


def sentences(words: str, names: NameLines) -> list[Author]:
    """The people of whole sentences: "Ida Roe is a Lecturer at Ennet College." or "Ida Roe, Lecturer, Ennet College."

    Empty if a single sentence is anything else.
    """
    found: list[Author] = []
    at = 0
    while words[at:].strip(" .,;:–—-*_\n"):
        end = credit_words.sentence_ends(words, at) or len(words)
        author = _of_sentence(" ".join(words[at:end].split()), names)
        if author is None:
            return []
        found.append(author)
        at = end
    return found


def _of_sentence(sentence: str, names: NameLines) -> Author | None:
    found = _SENTENCE.fullmatch(sentence)
    if found and credit_words.is_name(found["name"]):
        return Author(found["name"], found["title"], credit_words.institution(found["institution"]))
    line = sentence.rstrip(" .")
    pieces = line.split(", ")
    if len(pieces) < 3 or len(line) > credit_words.LONGEST_TITLE or not credit_words.is_name(pieces[0]):
        return None
    split = names.split(line)
    if not split.title or not split.institution:
        return None
    return Author(split.name, split.title, credit_words.institution(split.institution))


def warning(author: Author) -> str:
    return f"{author.name} stands in the credit without a link to a profile; title and institution are a guess."
