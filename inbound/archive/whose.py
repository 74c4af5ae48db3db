"""Whose text an item of an archive is. An old site ran texts of others beside its own, and they look alike.

What shows that a text is another's: its counter, the notice with its link or with the outlet's name, an address of the
original elsewhere, the republish block that it was pasted as. Such a text is never brought as our own. Of an outlet
that we have, it becomes a licensed article of that outlet; of one that we do not have, it is refused, and can be
brought once we have.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from articles.body import links
from articles.body.blocks import blocks
from inbound import formats, hints, looking
from inbound.archive.entries import Entry, host
from inbound.formats import own_notice, wrapping
from inbound.formats.arrival import Arrival, Hints
from outlets import presetting
from outlets.models import Outlet


class Refused(Exception):
    """The item may not be brought. ``reason`` says it for all of its kind, the text for this one."""

    def __init__(self, reason: str, sentence: str):
        self.reason = reason
        super().__init__(sentence)


@dataclasses.dataclass
class Found:
    arrival: Arrival
    format: str
    outlet: Outlet | None = None
    """None for our own."""
    doubt: str = ""
    """Why a person should look before readers see it as our own work."""


def whose(entry: Entry, ours: frozenset[str], source: str) -> Found:
    """Raises Refused for the text of an outlet that is not ours to republish, Unreadable for what is none."""
    assert entry.read is not None  # noqa: S101 asked of articles alone
    institutions = hints.known_institutions()
    arrival, format = entry.read(Hints(source=source, institutions=institutions))
    signs = _signs(arrival, ours)
    line = _line(arrival)
    outlet = next(filter(None, (looking.outlet_of(Arrival(canonical_url=sign)) for sign in signs)), None)
    if outlet := outlet or _named(line, Outlet.objects.order_by("pk")):
        arrival, format = entry.read(hints.hints_for(outlet, source))
        return Found(_without_ours(arrival, ours), format, outlet)
    if signs:
        raise _of_nobody_we_have(signs)
    if arrival.notice_html:
        # A line about ourselves is a part of the text.
        arrival.body_html += arrival.notice_html
        arrival.notice_html = None
    arrival.counter_url = None
    return Found(arrival, format, doubt=line or _holder(arrival, format))


def _signs(arrival: Arrival, ours: frozenset[str]) -> list[str]:
    """Addresses in the text that show it to be somebody else's, the strongest first."""
    notice = [link.href for link in links.links(arrival.notice_html or "")]
    found = [arrival.counter_url or "", arrival.canonical_url or "", *notice]
    return [one for one in found if (whose := host(one)) and whose not in ours and whose != wrapping.CREATIVE_COMMONS]


def _of_nobody_we_have(signs: list[str]) -> Refused:
    server = host(signs[0])
    known = [row for row in presetting.available() if any(_is_of(host(sign), row.hosts) for sign in signs)]
    if known:
        return Refused(
            _("it is a text of “%(outlet)s”, which is no outlet here yet") % {"outlet": known[0].name},
            _("It is a text of %(outlet)s (%(sign)s). Adopt its terms (%(slugs)s) and run this again: %(command)s")
            % {
                "outlet": known[0].name,
                "sign": signs[0][:200],
                "slugs": ", ".join(row.slug for row in known),
                "command": "manage.py outlet_presets --adopt …",
            },
        )
    return Refused(
        _("its original stands at %(host)s, which is no outlet here") % {"host": server},
        _(
            "Its original stands elsewhere (%(sign)s), and no outlet here has that address. Add the outlet with its"
            " terms; or, where %(host)s is an address of ours, say so: --ours %(host)s"
        )
        % {"sign": signs[0][:200], "host": server},
    )


def _is_of(server: str, hosts: frozenset[str]) -> bool:
    return any(server == known or server.endswith(f".{known}") for known in hosts)


def _without_ours(arrival: Arrival, ours: frozenset[str]) -> Arrival:
    """What the old site says of its own copy is nothing that the outlet said."""
    changes: dict[str, object] = {"source_id": None}
    if host(arrival.canonical_url or "") in ours:
        changes["canonical_url"] = None
        arrival.warn(_("The copy does not say where the original stands; look its address up."))
    arrival.warn(
        _("This is the text as our old site kept it, not as its outlet sent it; compare it with the original.")
    )
    return dataclasses.replace(arrival, **changes)  # type: ignore[arg-type]


def _line(arrival: Arrival) -> str:
    """A line at its end or top that says in words alone that the text first appeared elsewhere."""
    every = blocks(arrival.body_html)
    for block in [*every[: own_notice.NEAR], *every[-own_notice.NEAR :]]:
        said = wrapping.line(block) if len(block) < 4000 else ""
        if said and len(said) < 400 and own_notice.LINE.match(said):
            return said[:200]
    return ""


def _named(line: str, outlets: Iterable[Outlet]) -> Outlet | None:
    """The outlet that the line names."""
    words = f" {_folded(line)} "
    return next((row for row in outlets if line and f" {_folded(row.name)} " in words), None)


def _folded(words: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", words.casefold()).split())


def _holder(arrival: Arrival, format: str) -> str:
    """Of a file in the format of an agency, whose it says that the rights are; doubted even where it says nothing."""
    if format not in formats.WIRE and format != "ninjs":
        return ""
    rights = arrival.rights
    stated = rights.copyright_holder or rights.copyright_notice or rights.usage_terms
    unsaid = _("It came in the format of an agency (%(format)s), and does not say whose it is.")
    return (stated or unsaid % {"format": format})[:200]
