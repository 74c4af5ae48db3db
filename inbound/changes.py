"""What a source changed in a text that we hold: whether it is a change at all, a correction, a withdrawal in words, or
less than the text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone

from articles import carrying
from articles.body import compare, figures, text
from articles.body.links import links
from inbound.formats.arrival import Arrival, to_json

if TYPE_CHECKING:
    from django.db.models import Manager

    from articles.models import Original

_LEAST_WORDS = 40
"""Of shorter texts nothing can be said by counting what is missing."""
_LONGEST_NOTE = 3000
"""Characters. What withdraws a text is no longer, and expressions take time with what they look through."""
_SMALL = 20
"""So few words added and removed are taken for a correction, said or not, where terms want corrections taken over."""

_CORRECTION = re.compile(
    r"\b(correction|corrected|corrects|clarification|clarifies|editor.?s note|"
    r"(was|has been) (amended|updated|corrected)|"
    r"corrección|fe de erratas|rectificati(f|on)|correção|koreksi|berichtigung|korrektur)\b",
    re.IGNORECASE,
)
_NOTE = "Note of the source"  # as the formats hand on what a source says to editors
_CORRECTED_TITLE = re.compile(r"^\W*(correct(ed|ion|s)|refile|clarification)\b", re.IGNORECASE)

# As agencies and outlets mark it before a headline: “WITHDRAWN: …”, “[RETRACTED] …”, “BULLETIN KILL – …”.
_WITHDRAWN_TITLE = re.compile(
    r"^\W*(?:(?:mandatory|bulletin|urgent)\s+)?(?:kill(?:ed)?|withdrawn|withdrawal|withdraws?|retract(?:ed|ion)|removed|"
    r"deleted|retirad[oa]|retiré|zurückgezogen|ditarik)\s*(?:[:\]\)\-–—|]+|$)\s*",
    re.IGNORECASE,
)
_WITHDRAWN_WORDS = re.compile(
    r"\b(?:this|the above|our) (?:article|story|item|piece|report|column|text|content|post)\b[^.!?]{0,60}?"
    r"\b(?:has been|was|is|is being|have)(?: \w+)? "
    r"(?:withdrawn|retracted|killed|removed|taken down|deleted|unpublished)\b"
    r"|\b(?:has|have) (?:withdrawn|retracted|killed|removed|taken down|unpublished) (?:this|the above) "
    r"(?:article|story|item|piece|report|column|text)\b"
    r"|\b(?:editors|subscribers|clients|customers)\b[^.!?]{0,60}?"
    r"\b(?:kill|disregard|do not (?:use|publish))\b[^.!?]{0,40}"
    r"\b(?:article|story|item|piece)\b",
    re.IGNORECASE,
)
_WITHDRAWN_TAGS = frozenset({"withdrawn", "retracted", "killed"})


def says_the_same(original: Original, arrival: Arrival, format: str) -> bool:
    """The same words, links and pictures, and the same of everything that comes with a text. Mark-up is no change.

    What comes with a text is held only against what came in the same format: each tells it in its own way. A headline
    that did not come before is new in whatever format it comes.
    """
    fields = original.fields if isinstance(original.fields, dict) else {}
    if carrying.brings_headline(fields, {"title": arrival.title}):
        return False
    if original.format == format[:40] and not carrying.is_same(fields, to_json(arrival, pages=())):
        return False
    if original.html == arrival.body_html:
        return True
    return _said(original.html) == _said(arrival.body_html)


def _said(html: str) -> tuple[str, list[str], list[str]]:
    return _flat(text.plain(html)), [link.href for link in links(html)], [image.src for image in figures.images(html)]


def is_earlier(originals: Manager[Original], newest: Original, arrival: Arrival, format: str) -> bool:
    """Whether this is a state that we held before the newest, and comes late: a source that went back to it says so by
    its date, or is believed when some time has passed."""
    before = originals.exclude(pk=newest.pk).filter(html=arrival.body_html).order_by("-number").first()
    if before is None or not says_the_same(before, arrival, format):
        return False
    held = carrying.moment((newest.fields or {}).get("updated"))
    if arrival.updated and held:
        return arrival.updated <= held
    return newest.received_at > timezone.now() - dt.timedelta(hours=1)


def is_shortened(held: str, now: str) -> bool:
    """Whether so much of the text is missing that it may be an excerpt, or an answer that broke off: more than half of
    its words, or the last fifth of a text whose beginning is the same."""
    old, new = held.split(), now.split()
    if len(old) < _LEAST_WORDS or _WITHDRAWN_WORDS.search(now[:_LONGEST_NOTE]):
        return False
    if len(new) < len(old) / 2:
        return True
    end = len(new) - 1 if new and new[-1].endswith(("…", "...")) else len(new)
    return len(new) <= len(old) * 0.8 and new[: max(0, end - 1)] == old[: max(0, end - 1)]


def is_correction(old: str, new: str, arrival: Arrival, before: Arrival | None) -> bool:
    """Among the words that were added, before the headline or in a new note to editors, some speak of a correction."""
    was_marked = before is not None and _CORRECTED_TITLE.search(before.title or "")
    if _CORRECTED_TITLE.search(arrival.title or "") and not was_marked:
        return True
    known = before.warnings if before else []
    if any(_CORRECTION.search(note) for note in arrival.warnings if note.startswith(_NOTE) and note not in known):
        return True
    return _CORRECTION.search(" ".join(added(old, new))) is not None


def added(old: str, new: str) -> list[str]:
    """The words that the new text has and the old has not, a stretch each."""
    rows = compare.compare(old, new).rows
    return [piece.text for row in rows for piece in row.new if piece.kind == "added"]


def correction_in_words(old: str, new: str) -> str:
    """The paragraph that tells of the correction, as the source has it; "" where there is none."""
    for row in compare.compare(old, new).rows:
        if row.kind in ("added", "changed") and any(
            _CORRECTION.search(piece.text) for piece in row.new if piece.kind == "added"
        ):
            return " ".join(piece.text for piece in row.new)
    return ""


def is_small(old: str, new: str) -> bool:
    found = compare.compare(old, new)
    return found.words_added <= _SMALL and found.words_removed <= _SMALL


def withdrawn_in_words(before: Arrival | None, now: Arrival) -> str:
    """The words by which the source withdraws the text; "" where it does not, or where it said them before.

    A mark before the headline that we know, a keyword, or a sentence in its standfirst, first or last paragraph. An
    article about retractions says such words too, so only what was added since ``before`` counts.
    """
    if before is None:
        return ""
    mark = _WITHDRAWN_TITLE.match(now.title or "")
    if mark and not _WITHDRAWN_TITLE.match(before.title or ""):
        rest = _plain((now.title or "")[mark.end() :])
        if not rest or rest == _plain(before.title or ""):
            return (now.title or "")[:300]
    if tags := _tags(now) - _tags(before):
        return ", ".join(sorted(tags))
    return "" if any(_sentences(before)) else next(_sentences(now), "")[:300]


def says_withdrawn(arrival: Arrival) -> bool:
    """Whether it says in words that it is withdrawn, of an item that was withdrawn in words before."""
    marked = _WITHDRAWN_TITLE.match(arrival.title or "") is not None
    return marked or bool(_tags(arrival)) or any(_sentences(arrival))


def _tags(arrival: Arrival) -> set[str]:
    return {tag.strip().casefold() for tag in arrival.tags} & _WITHDRAWN_TAGS


def _sentences(arrival: Arrival) -> Iterator[str]:
    """Standfirst, first and last paragraph (all of a short text), where they say that the text is withdrawn."""
    paragraphs = [one for one in text.paragraphs(arrival.body_html) if one.strip()]
    ends = paragraphs if len(paragraphs) <= 3 else [paragraphs[0], paragraphs[-1]]
    for one in (arrival.standfirst or "", *ends):
        if _WITHDRAWN_WORDS.search(said := _flat(one[:_LONGEST_NOTE])):
            yield said


def _flat(words: str) -> str:
    return " ".join(words.split())


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))
