"""Titles from the sentence in which a text introduces its authors at its end: "Ana Ruiz is a Lecturer at …"."""

from __future__ import annotations

import re

from articles import credit_words
from articles.body import text
from articles.credits.names import folded
from inbound.formats.arrival import Arrival

LAST = 8
"""Paragraphs from the end among which such a sentence stands."""
LONGEST = 400
MOST_READ = 30_000
"""Characters from the end of the text."""


def complete(arrival: Arrival) -> None:
    """Gives authors without a title the one that the text itself states, where the institution agrees with it."""
    ends = text.paragraphs(arrival.body_html[-MOST_READ:])[-LAST:]
    for author in arrival.authors:
        if author.title or not credit_words.is_name(author.name):
            continue
        for paragraph in ends:
            said = _introduced(" ".join(paragraph.split()), author.name)
            if said is None:
                continue
            title, institution = _parted(said, author.institution)
            if title is None:
                continue
            author.title = title
            author.institution = author.institution or institution
            arrival.warn(f"{author.name}: title and institution were read from the end of the text; check them.")
            break


def _introduced(paragraph: str, name: str) -> str | None:
    """What the paragraph says somebody is, to the end of the sentence."""
    spelt = r"\s+".join(map(re.escape, name.split()))
    lead = re.match(
        rf"(?:(?:professor|prof|dr|mr|mrs|ms)\.?\s+)*{spelt}(?:,?\s+(?:PhD|MD))?(?=\W)", paragraph, re.IGNORECASE
    )
    form = credit_words.IS.match(paragraph, lead.end()) if lead else None
    if not form:
        return None
    end = credit_words.sentence_ends(paragraph, form.end()) or len(paragraph)
    return paragraph[form.end() : end].strip().rstrip(".") if end - form.end() < LONGEST else None


def _parted(said: str, institution: str | None) -> tuple[str | None, str | None]:
    """Title and institution; where the institution is known already, only a sentence that names it is believed."""
    if institution:
        at = folded(said).find(folded(institution).removeprefix("the "))
        if at < 0 or len(folded(said)) != len(said):
            return None, None
        before = said[:at]
        if not re.search(r"(?:,|\b(?:at|in|of|with|for|from))\s+(?:the\s+)?$", before, re.IGNORECASE):
            return None, None
        return credit_words.title(f"is {before}"), None
    found = re.fullmatch(
        r"(?P<title>.{3,200}?)\s+(?:at|with)\s+(?P<institution>(?:the\s+)?[^\W\d_a-z][^,;]{2,120})(?:,.*)?", said
    )
    if not found:
        return None, None
    return found["title"], credit_words.institution(found["institution"])
