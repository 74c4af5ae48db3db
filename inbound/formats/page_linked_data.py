"""What a page says of its article in JSON-LD, by the vocabulary of schema.org: NewsArticle and its kin.

Publishers write it as one object, as a list, as a ``@graph`` of objects that refer to each other by ``@id``; with a
person, an organisation or a bare name for an author. For the process that reads pages alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from inbound.formats.decode import without_controls
from inbound.formats.feed_text import line

MOST_SCRIPTS = 60
LONGEST_SCRIPT = 6 * 1024 * 1024
MOST_OBJECTS = 20_000
MOST_LISTED = 60

ARTICLES = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle",
    "reviewnewsarticle", "askpublicnewsarticle", "satiricalarticle", "advertisercontentarticle", "article", "report",
    "blogposting", "scholarlyarticle", "medicalscholarlyarticle", "techarticle", "liveblogposting", "posting",
    "socialmediaposting", "discussionforumposting", "creativework", "review", "critic review", "claimreview",
)  # fmt: skip
PEOPLE_NAMED = re.compile(r"^(?:https?:|www\.|@)", re.IGNORECASE)

_COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_LAST_COMMA = re.compile(r",(\s*[}\]])")

Thing = dict[str, Any]


class LinkedData:
    """The objects of a page, by their types and their names for each other."""

    def __init__(self, scripts: list[str]):
        self.warnings: list[str] = []
        self.things: list[Thing] = []
        self._by_id: dict[str, Thing] = {}
        for script in scripts[:MOST_SCRIPTS]:
            self._take(script)

    def _take(self, script: str) -> None:
        if len(script) > LONGEST_SCRIPT or not script.strip():
            return
        try:
            held = _parsed(script)
        except (ValueError, RecursionError) as error:
            said = getattr(error, "msg", "its objects are nested too deeply")
            place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
            self.warnings.append(f"Data in the page (JSON-LD) could not be read: {said}{place}.")
            return
        waiting: list[Any] = [held]
        while waiting and len(self.things) < MOST_OBJECTS:
            one = waiting.pop(0) if len(waiting) < 200 else waiting.pop()
            if isinstance(one, list):
                waiting += one[:MOST_OBJECTS]
            elif isinstance(one, dict):
                thing = {str(key).removeprefix("schema:"): value for key, value in one.items()}
                self.things.append(thing)
                if isinstance(name := thing.get("@id"), str) and len(thing) > 1:
                    self._by_id.setdefault(name, thing)
                waiting += [value for value in thing.values() if isinstance(value, dict | list)]

    def whole(self, held: Any) -> Thing | None:
        """The object itself, where only its name stands; a name that leads in a circle ends the search."""
        if isinstance(held, list):
            held = next((one for one in held if isinstance(one, dict)), None)
        if not isinstance(held, dict):
            return None
        thing = {str(key).removeprefix("schema:"): value for key, value in held.items()}
        name = thing.get("@id")
        if isinstance(name, str) and not set(thing) - {"@id", "@type"}:
            return self._by_id.get(name, thing)
        return thing

    def every(self, held: Any) -> Iterator[Thing | str]:
        """The objects and texts of a value, which may be one of them or a list."""
        for one in (held if isinstance(held, list) else [held])[:MOST_LISTED]:
            if isinstance(one, str) and one.strip():
                yield one
            elif (thing := self.whole(one)) is not None:
                yield thing

    def article(self, addresses: set[str], headline: str) -> Thing | None:
        """The article of the page: of several, the one that has its address or its headline."""
        found = [(rank, thing) for thing in self.things if (rank := _rank(thing)) is not None]
        if not found:
            return None
        wanted = {_bare(address) for address in addresses if address}

        def order(pair: tuple[int, Thing]) -> tuple[bool, bool, bool, int]:
            rank, thing = pair
            own = {
                _bare(address)
                for address in (text_of(thing.get("url")), self.address(thing.get("mainEntityOfPage")))
                if address
            }
            titled = bool(headline) and _letters(title_of(thing)) == _letters(headline)
            return not (own & wanted), not titled, "articleBody" not in thing, rank

        best = min(found, key=order)[1]
        return best if title_of(best) or "articleBody" in best else None

    def address(self, held: Any) -> str | None:
        """An address, written as a text or as an object with one."""
        for one in self.every(held):
            if isinstance(one, str):
                return one.strip()
            for key in ("url", "contentUrl", "@id"):
                if written := text_of(one.get(key)):
                    return written
        return None

    def name(self, held: Any) -> str | None:
        names = [title_of(one) if isinstance(one, dict) else line(one) for one in self.every(held)]
        return ", ".join(dict.fromkeys(name for name in names if name)) or None

    # --- the fields of an article

    def authors(self, thing: Thing) -> list[dict[str, str | None]]:
        found: list[dict[str, str | None]] = []
        for one in [
            *self.every(thing.get("author")),
            *([] if thing.get("author") else self.every(thing.get("creator"))),
        ]:
            if isinstance(one, str):
                if (name := line(without_controls(one))) and not PEOPLE_NAMED.match(name):
                    found.append({"name": name, "kind": "text"})
                continue
            name = title_of(one) or line(
                " ".join(filter(None, (text_of(one.get("givenName")), text_of(one.get("familyName")))))
            )
            if not name or PEOPLE_NAMED.match(name):
                continue
            found.append(
                {
                    "name": name,
                    "kind": "organization" if "organization" in _types(one) else "person",
                    "title": self.name(one.get("jobTitle")),
                    "institution": self.name(one.get("affiliation") or one.get("worksFor")),
                    "url": self.address(one.get("url")) or self.address(one.get("sameAs")),
                }
            )
        return [
            one for number, one in enumerate(found) if one["name"] not in [other["name"] for other in found[:number]]
        ]

    def images(self, thing: Thing) -> list[dict[str, str | None]]:
        found: list[dict[str, str | None]] = []
        for one in self.every(thing.get("image") or thing.get("thumbnailUrl")):
            if isinstance(one, str):
                found.append({"url": one.strip()})
                continue
            url = text_of(one.get("contentUrl")) or text_of(one.get("url")) or text_of(one.get("@id"))
            if url:
                found.append(
                    {
                        "url": url,
                        "caption": text_of(one.get("caption")) or text_of(one.get("description")),
                        "credit": text_of(one.get("creditText")) or self.name(one.get("creator") or one.get("author")),
                        "licence": self.address(one.get("license")),
                        "rights": text_of(one.get("copyrightNotice")) or self.name(one.get("copyrightHolder")),
                    }
                )
        return found

    def keywords(self, thing: Thing) -> list[str]:
        found: list[str] = []
        for one in self.every(thing.get("keywords")):
            name = title_of(one) if isinstance(one, dict) else one
            found += [words for part in (name or "").split(",") if (words := line(without_controls(part)))]
        return list(dict.fromkeys(found))[:MOST_LISTED]


def title_of(thing: Thing) -> str | None:
    return next(
        (words for key in ("headline", "name", "alternativeHeadline") if (words := line(text_of(thing.get(key))))), None
    )


def text_of(held: Any) -> str | None:
    """A text; of a value with its language ({"@value": …}) or of a list the first."""
    for _step in range(4):
        if isinstance(held, list):
            held = next(iter(held), None)
        elif isinstance(held, dict):
            held = held.get("@value")
    if isinstance(held, bool) or not isinstance(held, str | int | float):
        return None
    return without_controls(str(held)).strip() or None


def flag(held: Any) -> bool | None:
    said = (text_of(held) or "").lower().rpartition("/")[2] if not isinstance(held, bool) else held
    return said if isinstance(said, bool) else {"true": True, "false": False}.get(said)


def _parsed(script: str) -> Any:
    """Publishers wrap it in comments and leave commas behind the last member."""
    bare = _COMMENT.sub("", _COMMENT.sub("", script)).strip().rstrip(";")
    try:
        return json.loads(bare, strict=False)
    except json.JSONDecodeError as error:
        if "Extra data" in error.msg:
            return json.JSONDecoder(strict=False).raw_decode(bare)[0]
        mended = _LAST_COMMA.sub(r"\1", bare)
        if mended != bare:
            return json.loads(mended, strict=False)
        raise


def _types(thing: Thing) -> str:
    held = thing.get("@type")
    return " ".join(str(one) for one in (held if isinstance(held, list) else [held])[:10]).lower()


def _rank(thing: Thing) -> int | None:
    ranks = [
        ARTICLES.index(name) for word in _types(thing).split() if (name := re.split(r"[/#:]", word)[-1]) in ARTICLES
    ]
    return min(ranks, default=None)


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.|amp\.|m\.)?", "", address.split("#")[0].split("?")[0]).rstrip("/").lower()


def _letters(words: str | None) -> str:
    return re.sub(r"[\W_]+", "", (words or "").casefold())
