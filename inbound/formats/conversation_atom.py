"""The Conversation's Atom feed, and the feeds of outlets in its form: one entry becomes an Arrival.

Seen in its feeds of 2020 to 2026 (``/{edition}/articles.atom`` and those of sections, people and institutions): the
lead picture stands glued to the first paragraph, the counter after the last one, the disclosure behind it as small
print. There is neither a notice nor a credit in the text; authors are printed as "Name, Title, Institution" with their
profile beside.
"""

from __future__ import annotations

import re

from articles.body import links as body_links
from articles.body import text as plain_text
from articles.body.clean import TooLarge, clean
from articles.body.elements import elements
from articles.credits.names import NameLines, guess_warning
from inbound.formats import counters, disclosures, dividers, feed_pictures, notices, readmore
from inbound.formats.arrival import Arrival, Author, Hints, Picture, Unreadable
from inbound.formats.feed_entry import Feed, FeedEntry
from inbound.formats.outlet_links import OutletLinks
from inbound.formats.passages import Copy
from inbound.formats.pictured import pictures

NAME = "conversation-atom"

_ARTICLE = re.compile(r"tag:[^,\s]+,\d{4}:article/\d+")
_LISTING = re.compile(r"tag:[^,\s]+,\d{4}:/\S*articles")
MOST_COMPARED = 60
"""Entries of a feed whose author lines are compared. The Conversation's feeds have 25 or 50."""


def recognises_feed(feed: Feed) -> bool:
    if not feed.is_atom:
        return False
    ids = [entry.id or "" for entry in feed.entries[:MOST_COMPARED]]
    return any(map(_ARTICLE.fullmatch, ids)) or (not ids and _LISTING.fullmatch(feed.id or "") is not None)


def to_arrival(entry: FeedEntry, feed: Feed, hints: Hints) -> Arrival:
    """Raises Unreadable for an entry without headline and text, or with a text that is too large to be an article."""
    address = entry.source_link or entry.link
    arrival = Arrival(
        title=entry.title,
        source_id=entry.id,
        canonical_url=address,
        published=entry.published,
        updated=entry.updated,
        language=entry.language or feed.language or hints.language or None,
        licence_stated=next(filter(None, [*entry.licences[:1], entry.rights, *feed.licences[:1], feed.rights]), None),
        tags=list(entry.categories),
        raw=entry.raw,
        content_type="application/atom+xml",
    )
    for warning in entry.warnings:
        arrival.warn(warning)
    try:
        arrival.standfirst = " ".join(plain_text.plain(clean(entry.summary_html)).split()) or None
        _take_text(arrival, entry, hints)
    except TooLarge as error:
        raise Unreadable(str(error)) from error
    if not arrival.title and not plain_text.plain(arrival.body_html):
        raise Unreadable("An entry has neither a headline nor a text.")
    _take_authors(arrival, entry, feed, hints)
    return arrival


def _take_text(arrival: Arrival, entry: FeedEntry, hints: Hints) -> None:
    base = entry.base or arrival.canonical_url or ""
    links = OutletLinks(hints, entry.content_html)
    # The counter is kept as it was written, so it is taken out before addresses are made absolute.
    raw, counted = counters.take_out(entry.content_html, links)
    raw = body_links.absolute(raw, base) if _is_web(base) else raw
    copy = Copy(clean(raw))
    counters.cut_marks(copy.passages)
    arrival.counter_url = counted.choose(links, _number(arrival.source_id))
    _check_counter(arrival, counted, links)
    _take_notice(arrival, copy, links)
    arrival.disclosure_html = disclosures.take_out(copy, [], None)
    arrival.related = readmore.take_out(copy, len(copy.passages))
    dividers.drop(copy.passages)
    lead = _take_lead(copy)
    arrival.body_html = clean(copy.result()).strip()
    known = {feed_pictures.same(picture.url) for picture in lead}
    others = feed_pictures.pictures(entry, arrival.body_html)
    arrival.pictures = lead + [picture for picture in others if feed_pictures.same(picture.url) not in known]
    if not plain_text.plain(arrival.body_html):
        arrival.warn("The feed gives no text for this article.")


def _check_counter(arrival: Arrival, counted: counters.Counters, links: OutletLinks) -> None:
    if not counted.urls:
        arrival.warn("The entry has no counter; ask the outlet for it, or copy the article's republish block.")
        return
    if len(counted.urls) > 1 or counted.doubled:
        arrival.warn(
            f"The entry has more than one counter; {arrival.counter_url} was kept, so that no reader counts twice."
        )
    number = links.counted_number(arrival.counter_url or "")
    if _number(arrival.source_id) not in (None, number):
        arrival.warn(f"The counter counts article {number}, but the entry is {arrival.source_id}.")


def _take_notice(arrival: Arrival, copy: Copy, links: OutletLinks) -> None:
    """The Conversation's feeds have none; an outlet in its form may."""
    found = [one for one in notices.find(copy.passages, links, _number(arrival.source_id)) if one.usual]
    for notice in found:
        passage = copy.passages[notice.passage]
        passage.cut((notice.start, notice.end))
        if not passage.has_words:
            passage.remove("notice")
    if found:
        arrival.notice_html = clean(f"<p>{' '.join(notice.html for notice in found)}</p>")


def _take_lead(copy: Copy) -> list[Picture]:
    """The figure that stands before all words is the lead picture; it leaves the text with its caption."""
    first = next((one for one in elements(copy.html) if one.parent is None and one.name != "hr"), None)
    if first is None or first.name != "figure":
        return []
    lead = pictures(copy.html[first.start : first.end])
    if not lead:  # a film or a chart
        return []
    copy.drop(first.start, first.end)
    for picture in lead:
        picture.lead = picture is lead[0]
    return lead


def _take_authors(arrival: Arrival, entry: FeedEntry, feed: Feed, hints: Hints) -> None:
    lines = [name for name, _ in entry.authors]
    if len(feed.entries) <= MOST_COMPARED:
        lines += [name for other in feed.entries if other is not entry for name, _ in other.authors]
    names = NameLines(hints.institutions, lines)
    for line, page in entry.authors:
        split = names.split(line)
        if not split.name:
            continue
        author = Author(split.name, split.title, split.institution, profile_url=page)
        arrival.authors.append(author)
        if not split.sure:
            arrival.warn(guess_warning(author))
        elif not author.institution:
            arrival.warn(f"The feed names no institution for {author.name}.")
    if not arrival.authors:
        arrival.warn("The feed names no author; add the byline.")


def _number(source_id: str | None) -> str | None:
    found = re.search(r"(\d{1,12})/?$", source_id or "")
    return found[1] if found else None


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))
