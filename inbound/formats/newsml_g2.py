"""NewsML-G2 of the IPTC: news messages, news items and packages, with NITF, XHTML or plain text inside.

A message may hold several articles, each with pictures that are items of their own: a package, or a link, says which
belong together. Packages, events, concepts and films are no articles. Child process only, but for ``NAME``.
"""

from __future__ import annotations

import base64
import re
from xml.etree.ElementTree import Element

from inbound.formats import g2_rights, nitf
from inbound.formats.feed_text import mended
from inbound.formats.nitf_body import LOOKS_LIKE_HTML, Body, page
from inbound.formats.nitf_body import text as as_html
from inbound.formats.wire_item import Credited, Gone, Shown, WireItem
from inbound.formats.wire_tree import (
    Found,
    attribute,
    below,
    code,
    has_no_zone,
    is_code,
    kid,
    kids,
    language,
    line,
    moment,
    name,
    passage,
    unique,
    words,
)

NAME = "newsml-g2"
CONTENT_TYPES = {
    "newsitem": "application/vnd.iptc.g2.newsitem+xml",
    "packageitem": "application/vnd.iptc.g2.packageitem+xml",
}
KINDS = {
    "picture": "a picture", "graphic": "a graphic", "graphics": "a graphic", "video": "a film", "audio": "a sound",
    "animation": "an animation", "data": "a table of data", "event": "an event",
}  # fmt: skip
NO_NEWS = {
    "packageitem": "a package that only refers to other items",
    "conceptitem": "a concept of a vocabulary",
    "knowledgeitem": "a vocabulary",
    "planningitem": "a plan of coverage",
    "catalogitem": "a catalogue",
}
SUB_HEADLINES = ("subheadline", "subheadline1", "subtitle", "subheading", "sub", "deck", "dek", "secondary")
NO_HEADLINES = ("kicker", "short", "seo", "mobile", "slug", "search", "social", "push")
SUMMARIES = ("abstract", "summary", "teaser", "intro", "synthe", "standfirst", "lead", "short")
WRITES = ("author", "co-author", "coauthor", "writer", "reporter", "journalist", "correspondent", "byline", "")
NO_AUTHORS = ("photog", "photo", "photographer", "phot", "source", "editor", "artist", "cameraman", "camera")
# Kinds of concepts (IPTC's cpnature vocabulary) and two that agencies add; what they add beside is bookkeeping.
TAGGED: tuple[str, ...] = ("abstract", "person", "organisation", "geoarea", "poi", "object", "event", "animal", "party")
TAGGED += ("category", "department", "topic-name")
PAGES = ("canonical", "web", "weburl", "webpage", "permalink", "url", "article", "alternate", "altrep", "shorturl")
BEST = ("original", "highres", "hires", "baseimage", "main", "web", "viewimage", "preview", "lowres", "thumb")
TEXTUAL = re.compile(r"text/|[/+]x?html|nitf", re.IGNORECASE)


def read_item(element: Element) -> list[WireItem]:
    """The one item that an element is, apart from its neighbours."""
    return [read(element)]


def read(element: Element) -> WireItem:
    """One item alone."""
    called = name(element)
    meta, content = kid(element, "itemmeta"), kid(element, "contentmeta")
    item = WireItem(content_type=CONTENT_TYPES.get(called, "application/vnd.iptc.g2.newsmessage+xml"))
    item.id, item.version = attribute(element, "guid"), attribute(element, "version")
    item.language = attribute(kid(content, "language"), "tag") or language(element)
    item.title = _headlines(item, content) or words(kid(meta, "title"))
    kind = code(kid(meta, "itemclass"))
    item.kind = NO_NEWS.get(called) or KINDS.get(kind or "", "text")
    item.is_media = called == "newsitem" and item.kind != "text"
    _take_meta(item, meta)
    g2_rights.take(item, element)
    _take_people(item, meta, content)
    item.dateline = words(kid(content, "dateline"))
    item.tags = _tags(item, content)
    _take_dates(item, meta, content)
    item.url = _page(item, meta, content)
    contents = kid(element, "contentset")
    if item.is_media and not any(_is_picture(one, item) for one in kids(contents, "remotecontent")):
        # Some call a text by what belongs to it.
        if next(kids(contents, "inlinexml", "inlinedata"), None) is not None:
            item.kind, item.is_media = "text", False
    if item.kind == "text":
        _take_text(item, contents)
        _take_summary(item, content)
    pictures = _pictures(item, content, contents)
    item.pictures = pictures + [one for one in item.pictures if one.url not in {shown.url for shown in pictures}]
    if item.status in nitf.CANCELED and item.id:
        item.gone.append(Gone(item.id, item.updated, next(iter(item.notes), None)))
    return item


# --- what belongs together


def join(found: list[tuple[Found, WireItem]]) -> None:
    """Pictures of the message go to the article that a package or a link names; to the only article there is."""
    by_id = {item.id: item for _, item in found if item.id}
    texts = [item for _, item in found if item.kind == "text"]
    taken: set[str] = set()
    together: list[list[str]] = []
    for one, item in found:
        refs = [ref for ref in below(one.element, "itemref", "link") if code_of(ref) not in ("derivedfrom",)]
        named = unique([attribute(ref, "residref", "href") for ref in refs])
        if item.kind == "text":
            together.append([item.id or "", *named])
        elif item.kind == NO_NEWS["packageitem"]:
            for listed in below(one.element, "group"):
                together.append(unique([attribute(ref, "residref", "href") for ref in kids(listed, "itemref")]))
            together.append(named)
    for group in together:
        articles = [held for key in group if (held := by_id.get(key)) and held.kind == "text"]
        for key in group:
            shown = by_id.get(key)
            if len(articles) == 1 and shown and shown.pictures and shown.is_media and key not in taken:
                articles[0].pictures += shown.pictures
                taken.add(key)
    alone = [item for _, item in found if item.is_media and item.pictures and (item.id or "") not in taken]
    if len(texts) == 1:
        for item in alone:
            texts[0].pictures += item.pictures
        taken |= {item.id or "" for item in alone}
    for _, item in found:
        item.is_shown = item.is_media and (item.id or "") in taken and bool(texts)


def code_of(link: Element) -> str:
    return (attribute(link, "rel") or "").rpartition(":")[2].lower()


# --- what is said of the item


def _take_meta(item: WireItem, meta: Element | None) -> None:
    item.status = code(kid(meta, "pubstatus"))
    notes = unique([line(" ".join(one.itertext())) for one in kids(meta, "ednote")])
    # One that gathers the others says nothing of its own.
    item.notes = [note for note in notes if sum(other in note for other in notes) < 3]
    item.parties = unique([_named(one) for one in kids(meta, "provider")])


def _headlines(item: WireItem, content: Element | None) -> str | None:
    """The main headline; of those that follow, one that is called a second one or has no name is the deck."""
    stated = list(kids(content, "headline"))
    own = [one for one in stated if language(one) in (None, item.language)] or stated
    ranked = sorted(
        own, key=lambda one: int(attribute(one, "rank") or 0) if (attribute(one, "rank") or "0").isdigit() else 0
    )
    roles = [((attribute(one, "role") or "").rpartition(":")[2].lower(), words(one)) for one in ranked]
    main = [said for role, said in roles if said and role not in SUB_HEADLINES + NO_HEADLINES]
    # What is ranked third is no second headline but a kicker.
    second = [words(one) for one in ranked if (attribute(one, "rank") or "2") in ("1", "2")]
    decks = [said for role, said in roles if said and role in SUB_HEADLINES] or [
        said for said in main[1:2] if said in second
    ]
    item.deck = next((said for said in decks if said not in main[:1]), None)
    return next(iter(main or decks), None)


def _named(party: Element) -> str | None:
    """The name of a party, else what its literal says of it; codes are no names."""
    return next(iter(unique([words(one) for one in kids(party, "name")])), None) or attribute(party, "literal")


def _take_people(item: WireItem, meta: Element | None, content: Element | None) -> None:
    item.parties += unique([_named(one) for one in kids(content, "infosource")])
    credit_line = words(kid(content, "creditline"))
    people: list[Credited] = []
    for one in kids(content, "creator", "contributor"):
        role = (attribute(one, "role") or "").rpartition(":")[2].lower()
        is_writer = role in WRITES if name(one) == "creator" else role in WRITES[:-1]
        kind = (attribute(one, "type") or "").rpartition(":")[2].lower()
        said = _named(one)
        if not said:
            continue
        if kind.startswith("organi") or role in NO_AUTHORS or not is_writer:
            item.parties += [said] if kind.startswith("organi") else []
            continue
        people.append(_person(one, said))
    item.credits = [Credited(said, printed=True) for said in unique([words(one) for one in kids(content, "by")])]
    item.also = people
    if not people and credit_line and "/" in credit_line:
        item.also = [Credited(credit_line, printed=True)]
    item.parties += [credit_line] if credit_line and "/" not in credit_line else []


def _person(element: Element, said: str) -> Credited:
    address = attribute(element, "uri")
    inside = kid(element, "persondetails", "organisationdetails")
    affiliation = kid(inside, "affiliation")
    house = _named(affiliation) if affiliation is not None else None
    return Credited(
        said,
        title=attribute(element, "jobtitle"),
        institution=house,
        profile_url=address if address and address.lower().startswith(("http://", "https://")) else None,
    )


def _tags(item: WireItem, content: Element | None) -> list[str]:
    found: list[str | None] = []
    for subject in kids(content, "subject", "genre"):
        kind = (attribute(subject, "type") or "").rpartition(":")[2].lower()
        scheme = (attribute(subject, "type") or "").rpartition(":")[0].lower()
        if name(subject) == "genre" or (scheme == "cpnat" and kind not in TAGGED):
            continue
        names = list(kids(subject, "name"))
        own = [one for one in names if language(one) in (None, item.language)] or names
        found.append(words(own[0]) if own else None)
        literal = attribute(subject, "literal")
        if not own and literal and not re.fullmatch(r"[A-Z0-9#:_-]+", literal):
            found.append(literal)
    found += [words(one) for one in kids(content, "keyword")]
    return [one for one in unique(found) if not is_code(one) and one != item.title]


def _take_dates(item: WireItem, meta: Element | None, content: Element | None) -> None:
    written = {
        called: words(kid(meta, called) if kid(meta, called) is not None else kid(content, called))
        for called in ("firstcreated", "versioncreated", "contentcreated", "contentmodified", "embargoed")
    }
    times = {called: moment(said) for called, said in written.items()}
    for called, said in written.items():
        if said and not times[called]:
            item.warnings.append(f"The time “{said[:60]}” ({called}) could not be read; look it up.")
    item.updated = times["versioncreated"] or times["contentmodified"]
    item.published = times["firstcreated"] or times["contentcreated"] or item.updated
    item.embargo = times["embargoed"]
    if written["embargoed"] and not item.embargo:
        item.status = item.status if item.status in nitf.CANCELED else "withheld"
        item.warnings.append("The end of the embargo could not be read; the item is held back until somebody asks.")
    elif kid(meta, "embargoed") is not None and not written["embargoed"]:
        item.warnings.append("“embargoed” stands there empty; it was read as no embargo. See the notes to editors.")
    if has_no_zone(written["embargoed"]):
        item.warnings.append("The embargo names no time zone; it was read as UTC. Ask the source.")


def _page(item: WireItem, meta: Element | None, content: Element | None) -> str | None:
    """The page of the article, where the item says that an address is one."""
    found = [
        attribute(link, "href")
        for link in [*kids(meta, "link"), *kids(content, "link")]
        if code_of(link) in PAGES and (attribute(link, "contenttype") or "text/html").startswith("text/html")
    ]
    for identity in kids(content, "altid"):
        kind = (attribute(identity, "type") or "").lower()
        found += [words(identity)] if "url" in kind or "web" in kind else []
    found.append(item.id)
    return next((one for one in found if one and one.lower().startswith(("http://", "https://"))), None)


# --- the content


def _take_summary(item: WireItem, content: Element | None) -> None:
    """What is called a summary; a description without a name is one, too. An address of mail alone says nothing."""
    said = []
    for one in kids(content, "description"):
        role = (attribute(one, "role") or "").rpartition(":")[2].lower()
        summary = passage(one)
        if (role in SUMMARIES or not role) and summary and not re.fullmatch(r"<?\S+@\S+>?", summary):
            said.append(Body().add(one))
    item.standfirst_html = str(said[0]) if said else item.standfirst_html


def _take_text(item: WireItem, contents: Element | None) -> None:
    """The text: of several renderings the one in the item's language, and of these the longest."""
    offered = []
    for element in kids(contents, "inlinexml", "inlinedata"):
        read = _inline(element)
        if read.body_html:
            offered.append((language(element) in (None, item.language), len(read.body_html), read))
        elif read.warnings:
            item.warnings += read.warnings
    if len(offered) > 1:
        item.warnings.append(f"The item holds its text {len(offered)} times; the longest was taken.")
    if not offered:
        elsewhere = [
            attribute(one, "href")
            for one in kids(contents, "remotecontent")
            if TEXTUAL.search(attribute(one, "contenttype") or "")
        ]
        if address := next(filter(None, elsewhere), None):
            item.warnings.append(f"The item keeps its text elsewhere ({address[:200]}); fetch it from there.")
        return
    taken = max(offered, key=lambda one: one[:2])[2]
    item.body_html = taken.body_html
    item.title = item.title or taken.title
    item.deck = item.deck or taken.deck
    item.standfirst_html = taken.standfirst_html
    item.dateline = item.dateline or taken.dateline
    item.pictures += taken.pictures
    item.language = item.language or taken.language
    item.parties += taken.parties
    item.notes = unique([*item.notes, *taken.notes])
    # A byline inside the text is the printed one.
    item.credits, item.also = taken.credits or item.credits, [*item.credits, *item.also]
    item.holder, item.notice = item.holder or taken.holder, item.notice or taken.notice
    item.expires = item.expires or taken.expires
    item.tags = item.tags or taken.tags
    if taken.status and not item.status:
        item.status = taken.status


def _inline(element: Element) -> WireItem:
    """The text of inlineXML or inlineData, by what stands in it rather than by what it is called."""
    root = next(iter(element), None)
    kind = attribute(element, "contenttype") or ""
    if root is None:
        written = _decoded(element)
        if kind and not TEXTUAL.search(kind):
            return WireItem(warnings=[f"A part of the item is {kind[:60]}, which is no text, and was left out."])
        plain = kind.startswith("text/plain") or not kind
        return WireItem(body_html=as_html(written) if plain or not LOOKS_LIKE_HTML.search(written) else written)
    called = name(root)
    if called == "nitf":
        return nitf.read(root)
    if called in ("body", "body.content") and kid(root, "body.content", "body.head") is not None:
        read = WireItem()
        nitf.text(read, root)
        return read
    if called == "html":
        inside = kid(root, "body")
        found = WireItem(body_html=page(inside) if inside is not None else "")
        found.title = words(kid(root, "head/title"))
        return found
    if called in ("div", "p", "section", "article", "main", "body") and not root.tag.rpartition("}")[2].isupper():
        return WireItem(body_html=page(element))
    if kind and not TEXTUAL.search(kind):
        return WireItem(warnings=[f"A part of the item is <{called[:40]}> ({kind[:60]}), no text; it was left out."])
    if called in ("events", "sports-content", "event", "results"):
        return WireItem(warnings=[f"A part of the item is <{called}>, no text; it was left out."])
    return WireItem(body_html=str(Body().add(element)))


def _decoded(element: Element) -> str:
    written = mended(element.text or "")
    if "base64" in (attribute(element, "encoding") or "").lower():
        try:
            return base64.b64decode(written, validate=False).decode("utf-8")
        except ValueError:
            return ""
    return written


def _pictures(item: WireItem, content: Element | None, contents: Element | None) -> list[Shown]:
    """The pictures that lie elsewhere: in a text each is one, in a picture all are one in several sizes."""
    offered = [one for one in kids(contents, "remotecontent") if _is_picture(one, item)]
    if not offered:
        return []
    roles = [(attribute(one, "rendition") or "").rpartition(":")[2].lower() for one in offered]
    one_picture = item.kind != "text" or (all(roles) and len(set(roles)) == len(roles))
    best = [max(offered, key=_rank)] if one_picture else offered
    found = [Shown(url=attribute(one, "href") or "") for one in best]
    for element, shown in zip(best, found, strict=True):
        shown.ids = unique([item.id, attribute(element, "residref"), attribute(element, "id")])
        shown.caption = words(kid(element, "title"))
        shown.alt = words(kid(element, "alttext"))
    if item.kind != "text":
        described = {
            (attribute(one, "role") or "").rpartition(":")[2].lower(): words(one)
            for one in kids(content, "description")
        }
        said = next((described[role] for role in ("caption", "", *SUMMARIES) if described.get(role)), None)
        made = unique([_named(one) for one in kids(content, "creator")])
        line_of_credit = words(kid(content, "creditline"))
        for shown in found:
            shown.caption = said or shown.caption or item.title
            shown.credit = line_of_credit or ", ".join(made) or words(kid(content, "by"))
            shown.rights = " · ".join(unique([item.notice or item.holder, *item.usage_terms])) or None
            shown.licence = next(iter(item.licences), None)
            shown.alt = described.get("alttext") or described.get("alt") or shown.alt
    return found


def _is_picture(remote: Element, item: WireItem) -> bool:
    kind = (attribute(remote, "contenttype") or "").lower()
    address = attribute(remote, "href")
    if not address or attribute(remote, "hascontent") == "false":
        return False
    if kind:
        return kind.startswith("image/") and "photoshop" not in kind and "illustrator" not in kind
    return item.kind in ("a picture", "a graphic") or bool(re.search(r"\.(?:jpe?g|png|webp|gif|avif)\b", address, re.I))


def _rank(remote: Element) -> tuple[int, int]:
    width = attribute(remote, "width") or ""
    role = (attribute(remote, "rendition") or "").rpartition(":")[2].lower()
    place = next((number for number, best in enumerate(BEST) if best in role), len(BEST))
    return int(width) if width.isascii() and width.isdigit() and len(width) < 7 else 0, -place
