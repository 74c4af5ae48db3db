"""What a republish block wraps around an article: the notice, the line above it, the counter, the printed names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from articles.body import links, markup, text
from articles.body.elements import Element, edited, elements
from inbound.formats import frontmatter, markdown
from inbound.formats.arrival import Arrival, Hints

# A paragraph that holds only a dash or stars divides the article from the notice and belongs to neither.
DIVIDER = re.compile(r"[\s—–\-*_·•~=]*")
SEVERAL = re.compile(r"\s*(?:,\s*(?:and|y|et|und|e|&)\s+|,\s+|;\s*|\s+(?:and|y|et|und|e|&)\s+)", re.IGNORECASE)
SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|Ph\.?D|M\.?D|RN|MPH|Esq)\.?")
CREATIVE_COMMONS = "creativecommons.org"
CHARACTER = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);|\S")
SAYS = re.compile(r"(?:\A|>)(?:[^<&\S]|&nbsp;)*+(?!&nbsp;)[^<\s]")
OPENED = re.compile(r"(?:<(?:a|b|em|i|small|span|strong)(?: [^<>]*)?>\s*)+\Z")


def unwrapped(pasted: str) -> tuple[dict[str, str], str, str]:
    """A pasted text as HTML, with the fields of a static site's front matter and the content type it had."""
    fields, block = frontmatter.split(pasted.lstrip("\ufeff").replace("\r\n", "\n"))
    if markdown.is_markdown(block):
        return fields, markdown.to_html(block), "text/markdown"
    return fields, block, "text/html"


def take_title(arrival: Arrival, headline: str | None, fields: dict[str, str]) -> None:
    """The block's own headline, else that of the site which kept the block."""
    arrival.title = headline or fields.get("title") or None
    if not arrival.title:
        arrival.warn("The block has no headline; copy it from the original.")
    elif not headline:
        arrival.warn(
            "The block has no headline; the one in the site's front matter was taken. It may be the republisher's own:"
            " compare it with the original."
        )


def english(hints: Hints) -> str:
    """The language of a text with an English notice: the outlet's variety, where that is English."""
    return hints.language if hints.language.lower().startswith("en") else "en"


def taken_out(html: str, wanted: Callable[[Element, dict[str, str]], bool]) -> tuple[str, list[str]]:
    """Raw HTML without the elements that ``wanted`` says, and these, each as it stood."""
    edits: list[tuple[int, int, str]] = []
    end = 0
    for element in elements(html):
        if element.start >= end and wanted(
            element, markup.attributes(element.attributes) if element.attributes else {}
        ):
            edits.append((element.start, element.end, ""))
            end = element.end
    return edited(html, edits), [html[start:end] for start, end, _ in edits]


def attribute(tag: str, name: str) -> str:
    """An attribute of the first tag in ``tag``, decoded; "" where it has none."""
    token = next(markup.scan(tag), None)
    return markup.attributes(token.attributes).get(name, "").strip() if token else ""


def line(html: str) -> str:
    """The words of some HTML on one line."""
    return " ".join(text.plain(html).split())


def says_something(html: str) -> bool:
    """Whether cleaned HTML holds a word or a sign outside its tags; far cheaper than to read them all."""
    return SAYS.search(html) is not None


def first_words(html: str, most: int = 60) -> str:
    words = line(html)
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + "…"


def is_divider(block: str) -> bool:
    return "<img" not in block and "data-src" not in block and DIVIDER.fullmatch(text.plain(block)) is not None


def find(body: list[str], pattern: re.Pattern[str]) -> int | None:
    """The number of the last block with such a sentence; where it stands behind other words, the block is cut in two.

    ``pattern`` matches the words of a block on one line. A block that cannot be cut (the sentence begins inside a list
    or in the middle of emphasis) is not found.
    """
    for number in range(len(body) - 1, -1, -1):
        said = line(body[number])
        if match := pattern.search(said):
            if not said[: match.start()].strip(" —–-_*"):
                return number
            if parts := _split(body[number], said[: match.start()]):
                body[number : number + 1] = parts
                return number + 1
    return None


def _split(block: str, before: str) -> tuple[str, str] | None:
    """A paragraph cut in two after the words ``before``; None where the cut would go through an element inside it."""
    at = _place(block, len("".join(before.split())))
    opened = OPENED.search(block, 0, at)
    at = opened.start() if opened else at
    around = [element for element in elements(block) if element.start < at < element.end]
    if len(around) != 1 or around[0].name != "p":
        return None
    return f"{block[:at].rstrip()}</p>\n", f"<p>{block[at:]}"


def _place(block: str, characters: int) -> int:
    """Where in the HTML so many characters of its text, spaces not counted, have passed."""
    at = 0
    for start, end in [*((token.start, token.end) for token in markup.scan(block)), (len(block), len(block))]:
        for character in CHARACTER.finditer(block, at, start):
            if characters <= 0:
                return character.start()
            characters -= len("".join(unescape(character[0]).split()))
        at = end
    return len(block)


def without_pictures(html: str) -> str:
    """A notice keeps its words and links; icons of the site beside them go."""
    return taken_out(html, lambda element, _: element.name == "img")[0].strip()


def host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_article(address: str) -> bool:
    """Whether an address leads further than a home page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and (parts.path.strip("/") != "" or "p=" in parts.query)


def without_campaign(address: str) -> str:
    """The address without the marks of campaigns (utm_…), which are no part of where the article stands."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if "utm_" not in parts.query:
        return address
    query = parse_qsl(parts.query, keep_blank_values=True)
    return urlunsplit(parts._replace(query=urlencode([(name, value) for name, value in query if name[:4] != "utm_"])))


def licence_in(notice: str) -> str | None:
    """The licence that a notice names: the address it links to, else its words."""
    for link in links.links(notice):
        if host(link.href) == CREATIVE_COMMONS:
            return link.href
    said = re.search(r"\bunder (?:an? |the )?([^.;:]{0,60}?licen[cs]e)\b", line(notice), re.IGNORECASE)
    if said:
        return said[1]
    return "Creative Commons" if "creative commons" in line(notice).lower() else None


def names(printed: str) -> list[str]:
    """The people in a printed line such as "A, B and C". More than one is a guess, and the caller says so."""
    found: list[str] = []
    for part in SEVERAL.split(printed.strip(" ,;")):
        if found and SUFFIX.fullmatch(part):
            found[-1] += f", {part}"
        elif part.strip():
            found.append(part.strip())
    return found


def day(printed: str) -> dt.datetime | None:
    """ "March 27, 2023" or "27 March 2023" as the beginning of that day, UTC."""
    printed = " ".join(printed[:60].replace(",", " ").split())
    for form in ("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(printed, form).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
    return None
