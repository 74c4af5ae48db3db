"""Where the tags are: the one scanner that every module of this package reads HTML with.

It follows the tokenization of the HTML Standard (13.2.5) as far as tags, attributes, comments and raw text go, in one pass
and in time proportional to the input, whatever the input. It builds no tree and changes nothing: positions are exact, so
that a caller can copy what it does not want to touch byte by byte.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

VOID = frozenset(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr".split()
)
# Elements whose content is not markup (13.2.5, "raw text" and "RCDATA"), up to their own end tag.
RAW_TEXT = frozenset("script style noscript noembed noframes iframe title textarea xmp".split())

_SPACE = r"[ \t\n\f\r]"
# Possessive throughout: a tag that does not end is given up after one look, never tried again in another way.
_ATTRIBUTES = (
    r"(?:[ \t\n\f\r/]++"
    r"|(?:=?+[^ \t\n\f\r/>=]++|=)"
    rf"(?:{_SPACE}*+={_SPACE}*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^ \t\n\f\r>]*+))?+"
    r")*+"
)
_TOKEN = re.compile(
    rf"<(?:(?P<slash>/?)(?P<name>[a-zA-Z][^ \t\n\f\r/>]*+)(?P<attributes>{_ATTRIBUTES})>"
    r"|(?P<comment>!--(?:-?>|(?s:.*?)(?:--!?>|\Z))|[!?][^>]*+>?|/[^a-zA-Z>][^>]*+>?|/>)"
    r"|(?P<unfinished>/?[a-zA-Z]))"
)
_ATTRIBUTE = re.compile(
    r"(=?+[^ \t\n\f\r/>=]++|=)"
    rf"(?:{_SPACE}*+={_SPACE}*+(?:\"([^\"]*+)\"|'([^']*+)'|((?![\"'])[^ \t\n\f\r>]*+)))?+"
)


class Token(NamedTuple):
    """A tag or a comment: html[start:end]. `name` is in lower case, and empty for a comment.

    For an element of raw text (script, iframe …) the start tag's token reaches to the end of its end tag, and `raw` is
    what stands between.
    """

    start: int
    end: int
    name: str
    closing: bool
    attributes: str
    raw: str = ""


def scan(html: str) -> Iterator[Token]:
    """All tags and comments, in order. What lies between two tokens is text."""
    at, find, match = 0, html.find, _TOKEN.match
    while (at := find("<", at)) >= 0:
        found = match(html, at)
        if found is None:  # a "<" that is only a "<"
            at += 1
            continue
        if found["unfinished"]:
            # The input ends inside a tag. Browsers show nothing of it, and to look on would take quadratic time.
            yield Token(at, len(html), "", False, "")
            return
        end = found.end()
        if not found["name"]:
            yield Token(at, end, "", False, "")
        elif found["name"].lower() == "plaintext" and not found["slash"]:
            yield Token(at, len(html), "plaintext", False, "", html[end:])
            return
        else:
            name, closing, raw = found["name"].lower(), bool(found["slash"]), ""
            if name in RAW_TEXT and not closing:
                inner = end
                closed = _END_TAGS[name].search(html, inner)
                raw = html[inner : closed.start() if closed else len(html)]
                end = (find(">", closed.end()) + 1 if closed else 0) or len(html)
            yield Token(at, end, name, closing, found["attributes"], raw)
        at = end


_END_TAGS = {name: re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE) for name in RAW_TEXT}

# In an attribute "&copy=1" is no reference, or every second address with a query would break (13.2.5.73).
_REFERENCE = re.compile(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[a-zA-Z][a-zA-Z0-9]*+(?:;|(?!=)))")


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag, values decoded; the first of two with one name counts, as in a browser."""
    return {name: unescape_value(value) for name, value in raw_attributes(text).items()}


def unescape_value(value: str) -> str:
    return _REFERENCE.sub(lambda reference: unescape(reference[0]), value) if "&" in value else value


def raw_attributes(text: str) -> dict[str, str]:
    """The attributes of a tag as they are written, entities and all."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), double or single or bare)
    return found


def escape(text: str) -> str:
    """Text as the cleaner writes it, for use between tags."""
    return text.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_value(text: str) -> str:
    """Text as the cleaner writes it, for use in an attribute in double quotes."""
    return escape(text).replace('"', "&quot;")


# Not allowed in HTML or XML. The form feed is space in HTML, but not allowed in XML.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def without_controls(text: str) -> str:
    """`text` without the characters that no HTML page and no feed may hold, and with one form of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub(lambda found: " " if found[0] == "\x0c" else "", text)
