"""The members of a JSON object, asked for by the kind of value they should have.

Whatever a file holds in place of a text, a list or a time, the reader gets a text, a list or a time, or None; what was
wrong is told in a sentence that names the key and what was expected.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from articles.body import markup
from inbound.formats.decode import without_controls
from inbound.formats.feed_text import line, moment

LONGEST_TEXT = 2 * 1024 * 1024
MOST_LISTED = 500
EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


class Fields:
    """One object. Names count without regard to case, as the versions of ninjs differ in nothing else."""

    def __init__(self, value: Any, where: str = "", odd: list[str] | None = None):
        self.where = where
        self.odd: list[str] = [] if odd is None else odd
        self._values: dict[str, Any] = {}
        for name, held in (value if isinstance(value, dict) else {}).items():
            if held is not None and held != "":
                self._values.setdefault(str(name).lower(), held)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __bool__(self) -> bool:
        return bool(self._values)

    @property
    def names(self) -> list[str]:
        return list(self._values)

    def anything(self, name: str) -> Any:
        return self._values.get(name)

    def text(self, *names: str) -> str | None:
        """The first that is there, as it stands, without characters that are no text."""
        for name in names:
            held = self._values.get(name)
            if isinstance(held, bool) or not isinstance(held, str | int | float):
                if held is not None:
                    self.wrong(name, "a text", held)
                continue
            if words := without_controls(str(held)[:LONGEST_TEXT]).strip():
                return words
        return None

    def line(self, *names: str) -> str | None:
        """The same on one line, as a headline or a name is."""
        for name in names:
            if words := line(self.text(name)):
                return words
        return None

    def flag(self, name: str) -> bool:
        held = self._values.get(name, False)
        return held is True or (isinstance(held, str) and held.strip().lower() == "true")

    def number(self, name: str) -> int | None:
        held = self._values.get(name)
        if isinstance(held, str) and held.strip().isascii() and held.strip().isdigit() and len(held) < 12:
            held = int(held)
        if isinstance(held, float) and 0 <= held < 1e9:
            held = int(held)
        return held if isinstance(held, int) and not isinstance(held, bool) and 0 <= held < 10**9 else None

    def moment(self, *names: str) -> dt.datetime | None:
        """The first time that can be read; one that cannot is told."""
        for name in names:
            if not (written := self.text(name)):
                continue
            if found := moment(written):
                return found
            self.odd.append(f"The time “{written[:60]}” in {self._named(name)} could not be read; look it up.")
        return None

    def object(self, name: str) -> Fields:
        """The object of that name; an empty one where there is none."""
        held = self._values.get(name)
        if held is not None and not isinstance(held, dict):
            self.wrong(name, "an object", held)
        return Fields(held, self._path(name), self.odd)

    def objects(self, name: str) -> list[Fields]:
        """The objects of a list; one that stands alone is a list of one."""
        held = self._values.get(name)
        if held is None:
            return []
        if isinstance(held, dict):
            held = [held]
        if not isinstance(held, list):
            self.wrong(name, "a list of objects", held)
            return []
        self._cut(name, held)
        found = [
            Fields(one, f"{self._path(name)}[{number}]", self.odd)
            for number, one in enumerate(held[:MOST_LISTED])
            if isinstance(one, dict)
        ]
        if len(found) < len(held[:MOST_LISTED]):
            self.wrong(name, "a list of objects", next(one for one in held if not isinstance(one, dict)), inside=True)
        return found

    def named_objects(self, name: str) -> list[tuple[str, Fields]]:
        """Objects under names of their own (ninjs 1.x), or in a list with the name in each (2.x and later)."""
        held = self._values.get(name)
        if not isinstance(held, dict):
            return [(one.line("name") or "", one) for one in self.objects(name)]
        found = []
        for key, value in list(held.items())[:MOST_LISTED]:
            if isinstance(value, dict):
                found.append((without_controls(str(key))[:100], Fields(value, f"{self._path(name)}.{key}", self.odd)))
            elif value is not None:
                Fields({}, self._path(name), self.odd).wrong(str(key), "an object", value)
        return found

    def lines(self, name: str, inside: str = "name") -> list[str]:
        """The texts of a list: texts themselves, or objects with the text under ``inside``. A text alone is a list."""
        held = self._values.get(name)
        if held is None:
            return []
        if not isinstance(held, list):
            held = [held]
        self._cut(name, held)
        found = []
        for one in held[:MOST_LISTED]:
            if isinstance(one, dict):
                one = Fields(one).line(inside)
            if isinstance(one, str | int) and not isinstance(one, bool):
                if words := line(without_controls(str(one))):
                    found.append(words)
            elif one is not None:
                self.wrong(name, "a list of texts", one, inside=True)
        return list(dict.fromkeys(found))

    def wrong(self, name: str, expected: str, held: Any, inside: bool = False) -> None:
        place = "holds" if inside else "is"
        self.odd.append(f"{self._named(name)} should be {expected} and {place} {_kind(held)}; it was left out.")

    def _cut(self, name: str, held: list[Any]) -> None:
        if len(held) > MOST_LISTED:
            self.odd.append(f"{self._named(name)} has {len(held)} entries; the first {MOST_LISTED} were read.")

    def _named(self, name: str) -> str:
        return f"“{self._path(name)}”"

    def _path(self, name: str) -> str:
        return f"{self.where}.{name}"[-120:] if self.where else name[:120]


def as_html(words: str) -> str:
    """Plain text as paragraphs: at empty lines, or at each line end where there are none."""
    pieces = EMPTY_LINE.split(words.replace("\r\n", "\n").replace("\r", "\n").strip())
    if len(pieces) == 1:
        pieces = pieces[0].split("\n")
    return "".join(
        f"<p>{'<br>'.join(markup.escape(part.strip()) for part in piece.strip().split(chr(10)))}</p>"
        for piece in pieces
        if piece.strip()
    )


def _kind(held: Any) -> str:
    if isinstance(held, bool):
        return "true or false"
    if isinstance(held, str):
        return "a text"
    if isinstance(held, int | float):
        return "a number"
    return "a list" if isinstance(held, list) else "an object"
