"""Reads a catalogue of translations (.po, as GNU gettext writes it) without GNU gettext."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path

FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?) (".*")')


@dataclasses.dataclass
class Message:
    context: str | None = None
    singular: str = ""
    plural: str | None = None
    told: dict[int, str] = dataclasses.field(default_factory=dict)
    is_fuzzy: bool = False

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.singular


def read(path: Path) -> dict[tuple[str | None, str], Message]:
    """Every message of the catalogue by context and English words; under ``(None, "")`` its header."""
    return {
        message.key: message
        for entry in re.split(r"\n[ \t]*\n", path.read_text())
        if (message := _message(entry)) is not None
    }


def _message(entry: str) -> Message | None:
    fields: dict[str, str] = {}
    name = ""
    for line in entry.splitlines():
        if found := FIELD.fullmatch(line.strip()):
            name, words = found.groups()
            fields[name] = ast.literal_eval(words)
        elif line.startswith('"'):
            fields[name] += ast.literal_eval(line.strip())
    if "msgid" not in fields:
        return None
    forms = {name: words for name, words in fields.items() if name.startswith("msgstr")}
    return Message(
        context=fields.get("msgctxt"),
        singular=fields["msgid"],
        plural=fields.get("msgid_plural"),
        told={int(name[7:-1] or 0) if "[" in name else 0: words for name, words in forms.items()},
        is_fuzzy=bool(re.search(r"^#,.*\bfuzzy\b", entry, re.MULTILINE)),
    )
