"""What a feed and its items state of their rights, beside licence and rights line. Child process only.

Read here: an end of use (``dcterms:valid`` as a DCMI period, the expiration date of MSN's feeds), withdrawal
(``media:status`` of Media RSS 1.5.1 as SmartNews reads it, tombstones of RFC 6721), drafts (RFC 5023), what a Creative
Commons licence described in RDF prohibits, and Really Simple Licensing (RSL 1.0).
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, register_namespace, tostring

from inbound.formats.feed_text import headline, line, moment
from inbound.formats.feed_tree import Fields, attribute, name, words

register_namespace("rsl", "https://rslstandard.org/rsl")
MOST_TOMBSTONES = 5000
LONGEST_EXPRESSION = 20_000
PERIOD = re.compile(r"\b(start|end)\s*=\s*([^;]{4,60})", re.IGNORECASE)
STATES = {"active": "usable", "blocked": "withheld", "deleted": "canceled"}
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def terms(fields: Fields, warnings: list[str]) -> dict[str, Any]:
    """As plain data, with times in ISO 8601."""
    begin, end = _period(fields, warnings)
    state = fields.first("media:status")
    said = (attribute(state, "state") or "").lower() if state is not None else ""
    control = fields.first("app:control", "atom:control")
    is_draft = control is not None and Fields(control).line("app:draft", "atom:draft", "draft") == "yes"
    if is_draft:
        warnings.append("The feed calls this entry a draft, so the outlet has not published it.")
    if said and said not in STATES:
        warnings.append(f"The state of the item should be active, blocked or deleted and is “{said[:40]}”.")
    licensing = list(fields.all("rsl:content", "rsl:rsl", "rsl:license"))
    return {
        "holder": fields.line("dc:rightsholder", "dcterms:rightsholder"),
        "usage_terms": fields.line("dcterms:accessrights"),
        "valid_from": begin,
        "expires": end,
        "status": "withheld" if is_draft or (said and said not in STATES) else STATES.get(said, "usable"),
        "status_reason": line(attribute(state, "reason")) if state is not None else None,
        "prohibits": [phrase for element in licensing for phrase in _prohibited(element)],
        "expressions": [tostring(element, encoding="unicode").strip()[:LONGEST_EXPRESSION] for element in licensing],
    }


def tombstones(top: Element) -> list[dict[str, Any]]:
    """The entries that a feed says are deleted: ``ref``, ``when`` and ``reason`` of each (RFC 6721)."""
    found = []
    for element in top:
        if name(element.tag) == "at:deleted-entry" and (ref := attribute(element, "ref")):
            inner = Fields(element)
            when = moment(attribute(element, "when"))
            comment = inner.first("at:comment")
            reason = headline(words(comment)) if comment is not None else None
            found.append({"ref": ref, "when": when.isoformat() if when else None, "reason": reason})
    return found[:MOST_TOMBSTONES]


def prohibited(root: Element) -> dict[str, list[str]]:
    """What each licence that the feed describes in RDF prohibits, by the licence's address: "commercial use"."""
    found: dict[str, list[str]] = {}
    for element in root:
        if name(element.tag) == "cc:license" and len(element) and (about := attribute(element, "about")):
            forbidden = [attribute(one, "resource") or "" for one in Fields(element).all("cc:prohibits")]
            found[about] = [phrase for one in forbidden if (phrase := _spoken(one))]
    return found


def _period(fields: Fields, warnings: list[str]) -> tuple[str | None, str | None]:
    """From when and until when the item may be used; of several ends the first."""
    begins, ends = [], []
    for element in fields.all("dcterms:valid", "dcterms:available"):
        said = line(words(element)) or ""
        stated = {part.lower(): value for part, value in PERIOD.findall(said)}
        if not stated and said:
            stated = {"end" if name(element.tag) == "dcterms:valid" else "start": said}
        begins += [stated.get("start")]
        ends += [stated.get("end")]
    for element in fields.all("expirationdate", "other:expirationdate", "mi:expirationdate"):
        ends += [line(words(element))]
    read = []
    for written in (begins, ends):
        times = [(one, moment(one)) for one in written if one]
        for one, time in times:
            if time is None:
                warnings.append(f"The time “{one[:60]}” could not be read; look up how long the item may be used.")
        read.append([time for _, time in times if time])
    begin, end = max(read[0], default=None), min(read[1], default=None)
    return begin.isoformat() if begin else None, end.isoformat() if end else None


def _prohibited(element: Element) -> list[str]:
    """What Really Simple Licensing forbids of the item, in its own words ("train-ai"), or permits no more than."""
    found: list[str] = []
    for inner in element.iter():
        kind, said = (attribute(inner, "type") or "usage").lower(), line(words(inner))
        if not said:
            continue
        listed = ", ".join(re.split(r"[\s,]+", said))
        if name(inner.tag) == "rsl:prohibits":
            found += listed.split(", ") if kind == "usage" else [f"use {_AT.get(kind, 'for')} {listed}"]
        elif name(inner.tag) == "rsl:permits" and said != "all":
            found.append(f"use, but {_AT.get(kind, 'for')} {listed}")
    return list(dict.fromkeys(phrase[:200] for phrase in found))


_AT = {"usage": "for", "user": "by", "geo": "in"}


def _spoken(address: str) -> str:
    """ "commercial use" of "http://web.resource.org/cc/CommercialUse"."""
    return _CAPITAL.sub(" ", re.split(r"[/#]", address.rstrip("/#"))[-1]).lower()[:100]
