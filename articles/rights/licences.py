"""Licences as items state them, in whatever words, brought to what they forbid.

Recognised are the six Creative Commons licences, by address, code or name, and “all rights reserved”. Everything else
says nothing to us.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

_CODE = re.compile(r"\bby((?:[\s_-]+(?:nc|nd|sa))*)\b", re.IGNORECASE)
_CREATIVE_COMMONS = re.compile(r"creative\s*commons|creativecommons\.org|\bcc[\s-]+by\b", re.IGNORECASE)
_NAMES = {
    "nc": re.compile(r"non[\s-]?commercial|nicht[\s-]?kommerziell|no[\s-]?comercial", re.IGNORECASE),
    "nd": re.compile(r"no[\s-]?deriv|sin[\s-]?(?:obra)?[\s-]?deriva|pas[\s-]de[\s-]modification", re.IGNORECASE),
    "sa": re.compile(r"share[\s-]?alike|compartir[\s-]?igual", re.IGNORECASE),
}
_RESERVED = re.compile(r"all\s+rights\s+reserved|todos\s+los\s+derechos\s+reservados|tous\s+droits\s+réservés", re.I)
RESERVED = "all rights reserved"


def restrictions(stated: str) -> frozenset[str] | None:
    """What the licence forbids: nc, nd, sa, or all rights reserved; empty for CC BY; None where no licence is named."""
    if _CREATIVE_COMMONS.search(stated):
        found = {part for match in _CODE.finditer(stated) for part in re.findall("nc|nd|sa", match[1].lower())}
        found |= {part for part, name in _NAMES.items() if name.search(stated)}
        return frozenset(found)
    return frozenset({RESERVED}) if _RESERVED.search(stated) else None


def stricter(stated: str, terms: str) -> list[str]:
    """In words, what the item's licence forbids and that of the terms does not; empty where there is nothing."""
    words = {
        "nc": _("no commercial use"),
        "nd": _("no derivatives"),
        "sa": _("share alike"),
        RESERVED: _("all rights reserved"),
    }
    of_the_item, of_the_terms = restrictions(stated), restrictions(terms)
    if not of_the_item or (of_the_terms is None and of_the_item != {RESERVED}):
        return []
    return [words[part] for part in sorted(of_the_item - (of_the_terms or frozenset()))]
