"""The texts of an item: which of its elements hold them, and in what form. Child process only.

RSS with its content modules, Media RSS, and the text constructs and content of Atom 1.0 (RFC 4287) and 0.3.
"""

from __future__ import annotations

import base64
import html
import re
from xml.etree.ElementTree import Element

from inbound.formats.decode import without_controls
from inbound.formats.feed_text import TAG, headline, line, mended, resolved
from inbound.formats.feed_tree import Fields, attribute, language, markup, name, words

OCTETS = "application/octet-stream"
LOOKS_LIKE_HTML = re.compile(
    r"<(?:p|br|div|a|img|figure|h[1-6]|ul|ol|blockquote|em|strong)(?:\s[^<>]*)?/?>"
    r"|&(?:nbsp|amp|#[0-9]{2,6}|[lr][sd]quo|[mn]dash|hellip);",
    re.IGNORECASE,
)


def described(fields: Fields) -> str:
    """Of a film or a sound its description is all the text there is (Media RSS, at the item or in its group)."""
    for around in (fields, *(Fields(group) for group in fields.all("media:group"))):
        for element in around.all("media:description"):
            if said := line(words(element)):
                is_html = (attribute(element, "type") or "plain").lower() == "html"
                return markup(element).strip() if is_html else html.escape(said, quote=False)
    return ""


def rss_content(fields: Fields, warnings: list[str]) -> str:
    texts = [
        markup(element).strip()
        for element in fields.all(
            "content:encoded", "xhtml:body", "xhtml:div", "content", "body", "fulltext", "fullitem"
        )
    ]
    texts += [atom_html(element, warnings) for element in fields.all("atom:content")]
    texts += [
        _encoded(one) for items in fields.all("content:items") for one in items.iter() if name(one.tag) == "rdf:value"
    ]
    texts = list(dict.fromkeys(text for text in texts if text))
    if len(texts) > 1:
        warnings.append(f"The item holds {len(texts)} different texts; the longest was taken.")
    return max(texts, key=len, default="")


def language_of(fields: Fields) -> str | None:
    texts = fields.all("content:encoded", "xhtml:body", "xhtml:div", "fullitem", "description")
    return next((said for element in texts if (said := language(element))), None)


def _encoded(value: Element) -> str:
    """A text in the first form of RSS 1.0's content module: <content:items>, a bag of items with rdf:value each."""
    return markup(value, inline=bool(len(value))).strip()


def atom_line(element: Element) -> str | None:
    """A text construct as one line (RFC 4287, 3.1): only what it calls HTML is taken for HTML."""
    kind = (attribute(element, "type") or "text").lower()
    if (attribute(element, "mode") or "").lower() == "base64" or kind == OCTETS:
        return headline(_base64(element))
    if kind in ("html", "text/html"):
        return headline(words(element))
    return line(resolved(words(element)))


def atom_html(element: Element | None, warnings: list[str]) -> str:
    """A text construct or content (RFC 4287, 3.1 and 4.1.3; Atom 0.3 with its modes) as HTML."""
    if element is None:
        return ""
    if source := attribute(element, "src"):
        warnings.append(f"The feed keeps the text of this item elsewhere ({source[:200]}); fetch it from there.")
        return ""
    kind = (attribute(element, "type") or "text").lower()
    if (attribute(element, "mode") or "").lower() == "base64" or kind == OCTETS:
        return _base64(element)
    if kind in ("xhtml", "application/xhtml+xml"):
        only = element[0] if len(element) == 1 and not (element.text or "").strip() else element
        return markup(only if name(only.tag) == "xhtml:div" else element, inline=True).strip()
    if kind in ("html", "text/html") and len(element) == 1 and not len(element[0]) and not (element.text or "").strip():
        # Some systems put escaped HTML into an element of its own.
        inner = mended(element[0].text or "").strip()
        if TAG.search(inner) and not (element[0].tail or "").strip():
            return inner
    if kind in ("html", "text/html") or len(element) or kind.endswith(("+xml", "/xml")):
        return markup(element).strip()
    text = mended(element.text or "").strip()
    if kind == "text" and LOOKS_LIKE_HTML.search(text):
        warnings.append("The feed calls HTML plain text; it was read as HTML.")
        return text
    if kind == "text" or kind.startswith("text/"):
        paragraphs = [html.escape(part.strip(), quote=False) for part in re.split(r"\n\s*\n", text)]
        return paragraphs[0] if len(paragraphs) == 1 else "".join(f"<p>{part}</p>" for part in paragraphs if part)
    if text:
        warnings.append(f"The feed gives this item as {kind[:60]}, which is no text; it was left out.")
    return ""


def _base64(element: Element) -> str:
    """Atom 0.3 knew a mode for mark-up in base64; Atom 1.0 so holds what is neither text nor XML (4.1.3.3)."""
    try:
        return mended(without_controls(base64.b64decode(element.text or "", validate=False).decode("utf-8"))).strip()
    except ValueError:
        return ""
