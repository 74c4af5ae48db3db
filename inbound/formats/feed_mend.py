"""The faults that real feeds have most often, mended so that the rest can be read exactly. Child process only.

An address with a bare "&", a reference to no character, a prefix that nobody declared, a warning of the web server
around the feed, a transfer that broke off. What has other faults is left to feedparser.
"""

from __future__ import annotations

import dataclasses
import re

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
BARE_AMPERSAND = re.compile(r"&(?!#[0-9]{1,7};|#x[0-9a-fA-F]{1,6};|[A-Za-z_][\w.-]{0,40};)")
NUMBER = re.compile(r"&#([0-9]{1,7}|[xX][0-9a-fA-F]{1,6});")
ROOT = re.compile(r"<(?P<tag>(?:[\w-]{1,20}:)?(?:rss|feed|RDF))(?P<rest>(?:\s[^<>]*)?)>", re.IGNORECASE)
PREFIX = re.compile(r"</?([a-zA-Z][\w-]{0,20}):[a-zA-Z]")
LAST_ITEM = re.compile(r"</(?:[\w-]{1,20}:)?(?:item|entry)\s*>", re.IGNORECASE)
FIRST_ITEM = re.compile(r"<(?:[\w-]{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
CHANNEL = re.compile(r"<(channel)[\s>]", re.IGNORECASE)

# How feeds that forgot to declare them use these prefixes.
USUAL_PREFIXES = {
    "at": "http://purl.org/atompub/tombstones/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "cc": "http://web.resource.org/cc/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "mi": "http://schemas.ingestion.microsoft.com/common/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}


@dataclasses.dataclass(frozen=True)
class Mended:
    text: str
    cut_short: bool
    """The file broke off: ``text`` ends with its last whole item."""
    lost_item: bool
    """…and an item had begun that is not in ``text``."""


def mend(text: str) -> Mended | None:
    """The feed without those faults; None where no feed begins in the text."""
    root = ROOT.search(text[:20_000])
    if not root:
        return None
    body = text[root.end() :]
    closing = f"</{root['tag']}>"
    end = body.rfind(closing)
    cut_short = lost_item = False
    if end < 0:
        cut_short = True
        end = max((item.end() for item in LAST_ITEM.finditer(body)), default=0)
        lost_item = FIRST_ITEM.search(body, end) is not None
        closing = _ends(root["tag"], body[:end])
    body = body[:end]
    body = characters(body)
    parts = CDATA.split(body)
    used = {prefix for part in parts[::2] for prefix in PREFIX.findall(part)}
    declared = root["rest"] + " "
    missing = [prefix for prefix in sorted(used) if f"xmlns:{prefix}" not in declared and prefix in USUAL_PREFIXES]
    attributes = BARE_AMPERSAND.sub("&amp;", root["rest"])
    attributes += "".join(f' xmlns:{prefix}="{USUAL_PREFIXES[prefix]}"' for prefix in missing)
    return Mended(f"<{root['tag']}{attributes}>{''.join(parts)}{closing}", cut_short, lost_item)


def characters(text: str) -> str:
    """The text without bare ampersands and references to no character, except in CDATA, where they may stand."""
    parts = CDATA.split(text)
    parts[::2] = [NUMBER.sub(_allowed, BARE_AMPERSAND.sub("&amp;", part)) for part in parts[::2]]
    return "".join(parts)


def _allowed(reference: re.Match[str]) -> str:
    """A character reference, or nothing where it stands for no character of XML."""
    digits = reference[1].lower()
    point = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    allowed = point in (9, 10, 13) or 0x20 <= point < 0xD800 or 0xE000 <= point < 0xFFFE or 0x10000 <= point < 0x110000
    return reference[0] if allowed else ""


def _ends(root: str, body: str) -> str:
    """The end tags that a feed cut after an item still needs: in RSS 2.0 the items stand inside the channel."""
    opened = CHANNEL.search(body)
    return f"</{opened[1]}></{root}>" if opened and f"</{opened[1]}>" not in body else f"</{root}>"
