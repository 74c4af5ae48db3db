"""Who wrote an agency's item: the printed byline first, the elements beside it for what it leaves out.

Agencies name much that is no author: themselves, desks, the initials of editors, photographers.
"""

from __future__ import annotations

import dataclasses
import re

from articles import credit_words
from articles.body import text
from articles.credits import parse
from articles.credits.names import NameLines, folded, is_post, likeness
from inbound.formats.arrival import Arrival, Author, Hints
from inbound.formats.wire_item import Credited, WireItem

MOST_AUTHORS = 50
LONGEST_LINE = 2000
LONGEST_BYLINE = 15
"""Words of a first paragraph that may be the byline."""
# Signs of editors ("gr/bp", "VRG") and of agencies ("NTB-AFP-DPA").
SIGN = re.compile(r"\(?[^\W\d_]{1,4}(?:[/.+-][^\W\d_]{1,4})*\)?\Z")
SIGNS = re.compile(r"[^\W\d_]{1,4}(?: [^\W\d_]{1,4})+\Z")
_BY = re.compile(r"^(?:by|von|par|por|di|av|af|door|oleh)[ :]", re.IGNORECASE)
_OF_AGENCY = re.compile(r"^(?P<name>[^/]{4,80}?)\s?/\s?(?P<agency>[^/]{2,40})$")
_AGENCY_FIRST = re.compile(r"^(?P<agency>[^/]{2,40})\s?/\s?(?P<name>[^/]{4,80}?)$")


def take(arrival: Arrival, item: WireItem, hints: Hints) -> None:
    """Puts the authors into the arrival, or says that there are none."""
    if arrival.authors:  # found above the text
        _complete(arrival, item.also, item, hints)
        return
    refused: list[str] = []
    for stated in (item.credits, item.also):
        for credited in stated:
            _add(arrival, credited, item, hints, refused)
        if arrival.authors:
            break
    _complete(arrival, item.also, item, hints)
    if not arrival.authors:
        seen = f" “{refused[0][:100]}” stands in its place, and names nobody." if refused else ""
        arrival.warn(f"The item names no author; add the byline.{seen}")


def printed_above(body: list[str], arrival: Arrival, item: WireItem, hints: Hints) -> list[str]:
    """The text without a byline that is its first paragraph, where no element names an author and more follows."""
    if len(body) < 2 or not body[0].lstrip().startswith("<p"):
        return body
    line = " ".join(text.plain(body[0]).split())
    if not _BY.match(line) or len(line.split()) > LONGEST_BYLINE or line.endswith((".", ":", "?", "!")):
        return body
    probe = Arrival(language=arrival.language)
    for stated in (item.credits, item.also):
        for credited in stated:
            _add(probe, credited, item, hints, [])
    if probe.authors:
        return body
    read = parse(line, language=arrival.language or hints.language or "en", institutions=hints.institutions)
    if not read.rows or any(likeness(row.name) < 2 for row in read.rows):
        return body
    _add(arrival, Credited(line, printed=True), item, hints, [])
    if arrival.authors:
        arrival.warn(f"The first paragraph, “{line}”, was read as the byline and taken out of the text.")
        return body[1:]
    return body


def _add(arrival: Arrival, credited: Credited, item: WireItem, hints: Hints, refused: list[str]) -> None:
    said = " ".join(credited.name[:LONGEST_LINE].split()).strip(" ,;")
    if not said:
        return
    if _is_no_name(said, item):
        refused.append(said)
        return
    if not credited.printed and not _reads_like_a_person(_without_by(said)):
        refused.append(said)
        return
    if not credited.printed and "," not in said:
        _append(arrival, dataclasses.replace(_author(credited), name=_without_by(said)))
        return
    said, agency = _apart(said, item)
    read = parse(
        said,
        language=arrival.language or hints.language or "en",
        outlet=agency or _ending(said, item.parties),
        institutions=hints.institutions,
    )
    rows = [
        row for row in read.rows[:MOST_AUTHORS] if _reads_like_a_person(row.name) and not _is_no_name(row.name, item)
    ]
    if not rows:
        refused.append(said)
        return
    doubts: tuple[str, ...] = read.doubts[:5]
    for row in rows:
        author = Author(row.name, row.title or None, row.institution or None, credited.profile_url)
        if author.institution and not author.title and row.guess and is_post(author.institution):
            author.title, author.institution = author.institution, None
            doubts = ()
        elif author.institution and not author.title and row.guess and likeness(author.institution) == 2:
            # "Ana Ruiz, Bo Lind": agencies name no institutions, so what reads like a second person is one.
            _append(arrival, Author(row.name))
            author = Author(author.institution)
            doubts = (f"That “{said[:200]}” names {len(rows) + 1} people is a guess. Check it against the original.",)
        if credited.title:
            _take_title(author, credited.title, arrival, hints)
        author.institution = author.institution or credited.institution
        _append(arrival, author)
    for doubt in doubts:
        arrival.warn(doubt)


def _author(credited: Credited) -> Author:
    return Author(credited.name, credited.title, credited.institution, credited.profile_url)


def _take_title(author: Author, title: str, arrival: Arrival, hints: Hints) -> None:
    """A title that ends with an institution on file is both."""
    pieces = [piece for piece in re.split(r"\s*,\s+", title) if piece]
    post, house, sure = NameLines(hints.institutions).parts(pieces)
    if sure and house:
        author.title, author.institution = post or author.title, author.institution or house
    else:
        author.title = author.title or title


def _append(arrival: Arrival, author: Author) -> None:
    if len(arrival.authors) < MOST_AUTHORS and not any(
        folded(one.name) == folded(author.name) for one in arrival.authors
    ):
        arrival.authors.append(author)


def _complete(arrival: Arrival, also: list[Credited], item: WireItem, hints: Hints) -> None:
    """What other elements know of the same people: a page, a title, an institution."""
    for credited in also:
        same = next((one for one in arrival.authors if folded(one.name) == folded(_without_by(credited.name))), None)
        if same:
            same.title = same.title or credited.title
            same.institution = same.institution or credited.institution
            same.profile_url = same.profile_url or credited.profile_url


def _apart(said: str, item: WireItem) -> tuple[str, str]:
    """“Ana Ruiz/AGENCY” and “AGENCY/Ana Ruiz”: the name, and the agency that stands behind or before it."""
    for form in (_OF_AGENCY, _AGENCY_FIRST):
        found = form.match(said)
        if (
            found
            and likeness(_without_by(found["name"])) == 2
            and (_is_party(found["agency"], item) or "." in found["agency"] or found["agency"].isupper())
        ):
            return found["name"], ""
    return said, ""


def _ending(said: str, parties: list[str]) -> str:
    """The agency that a printed line ends with, which is no institution of its authors."""
    ends = [name for name in parties if folded(said).endswith(folded(name)) and folded(said) != folded(name)]
    return max(ends, key=len, default="")


def _is_party(name: str, item: WireItem) -> bool:
    wanted = folded(name)
    return any(wanted == folded(party) for party in item.parties)


def _is_no_name(said: str, item: WireItem) -> bool:
    bare = _without_by(said)
    sign = SIGN.match(bare) and (bare.isupper() or bare.islower())
    return bool(sign) or (SIGNS.match(bare) is not None and bare.islower()) or _is_party(bare, item)


def _reads_like_a_person(name: str) -> bool:
    """Like a name, or like a word that may be one; a sentence in small letters is none."""
    degree = likeness(name)
    if degree != 1:
        return degree == 2
    return all(not word[0].islower() for word in name.split())


def _without_by(said: str) -> str:
    lead = credit_words.LEAD.match(said) if _BY.match(said) else None
    return said[lead.end() :].strip(" ,;") if lead else said.strip(" ,;")
