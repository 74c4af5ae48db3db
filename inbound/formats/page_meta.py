"""What a page says of its article in ``meta``, ``link`` and the marks on its elements: OpenGraph, Dublin Core, parsely,
the tags that scholarly sites and content systems write. For the process that reads pages alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from inbound.formats.decode import without_controls
from inbound.formats.feed_text import MONTHS, headline, line, moment, person
from inbound.formats.page_article import is_talk
from inbound.formats.page_tree import Box

MOST_KEPT = 2_000
LONGEST = 20_000

TITLES = (
    "og:title", "twitter:title", "parsely-title", "dc.title", "dcterms.title", "citation_title", "sailthru.title",
    "title",
)  # fmt: skip
DESCRIPTIONS = (
    "og:description", "description", "twitter:description", "dc.description", "dcterms.description",
    "sailthru.description",
)  # fmt: skip
NAMES = (
    "citation_author", "parsely-author", "author", "article:author_name", "dc.creator", "dcterms.creator", "byl",
    "sailthru.author", "article:author", "og:article:author", "dc.contributor", "cxenseparse:author",
    "twitter:data1-author",
)  # fmt: skip
PUBLISHED = (
    "article:published_time", "og:article:published_time", "parsely-pub-date", "datepublished", "dcterms.issued",
    "dc.date.issued", "dcterms.created", "dc.date.created", "publishdate", "pubdate", "date", "dc.date",
    "citation_publication_date", "sailthru.date", "cxenseparse:recs:publishtime", "publication_date",
    "published_time", "dcterms.date", "article.published",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "lastmod", "last-modified", "article.updated", "revised",
)  # fmt: skip
TAGS = (
    "article:tag",
    "og:article:tag",
    "parsely-tags",
    "news_keywords",
    "citation_keywords",
    "sailthru.tags",
    "keywords",
)
COPYRIGHT = ("copyright", "dcterms.rights", "dc.rights", "rights", "dcterms.rightsholder")
LICENCES = ("dcterms.license", "dc.rights.license", "license", "cc:license")
BYLINES = re.compile(r"\b(?:byline|(?:article|post|entry|story)[-_]{0,2}author|author[-_]{0,2}name|authors?)\b", re.I)
STANDFIRSTS = re.compile(
    r"\b(?:standfirst|sub-?title|sub-?head(?:line)?|dek|deck|article-?(?:lead|intro|summary|excerpt)|chapo|vorspann)\b",
    re.IGNORECASE,
)
# What systems write into the link to an author's page.
ALL_BY = re.compile(
    r"^(?:view all (?:posts|articles|stories) by|(?:more )?(?:posts|articles|stories) by|zeige alle beiträge von"
    r"|alle beiträge (?:von|anzeigen von)|voir tous les articles (?:de|par)|ver todas las entradas de"
    r"|(?:posted|written|published) by|(?:veröffentlicht|geschrieben|verfasst|publiziert) vo[nm]|publié par"
    r"|(?:publicado|escrito) por)\s*:?\s*(?=\w)|\s*[→»›]$",
    re.IGNORECASE,
)
BEHIND_NAME = re.compile(
    r"\s+(?:(?:am|on|le|el|il|op|um|at)\s+)?(?=\d)|\s*[|•·]|\s+[–—-]\s+(?=\d)|\s+(?:am|on|le|el|il|op|um|at)\s*$",
    re.IGNORECASE,
)
LONGEST_BYLINE = 400
DATES = frozenset("date dates dateline datetime datum timestamp time published pubdate posted postdate fecha".split())
ENGLISH = {name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_MONTH, _YEAR = r"([^\W\d_]{3,10})\.?", r"((?:19|20)\d\d)\b"
# How a day is written, and in which groups year, month and day stand.
DAYS = (
    (re.compile(rf"\b{_YEAR}-(\d\d)-(\d\d)\b"), (1, 2, 3)),
    (re.compile(rf"\b(\d{{1,2}})(?:\.|st|nd|rd|th|er|º)?\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?{_YEAR}"), (3, 2, 1)),
    (re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}"), (3, 1, 2)),
    (re.compile(rf"\b(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?{_YEAR}"), (3, 2, 1)),
)
IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=[/-]|$)")
RSL = "application/rsl+xml"


class Meta:
    """Names in lower case, and everything each of them was given."""

    def __init__(self, page: LexborHTMLParser):
        self.held: dict[str, list[str]] = {}
        self.links: list[tuple[set[str], str, str]] = []
        for node in page.css("meta")[:MOST_KEPT]:
            given = node.attributes
            content = without_controls((given.get("content") or given.get("value") or "")[:LONGEST]).strip()
            for key in ("property", "name", "itemprop", "http-equiv"):
                if content and (name := (given.get(key) or "").strip().lower()):
                    self.held.setdefault(name, []).append(content)
        for node in page.css("link[rel], a[rel]")[:MOST_KEPT]:
            given = node.attributes
            rels = set((given.get("rel") or "").lower().split())
            if href := (given.get("href") or "").strip()[:2_000]:
                where = "link" if node.tag == "link" else "a"
                self.links.append((rels | {f"<{where}>"}, href, (given.get("type") or "").lower()))
        self._label_twitter()

    def _label_twitter(self) -> None:
        """Some systems write "Written by" and the name as a pair of labels for cards."""
        for number in ("1", "2"):
            label = (self.first(f"twitter:label{number}") or "").lower()
            if label in ("written by", "author", "verfasst von", "écrit par", "escrito por"):
                self.held.setdefault("twitter:data1-author", []).extend(self.held.get(f"twitter:data{number}", []))

    def first(self, *names: str) -> str | None:
        return next((held[0] for name in names if (held := self.held.get(name))), None)

    def every(self, *names: str) -> list[str]:
        """All that the first of the names which is there was given."""
        return next((held for name in names if (held := self.held.get(name))), [])

    def link(self, rel: str, where: str = "<link>") -> str | None:
        return next((href for rels, href, kind in self.links if {rel, where} <= rels and kind != RSL), None)

    def rsl(self) -> str | None:
        return next((href for rels, href, kind in self.links if "license" in rels and kind == RSL), None)

    # --- what they say

    def title(self) -> str | None:
        return headline(self.first(*TITLES))

    def authors(self) -> list[str]:
        for name in NAMES:
            said = [person(words) for words in self.held.get(name, ())]
            found = [words for words in said if words and "://" not in words and "/" not in words[:1]]
            if found:
                return list(dict.fromkeys(found))
        return []

    def institutions(self) -> list[str]:
        return [words for held in self.held.get("citation_author_institution", ()) if (words := line(held))]

    def tags(self) -> list[str]:
        held = self.every(*TAGS)
        parts = [part for words in held for part in (words.split(",") if len(held) == 1 else [words])]
        return list(dict.fromkeys(words for part in parts if (words := line(part))))[:60]

    def forbids_mining(self) -> bool:
        """The reservation of text and data mining (TDMRep), and what some write for robots that learn."""
        robots = " ".join(self.held.get("robots", [])).lower()
        return self.first("tdm-reservation") == "1" or "noai" in re.split(r"[\s,]+", robots)


def byline(body: Box) -> tuple[str | None, list[tuple[str, str | None]]]:
    """The printed line of authors near the headline, and the people that links or marks in the page name as authors.

    The marks of other articles, in teasers further down, name other people: only those beside the first one count.
    """
    people: dict[str, str | None] = {}
    printed: str | None = None
    first: Box | None = None
    taken: set[int] = set()
    for box in _outside_of_talk(body):
        if id(box.parent) in taken:
            taken.add(id(box))
            continue
        if _is_marked(box) and (first is None or _is_beside(box, first)):
            inner = next((one for one in box.boxes() if one.attributes.get("itemprop", "").lower() == "name"), box)
            name = person(_bare(inner.attributes.get("content") or inner.words()))
            href = next((one.attributes["href"] for one in box.find("a") if one.attributes.get("href")), None)
            if name and len(name) < 120:
                taken.add(id(box))
                first = first or box
                people[name] = people.get(name) or href
        elif printed is None and box.tag in ("p", "div", "span", "address", "a", "li", "cite", "h6", "em"):
            called = f"{box.attributes.get('class', '')} {box.attributes.get('data-testid', '')}"
            if (BYLINES.search(called) or "byline" in box.named) and 3 < len(words := _bare(box.words())) < 200:
                printed = words
    return printed, list(people.items())[:20]


def _is_marked(box: Box) -> bool:
    marks = box.attributes.get("itemprop", "").lower().split()
    return "author" in marks or "author" in box.attributes.get("rel", "").lower().split()


def _is_beside(box: Box, first: Box) -> bool:
    """Whether a box of few words holds both."""
    around = set(map(id, box.above()))
    nearest = next((one for one in first.above() if id(one) in around), None)
    return nearest is not None and len(nearest.words()) < LONGEST_BYLINE


def _bare(words: str) -> str:
    """A name without what systems write before and behind it: "Posted by", the day, the number of comments."""
    for _step in range(2):
        words = ALL_BY.sub("", words).strip()
    for day, _order in DAYS:
        words = day.split(words, maxsplit=1)[0]
    return BEHIND_NAME.split(words, maxsplit=1)[0].strip()


def _outside_of_talk(body: Box) -> Iterator[Box]:
    """Every box but those of comments, of the margin and of the foot, where other people are named."""
    waiting: list[Box] = [body]
    while waiting:
        box = waiting.pop()
        if box.tag in ("footer", "aside", "nav") or (box is not body and is_talk(box)):
            continue
        yield box
        waiting += [child for child in reversed(box.children) if isinstance(child, Box)]


def standfirst(body: Box) -> str | None:
    """The line under the headline, where its box is called so."""
    for box in body.boxes():
        if box.tag in ("p", "h2", "h3", "div", "strong") and STANDFIRSTS.search(box.attributes.get("class", "")):
            words = box.words()
            if 30 < len(words) < 600:
                return words
    return None


def shown_day(body: Box) -> tuple[str, str] | None:
    """The day that stands where a date stands, as written and in ISO 8601. Never 03/04/2025, which may be two days."""
    for box in _outside_of_talk(body):
        if box.named & DATES and box.tag not in ("a", "body", "article", "main") and len(words := box.words()) < 80:
            for pattern, (year, month, day) in DAYS:
                if (found := pattern.search(words)) and (read := _day(found[year], found[month], found[day])):
                    return found[0], read
    return None


def _day(year: str, month: str, day: str) -> str | None:
    """In ISO 8601; None where there is no such month, or no such day in it."""
    name = month.lower()
    number = (
        int(month) if month.isdigit() else ENGLISH.get(MONTHS.get(name[:4]) or MONTHS.get(name[:3]) or name[:3].title())
    )
    found = moment(f"{year}-{number:02}-{int(day):02}") if number else None
    return found.date().isoformat() if found else None


def times(body: Box) -> tuple[str | None, str | None]:
    """When it was published and changed, by marked time elements; the first of all for want of a mark."""
    published = changed = first = None
    for box in body.boxes():
        mark = box.attributes.get("itemprop", "").lower()
        said = box.attributes.get("datetime") or box.attributes.get("content") or ""
        if not said:
            continue
        if mark == "datepublished" or (box.tag == "time" and "pubdate" in box.attributes):
            published = published or said
        elif mark == "datemodified" or (box.tag == "time" and "updated" in box.named):
            changed = changed or said
        elif box.tag == "time":
            first = first or said
    return published or first, changed
