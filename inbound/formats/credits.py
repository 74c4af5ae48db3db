"""The credit of a text: who wrote it, read by the links to people and institutions, never by commas or "and".

Forms, as The Conversation's Republish button gave them and as sites kept them: name and institution at the top; name,
title and institution before the notice or in its paragraph; "By …" with the institution in italics (2014); "… is a
lecturer at …" (2016); the staff's own, with links to the page of the team. People and institutions without a link are
read from the words around them, with a warning. A profile linked in running text is nobody's credit: there, words go
on after it.
"""

from __future__ import annotations

import dataclasses
import enum
import re

from articles import credit_words
from articles.credits.names import NameLines, guess_warning
from inbound.formats import unlinked
from inbound.formats.arrival import Author
from inbound.formats.outlet_links import OutletLinks
from inbound.formats.passages import Link, Passage

MOST_PEOPLE = 100
# An empty line between two br: what a paragraph is where a site has none.
_SECTION = re.compile(r"\n\s*\n")
_REST = " \n.,;:)*_|–—-"


class Place(enum.Enum):
    """Where a passage stands decides how much is believed of it."""

    NOTICE = enum.auto()
    """In the notice's own paragraph, where nothing but a credit or a note is to be expected."""
    BESIDE = enum.auto()
    """Next to the notice, or at the end where there is no notice."""
    ELSEWHERE = enum.auto()
    """At the beginning or the end of the text: a credit here is all of its passage."""


@dataclasses.dataclass
class Credit:
    authors: list[Author]
    start: int
    end: int
    warnings: list[str]


@dataclasses.dataclass
class _Reading:
    """A credit as far as it is read."""

    start: int
    at: int
    limit: int
    authors: list[Author] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)
    linked: int = 0
    """How many institutions had a link, or emphasis of their own."""
    sentences: bool = False
    """"… is a lecturer at …", not "…, Lecturer, …"."""

    def add(self, more: list[Author]) -> None:
        self.authors += more
        self.warnings += map(unlinked.warning, more)


class CreditReader:
    def __init__(self, links: OutletLinks, names: NameLines):
        self.links = links
        self.names = names

    def read(self, passage: Passage, place: Place) -> list[Credit]:
        """The credits in a passage: none, one, or one at each end where a site kept the whole article in one
        paragraph.
        """
        people = [link for link in passage.links if self.links.is_person(link.href)]
        if not people:
            return self._institutions_alone(passage, place) if place is not Place.ELSEWHERE else []
        found: list[Credit] = []
        if len(people) > MOST_PEOPLE:
            return found
        for start in self._starts(passage, people):
            if found and start < found[-1].end:
                continue
            reading = self._read_from(passage, start, [one for one in people if one.start >= start])
            if reading and (credit := self._closed(passage, reading, place)):
                found.append(credit)
        return found

    def in_words(self, passage: Passage, end: int) -> Credit | None:
        """A credit without any link to a profile, as whole sentences before the notice, in its paragraph or on its
        line.
        """
        before = passage.text[:end].rstrip()
        start = before.rfind("\n") + 1
        lead = re.match(r"[\s\"“(*_]*(?:by\s+)?", before[start:], re.IGNORECASE)
        authors = unlinked.sentences(before[start + (lead.end() if lead else 0) :], self.names)
        if not authors:
            return None
        return Credit(authors, start, end, [unlinked.warning(author) for author in authors])

    # --- where a credit begins

    def _starts(self, passage: Passage, people: list[Link]) -> list[int]:
        """Where a credit may begin: at the beginning of the passage or of a line, or after a sentence."""
        text = passage.text
        starts: list[int] = []
        for person in people:
            window = max(0, person.start - credit_words.LONGEST_TITLE)
            line = text.rfind("\n", window, person.start) + 1
            whole_line = line > 0 or window == 0
            begins = [line] if whole_line else []
            begins += (
                [line + at for at in credit_words.sentence_starts(text[max(line, window) : person.start])]
                if whole_line
                else []
            )
            for begin in begins:
                before = text[begin : person.start]
                if credit_words.LEAD.fullmatch(before) or (
                    begin == line and credit_words.ends_joined(before) and unlinked.people(before, self.names)
                ):
                    starts.append(begin)
                    break
        return sorted(set(starts))

    # --- one author after the other

    def _read_from(self, passage: Passage, start: int, people: list[Link]) -> _Reading | None:
        reading = _Reading(start, start, _limit(passage, people[0].end))
        for number, person in enumerate(people):
            if person.start >= reading.limit:
                break
            between = passage.text[reading.at : person.start]
            if number == 0:
                if not credit_words.LEAD.fullmatch(between):
                    reading.add(unlinked.people(between, self.names))
            elif not credit_words.BETWEEN.fullmatch(between):
                more = unlinked.people(between, self.names)
                if not more:
                    break
                reading.add(more)
            following = people[number + 1].start if number + 1 < len(people) else reading.limit
            if not self._read_author(passage, person, min(following, reading.limit), reading):
                break
        return reading if reading.authors and reading.at > start else None

    def _read_author(self, passage: Passage, person: Link, end: int, reading: _Reading) -> bool:
        name = credit_words.person(passage.words_of(person))
        if not name:
            return False
        author = Author(name, profile_url=person.href)
        inside = [link for link in passage.links if person.end <= link.start < end]
        house = next((link for link in inside if self.links.is_institution(link.href)), None)
        # The Conversation's own staff have its front page for an institution.
        house = house or next((link for link in inside if self.links.is_front_page(link.href)), None)
        emphasis = None if house or "," in name else _emphasised(passage, person.end, end)
        if house or emphasis:
            start, finish = (house.start, house.end) if house else emphasis  # type: ignore[misc]
            between = passage.text[person.end : start]
            if not credit_words.is_title(between):
                return False
            author.title = credit_words.title(between)
            author.institution = credit_words.institution(passage.text[start:finish])
            author.institution_url = house.href if house else None
            if not house:
                reading.warnings.append(
                    f"The institution of {name} has no link; it was read from the words in italics."
                )
            reading.sentences |= bool(credit_words.IS.match(between))
            reading.linked += 1
            reading.at = finish
        elif not self._read_words(passage, person, end, author, reading):
            return False
        reading.authors.append(author)
        return True

    def _read_words(self, passage: Passage, person: Link, end: int, author: Author, reading: _Reading) -> bool:
        """Title and institution in words alone: in the link to the person, or after it."""
        if "," in author.name:
            split = self.names.split(author.name)
            author.name, author.title, author.institution = split.name, split.title, split.institution
            reading.at = person.end
            self._note(author, split.sure, reading)
            return True
        text = passage.text
        stop = credit_words.sentence_ends(text, person.end, end) or end
        words = text[person.end : stop]
        line = words.find("\n", len(words) - len(words.lstrip()))
        words = words[:line] if line >= 0 else words
        words = credit_words.without_join(words.rstrip(" .;,\n")).rstrip(" .;,\n")
        reading.at = person.end + len(words)
        words = words.lstrip(" \n")
        form = credit_words.IS.match(words)
        if words and not form and (words[0] not in ",(–—-:" or not credit_words.is_title(words)):
            return False
        reading.sentences |= bool(form)
        words = words[form.end() :] if form else words.lstrip(" ,(–—-:\n").rstrip(")")
        if len(words) > credit_words.LONGEST_TITLE or (words and not form and words[0].islower()):
            return False
        author.title, author.institution, sure = unlinked.post(words, self.names)
        if words:
            self._note(author, sure, reading)
        return True

    def _note(self, author: Author, sure: bool, reading: _Reading) -> None:
        if not sure or not author.institution:
            reading.warnings.append(guess_warning(author))

    # --- where a credit ends

    def _closed(self, passage: Passage, reading: _Reading, place: Place) -> Credit | None:
        """The credit, if what stands after it shows that it is one."""
        text = passage.text
        rest = text[reading.at : reading.limit]
        if credit_words.begins_joined(rest) and (more := unlinked.people(rest, self.names)):
            reading.add(more)
            rest = ""
        words = rest.lstrip(_REST)
        if words and next((one for one in words if one.isalnum()), "A").islower():
            # "… at Brunel University in the UK.": the sentence goes on, or it was running text all along.
            end = credit_words.sentence_ends(rest) or len(rest)
            if len(rest[:end].split()) > 8 or not (reading.sentences or place is Place.NOTICE):
                return None
            rest = rest[end:]
            words = rest.lstrip(_REST)
        end = reading.limit - len(words) if words.strip(_REST) else reading.limit
        if not self._believed(passage, reading, end, place):
            return None
        return Credit(reading.authors, reading.start, end, reading.warnings)

    def _believed(self, passage: Passage, reading: _Reading, end: int, place: Place) -> bool:
        text = passage.text
        section = _SECTION.search(text, end)
        before = text[: reading.start]
        before = before[max((gap.end() for gap in _SECTION.finditer(before)), default=0) :].strip(_REST)
        others = before + text[end : section.start() if section else len(text)].strip(_REST)
        if place is Place.ELSEWHERE or (place is Place.BESIDE and reading.sentences):
            if others:
                return False
        if place is Place.BESIDE and before and not reading.linked:
            return False
        if reading.linked or place is not Place.ELSEWHERE:
            return True
        led = any(letter.isalpha() for letter in text[reading.start : _first(passage, reading.start, self.links)])
        only_names = not any(author.title or author.institution for author in reading.authors)
        return led or only_names

    def _institutions_alone(self, passage: Passage, place: Place) -> list[Credit]:
        """People without a link whose institutions have one."""
        houses = [link for link in passage.links if self.links.is_institution(link.href)]
        if not houses or len(houses) > MOST_PEOPLE:
            return []
        reading = _Reading(0, 0, _limit(passage, houses[0].start))
        spoken = [passage.words_of(house) for house in houses]
        more, reading.at = unlinked.before_institutions(passage.text, houses, reading.limit, spoken)
        if not more:
            return []
        reading.add(more)
        reading.linked = len(more)
        credit = self._closed(passage, reading, place)
        if credit is None or (place is Place.BESIDE and passage.text[credit.end :].strip(_REST)):
            return []
        return [credit]


def _limit(passage: Passage, at: int) -> int:
    """Where the words end that may belong to the credit: at an empty line, or at what was taken out of the passage."""
    section = _SECTION.search(passage.text, at)
    last = section.start() if section else len(passage.text)
    return min([last, *(start for start, end in passage.cuts if start >= at and end - start > 1)])


def _first(passage: Passage, start: int, links: OutletLinks) -> int:
    return next((one.start for one in passage.links if one.start >= start and links.is_person(one.href)), start)


def _emphasised(passage: Passage, start: int, end: int) -> tuple[int, int] | None:
    """The first words between with emphasis of their own, without a comma: an institution as of 2014."""
    for begin, finish in passage.emphasised:
        words = passage.text[begin:finish].strip(" ,.;\n")
        if (
            start <= begin
            and finish <= end
            and words
            and "," not in words
            and credit_words.sentence_ends(words) is None
        ):
            lead = len(passage.text[begin:finish]) - len(passage.text[begin:finish].lstrip(" ,.;\n"))
            return begin + lead, finish
    return None


def merge(upper: list[Author], lower: list[Author]) -> list[Author]:
    """One list from two credits of the same text.

    Of people who stand in both the lower credit has the titles and the order; who stands only above follows. Credits of
    different people, such as the items of a list, follow one another.
    """
    if not any(_is_same(one, other) for one in upper for other in lower):
        return [*upper, *lower]
    merged = [dataclasses.replace(author) for author in lower]
    for author in upper:
        same = next((one for one in merged if _is_same(one, author)), None)
        if same is None:
            merged.append(dataclasses.replace(author))
            continue
        same.title = same.title or author.title
        same.institution = same.institution or author.institution
        same.institution_url = same.institution_url or author.institution_url
        same.profile_url = same.profile_url or author.profile_url
    return merged


def _is_same(one: Author, other: Author) -> bool:
    if one.profile_url and other.profile_url:
        return _address(one.profile_url) == _address(other.profile_url)
    return one.name.casefold() == other.name.casefold()


def _address(url: str) -> str:
    return re.sub(r"^(?:https?:)?//(?:www\.)?|[?].*$|/+$", "", url.strip().lower())
