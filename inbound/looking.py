"""A look at a text before anything is stored: every field that was found, and what its licence says of taking it.

The findings are those of the real thing: the text is accepted inside a transaction that is always undone.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from articles import drafting
from articles.rights import panel
from articles.rights.findings import findings
from inbound import formats, hints, matching, people
from inbound.accept import NotAccepted, accept, storable
from inbound.fetch import fetch
from inbound.formats.arrival import Arrival, Author, Hints, Unreadable
from outlets import presetting
from outlets.models import Outlet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article
    from articles.rights.finding import Finding
    from articles.rights.panel import Line
    from outlets.presetting import Preset


@dataclasses.dataclass(frozen=True)
class Look:
    """One text, as it would be taken. ``why_not`` is a sentence where it could not be; the rest is there anyway."""

    arrival: Arrival
    format: str
    outlet: Outlet | None
    """The outlet named, else the one whose hosts or counter the text shows; None where none of ours is known."""
    preset: Preset | None
    """Where no outlet of ours fits: the preset that does, for the rights desk to adopt."""
    held: Article | None
    """The article that we have of it already."""
    lines: tuple[Line, ...] = ()
    findings: tuple[Finding, ...] = ()
    why_not: str = ""


def fetched(address: str) -> bytes:
    """The bytes of a page or feed, through the one door. Raises fetch.Refused or fetch.Failed."""
    return fetch(address).body


def look(
    data: bytes,
    *,
    by: User | None = None,
    outlet: Outlet | None = None,
    source: str = "",
    format: str = "auto",
    headline: str = "",
) -> list[Look]:
    """Each article that the bytes hold. Raises Unreadable where nothing can be read.

    ``headline`` is what a person entered, for a single text that brings none.
    """
    known = hints.hints_for(outlet, source) if outlet else _hints_by(source)
    reading = formats.read(data, known, format)
    if not reading.arrivals:
        raise Unreadable(" ".join(reading.errors) or _("Nothing was found in it."))
    looks = []
    for arrival in reading.arrivals:
        whose = outlet or outlet_of(arrival, source)
        if whose is None and len(reading.arrivals) == 1:
            whose = _outlet_by_links(data, source, format)
        if whose is not None and outlet is None and len(reading.arrivals) == 1:
            # Knowing whose it is, its counter and its authors' institutions are found better.
            arrival = formats.read(data, hints.hints_for(whose, source), format).arrivals[0]
        if len(reading.arrivals) == 1:
            arrival = with_headline(arrival, headline)
        looks.append(weigh(arrival, reading.format, whose, by=by))
    return looks


def weigh(arrival: Arrival, format: str, outlet: Outlet | None, *, by: User | None = None) -> Look:
    """The arrival with what the rights desk would see of it, had it been taken."""
    arrival = storable(arrival)
    if outlet is None:
        told = _("It is not known whose text this is. Choose the outlet.")
        return Look(arrival, format, None, preset_of(arrival), None, why_not=told)
    held = matching.find(arrival, outlet)
    lines: tuple[Line, ...] = ()
    found: tuple[Finding, ...] = ()
    why_not = ""
    with drafting.aside():
        try:
            article = accept(arrival, outlet=outlet, by=by, because=_("a look"), format=format).article
            lines = tuple(panel.lines(article))
            found = tuple(one for one in findings(article) if one.clause not in ("section", "clearance"))
        except NotAccepted as refused:
            why_not = str(refused)
    return Look(arrival, format, outlet, None, held.article if held else None, lines, found, why_not)


def outlet_of(arrival: Arrival, source: str = "") -> Outlet | None:
    """The outlet of ours to which the text's address, its counter or the address it came from belongs."""
    rows = list(Outlet.objects.order_by("pk"))
    for address in (arrival.canonical_url, arrival.counter_url, source):
        host = _host(address or "")
        for row in rows if host else ():
            if any(host == known or host.endswith(f".{known}") for known in row.hosts):
                return row
    return None


def _outlet_by_links(data: bytes, source: str, format: str) -> Outlet | None:
    """Read with what is known of the outlets to which it links most, it may turn out to be one's own text."""
    written = data.decode("utf-8", "replace").lower()
    linked = {
        row: sum(written.count(f"//{host}") + written.count(f"//www.{host}") for host in row.hosts)
        for row in Outlet.objects.order_by("pk")
    }
    for row in sorted(filter(linked.get, linked), key=lambda row: -linked[row])[:3]:
        try:
            arrival = formats.read(data, hints.hints_for(row, source), format).arrivals[0]
        except (Unreadable, IndexError):
            continue
        if outlet_of(arrival) == row:
            return row
    return None


def preset_of(arrival: Arrival) -> Preset | None:
    host = _host(arrival.canonical_url or "")
    found = [preset for preset in presetting.available() if host and host in preset.hosts]
    return found[0] if found else None


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def _hints_by(source: str) -> Hints:
    return Hints(source=source, institutions=hints.known_institutions())


def with_headline(arrival: Arrival, headline: str) -> Arrival:
    """The arrival with the headline that a person entered; the text's own counts where it brings one."""
    headline = " ".join(headline.split())
    if not headline:
        return arrival
    if arrival.title:
        if headline != arrival.title:
            arrival.warn(_("The text brings its own headline, so the one that was entered does not count."))
        return arrival
    named = dataclasses.replace(arrival, title=headline)
    named.warn(_("The headline did not come with the text: it was entered by hand."))
    return named


def with_authors(arrival: Arrival, authors: list[Author]) -> Arrival:
    """The arrival with its byline as a person split it. Every institution is remembered, so that the next text that
    names it is split rightly: a person's word is no guess."""
    for author in authors:
        if author.institution:
            people.remember_institution(author.institution)
    return dataclasses.replace(arrival, authors=authors)
