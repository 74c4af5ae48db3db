"""The block of ProPublica's "Republish This Story" button, as pasted or as sites kept it.

The site's own script builds it: ``<h1>``, a line about the newsroom and its newsletter, the text reduced to few tags
with links written ``href=URL`` unquoted, then ``<link rel="canonical">``, ``<meta name="syndication-source">`` and
the counter, a script. There is no byline in it. Sites add one, and a line that says where the story was first
published; both are read where they stand.
"""

from __future__ import annotations

import re

from articles.body import links, text
from articles.body.blocks import blocks
from articles.body.clean import clean
from articles.body.elements import Element
from articles.credits import parse
from inbound.formats import wrapping
from inbound.formats.arrival import Arrival, Author, Hints, Unreadable
from inbound.formats.feed_entry import FeedEntry
from inbound.formats.feed_pictures import pictures
from inbound.formats.tracker import LONGEST_NOTICE

NAME = "propublica"

OUTLET = "ProPublica"
HOST = "propublica.org"
COUNTER = re.compile(r"(?:https?:)?//pixel\.propublica\.org/pixel\.js(?:\?\S*)?", re.IGNORECASE)
MARK = re.compile(
    r"pixel\.propublica\.org/pixel\.js"
    r"|<(?:link|meta)\b(?=[^<>]{0,300}\b(?:canonical|syndication-source))[^<>]{0,300}\bpropublica\.org/",
    re.IGNORECASE,
)
WHOLE_PAGE = re.compile(r"<(?:!doctype|html|head|body)[\s>]", re.IGNORECASE)
# The line that the button puts first: "ProPublica is a nonprofit newsroom that investigates abuses. Sign up …".
NEWSROOM = re.compile(r"^(?:ProPublica(?: [A-Z]\w+)? is an? .{0,200}?newsroom\b|Sign up for .{0,120}ProPublica)")
# "This story was originally published by ProPublica.", "Co-published with …", "This article was produced for …".
FIRST_PUBLISHED = re.compile(
    r"^(?:this (?:story|article|investigation|report|piece|column)\b.{0,60}?\b"
    r"(?:published|produced|reported|appeared|co-?published)\b|(?:co-?|originally |first )published\b)"
    r".{0,400}ProPublica",
    re.IGNORECASE,
)
BYLINE = re.compile(r"^by\s+\S.{0,300}$", re.IGNORECASE)
TOP = 6
"""Blocks from the top among which byline and notices stand."""


def recognises(head: str, hints: Hints) -> bool:
    """``head`` is the whole of a pasted text: the marks stand at its end. A whole page of some site is no block."""
    return MARK.search(head) is not None and not WHOLE_PAGE.search(head[:5000])


def read(material: str, hints: Hints) -> list[Arrival]:
    """The one article of a pasted block."""
    fields, html, content_type = wrapping.unwrapped(material)
    arrival = Arrival(content_type=content_type)
    html, tags = wrapping.taken_out(html, _is_apart)
    headlines = [wrapping.line(clean(tag)) for tag in tags if tag[:3].lower() == "<h1"]
    wrapping.take_title(arrival, next(filter(None, headlines), None), fields)
    body = _without_notices(blocks(clean(html)), arrival)
    arrival.body_html = "".join(body)
    if not text.plain(arrival.body_html):
        raise Unreadable("The block holds no article. Copy the whole of ProPublica's republish box.")
    _take_counter(arrival, tags)
    arrival.canonical_url = _address(tags) or arrival.canonical_url
    arrival.language = wrapping.english(hints)
    arrival.pictures = pictures(FeedEntry(), arrival.body_html)
    if not arrival.canonical_url:
        arrival.warn("The block does not say where the original stands; look its address up.")
    if not arrival.authors:
        arrival.warn("ProPublica's block names no author; add the byline.")
    return [arrival]


def _is_apart(element: Element, found: dict[str, str]) -> bool:
    if element.name == "script":
        return COUNTER.fullmatch(found.get("src", "").strip()) is not None
    if element.name == "link":
        return "canonical" in found.get("rel", "").lower().split()
    return element.name == "h1" or (element.name == "meta" and found.get("name", "").lower() == "syndication-source")


def _take_counter(arrival: Arrival, tags: list[str]) -> None:
    counters = [wrapping.attribute(tag, "src") for tag in tags if tag[:7].lower() == "<script"]
    if not counters:
        arrival.warn("ProPublica's counter is missing, which its terms ask for; copy the block afresh.")
        return
    arrival.counter_url = f"https:{counters[0]}" if counters[0].startswith("//") else counters[0]
    if len(counters) > 1:
        arrival.warn("The block has its counter more than once; it was kept once, so that no reader counts twice.")


def _address(tags: list[str]) -> str | None:
    """The canonical link and the meta say the same; where they do not, the link is what search engines believe."""
    stated = [wrapping.attribute(tag, name) for name in ("href", "content") for tag in tags if tag[:2].lower() != "<h"]
    return next((address for address in stated if wrapping.is_article(address)), None)


def _without_notices(body: list[str], arrival: Arrival) -> list[str]:
    """The text without the lines about the newsroom, the first publication and the authors, each put into its field."""
    kept: list[str] = []
    notices: list[str] = []
    last = len(body)
    for number, block in enumerate(body):
        said = wrapping.line(block) if len(block) < LONGEST_NOTICE * 8 else ""
        near = number < TOP or number >= last - 3
        if near and said and len(said) <= LONGEST_NOTICE and (NEWSROOM.match(said) or FIRST_PUBLISHED.match(said)):
            notices.append(wrapping.without_pictures(block))
            arrival.licence_stated = arrival.licence_stated or wrapping.licence_in(block)
            found = [link.href for link in links.links(block) if _is_story(link.href)]
            arrival.canonical_url = arrival.canonical_url or next(iter(found), None)
        elif number < TOP and not arrival.authors and BYLINE.match(said):
            arrival.authors = _authors(said, arrival)
        else:
            kept.append(block)
    if notices:
        arrival.notice_html = "".join(notices)
    else:
        arrival.warn("The block has no line about ProPublica; take the credit line from its terms.")
    return kept


def _is_story(address: str) -> bool:
    return wrapping.host(address).endswith(HOST) and "/article/" in address


def _authors(said: str, arrival: Arrival) -> list[Author]:
    read = parse(said, language="en", outlet=OUTLET)
    for doubt in read.doubts[:5]:
        arrival.warn(doubt)
    return [Author(row.name, row.title or None, row.institution or None) for row in read.rows]
