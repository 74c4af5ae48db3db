"""Any web page with an article on it: by what it says of itself to machines, and by where its paragraphs stand.

The last resort among the formats, and a guess: it says so, and an editor compares. A page of a site that republished
somebody's article holds that outlet's block, counter and all, which its own reader takes.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from articles.body import figures, links
from articles.body.clean import TooLarge
from articles.credits import parse
from inbound import sandbox
from inbound.formats import blocks_inside, feed_article, feed_pictures, own_notice, sign_off, wrapping
from inbound.formats.arrival import Arrival, Author, Hints, Picture, Unreadable
from inbound.formats.feed_article import web
from inbound.formats.feed_entry import FeedEntry
from inbound.formats.json_fields import as_html

NAME = "web-page"
CONTENT_TYPE = "text/html"

PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
XML = re.compile(
    r"[\s\ufeff]*<\?xml\b[^>]*>\s*(?:<!--(?:(?!-->).)*-->\s*|<\?[^>]*>\s*|<!doctype[^>\[]*(?:\[[^\]]*\]\s*)?>\s*)*<([\w:.-]+)",
    re.IGNORECASE | re.DOTALL,
)
ARTICLE = re.compile(r"<article[\s>]|application/ld\+json|itemprop=[\"']?articleBody", re.IGNORECASE)
CANONICAL = re.compile(
    r"<link\b(?=[^<>]{0,500}\brel=[\"']?canonical)[^<>]{0,500}?\bhref=[\"']?([^\s\"'<>]{8,1000})", re.IGNORECASE
)
LOGO = re.compile(r"logo|favicon|placeholder|default[-_]?(?:image|share|og)|blank\.(?:gif|png)", re.IGNORECASE)
GUESSED = (
    "The text was found on the web page by guess: compare it with the page, so that nothing is missing and nothing of"
    " the site's own stands in it."
)
LIMITS = sandbox.Limits(seconds=4.0)
SHORTEST = 200
"""Letters of a text that is not called a teaser."""


def recognises(text: str) -> bool:
    """A whole page, or a piece of one with an article element; never XML of another kind."""
    if (first := XML.match(text[:5_000])) is not None and first[1].lower() != "html":
        return False
    return PAGE.search(text[:5_000]) is not None or ARTICLE.search(text) is not None


def is_of_the_outlet(text: str, hints: Hints) -> bool:
    """A whole page of the outlet's own site: the original, not a block that somebody keeps."""
    found = CANONICAL.search(text[:200_000]) if PAGE.search(text[:5_000]) else None
    host = wrapping.host(found[1]) if found else ""
    return bool(host) and host in hints.hosts


def read(data: bytes, hints: Hints) -> Arrival:
    """The article of the page. Raises Unreadable for a page without one, and for a page made to break its reader."""
    address = web(hints.source) or ""
    answer = sandbox.run("inbound.formats.page_child:read", data, address, limits=LIMITS, what="The page")
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    found = answer["page"]
    arrival = Arrival(title=found["title"], language=found["language"], tags=found["tags"], content_type=CONTENT_TYPE)
    arrival.published, arrival.updated = _moment(found["published"]), _moment(found["changed"])
    arrival.canonical_url = _address(found, address, arrival)
    arrival.source_id = found["identifier"] or arrival.canonical_url
    try:
        _take_text(arrival, found, hints, address)
    except TooLarge as error:
        raise Unreadable(str(error)) from error
    if not arrival.body_html:
        title = f" (“{arrival.title[:80]}”)" if arrival.title else ""
        raise Unreadable(f"No article was found on the page{title}: paste the article's text instead.")
    _take_rights(arrival, found)
    if not arrival.authors:
        _take_authors(arrival, found, hints)
    arrival.pictures = _pictures(arrival, found, arrival.canonical_url or address)
    sign_off.complete(arrival)
    _check(arrival, found)
    return arrival


def _address(found: dict[str, Any], address: str, arrival: Arrival) -> str | None:
    """Where the original stands: what the text is based on, else the page that the page names as the true one."""
    base = web(found["canonical"]) or address
    stated = [_joined(base, found[name]) for name in ("canonical", "address")]
    page = next((one for one in [*stated, address] if one and wrapping.is_article(one)), None)
    based_on = _joined(base, found["based_on"])
    if based_on and wrapping.is_article(based_on) and wrapping.host(based_on) != wrapping.host(page or ""):
        arrival.warn(f"The page says that its text is based on {based_on[:200]}; take it from there.")
        return based_on
    if page and address and wrapping.host(page) != wrapping.host(address):
        arrival.warn(f"The page names {page[:200]} as the true address of its text; take it from there.")
    return page


def _take_text(arrival: Arrival, found: dict[str, Any], hints: Hints, address: str) -> None:
    html = found["html"]
    if found["from_data"]:
        html = html if "<p" in html.lower() else as_html(html)
        arrival.warn("The page does not show its text by itself; it was taken from the page's data, without its links.")
    base = arrival.canonical_url or address
    html = links.absolute(html, base) if base else html
    name = blocks_inside.format_of(html, hints)
    block = blocks_inside.read(html, name, hints) if name and not _is_own(html, arrival, hints) else None
    if block is not None:
        _take_block(arrival, block)
        return
    tail = feed_article.text_apart(html, arrival.canonical_url, hints)
    if not tail.notice_html:
        own_notice.take(tail, [one for one in (found["publisher"], found["rights"]["holder"]) if one], hints)
    for warning in tail.warnings:
        arrival.warn(warning)
    arrival.body_html = "".join(tail.body)
    arrival.notice_html, arrival.licence_stated = tail.notice_html, tail.licence_stated
    arrival.counter_url = tail.counter_url or _counter(found, hints)
    if found["standfirst"]:
        arrival.standfirst = feed_article.standfirst(found["standfirst"], wrapping.line(arrival.body_html), arrival)


def _is_own(html: str, arrival: Arrival, hints: Hints) -> bool:
    """Whether the counter on the page is that of the site itself: the original, which holds no block."""
    host = wrapping.host(arrival.canonical_url or "")
    own = rf"//(?:[\w-]+\.)*{re.escape(host)}/[^\s\"'<>]*(?:count\.gif|republication-pixel)"
    return bool(host) and (host in hints.hosts or re.search(own, html) is not None)


def _take_block(arrival: Arrival, block: Arrival) -> None:
    """What the outlet's own block says is believed before what the page of another site says."""
    for name in ("body_html", "notice_html", "counter_url", "licence_stated", "disclosure_html", "related", "authors"):
        setattr(arrival, name, getattr(block, name))
    arrival.title = block.title or arrival.title
    arrival.canonical_url = block.canonical_url or None
    arrival.source_id = block.source_id or block.canonical_url
    arrival.language = block.language or arrival.language
    arrival.warn("The page is of a site that republished the article; take it from the outlet, if you can.")
    for warning in block.warnings:
        arrival.warn(warning)


def _counter(found: dict[str, Any], hints: Hints) -> str | None:
    """The outlet's counter, wherever on its page it stands."""
    for source in found["counters"]:
        if any(re.fullmatch(pattern, source) for pattern in hints.counter_patterns):
            return str(source)
    return None


def _take_authors(arrival: Arrival, found: dict[str, Any], hints: Hints) -> None:
    publisher = (found["publisher"] or "").casefold()
    stated = found["authors"]
    people = [one for one in stated if one["name"].casefold() != publisher] or stated
    language = arrival.language or hints.language or "en"
    for one in people:
        if one["kind"] in ("person", "organization"):
            arrival.authors.append(
                Author(
                    one["name"],
                    one.get("title"),
                    one.get("institution"),
                    web(_joined(arrival.canonical_url, one.get("url"))),
                )
            )
            continue
        line = parse(one["name"], language=language, outlet=found["publisher"] or "", institutions=hints.institutions)
        for row in line.rows:
            arrival.authors.append(Author(row.name, row.title or None, row.institution or one.get("institution")))
        for doubt in line.doubts[:3]:
            arrival.warn(doubt)
    if not arrival.authors and found["byline"]:
        line = parse(
            found["byline"], language=language, outlet=found["publisher"] or "", institutions=hints.institutions
        )
        arrival.authors = [Author(row.name, row.title or None, row.institution or None) for row in line.rows]
        if arrival.authors:
            arrival.warn(f"The byline was read from the line “{found['byline'][:200]}” of the page; check it.")


def _take_rights(arrival: Arrival, found: dict[str, Any]) -> None:
    stated, rights = found["rights"], arrival.rights
    base = arrival.canonical_url
    licence = _joined(base, stated["licence"]) or stated["licence"]
    arrival.licence_stated = arrival.licence_stated or licence
    if not arrival.licence_stated and stated["licence_of_site"]:
        arrival.licence_stated = _joined(base, stated["licence_of_site"]) or stated["licence_of_site"]
        arrival.warn(
            "A licence is linked somewhere on the page, perhaps for the site as a whole;"
            " see whether it is meant for the text."
        )
    rights.usage_terms = _joined(base, stated["usage"]) or stated["usage"]
    rights.copyright_holder, rights.copyright_notice = stated["holder"], stated["notice"]
    rights.expires = _moment(stated["expires"])
    if stated["no_mining"]:
        rights.prohibits.append("data mining")
    if stated["rsl"]:
        arrival.warn(
            f"The page points to terms for machines (RSL): {str(_joined(base, stated['rsl']) or stated['rsl'])[:300]}"
        )
    if stated["credit"]:
        arrival.warn(f"The page asks for the credit “{stated['credit'][:300]}”.")
    if stated["free"] is False or stated["tier"] in ("locked", "metered"):
        arrival.warn(
            "The page says that its text is not free to read: it may be cut short, and may be no one's to pass on."
        )


def _pictures(arrival: Arrival, found: dict[str, Any], base: str) -> list[Picture]:
    media: list[dict[str, Any]] = []
    in_text = bool(figures.images(arrival.body_html))
    for one in found["pictures"]:
        address = _joined(base, one["url"])
        if in_text and not any(one.get(key) for key in ("caption", "credit", "rights", "licence")):
            continue  # the picture for cards and search engines is one of those in the text, cut to another size
        if address is None or LOGO.search(urlsplit(address).path.rpartition("/")[2]):
            continue
        told = {key: one.get(key) for key in ("alt", "caption", "credit", "rights", "licence")}
        media.append(
            told | {"url": address, "width": None, "height": None, "type": "", "medium": "image", "role": "content"}
        )
    return feed_pictures.pictures(FeedEntry(media=media), arrival.body_html)


def _check(arrival: Arrival, found: dict[str, Any]) -> None:
    arrival.warn(GUESSED)
    if len(wrapping.line(arrival.body_html)) < SHORTEST:
        arrival.warn("The text is very short; the page may show only the beginning of it.")
    if not arrival.title:
        arrival.warn("The page has no headline; copy it from the original.")
    if not arrival.authors:
        arrival.warn("The page names no author; add the byline.")
    if not arrival.canonical_url:
        arrival.warn("The page does not say its own address; look it up.")
    for warning in found["warnings"]:
        arrival.warn(warning)


def _joined(base: str | None, written: str | None) -> str | None:
    if not written:
        return None
    try:
        return web(urljoin(base or "", written.strip()))
    except ValueError:
        return None


def _moment(written: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(written) if written else None
