"""One item of a news agency becomes an Arrival: what NITF, NewsML and NewsML-G2 have in common."""

from __future__ import annotations

import collections
import datetime as dt
import re
from urllib.parse import urljoin

from articles.body import figures, links, text
from articles.body.clean import MAX_BYTES, TooLarge
from articles.body.elements import edited, elements
from inbound.formats import feed_article, own_notice, rights_expressions, tracker, wire_credits
from inbound.formats.arrival import CANCELED, USABLE, WITHHELD, Arrival, Hints, Picture, Rights, Unreadable
from inbound.formats.feed_pictures import same
from inbound.formats.pictured import of_text
from inbound.formats.wire_item import Shown, WireItem

STATES = {
    "usable": USABLE,
    **dict.fromkeys(("withheld", "withhold", "hold", "held", "embargoed"), WITHHELD),
    **dict.fromkeys(("canceled", "cancelled", "killed", "kill", "withdrawn", "deleted", "recalled"), CANCELED),
}
EXPECTED = collections.defaultdict(
    lambda: "<contentMeta> and <contentSet>",
    {"text/vnd.IPTC.NITF": "<hedline> and <body.content>", "text/vnd.IPTC.NewsML": "<NewsLines> and <ContentItem>"},
)
CREATIVE_COMMONS = re.compile(r"https?://(?:www\.)?creativecommons\.org/[^\s\"'<>)]+", re.IGNORECASE)
MOST_TAGS = 40_000
"""Of one text: more than the longest table of results, and few enough to be read at once."""
SHORTEST_TEASER = 5
"""Words. What is shorter in a header is a label."""
TOO_LARGE = f"its text has more than 2 MB or {MOST_TAGS:,} elements, so it is not a single article."
_WORD = re.compile(r"\w+")


def to_arrival(item: WireItem, hints: Hints) -> Arrival:
    """Raises Unreadable for an item that says nothing at all, or whose text cannot be one article."""
    arrival = Arrival(
        title=item.title,
        source_id=item.id,
        version=item.version,
        language=item.language,
        published=time(item.published),
        updated=time(item.updated),
        tags=item.tags,
        content_type=item.content_type,
    )
    for warning in item.warnings:
        arrival.warn(warning)
    arrival.canonical_url = feed_article.web(item.url)
    _take_rights(arrival, item)
    try:
        taken = _take_text(arrival, item, hints)
    except TooLarge as error:
        raise Unreadable(str(error)) from error
    if not arrival.title and not arrival.body_html and not arrival.source_id and not item.pictures:
        raise Unreadable(f"a headline and a text were expected in {EXPECTED[item.content_type]}, and it has neither.")
    arrival.licence_stated = _licence(item, taken)
    wire_credits.take(arrival, item, hints)
    arrival.pictures = _pictures(item, arrival)
    _tell(arrival, item)
    return arrival


def time(stated: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(stated) if stated else None


def _take_text(arrival: Arrival, item: WireItem, hints: Hints) -> tracker.Tail:
    # A bare file name stands for a file of the same delivery, never for one beside the article's page.
    base = feed_article.web(hints.source) or ""
    if item.body_html.count("<") > 2 * MOST_TAGS or len(item.body_html) > MAX_BYTES:
        raise TooLarge(TOO_LARGE)
    received = _without_header(item.body_html, item.title)
    received = links.absolute(received, base) if base else received
    for shown in item.pictures:
        shown.url = _absolute(shown.url, base)
    tail = feed_article.text_apart(received, arrival.canonical_url, hints)
    if not tail.notice_html:
        own_notice.take(tail, item.parties, hints)
    for warning in tail.warnings:
        arrival.warn(warning)
    tail.body = _without(tail.body, arrival.title)
    tail.body = wire_credits.printed_above(tail.body, arrival, item, hints)
    arrival.body_html = "\n".join(filter(None, (block.strip() for block in tail.body)))
    arrival.notice_html, arrival.counter_url = tail.notice_html, tail.counter_url
    arrival.canonical_url = arrival.canonical_url or tail.canonical_url
    said = text.plain(arrival.body_html)
    summary = item.standfirst_html
    arrival.standfirst = feed_article.standfirst(summary, said, arrival) if summary else None
    _take_deck(arrival, item, said)
    if arrival.standfirst and _folded(arrival.standfirst) == _folded(arrival.title or ""):
        arrival.standfirst = None
    return tail


def _without_header(html: str, title: str | None) -> str:
    """Some texts are whole pages: their <header> repeats headline, byline, time and key words. A teaser in it stays."""
    wanted = _folded(title or "")
    if not wanted or "<header" not in html:
        return html
    edits = []
    for element in elements(html):
        inside = html[element.inner_start : element.inner_end]
        if element.name == "header" and f" {wanted} " in f" {_folded(text.plain(inside))} ":
            said = [
                inside[one.start : one.end]
                for one in elements(inside)
                if one.name == "p" and not one.has_class("byline")
            ]
            teasers = [one for one in said if len(text.words(one)) > SHORTEST_TEASER]
            edits.append((element.start, element.end, "".join(teasers)))
            break
    return edited(html, edits)


def _take_deck(arrival: Arrival, item: WireItem, said: str) -> None:
    """A second headline is the standfirst; key words in capitals, or what was said already, are none."""
    deck = item.deck
    if not deck or _folded(deck) == _folded(arrival.title or "") or deck in arrival.tags:
        return
    if deck.isupper() and len(deck.split()) <= 5:
        return
    if _folded(deck) in (_folded(arrival.standfirst or ""), _folded(said[: len(deck) + 50])[: len(_folded(deck))]):
        return
    if arrival.standfirst is None:
        arrival.standfirst = deck
    else:
        arrival.warn(f"The source has a second headline, “{deck[:300]}”, beside its summary; the summary was taken.")


def _without(body: list[str], title: str | None) -> list[str]:
    """The text without the headline that some repeat at its top, where more follows."""
    wanted = _folded(title or "")
    if wanted and len(body) > 1 and _folded(text.plain(body[0])) == wanted and "<img" not in body[0]:
        return body[1:]
    return body


def _folded(words: str) -> str:
    return " ".join(_WORD.findall(words.casefold()))


# --- rights


def _take_rights(arrival: Arrival, item: WireItem) -> None:
    stated = (item.status or USABLE).lower()
    arrival.rights = Rights(
        status=STATES.get(stated, WITHHELD),
        expires=time(item.expires),
        usage_terms="\n".join(item.usage_terms) or None,
        copyright_holder=item.holder,
        copyright_notice=item.notice,
        prohibits=list(item.prohibits),
    )
    arrival.embargo_until = time(item.embargo)
    if stated not in STATES:
        arrival.warn(
            f"The status should be usable, withheld or canceled and is “{stated[:40]}”;"
            " the item is held back until somebody asks the source."
        )
    if stated == "embargoed" and arrival.embargo_until:
        # Time lifts it: what is left is the embargo.
        arrival.rights.status = USABLE
    for policy in item.policies:
        if "rules" not in policy:
            if not rights_expressions.take(arrival.rights, policy["written"]):
                arrival.warn("One of the item's rights expressions is no policy that can be read here; read it.")
            continue
        arrival.rights.expressions.append(policy["written"])
        for forbids, action, conditions in policy["rules"]:
            for said in _forbidden(forbids, action, conditions):
                if said not in arrival.rights.prohibits:
                    arrival.rights.prohibits.append(said)


def _forbidden(forbids: bool, action: str, conditions: list[list[str]]) -> list[str]:
    """What a rule of RightsML forbids: a phrase, and one for each time that it names."""
    times = [one for one in conditions if one[0].rstrip("/").lower().endswith("datetime")]
    others = [
        (name, operator, operand) for name, operator, operand in conditions if [name, operator, operand] not in times
    ]
    bare = rights_expressions.phrase(action, [], forbids=True)
    found = [rights_expressions.phrase(action, others, forbids)] if others or not times else []
    for _, operator, operand in times:
        is_before = operator.rstrip("/").lower().endswith(("lt", "lteq"))
        found.append(f"{bare} {'before' if is_before == forbids else 'after'} {operand[:40]}" if bare else None)
    return [said for said in found if said]


def _licence(item: WireItem, tail: tracker.Tail) -> str | None:
    """A Creative Commons address wherever it is stated, else the terms as they stand."""
    stated = [*item.licences, *item.usage_terms, item.notice or ""]
    free = next((found[0] for words in stated if (found := CREATIVE_COMMONS.search(words))), None)
    return free or tail.licence_stated or next(iter([*item.licences, *item.usage_terms]), None) or item.notice


# --- pictures


def _pictures(item: WireItem, arrival: Arrival) -> list[Picture]:
    """First those that stand beside the text alone, then those of the text in its order; none twice."""
    told = {same(shown.url): shown for shown in reversed(item.pictures)}
    within: list[Picture] = []
    for image in figures.images(arrival.body_html) if "<img" in arrival.body_html else []:
        if same(image.src) in {same(picture.url) for picture in within}:
            continue
        shown = told.pop(same(image.src), Shown(image.src))
        within.append(of_text(image, shown))
    beside = [shown for shown in item.pictures if same(shown.url) in told and told.pop(same(shown.url))]
    return [
        Picture(shown.url, shown.alt, shown.caption, shown.credit, shown.licence, shown.rights, lead=number == 0)
        for number, shown in enumerate(beside)
    ] + within


# --- what an editor should know before taking it


def _tell(arrival: Arrival, item: WireItem) -> None:
    rights = arrival.rights
    if item.is_media:
        arrival.warn(f"The item is {item.kind} and holds no article.")
    elif not text.plain(arrival.body_html):
        arrival.warn("The item holds no text.")
    if rights.status == WITHHELD and (item.status or "") in STATES:
        arrival.warn("The source withholds this item: it may not be published until the source says so.")
    if rights.status == CANCELED:
        arrival.warn("The source has canceled this item: it may not be published.")
    if rights.expires and rights.expires <= dt.datetime.now(dt.UTC):
        arrival.warn(f"The item expired on {rights.expires:%Y-%m-%d %H:%M} UTC.")
    if rights.prohibits:
        arrival.warn(f"The source forbids in machine-readable form: {'; '.join(rights.prohibits)[:600]}.")
    for note in item.notes[:10]:
        arrival.warn(f"Note of the source to editors: {note[:500]}")
    if item.dateline and not _stands(item.dateline, arrival.body_html):
        arrival.warn(
            f"The dateline, “{item.dateline[:200]}”, stands beside the text and is not repeated in it;"
            " it was left out of the body."
        )
    if not item.id:
        arrival.warn("The item has no identity: without it, its next version will not be known for what it is.")
    if not arrival.title:
        arrival.warn("The item has no headline.")


def _stands(dateline: str, body_html: str) -> bool:
    """Whether the text repeats the dateline, or begins with its place."""
    said, whole = _WORD.findall(dateline.casefold()), _folded(text.plain(body_html))
    return not said or said[0] in whole[:300].split()[:12] or " ".join(said) in whole


def _absolute(address: str, base: str) -> str:
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address
