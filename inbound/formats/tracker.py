"""The Republication Tracker Tool of INN and Newspack, used by KFF Health News and many newsrooms of the USA.

Source of the form: the plugin republication-tracker-tool for WordPress (Automattic), ``includes/shareable-content.php``
and ``create_content_footer``, in its forms since 2018. The block is ``<h1>title</h1><p class="byline">by Name, Site<br>
Month day, year</p>``, the text, "This <a>article</a> first appeared on <a>Site</a> and is republished here under a …
license." and a counter ``img#republication-tracker-tool-source``. In feeds the same tail ends ``content:encoded``.
"""

from __future__ import annotations

import dataclasses
import re
from urllib.parse import urlsplit

from articles.body import links, text
from articles.body.blocks import blocks
from articles.body.clean import clean
from articles.body.elements import Element
from inbound.formats import wrapping
from inbound.formats.arrival import Arrival, Author, Hints, Unreadable
from inbound.formats.feed_entry import FeedEntry
from inbound.formats.feed_pictures import pictures

NAME = "tracker"

COUNTER_IDS = {"republication-tracker-tool-source", "creative-commons-sharing-source"}
MARK = re.compile(
    r"republication-tracker-tool-source|republication-pixel=true|creative-commons-sharing-source", re.IGNORECASE
)
NOTICE = re.compile(
    r"\bThis (?:article|story|piece|post|report|essay|column|commentary|investigation|feature|interview|content)"
    r" (?:(?:was|is|has been) )?(?:first|originally) (?:appeared|published|posted) (?:on|in|by|at) ",
    re.IGNORECASE,
)
LONGEST_NOTICE = 600
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclasses.dataclass
class Tail:
    """What the tool put at the end of a text, and the text without it."""

    body: list[str]
    counter_url: str | None = None
    notice_html: str | None = None
    canonical_url: str | None = None
    licence_stated: str | None = None
    site: str | None = None
    """The outlet's name as the notice prints it."""
    warnings: list[str] = dataclasses.field(default_factory=list)


def recognises(head: str, hints: Hints) -> bool:
    """``head`` is the whole of a pasted text: the mark stands at its end."""
    return MARK.search(head) is not None


def read(material: str, hints: Hints) -> list[Arrival]:
    """The one article of a pasted block."""
    fields, html, content_type = wrapping.unwrapped(material)
    arrival = Arrival(content_type=content_type)
    html, headline, byline, printed = _top(html)
    wrapping.take_title(arrival, headline, fields)
    tail = take(html, hints)
    arrival.body_html = "".join(tail.body)
    if not text.plain(arrival.body_html):
        raise Unreadable("The block holds a counter but no article. Copy the whole of the outlet's republish box.")
    arrival.counter_url, arrival.notice_html = tail.counter_url, tail.notice_html
    arrival.canonical_url, arrival.licence_stated = tail.canonical_url, tail.licence_stated
    arrival.authors = _authors(byline, tail.site, arrival)
    if printed and (when := wrapping.day(printed)):
        arrival.published = when
        arrival.warn("The block gives only the day of publication; the time was set to midnight UTC.")
    elif printed:
        arrival.warn(
            f"The date “{printed[:60]}” of the block could not be read; look up when the article was published."
        )
    if not arrival.authors:
        arrival.warn("The block has no byline; add the authors from the original.")
    if arrival.notice_html:
        arrival.language = wrapping.english(hints)
    arrival.pictures = pictures(FeedEntry(), arrival.body_html)
    for warning in tail.warnings:
        arrival.warn(warning)
    return [arrival]


def take(html: str, hints: Hints, home: str = "") -> Tail:
    """The counter, the notice and the tagline apart from the text; ``html`` as received, ``Tail.body`` cleaned.

    A text without a counter may end with the credit of another outlet, from which it was taken over in its turn. That
    stays where it is, with a warning; a notice is taken only if it leads to ``home``, the host the text came from.
    """
    html, counters = wrapping.taken_out(html, lambda element, found: is_counter(element, found, hints))
    tail = Tail(blocks(clean(html)))
    body = list(tail.body)
    number = wrapping.find(body, NOTICE)
    if number is None and counters:
        number = _licence_block(body, counters)
    if number is None:
        if counters:
            tail.warnings.append(
                "The text has the outlet's counter but no notice; take credit line and link from the outlet's terms."
            )
    elif len(wrapping.line(body[number])) > LONGEST_NOTICE:
        # The words of a notice in a paragraph of the article's own.
        tail.warnings.append("The text says where it first appeared in the middle of a paragraph; look for its notice.")
    elif counters or (number > len(body) - 4 and _leads_to(home, body[number])):
        tail.body = body
        _take_notice(tail, number)
    else:
        tail.warnings.append(
            f"The text says that it comes from elsewhere (“{wrapping.first_words(body[number], 120)}”);"
            " make sure that the outlet may pass it on."
        )
    _take_counter(tail, counters)
    return tail


def _leads_to(home: str, block: str) -> bool:
    return bool(home) and any(wrapping.host(link.href) == home for link in links.links(block))


def is_counter(element: Element, found: dict[str, str], hints: Hints) -> bool:
    """Whether an element is the tool's counter, or one of the form that the outlet's terms state."""
    if found.get("id", "").lower() in COUNTER_IDS:
        return True
    source = found.get("src", "")
    return element.name == "img" and (
        "republication-pixel=true" in source or any(re.fullmatch(pattern, source) for pattern in hints.counter_patterns)
    )


def _take_counter(tail: Tail, tags: list[str]) -> None:
    """The counter of this article. A text that quotes another outlet's block may hold that one's counter as well."""
    addresses = list(
        dict.fromkeys(filter(None, (wrapping.attribute(tag, "src") for tag in tags if "<img" in tag[:5].lower())))
    )
    if tags and not addresses:
        tail.warnings.append(
            "The outlet's counter is a script, which is not run here; ask the outlet for its image form."
        )
        return
    home = wrapping.host(tail.canonical_url or "")
    own = [address for address in addresses if home and wrapping.host(address) == home]
    if len(addresses) > 1:
        tail.warnings.append(f"The text holds {len(addresses)} different counters; the one of this article was kept.")
    tail.counter_url = next(reversed(own or addresses), None)
    if tail.counter_url and not urlsplit(tail.counter_url).scheme.startswith("http"):
        tail.warnings.append("The counter has no complete address; copy the block afresh.")


def _licence_block(body: list[str], counters: list[str]) -> int | None:
    """A notice in words of the outlet's own: near the end, a link to the outlet and the name of the licence."""
    homes = {wrapping.host(wrapping.attribute(tag, "src")) for tag in counters} - {""}
    for number in range(len(body) - 1, max(-1, len(body) - 5), -1):
        leads_home = any(wrapping.host(link.href) in homes for link in links.links(body[number]))
        if leads_home and wrapping.licence_in(body[number]):
            return number
    return None


def _take_notice(tail: Tail, number: int) -> None:
    notice = wrapping.without_pictures(tail.body[number])
    after = [block for block in tail.body[number + 1 :] if not wrapping.is_divider(block)]
    before = tail.body[:number]
    while before and wrapping.is_divider(before[-1]):
        before.pop()
    found = [link for link in links.links(notice) if wrapping.host(link.href) != wrapping.CREATIVE_COMMONS]
    articles = [link for link in found if wrapping.is_article(link.href)]
    homes = [link for link in found if not wrapping.is_article(link.href)]
    tail.canonical_url = wrapping.without_campaign(articles[0].href) if articles else None
    tail.site = next((link.text for link in [*homes, *articles[1:]] if link.text), None)
    tail.licence_stated = wrapping.licence_in(notice)
    if before and tail.site and _is_tagline(before[-1], tail.site):
        notice = before.pop().strip() + notice
    tail.notice_html = notice
    if not tail.canonical_url:
        tail.warnings.append("The notice links to no article, so the address of the original is not known; look it up.")
    if after:
        tail.warnings.append(
            f"Text follows the outlet's notice (“{wrapping.first_words(after[0])}”)."
            " It was kept in the body; check whose it is."
        )
    tail.body = before + after


def _is_tagline(block: str, site: str) -> bool:
    """The line in which an outlet says what it is ("KFF Health News is a national newsroom …"), all in italics."""
    words = " ".join(text.plain(block).split())
    if not re.match(
        rf"(?:The )?{re.escape(site.removeprefix('The '))}(?:,[^,.]{{1,80}},)? (?:is|are) (?:an?|the|one) ", words
    ):
        return False
    outside = wrapping.taken_out(block, lambda element, _: element.name in ("em", "i"))[0]
    return not text.plain(outside).strip(" .")


def _top(html: str) -> tuple[str, str | None, str | None, str | None]:
    """The text without its headline and byline, and these: headline, line of names, printed date."""
    seen_text = False

    def is_top(element: Element, found: dict[str, str]) -> bool:
        nonlocal seen_text
        if element.name == "h1":
            return True
        if element.name == "p" and not seen_text:
            if any(name.endswith(("byline", "entry-date")) for name in found.get("class", "").split()):
                return True
            seen_text = True
        return False

    html, parts = wrapping.taken_out(html, is_top)
    title = byline = printed = None
    for part in parts:
        lines = [words for line in LINE_BREAK.split(part) if (words := wrapping.line(clean(line)))]
        words = " ".join(lines)
        if part[:3].lower() == "<h1":
            title = title or words or None
        elif "entry-date" in wrapping.attribute(part, "class"):
            printed = words
        elif lines:
            byline, printed = lines[0], (lines[1] if len(lines) > 1 else printed)
    return html, title, byline, printed


def _authors(byline: str | None, site: str | None, arrival: Arrival) -> list[Author]:
    if not byline:
        return []
    line = re.sub(r"^by\s+", "", byline.strip(), flags=re.IGNORECASE)
    if site and line.casefold().endswith(site.casefold()):
        line = line[: -len(site)].rstrip(" ,")
    elif not site and "," in line:
        line = line.rpartition(",")[0]
    people = wrapping.names(line)
    if len(people) > 1:
        arrival.warn(f"The byline “{line[:200]}” was split into {len(people)} names, which is a guess; check them.")
    return [Author(name) for name in people]
