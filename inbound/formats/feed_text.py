"""Words out of the fields of a feed: titles, names, times. No dependencies: the child process reads with it."""

from __future__ import annotations

import datetime as dt
import email.utils
import html
import re

# Elements that stand inside a headline or a name. Anything else in angle brackets is taken for the words it shows:
# a headline about <table> elements keeps its word.
PHRASING = (
    "a|abbr|acronym|b|bdi|bdo|big|br|cite|code|del|dfn|div|em|font|h[1-6]|i|img|ins|kbd|mark|nobr|p|q|s|samp|small|span"
    "|strike|strong|sub|sup|time|tt|u|var|wbr"
)
# These are mark-up where they have attributes, and what a headline is about where they stand bare.
EMBEDDING = "applet|blink|embed|frame|frameset|iframe|link|marquee|meta|object|param|svg|video|audio|picture|source"
TAG = re.compile(rf"</?(?:{PHRASING})(?:\s[^<>]*)?/?>|<(?:{EMBEDDING})\s[^<>]*=[^<>]*>", re.IGNORECASE)
SCRIPT = re.compile(r"<(script|style)(?:\s[^<>]*)?>.{0,2000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
END_TAG = re.compile(rf"</(?:{EMBEDDING})\s*>", re.IGNORECASE)
LINE_BREAK = re.compile(r"<(?:br|/p|/div|/h[1-6])\s*/?>", re.IGNORECASE)
REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

ISO_DATE = re.compile(r"\d{4}(?:-\d|/\d|\d{4}T)")
YEAR_IN_FULL = re.compile(r"[A-Za-z][ -](0\d{3})(?=\s)")
SLASHES = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?=[T ]|$)")

# RFC 822 knows North American names of zones only; these are the others that newsrooms write.
ZONES = {
    "utc": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "sast": 2,
    "eest": 3, "msk": 3, "eat": 3, "hkt": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13,
}  # fmt: skip
# Nor does it know that other languages have months too. "mar" is March in all of these.
MONTHS = {
    "ene": "Jan", "janv": "Jan", "gen": "Jan", "jän": "Jan", "fev": "Feb", "févr": "Feb", "mär": "Mar", "mrz": "Mar",
    "mars": "Mar", "abr": "Apr", "avr": "Apr", "mai": "May", "mag": "May", "juin": "Jun", "giu": "Jun", "juil": "Jul",
    "lug": "Jul", "ago": "Aug", "août": "Aug", "set": "Sep", "sept": "Sep", "out": "Oct", "okt": "Oct", "ott": "Oct",
    "dez": "Dec", "dic": "Dec", "déc": "Dec",
}  # fmt: skip
WRITTEN_MONTH = re.compile(r"^(?:[^\W\d]{2,10}\.?,?\s+)?(\d{1,2}\.?)\s+([^\W\d]{3,5})[^\W\d]*\.?\s+(\d{4}\b)")
KNOWN_ZONE = re.compile(r"(?:[+-]\d{2}:?\d{2}|\b(?:z|ut|gmt|[ecmp][sd]t|a[sd]t))(?:\s*\(.*\))?$", re.IGNORECASE)

BY = re.compile(r"^(?:By|BY|by)[ :]\s*(?=\S)")

C1 = {
    point: bytes([point]).decode("cp1252") for point in range(0x80, 0xA0) if point not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}

LONGEST_NAME = 300
LONGEST_LINE = 2000


def mended(text: str) -> str:
    """Text that some tool encoded twice, as it was meant: UTF-8 read as Latin-1, Windows-1252 as C1 controls."""
    if not text.isascii():
        try:
            # Latin-1 text that is valid UTF-8 by chance does not occur.
            text = text.encode("latin-1").decode("utf-8")
        except UnicodeError:
            pass
        text = text.translate(C1)
    return text


def line(text: str | None) -> str | None:
    """One line of plain text: white space collapsed, controls gone, None for nothing."""
    if not text:
        return None
    collapsed = " ".join(CONTROLS.sub("", text[: LONGEST_LINE * 4]).split())
    return collapsed[:LONGEST_LINE] or None


def headline(text: str | None) -> str | None:
    """A field that may hold HTML or plain text, as RSS never says which: as one line of plain text.

    Mark-up of the kind found in headlines goes, character references are resolved, both once.
    """
    if not text:
        return None
    bare = LINE_BREAK.sub(" ", SCRIPT.sub("", text[: LONGEST_LINE * 8]))
    text = TAG.sub("", bare)
    text = END_TAG.sub("", text) if len(text) < len(bare) else text
    return line(REFERENCE.sub(lambda reference: html.unescape(reference[0]), text))


def resolved(text: str) -> str:
    """Plain text in which a careless tool escaped characters twice ("AT&amp;T"). "&lt;b&gt;" may well be meant so."""
    return REFERENCE.sub(
        lambda reference: reference[0] if reference[0] in ("&lt;", "&gt;") else html.unescape(reference[0]), text
    )


def person(text: str | None) -> str | None:
    """The name in an author field: "mail@example.org (Name)", "Name <mail@example.org>", or a name alone.

    None where there is only an e-mail address: an address is not a name.
    """
    text = text or ""
    if len(text) > LONGEST_NAME * 4:
        return None
    # RSS 2.0: "Email address of the author of the item", with the name in brackets by custom; or the other way round.
    outside, bracket, inside = text.partition("(")
    if bracket and "@" in outside and " " not in outside.strip() and inside.strip():
        text = inside.rstrip().removesuffix(")")
    elif bracket and "@" in inside and " " not in inside.strip() and outside.strip():
        text = outside
    else:
        name, bracket, address = text.partition("<")
        if bracket and "@" in address and address.rstrip().endswith(">"):
            text = name
    found = headline(text)
    if not found or len(found) > LONGEST_NAME or ("@" in found and " " not in found):
        return None
    return BY.sub("", found.strip(" ,;").strip('"')) or None


def _in_english(date: re.Match[str]) -> str:
    day, month, year = date[1].strip("."), date[2].lower(), date[3]
    month = MONTHS.get(month[:4]) or MONTHS.get(month[:3]) or month[:3]
    return f"{day} {month} {year}"


def moment(text: str | None) -> dt.datetime | None:
    """A time as RSS (RFC 822) or Atom (RFC 3339) write it, in UTC; None where it is neither or its zone is unknown.

    A day without an hour, or an hour without a zone in the ISO form, is read as UTC.
    """
    text = " ".join((text or "").split())
    if not text or len(text) > 60:
        return None
    try:
        if ISO_DATE.match(text):
            text = SLASHES.sub(lambda date: f"{date[1]}-{date[2]:0>2}-{date[3]:0>2}", text.upper())
            found = dt.datetime.fromisoformat(text.replace(" Z", "Z").replace(" UTC", "Z").replace(" GMT", "Z"))
            found = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
        else:
            seconds = None
            text = WRITTEN_MONTH.sub(_in_english, text)
            if not KNOWN_ZONE.search(text):
                text, _, zone = text.rpartition(" ")
                seconds = ZONES[zone.lower()] * 3600
            parts = email.utils.parsedate_tz(text)
            if parts is None:
                return None
            seconds = parts[9] if seconds is None else seconds
            year, month, day, hour, minute, second, *_ = parts
            # “01 Jan 0001” is how .NET writes “unset”; the parser takes its year for one of two digits.
            if whole := YEAR_IN_FULL.search(text):
                year = int(whole[1])
            offset = dt.timezone(dt.timedelta(seconds=seconds or 0))
            found = dt.datetime(year, month, day, hour, minute, second, tzinfo=offset)
        return found.astimezone(dt.UTC)
    except (ValueError, OverflowError, TypeError, IndexError, KeyError):
        return None
