"""What stands around the authors of a printed line: the word that leads in, the outlet, the date."""

from __future__ import annotations

import dataclasses
import re

from articles import credit_words
from articles.credits.names import OnFile, folded

Span = tuple[int, int]

_MONTH = (
    r"(?:jan|ene|gen|feb|fev|fév|mar|mär|mrz|maa|abr|apr|avr|may|mai|mag|mei|jun|jui|giu|jul|lug|aug|ago|aoû|agt|agu|sep|set"
    r"|oct|okt|out|ott|nov|dec|dez|dic|déc|des)[^\W\d_]{0,9}\.?"
)
_WORD = r"[^\W\d_]{3,12}\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?"
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\.?|lunes|martes|miércoles|jueves|viernes"
    r"|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|segunda-feira|terça-feira|quarta-feira"
    r"|quinta-feira|sexta-feira|senin|selasa|rabu|kamis|jumat|sabtu|minggu|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)"
)
_IN_FIGURES = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"


def _date(month: str) -> re.Pattern[str]:
    month_first = rf"{month}\s{{1,3}}{_DAY},?\s{{1,3}}\d{{4}}"
    day_first = rf"{_DAY}\s{{1,3}}(?:de\s|d['’])?{month},?\s{{1,3}}(?:del?\s)?\d{{4}}"
    return re.compile(rf"(?<!\w)(?:{_WEEKDAY},?\s)?(?:{month_first}|{day_first}|{_IN_FIGURES})\Z", re.IGNORECASE)


_KNOWN_DATE, _ANY_DATE = _date(_MONTH), _date(_WORD)
_BEFORE_DATE = re.compile(
    r"(?:(?P<on>(?:,?\s{1,3}(?:(?:first|originally)\s)?(?:published(?:\son)?|publicado\sel|publié\sle|on|el|le|em|am|pada))"
    r"\s{1,3})|[\s,;|/·•–—-]{1,5}|\A)\Z",
    re.IGNORECASE,
)
_BEFORE_OUTLET = r"(?:\A|\s{0,3}[,;|·•]\s{0,3}|\s{1,3}[/–—-]\s{1,3}|(?<=\w)/)"
LONGEST_DATE = 80
LONGEST_LEAD = 60


@dataclasses.dataclass
class Ends:
    """Where the authors stand in a line, and the outlet and the date behind them."""

    start: int
    stop: int
    outlet: Span | None = None
    date: Span | None = None
    doubts: list[str] = dataclasses.field(default_factory=list)


def find(line: str, language: str, outlet: str, on_file: OnFile) -> Ends:
    stop = len(line.rstrip())
    ends = Ends(start=_lead(line, language), stop=stop)
    _take_date(line, language, ends)
    _take_outlet(line, outlet, on_file, ends)
    if ends.stop == stop and line[:stop].endswith("."):
        ends.stop = _full_stop_off(line, stop, on_file)
    ends.start = min(ends.start, ends.stop)
    return ends


def _lead(line: str, language: str) -> int:
    """Where the authors begin: behind a "By". Words that lead in in another language are names in this one."""
    blank = len(line) - len(line.lstrip())
    found = credit_words.LEAD.match(line[blank : blank + LONGEST_LEAD])
    word = folded(found[0]).strip(" :") if found else ""
    if not found or not any(letter.isalpha() for letter in word) or found[0][-1] not in " \t\n:":
        return blank
    base = credit_words.base(language)
    if word in {"de", *credit_words.BY.values()} and word not in {"by", credit_words.BY.get(base)}:
        return blank
    return blank + found.end()


def _take_date(line: str, language: str, ends: Ends) -> None:
    for stop in dict.fromkeys((ends.stop, len(line[: ends.stop].rstrip(" .")))):
        first = max(0, stop - LONGEST_DATE)
        tail = line[first:stop]
        found = _KNOWN_DATE.search(tail)
        if not found and (loose := _ANY_DATE.search(tail)):
            before = _BEFORE_DATE.search(tail[: loose.start()])
            found = loose if before and before["on"] else None
        if found:
            before = _BEFORE_DATE.search(tail[: found.start()])
            ends.date = first + found.start(), stop
            ends.stop = first + (before.start() if before else found.start())
            return
    if credit_words.base(language) in credit_words.ON:
        return
    # After our "on" stands a date in whatever form its language has: "2023. március 7.", "7 ខែ មិនា ឆ្នាំ 2023".
    first = max(0, ends.stop - LONGEST_DATE)
    on = line.rfind(credit_words.ON["en"], first, ends.stop)
    if on >= 0:
        start = on + len(credit_words.ON["en"])
        figures = sorted(map(len, re.findall(r"\d+", line[start : ends.stop])))
        if len(figures) in (2, 3) and figures[-1] == 4 and figures[0] < 3:
            ends.date, ends.stop = (start, ends.stop), on


def _take_outlet(line: str, outlet: str, on_file: OnFile, ends: Ends) -> None:
    name = outlet.split()
    if not name:
        return
    stop = len(line[: ends.stop].rstrip(" ." if not outlet.endswith(".") else " "))
    first = max(0, stop - len(outlet) - 40)
    spelt = r"\s{1,5}".join(map(re.escape, name))
    found = re.search(rf"{_BEFORE_OUTLET}(?P<outlet>{spelt})\Z", line[first:stop], re.IGNORECASE)
    if not found or (first and found.start() == 0):
        return
    start = first + found.start("outlet")
    before = len(line[: first + found.start()].rstrip())
    house = _longest_on_file(line, stop, on_file)
    if house is not None and house <= start and before > ends.start:
        alone = house == start and (ends.date or _longest_on_file(line, before, on_file) is not None)
        inside = house < start and ends.date and _longest_on_file(line, before, on_file) is not None
        if not alone and not inside:
            ends.doubts.append(
                f"“{line[start:stop]}” is the outlet's name, and it was read as part of the institution "
                f"“{line[house:stop]}”. Check it against the original."
            )
            return
    ends.outlet = start, stop
    ends.stop = before


def _longest_on_file(line: str, stop: int, on_file: OnFile) -> int | None:
    """Where the longest institution on file begins that ends at this place, after a comma or at the beginning."""
    first = max(0, stop - 400)
    starts = [first + comma.end() for comma in re.finditer(r",\s{1,5}", line[first:stop])]
    for start in [0, *starts] if first == 0 else starts:
        if folded(line[start:stop]) in on_file.names:
            return start
    return None


def _full_stop_off(line: str, stop: int, on_file: OnFile) -> int:
    """Where the words end without the full stop of a sentence; that of "Jr." and "Inc." stays."""
    short_form = credit_words.ends_in_short_form(line[max(0, stop - 12) : stop])
    if short_form or _longest_on_file(line, stop, on_file) is not None:
        return stop
    return len(line[:stop].rstrip(" ."))
