"""The Conversation's Republish block, as the button gives it and as other people's sites keep it.

A wrapper with the headline, a credit above or below the article, the counter, the notice: each may be there or not, in
any place, whole or in pieces. The article is what is left when they are taken out; not a word of it is lost.
"""

from __future__ import annotations

import re
from html import unescape

from articles.body import text as plain_text
from articles.body.clean import TooLarge, clean
from articles.credits.names import NameLines
from inbound.formats import counters, disclosures, dividers, frontmatter, markdown, notices, raw_block, readmore
from inbound.formats.arrival import Arrival, Author, Hints, Unreadable
from inbound.formats.counters import Counters
from inbound.formats.credits import Credit, CreditReader, Place, merge
from inbound.formats.notices import Notice
from inbound.formats.outlet_links import OutletLinks
from inbound.formats.passages import Copy, Passage
from inbound.formats.pictured import pictures

NAME = "conversation-block"

_WRAPPER = re.compile(r"theconversation-article-(?:body|title)\b")
_ADDRESS = re.compile(r"(?:=\s*[\"']?|\]\(\s*<?|\]:[ \t]{1,9})([^\s\"'()<>]{8,400})")
_BY_NUMBER = re.compile(r"/\d{1,12}/count\b")
_SITE_CODE = re.compile(
    r"\{\{[^{}\n]{1,300}\}\}|\{%[^{}\n]{1,300}%\}|\[/?(?:vc_|caption|embed|gallery|et_pb_)[^\]\n]{0,200}\]"
)
_FIRST_WORDS = 60


def recognises(text: str, hints: Hints) -> bool:
    """A counter that counts by article number, the block's own wrapper, links to people and their institutions, or a
    notice that links a numbered article. Blocks of other makes, which are recognised by other things, are left to
    their readers.
    """
    if text[:2000].lstrip("\ufeff \t\r\n").startswith(("<?xml", "<rss", "<feed", "{")):
        return False
    if _WRAPPER.search(text):
        return True
    links = OutletLinks(hints, text)
    people = institutions = articles = False
    for found in _ADDRESS.finditer(text):
        address = unescape(found[1])
        if _BY_NUMBER.search(address) and links.is_counter(address):
            return True
        people = people or (links.is_person(address) and links.is_here(address))
        institutions = institutions or (links.is_institution(address) and links.is_here(address))
        articles = articles or links.article_number(address) is not None
    return articles and ((people and institutions) or _has_notice(text, links))


def _has_notice(text: str, links: OutletLinks) -> bool:
    try:
        html = clean(raw_block.as_html(frontmatter.split(text)[1]))
    except (TooLarge, Unreadable):
        return False
    found = notices.find(Copy(html).passages, links, None)
    return any(notice.usual and notice.canonical(links, None) for notice in found)


def read(text: str, hints: Hints) -> list[Arrival]:
    """The one article of the block. Raises Unreadable for what holds no words or is too large to be an article."""
    arrival = Arrival()
    fields, block = frontmatter.split(text.lstrip("\ufeff").replace("\r\n", "\n"))
    if markdown.is_markdown(block):
        arrival.content_type = "text/markdown"
    links = OutletLinks(hints, block)
    try:
        raw, headline = raw_block.without_headline(raw_block.as_html(block))
        raw, counted = counters.take_out(raw_block.without_page_around(raw), links)
        copy = Copy(clean(raw))
    except TooLarge as error:
        raise Unreadable(str(error)) from error
    if not any(passage.has_words for passage in copy.passages):
        raise Unreadable("The block holds no words; copy the whole of the outlet's republish box and paste it again.")
    _Block(arrival, hints, links, fields, headline, counted, copy).take_apart()
    return [arrival]


class _Block:
    """One block on the bench: each step takes something out of the text and notes it in the arrival."""

    def __init__(
        self,
        arrival: Arrival,
        hints: Hints,
        links: OutletLinks,
        fields: dict[str, str],
        headline: str | None,
        counted: Counters,
        copy: Copy,
    ):
        self.arrival, self.hints, self.links, self.fields = arrival, hints, links, fields
        self.headline, self.counted, self.copy = headline, counted, copy
        self.notices: list[Notice] = []
        self.number: str | None = None
        self.marked: set[int] = set()
        """The passages that a counter stood in."""

    def take_apart(self) -> None:
        self.take_title()
        self.marked = counters.cut_marks(self.copy.passages)
        self.take_notices()
        self.take_counter()
        self.take_credits()
        names = [author.name for author in self.arrival.authors]
        self.arrival.disclosure_html = disclosures.take_out(self.copy, names, self.last_notice())
        self.arrival.related = readmore.take_out(self.copy, self.end_of_article())
        dividers.drop(self.copy.passages)
        self.look_behind_the_notice()
        self.finish()

    def take_title(self) -> None:
        arrival = self.arrival
        arrival.title = self.headline
        if not arrival.title and self.fields.get("title"):
            arrival.title = self.fields["title"]
            arrival.warn(
                "The block has no headline; the one in the site's front matter was taken. It may be the republisher's "
                "own: compare it with the original."
            )
        if not arrival.title:
            arrival.warn("The block has no headline; copy it from the original.")

    def take_notices(self) -> None:
        numbers = {self.links.counted_number(url) for url in self.counted.urls} - {None}
        passages = self.copy.passages
        number = next(iter(numbers)) if len(numbers) == 1 else None
        self.notices = notices.find(passages, self.links, number)
        if len(numbers) > 1:
            linked = {
                self.links.article_number(link.href) for notice in self.notices for link in notice.links
            } & numbers
            number = next(iter(linked)) if len(linked) == 1 else self.links.counted_number(self.counted.urls[0])
        self.number = number
        for index, spans in _by_passage([(one.passage, (one.start, one.end)) for one in self.notices]).items():
            passages[index].cut(*spans)
            if not passages[index].has_words:
                passages[index].remove("notice")
        if not self.notices:
            self.arrival.warn("The block has no notice that it is republished; the page needs one.")
            self.take_canonical(None)
            return
        chosen = self.chosen_notice()
        self.take_canonical(chosen)
        self.arrival.notice_html = clean(f"<p>{self.wording(chosen)}</p>")
        licences = [one.licence for one in [chosen, *self.notices] if one.licence]
        self.arrival.licence_stated = licences[0] if licences else None
        if not chosen.usual:
            self.arrival.warn("The notice is worded in an unusual way; compare it with the wording in the terms.")
        if len({_letters(one.html) for one in self.notices if _reads_whole(one)}) > 1:
            self.arrival.warn("The block has two notices that differ; the one kept is the fuller one.")
        languages = [one.language for one in [chosen, *self.notices] if one.language]
        given = self.hints.language
        if languages and languages[0] != given.split("-")[0]:
            given = languages[0]
        self.arrival.language = given or None

    def chosen_notice(self) -> Notice:
        """The one with the link to the original, the fuller one, the later one."""
        return max(
            self.notices,
            key=lambda one: (
                one.canonical(self.links, self.number) is not None,
                _reads_whole(one),
                one.licence is not None,
                one.passage,
            ),
        )

    def wording(self, chosen: Notice) -> str:
        """The chosen notice, with its other sentences where a site set them in paragraphs of their own."""
        if _reads_whole(chosen):
            return chosen.html
        beside = [one for one in self.notices if abs(one.passage - chosen.passage) <= 2]
        return " ".join(dict.fromkeys(one.html for one in beside))

    def take_canonical(self, chosen: Notice | None) -> None:
        arrival = self.arrival
        ranked = [chosen, *self.notices] if chosen else []
        addresses = [address for one in ranked if (address := one.canonical(self.links, self.number))]
        if addresses:
            arrival.canonical_url = addresses[0].split("#")[0]
            self.number = self.number or self.links.article_number(addresses[0])
            return
        others = [link.href for one in self.notices for link in one.links if self.links.article_number(link.href)]
        stated = self.fields.get("canonical") or self.fields.get("canonical_url") or ""
        if others and self.number:
            arrival.warn(
                f"The counter counts article {self.number}, but the notice links {others[-1]}. "
                "The original's address was left empty: find out which is right."
            )
        elif stated and self.number and self.links.article_number(stated) == self.number:
            arrival.canonical_url = stated
            arrival.warn("The original's address is from the site's front matter, not from a notice; check it.")
        else:
            arrival.warn("The block does not link the original article; look its address up.")

    def take_counter(self) -> None:
        arrival, counted = self.arrival, self.counted
        canonical_number = self.links.article_number(arrival.canonical_url or "")
        arrival.counter_url = counted.choose(self.links, canonical_number)
        arrival.source_id = self.number
        if self.links.is_strangers:
            arrival.warn("The counter is The Conversation's, not that of the outlet for which the text was received.")
        if len(counted.urls) > 1:
            arrival.warn(
                f"The block has {len(counted.urls)} counters; {arrival.counter_url} was kept, "
                "so that no reader counts twice."
            )
            for url in counted.urls:
                if canonical_number and self.links.counted_number(url) != canonical_number:
                    arrival.warn(f"The counter {url} counts another article than the original that the notice links.")
        elif counted.doubled:
            arrival.warn("The block has the same counter twice; it was kept once, so that no reader counts twice.")
        if counted.urls:
            return
        if counted.copied:
            arrival.warn(
                "The counter in the block is a copy on the republisher's own server and counts nothing; "
                "copy the block with the true counter from the original's page."
            )
        else:
            arrival.warn("The block has no counter; copy the block again, with the counter, from the original's page.")

    def take_credits(self) -> None:
        passages = self.copy.passages
        order = [
            index
            for index, one in enumerate(passages)
            if one.text.strip() and not one.aside and not dividers.is_divider(one)
        ]
        in_notice = {one.passage for one in self.notices}
        beside = self.neighbours(in_notice)
        if self.last_notice() is None:
            # Without a notice below it, the credit stands last, or after the counter.
            beside |= {*order[-1:], *self.neighbours(self.marked)}
        reader = CreditReader(self.links, NameLines(self.hints.institutions))
        found: list[tuple[Passage, Credit]] = []
        for index in order:
            near = index in order[: notices.HEAD] or index in order[-notices.TAIL :]
            if not (near or index in in_notice or index in beside):
                continue
            place = Place.NOTICE if index in in_notice else Place.BESIDE if index in beside else Place.ELSEWHERE
            found += [(passages[index], credit) for credit in reader.read(passages[index], place)]
        if not found:
            for notice in self.notices:
                if notice.start and (credit := reader.in_words(passages[notice.passage], notice.start)):
                    found.append((passages[notice.passage], credit))
        authors: list[Author] = []
        for passage, credit in found:
            passage.cut((credit.start, credit.end))
            if not passage.has_words:
                passage.remove("credit")
            for warning in credit.warnings:
                self.arrival.warn(warning)
            authors = merge(authors, credit.authors)
        self.arrival.authors = authors
        if not authors:
            self.arrival.warn("The block has no credit; add the authors with their institutions from the original.")
        for author in authors:
            if not author.institution:
                self.arrival.warn(f"The credit names no institution for {author.name}.")

    def neighbours(self, indexes: set[int]) -> set[int]:
        """The passages right before and after those, with nothing but dividers and blanks between."""
        found: set[int] = set()
        last: int | None = None
        touched = False
        for index, passage in enumerate(self.copy.passages):
            if index in indexes:
                found |= set() if last is None else {last}
                touched = True
            if passage.is_blank or dividers.is_divider(passage):
                continue
            if touched and index not in indexes:
                found.add(index)
            last, touched = index, index in indexes
        return {index for index in found if not self.copy.passages[index].aside}

    def last_notice(self) -> int | None:
        """Where the notice at the end of the text stands; one at the top is no end."""
        last = max((one.passage for one in self.notices), default=None)
        if last is None:
            return None
        words = [len(passage.text.split()) for passage in self.copy.passages]
        return last if sum(words[:last]) >= sum(words[last + 1 :]) else None

    def end_of_article(self) -> int:
        last = self.last_notice()
        return len(self.copy.passages) if last is None else last

    def look_behind_the_notice(self) -> None:
        last = self.last_notice()
        if last is None:
            return
        behind = [passage for passage in self.copy.passages[last:] if passage.has_words and not passage.removed]
        here = self.copy.passages[last]
        end = max(one.end for one in self.notices if one.passage == last)
        if here in behind and not here.text[end:].strip():
            behind.remove(here)
        if behind:
            quoted = ", ".join(f"“{_first_words(passage)}”" for passage in behind[:4])
            more = f" and {len(behind) - 4} more" if len(behind) > 4 else ""
            self.arrival.warn(
                f"Words of the republisher may stand behind the notice: {quoted}{more}. "
                "They are still in the text; cut them if they are not the outlet's."
            )

    def finish(self) -> None:
        arrival = self.arrival
        self.drop_logos()
        try:
            arrival.body_html = clean(self.copy.result()).strip()
        except TooLarge as error:
            raise Unreadable(str(error)) from error
        arrival.pictures = pictures(arrival.body_html)
        if codes := list(dict.fromkeys(_SITE_CODE.findall(plain_text.plain(arrival.body_html)))):
            arrival.warn(
                f"Codes of the site that the text stood on are left in it, such as “{codes[0][:60]}”; "
                "look at those places."
            )

    def drop_logos(self) -> None:
        """A picture that does nothing but lead to the outlet's front page is its logo, a part of the credit."""
        for passage in self.copy.passages:
            leads = passage.picture_links
            if passage.text.strip() or not passage.pictures == len(leads) > 0:
                continue
            if all(map(self.links.is_front_page, leads)):
                self.copy.drop(passage.start, passage.end)


def _by_passage(spans: list[tuple[int, tuple[int, int]]]) -> dict[int, list[tuple[int, int]]]:
    grouped: dict[int, list[tuple[int, int]]] = {}
    for index, span in sorted(spans):
        grouped.setdefault(index, []).append(span)
    return grouped


def _reads_whole(notice: Notice) -> bool:
    """Says where the article is from; "Read the original article." alone does not."""
    return notices.OPENING.search(plain_text.plain(notice.html)) is not None or not notice.usual


def _letters(html: str) -> str:
    return re.sub(r"\W+", "", plain_text.plain(html).casefold())


def _first_words(passage: Passage) -> str:
    words = " ".join(passage.text.split())
    return words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS].rsplit(" ", 1)[0] + "…"
