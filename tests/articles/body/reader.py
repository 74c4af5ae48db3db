"""What Python's own parser, which shares no code with the cleaner, finds in a body that should not be there."""

import re
from html.parser import HTMLParser

from articles.body.clean import ALLOWED, CLASSES, SCHEMES

BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "figure", "hr", "div"}
VOID = {"br", "hr", "img", "col"}


def is_safe(tag: str, name: str, value: str | None) -> bool:
    if name == "class":
        return set((value or "").split()) <= CLASSES
    if name in ("href", "src", "data-src"):
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20\x7f-\xa0]", "", value or "").lower())
        if scheme and scheme[1] not in SCHEMES:
            return False
    return name in ALLOWED[tag]


class _Reader(HTMLParser):
    """Python's own parser, which shares no code with the cleaner."""

    def __init__(self):
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[object] = []

    def handle_starttag(self, tag, attrs):
        if tag not in ALLOWED or (not self.open and tag not in BLOCKS):
            self.wrong.append(tag)
            return
        self.wrong += [(tag, name, value) for name, value in attrs if not is_safe(tag, name, value)]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_data(self, data):
        if not self.open and data.strip(" \t\n"):
            self.wrong.append(data)

    def handle_comment(self, data):
        self.wrong.append(data)


def faults(html: str) -> list[object]:
    """Tags, attributes, loose text and comments that cleaned HTML never has; end tags that are missing."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.wrong + reader.open


class _Aloud(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open: list[tuple[str, object]] = []
        self.letters: list[tuple[str, tuple[object, ...]]] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append((tag, tuple(attrs)))

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        self.letters += [(letter, tuple(self.open)) for letter in data if letter.strip()]


def read_aloud(html: str) -> list[tuple[str, tuple[object, ...]]]:
    """Every letter of cleaned HTML, spaces apart, with the elements that it stands in, outermost first."""
    reader = _Aloud()
    reader.feed(html)
    reader.close()
    return reader.letters
