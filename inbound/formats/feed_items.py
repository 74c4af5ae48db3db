"""A well-formed feed's fields, each from its own element. Child process only.

feedparser merges what we must keep apart (several authors, the credit of each picture, rights beside licences, the
language of one item) and repairs what we must keep as it is. Here a field is what its element says. Formats: RSS 0.9x,
1.0 and 2.0, Atom 1.0 (RFC 4287) and 0.3, Dublin Core, the Creative Commons module, WordPress's export (WXR).
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from inbound.formats.feed_contents import atom_html, atom_line, described, language_of, rss_content
from inbound.formats.feed_media import media
from inbound.formats.feed_terms import prohibited, terms, tombstones
from inbound.formats.feed_text import headline, line, moment, person
from inbound.formats.feed_tree import (
    Fields,
    Tree,
    absolute,
    attribute,
    based,
    language,
    markup,
    name,
    stated_base,
    words,
)

# Kinds of rows in a WordPress export that are no articles.
NO_ARTICLE = {
    "attachment",
    "nav_menu_item",
    "custom_css",
    "revision",
    "wp_navigation",
    "wp_global_styles",
    "wp_template",
}

NOT_PUBLISHED = {"draft", "auto-draft", "pending", "private", "future", "trash"}

# Hosts that put an address of their own before the article's.
REDIRECTORS = (
    "feedproxy.google.com",
    "feeds.feedburner.com",
    "rss.feedsportal.com",
    "feedproxy.feedburner.com",
)

MOST_CATEGORIES = 500


def _version(root: Element, is_atom: bool) -> str:
    """As feedparser calls them: atom10, rss20, rss10 for RDF."""
    if is_atom:
        return "atom10"
    stated = (root.get("version") or "").strip() if name(root.tag) == "rss" else "1.0"
    return "rss" + "".join(re.findall(r"\d", stated)[:3])


def feed(tree: Tree, base: str) -> dict[str, Any]:
    """The feed and its entries as plain data; each entry's ``span`` says where its element stands in the bytes."""
    root = tree.root
    is_atom = name(root.tag) in ("atom:feed", "feed", "atom:entry", "entry")
    top = root if is_atom else next((child for child in root if name(child.tag) == "channel"), root)
    around = [root] if top is root else [root, top]
    source, base = base, stated_base(around, base) or base
    found = _head(Fields(top, atom=is_atom), base, is_atom)
    found["language"] = found["language"] or language(root)
    base = base or found["link"] or found["self_link"] or ""
    found["version"] = _version(root, is_atom)
    found["entries"] = []
    found["holder"] = Fields(top).line("dc:rightsholder", "dcterms:rightsholder")
    found["withdrawn"] = tombstones(top)
    forbidden = prohibited(root)
    people = _logins(top)
    others = 0
    for item, start, end in tree.items:
        fields = Fields(item, atom=is_atom)
        if fields.line("wp:post_type") in NO_ARTICLE:
            others += 1
            continue
        entry = (_atom_entry if is_atom else _rss_item)(fields, based(item, base))
        texts = [element for element in item if name(element.tag) in ("atom:content", "content")]
        entry |= terms(fields, entry["warnings"])
        entry["prohibits"] += [
            said for one in entry["licences"] or found["licences"] for said in forbidden.get(one, ())
        ]
        entry["base"] = stated_base([*around, item, *texts[:1]], source)
        entry["authors"] = [(people.get(author, author), page) for author, page in entry["authors"]]
        found["entries"].append(entry | {"span": [start, end]})
    found["errors"] = []
    found["warnings"] = (
        [f"{others} attachments and menus of the export are no articles and were left out."] if others else []
    )
    return found


def _logins(channel: Element) -> dict[str, str]:
    """In WordPress's export the creator of an item is a log-in; the names stand at the head of the file."""
    people = {}
    for element in channel:
        if name(element.tag) == "wp:author":
            fields = Fields(element)
            login, shown = fields.line("wp:author_login"), person(fields.line("wp:author_display_name"))
            if login and shown:
                people[login] = shown
    return people


def _head(fields: Fields, base: str, is_atom: bool) -> dict[str, Any]:
    """What the feed says of itself."""
    updated = (
        ("atom:updated", "atom:modified") if is_atom else ("lastbuilddate", "dcterms:modified", "pubdate", "dc:date")
    )
    title = fields.first("atom:title") if is_atom else fields.first("title", "dc:title")
    return {
        "id": fields.line("atom:id") or attribute(fields.element, "about"),
        "title": None if title is None else atom_line(title) if is_atom else headline(words(title)),
        "link": _atom_link(fields, base, "alternate") if is_atom else _rss_link(fields, base),
        "self_link": _atom_link(fields, base, "self"),
        "rights": _rights(fields),
        "licences": _licences(fields, base),
        "language": fields.line("language", "dc:language") or language(fields.element),
        "updated": _time(fields, *updated)[0],
        "generator": fields.line("generator", "atom:generator"),
        "authors": _atom_authors(fields, base),
    }


def _atom_entry(fields: Fields, base: str) -> dict[str, Any]:
    warnings: list[str] = []
    title, summary, content = (fields.first(f"atom:{part}") for part in ("title", "summary", "content"))
    source = fields.first("atom:source")
    authors = _atom_authors(fields, base)
    if not authors and source is not None:
        # RFC 4287, 4.1.2: an entry taken over from another feed keeps that feed's author in its source.
        authors = _atom_authors(Fields(source, atom=True), base)
    authors = authors or _named(fields, "dc:creator", "other:creator")
    identity, link = fields.line("atom:id", "guid", "dc:identifier"), _atom_link(fields, base, "alternate")
    if not link and (identity or "").startswith(("http://", "https://")):
        link = identity
        warnings.append("The feed links no page of this article; its identity, which is an address, stands in for it.")
    return {
        "id": identity,
        "title": None if title is None else atom_line(title),
        "link": link,
        "source_link": absolute(fields.line("feedburner:origlink", "pheedo:origlink"), base),
        "summary_html": described(fields) if summary is None else atom_html(summary, warnings),
        "content_html": atom_html(content, warnings),
        "authors": authors,
        "rights": _rights(fields),
        "licences": _licences(fields, base),
        **_times(
            fields,
            ("atom:published", "atom:issued", "atom:created", "dc:date"),
            ("atom:updated", "atom:modified"),
            warnings,
        ),
        "language": language(fields.element) or fields.line("dc:language") or language(content) or language(title),
        "categories": _categories(fields),
        "media": media(fields, base),
        "warnings": warnings,
    }


def _rss_item(fields: Fields, base: str) -> dict[str, Any]:
    warnings: list[str] = []
    title = fields.first("title", "atom:title", "dc:title", "media:title")
    guid = fields.first("guid")
    identity = line(words(guid)) if guid is not None else None
    permalink = identity if guid is not None and (attribute(guid, "ispermalink") or "true").lower() == "true" else None
    if permalink and not permalink.lower().startswith(("http://", "https://")):
        permalink = None
    link = _rss_link(fields, base) or permalink
    source_link = absolute(fields.line("feedburner:origlink", "pheedo:origlink"), base)
    if not source_link and permalink and _host(link) in REDIRECTORS and _host(permalink) not in REDIRECTORS:
        source_link = permalink
    spoken = language(fields.element) or fields.line("dc:language", "language") or language_of(fields)
    content = rss_content(fields, warnings)
    _holder(fields, warnings)
    if (status := fields.line("wp:status")) in NOT_PUBLISHED:
        warnings.append(f"The export calls this item “{status}”, so the outlet has not published it.")
    summary = fields.first(
        "description",
        "dc:description",
        "dcterms:abstract",
        "atom:summary",
        "excerpt:encoded",
        "itunes:summary",
        "summary",
    )
    return {
        "id": identity or fields.line("atom:id", "dc:identifier") or attribute(fields.element, "about"),
        "title": None if title is None else headline(words(title)),
        "link": link,
        "source_link": source_link,
        "summary_html": described(fields) if summary is None else markup(summary).strip(),
        "content_html": content,
        "authors": _rss_authors(fields, base, warnings),
        "rights": _rights(fields),
        "licences": _licences(fields, base),
        **_times(
            fields,
            ("pubdate", "dcterms:issued", "dcterms:created", "atom:published", "dc:date", "wp:post_date_gmt"),
            ("atom:updated", "dcterms:modified", "modified", "other:modified", "wp:post_modified_gmt"),
            warnings,
        ),
        "language": spoken,
        "categories": _categories(fields),
        "media": media(fields, base),
        "warnings": warnings,
    }


def _rss_authors(fields: Fields, base: str, warnings: list[str]) -> list[tuple[str, str | None]]:
    """The creators; where none is named, the author: an editor's address often stands beside the creators' names."""
    found = _named(fields, "dc:creator", "dcterms:creator") or _atom_authors(fields, base) or _named(fields, "author")
    found = found or _named(fields, "dc:author", "other:author", "other:creator", "itunes:author")
    if not found and any(words(element).strip() for element in fields.all("author", "dc:creator")):
        warnings.append("The feed gives an e-mail address in place of the author's name; look up the author.")
    return found


def _named(fields: Fields, *names: str) -> list[tuple[str, str | None]]:
    """One author for each element, in the order of the file, none twice."""
    found: dict[str, tuple[str, str | None]] = {}
    for element in fields.all(*names):
        # Some feeds put a person's name and title into elements of their own.
        inner = Fields(element, atom=True).line("atom:name", "other:name", "foaf:name") if len(element) else None
        if known := person(inner or words(element)):
            found.setdefault(known.casefold(), (known, attribute(element, "resource")))
    return list(found.values())


def _atom_authors(fields: Fields, base: str) -> list[tuple[str, str | None]]:
    found: dict[tuple[str, str | None], None] = {}
    for element in fields.all("atom:author"):
        inner = Fields(element, atom=True)
        known = person(inner.line("atom:name", "foaf:name") or ("" if len(element) else element.text))
        if known:
            homepage = inner.first("foaf:homepage", "atom:homepage")
            page = _page(homepage) or inner.line("atom:uri", "atom:url")
            found[known, absolute(page, base)] = None
    return list(found)


def _page(homepage: Element | None) -> str | None:
    return None if homepage is None else attribute(homepage, "resource", "href") or line(words(homepage))


def _atom_link(fields: Fields, base: str, relation: str) -> str | None:
    """Of several alternates the HTML page: a feed may offer a PDF or a sound beside it."""
    offered: list[tuple[bool, int, str]] = []
    for element in fields.all("atom:link"):
        address = absolute(attribute(element, "href"), based(element, base))
        if address and (attribute(element, "rel") or "alternate").lower() == relation:
            kind = (attribute(element, "type") or "text/html").lower()
            offered.append((kind not in ("text/html", "application/xhtml+xml"), len(offered), address))
    return min(offered)[2] if offered else None


def _rss_link(fields: Fields, base: str) -> str | None:
    for element in fields.all("link"):
        if address := absolute(words(element), base):
            return address
    for element in fields.all("link"):
        if (attribute(element, "rel") or "alternate").lower() == "alternate" and (
            address := attribute(element, "href")
        ):
            return absolute(address, base)
    return _atom_link(fields, base, "alternate")


def _holder(fields: Fields, warnings: list[str]) -> None:
    if holder := fields.line("dc:rightsholder", "dcterms:rightsholder"):
        warnings.append(
            f"The item names “{holder[:200]}” as the holder of its rights; make sure that it is ours to take."
        )


def _rights(fields: Fields) -> str | None:
    for element in fields.all("atom:rights", "dc:rights", "copyright", "dcterms:rights", "atom:copyright"):
        if said := headline(words(element)):
            return said
    return None


def _licences(fields: Fields, base: str) -> list[str]:
    found: list[str | None] = []
    for element in fields.all("creativecommons:license", "cc:license", "dcterms:license"):
        found.append(attribute(element, "resource", "href") or "".join(words(element).split()))
    for element in fields.all("atom:link", "link"):
        if (attribute(element, "rel") or "").lower() == "license":
            found.append(absolute(attribute(element, "href"), base))
    return list(dict.fromkeys(address for address in found if address))


def _categories(fields: Fields) -> list[str]:
    found = []
    for element in fields.all("category", "atom:category", "dc:subject", "dcterms:subject", "media:category"):
        found.append(line(attribute(element, "label")) or headline(words(element)) or line(attribute(element, "term")))
    for element in fields.all("itunes:category"):
        found += [line(attribute(inner, "text")) for inner in element.iter()]
    for element in fields.all("tags", "media:keywords", "itunes:keywords"):
        found += [headline(part) for part in words(element).split(",")]
    return list(dict.fromkeys(category for category in found if category))[:MOST_CATEGORIES]


def _times(fields: Fields, published: tuple[str, ...], updated: tuple[str, ...], warnings: list[str]) -> dict[str, Any]:
    (out, odd_out), (changed, odd_changed) = _time(fields, *published), _time(fields, *updated)
    for written in filter(None, (odd_out, odd_changed)):
        warnings.append(f"The time “{written}” could not be read; look it up.")
    return {"published": out, "updated": changed}


def _time(fields: Fields, *names: str) -> tuple[str | None, str | None]:
    """The first time among the elements in ISO 8601, and the first as written that could not be read."""
    odd = None
    for element in fields.all(*names):
        written = line(words(element))
        if written and not written.startswith("0000-00-00"):
            if found := moment(written):
                return found.isoformat(), odd
            odd = odd or written[:60]
    return None, odd


def _host(address: str | None) -> str:
    try:
        return (urlsplit(address or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
