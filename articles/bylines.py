"""The printed byline, in the form of the outlet whose authors they are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils import formats, translation

from articles import credit_words
from articles.rights import crediting
from records.moments import local

if TYPE_CHECKING:
    from articles.models import Article, Byline

_PLACE = re.compile(r"\{(name|title|institution)\}")
_BRACKETED = re.compile(r" ?\(\{(name|title|institution)\}\)")
DEFAULT_FORM = "{name}, {title}, {institution}"
# Where Django's own form of a date cuts the month short, or is another country's.
_MONTH_IN_FULL = {"en": "F j, Y", "en-us": "F j, Y"} | dict.fromkeys(("en-gb", "en-au", "en-ca", "en-ie"), "j F Y")


def credit(row: Byline, form: str = "") -> str:
    """One author as printed: “Amira Jadoon, Assistant Professor of Political Science, Clemson University”.

    Parts of the form that have nothing to say fall away with the comma, the bracket or the dash that stands with them.
    """
    values = {"name": row.name, "title": row.title, "institution": row.institution_name}
    parts = []
    for part in (form or DEFAULT_FORM).split(", "):
        wanted = _PLACE.findall(part)
        if not wanted or any(values[name] for name in wanted):
            if not all(values[name] for name in wanted):
                part = _BRACKETED.sub(lambda found: found[0] if values[found[1]] else "", part)
                part = _PLACE.sub(lambda found: found[0] if values[found[1]] else "", part).strip(" –—|/:-")
            parts.append(_PLACE.sub(lambda found: values[found[1]], part))
    return ", ".join(parts)


def joined(lines: Sequence[str], language: str = "en") -> str:
    """Credits as The Conversation joins them: two by “and”; more by semicolons, and “, and” before the last.

    Source: section C1.5 of the domain notes. Spanish has no comma before its “y”.
    """
    base = credit_words.base(language)
    conjunction = f" {credit_words.AND.get(base, credit_words.AND['en'])[0]} "
    if len(lines) < 3:
        return conjunction.join(lines)
    comma = "," if base == "en" else ""
    return "; ".join(lines[:-1]) + comma + conjunction + lines[-1]


def authors(rows: Iterable[Byline], form: str = "", language: str = "en") -> str:
    """The credits of all rows in one line. What leads a form in, as in “By {name}, {institution}”, is printed once."""
    lead = form[: form.find("{")] if "{" in form else ""
    led = any(letter.isalpha() for letter in lead) and credit_words.LEAD.fullmatch(lead)
    line = joined([credit(row, form[len(lead) :] if led else form) for row in rows], language)
    return f"{lead}{line}" if led and line else line


def dateline(article: Article) -> dt.datetime | None:
    """The moment that the byline names: of a licensed text its outlet's publication, of our own ours. None where the
    outlet's is not known: our day is not the outlet's."""
    return article.source_published_at if article.outlet_id else article.published_at


def printed_date(moment: dt.date) -> str:
    """The day in the language in force, its month in full: “March 27, 2023”, “27 de marzo de 2023”."""
    spoken = translation.get_language() or "en"
    day = local(moment) if isinstance(moment, dt.datetime) else moment
    return formats.date_format(day, _MONTH_IN_FULL.get(spoken, "DATE_FORMAT"))


def printed(article: Article, rows: Iterable[Byline]) -> str:
    """The whole line: authors as printed, the outlet, the date.

    “Andrew Mines, Research Fellow at the Program on Extremism, George Washington University and Amira Jadoon, Assistant
    Professor of Political Science, Clemson University, The Conversation on March 27, 2023”.
    """
    form = crediting.byline_form(article.terms if article.terms_id else None)
    line = authors(rows, form, article.language)
    if article.outlet_id:
        line = ", ".join(part for part in (line, article.outlet.name) if part)
    if moment := dateline(article):
        with translation.override(article.language if translation.check_for_language(article.language) else "en"):
            date = printed_date(moment)
        on = credit_words.ON.get(credit_words.base(article.language), credit_words.ON["en"])
        line = f"{line}{on}{date}" if line else date
    return line
