"""The headline, the standfirst and the text of a ninjs item, whichever of its fields hold them."""

from __future__ import annotations

import re

from articles.body import markup, text
from articles.body.clean import clean
from articles.body.elements import Element
from inbound.formats import feed_article, feed_text, own_notice, tracker, wrapping
from inbound.formats.arrival import Arrival, Hints
from inbound.formats.json_fields import Fields, as_html

MAIN_ROLES = ("main", "headline", "title", "")
LEAD_ROLES = ("lead", "lede", "standfirst", "summary", "abstract", "drop-head", "main", "text", "")
HTML_TYPES = ("text/html", "application/xhtml+xml", "text/html5", "application/html")
NITF = re.compile(r"<body\.content[^>]{0,200}>(.*?)</body\.content>", re.DOTALL)
NITF_HEADING = re.compile(r"<(/?)hl[12]\b[^>]{0,200}>")
TAG = re.compile(r"</?(?:p|div|br|h[1-6]|section|article|body|ul|ol|table|figure|blockquote)\b", re.IGNORECASE)
# What may be a text among the names of version 1, the best first: body_text, body_html, and names of one's own.
ALREADY_HTML = ("body_html", "body_xhtml", "body_html5", "body_richhtml5")


def headline(fields: Fields) -> str | None:
    """The main headline on one line of plain text."""
    stated = fields.line("headline") or _by_role(fields, "headlines", MAIN_ROLES)
    stated = stated or next((fields.line(name) for name in fields.names if name.startswith("headline_")), None)
    stated = stated or fields.line("title", "name")
    return feed_text.headline(stated)


def has_text(fields: Fields) -> bool:
    return bool(_body(fields).strip())


def take(arrival: Arrival, fields: Fields, hints: Hints, names: list[str]) -> tracker.Tail:
    """The text, cleaned, with what stands around it in fields of their own. ``names`` are those the source goes by."""
    received = _without_headline(_body(fields), arrival.title)
    tail = feed_article.text_apart(received, arrival.canonical_url, hints)
    if not tail.notice_html:
        own_notice.take(tail, names, hints)
    for warning in tail.warnings:
        arrival.warn(warning)
    said = _description(fields)
    arrival.standfirst = feed_article.standfirst(said, text.plain("".join(tail.body)), arrival) if said else None
    return tail


def _body(fields: Fields) -> str:
    """The text as HTML: what is marked up before what is plain, and what is called the main one before others."""
    for name in ALREADY_HTML:
        if words := fields.text(name):
            return words
    marked: list[str] = []
    bare: list[str] = []
    nitf: list[str] = []
    for body in fields.objects("bodies"):
        words, kind = body.text("value"), (body.line("contenttype", "mimetype") or "").lower().partition(";")[0].strip()
        role = (body.line("role") or "").lower()
        if not words:
            continue
        if "nitf" in kind or "nitf" in role or kind in ("application/xml", "text/xml"):
            nitf.append(words)
        elif kind in HTML_TYPES or "html" in role or (not kind and TAG.search(words)):
            marked.append(words)
        else:
            bare.append(words)
    bare += filter(None, [fields.text("body_text")])
    others = [fields.text(name) or "" for name in fields.names if name.startswith("body_") and name != "body_text"]
    for words in others:
        (marked if TAG.search(words) else bare).append(words)
    if marked:
        return marked[0]
    if bare:
        return as_html(bare[0])
    inside = next((found[1] for words in nitf if (found := NITF.search(words))), "")
    return NITF_HEADING.sub(r"<\1h2>", inside)


def _description(fields: Fields) -> str:
    for name in ("description_html", "description_xhtml"):
        if words := fields.text(name):
            return words
    words = fields.text("description_text") or _by_role(fields, "descriptions", LEAD_ROLES)
    return words if words and TAG.search(words) else markup.escape(words or "")


def caption(fields: Fields) -> str | None:
    """What is said of a picture."""
    words = fields.text("description_caption", "description_text", "description_html", "description_xhtml")
    words = words or _by_role(fields, "descriptions", ("caption", "text", "main", "")) or fields.text("body_text")
    return _plain(words) if words else None


def described(fields: Fields, role: str) -> str | None:
    """A description with this role, such as a credit line."""
    words = fields.text(f"description_{role}") or _by_role(fields, "descriptions", (role,))
    return _plain(words) if words else None


def _by_role(fields: Fields, name: str, roles: tuple[str, ...]) -> str | None:
    """The entry whose role comes first among ``roles``; an entry of a role that is not listed is not taken."""
    found: dict[str, str] = {}
    for entry in fields.objects(name):
        if words := entry.text("value"):
            found.setdefault((entry.line("role") or "").lower().rpartition("/")[2], words)
    return next((found[role] for role in roles if role in found), None)


def _without_headline(html: str, title: str | None) -> str:
    """Some bodies are whole pages, with the headline in an h1 and in the title of the page."""
    wanted = " ".join((title or "").casefold().split())

    def is_headline(element: Element, _: dict[str, str]) -> bool:
        inside = html[element.inner_start : element.inner_end] if element.name == "h1" else ""
        return bool(inside) and " ".join(text.plain(inside).casefold().split()) == wanted

    return wrapping.taken_out(html, is_headline)[0] if wanted and "<h1" in html.lower() else html


def _plain(words: str) -> str | None:
    """Plain text on one line; the fields of headlines and captions hold HTML more often than they should."""
    if re.search(r"<[a-zA-Z/]", words) or re.search(r"&#?\w{2,8};", words):
        words = text.plain(clean(words))
    return " ".join(words.split()) or None
