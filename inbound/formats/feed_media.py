"""What stands beside an item's text: Media RSS 1.5.1, enclosures, the images of podcasts. Child process only."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from inbound.formats.feed_text import headline, line
from inbound.formats.feed_tree import Fields, absolute, attribute, words

SAID = ("alt", "caption", "credit", "rights", "licence")


def media(fields: Fields, base: str) -> list[dict[str, Any]]:
    """Everything offered, with its own credit and rights; which of it are pictures is for others to say.

    What stands in a ``media:content`` overrides its group's, and that the item's (Media RSS, "Optional elements").
    """
    said = _said(fields, {}, of_item=True)
    found = []
    for group in fields.all("media:group"):
        inner = Fields(group)
        about_group = _said(inner, said)
        if _is_gone(inner):
            continue
        contents = [element for element in inner.all("media:content") if not _is_gone(Fields(element))]
        found += [_content(element, about_group, base) for element in contents]
        found += [_thumbnail(element, about_group, base) for element in inner.all("media:thumbnail")]
    for element in fields.all("media:content"):
        if _is_gone(Fields(element)):
            continue
        about_content = _said(Fields(element), said)
        found.append(_content(element, said, base))
        found += [_thumbnail(inner, about_content, base) for inner in Fields(element).all("media:thumbnail")]
    found += [_thumbnail(element, said, base) for element in fields.all("media:thumbnail")]
    for element in fields.all("enclosure"):
        found.append(_one("enclosure", attribute(element, "url"), element, {}, base))
    for element in fields.all("atom:link"):
        if (attribute(element, "rel") or "").lower() == "enclosure":
            found.append(_one("enclosure", attribute(element, "href"), element, {}, base))
    for element in fields.all("image", "itunes:image", "other:image"):
        address = attribute(element, "href", "url") or Fields(element).line("url", "other:url") or line(words(element))
        if address and " " not in address and "." in address:
            found.append(_one("image", address, element, {}, base))
    return [one for one in found if one["url"]]


def _content(element: Element, outer: dict[str, str | None], base: str) -> dict[str, Any]:
    return _one("content", attribute(element, "url"), element, _said(Fields(element), outer), base)


def _thumbnail(element: Element, outer: dict[str, str | None], base: str) -> dict[str, Any]:
    return _one("thumbnail", attribute(element, "url"), element, outer, base)


def _one(role: str, address: str | None, element: Element, said: dict[str, str | None], base: str) -> dict[str, Any]:
    return {
        "url": absolute(address, base),
        **{part: said.get(part) for part in SAID},
        "width": _pixels(element, "width"),
        "height": _pixels(element, "height"),
        "type": (attribute(element, "type") or "").lower() or None,
        "medium": (attribute(element, "medium") or "").lower() or None,
        "role": role,
    }


def _said(fields: Fields, outer: dict[str, str | None], of_item: bool = False) -> dict[str, str | None]:
    """What is said of a picture at this level, over what was said outside.

    An item's own ``creativeCommons:license`` is that of its text, which never covers the pictures beside it; and a
    copyright line of a picture's own takes it out of whatever licence was stated outside.
    """
    licence = fields.first("media:license", *(() if of_item else ("creativecommons:license",)))
    copyright = fields.first("media:copyright")
    credited = [credit for element in fields.all("media:credit") if (credit := headline(words(element)))]
    here = {
        "alt": _text(fields, "media:title"),
        "caption": _text(fields, "media:description", "media:text"),
        "credit": ", ".join(dict.fromkeys(credited)) or None,
        "rights": _text(fields, "media:copyright") or attribute(copyright, "url") if copyright is not None else None,
        "licence": None if licence is None else attribute(licence, "href", "resource") or headline(words(licence)),
    }
    if here["rights"] and not here["licence"]:
        outer = {**outer, "licence": None}
    told = {part: here[part] or outer.get(part) for part in SAID}
    # A restriction narrows whatever rights line there is, and takes no picture out of a licence.
    told["rights"] = " · ".join(filter(None, [told["rights"], _restricted(fields)])) or None
    return told


def _is_gone(fields: Fields) -> bool:
    """Whether a picture is deleted or blocked, whatever becomes of the text."""
    return any((attribute(one, "state") or "").lower() in ("blocked", "deleted") for one in fields.all("media:status"))


def _restricted(fields: Fields) -> str | None:
    """``media:restriction`` in words: where, or by whom, a picture may not be shown."""
    said = []
    for element in fields.all("media:restriction"):
        listed = ", ".join(words(element).split())
        kind, relation = ((attribute(element, part) or "").lower() for part in ("type", "relationship"))
        if listed and relation in ("allow", "deny"):
            where = {"country": f"in {listed.upper()}", "uri": f"at {listed}"}.get(kind, f"for {listed}")
            said.append(f"not to be shown {where}" if relation == "deny" else f"to be shown only {where}")
    return "; ".join(said)[:300] or None


def _text(fields: Fields, *names: str) -> str | None:
    return next((said for element in fields.all(*names) if (said := headline(words(element)))), None)


def _pixels(element: Element, side: str) -> int | None:
    stated = (attribute(element, side) or "").removesuffix("px").partition(".")[0]
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 7 else None
