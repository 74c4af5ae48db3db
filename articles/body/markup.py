"""Where the tags are: the one scanner that every module of this package reads HTML with.

It follows the tokenization of the HTML Standard (13.2.5) as far as tags, attributes, comments and raw text go, in one
pass and in time proportional to the input, whatever the input. It builds no tree and changes nothing: positions are
exact, so that a caller can copy what it does not want to touch byte by byte.
"""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import NamedTuple

VOID = frozenset(
    {"area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen"}
    | {"link", "meta", "param", "source", "track", "wbr"}
)
# Elements whose content is not markup (13.2.5, "raw text" and "RCDATA"), up to their end tag. A plaintext never ends.
CODE = frozenset({"script", "style"})
RAW_TEXT = CODE | {"noscript", "noembed", "noframes", "iframe", "title", "textarea", "xmp", "plaintext"}

_SPACE = r"[ \t\n\f\r]"
_NAME_ENDS = r"(?=[ \t\n\f\r/>])"
# Possessive throughout: a tag that does not end is given up after one look, never tried again in another way.
_ATTRIBUTES = (
    r"(?:[ \t\n\f\r/]++"
    r"|(?:=?+[^ \t\n\f\r/>=]++|=)"
    rf"(?:{_SPACE}*+={_SPACE}*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^ \t\n\f\r>]*+))?+"
    r")*+"
)


@cache
def _tokens(raw_text: frozenset[str]) -> re.Pattern[str]:
    # Groups: 1-4 raw text's name, attributes, content, end tag; 5-7 slash, name, attributes; 8-10 plaintext's name,
    # attributes, content; 11 comment; 12 a tag that does not end. So `lastindex` tells what was found.
    # An <iframe … /> comes from XML and holds nothing, though HTML would have it swallow the rest of the text.
    names = "|".join(sorted(raw_text - {"plaintext"}))
    return re.compile(
        rf"<(?:(?!iframe[ \t\n\f\r/](?:[^>]*[ \t\n\f\r\"'])?/>)({names}){_NAME_ENDS}({_ATTRIBUTES})>"
        rf"((?:[^<]++|<(?!/\1{_NAME_ENDS}))*+)(</\1[^>]*+>?+)?+"
        rf"|(?!plaintext{_NAME_ENDS})(/?)([a-z][^ \t\n\f\r/>]*+)({_ATTRIBUTES})>"
        rf"|(plaintext)({_ATTRIBUTES})>(.*+)"
        r"|(!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*+>?+|/[^a-z>][^>]*+>?+|/>)"
        r"|(/?[a-z]))",
        re.IGNORECASE | re.DOTALL,
    )


OPEN_RAW, RAW, TAG, PLAINTEXT, COMMENT, UNFINISHED = 3, 4, 7, 10, 11, 12


def matches(html: str) -> Iterator[re.Match[str]]:
    """What `scan` is made of, for who needs it faster: the kind of each is its `lastindex`."""
    raw_text, at = RAW_TEXT, 0
    while True:
        for found in _tokens(raw_text).finditer(html, at):
            kind = found.lastindex
            if kind == OPEN_RAW and found[1].lower() not in CODE:
                # No end tag up to the end of the text. Browsers would show nothing of an article after such an iframe;
                # we take it for a slip and keep the words. From here on none of this name can have an end tag.
                raw_text, at = raw_text - {found[1].lower()}, found.start()
                break
            yield found
            if kind == UNFINISHED:
                # The input ends inside a tag. Browsers show nothing of it, and to look on would take quadratic time.
                return
        else:
            return


ATTRIBUTE = re.compile(
    r"(=?+[^ \t\n\f\r/>=]++|=)"
    rf"(?:{_SPACE}*+={_SPACE}*+(?:\"([^\"]*+)\"|'([^']*+)'|((?![\"'])[^ \t\n\f\r>]*+)))?+"
)


class Token(NamedTuple):
    """A tag or a comment: html[start:end]. `name` is in lower case, and empty for a comment.

    For an element of raw text (script, iframe …) one token reaches to the end of its end tag, and `raw` is what stands
    between.
    """

    start: int
    end: int
    name: str
    closing: bool
    attributes: str
    raw: str = ""


def scan(html: str) -> Iterator[Token]:
    """All tags and comments, in order. What lies between two tokens is text."""
    for found in matches(html):
        kind = found.lastindex
        if kind == TAG:
            slash, name, written = found.group(5, 6, 7)
            yield Token(found.start(), found.end(), name.lower(), slash == "/", written)
        elif kind in (COMMENT, UNFINISHED):
            yield Token(found.start(), found.end() if kind == COMMENT else len(html), "", False, "")
        else:
            name, written, raw = found.group(8, 9, 10) if kind == PLAINTEXT else found.group(1, 2, 3)
            yield Token(found.start(), found.end(), name.lower(), False, written, raw)


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
    for name, double, single, bare in ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), double or single or bare)
    return found


def escape(text: str) -> str:
    """Text as the cleaner writes it, for use between tags."""
    if not _SPECIAL.search(text):
        return text
    return text.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_value(text: str) -> str:
    """Text as the cleaner writes it, for use in an attribute in double quotes."""
    return escape(text).replace('"', "&quot;")


_SPECIAL = re.compile("[&<>\xa0]")

# Not allowed in HTML or XML. The form feed is space in HTML, but not allowed in XML.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def without_controls(text: str) -> str:
    """`text` without the characters that no HTML page and no feed may hold, and with one form of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub(lambda found: " " if found[0] == "\x0c" else "", text)
