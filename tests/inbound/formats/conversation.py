"""Blocks in The Conversation's form for the tests, and what every reading of one must hold."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from articles.body import text
from articles.body.clean import clean
from inbound.formats import conversation_block, frontmatter, raw_block
from inbound.formats.arrival import Arrival, Author, Hints

SAMPLES = Path(__file__).parents[2] / "samples" / "conversation"
HINTS = Hints(outlet="the-conversation-us", hosts=frozenset({"theconversation.com"}), language="en-US")

NUMBER = "990400"
COUNTER_URL = f"https://counter.theconversation.com/content/{NUMBER}/count.gif?distributor=republish-lightbox-basic"
COUNTER = (
    "<!-- Below is The Conversation's page counter tag. Please DO NOT REMOVE. -->"
    f'<img src="{COUNTER_URL}" alt="The Conversation" width="1" height="1" />'
    "<!-- End of code. -->"
)
ORIGINAL = f"https://theconversation.com/what-a-kettle-knows-{NUMBER}"
NOTICE = (
    'This article is republished from <a href="https://theconversation.com">The Conversation</a> under a Creative '
    f'Commons license. Read the <a href="{ORIGINAL}">original article</a>.'
)
BODY = [
    "A kettle sings before it boils.",
    "Nobody has ever thanked it.",
    "We asked 40 of them, and then we asked again.",
]


def person(name: str) -> str:
    slug = re.sub(r"\W+", "-", name.lower())
    return f'<a href="https://theconversation.com/profiles/{slug}-1">{name}</a>'


def house(name: str) -> str:
    slug = re.sub(r"\W+", "-", name.lower())
    return f'<a href="https://theconversation.com/institutions/{slug}-2">{name}</a>'


IDA = person("Ida Roe")
ENNET = house("Ennet University")
CREDIT = f"{IDA}, Lecturer in Steam, <em>{ENNET}</em>"


def block(
    *,
    top: str = "",
    body: list[str] | None = None,
    counter: str = COUNTER,
    bottom: str = f"<p>{CREDIT}</p><p>{NOTICE}</p>",
) -> str:
    paragraphs = "\n\n".join(f"<p>{one}</p>" for one in (BODY if body is None else body))
    return f"{top}\n\n{paragraphs.removesuffix('</p>')}{counter}</p>\n\n{bottom}\n"


def read(received: str, hints: Hints = HINTS, gone: str = "") -> Arrival:
    """The arrival, after checking that no word was lost or left behind; words in `gone` may go: a list's label."""
    [arrival] = conversation_block.read(received, hints)
    nothing_lost(received, arrival, gone)
    return arrival


def people(arrival: Arrival) -> list[tuple[str, str | None, str | None]]:
    return [(author.name, author.title, author.institution) for author in arrival.authors]


def sample(name: str) -> str:
    return (SAMPLES / name).read_text("utf-8")


def words(html: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.plain(html)))


def nothing_lost(received: str, arrival: Arrival, gone: str = "") -> None:
    """Every word is in the body or in a field, and the body has no word of its own and none of credit or notice."""
    came = words(clean(raw_block.as_html(frontmatter.split(received)[1])))
    body = words(arrival.body_html)
    assert not body - came, "the body has words that did not come"
    fields = Counter[str]()
    for said in _said(arrival):
        fields += words(said)
    # A credit or notice that stands twice is kept once, and what joins its parts ("and", "is a") is kept nowhere.
    lost = came - body
    for word in (*fields, *JOINING, *gone.split()):
        del lost[word]
    assert not lost, f"lost: {' '.join(lost)}"
    assert clean(arrival.body_html) == arrival.body_html
    assert "count.gif" not in arrival.body_html


JOINING = "and y et e dan By Por is a an the at in of Read more Leer más Article written by with".split()


def _said(arrival: Arrival) -> list[str]:
    credit = [part or "" for author in arrival.authors for part in _parts(author)]
    related = [one.title for one in arrival.related]
    return [*credit, *related, arrival.title or "", arrival.notice_html or "", arrival.disclosure_html or ""]


def _parts(author: Author) -> tuple[str | None, ...]:
    return author.name, author.title, author.institution
