"""A JSON file taken apart into its items, each with the characters it was written in.

One item alone, a list, an object around a list ("items"), or an item on each line (newline-delimited JSON). The reading
takes time and memory in proportion to the file, whatever it holds: deep nesting, endless numbers, NaN, lone surrogates.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any

from inbound.formats.arrival import Unreadable

MOST_ITEMS = 5_000
MOST_OPENED = 300_000
"""Objects and lists in one file. Each costs memory, however short it is written."""
LISTS = ("items", "_items", "item")

_SPACE = re.compile(r"[ \t\n\r\ufeff\xa0]*")
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)
_NEXT_LINE = re.compile(r"\n\s*(?=\{)")


@dataclasses.dataclass
class Item:
    """One value of the list. ``repeated`` are keys that stand twice in one of its objects; the last one counts."""

    value: Any
    written: str
    line: int
    repeated: list[str] = dataclasses.field(default_factory=list)
    odd: list[str] = dataclasses.field(default_factory=list)
    """NaN and other words that are no values of JSON, as they stood; they were read as null."""


@dataclasses.dataclass
class Document:
    """``around`` are the members of the object that the list of items stands in; empty where there is none."""

    around: dict[str, Any] = dataclasses.field(default_factory=dict)
    items: list[Item] = dataclasses.field(default_factory=list)
    errors: list[str] = dataclasses.field(default_factory=list)


def is_json(text: str) -> bool:
    """Whether the text begins as an object or a list of objects does; JSON of other kinds is no article."""
    return re.match(r"[\s\ufeff]*(?:\{\s*(?:\"|\}|\Z)|\[\s*(?:[\{\"\[\]\d]|\Z))", text[:2000]) is not None


def parse(text: str) -> Document:
    """Raises Unreadable, with the line and what was expected there, where nothing at all can be read."""
    if text.count("{") + text.count("[") > MOST_OPENED:
        raise Unreadable(
            f"The JSON has more than {MOST_OPENED:,} objects and lists, as no delivery of articles has;"
            " nothing of it was read."
        )
    reading = _Reading(text)
    start = reading.space(0)
    if text.startswith("[", start):
        reading.elements(start, "")
    elif text.startswith("{", start):
        reading.objects(start)
    else:
        raise Unreadable("The JSON begins with neither { nor [, so it holds no items.")
    document = reading.document
    if not document.items and document.errors:
        raise Unreadable(document.errors[0])
    return document


class _Broken(ValueError):
    """What is wrong and where: position in the text."""

    def __init__(self, said: str, at: int):
        super().__init__(said)
        self.at = at


class _Reading:
    def __init__(self, text: str):
        self.text = text
        self.document = Document()
        self._repeated: list[str] = []
        self._odd: list[str] = []
        self._counted = 0, 1
        decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=self._constant, parse_int=_integer, strict=False
        )
        self._decode = decoder.raw_decode

    # --- the shapes a file may have

    def objects(self, start: int) -> None:
        """An object around a list, an item alone, or one item after another."""
        first = True
        while self.text.startswith("{", start):
            self._room()
            try:
                end = self._list_inside(start) if first else None
                if end is None:
                    end = self._item(start)
            except _Broken as broken:
                onward = _NEXT_LINE.search(self.text, max(start + 1, broken.at - 1))
                one_a_line = onward is not None and "\n" not in self.text[start : onward.start()].strip()
                self._error(broken, start, f"Item {self._number()}")
                if not (onward and one_a_line):
                    return
                end = onward.start()
            first = False
            start = self.space(end)
            if self.text.startswith(",", start):
                start = self.space(start + 1)
        if start < len(self.text):
            self._error(_Broken("there is more behind the end of the JSON", start), start, "The file")

    def elements(self, start: int, named: str) -> int:
        """The elements of the list that begins here; where it ends. A broken one is passed over if its end shows."""
        at = self.space(start + 1)
        while not self.text.startswith("]", at):
            self._room()
            try:
                at = self._item(at)
            except _Broken as broken:
                end = self._end_of(at)
                self._error(broken, at, f"Item {self._number()}{named}")
                if end is None:
                    return len(self.text)
                at = end
            at = self.space(at)
            if self.text.startswith(",", at):
                at = self.space(at + 1)
            elif not self.text.startswith("]", at):
                said = "the file breaks off" if at >= len(self.text) else "a comma or the end of the list was expected"
                self._error(_Broken(said, at), at, "The list of items")
                return len(self.text)
        return at + 1

    def _list_inside(self, start: int) -> int | None:
        """Reads an object around a list of items, and says where it ends; None where the object is an item itself."""
        members: dict[str, Any] = {}
        at = self.space(start + 1)
        listed = False
        self._repeated, self._odd = [], []
        while self.text.startswith('"', at):
            key, at = self._value(at)
            at = self.space(at)
            if not self.text.startswith(":", at):
                raise _Broken("a colon was expected after the name of a member", at)
            at = self.space(at + 1)
            if key in LISTS and not listed and self.text.startswith("[", at):
                listed = True
                self.document.around = members
                at = self.elements(at, f" of “{key}”")
            else:
                value, at = self._value(at)
                members.setdefault(str(key), value)
            at = self.space(at)
            if self.text.startswith(",", at):
                at = self.space(at + 1)
            elif at >= len(self.text):
                break
        if not listed:
            return None
        return at + 1 if self.text.startswith("}", at) else len(self.text)

    # --- one value

    def space(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def _item(self, start: int) -> int:
        self._repeated, self._odd = [], []
        value, end = self._value(start)
        self.document.items.append(
            Item(value, self.text[start:end], self._line(start), self._repeated[:20], self._odd[:20])
        )
        return end

    def _value(self, at: int) -> tuple[Any, int]:
        try:
            return self._decode(self.text, at)
        except json.JSONDecodeError as error:
            raise _Broken(_in_words(error.msg), error.pos) from None
        except StopIteration as stop:
            raise _Broken("a value was expected", int(stop.value or at)) from None
        except RecursionError:
            raise _Broken("its objects and lists are nested too deeply", at) from None

    def _end_of(self, start: int) -> int | None:
        """Where a broken object ends, by its brackets."""
        depth = 0
        for found in _TOKEN.finditer(self.text, start):
            if found[0] in "{[":
                depth += 1
            elif found[0] in "}]":
                depth -= 1
                if depth == 0:
                    return found.end()
                if depth < 0:
                    return None
        return None

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs) and len(self._repeated) < 20:
            seen: set[str] = set()
            self._repeated += [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
        return made

    def _constant(self, word: str) -> None:
        self._odd.append(word)

    # --- what is said of it

    def _number(self) -> int:
        return len(self.document.items) + len(self.document.errors) + 1

    def _room(self) -> None:
        if self._number() > MOST_ITEMS:
            raise Unreadable(f"The file has more than {MOST_ITEMS:,} items; ask the outlet for smaller deliveries.")

    def _line(self, at: int) -> int:
        """Asked for places further and further on, so that counting takes no more than one pass."""
        known, line = self._counted
        if at < known:
            return self.text.count("\n", 0, at) + 1
        line += self.text.count("\n", known, at)
        self._counted = at, line
        return line

    def _error(self, broken: _Broken, start: int, what: str) -> None:
        at = max(start, min(broken.at, len(self.text)))
        line = self._line(start) + self.text.count("\n", start, at)
        column = at - self.text.rfind("\n", 0, at)
        self.document.errors.append(f"{what} cannot be read: {broken} (line {line}, column {column}).")


def lines(items: list[Item]) -> Iterator[tuple[str, Item]]:
    """Each item with what to call it in a message, when it has no headline."""
    for number, item in enumerate(items, start=1):
        yield f"Item {number} (line {item.line})", item


def _integer(written: str) -> int | None:
    """Python takes quadratic time for thousands of digits; no number of an article has twenty."""
    return int(written) if len(written) < 20 else None


def _in_words(message: str) -> str:
    """What the parser found wrong, as it says it, made part of a sentence."""
    said = message[:1].lower() + message[1:]
    return {"extra data": "there is more behind the end of the JSON"}.get(said, said)
