"""The republish block of Aeon, as pasted or as a site kept it in Markdown (section A2 of the domain notes).

The text, the counter ``https://metrics.aeon.co/count/{uuid}.gif`` ("Aeon counter – do not remove"), and the notice
"This article was originally published at Aeon and has been republished under Creative Commons." The notice links to the
home page; only some copies link to the article.
"""

from __future__ import annotations

import re

from articles.body import links, text
from articles.body.blocks import blocks
from articles.body.clean import clean
from articles.body.elements import Element
from inbound.formats import wrapping
from inbound.formats.arrival import Arrival, Hints, Unreadable
from inbound.formats.feed_entry import FeedEntry
from inbound.formats.feed_pictures import pictures

NAME = "aeon"

COUNTER = re.compile(r"https?://metrics\.aeon\.co/count/[0-9a-f-]{8,64}(?:\.gif)?(?:\?\S*)?", re.I)
NOTICE = re.compile(
    r"\bThis (?:article|essay|piece|story|video|idea) (?:was|is|has been) (?:originally|first) published (?:at|on|by)"
    r" (?:Aeon|Psyche)\b",
    re.IGNORECASE,
)
HOSTS = ("aeon.co", "psyche.co")


def recognises(head: str, hints: Hints) -> bool:
    """``head`` is the whole of a pasted text: counter and notice stand at its end."""
    if COUNTER.search(head):
        return True
    return (
        "aeon" in head.lower() and NOTICE.search(" ".join(text.plain(wrapping.unwrapped(head)[1]).split())) is not None
    )


def read(material: str, hints: Hints) -> list[Arrival]:
    """The one article of a pasted block."""
    fields, html, content_type = wrapping.unwrapped(material)
    arrival = Arrival(content_type=content_type)
    html, tags = wrapping.taken_out(html, _is_apart)
    counters = list(dict.fromkeys(address for tag in tags if (address := wrapping.attribute(tag, "src"))))
    headlines = [" ".join(text.plain(clean(tag)).split()) for tag in tags if tag[:3].lower() == "<h1"]
    wrapping.take_title(arrival, next(filter(None, headlines), None), fields)
    arrival.counter_url = counters[0] if counters else None
    body = blocks(clean(html))
    number = wrapping.find(body, NOTICE)
    if number is not None:
        body = _take_notice(body, number, arrival)
    arrival.body_html = "".join(body)
    arrival.language = wrapping.english(hints) if number is not None else None
    arrival.pictures = pictures(FeedEntry(), arrival.body_html)
    if not text.plain(arrival.body_html):
        raise Unreadable("The block holds no article. Copy the whole of Aeon's republish box.")
    if not counters:
        arrival.warn("Aeon's counter is missing, which its terms ask for; copy the block afresh.")
    if len(counters) > 1:
        arrival.warn(f"The text holds {len(counters)} counters of Aeon; the first was kept.")
    if number is None:
        arrival.warn("Aeon's notice is missing; take the credit line from its terms.")
    if not arrival.canonical_url:
        arrival.warn(
            "The notice links to Aeon's home page only, so the address of the original is not known; look it up."
        )
    arrival.warn("Aeon's block names no author; add the byline.")
    return [arrival]


def _is_apart(element: Element, found: dict[str, str]) -> bool:
    return element.name == "h1" or (
        element.name == "img" and COUNTER.fullmatch(found.get("src", "").strip()) is not None
    )


def _take_notice(body: list[str], number: int, arrival: Arrival) -> list[str]:
    """Puts the notice into its field and gives the text without it and without the dash above it."""
    arrival.notice_html = wrapping.without_pictures(body[number])
    arrival.licence_stated = wrapping.licence_in(body[number])
    for link in links.links(body[number]):
        if wrapping.host(link.href) in HOSTS and wrapping.is_article(link.href):
            arrival.canonical_url = arrival.canonical_url or wrapping.without_campaign(link.href)
    before, after = body[:number], [block for block in body[number + 1 :] if not wrapping.is_divider(block)]
    while before and wrapping.is_divider(before[-1]):
        before.pop()
    if after:
        arrival.warn(
            f"Text follows the outlet's notice (“{wrapping.first_words(after[0])}”)."
            " It was kept in the body; check whose it is."
        )
    return before + after
