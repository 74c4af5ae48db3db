"""Who wrote a ninjs item: the printed line first, the list of people beside it for what the line leaves out.

The list of Superdesk ("authors") names editors and photographers as well, often first, and its biographies contradict
the byline; a person in it is an author only by role, and where the two disagree the editor is told.
"""

from __future__ import annotations

import re

from articles.body import markup
from articles.credits import parse
from articles.credits.names import NameLines, folded
from inbound.formats import sign_off
from inbound.formats.arrival import Arrival, Author, Hints
from inbound.formats.json_fields import Fields

WRITES = {
    "", "author", "writer", "co-author", "coauthor", "reporter", "journalist", "correspondent", "columnist", "byline",
    "contributor", "creator", "autor", "autorin", "auteur", "autore", "redakteur",
}  # fmt: skip
HOUSE = re.compile(
    r"\b(?:universit\w*|univers[ií]da\w*|college|institut\w*|polytechni\w*|academy|school|cent(?:er|re)|foundation)\b",
    re.IGNORECASE,
)
UNSAID = {"n/a", "na", "none", "nil", "-", "not applicable"}
MOST_AUTHORS = 50


def sources(fields: Fields) -> list[str]:
    """The names that the source of the item goes by in it."""
    names = [
        fields.line("source"),
        fields.line("provider"),
        fields.line("copyrightholder"),
        *fields.lines("infosource"),
    ]
    names += fields.lines("infosources")
    return list(dict.fromkeys(name for name in names if name and len(name) < 200))


def take(arrival: Arrival, fields: Fields, hints: Hints) -> None:
    """Authors, disclosure, and what is odd about either."""
    printed = fields.line("byline", "by")
    people = fields.objects("authors") or fields.objects("author")
    writing = [one for one in people if _role(one) in WRITES and one.line("name")][:MOST_AUTHORS]
    names = sources(fields)
    if printed:
        arrival.authors = _of_line(printed, arrival, names, hints)
        _compare(arrival, writing)
    else:
        arrival.authors = [_of_list(one, arrival, hints) for one in writing]
    if not arrival.authors:
        known = f" It names {', '.join(names[:3])} as its source." if names else ""
        arrival.warn(f"The item has no byline; add the authors.{known}")
    if arrival.body_html:
        sign_off.complete(arrival)
    _third_parties(arrival, fields)
    _take_disclosure(arrival, fields)


def _of_line(printed: str, arrival: Arrival, names: list[str], hints: Hints) -> list[Author]:
    """A byline such as "By Ana Ruiz and Bo Lind, AAP": without the agency, which is no institution of theirs."""
    ending = [name for name in names if folded(printed).endswith(folded(name)) and folded(printed) != folded(name)]
    outlet = max(ending, key=len, default="")
    read = parse(
        printed[:2000],
        language=arrival.language or hints.language or "en",
        outlet=outlet,
        institutions=hints.institutions,
    )
    for doubt in read.doubts[:5]:
        arrival.warn(doubt)
    return [Author(row.name, row.title or None, row.institution or None) for row in read.rows[:MOST_AUTHORS]]


def _of_list(person: Fields, arrival: Arrival, hints: Hints) -> Author:
    author = Author(person.line("name") or "", title=_post(person), profile_url=None)
    biography = person.line("biography") or ""
    if biography and len(biography) < 200:
        line = biography if folded(biography).startswith(folded(author.name)) else f"{author.name}, {biography}"
        split = NameLines(hints.institutions).split(line)
        author.title, author.institution = author.title or split.title, split.institution
        if author.institution and not split.sure:
            arrival.warn(
                f"{author.name}: title and institution were taken from the biography “{biography}”, which is a guess."
            )
    return author


def _post(person: Fields) -> str | None:
    held = person.anything("jobtitle")
    return (person.object("jobtitle").line("name") if isinstance(held, dict) else person.line("jobtitle")) or None


def _compare(arrival: Arrival, writing: list[Fields]) -> None:
    """Holds the list against the line: the same people, with institutions that do not contradict each other."""
    strangers = []
    for person in writing:
        name, biography = person.line("name") or "", person.line("biography") or ""
        author = next((one for one in arrival.authors if same_person(one.name, name)), None)
        if author is None:
            strangers.append(name)
            continue
        author.title = author.title or _post(person)
        if not biography or (author.institution and _says(biography, author.institution)):
            continue
        if author.institution and HOUSE.search(biography):
            arrival.warn(
                f"The item contradicts itself about {author.name}: the byline says “{author.institution}”,"
                f" the biography “{biography[:200]}”. The byline was taken; ask the source."
            )
        elif not author.institution and HOUSE.search(biography) and len(biography) < 120:
            author.institution = biography
            arrival.warn(f"{author.name}: the institution was taken from the item's biography; check it.")
    known = {folded(author.name) for author in arrival.authors}
    strangers = [name for name in strangers if folded(name) not in known]
    if strangers and arrival.authors:
        arrival.warn(
            f"The item lists {', '.join(strangers[:5])} as author, whom the byline does not name;"
            " ask who wrote the text."
        )


def same_person(one: str, other: str) -> bool:
    """“Aaron J. Staples” and “Aaron Staples”; the first and the last name decide."""
    first, second = (re.sub(r"[.,]", " ", folded(name)).split() for name in (one, other))
    if not first or not second:
        return False
    return first == second or (len(first) > 1 and len(second) > 1 and (first[0], first[-1]) == (second[0], second[-1]))


def _says(biography: str, institution: str) -> bool:
    return folded(institution).removeprefix("the ") in folded(biography)


def _role(person: Fields) -> str:
    held = person.anything("role")
    role = person.object("role").line("name", "qcode") if isinstance(held, dict) else person.line("role")
    return (role or "").lower().rpartition("/")[2]


def _third_parties(arrival: Arrival, fields: Fields) -> None:
    """A source that is not the holder of the rights: the outlet passes on somebody else's text."""
    source, holder = fields.line("source"), fields.line("copyrightholder")
    named = [name for name in (source, *fields.lines("infosource"), *fields.lines("infosources")) if name]
    if holder and named and not any(_alike(name, holder) for name in named):
        arrival.warn(
            f"The item names {', '.join(dict.fromkeys(named))} as its source and {holder} as the holder of the rights;"
            " make sure that the outlet may pass it on."
        )


def _alike(one: str, other: str) -> bool:
    """Also an abbreviation and what it stands for: AAP, Australian Associated Press."""
    first, second = folded(one), folded(other)
    initials = "".join(word[0] for word in second.split()), "".join(word[0] for word in first.split())
    return first in second or second in first or first in initials or second in initials


def _take_disclosure(arrival: Arrival, fields: Fields) -> None:
    """Superdesk's authors sign off with a statement on who pays them."""
    extra = fields.object("extra") if isinstance(fields.anything("extra"), dict) else Fields({})
    signed = extra.object("publish_sign_off") if isinstance(extra.anything("publish_sign_off"), dict) else Fields({})
    said = [
        f"{label}: {words}"
        for label, name in (("Funding", "funding_source"), ("Affiliation", "affiliation"))
        if (words := signed.line(name)) and words.lower().strip(" .") not in UNSAID
    ]
    if said:
        arrival.disclosure_html = "".join(f"<p>{markup.escape(sentence)}</p>" for sentence in said)
        arrival.warn("The disclosure was put together from the authors' sign-off; its wording is ours.")
