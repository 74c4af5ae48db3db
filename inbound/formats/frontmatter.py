"""The front matter that static sites put before a post: YAML between two ``---`` lines, or TOML between ``+++``.

Nothing of it is the outlet's. It is stripped, and only its title and canonical address are read, for want of better
ones.
"""

from __future__ import annotations

import json
import re

_BLOCK = re.compile(
    r"\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>.*?)^(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_FIELD = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*[:=](?:[ \t]+|$)(.*)$", re.MULTILINE)
LONGEST = 100_000


def split(text: str) -> tuple[dict[str, str], str]:
    """The plain one-line fields of the front matter, and the text after it. Without front matter: no fields, all the
    text.
    """
    found = _BLOCK.match(text, 0, LONGEST)
    if not found or not _FIELD.search(found["fields"]):
        return {}, text
    fields: dict[str, str] = {}
    for name, written in _FIELD.findall(found["fields"]):
        fields.setdefault(name.lower(), _value(name, written.strip(), found["fields"]))
    return fields, text[found.end() :]


def _value(name: str, written: str, fields: str) -> str:
    if re.fullmatch(r"[>|][-+]?", written):
        lines = re.search(
            rf"^{re.escape(name)}[ \t]*:[ \t]*[>|][-+]?[ \t]*\n((?:[ \t]+.*(?:\n|\Z))+)", fields, re.MULTILINE
        )
        return " ".join(lines[1].split()) if lines else ""
    if written.startswith('"'):
        quoted = re.match(r'"(?:[^"\\]|\\.)*"', written)
        try:
            return str(json.loads(quoted[0], strict=False)) if quoted else written.strip('"')
        except ValueError:
            return quoted[0][1:-1] if quoted else written
    if written.startswith("'"):
        quoted = re.match(r"'((?:[^']|'')*)'", written)
        return quoted[1].replace("''", "'") if quoted else written.strip("'")
    return re.sub(r"\s+#.*$", "", written)
