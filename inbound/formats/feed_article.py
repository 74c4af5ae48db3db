"""One entry of a feed becomes an Arrival: what plain RSS and plain Atom have in common."""

from __future__ import annotations

import re

from articles.body import links, text
from articles.body.clean import clean
from articles.body.elements import Element
from inbound.formats import tracker, wrapping
from inbound.formats.arrival import USABLE, Arrival, Author, Hints, Unreadable
from inbound.formats.feed_entry import Feed, FeedEntry
from inbound.formats.feed_pictures import is_no_picture, pictures

# Boxes that services put into the texts of feeds.
SHARE_BOXES = {"feedflare", "sharedaddy", "jp-relatedposts", "addtoany_share_save_container", "wpcnt", "mf-viral"}
INVISIBLE = re.compile(
    r"(?:^|[;\s])(?:(?:max-)?(?:width|height)\s*:\s*[01](?:px)?|display\s*:\s*none)\s*(?:!important)?\s*(?:;|$)",
    re.IGNORECASE,
)
# Pictures that count readers though they do not say that they are one pixel large.
COUNTING = re.compile(
    r"/tracking/[^?#]*\.(?:gif|png)\b|[/_.-]pixel\.(?:gif|png|php)\b|[?&](?:amp;)?idsite=", re.IGNORECASE
)
BUTTON_LINKS = {"feeds.wordpress.com", "feedads.g.doubleclick.net", "da.feedsportal.com", "rss.feedsportal.com"}
# With these marks tools end an excerpt. "Read more" counts only beside an arrow or dots: a standfirst may say it.
EXCERPT_END = re.compile(
    r"\s?[\[(]{0,2}(?:…|\.\.\.)[\])]{0,2}"
    r"(?:\s(?:read|keep reading|continue|more|weiter|lire|leer|seguir)\b[^.!?]{0,200})?[\s→»›]{0,4}\Z"
    r"|\s(?:continue reading|keep reading|read the rest of|weiterlesen|lire la suite|seguir leyendo)"
    r"\b[^.!?]{0,200}(?:…|\.\.\.)?[\s→»›]{0,4}\Z"
    r"|\s\(?(?:read more|more|leer más)\s?(?:…|\.\.\.|[→»›])\)?\Z",
    re.IGNORECASE,
)
# WordPress names the source at the end of texts and excerpts in feeds.
POST_APPEARED = re.compile(
    r"(?:The post .{1,400} (?:appeared first|first appeared) on|La entrada .{1,400} se publicó primero en"
    r"|Der Beitrag .{1,400} erschien zuerst auf|L[’']article .{1,400} est apparu en premier sur"
    r"|O post .{1,400} apareceu primeiro em|L[’']articolo .{1,400} proviene da|Het bericht .{1,400} verscheen eerst op)"
    r" .{1,200}\Z"
)
SEVERAL_PEOPLE = re.compile(r"\s(?:and|und|et|y|e|with|&|/)\s|;|,\s*[^\s,.]{2,}\s+[^\s,.]{2,}", re.IGNORECASE)

CLOSED = re.compile(
    r"<(iframe|script|style|textarea|title|noembed|noframes|xmp|noscript|object|video|audio)\b([^<>]*)/>", re.IGNORECASE
)
NO_EMPTY_LINES = re.compile(r"<(?:p|br|pre|div|table|textarea|script|style)[\s/>]", re.IGNORECASE)
BLOCK = re.compile(r"<(?:h[1-6]|ul|ol|li|blockquote|figure|hr|dl|iframe)[\s/>]", re.IGNORECASE)
WORD = re.compile(r"\w+")
LONGEST_STANDFIRST = 120
LONGEST_LAST = 5_000

NEITHER = "An item has neither a headline nor a text."
SUMMARY_ONLY = "The feed gives only a summary of this article, not its text."
DESCRIPTION_TAKEN = (
    "The feed gives no full text for this article; its description was taken for the text. Make sure that it is whole."
)


def to_arrival(entry: FeedEntry, feed: Feed, hints: Hints) -> Arrival:
    """Raises Unreadable for an entry that says nothing at all, or holds a text that cannot be one article."""
    arrival = Arrival(
        title=entry.title,
        source_id=entry.id,
        published=entry.published,
        updated=entry.updated,
        language=entry.language or feed.language,
        tags=list(entry.categories),
        raw=entry.raw,
        content_type="application/atom+xml" if feed.is_atom else "application/rss+xml",
    )
    for warning in entry.warnings:
        arrival.warn(warning)
    address = web(entry.source_link) or web(entry.link)
    base = web(entry.base) or address or web(feed.link) or web(hints.source) or ""
    received = closed(paragraphs(entry.content_html) or entry.summary_html)
    tail = text_apart(links.absolute(received, base) if base else received, address, hints)
    for warning in tail.warnings:
        arrival.warn(warning)
    arrival.body_html = "".join(tail.body)
    words = text.plain(arrival.body_html)
    if not words and not arrival.title and not arrival.body_html:
        if not _states_anything(entry):
            raise Unreadable(NEITHER)
        arrival.warn(NEITHER)
    elif not words:
        arrival.warn("The feed gives no text for this article.")
    elif not entry.content_html:
        arrival.warn(SUMMARY_ONLY if _without_end(" ".join(words.split()))[1] else DESCRIPTION_TAKEN)
    else:
        arrival.standfirst = standfirst(entry.summary_html, words, arrival)
    arrival.notice_html, arrival.counter_url = tail.notice_html, tail.counter_url
    arrival.canonical_url = web(entry.source_link) or tail.canonical_url or web(entry.link)
    arrival.licence_stated = _licence(entry, feed, tail.licence_stated, arrival)
    arrival.authors = [_author(name, page, arrival) for name, page in entry.authors or feed.authors]
    arrival.pictures = pictures(entry, arrival.body_html)
    if not arrival.canonical_url:
        arrival.warn("The feed gives no complete address of this article; look it up.")
    if not arrival.authors:
        arrival.warn("The feed names no author; add the byline.")
    return arrival


def closed(html: str) -> str:
    """Elements closed as in XML, which as HTML would swallow all that follows: ``<iframe src="…"/>``."""
    return CLOSED.sub(r"<\1\2></\1>", html)


def _states_anything(entry: FeedEntry) -> bool:
    """Whether an entry without headline and text says anything else: an address alone can be fetched."""
    texts = (
        entry.id,
        entry.link,
        entry.source_link,
        entry.summary_html,
        entry.content_html,
        entry.language,
        entry.rights,
    )
    others = (entry.authors, entry.published, entry.updated, entry.categories, entry.media, entry.licences)
    return any(texts) or any(others) or entry.status != USABLE


def paragraphs(html: str) -> str:
    """WordPress keeps paragraphs as empty lines, and its export gives them so."""
    if "\n" not in html or NO_EMPTY_LINES.search(html):
        return html
    parts = [part.strip() for part in re.split(r"\n[ \t\r]*\n", html) if part.strip()]
    if len(parts) < 2:
        return html
    return "\n".join(part if BLOCK.match(part) else f"<p>{part}</p>" for part in parts)


def text_apart(html: str, address: str | None, hints: Hints) -> tracker.Tail:
    """The cleaned text, without what feed services add to it, and what the outlet put at its end."""
    odd: list[str] = []

    def is_extra(element: Element, found: dict[str, str]) -> bool:
        if SHARE_BOXES & set(found.get("class", "").split()):
            return True
        if element.name == "a":
            return wrapping.host(found.get("href", "")) in BUTTON_LINKS
        if element.name != "img" or tracker.is_counter(element, found, hints):
            return False
        source = found.get("src", "").strip()
        sides = {found.get(side, "").strip().removesuffix("px") for side in ("width", "height")}
        seen = not sides & {"0", "1"} and not INVISIBLE.search(found.get("style", ""))
        if seen and not COUNTING.search(source):
            return source.startswith(("http:", "https:")) and is_no_picture(source)
        if not is_no_picture(source):
            odd.append(wrapping.host(source))
        return True

    html, _ = wrapping.taken_out(html, is_extra)
    tail = tracker.take(html, hints, home=wrapping.host(address or ""))
    for server in dict.fromkeys(odd):
        tail.warnings.append(
            f"An invisible picture of {server} was left out of the text;"
            " ask the outlet whether it is a counter that its terms require."
        )
    if tail.body and len(tail.body[-1]) < LONGEST_LAST and POST_APPEARED.match(wrapping.line(tail.body[-1])):
        last = tail.body.pop().strip()
        tail.notice_html = tail.notice_html or last
    return tail


def standfirst(summary_html: str, body: str, arrival: Arrival) -> str | None:
    """The summary, where it says something of its own; an excerpt of the beginning is none."""
    parts = text.plain(clean(summary_html)).split("\n\n")
    summary = " ".join(" ".join(part.split()) for part in parts if not POST_APPEARED.match(" ".join(part.split())))
    kept, was_cut = _without_end(summary)
    said, whole = WORD.findall(kept.casefold()), WORD.findall(body.casefold())
    if was_cut and said:
        said.pop()
    if not said or said == whole[: len(said)]:
        return None
    beginning = " ".join(whole[: len(said) + 300])
    if len(said) >= 8 and " ".join(said) in beginning:
        return None
    if len(said) > LONGEST_STANDFIRST:
        arrival.warn("The feed's description is too long for a standfirst and was left out; see the text as received.")
        return None
    # Three dots may be the author's own; brackets and "Continue reading" are a tool's.
    dots = summary[len(kept) :].strip()
    return summary if dots in ("…", "...") else f"{kept}…" if was_cut else kept


def _without_end(words: str) -> tuple[str, bool]:
    """Words without the marks with which tools end an excerpt, and whether there were any."""
    head, tail = words[:-300], words[-300:]
    end = EXCERPT_END.search(tail)
    if not end or not end[0].strip():
        return words.strip(), False
    return (head + tail[: end.start()]).rstrip(), True


def _author(name: str, page: str | None, arrival: Arrival) -> Author:
    if SEVERAL_PEOPLE.search(name):
        arrival.warn(f"“{name}” looks like several people, or a person with a title; divide it by hand if it is.")
    return Author(name=name, profile_url=web(page))


def _licence(entry: FeedEntry, feed: Feed, in_notice: str | None, arrival: Arrival) -> str | None:
    """As stated, the nearest first: of the item, in its notice, of the feed."""
    if len(entry.licences) > 1:
        arrival.warn(
            f"The item states {len(entry.licences)} licences ({', '.join(entry.licences)[:500]}); the first was kept."
        )
    return next(filter(None, [*entry.licences[:1], in_notice, entry.rights, *feed.licences[:1], feed.rights]), None)


def web(address: str | None) -> str | None:
    address = (address or "").strip()
    return address if address.lower().startswith(("http://", "https://")) else None
