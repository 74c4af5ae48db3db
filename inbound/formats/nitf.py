"""NITF, the News Industry Text Format of the IPTC: versions 2.5 to 3.6, with or without a namespace or a DOCTYPE.

One document is one article. NewsML 1 and NewsML-G2 carry such documents as the text of their items and use ``read`` and
``text`` as well. Child process only, but for ``NAME``.

The dateline stands in the body where the source prints it there ("NEW YORK (AP) — …"); where it is an element of its
own beside the text, it stays out of the body.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from inbound.formats.nitf_body import Body
from inbound.formats.wire_item import Credited, Gone, WireItem
from inbound.formats.wire_tree import (
    attribute,
    below,
    has_no_zone,
    is_code,
    kid,
    kids,
    language,
    line,
    moment,
    name,
    parts,
    passage,
    unique,
    words,
)

NAME = "nitf"
CONTENT_TYPE = "text/vnd.IPTC.NITF"

CANCELED = ("canceled", "cancelled", "killed", "withdrawn", "deleted")
CANONICAL = ("canonical", "canonical-url", "url", "web-url", "weburl", "permalink", "og:url", "article-url")
_LETTER = re.compile(r"[^\W\d_]")
_JOINS = re.compile(r"[\s,;&/.|]*(?:and|und|et|y|e|og|och|en|with|mit)?[\s,;&/.|]*", re.IGNORECASE)


def read_item(element: Element) -> list[WireItem]:
    """The document as the one item of its file."""
    return [read(element)]


def read(root: Element) -> WireItem:
    """A whole document, from its root element."""
    head, body = kid(root, "head"), kid(root, "body")
    docdata, top = kid(head, "docdata"), kid(body, "body.head")
    item = WireItem(content_type=CONTENT_TYPE, line=1)
    _take_identity(item, head, docdata)
    item.language = language(root) or attribute(root, "baselang") or language(body)
    item.language = item.language or attribute(next(below(kid(body, "body.content"), "lang"), None), "lang")
    hedline = kid(top, "hedline")
    headings = unique([words(one) for one in kids(hedline, "hl1", "hl2")])
    item.title = words(kid(hedline, "hl1")) or words(kid(head, "title")) or next(iter(headings), None)
    item.deck = next((one for one in headings if one != item.title), None)
    text(item, body)
    _take_dates(item, docdata, head, top)
    _take_rights(item, docdata, top)
    _take_tags(item, head, docdata)
    item.notes += unique([attribute(one, "info") for one in kids(docdata, "ed-msg")])
    _take_gone(item, docdata)
    return item


def text(item: WireItem, body: Element | None) -> None:
    """Puts the text of a body element, and what its head says of it, into an item."""
    top = kid(body, "body.head")
    written = Body()
    abstract = Body().add(*kids(top, "abstract"))
    item.standfirst_html = str(abstract)
    item.credits += [one for byline in kids(top, "byline") for one in people(byline)]
    item.parties += unique([words(one) for one in kids(top, "distributor")])
    item.dateline = item.dateline or _dateline(kid(top, "dateline"))
    for media in kids(top, "media"):
        written.media(media)
    for note in kids(top, "note"):
        if (attribute(note, "type") or "npa").lower() == "npa":
            written.notes.append(parts(note) or "")
        else:
            written.add(note)
    written.add(*kids(body, "body.content"))
    written.html += [written.inside(ending) for ending in kids(body, "body.end")]
    item.body_html = str(written)
    item.pictures += written.pictures
    item.notes += [note for note in written.notes if note]


def people(byline: Element) -> list[Credited]:
    """The people of a byline: each person element, else the line as printed; a byttl is the title of those before it.

    "By <person>A</person> and <person>B</person>, <byttl>Staff Writers</byttl>" are two with one title.
    """
    found: list[Credited] = []
    untitled: list[Credited] = []
    loose = [byline.text or ""]

    def title(said: str | None) -> None:
        for one in untitled:
            one.title = one.title or said
        untitled.clear()

    def flush() -> None:
        """What stands loose between persons: joins, the title of those before, or a line of its own."""
        said = line("".join(loose)) or ""
        loose.clear()
        bare = said.strip(" ,;.–—-")
        if not _LETTER.search(bare) or _JOINS.fullmatch(bare) or bare.lower() in ("by", "von", "par", "por"):
            return
        if untitled and said.startswith((",", "(", "-", "–", "—")):
            title(bare.strip("()"))
            return
        untitled.append(Credited(said, printed=True))
        found.append(untitled[-1])

    for child in byline:
        if name(child) in ("person", "byttl"):
            flush()
            said = parts(child)
            if said and name(child) == "person":
                inner = kid(child, "function")
                if inner is not None and (post := words(inner)) and post in said:
                    said = line(said.replace(post, " ")) or said
                    untitled.append(Credited(said.strip(" ,"), title=post))
                else:
                    untitled.append(Credited(said))
                found.append(untitled[-1])
            elif said:
                title(said)
        else:
            loose.append(parts(child) or "")
        loose.append(child.tail or "")
    flush()
    return found


def _dateline(dateline: Element | None) -> str | None:
    """As printed; a time written for machines is none of its words."""
    if dateline is None:
        return None
    said = [dateline.text]
    for child in dateline:
        written = parts(child)
        machine = written is not None and re.fullmatch(r"\d{8}T\d{6}\S*|\d{4}-\d\d-\d\d.*", written)
        said += [None if machine else words(child), child.tail]
    return line(" ".join(filter(None, said)).replace(" ,", ",").replace(" .", "."))


def _take_identity(item: WireItem, head: Element | None, docdata: Element | None) -> None:
    identity = next((one for one in kids(docdata, "doc-id") if attribute(one, "id-string")), None)
    item.id = attribute(identity, "id-string")
    item.parties += unique([attribute(one, "regsrc") for one in kids(docdata, "doc-id")])
    key = kid(docdata, "du-key")
    item.version = attribute(key, "version")
    item.status = (attribute(docdata, "management-status") or "").lower() or None
    addresses = [attribute(one, "ex-ref") for one in kids(head, "pubdata")]
    addresses += [attribute(one, "content") for one in kids(head, "meta") if attribute(one, "name") in CANONICAL]
    item.url = next((one for one in addresses if one and one.lower().startswith(("http://", "https://"))), None)


def _take_dates(item: WireItem, docdata: Element | None, head: Element | None, top: Element | None) -> None:
    written = {
        "issue": attribute(kid(docdata, "date.issue"), "norm") or words(kid(docdata, "date.issue")),
        "release": attribute(kid(docdata, "date.release"), "norm"),
        "expire": attribute(kid(docdata, "date.expire"), "norm"),
        "story": attribute(next(below(top, "story.date"), None), "norm"),
        "publication": attribute(kid(head, "pubdata"), "date.publication"),
    }
    times = {called: moment(said) for called, said in written.items()}
    for called, said in written.items():
        if said and not times[called]:
            item.warnings.append(f"The time “{said[:60]}” ({called}) could not be read; look it up.")
    item.published = times["issue"] or times["story"] or times["publication"] or times["release"]
    item.expires = times["expire"]
    release = times["release"]
    if release and (item.status == "embargoed" or (item.published and release > item.published)):
        item.embargo = release
        if has_no_zone(written["release"]):
            item.warnings.append("The time of release names no time zone; it was read as UTC. Ask the source.")


def _take_rights(item: WireItem, docdata: Element | None, top: Element | None) -> None:
    stated = list(kids(docdata, "doc.copyright"))
    item.holder = next(iter(unique([attribute(one, "holder") for one in stated])), None)
    years = unique([attribute(one, "year") for one in stated])
    printed = " ".join(unique([words(one) for one in kids(top, "copyrite")]))
    item.notice = printed or (f"© {years[0]} {item.holder}" if years and item.holder else None)
    for rights in kids(docdata, "doc.rights"):
        _take_terms(item, {called: attribute(rights, called) for called in TERMS})
    for rights in kids(top, "rights"):
        said = {called: passage(kid(rights, f"rights.{called}")) for called in TERMS}
        if not len(rights) and (bare := passage(rights)):
            item.usage_terms.append(bare)
        _take_terms(item, said)


TERMS = ("owner", "agent", "type", "limitations", "geography", "location-code", "startdate", "enddate")


def _take_terms(item: WireItem, said: dict[str, str | None]) -> None:
    """The terms of a doc.rights or rights element, in words; their beginning and end act as embargo and expiry."""
    item.holder = item.holder or said["owner"]
    item.parties += unique([said["owner"], said["agent"]])
    item.usage_terms += unique([said["type"] if (said["type"] or "").lower() != "none" else None])
    if said["limitations"]:
        item.usage_terms.append(f"Limited to: {said['limitations']}")
    if where := said["geography"] or said["location-code"]:
        item.usage_terms.append(f"For: {where}")
    begin, end = moment(said["startdate"]), moment(said["enddate"])
    if begin and item.published and begin > max(item.published, item.embargo or ""):
        item.embargo = begin
    if end:
        item.expires = min(end, item.expires) if item.expires else end


def _take_tags(item: WireItem, head: Element | None, docdata: Element | None) -> None:
    """Key words, the names of subjects (never their numbers), and what the text is about."""
    found = [attribute(one, "key") or words(one) for one in below(kid(docdata, "key-list"), "keyword")]
    for subject in below(kid(head, "tobject"), "tobject.subject"):
        found += [attribute(subject, f"tobject.subject.{level}") for level in ("type", "matter", "detail")]
    named = kid(docdata, "identified-content")
    found += [parts(one) for one in kids(named, "person", "org", "location", "event", "object.title", "function")]
    found += [attribute(one, "value") for one in kids(named, "classifier")]
    split = [part for one in unique(found) for part in (one.split(",") if " " not in one and "," in one else [one])]
    item.tags = unique([line(one) for one in split if not is_code(one.strip())])


def _take_gone(item: WireItem, docdata: Element | None) -> None:
    reason = " ".join(unique([attribute(one, "info") for one in kids(docdata, "ed-msg")])) or None
    if item.id and item.status in CANCELED:
        item.gone.append(Gone(item.id, item.published, reason))
    earlier = attribute(docdata, "management-doc-idref")
    if earlier and earlier != item.id and (attribute(docdata, "management-idref-status") or "").lower() in CANCELED:
        item.gone.append(Gone(earlier, item.published, reason))
