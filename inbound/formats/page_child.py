"""Reads a web page inside the child process that ``sandbox`` starts. Nothing here may import Django or the articles.

Three sources, the better ones first: the page's linked data, its meta elements, what stands on it. The text is the
article's box as HTML, not cleaned; the parent cleans it.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from inbound.formats import page_article, page_meta, page_prune, page_tree
from inbound.formats.decode import decode, without_controls
from inbound.formats.feed_text import headline, line, moment
from inbound.formats.page_linked_data import LinkedData, Thing, flag, text_of, title_of
from inbound.formats.page_meta import Meta
from inbound.formats.page_tree import Box

LONGEST_TEXT = 2 * 1024 * 1024
SITE_BEHIND = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,60}\Z")
AT_END = re.compile(r"\s*(?:\Z|[|–—·»:-])")
MOST_PICTURES = 200


def read(data: bytes, address: str = "") -> dict[str, Any]:
    """{"page": its fields}, or {"refused": a sentence}."""
    decoded = decode(data)
    page = page_tree.parse(decoded.text)
    try:
        body = page_tree.tree(page)
    except page_tree.TooMuch:
        return {"refused": "The page has more elements than any page with an article, so nothing of it was read."}
    return {"page": _Reading(page, body, address, list(decoded.warnings)).fields()}


class _Reading:
    def __init__(self, page: LexborHTMLParser, body: Box, address: str, warnings: list[str]):
        self.page, self.body, self.address, self.warnings = page, body, address, warnings
        self.meta = Meta(page)
        scripts = [
            node.text(deep=True)
            for node in page.css("script[type]")
            if "ld+json" in (node.attributes.get("type") or "").lower()
        ]
        self.data = LinkedData(scripts)
        self.canonical = self.meta.link("canonical") or self.meta.first("og:url", "parsely-link")
        self.heads = [words for box in body.find("h1") if (words := box.words())]
        self.thing: Thing = self.data.article({self.canonical or "", address}, self._shown_title() or "") or {}
        self.warnings += self.data.warnings[:3]

    def fields(self) -> dict[str, Any]:
        title = self._title()
        # What stands beside the text is read before the text is cut out.
        shown = {
            "byline": page_meta.byline(self.body)[0],
            "standfirst": self._standfirst(),
            "authors": self._authors(),
            "counters": [src for box in self.body.find("img") if (src := box.attributes.get("src", ""))][:2_000],
        }
        published, changed = self._times()
        said = text_of(self.thing.get("articleBody")) or ""
        html, from_data = self._text(title or "", said)
        return {
            **shown,
            "title": title,
            "html": html,
            "from_data": from_data,
            "canonical": self.canonical,
            "address": self.data.address(self.thing.get("url"))
            or self.data.address(self.thing.get("mainEntityOfPage")),
            "published": published,
            "changed": changed,
            "language": self._language(),
            "tags": self.data.keywords(self.thing) or self.meta.tags(),
            "pictures": self._pictures(),
            "publisher": self.data.name(self.thing.get("publisher"))
            or self.meta.first("og:site_name", "citation_publisher"),
            "identifier": text_of(self.thing.get("identifier")) or self.meta.first("citation_doi", "dc.identifier"),
            "based_on": self.data.address(self.thing.get("isBasedOn") or self.thing.get("isBasedOnUrl")),
            "rights": self._rights(),
            "warnings": self.warnings,
        }

    # --- headline and text

    def _shown_title(self) -> str | None:
        return self.meta.title() or next(iter(self.heads), None)

    def _title(self) -> str | None:
        """The headline: without the name of the site behind it, and whole where the data cuts it short."""
        stated = headline(title_of(self.thing) if self.thing else None)
        node = self.page.css_first("head > title") or self.page.css_first("title")
        shown = headline(node.text(deep=True)) if node else None
        candidates = [words for words in (stated, self.meta.title(), shown) if words]
        for words in candidates:
            for head in self.heads[:20]:
                cut = words.rstrip("…. ")
                behind = words[len(head) :] if words.startswith(head) else "none"
                if len(head) < 300 and (AT_END.match(behind) or (head.startswith(cut) and len(cut) > 15)):
                    return headline(head)
        if stated:
            return stated
        if not candidates:
            return headline(next(iter(self.heads), None))
        site, best = (self.meta.first("og:site_name") or "").casefold(), candidates[0]
        bare = SITE_BEHIND.sub("", best)
        of_site = site in best[len(bare) :].casefold() if site else len(bare) > 20
        return bare if bare != best and of_site else best

    def _text(self, title: str, said: str) -> tuple[str, bool]:
        place = page_article.find(self.body, said, title)
        if place is not None:
            page_prune.prune(place, title)
        found = place.words() if place is not None else ""
        words = " ".join(without_controls(re.sub(r"<[^<>]{0,300}>", " ", said)).split())
        if 400 < len(words) < LONGEST_TEXT // 2 and len(found) < 0.5 * len(words):
            # The page shows its text by script, or a part of it alone; its data has the whole.
            return said[:LONGEST_TEXT], True
        return (page_tree.written(place)[:LONGEST_TEXT] if place is not None else ""), False

    def _standfirst(self) -> str | None:
        stated = line(text_of(self.thing.get("description")))
        return page_meta.standfirst(self.body) or stated or headline(self.meta.first(*page_meta.DESCRIPTIONS))

    # --- who and when

    def _authors(self) -> list[dict[str, str | None]]:
        found = self.data.authors(self.thing) if self.thing else []
        if found:
            return found
        names, houses = self.meta.authors(), self.meta.institutions()
        if names:
            paired = houses if len(houses) == len(names) else []
            return [
                {"name": name, "kind": "meta", "institution": paired[number] if paired else None}
                for number, name in enumerate(names)
            ]
        return [{"name": name, "kind": "person", "url": href} for name, href in page_meta.byline(self.body)[1]]

    def _times(self) -> tuple[str | None, str | None]:
        shown = page_meta.times(self.body)
        published = _time(
            text_of(self.thing.get("datePublished")), *self.meta.every(*page_meta.PUBLISHED)[:3], shown[0]
        )
        published = published or _time(text_of(self.thing.get("dateCreated"))) or self._guessed_day()
        changed = _time(text_of(self.thing.get("dateModified")), *self.meta.every(*page_meta.MODIFIED)[:3], shown[1])
        return published, changed

    def _guessed_day(self) -> str | None:
        """By the words where a date stands, else by the address of the page."""
        written, day = page_meta.shown_day(self.body) or ("", None)
        if day is None and (found := page_meta.IN_ADDRESS.search(self.canonical or self.address)):
            written, day = found[0], "-".join(found.groups())
        if time := _time(day):
            self.warnings.append(f"The day of publication was taken from “{written}” on the page; check it.")
        return time

    def _language(self) -> str | None:
        root = self.page.css_first("html")
        stated = [
            (root.attributes.get("lang") or root.attributes.get("xml:lang")) if root else None,
            self.data.name(self.thing.get("inLanguage")),
            self.meta.first("og:locale", "content-language", "language", "dc.language"),
        ]
        for said in stated:
            if found := re.match(r"\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2,4}))?\b", said or ""):
                return (
                    f"{found[1].lower()}-{found[2].upper() if len(found[2]) == 2 else found[2].title()}"
                    if found[2]
                    else found[1].lower()
                )
        return None

    # --- pictures and rights

    def _pictures(self) -> list[dict[str, str | None]]:
        found = self.data.images(self.thing) if self.thing else []
        shared = self.meta.first(
            "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"
        )
        alt = self.meta.first("og:image:alt", "twitter:image:alt")
        if shared:
            found.append({"url": shared, "alt": alt})
        return found[:MOST_PICTURES]

    def _rights(self) -> dict[str, Any]:
        thing, data, meta = self.thing, self.data, self.meta
        stated = [data.address(thing.get("license")), meta.link("license"), meta.first(*page_meta.LICENCES)]
        notice = text_of(thing.get("copyrightNotice")) or meta.first(*page_meta.COPYRIGHT)
        return {
            "licence": next((one for one in stated if one), None),
            "licence_of_site": meta.link("license", "<a>"),
            "usage": data.address(thing.get("usageInfo")) or data.address(thing.get("acquireLicensePage")),
            "holder": data.name(thing.get("copyrightHolder")) or meta.first("dcterms.rightsholder"),
            "notice": line(notice),
            "credit": line(text_of(thing.get("creditText"))),
            "expires": _time(text_of(thing.get("expires"))),
            "free": flag(thing.get("isAccessibleForFree")),
            "tier": meta.first("article:content_tier"),
            "no_mining": meta.forbids_mining(),
            "rsl": meta.rsl(),
        }


def _time(*written: str | None) -> str | None:
    return next((found.isoformat() for words in written if words and (found := moment(words))), None)
