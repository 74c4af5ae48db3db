"""Licences as items state them, in whatever words, brought to what they forbid.

Recognised are the six Creative Commons licences, by address, code or name (in the languages in which outlets write
them), and “all rights reserved”. Everything else says nothing to us. Source of the names: the deeds at
creativecommons.org.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from outlets.clauses import Commercial, Edits, GrantSource

if TYPE_CHECKING:
    from outlets.models import Terms

_CODE = re.compile(r"(?<![a-z])by((?:[\s_-]+(?:nc|nd|sa))*)(?![a-z])", re.IGNORECASE)
_CREATIVE_COMMONS = re.compile(
    r"creative[\s_-]*commons|(?<![a-z])(?:cc[\s_-]*by|by-(?:nc|nd|sa))(?![a-z])|attribution[\s,–-]+(?:non|no|share)",
    re.IGNORECASE,
)
_NAMES = {
    "nc": re.compile(
        r"non?[\s-]?commercial|n[aã]o[\s-]?comercial|no[\s-]?comercial|pas\s+d.utilisation\s+commerciale"
        r"|nicht[\s-]?kommerziell|non\s+commerciale|niet[\s-]?commercieel|non[\s-]?komersial",
        re.IGNORECASE,
    ),
    "nd": re.compile(
        r"no[\s-]?deriv|non[\s-]?deriv|sin[\s-]?(?:obras?)?[\s-]?deriva|sem[\s-]?deriva|pas\s+de\s+modification"
        r"|keine\s+bearbeitung|non\s+opere\s+derivate|geen[\s-]?afgeleide|tanpa[\s-]?turunan",
        re.IGNORECASE,
    ),
    "sa": re.compile(
        r"share[\s-]?alike|compartir[\s-]?igual|compartilha[\s-]?igual|partage\s+dans\s+les\s+m[êe]mes"
        r"|weitergabe\s+unter\s+gleichen|condividi\s+allo\s+stesso|gelijk[\s-]?delen|berbagi[\s-]?serupa",
        re.IGNORECASE,
    ),
}
_RESERVED = re.compile(
    r"all\s+rights\s+(?:are\s+)?reserved|todos\s+(?:los|os)\s+(?:derechos|direitos)\s+reservados"
    r"|tous\s+droits\s+r[ée]serv[ée]s|alle\s+rechte\s+vorbehalten|tutti\s+i\s+diritti\s+(?:sono\s+)?riservati"
    r"|alle\s+rechten\s+voorbehouden|semua\s+hak\s+dilindungi",
    re.IGNORECASE,
)
RESERVED = "all rights reserved"


def restrictions(stated: str) -> frozenset[str] | None:
    """What the licence forbids: nc, nd, sa, or all rights reserved; empty for CC BY; None where no licence is named."""
    if _CREATIVE_COMMONS.search(stated):
        found = {part for match in _CODE.finditer(stated) for part in re.findall("nc|nd|sa", match[1].lower())}
        found |= {part for part, name in _NAMES.items() if name.search(stated)}
        return frozenset(found)
    return frozenset({RESERVED}) if _RESERVED.search(stated) else None


def stricter(stated: str, terms: Terms, *, for_profit: bool = False) -> list[str]:
    """In words, what the item's own licence forbids and its terms do not; empty where there is nothing.

    Terms that name no licence of these are taken by what their clauses allow; where they are silent about commercial
    use, a newsroom that is set up ``for_profit`` would rest on it. Whoever has a contract was given what is reserved.
    """
    words = {
        "nc": _("no commercial use"),
        "nd": _("no derivatives"),
        "sa": _("share alike"),
        RESERVED: _("all rights reserved"),
    }
    known = restrictions(terms.licence_code or terms.licence_url)
    forbidden = _unless_allowed(terms, for_profit) if known is None else known
    if terms.grant_source == GrantSource.CONTRACT:
        forbidden |= {RESERVED}
    return [words[part] for part in sorted((restrictions(stated) or frozenset()) - forbidden)]


def _unless_allowed(terms: Terms, for_profit: bool) -> frozenset[str]:
    """What a licence would forbid that house terms do not allow either: nothing rests on it."""
    forbidden = set()
    if terms.commercial != Commercial.YES and not (for_profit and terms.commercial == Commercial.NOT_STATED):
        forbidden.add("nc")
    if terms.edits in (Edits.NOT_STATED, Edits.NONE, Edits.TIME_PLACE_STYLE):
        forbidden.add("nd")
    if terms.edits != Edits.ANY:
        forbidden.add("sa")
    return frozenset(forbidden)
