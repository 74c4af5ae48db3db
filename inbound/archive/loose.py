"""A file that is an article and nothing else: Markdown or HTML as static sites keep it, with or without front matter.

What the front matter calls its fields is as Jekyll, Hugo and Pelican have it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

from articles.body import text
from articles.body.clean import TooLarge, clean
from inbound.formats import frontmatter, markdown, pictured, raw_block
from inbound.formats.arrival import Arrival, Author, Hints, Unreadable
from inbound.formats.decode import decode
from inbound.formats.feed_text import headline, moment
from inbound.formats.wxr_item import Term

NAME = "article-file"
_PELICAN = re.compile(r"\A(?:[A-Z][A-Za-z_]{1,30}: ?[^\n]{0,2000}\n){2,40}\n")
_PELICAN_FIELD = re.compile(r"^([A-Za-z_]+): ?(.*)$", re.MULTILINE)
_ADDRESSES = ("permalink", "url", "canonical_url", "canonical", "original_url", "link")
_MANY = ("tags", "categories", "category", "section", "authors", "author", "aliases", "redirect_from")


@dataclasses.dataclass
class Fields:
    said: dict[str, str]
    lists: dict[str, list[str]]
    body: str

    def many(self, *names: str) -> list[str]:
        return list(dict.fromkeys(one for name in names for one in self.lists.get(name, [])))

    @property
    def title(self) -> str | None:
        return headline(self.said.get("title"))

    @property
    def published(self) -> dt.datetime | None:
        return moment(self.said.get("date") or self.said.get("published") or self.said.get("pubdate"))

    @property
    def slug(self) -> str:
        return self.said.get("slug", "")

    @property
    def is_draft(self) -> bool:
        is_draft = self.said.get("draft", "").lower() in ("true", "yes", "1")
        return is_draft or self.said.get("published", "").lower() == "false" or self.said.get("status", "") == "draft"

    @property
    def address(self) -> str:
        return next((said for name in _ADDRESSES if (said := self.said.get(name, ""))), "")

    @property
    def addresses(self) -> list[str]:
        return [one for one in [self.address, *self.many("aliases", "redirect_from")] if one.startswith(("/", "http"))]

    @property
    def sections(self) -> list[Term]:
        return [Term("category", "", name) for name in self.many("section", "category", "categories")]


def fields(data: bytes) -> Fields | None:
    """The front matter and the text after it; None for a file that has none."""
    text_ = decode(data).text.replace("\r\n", "\n")
    said, body = frontmatter.split(text_)
    front = text_[: len(text_) - len(body)] if said else ""
    if not said and (found := _PELICAN.match(text_)):
        front, body = found[0], text_[found.end() :]
        said = {name.lower(): value.strip() for name, value in _PELICAN_FIELD.findall(front)}
    if not said or "title" not in said:
        return None
    return Fields(said, {name: one for name in _MANY if (one := _list(name, said, front))}, body)


def _list(name: str, said: dict[str, str], front: str) -> list[str]:
    """“[a, b]”, “a, b” or a line with a dash for each."""
    value = said.get(name, "")
    if not value:
        lines = re.search(rf"^{name}[ \t]*:[ \t]*\n((?:[ \t]*-[ \t]+[^\n]*\n)+)", front, re.MULTILINE | re.IGNORECASE)
        parts = re.findall(r"^[ \t]*-[ \t]+(.*)$", lines[1], re.MULTILINE) if lines else []
    elif value.startswith("["):
        parts = re.findall(r"\"[^\"]*\"|'[^']*'|[^,\[\]]+", value)
    else:
        parts = value.split(",") if name in ("tags", "categories", "authors") else [value]
    return [one for part in parts if (one := part.strip().strip("\"'").strip())]


def to_arrival(found: Fields, data: bytes, hints: Hints) -> Arrival:
    """Raises Unreadable for a text that holds no words or cannot be one article."""
    body = found.body
    try:
        html = body if re.search(r"<p[\s>]", body) and not markdown.is_markdown(body) else markdown.to_html(body)
        html, top = raw_block.without_headline(html)
        cleaned = clean(html)
    except TooLarge as error:
        raise Unreadable(str(error)) from error
    if not text.plain(cleaned).strip():
        raise Unreadable("It has a headline but no text.")
    arrival = Arrival(
        title=found.title or top,
        standfirst=headline(found.said.get("description") or found.said.get("summary") or found.said.get("excerpt")),
        authors=[Author(name=name[:300]) for name in found.many("author", "authors")],
        body_html=cleaned,
        published=found.published,
        language=found.said.get("lang") or found.said.get("language") or None,
        tags=found.many("tags"),
        licence_stated=found.said.get("license") or found.said.get("licence") or None,
        raw=data,
        content_type="text/markdown",
    )
    elsewhere = found.said.get("canonical_url") or found.said.get("canonical") or found.said.get("original_url") or ""
    arrival.canonical_url = elsewhere if elsewhere.startswith("http") else None
    arrival.pictures = pictured.pictures(cleaned)
    return arrival
