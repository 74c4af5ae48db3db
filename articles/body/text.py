"""The words of a body, without its markup."""

import re
from html import unescape

from articles.body import markup
from articles.body.clean import WRAPPERS
from articles.body.nesting import BLOCKS

# Line ends count as space; a non-breaking space is a character of the text and stays.
_SPACE = re.compile(r"[ \t\n\r\f]+")
BREAKS = BLOCKS | WRAPPERS | {"hr", "h1"}


def paragraphs(html: str) -> list[str]:
    """The visible text of each block, innermost blocks apart: an item of a list is one, a caption is one."""
    found: list[str] = []
    run: list[str] = []
    at = 0

    def finish() -> None:
        text = _SPACE.sub(" ", "".join(run)).strip(" ")
        run.clear()
        if text:
            found.append(text)

    for token in markup.scan(html):
        if token.start > at:
            run.append(unescape(html[at : token.start]))
        at = token.end
        if token.name in BREAKS:
            finish()
        elif token.name == "br":
            run.append("\n")
        elif token.name in ("textarea", "xmp", "plaintext"):
            run.append(token.raw)
    run.append(unescape(html[at:]))
    finish()
    return found


def plain(html: str) -> str:
    """The visible text: an empty line between blocks, whitespace inside them collapsed, captions where they stand."""
    return "\n\n".join(paragraphs(html))


def words(html: str) -> list[str]:
    """The words of the visible text in order, as whitespace separates them."""
    return plain(html).split()


def excerpt(html: str, words: int = 40) -> str:
    """The first `words` words on one line, ending in "…" if that is not all. Headings and captions count."""
    every = plain(html).split()
    if len(every) <= words:
        return " ".join(every)
    return " ".join(every[:words]) + "…"
