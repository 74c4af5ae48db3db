"""The text of a NITF document as HTML (NITF 2.5 to 3.6, IPTC), with its pictures. Child process only.

Every word that a reader of the document would see is in the HTML, in its order; footnotes stand at the end. What only
describes (the attributes of a person, the name of a file) is not.
"""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element

from inbound.formats.feed_text import mended
from inbound.formats.feed_tree import markup
from inbound.formats.wire_item import Shown
from inbound.formats.wire_tree import attribute, kids, line, name, parts, unique, words

# Elements that HTML has too, and what NITF calls otherwise. hl1 is a headline, hl2 the heading of a passage.
SAME = set(
    "p ul ol li dl dt dd table caption thead tbody tfoot tr td th col colgroup pre hr br em strong b i u sub sup a"
    " blockquote h1 h2 h3 h4 h5 h6 div span img figure figcaption s small code cite abbr iframe".split()
)
RENAMED = {"hl1": "h2", "hl2": "h2", "bq": "blockquote", "tagline": "p", "datasource": "p", "bibliography": "p"}
INLINE = set(
    "person org location chron event function money num object.title virtloc postaddr lang pronounce alt-code q"
    " name.given name.family city sublocation state region country story.date copyrite copyrite.year copyrite.holder"
    " frac numer denom addressee care.of delivery.office delivery.point postcode".split()
)
VOID = {"br", "hr", "img", "col"}
ATTRIBUTES = {
    "a": ("href", "title"),
    "img": ("src", "alt", "width", "height"),
    "iframe": ("src",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "ol": ("start",),
    "col": ("span",),
    "colgroup": ("span",),
}
# What describes and is not read.
SILENT = set(
    "media-metadata media-object media-id media-name media-job media-notes media-status nitf-colgroup nitf-col"
    " custom-table table-reference key-list keyword tobject classifier script style title head".split()
)
CAPTIONS = ("media-caption", "media-originalcaption", "media-printcaption")
PRODUCERS = ("media-producer", "media-byline", "media-source", "media-printproducer")
PICTURES = ("image", "photo", "graphic", "picture", "graph", "map", "chart", "cartoon", "illustration")
OTHER_MEDIA = re.compile(r"^(?:audio|video|application/(?:x-shockwave|pdf|postscript))", re.IGNORECASE)
LOOKS_LIKE_HTML = re.compile(
    r"<(?:p|br|div|a|img|figure|h[1-6]|ul|ol|table|blockquote|em|strong|b|i)(?:\s[^<>]*)?/?>", re.I
)
ESCAPED_HTML = re.compile(r"&lt;(?:p|br|div|h[1-6]|ul|ol|table|blockquote)(?:\s[^<>]{0,200}?)?/?&gt;", re.I)
_TWICE = "(quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#39|#x27|#160|#8[12][0-9]{2});"
TWICE, AGAIN = re.compile(f"&{_TWICE}"), re.compile(f"&amp;{_TWICE}")


class Body:
    """The text as it is written out, the pictures in it, and what it says to editors alone."""

    def __init__(self) -> None:
        self.html: list[str] = []
        self.pictures: list[Shown] = []
        self.notes: list[str] = []
        self.footnotes: list[str] = []

    def add(self, *elements: Element | None) -> Body:
        """The contents of these elements, one after the other."""
        for element in elements:
            if element is not None:
                self.html.append(self._contents(element))
        return self

    def __str__(self) -> str:
        return "".join(self.html + [f'<p class="fine-print">{note}</p>' for note in self.footnotes])

    def _contents(self, element: Element) -> str:
        if not len(element):
            return text(mended(element.text or ""))
        inside = self.inside(element)
        loose = [part for part in (element.text, *(child.tail for child in element)) if part and "\n\n" in part.strip()]
        # Some write their paragraphs as empty lines, with comments or the name of a person between.
        return _with_paragraphs(inside) if loose and "<p>" not in inside else inside

    def inside(self, element: Element) -> str:
        out = [_escaped(element.text)]
        before = out[0]
        for child in element:
            written = self._written(child)
            if name(child) == "frac" and out[-1][-1:].isdigit():
                written = f" {written}"  # "2 1/2" is not 21 halves
            elif written.startswith("<span") and before.endswith("</span>"):
                written = f" {written}"  # two elements that nobody knows are not one word
            out += written, _escaped(child.tail)
            before = out[-1] or written or before
        return "".join(out)

    def _written(self, element: Element) -> str:
        called = name(element)
        if called in SILENT:
            return ""
        if called == "media":
            return self.media(element)
        if called == "note":
            return self._note(element)
        if called == "frac":
            return _escaped("/".join(unique([words(one) for one in kids(element, "numer", "denom")])))
        if called == "fn":
            self.footnotes.append(_without_blocks(self.inside(element)))
            return ""
        if called in INLINE:
            return self.inside(element)
        tag = RENAMED.get(called, called if called in SAME else None)
        if tag is None:
            # Not in any version of NITF, or a wrapper such as block and body.content: its words are kept.
            tag = "div" if len(element) or called in ("block", "nitf-table") else "span"
            if called not in ("block", "nitf-table", "body.content") and not len(element):
                if LOOKS_LIKE_HTML.search(element.text or ""):
                    return mended(element.text or "")
                tag = "p" if _is_loud(element) else tag
        if tag in VOID:
            return f"<{tag}{_attributes(element, tag)}>"
        if tag == "div" and not len(element):
            return f"<div>{text(mended(element.text or ''))}</div>"
        return f"<{tag}{_attributes(element, tag)}>{self.inside(element)}</{tag}>"

    def _note(self, element: Element) -> str:
        """A note for publication is part of the text; "npa", not for publication, speaks to editors."""
        if (attribute(element, "type") or "").lower() == "npa":
            if said := parts(element):
                self.notes.append(said)
            return ""
        return self.inside(element)

    def media(self, element: Element) -> str:
        """A picture with its caption and credit as a figure; of other media the words, with a link if there is one."""
        captions = [self.inside(one) for called in CAPTIONS for one in list(kids(element, called)) if words(one)]
        caption = (
            captions if next(kids(element, "media-caption"), None) is not None else [max(captions, key=len, default="")]
        )
        producers = unique([words(one) for called in PRODUCERS for one in kids(element, called)])
        said = line(" ".join(html.unescape(re.sub(r"<[^<>]*>", " ", one)) for one in caption))
        references = list(kids(element, "media-reference"))
        best = max(references, key=_width, default=None)
        shown = picture(element, best, said, producers)
        if shown:
            self.pictures.append(shown)
        credit = html.escape(shown.credit if shown and shown.credit else ", ".join(producers), quote=False)
        figcaption = ""
        if any(caption) or credit:
            figcaption = '<span class="caption">' + " ".join(map(_without_blocks, caption)) + "</span>"
            figcaption += f' <span class="attribution"><span class="source">{credit}</span></span>' if credit else ""
        if shown and not shown.url.startswith("#"):
            alt = html.escape(shown.alt or "")
            return (
                f'<figure><img src="{html.escape(shown.url)}" alt="{alt}">'
                + (f"<figcaption>{figcaption}</figcaption>" if figcaption else "")
                + "</figure>"
            )
        if shown:  # the picture is an item of its own; its place in the text is all that is here
            return ""
        address = attribute(best, "source") or ""
        link = address.lower().startswith(("http://", "https://"))
        if link and not figcaption:
            figcaption = html.escape(address)
        return f'<p><a href="{html.escape(address)}">{figcaption}</a></p>' if link else f"<p>{figcaption}</p>"


def picture(media: Element, reference: Element | None, caption: str | None, producers: list[str]) -> Shown | None:
    """The picture that a media element shows; None where it shows something else, or nothing."""
    address = attribute(reference, "source", "data-location")
    kind = (attribute(media, "media-type") or attribute(media, "class") or "").lower()
    form = attribute(reference, "mime-type") or ""
    is_picture = form.lower().startswith("image") if form and not kind else kind.startswith(PICTURES) or not kind
    if address is None or not is_picture or OTHER_MEDIA.match(form):
        return None
    told = {
        (attribute(one, "name") or "").lower(): attribute(one, "value") or words(one)
        for one in kids(media, "media-metadata")
    }
    credit = attribute(reference, "source-credit") or ", ".join(producers)
    return Shown(
        url=address,
        alt=attribute(reference, "alternate-text"),
        caption=caption,
        credit=credit or told.get("credit") or told.get("byline") or told.get("photographer") or None,
        rights=attribute(reference, "copyright") or told.get("copyright") or told.get("rights") or None,
        licence=told.get("license") or told.get("licence") or None,
    )


def page(element: Element) -> str:
    """The contents of an XHTML element as HTML."""
    return AGAIN.sub(r"&\1;", markup(element, inline=True)).strip()


def text(written: str) -> str:
    """A text without elements as HTML: mark-up that was escaped is mark-up, and plain text gets its paragraphs."""
    if LOOKS_LIKE_HTML.search(written):
        return _one_paragraph(written)
    if ESCAPED_HTML.search(written):
        return html.unescape(written)
    return paragraphs(written)


def paragraphs(written: str) -> str:
    """Plain text: an empty line divides, else an indented line, else, where lines are as long as paragraphs, each."""
    written = written.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    lines = written.split("\n")
    spoken = [one for one in lines if one.strip()]
    if re.search(r"\n[ \t]*\n", written):
        divided = re.split(r"\n(?:[ \t]*\n)+", written)
    elif any(_indented(one) for one in spoken[1:]) and any(not _indented(one) for one in spoken[1:]):
        divided = re.split(r"\n(?=[ \t]{2,})", written)
    elif len(spoken) > 1 and sum(map(len, spoken)) > 120 * len(spoken):
        divided = lines
    else:
        divided = [written]
    return "".join(f"<p>{_escaped(one.strip())}</p>" for one in divided if one.strip())


def _one_paragraph(written: str) -> str:
    """Some put a whole plain text into a single <p>."""
    whole = re.fullmatch(r"\s*<p>([^<]*)</p>\s*", written)
    return paragraphs(html.unescape(whole[1])) if whole and "\n" in whole[1].strip() else written


def _with_paragraphs(inside: str) -> str:
    return "".join(f"<p>{part.strip()}</p>" for part in re.split(r"\n[ \t]*\n", inside) if part.strip())


def _indented(written: str) -> bool:
    return written.startswith(("  ", "\t"))


def _is_loud(element: Element) -> bool:
    """Elements of other vocabularies in capitals, as agencies of their own DTDs write them: each is a paragraph."""
    return element.tag.rpartition("}")[2].isupper()


def _without_blocks(inside: str) -> str:
    return re.sub(r"</?(?:p|div)>", " ", inside).strip()


def _escaped(written: str | None) -> str:
    """Text for HTML. Some escape quotation marks and dashes twice; "&lt;" may well be meant so."""
    return (
        html.escape(TWICE.sub(lambda found: html.unescape(found[0]), mended(written)), quote=False) if written else ""
    )


def _attributes(element: Element, tag: str) -> str:
    kept = [(wanted, attribute(element, wanted)) for wanted in ATTRIBUTES.get(tag, ())]
    return "".join(f' {wanted}="{html.escape(said)}"' for wanted, said in kept if said)


def _width(reference: Element) -> int:
    stated = (attribute(reference, "width") or "").strip("px ")
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 7 else 0
