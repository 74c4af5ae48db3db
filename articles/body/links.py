"""The links of a body."""

import re
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin

from articles.body import markup

_ADDRESS = re.compile(
    r"""(?<![^ \t\n\f\r/"'])(href|src|data-src)[ \t\n\f\r]*=[ \t\n\f\r]*("[^"]*"|'[^']*'|[^ \t\n\f\r>"']+)""",
    re.IGNORECASE,
)


class Link(NamedTuple):
    href: str
    text: str


def absolute(html: str, base: str) -> str:
    """`html` with every href, src and data-src made absolute against `base`; all else, and what already is, unchanged."""
    out: list[str] = []
    at = 0
    for token in markup.scan(html):
        if not token.attributes or token.closing or "=" not in token.attributes:
            continue
        begin = html.index(token.attributes, token.start + 1 + len(token.name))
        changed = _ADDRESS.sub(lambda found: _joined(found, base), token.attributes)
        if changed != token.attributes:
            out += html[at:begin], changed
            at = begin + len(token.attributes)
    out.append(html[at:])
    return "".join(out)


def _joined(found: re.Match[str], base: str) -> str:
    written = found[2]
    value = markup.unescape_value(written[1:-1] if written[0] in "\"'" else written)
    try:
        address = urljoin(base, value.strip())
    except ValueError:  # "http://[": no address, so there is nothing to make absolute
        return found[0]
    if address == value:
        return found[0]
    return f'{found[1]}="{markup.escape_value(address)}"'


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
