"""A block that a site keeps as Markdown, made HTML again (CommonMark, with HTML and tables in it)."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from inbound.formats.arrival import Unreadable

_LINK = re.compile(r"\]\(\s*<?(?:https?:)?/|\]\[\d{1,4}\]|^[ ]{0,3}\[[^\]\n]{1,200}\]:\s+\S", re.MULTILINE)
_HTML_LINK = re.compile(r"<(?:a|img)\s", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
# WordPress cut words into two pieces of emphasis; a converter wrote <em>Thi</em><em>s article</em> as _Thi__s article_.
_CUT_WORD = re.compile(r"(?<![\w/:.])([_*])([^\W_]{1,30})\1\1([^\W_])")

# A tag on a line of its own makes raw HTML of the lines after it, up to an empty one. Links in them are meant as links.
_TAG_BEFORE_TEXT = re.compile(r"^([ ]{0,3}<[^\n]*>[ \t]*)\n(?=[^\n<]*\]\()", re.MULTILINE)

# Text that is indented by four spaces is text in a newspaper, never code.
_READER = MarkdownIt("commonmark", {"html": True}).enable("table").disable("code")


LONGEST = 200_000
"""Characters. An article has a tenth of that, and the reader takes seconds for what is made to keep it busy."""


def is_markdown(text: str) -> bool:
    """Links are written as in Markdown; what HTML there is, is the exception."""
    links = len(_LINK.findall(text))
    return bool(links) and (not _PARAGRAPH.search(text) or links > len(_HTML_LINK.findall(text)))


def to_html(text: str) -> str:
    """Raises Unreadable for what is too long to be an article."""
    if len(text) > LONGEST:
        raise Unreadable(
            f"This Markdown has more than {LONGEST:,} characters, so it is not a single article; "
            "paste the article alone."
        )
    text = _CUT_WORD.sub(r"\1\2\3", text)
    return _READER.render(_TAG_BEFORE_TEXT.sub(r"\1\n\n", text))
