"""A cleaned text read passage by passage, so that words can be taken out of it exactly where they stand.

A passage is a run of words and links between the edges of two blocks: a paragraph, a heading, an item, a caption.
Notices, credits and read-more lists are found in the words of a passage, whatever emphasis cuts them into pieces, and
are taken out by position; every byte that nobody took out stays as it was.
"""

from __future__ import annotations

import dataclasses
import re
from html import escape, unescape

from articles.body import markup
from articles.body.elements import edited
from articles.body.nesting import BLOCKS

_LISTS = frozenset({"ul", "ol", "dl"})
_ITEMS = frozenset({"li", "dt", "dd"})
_ASIDE = frozenset({"figure", "table"})
_EMPHASIS = frozenset({"em", "i"})
_LETTER = re.compile(r"&[a-z]+;|.", re.DOTALL)
# Emphasis of Markdown that its reader could not pair.
_STRAY = re.compile(r"(?<![^\W_])_+(?=[^\W_])|(?<=[^\s_])_+(?![^\W_])|^_+$")
_WORD = re.compile(r"\w")


@dataclasses.dataclass(slots=True)
class Link:
    """A link, and where its words stand in the passage's text."""

    href: str
    start: int
    end: int


@dataclasses.dataclass(slots=True, eq=False)
class Container:
    """A list or an item of one: html[start:end]."""

    start: int
    end: int = -1
    passages: list[Passage] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True, eq=False)
class Passage:
    """``text`` has one character for each character a reader sees, with a line break where a ``br`` stands. What was
    taken out is blank in it, so that positions keep their meaning.

    ``block`` is the name of the block around the words, "hr" for a rule, "embed" for a chart or a film.
    """

    block: str
    start: int
    end: int
    text: str = ""
    links: list[Link] = dataclasses.field(default_factory=list)
    emphasised: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    pictures: int = 0
    picture_links: list[str] = dataclasses.field(default_factory=list)
    """Where the pictures lead that are linked."""
    aside: bool = False
    """Stands in a figure or a table, so it is no running text."""
    fine_print: bool = False
    containers: tuple[Container, ...] = ()
    """The lists and items around it, outermost first."""
    pieces: list[tuple[int, int, int]] = dataclasses.field(default_factory=list)
    """Where each stretch of the text stands: from which character of the text on, html[start:end]."""
    cuts: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    removed: str = ""
    """Why nothing of it is left: "notice", "credit", "counter", "related", "disclosure" or "divider"."""

    @property
    def is_rule(self) -> bool:
        return self.block == "hr"

    @property
    def is_blank(self) -> bool:
        """Shows nothing (any more): no words, no picture, no rule."""
        return bool(self.removed) or not (self.pictures or self.is_rule or self.block == "embed" or self.text.strip())

    @property
    def has_words(self) -> bool:
        return _WORD.search(self.text) is not None

    def words_of(self, link: Link) -> str:
        return " ".join(self.text[link.start : link.end].split())

    def cut(self, *ranges: tuple[int, int]) -> None:
        """Take text[start:end] out for each range; the ranges are in order and do not overlap."""
        kept: list[str] = []
        at = 0
        for start, end in ranges:
            if start < end:
                self.cuts.append((start, end))
                kept += self.text[at:start], " " * (end - start)
                at = end
        self.text = "".join([*kept, self.text[at:]])

    def remove(self, why: str) -> None:
        """Take out what is left of it. Pictures in it stay."""
        self.cut((0, len(self.text)))
        if not self.pictures:
            self.removed = why

    def outside(self, spans: list[tuple[int, int]]) -> str:
        """The words that would be left if the spans were taken out."""
        out, at = [], 0
        for start, end in sorted(spans):
            out.append(self.text[at : max(at, start)])
            at = max(at, end)
        return " ".join([*out, self.text[at:]])

    def outside_links(self, start: int = 0, end: int | None = None) -> str:
        """The words of the passage that no link carries."""
        out, at = [], start
        end = len(self.text) if end is None else end
        for link in self.links:
            if link.end > at and link.start < end:
                out.append(self.text[at : max(at, link.start)])
                at = link.end
        out.append(self.text[at:end] if at < end else "")
        return " ".join(out)

    def fragment(self, start: int, end: int) -> str:
        """A stretch of the passage as HTML: its words and links, without emphasis and what was taken out of it."""
        out: list[str] = []
        at = start
        for link in self.links:
            if link.end <= start or link.start >= end:
                continue
            begin, finish = max(link.start, start), min(link.end, end)
            out += self._plain(at, begin), f'<a href="{escape(link.href)}">{self._plain(begin, finish)}</a>'
            at = finish
        out.append(self._plain(at, end))
        return "".join(out).strip()

    def _plain(self, start: int, end: int) -> str:
        words = "".join(self.text[begin:finish] for begin, finish in _kept(self.cuts, start, end))
        return escape(_STRAY.sub("", words), quote=False)


class Copy:
    """A cleaned text with its passages in order. ``result`` gives it back without what was taken out."""

    def __init__(self, html: str):
        self.html = html
        self.containers: list[Container] = []
        self.passages: list[Passage] = []
        self.dropped: list[tuple[int, int]] = []
        _Reader(self).read()

    def drop(self, start: int, end: int) -> None:
        """Take html[start:end] out as it stands."""
        self.dropped.append((start, end))

    def result(self) -> str:
        """The text without what was taken out; emptied elements are still there, cleaning drops them."""
        ranges = list(self.dropped)
        for passage in self.passages:
            if passage.removed and (passage.is_rule or not passage.pieces):
                ranges.append((passage.start, passage.end))
            else:
                ranges += _in_html(self.html, passage)
        for container in self.containers:
            # An emptied item would go on showing its number, an emptied list its space.
            if container.passages and all(passage.removed for passage in container.passages):
                ranges.append((container.start, container.end))
        return edited(self.html, [(start, end, "") for start, end in _joined(ranges)])


class _Reader:
    def __init__(self, copy: Copy):
        self.copy = copy
        self.blocks: list[str] = []
        self.around: list[Container] = []
        self.open: Passage | None = None
        self.length = 0
        self.words: list[str] = []
        self.fine_print = False
        self.links: list[tuple[str, int]] = []
        self.emphasis: list[int] = []

    def read(self) -> None:
        html = self.copy.html
        at = 0
        for token in markup.scan(html):
            if token.start > at:
                self.take(at, token.start, unescape(html[at : token.start]).replace("\n", " "))
            at = token.end
            self.tag(token)
        if at < len(html):
            self.take(at, len(html), unescape(html[at:]).replace("\n", " "))
        self.finish(len(html))

    def take(self, start: int, end: int, words: str) -> None:
        if self.open is None:
            if not words.strip(" \t") and words != "\n":
                return
            self.begin(start)
        self.open.pieces.append((self.length, start, end))
        self.words.append(words)
        self.length += len(words)

    def begin(self, start: int) -> Passage:
        block = self.blocks[-1] if self.blocks else ""
        aside = not _ASIDE.isdisjoint(self.blocks)
        passage = Passage(block, start, start, aside=aside, fine_print=self.fine_print, containers=tuple(self.around))
        self.open = passage
        self.length = 0
        self.words = []
        self.links = [(href, 0) for href, _ in self.links]
        self.emphasis = [0 for _ in self.emphasis]
        return passage

    def finish(self, end: int) -> None:
        passage = self.open
        if passage is None:
            return
        self.open = None
        passage.end = end
        passage.text = "".join(self.words)
        passage.links += [Link(href, start, self.length) for href, start in self.links]
        passage.emphasised += [(start, self.length) for start in self.emphasis]
        self.add(passage)

    def add(self, passage: Passage) -> None:
        passage.links = _merged(passage)
        for container in passage.containers:
            container.passages.append(passage)
        self.copy.passages.append(passage)

    def tag(self, token: markup.Token) -> None:
        name = token.name
        if name == "br":
            self.take(token.start, token.end, "\n")
        elif name == "img":
            passage = self.open or self.begin(token.start)
            passage.pictures += 1
            passage.picture_links += [href for href, _ in self.links[-1:]]
        elif name == "hr" or name == "div":
            self.finish(token.start)
            if not token.closing:
                aside = not _ASIDE.isdisjoint(self.blocks)
                kind = "hr" if name == "hr" else "embed"
                self.add(Passage(kind, token.start, token.end, aside=aside, containers=tuple(self.around)))
        elif name in BLOCKS:
            self.finish(token.start)
            self.block(token)
        elif name == "a":
            self.link(token)
        elif name in _EMPHASIS:
            if not token.closing:
                self.emphasis.append(self.length if self.open else 0)
            elif self.emphasis:
                start = self.emphasis.pop()
                if self.open and self.length > start:
                    self.open.emphasised.append((start, self.length))

    def block(self, token: markup.Token) -> None:
        contains = token.name in _LISTS or token.name in _ITEMS
        if not token.closing:
            self.blocks.append(token.name)
            self.fine_print = "fine-print" in token.attributes
            if contains:
                container = Container(token.start)
                self.around.append(container)
                self.copy.containers.append(container)
        else:
            self.blocks.pop()
            self.fine_print = False
            if contains:
                self.around.pop().end = token.end

    def link(self, token: markup.Token) -> None:
        if not token.closing:
            self.links.append((markup.attributes(token.attributes).get("href", ""), self.length if self.open else 0))
        elif self.links:
            href, start = self.links.pop()
            if self.open and self.length > start:
                self.open.links.append(Link(href, start, self.length))


def _merged(passage: Passage) -> list[Link]:
    """Links in order; one that an editor's tool cut into pieces is one link again."""
    links: list[Link] = []
    for link in sorted(passage.links, key=lambda link: link.start):
        last = links[-1] if links else None
        if last and last.href == link.href and not passage.text[last.end : link.start].strip():
            last.end = link.end
        else:
            links.append(link)
    return links


def _in_html(html: str, passage: Passage) -> list[tuple[int, int]]:
    """Where the cut characters of a passage stand in the HTML."""
    if not passage.cuts or not passage.pieces:
        return []
    ranges: list[tuple[int, int]] = []
    cuts = _joined(passage.cuts)
    which = 0
    ends = [piece[0] for piece in passage.pieces[1:]] + [len(passage.text)]
    for (begin, start, end), finish in zip(passage.pieces, ends, strict=True):
        while which < len(cuts) and cuts[which][1] <= begin:
            which += 1
        for cut_start, cut_end in cuts[which:]:
            if cut_start >= finish:
                break
            if cut_start <= begin and cut_end >= finish:
                ranges.append((start, end))
                break
            places = [start + found.start() for found in _LETTER.finditer(html[start:end])] + [end]
            ranges.append((places[max(cut_start, begin) - begin], places[min(cut_end, finish) - begin]))
    return ranges


def _kept(cuts: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """start to end without the cuts."""
    kept = []
    for cut_start, cut_end in _joined(cuts):
        if cut_end > start and cut_start < end:
            kept.append((start, max(start, cut_start)))
            start = cut_end
    return [*kept, (start, max(start, end))]


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
