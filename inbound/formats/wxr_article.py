"""One post of a WordPress export becomes an Arrival."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from importlib import import_module
from typing import TYPE_CHECKING

from articles.body import figures, links, text
from articles.body.blocks import blocks
from articles.body.clean import MAX_BYTES, MAX_TAGS, TooLarge, clean
from inbound import formats
from inbound.formats import feed_article, wordpress_text
from inbound.formats.arrival import USABLE, WITHHELD, Arrival, Author, Hints, Picture, Unreadable
from inbound.formats.feed_pictures import is_no_picture, same
from inbound.formats.pictured import of_text
from inbound.formats.wxr import Export
from inbound.formats.wxr_item import Post

if TYPE_CHECKING:
    from types import ModuleType

CANONICAL = tuple(
    """_yoast_wpseo_canonical rank_math_canonical_url _genesis_canonical_uri _seopress_robots_canonical canonical_url
    syndication-source""".split()
)
"""Where plugins keep the address of the original, of a text that first appeared elsewhere."""
BYLINES = ("largo_byline_text", "guest-author", "guest_author")
LEFT_OUT = "The post shows what a plugin makes on each visit ({names}); it has no text of its own and was left out."
_NEXT_PAGE = re.compile(r"<!--\s*nextpage\s*-->")
MOST_PAGES = 200
NOT_OURS = "The post says that its original stands elsewhere ({address}), so it is probably a text of others."


def to_arrival(post: Post, export: Export, hints: Hints) -> Arrival:
    """What the post says, read by the reader of the block that its text holds, where it holds one.

    Raises Unreadable for a post without headline and text, or with a text that cannot be one article.
    """
    html = received(post, export)
    block = _block(html, hints)
    arrival = block or _own(html, post, export, hints)
    _take_words(arrival, post, export, is_block=block is not None)
    _take_rights(arrival, post)
    if not arrival.authors:
        arrival.authors = authors(post, export)
    _take_pictures(arrival, post, export)
    for warning in post.warnings:
        arrival.warn(warning)
    if not arrival.title and not text.plain(arrival.body_html):
        raise Unreadable("<title> or <content:encoded> was expected to say something, and neither does.")
    arrival.raw, arrival.content_type = post.raw, "application/rss+xml"
    return arrival


def received(post: Post, export: Export) -> str:
    """The post's text as HTML, as its site showed it. Warnings go to the post."""
    if post.content.count("<") > MAX_TAGS or len(post.content) > MAX_BYTES:
        raise Unreadable("its text has more than 2 MB or far too many elements, so it is not a single article")
    made = wordpress_text.to_html(
        _NEXT_PAGE.sub("\n\n", post.content),
        lambda numbers, parent: export.gallery(numbers, parent or post.number),
        export.block,
    )
    if made.left_out:
        post.warnings.append(LEFT_OUT.format(names=", ".join(made.left_out)[:300]))
    base = feed_article.web(post.link) or feed_article.web(export.site.link) or ""
    return links.absolute(made.html, base) if base else made.html


def block_reader(html: str, hints: Hints) -> tuple[str, ModuleType] | None:
    """The format of the republish block that the text is or holds, and the module that reads it."""
    for name, module in formats.PASTED.items():
        reader = import_module(f"inbound.formats.{module}")
        if reader.recognises(html, hints):
            return name, reader
    return None


def _block(html: str, hints: Hints) -> Arrival | None:
    found = block_reader(html, hints)
    if found is None:
        return None
    try:
        arrivals: list[Arrival] = found[1].read(html, hints)
    except TooLarge as error:
        raise Unreadable(str(error)) from error
    arrivals[0].tags = []
    return arrivals[0]


def _own(html: str, post: Post, export: Export, hints: Hints) -> Arrival:
    try:
        tail = feed_article.text_apart(html, feed_article.web(post.link), hints)
    except TooLarge as error:
        raise Unreadable(str(error)) from error
    arrival = Arrival(body_html="".join(tail.body), notice_html=tail.notice_html, counter_url=tail.counter_url)
    if _NEXT_PAGE.search(post.content):
        _take_pages(arrival, post, export)
    arrival.canonical_url, arrival.licence_stated = tail.canonical_url, tail.licence_stated
    for warning in tail.warnings:
        arrival.warn(warning)
    return arrival


def _take_pages(arrival: Arrival, post: Post, export: Export) -> None:
    """Where an editor began a new page, as long as the text divides there and nowhere else."""
    counts = []
    for part in _NEXT_PAGE.split(post.content)[:MOST_PAGES]:
        made = wordpress_text.to_html(
            part, lambda numbers, parent: export.gallery(numbers, parent or post.number), export.block
        )
        counts.append(len(blocks(clean(made.html))))
    if sum(counts) == len(blocks(arrival.body_html)) and all(counts):
        post.page_starts = list(itertools.accumulate(counts[:-1]))
    else:
        post.warnings.append("The post was divided into pages by hand; here it is divided by its length.")


def _take_words(arrival: Arrival, post: Post, export: Export, is_block: bool) -> None:
    # A block's own headline and date are its outlet's; the post's are those of the site that republished it.
    if is_block and arrival.title and post.title and arrival.title != post.title:
        arrival.warn(f"The old site ran it under another headline: “{post.title[:200]}”.")
    arrival.title = (arrival.title if is_block else None) or post.title or arrival.title
    words = text.plain(arrival.body_html)
    if post.excerpt.strip():
        arrival.standfirst = feed_article.standfirst(post.excerpt, words, arrival)
    elsewhere = feed_article.web(post.said(*CANONICAL))
    if elsewhere and not _is_here(elsewhere, post, export):
        arrival.canonical_url = arrival.canonical_url or elsewhere
        arrival.warn(NOT_OURS.format(address=elsewhere[:200]))
    arrival.canonical_url = arrival.canonical_url or feed_article.web(post.link)
    arrival.source_id = post.guid or post.link or None
    if not is_block:
        arrival.published, arrival.updated = post.published, post.updated
    arrival.language = arrival.language or export.site.language or None
    arrival.tags = list(dict.fromkeys(term.name for term in post.terms if term.domain in ("post_tag", "tag")))
    if not words:
        arrival.warn("The post holds no text.")


def _is_here(address: str, post: Post, export: Export) -> bool:
    here = {_host(post.link), _host(export.site.link)} - {""}
    return not here or _host(address) in here


def _host(address: str) -> str:
    found = re.match(r"https?://(?:www\.)?([^/?#:]+)", address, re.IGNORECASE)
    return found[1].lower() if found else ""


def _take_rights(arrival: Arrival, post: Post) -> None:
    rights = arrival.rights
    arrival.licence_stated = (
        arrival.licence_stated
        or post.rights.get("license")
        or post.rights.get("rights")
        or post.said("license")
        or None
    )
    rights.copyright_notice = post.rights.get("copyright") or rights.copyright_notice
    rights.copyright_holder = post.rights.get("rightsholder") or rights.copyright_holder
    if post.status == "future" and post.published:
        arrival.embargo_until = post.published
    elif post.status not in ("publish", "future", "inherit") or post.is_protected:
        state = "behind a password" if post.is_protected else {"pending": "in review"}.get(post.status, post.status)
        rights.status = WITHHELD if rights.status == USABLE else rights.status
        arrival.warn(f"On the old site readers did not see it: it was {state}.")
    if (ends := _expiry(post)) is not None:
        rights.expires = ends
    # The Republication Tracker Tool: the newsroom took this post out of what others may republish.
    if post.said("republication-tracker-tool-hide-widget") in ("1", "true", "on", "yes"):
        rights.prohibits.append("republication by others")


def _expiry(post: Post) -> dt.datetime | None:
    """The time at which the plugin PublishPress Future was to take the post down."""
    stated = post.said("_expiration-date")
    if post.said("_expiration-date-status") == "saved" and stated.isdecimal() and len(stated) < 12:
        return dt.datetime.fromtimestamp(int(stated), dt.UTC)
    return None


def authors(post: Post, export: Export) -> list[Author]:
    """As readers saw them: the line of a byline plugin, else the authors of Co-Authors Plus, else who filed it."""
    if line := post.said(*BYLINES):
        return [Author(name=re.sub(r"^by\s+", "", " ".join(text.plain(line).split()), flags=re.IGNORECASE)[:300])]
    names = [export.guest(term.slug) or term.name for term in post.of("author")]
    if not names and post.login:
        names = [export.author(post.login) or post.login]
        if names[0] == post.login and re.fullmatch(r"[a-z0-9._@-]+", post.login):
            post.warnings.append(f"“{post.login}” is a name to log in with, not one for a byline; look it up.")
    return [Author(name=" ".join(name.split())[:300]) for name in dict.fromkeys(names) if name.strip()]


def _take_pictures(arrival: Arrival, post: Post, export: Export) -> None:
    """Those of the text, with what the media library knows of them, after the one that stood above it."""
    found: list[Picture] = []
    for image in figures.images(arrival.body_html) if "<img" in arrival.body_html else []:
        if is_no_picture(image.src) or same(image.src) in {same(picture.url) for picture in found}:
            continue
        known = export.picture_at(image.src) or Picture(image.src)
        found.append(of_text(image, known))
    lead = export.picture(post.said("_thumbnail_id"))
    if lead and same(lead.url) not in {same(picture.url) for picture in found}:
        lead.lead = True
        found.insert(0, lead)
    arrival.pictures = found
