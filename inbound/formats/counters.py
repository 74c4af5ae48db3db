"""An outlet's page counters: found in a text and taken out of it, wherever they stand.

The counter's place is kept as one character, ``MARK``, which no text may hold (a Unicode noncharacter): what stands
around a counter says whether a dash or a rule divides the article from its credit. Comments before and after it
("Below is The Conversation's page counter tag …") go with all comments when the text is cleaned.
"""

from __future__ import annotations

import dataclasses
import re

from articles.body import markup
from articles.body.elements import edited
from inbound.formats.outlet_links import OutletLinks
from inbound.formats.passages import Passage

MARK = "\ufdd0"
# Tools that load pictures late put the address elsewhere and a placeholder into src.
_ADDRESSES = ("src", "data-src", "data-lazy-src", "data-original", "data-orig-src")
_ELEMENTS = frozenset({"img", "image", "amp-img", "amp-pixel", "iframe"})
# A site that copies every picture to its own server copies the counter too. The copy counts nothing.
_COPIED = re.compile(r"(?:^|/)count(?:-\d+)?\.gif(?:\?\S*)?", re.IGNORECASE)
# The comments around a counter, where a tool has turned them into words.
_COMMENT = re.compile(
    r"<!--\s*(?:Below is .{0,80}page counter|End of code|Fin del c.digo|Fin du code|Fim do c.digo|Akhir kode)"
    r".{0,900}?-->",
    re.DOTALL,
)


@dataclasses.dataclass
class Counters:
    """The counters of one text. ``urls`` verbatim, in order, each once; ``number`` is what the chosen one counts."""

    urls: list[str] = dataclasses.field(default_factory=list)
    copied: bool = False
    doubled: bool = False

    def choose(self, links: OutletLinks, canonical_number: str | None) -> str | None:
        """The one to keep: of this article before others, the button's basic one before others, the first."""
        ranked = sorted(
            self.urls,
            key=lambda url: (
                canonical_number is not None and links.counted_number(url) != canonical_number,
                "basic" not in url.rpartition("?")[2],
            ),
        )
        return ranked[0] if ranked else None


def take_out(html: str, links: OutletLinks) -> tuple[str, Counters]:
    """Raw HTML with ``MARK`` in place of every counter, and the counters."""
    html = html.replace(MARK, "")
    found = Counters()
    edits: list[tuple[int, int, str]] = []
    for token in markup.scan(html):
        if token.closing or not (token.name in _ELEMENTS or token.name == "noscript"):
            continue
        if token.name == "noscript":
            # What a late-loading picture shows without scripts: the same counter again, no second one.
            inner = [address for one in markup.scan(token.raw) if (address := _counter(one, links))]
            found.urls += [address for address in inner if address not in found.urls]
            if inner:
                edits.append((token.start, token.end, MARK))
        elif address := _counter(token, links):
            found.doubled |= address in found.urls
            if address not in found.urls:
                found.urls.append(address)
            edits.append((token.start, token.end, MARK))
        elif _is_copy(token):
            found.copied = True
            edits.append((token.start, token.end, MARK))
    return edited(html, edits), found


def _counter(token: markup.Token, links: OutletLinks) -> str | None:
    if token.closing or token.name not in _ELEMENTS or not token.attributes:
        return None
    attributes = markup.attributes(token.attributes)
    addresses = (attributes.get(name, "").strip() for name in _ADDRESSES)
    return next((address for address in addresses if address and links.is_counter(address)), None)


def _is_copy(token: markup.Token) -> bool:
    if token.name != "img" or "count" not in token.attributes.lower():
        return False
    attributes = markup.attributes(token.attributes)
    tiny = attributes.get("width", "").strip() == "1" and attributes.get("height", "").strip() == "1"
    named = attributes.get("alt", "").strip().lower() == "the conversation"
    return (tiny or named) and bool(_COPIED.search(attributes.get("src", "")))


def cut_marks(passages: list[Passage]) -> set[int]:
    """Take the marks out, with comments that became words and a dash against the counter at a paragraph's end.

    Gives the numbers of the passages that held one.
    """
    marked: set[int] = set()
    for index, passage in enumerate(passages):
        if "<!--" in passage.text:
            passage.cut(*(found.span() for found in _COMMENT.finditer(passage.text)))
        if MARK not in passage.text:
            continue
        marked.add(index)
        passage.cut(*(found.span() for found in _MARKED.finditer(passage.text)))
        if not passage.has_words:
            passage.remove("counter")
    return marked


_MARKED = re.compile(rf"{MARK}(?:\s*[—–]\s*\Z)?")
