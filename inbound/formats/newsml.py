"""NewsML 1.0 to 1.2 of the IPTC: NewsItems of NewsComponents, with NITF, XHTML or plain text in their ContentItems.

Components nest freely: one holds the text, one its headline, one a picture with caption and sizes, one the same text in
another language. What belongs together is decided by role, language and place. Child process only, but for ``NAME``.
"""

from __future__ import annotations

import copy
import re
from xml.etree.ElementTree import Element

from inbound.formats import newsml_parts, nitf
from inbound.formats.newsml_parts import Text, formal
from inbound.formats.wire_item import Credited, Gone, Shown, WireItem
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
    passage,
    unique,
    words,
)

NAME = "newsml"
CONTENT_TYPE = "text/vnd.IPTC.NewsML"
KINDS = {"photo": "a picture", "graphic": "a graphic", "video": "a film", "audio": "a sound"}
_REVISION = re.compile(r":\d+[A-Z]?$")


def read_item(element: Element) -> list[WireItem]:
    """The texts of one NewsItem, one item for each language; or one item that says what it is instead."""
    item = WireItem(content_type=CONTENT_TYPE, language=language(element))
    _take_identity(item, kid(element, "identification"))
    _take_management(item, kid(element, "newsmanagement"))
    components = list(kids(element, "newscomponent"))
    item.title = next(iter(unique([words(one) for one in below(element, "headline")])), None)
    if not components:
        changes = kid(element, "update") is not None
        item.kind = "a list of changes to an earlier version, not the whole text" if changes else "without any content"
        if kid(element, "topicset", "catalog") is not None:
            item.kind = "a vocabulary"
        return [item]
    leaves = newsml_parts.leaves(components)
    texts = newsml_parts.texts(leaves, item.language)
    pictures = newsml_parts.pictures(leaves)
    if not texts or (pictures and all(text.only_caption for text in texts)):
        item.kind = _instead(leaves, element)
        item.is_media = item.kind in KINDS.values()
        item.pictures = list(pictures.values())
        return [item]
    return [_with_text(item, text, number, texts, pictures) for number, text in enumerate(texts)]


def _with_text(item: WireItem, text: Text, number: int, texts: list[Text], pictures: dict[str, Shown]) -> WireItem:
    """The item with one of its texts. The first keeps the item's identity, so that an added language renames none."""
    found = copy.deepcopy(item)
    if number:
        own = text.language if text.language and text.language != texts[0].language else text.duid or str(number + 1)
        found.id = f"{item.id}#{own}" if item.id else None
        found.warnings.append(
            f"The item holds {len(texts)} texts; each is an article of its own. This is number {number + 1}"
            f" ({text.language or 'language not stated'})."
        )
        found.gone = [Gone(found.id, one.at, one.reason) for one in item.gone if found.id]
    around = text.around
    read = text.read
    found.body_html, found.standfirst_html = read.body_html, text.standfirst_html or read.standfirst_html
    found.language = text.language or item.language or read.language
    found.title = text.title or newsml_parts.said(around, "headline") or read.title or item.title
    found.deck = newsml_parts.said(around, "subheadline") or read.deck
    found.dateline = newsml_parts.said(around, "dateline") or read.dateline
    _take_people(found, around, read)
    _take_rights(found, around, read)
    _take_tags(found, around, read)
    found.notes = unique([*item.notes, *newsml_parts.notes(around), *read.notes])
    found.url = read.url or newsml_parts.page(around)
    found.published, found.updated = item.published or read.published, item.updated or read.updated
    found.embargo, found.expires = item.embargo or read.embargo, _earliest(found.expires, read.expires)
    if item.status in (None, "usable") and read.status:
        found.status = read.status
    here = [shown for shown in pictures.values() if not text.language or shown.ids[0] in (text.language, "")]
    for shown in here or pictures.values():
        found.pictures.append(shown)
    # A picture that the text only points to ("#photo0") is the component of that name.
    ours = [shown for shown in read.pictures if not shown.url.startswith("#")]
    found.pictures += [shown for shown in ours if shown.url not in {one.url for one in found.pictures}]
    found.warnings += text.warnings
    return found


def _instead(leaves: list[newsml_parts.Leaf], element: Element) -> str:
    kinds = unique([KINDS.get(leaf.kind) for leaf in leaves])
    if kinds:
        return kinds[0]
    if next(below(element, "newsitemref"), None) is not None:
        return "a list that only refers to other items"
    return "a vocabulary" if next(below(element, "topicset"), None) is not None else "without a text"


def _take_identity(item: WireItem, identification: Element | None) -> None:
    """ProviderId, DateId and NewsItemId are the item's identity through all its revisions (NewsML 1.2, 5.3)."""
    identifier = kid(identification, "newsidentifier")
    provider, date, number = (words(kid(identifier, part)) for part in ("providerid", "dateid", "newsitemid"))
    item.version = words(kid(identifier, "revisionid"))
    if provider and number:
        item.id = ":".join(["urn:newsml", provider, date or "", number])
    else:
        public = words(kid(identifier, "publicidentifier"))
        item.id = _REVISION.sub("", public) if public else number


def _take_management(item: WireItem, management: Element | None) -> None:
    written = {called: words(kid(management, called)) for called in ("firstcreated", "thisrevisioncreated")}
    times = {called: moment(said) for called, said in written.items()}
    for called, said in written.items():
        if said and not times[called]:
            item.warnings.append(f"The time “{said[:60]}” ({called}) could not be read; look it up.")
    item.published = times["firstcreated"] or times["thisrevisioncreated"]
    item.updated = times["thisrevisioncreated"]
    item.status = (formal(kid(management, "status")) or "").lower() or None
    change = kid(management, "statuswillchange")
    later = (formal(kid(change, "futurestatus")) or "").lower()
    at = words(kid(change, "dateandtime"))
    when = moment(at)
    if when and later == "usable":
        item.embargo = when
        # Time lifts it: what is left is an embargo.
        item.status = "usable" if item.status in ("embargoed", "withheld") else item.status
    elif when and later:
        item.expires = when
    if when and has_no_zone(at):
        item.warnings.append("The time at which the status changes names no time zone; it was read as UTC.")
    for instruction in kids(management, "instruction"):
        for change in kids(instruction, "revisionstatus"):
            said = (formal(kid(change, "status")) or "").lower()
            if said in nitf.CANCELED and attribute(change, "revision") in (None, item.version):
                item.status = said
    if item.status in nitf.CANCELED and item.id:
        item.gone.append(Gone(item.id, item.updated, None))


def _take_people(found: WireItem, around: list[Element], read: WireItem) -> None:
    title = newsml_parts.said(around, "bylinetitle")
    printed = [
        Credited(said, title=title, printed=True)
        for said in unique([words(one) for one in newsml_parts.lines(around, "byline")])
    ]
    makers = []
    for one in newsml_parts.metadata(around, "administrativemetadata"):
        for called in ("provider", "source"):
            found.parties += unique([formal(party) for party in below(kid(one, called), "party")])
        for party in below(kid(one, "creator"), "party"):
            role = (attribute(party, "topic") or "").lower()
            said = formal(party)
            if said and role not in ("editor", "#editor"):
                makers.append(Credited(said, printed=True))
        makers += [
            Credited(said, printed=True)
            for prop in kids(one, "property")
            if (formal(prop) or "").lower() == "author" and (said := attribute(prop, "value"))
        ]
    found.parties += read.parties
    found.parties += unique([words(one) for one in newsml_parts.lines(around, "creditline")])
    found.credits = read.credits or printed
    found.also = [*printed, *makers, *read.also]


def _take_rights(found: WireItem, around: list[Element], read: WireItem) -> None:
    """The nearest component's lines and RightsMetadata, the outer ones where it says nothing."""
    found.notice = " ".join(unique([passage(one) for one in newsml_parts.lines(around, "copyrightline")][:1])) or None
    found.usage_terms = unique([passage(one) for one in newsml_parts.lines(around, "rightsline")])
    for rights in newsml_parts.metadata(around, "rightsmetadata"):
        held = kid(rights, "copyright/copyrightholder")
        found.holder = found.holder or words(held) or formal(next(below(held, "party", "origin"), None))
        for usage in kids(rights, "usagerights"):
            for part, before in USAGE.items():
                found.usage_terms += [
                    f"{before}{said}" for one in kids(usage, part) if (said := passage(one) or formal(one))
                ]
            owner = kid(usage, "rightsholder")
            found.holder = found.holder or words(owner) or formal(next(below(owner, "party", "origin"), None))
            begin, end = (moment(words(kid(usage, part))) for part in ("startdate", "enddate"))
            if begin and found.published and begin > max(found.published, found.embargo or ""):
                found.embargo = begin
            found.expires = _earliest(found.expires, end)
    found.usage_terms = unique([*found.usage_terms, *read.usage_terms])
    found.holder, found.notice = found.holder or read.holder, found.notice or read.notice
    found.licences, found.policies = read.licences, read.policies


USAGE = {"usagetype": "", "limitations": "Limited to: ", "geography": "For: "}


def _take_tags(found: WireItem, around: list[Element], read: WireItem) -> None:
    tags: list[str | None] = []
    for one in newsml_parts.lines(around, "keywordline"):
        tags += re.split(r"\s*[;,/]\s*", words(one) or "")
    for one in newsml_parts.metadata(around, "descriptivemetadata"):
        for prop in kids(one, "property"):
            if (formal(prop) or "").lower() in ("keyword", "keywords", "tag"):
                tags += re.split(r"\s*;\s*", attribute(prop, "value") or "")
        for subject in below(one, "subject", "subjectmatter", "subjectdetail", "subjectqualifier"):
            tags.append(words(subject))
    found.tags = unique([line(tag) for tag in [*tags, *read.tags] if tag and not is_code(tag.strip())])


def _earliest(one: str | None, other: str | None) -> str | None:
    return min(one, other) if one and other else one or other
