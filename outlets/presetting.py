"""Presets: what real outlets ask for, as found on their own pages and in their own code, ready to be adopted.

A preset is a TOML file in ``outlets/presets/``, named for its slug. It is a starting point and never a promise: it
becomes an outlet with terms only when the rights desk adopts it, and the desk reads the live page before it relies on
it. ``docs/outlets.md`` describes the format.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from outlets import clauses
from outlets.models import Outlet, Terms, host_names

FOLDER = Path(__file__).parent / "presets"

# Where a clause was found. What only others say of an outlet is no evidence for its terms.
EVIDENCE = {
    "P": _("its own page"),
    "C": _("its own code or feed"),
}
_OUTLET = ("name", "home_url", "language", "description", "newsletter_line", "newsletter_url", "contact_email")
_REQUIRED = ("name", "home_url", "language", "checked", "source")
_KNOWN = {*_OUTLET, "other_hosts", "checked", "source", "caution", "clauses", "remarks"}
# A date of reading is entered by the person who read; an invented one would vouch for what nobody looked at.
NOT_IN_PRESETS = {"terms_checked_on"}


class NoSuchPreset(LookupError):
    """No preset has this slug. The text names the nearest ones."""


class BadPreset(ValueError):
    """A preset's file breaks the format; the text names the file, the key and what is expected there."""


@dataclasses.dataclass(frozen=True)
class Preset:
    """One outlet as it would be adopted. ``stated`` holds only the clauses on which there is evidence."""

    slug: str
    name: str
    home_url: str
    language: str
    checked: str
    """The month in which its evidence was gathered, 2026-09; not a reading of the live page."""
    source: tuple[str, ...]
    stated: dict[str, Any]
    evidence: dict[str, str]
    remarks: dict[str, str]
    other_hosts: tuple[str, ...] = ()
    caution: str = ""
    description: str = ""
    newsletter_line: str = ""
    newsletter_url: str = ""
    contact_email: str = ""

    @property
    def hosts(self) -> frozenset[str]:
        return host_names(self.home_url, self.other_hosts)

    @property
    def tracker_pattern(self) -> str:
        return self.stated.get("tracker_pattern", "")

    @property
    def licence(self) -> str:
        """In a few words, for lists."""
        return clauses.licence_in_words(self.stated.get("licence_code", ""), self.stated.get("house_terms_url", ""))

    def all_clauses(self) -> dict[str, Any]:
        """A value for every clause, those that the preset leaves out as “not stated”."""
        blank = {name: Terms._meta.get_field(name).get_default() for name in clauses.NAMES}
        return blank | self.stated

    def notes(self) -> str:
        """What no column can say, for the desk's notes."""
        lines = [self.caution] if self.caution else []
        lines += [f"{Terms._meta.get_field(name).verbose_name}: {text}" for name, text in self.remarks.items()]
        return "\n".join(lines)


def slugs() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def available() -> list[Preset]:
    """Every preset, by slug. Raises BadPreset for the first file that breaks the format."""
    return [get(slug) for slug in slugs()]


def get(slug: str) -> Preset:
    if slug not in (known := slugs()):
        near = difflib.get_close_matches(slug, known, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "manage.py outlet_presets lists them."
        raise NoSuchPreset(f"There is no preset “{slug}”. {hint}")
    return read(FOLDER / f"{slug}.toml")


def read(path: Path) -> Preset:
    """The preset in the file, checked to the last key."""
    refuse = partial(_refuse, path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPreset(f"{path.name}: this is no TOML: {error}") from error
    for key in data.keys() - _KNOWN:
        refuse(key, f"is not known; the keys are {', '.join(sorted(_KNOWN))}")
    for key in _REQUIRED:
        if not data.get(key):
            refuse(key, "is missing")
    for key in (*_OUTLET, "caution", "checked"):
        if not isinstance(data.get(key, ""), str):
            refuse(key, "is not a text")
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", data["checked"]):
        refuse("checked", "is not a month, such as 2026-09")
    for key in ("source", "other_hosts"):
        if not isinstance(data.get(key, []), list) or not all(isinstance(one, str) for one in data.get(key, [])):
            refuse(key, "is not a list of texts")
    for address in data["source"]:
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
            refuse("source", f"“{address}” is no web address")
    for host in data.get("other_hosts", []):
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host):
            refuse("other_hosts", f"“{host}” is no host name in lower case")
    stated, evidence = _clauses(data.get("clauses"), refuse)
    remarks = data.get("remarks", {})
    for name, text in remarks.items() if isinstance(remarks, dict) else [("", None)]:
        if name not in clauses.NAMES or not isinstance(text, str):
            refuse(f"remarks.{name}", "is not a text about one of the clauses")
    outlet = {key: data[key] for key in _OUTLET if key in data}
    _check(Outlet(slug=path.stem, **outlet), "", refuse, exclude=())
    _check(Terms(**stated), "clauses.", refuse, exclude=("outlet", "number"))
    return Preset(
        slug=path.stem,
        checked=data["checked"],
        source=tuple(data["source"]),
        stated=stated,
        evidence=evidence,
        remarks=remarks,
        other_hosts=tuple(data.get("other_hosts", ())),
        caution=data.get("caution", ""),
        **outlet,
    )


def _clauses(tables: Any, refuse: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """The clauses of the tables ``[clauses.P]`` and ``[clauses.C]``, and the evidence on which each rests."""
    if not isinstance(tables, dict) or not tables:
        refuse("clauses", "is missing: at least one clause, under [clauses.P] or [clauses.C]")
    stated: dict[str, Any] = {}
    evidence: dict[str, str] = {}
    for mark, table in tables.items():
        if mark not in EVIDENCE or not isinstance(table, dict):
            refuse(f"clauses.{mark}", f"is no evidence that a preset may rest on; use {' or '.join(EVIDENCE)}")
        for name, value in table.items():
            key = f"clauses.{mark}.{name}"
            if name not in clauses.NAMES:
                near = difflib.get_close_matches(name, clauses.NAMES, n=1)
                refuse(key, "is no clause" + (f"; did you mean {near[0]}?" if near else ""))
            if name in NOT_IN_PRESETS:
                refuse(key, "is entered by the person who reads the terms, never by a preset")
            if name in stated:
                refuse(key, "stands under both kinds of evidence; keep the stronger one")
            wanted = int if isinstance(Terms._meta.get_field(name), models.PositiveIntegerField) else str
            if type(value) is not wanted:
                refuse(key, "is not a whole number" if wanted is int else "is not a text")
            if not clauses.is_stated(value):
                refuse(key, "says nothing; what is not stated is left out")
            stated[name], evidence[name] = value, mark
    return stated, evidence


def _check(row: models.Model, prefix: str, refuse: Any, exclude: tuple[str, ...]) -> None:
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            refuse(f"{prefix}{name}", f"is refused: {' '.join(sentences)}")


def _refuse(path: Path, key: str, why: str) -> None:
    raise BadPreset(f"{path.name}: {key} {why}.")
