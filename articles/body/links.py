"""The links of a body."""

import re
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin

from articles.body import markup
from articles.body.elements import edited

_ADDRESSES = frozenset({"href", "src", "data-src"})
_HAS_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Link(NamedTuple):
    href: str
    text: str


def absolute(html: str, base: str) -> str:
    """`html` with every href, src and data-src made absolute against `base`.

    What is absolute already, what is empty, and all else stays as it is, to the byte.
    """
    edits: list[tuple[int, int, str]] = []
    for token in markup.scan(html):
        if token.closing or "=" not in token.attributes:
            continue
        offset = html.index(token.attributes, token.start + 1 + len(token.name))
        for found in markup.ATTRIBUTE.finditer(token.attributes):
            if found[1].lower() in _ADDRESSES and (address := _joined(base, found[2] or found[3] or found[4] or "")):
                edits.append((offset + found.end(1), offset + found.end(), f'="{markup.escape_value(address)}"'))
    return edited(html, edits)


def _joined(base: str, written: str) -> str | None:
    value = markup.unescape_value(written).strip()
    if not value or _HAS_SCHEME.match(value):
        return None
    try:
        return urljoin(base, value)
    except ValueError:  # "//[": no address, so there is nothing to make absolute
        return None


def links(html: str) -> list[Link]:
    """Every link, in order, with its words; the words of a linked picture are its alternative text."""
    found: list[Link] = []
    href: str | None = None
    words: list[str] = []
    at = 0
    for token in markup.scan(html):
        if href is not None:
            words.append(unescape(html[at : token.start]))
            if token.name == "img":
                words.append(markup.attributes(token.attributes).get("alt", ""))
        at = token.end
        if token.name != "a":
            continue
        if href is not None:
            found.append(Link(href, " ".join("".join(words).split())))
        href, words = None, []
        if not token.closing:
            href = markup.attributes(token.attributes).get("href")
    if href is not None:
        found.append(Link(href, " ".join("".join([*words, unescape(html[at:])]).split())))
    return found
