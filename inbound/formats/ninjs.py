"""ninjs, the JSON of the International Press Telecommunications Council for news, in its versions 1, 2 and 3.

Version 1 writes its keys in lower case and has "headline", "byline", "body_html"; from version 2 on they are in camel
case, with lists ("headlines", "bodies") that name the role and the type of each entry. Superdesk's dialect adds "guid",
"authors", "source", "evolvedfrom". One reader takes them all. Sources: the schemas and examples of iptc/newsinjson.
"""

from __future__ import annotations

import datetime as dt
import re

from inbound.formats import (
    Reading,
    Withdrawn,
    ninjs_credits,
    ninjs_pictures,
    ninjs_text,
    one_item,
    rights_expressions,
    wrapping,
)
from inbound.formats.arrival import CANCELED, USABLE, WITHHELD, Arrival, Hints, Related, Unreadable
from inbound.formats.feed_article import web
from inbound.formats.json_fields import Fields
from inbound.formats.json_items import Document, Item, lines

NAME = "ninjs"
CONTENT_TYPE = "application/json"

ARTICLES = {"text", "composite", "article", "advisory", "analysis", "package", "story"}
"""The types that are read as articles; the last four are Superdesk's customers' own."""
MEDIA = {"picture": "a picture", "graphic": "a graphic", "video": "a film", "audio": "a sound"}
PLANS = {"event": "an event", "planning": "a plan", "component": "a component of other items"}
MARKS = (
    "headline", "headlines", "title", "body_html", "body_text", "body_xhtml", "bodies", "byline", "by", "pubstatus",
    "type", "versioncreated", "firstcreated", "representationtype", "description_text", "description_html",
    "descriptions", "standard", "$standard", "renditions", "associations", "copyrightholder", "copyrightnotice",
    "usageterms", "rightsinfo", "slugline", "ednote", "urgency", "infosource", "infosources", "located",
)  # fmt: skip
STATES = {
    "usable": USABLE,
    "withheld": WITHHELD,
    "canceled": CANCELED, "cancelled": CANCELED, "killed": CANCELED, "recalled": CANCELED, "deleted": CANCELED,
}  # fmt: skip
CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/[^\s\"'<>)]+"
    r"|\bCC[ -](?:0|BY(?:[ -](?:NC|ND|SA))*)(?:[ -]\d\.\d)?(?:[ -](?:Int\w*|[A-Z]{2}))?\b"
    r"|\bCreative Commons(?: [A-Z][\w-]*(?:[ -][\w.]+){0,6}?)? Licen[cs]e\b",
    re.IGNORECASE,
)
PAGE_ROLES = {"url", "link", "web", "webpage", "page", "canonical", "permalink", "href"}
NOT_A_PAGE = re.compile(
    r"^(?:api|mapi|content-?api|internal[\w-]*|feeds?|rest)\.|/api/|/media/v\d/|[?&](?:qt|et|token|key)=", re.I
)


def recognises_items(document: Document) -> bool:
    """Whether any of the first items has an identity and something that only news items have."""
    return any(_is_item(Fields(item.value)) for item in document.items[:20])


def read_items(document: Document, hints: Hints) -> Reading:
    """Everything the file holds. A package without a text of its own gives the texts it is made of."""
    reading = Reading(NAME, errors=list(document.errors))
    for called, item in lines(document.items):
        if not isinstance(item.value, dict):
            reading.errors.append(f"{called} was left out: an object was expected, with “uri” and “headline”.")
            continue
        fields = Fields(item.value)
        title = ninjs_text.headline(Fields(item.value))
        called = f"“{title[:100]}”" if title else called
        with one_item(called, reading, hints):
            _take(reading, fields, item, hints)
    return reading


def _is_item(fields: Fields) -> bool:
    marks = sum(mark in fields for mark in MARKS)
    return marks > 2 or (marks > 0 and bool(fields.anything("uri") or fields.anything("guid")))


def _take(reading: Reading, fields: Fields, item: Item, hints: Hints) -> None:
    arrival = to_arrival(fields, hints)
    arrival.raw = item.written.encode("utf-8", "surrogatepass")
    for key in item.repeated:
        arrival.warn(f"The key “{key[:60]}” stands twice in the item; the last value was taken.")
    for word in item.odd:
        arrival.warn(f"“{word}” is no value of JSON and was left out.")
    if arrival.rights.status == CANCELED:
        reading.withdrawn.append(
            Withdrawn(arrival.source_id, arrival.canonical_url, arrival.updated, fields.line("ednote"))
        )
    speaks = wrapping.says_something(arrival.body_html)
    texts = [] if speaks else _texts_inside(fields)
    for inner in texts:
        part = to_arrival(inner, hints)
        part.raw = arrival.raw
        part.warn(f"The text came in a package (“{(arrival.title or arrival.source_id or '')[:100]}”).")
        _tell_of_keys(part, inner)
        reading.arrivals.append(part)
    if texts or (arrival.rights.status == CANCELED and not speaks):
        return
    _tell_of_keys(arrival, fields)
    reading.arrivals.append(arrival)


def to_arrival(fields: Fields, hints: Hints) -> Arrival:
    """One item. Raises Unreadable for an event, a plan and for what holds neither headline nor text nor picture."""
    kind = (fields.line("type") or "").lower()
    if kind in PLANS or "eventdetails" in fields or "plannedcoverage" in fields:
        raise Unreadable(f"it is {PLANS.get(kind, 'an event')} (“type”), not an article.")
    arrival = Arrival(
        source_id=fields.line("uri", "guid"),
        version=fields.line("version"),
        language=fields.line("language"),
        tags=[*fields.lines("subject"), *fields.lines("subjects"), *fields.lines("keywords")],
        content_type=CONTENT_TYPE,
    )
    arrival.tags = list(dict.fromkeys(arrival.tags))
    arrival.title = ninjs_text.headline(fields)
    if not arrival.source_id:
        arrival.warn("“uri” was expected in the item: without it, its next version will not be known for what it is.")
    _take_rights(arrival, fields)
    _take_dates(arrival, fields)
    arrival.canonical_url = _address(arrival, fields, hints)
    if kind in MEDIA:
        arrival.pictures = ninjs_pictures.itself(fields) if kind in ("picture", "graphic") else []
        arrival.warn(f"The item is {MEDIA[kind]} (“type”: “{kind}”) and holds no article.")
    else:
        if kind and kind not in ARTICLES:
            arrival.warn(f"“type” should be text or composite and is “{kind[:40]}”; the item was read as a text.")
        _take_text(arrival, fields, hints)
    ninjs_credits.take(arrival, fields, hints)
    if not (arrival.title or arrival.body_html or arrival.pictures or arrival.rights.status != USABLE):
        raise Unreadable("“headline” and a body (“body_html”, “bodies”) were expected, and it has neither.")
    _tell(arrival, fields)
    return arrival


def _take_text(arrival: Arrival, fields: Fields, hints: Hints) -> None:
    names = ninjs_credits.sources(fields)
    taken = ninjs_text.take(arrival, fields, hints, names)
    arrival.body_html = "".join(taken.body)
    arrival.notice_html, arrival.counter_url = taken.notice_html, taken.counter_url
    arrival.canonical_url = taken.canonical_url or arrival.canonical_url
    stated = arrival.rights
    arrival.licence_stated = (
        taken.licence_stated
        or _creative_commons(stated.usage_terms, stated.copyright_notice)
        or arrival.licence_stated
        or stated.usage_terms
    )
    arrival.pictures = ninjs_pictures.of(arrival, fields)
    if not wrapping.says_something(arrival.body_html) and arrival.rights.status != CANCELED:
        arrival.warn("The item holds no text (“body_html”, “body_text” or “bodies”).")


def _take_rights(arrival: Arrival, fields: Fields) -> None:
    rights = arrival.rights
    stated = (fields.line("pubstatus") or USABLE).lower()
    if stated in STATES:
        rights.status = STATES[stated]
    else:
        rights.status = WITHHELD
        arrival.warn(
            f"“pubstatus” should be usable, withheld or canceled and is “{stated[:40]}”;"
            " the item is held back until somebody asks the source."
        )
    terms = (
        [fields.text("usageterms")]
        if not isinstance(fields.anything("usageterms"), list)
        else fields.lines("usageterms")
    )
    rights.usage_terms = "\n".join(filter(None, terms)) or None
    rights.copyright_holder = fields.line("copyrightholder")
    rights.copyright_notice = fields.text("copyrightnotice")
    for expression in fields.objects("rightsinfo"):
        if linked := web(expression.line("linkedrights")):
            arrival.licence_stated = linked
            arrival.warn(f"The item's rights stand at an address of their own: {linked[:300]}. Read them there.")
        if "encodedrights" not in expression:
            continue
        if not rights_expressions.take(rights, expression.anything("encodedrights")):
            arrival.warn("The item's encoded rights are no policy that can be read here; a person has to read them.")
    if rights.prohibits:
        arrival.warn(f"The source forbids in machine-readable form: {'; '.join(rights.prohibits)[:600]}.")


def _take_dates(arrival: Arrival, fields: Fields) -> None:
    extra = fields.object("extra") if isinstance(fields.anything("extra"), dict) else Fields({})
    arrival.updated = fields.moment("versioncreated")
    first = fields.moment("firstpublished", "firstcreated") or extra.moment("original_published_at")
    arrival.published = first or arrival.updated
    if first is None and arrival.updated and fields.line("version") not in (None, "0", "1"):
        arrival.warn(
            f"The item says only when its version {fields.line('version')} was made; that was taken for the"
            " publication. Look up when it first appeared."
        )
    names = [name for name in ("embargoed", "embargoeduntil") if fields.text(name)]
    arrival.embargo_until = fields.moment(*names)
    if names and arrival.embargo_until is None:
        arrival.rights.status = WITHHELD if arrival.rights.status == USABLE else arrival.rights.status
        arrival.warn("The item is under an embargo whose end could not be read; it is held back until somebody asks.")
    for name in names:
        if re.fullmatch(r"\d{4}-?\d\d-?\d\d", fields.text(name) or ""):
            arrival.warn("The embargo names a day without an hour; midnight UTC was taken. Ask the source.")
    arrival.rights.expires = fields.moment("expires")


def _address(arrival: Arrival, fields: Fields, hints: Hints) -> str | None:
    """The page of the article. A uri is an identity; where it is an address of the web, it is often the page, too."""
    stated = fields.line("url", "canonical_url", "canonical") or next(
        (
            entry.line("value")
            for name, entry in [(entry.line("role") or "", entry) for entry in _alternatives(fields)]
            if name.lower() in PAGE_ROLES and web(entry.line("value"))
        ),
        None,
    )
    if web(stated):
        return stated
    uri = web(arrival.source_id)
    if uri is None or (fields.line("type") or "").lower() in MEDIA:
        return None
    if wrapping.host(uri) in hints.hosts:
        return uri
    if hints.hosts or NOT_A_PAGE.search(uri.partition("://")[2]):
        return None
    arrival.warn(
        "The address of the article was taken from the item's identity (“uri”); open it to see that it is one."
    )
    return uri


def _alternatives(fields: Fields) -> list[Fields]:
    """altids, as objects with role and value: version 1 has a name for each."""
    held = fields.anything("altids")
    if isinstance(held, dict):
        return [Fields({"role": key, "value": value}) for key, value in list(held.items())[:100]]
    return fields.objects("altids")


def _texts_inside(fields: Fields) -> list[Fields]:
    return [
        one
        for _name, one in fields.named_objects("associations")
        if (one.line("type") or "text").lower() in ARTICLES and ninjs_text.has_text(one)
    ]


def _tell(arrival: Arrival, fields: Fields) -> None:
    """What an editor should know of the item before taking it."""
    if arrival.rights.status == WITHHELD:
        arrival.warn("The source withholds this item: it may not be published until the source says so.")
    if arrival.rights.status == CANCELED:
        arrival.warn("The source has canceled this item: it may not be published.")
    if arrival.rights.expires and arrival.rights.expires <= dt.datetime.now(dt.UTC):
        arrival.warn(f"The item expired on {arrival.rights.expires:%Y-%m-%d %H:%M} UTC.")
    if note := fields.line("ednote"):
        arrival.warn(f"Note of the source to editors: {note[:500]}")
    if (fields.line("representationtype") or "").lower() in ("partial", "incomplete", "associated"):
        arrival.warn("The item says that it is incomplete (“representationtype”); ask for the whole.")
    if earlier := fields.line("evolvedfrom", "rewrite_of"):
        arrival.warn(
            f"The item takes the place of an earlier one of the source, {earlier[:200]}; see whether we hold it."
        )
    speaks = wrapping.says_something(arrival.body_html)
    for _name, one in fields.named_objects("associations"):
        kind = (one.line("type") or "").lower()
        title, address = ninjs_text.headline(one), web(one.line("url", "uri"))
        if kind in ARTICLES and title and address and speaks:
            arrival.related.append(Related(title, address))


def _tell_of_keys(arrival: Arrival, fields: Fields) -> None:
    for sentence in fields.odd[:20]:
        arrival.warn(sentence)


def _creative_commons(*stated: str | None) -> str | None:
    return next((found[0] for words in stated if words and (found := CREATIVE_COMMONS.search(words))), None)
