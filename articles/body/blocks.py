"""A body as the list of its blocks: paragraphs, headings, figures, lists, tables, embeds."""

import re

from articles.body import markup
from articles.body.text import plain

_HEADING_OR_FIGURE = re.compile(r"\s*<(h[2-6]|figure|img|hr)\b")


def blocks(html: str) -> list[str]:
    """The top-level blocks of cleaned HTML, in order; "".join(blocks(html)) == html, to the byte.

    Whitespace between two blocks belongs to the block before it, whitespace in front to the first block.
    Should text stand between two blocks, which cleaned HTML never has, it is a block of its own.
    """
    pieces: list[str] = []
    begin = 0  # of the block that is being read
    depth = 0
    at = 0
    for token in markup.scan(html):
        if depth == 0 and html[at : token.start].strip():
            # Text in between: what came before it ends here, and it ends at the next tag.
            if html[begin:at].strip():
                pieces.append(html[begin:at])
                begin = at
            pieces.append(html[begin : token.start])
            begin = token.start
        elif depth == 0 and token.name and not token.closing and html[begin:at].strip():
            pieces.append(html[begin : token.start])
            begin = token.start
        at = token.end
        if token.name and token.name not in markup.VOID and not token.raw and token.name not in markup.RAW_TEXT:
            depth = max(0, depth + (-1 if token.closing else 1))
    if depth == 0 and html[at:].strip() and html[begin:at].strip():
        pieces.append(html[begin:at])
        begin = at
    if begin < len(html):
        pieces.append(html[begin:])
    return pieces


def first_paragraphs(html: str, number: int) -> str:
    """Cleaned HTML up to the end of its paragraph with this number; the whole, to the byte, where it has no more.

    Every block that says something is a paragraph, but for headings and for figures, which belong to what is around
    them: a list is one, a quotation is one. What follows the last paragraph that may be shown goes with the rest.
    """
    kept: list[str] = []
    counted = end = 0
    for block in blocks(html):
        speaks = not _HEADING_OR_FIGURE.match(block) and bool(plain(block).strip())
        if speaks and counted == number:
            return "".join(kept[:end])
        kept.append(block)
        if speaks:
            counted, end = counted + 1, len(kept)
    return html
