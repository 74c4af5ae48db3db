"""The components of a NewsML 1 item: which holds the text, which its headline, which a picture with its sizes.

Child process only.
"""

from __future__ import annotations

import base64
import dataclasses
import re
from html import unescape
from xml.etree.ElementTree import Element

from inbound.formats import nitf
from inbound.formats.feed_text import mended
from inbound.formats.nitf_body import Body
from inbound.formats.nitf_body import page as as_page
from inbound.formats.nitf_body import text as as_html
from inbound.formats.wire_item import Shown, WireItem
from inbound.formats.wire_tree import attribute, below, kid, kids, language, name, passage, unique, words

HEADLINES = ("headline", "title", "main headline")
LEADS = ("subheadline", "lead", "abstract", "summary", "standfirst", "intro")
CAPTIONS = ("caption", "legend", "photo caption", "picture caption")
SHEETS = ("stylesheet", "style")
NO_TEXTS = ("quote", "tweettext", "tweet", "slug", "keywords", "logo")
"""Passages that an agency offers beside the text, taken from it."""
MAIN = ("main", "main text", "body", "text", "story", "article")
SIZES = ("highdef", "high", "highres", "main", "original", "preview", "quicklook", "thumbnail")
MOST_PARTS = 500
"""ContentItems of one NewsItem that are looked at."""
_IMAGE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)\b", re.IGNORECASE)


@dataclasses.dataclass
class Leaf:
    """One ContentItem, with the components around it, the outermost first."""

    content: Element
    around: list[Element]
    kind: str
    """text, photo, graphic, video, audio, style or other."""

    @property
    def role(self) -> str:
        """That of the nearest component that has one."""
        said = [formal(kid(component, "role")) for component in reversed(self.around)]
        return next(filter(None, said), "").lower()

    @property
    def language(self) -> str | None:
        """The nearest stated one: of the content, in its description, of a component around."""
        for element in [self.content, *reversed(self.around)]:
            described = formal(kid(element, "descriptivemetadata/language"))
            if stated := language(element) or described:
                return stated.lower() if len(stated) == 2 else stated
        return None


@dataclasses.dataclass
class Text:
    """A text with what other components say of it."""

    read: WireItem
    around: list[Element]
    language: str | None
    role: str = ""
    duid: str | None = None
    title: str | None = None
    standfirst_html: str = ""
    warnings: list[str] = dataclasses.field(default_factory=list)

    @property
    def only_caption(self) -> bool:
        return self.role in CAPTIONS


def leaves(components: list[Element]) -> list[Leaf]:
    """Every ContentItem of the components, in the order of the file."""
    found: list[Leaf] = []

    def walk(component: Element, around: list[Element]) -> None:
        here = [*around, component]
        for child in component:
            if name(child) == "contentitem":
                found.append(Leaf(child, here, _kind(child)))
            elif name(child) == "newscomponent":
                walk(child, here)

    for component in components:
        walk(component, [])
    if len(found) > MOST_PARTS:
        raise ValueError(f"it has more than {MOST_PARTS} ContentItems, as no article has")
    return found


def texts(found: list[Leaf], item_language: str | None) -> list[Text]:
    """The texts of the item, the main one first; of the same text in several forms the longest."""
    written = [leaf for leaf in found if leaf.kind == "text" and leaf.role not in SHEETS + NO_TEXTS]
    pictured = {id(_component(leaf)) for leaf in found if _is_picture(leaf)}
    bodies: list[Text] = []
    beside: list[tuple[Leaf, WireItem]] = []
    for leaf in written:
        read = _read(leaf.content)
        if not read.body_html.strip() and not read.title:
            continue
        is_caption = leaf.role in CAPTIONS or (
            leaf.role not in MAIN and any(id(one) in pictured for one in leaf.around[1:])
        )
        if leaf.role in HEADLINES + LEADS:
            beside.append((leaf, read))
        elif is_caption:
            bodies.append(Text(read, leaf.around, leaf.language, CAPTIONS[0]))
        else:
            bodies.append(Text(read, leaf.around, leaf.language, leaf.role, _duid(leaf)))
    if any(not text.only_caption for text in bodies):
        bodies = [text for text in bodies if not text.only_caption]
    bodies = _of_one_group(bodies)
    for leaf, read in beside:
        for text in bodies:
            if leaf.around[-2:-1] == text.around[-2:-1] or leaf.language == text.language:
                if leaf.role in HEADLINES:
                    text.title = text.title or _plain(read)
                else:
                    text.standfirst_html = text.standfirst_html or read.body_html
                break
    bodies.sort(key=lambda text: (text.role not in MAIN, item_language not in (None, text.language)))
    return bodies


def _of_one_group(bodies: list[Text]) -> list[Text]:
    """One text for each language and place: other forms of it are passed over, what stands beside it is added."""
    found: list[Text] = []
    for text in sorted(bodies, key=lambda one: one.role not in MAIN):
        twin = next((one for one in found if _same_place(one, text)), None)
        if twin is None:
            found.append(text)
        elif _is_alternative(twin, text):
            if len(text.read.body_html) > len(twin.read.body_html):
                found[found.index(twin)] = text
        elif text.role not in MAIN:
            twin.read.body_html += text.read.body_html
            twin.warnings.append(
                f"The item keeps a part of its own called “{text.role or 'nothing'}” beside the text;"
                " it was put at the end."
            )
        else:
            found.append(text)
    return found


def _same_place(one: Text, other: Text) -> bool:
    return one.language == other.language and (
        one.around[-1] is other.around[-1] or one.around[:-1] == other.around[:-1]
    )


def _is_alternative(one: Text, other: Text) -> bool:
    if one.around[-1] is other.around[-1]:
        return True
    first, second = _bare(one.read.body_html), _bare(other.read.body_html)
    chosen = any(
        attribute(component, "equivalentslist") == "yes" for component in one.around if component in other.around
    )
    return chosen or first in second or second in first


def _bare(html: str) -> str:
    return " ".join(re.sub(r"<[^<>]*>", " ", html).split())


def pictures(found: list[Leaf]) -> dict[str, Shown]:
    """Each picture once, in its best size, with caption and credit of its own component."""
    groups: dict[int, list[Leaf]] = {}
    for leaf in found:
        if _is_picture(leaf):
            groups.setdefault(id(_component(leaf)), []).append(leaf)
    shown: dict[str, Shown] = {}
    for leaves_of_one in groups.values():
        best = min(leaves_of_one, key=_size)
        one = _shown(best, _component(best), found)
        if one.url not in shown:
            shown[one.url] = one
    return shown


def _shown(leaf: Leaf, component: Element, found: list[Leaf]) -> Shown:
    near = [component, *(one for one in component.iter() if name(one) == "newscomponent" and one is not component)]
    outer = leaf.around[leaf.around.index(component) - 1] if leaf.around.index(component) else None
    captions = [
        _plain(_read(other.content))
        for other in found
        if other.kind == "text" and other.around[-1] in near and other.role not in HEADLINES
    ]
    if not any(captions) and outer is not None:
        captions = [
            _plain(_read(other.content))
            for other in found
            if other.kind == "text" and other.role in CAPTIONS and other.around[-2:-1] == [outer]
        ]
    own = [component]
    makers = [
        formal(party)
        for one in metadata(own, "administrativemetadata")
        for party in below(kid(one, "creator"), "party")
    ]
    printed = [words(one) for one in lines(own, "byline")]
    credit = unique([*(printed or makers)[:1], *(words(one) for one in lines(own, "creditline"))])
    rights = unique([passage(one) for one in lines(own, "copyrightline")])
    for one in metadata(own, "rightsmetadata"):
        rights += unique([passage(usage) for usage in below(one, "usagetype", "limitations")])
    return Shown(
        url=attribute(leaf.content, "href") or "",
        caption=next(filter(None, captions), None) or said(own, "headline"),
        credit="/".join(credit) or None,
        rights=" · ".join(rights) or None,
        ids=[leaf.language or "", *unique([attribute(component, "duid"), attribute(leaf.content, "duid")])],
    )


def _component(leaf: Leaf) -> Element:
    """The component that is the picture: its sizes are components inside it, or ContentItems side by side."""
    return leaf.around[-2] if len(leaf.around) > 1 and leaf.role in SIZES else leaf.around[-1]


def _size(leaf: Leaf) -> tuple[int, int]:
    """The best first: by width where it is stated, else by what the size is called."""
    width = 0
    for prop in below(kid(leaf.content, "characteristics"), "property"):
        if (formal(prop) or "").lower() in ("width", "pixelwidth") and (attribute(prop, "value") or "").isdigit():
            width = int((attribute(prop, "value") or "0")[:6])
    role = leaf.role
    return -width, SIZES.index(role) if role in SIZES else len(SIZES)


def _is_picture(leaf: Leaf) -> bool:
    return leaf.kind in ("photo", "graphic") and bool(attribute(leaf.content, "href")) and leaf.role != "logo"


# --- what the components say


def formal(element: Element | None) -> str | None:
    """What the attribute FormalName says, through which NewsML 1 says most things."""
    return attribute(element, "formalname")


def lines(around: list[Element], called: str) -> list[Element]:
    """The NewsLines of this name of the innermost component that has any with words."""
    for component in reversed(around):
        found = [one for one in kids(kid(component, "newslines"), called) if words(one)]
        if found:
            return found
    return []


def said(around: list[Element], called: str) -> str | None:
    return next((words(one) for one in lines(around, called)), None)


def metadata(around: list[Element], called: str) -> list[Element]:
    """The metadata of this name, the innermost component's first."""
    return [one for component in reversed(around) for one in kids(component, called)]


def notes(around: list[Element]) -> list[str]:
    """Lines of types of their own that speak to editors."""
    found = []
    for component in around:
        for one in kids(kid(component, "newslines"), "newsline"):
            kind = (formal(kid(one, "newslinetype")) or "").lower()
            if "advisory" in kind or "editor" in kind or "note" in kind:
                found.append(passage(kid(one, "newslinetext")))
    return unique(found)


def page(around: list[Element]) -> str | None:
    """The page of the article, where a line or a property says that an address is one."""
    for component in reversed(around):
        for one in kids(kid(component, "newslines"), "newsline"):
            kind, text = (formal(kid(one, "newslinetype")) or "").lower(), words(kid(one, "newslinetext")) or ""
            if kind in ("url", "canonical url", "web url", "permalink") and text.startswith(("http://", "https://")):
                return text
    return None


def _kind(content: Element) -> str:
    media = (formal(kid(content, "mediatype")) or "").lower()
    mime = (formal(kid(content, "mimetype")) or "").lower()
    form = (formal(kid(content, "format")) or "").lower()
    address = attribute(content, "href") or ""
    if mime == "text/css" or form == "css":
        return "style"
    for stated in (media, mime, form):
        if stated.startswith(("photo", "image", "picture", "jpeg", "jpg", "png")):
            return "photo"
        if stated.startswith("graphic"):
            return "graphic"
        if stated.startswith(("video", "animation", "mpeg4", "quicktime", "windows media")):
            return "video"
        if stated.startswith(("audio", "mp3", "mpeg3", "sound")):
            return "audio"
    if kid(content, "datacontent", "encoding") is not None:
        return "text" if not mime.startswith("application/") or "nitf" in mime or "xml" in mime else "other"
    return "photo" if _IMAGE.search(address) else "other"


def _read(content: Element) -> WireItem:
    """The text of a ContentItem, by what stands in it."""
    data = kid(content, "datacontent", "encoding/datacontent", "encoding")
    if data is None:
        return WireItem()
    root = next(iter(data), None)
    if root is None:
        written = mended(data.text or "")
        around = kid(content, "encoding")
        if around is not None and "base64" in (attribute(around, "notation") or "").lower():
            try:
                written = base64.b64decode(written, validate=False).decode("utf-8")
            except ValueError:
                written = ""
        return WireItem(body_html=as_html(written))
    called = name(root)
    if called == "nitf":
        return nitf.read(root)
    if called == "body" and kid(root, "body.content", "body.head") is not None:
        found = WireItem()
        nitf.text(found, root)
        return found
    if called == "html":
        inside = kid(root, "body")
        return WireItem(body_html=as_page(inside) if inside is not None else "")
    return WireItem(body_html=str(read := Body().add(data)), pictures=read.pictures, notes=read.notes)


def _plain(read: WireItem) -> str | None:
    return read.title if not read.body_html else " ".join(unescape(_bare(read.body_html)).split()) or None


def _duid(leaf: Leaf) -> str | None:
    return next(iter(unique([attribute(one, "duid") for one in [leaf.content, *reversed(leaf.around)]])), None)
