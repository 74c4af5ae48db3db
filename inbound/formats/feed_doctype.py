"""The document type of a feed, where it is harmless: some old systems declare the names of letters in it.

An entity that stands for a few plain characters can do no harm; one that holds another, or lies elsewhere, can, and is
what attacks are made of. Sets of letters that lie elsewhere are never fetched. Child process only.
"""

from __future__ import annotations

import re

from inbound.formats.feed_mend import COMMENT

DOCTYPE = re.compile(r"<!DOCTYPE\s[^<>\[\]]{0,1000}\[((?:[^\]\"']|\"[^\"]*\"|'[^']*')*)\]\s*>", re.IGNORECASE)
ENTITY = re.compile(
    r"<!ENTITY\s+(?:%\s+[\w.-]{1,60}\s+PUBLIC\s+([\"'])-//(?:W3C|Netscape Communications)//[^\"']{0,200}\1"
    r"\s+([\"'])[^\"']{0,200}\2"
    r"|([A-Za-z_][\w.-]{0,60})\s+(?:\"([^\"&%<]{0,200})\"|'([^'&%<]{0,200})'))\s*>"
)
REFERENCE = re.compile(r"%[\w.-]{1,60};")
LONGEST = 20_000
MOST_WRITTEN = 200_000


def taken_apart(text: str) -> tuple[str, dict[str, str]]:
    """The feed without its document type, in the same places, and the letters that it named; or as it was, with none,
    where its entities are more than that.
    """
    head = COMMENT.sub(lambda comment: " " * len(comment[0]), text[:LONGEST])
    found = DOCTYPE.search(head)
    if not found or "<!ENTITY" not in found[1]:
        return text, {}
    if "<" in REFERENCE.sub("", ENTITY.sub("", found[1])):
        return text, {}
    letters = [entity for entity in ENTITY.finditer(found[1]) if entity[3]]
    named = {entity[3]: entity[4] or entity[5] or "" for entity in reversed(letters)}  # of two the first holds
    if sum(len(said) * text.count(f"&{name};") for name, said in named.items()) > MOST_WRITTEN:
        return text, {}
    start, end = found.span()
    return f"{text[:start]}{' ' * (end - start)}{text[end:]}", named
