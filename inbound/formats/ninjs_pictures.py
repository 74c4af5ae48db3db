"""The pictures of a ninjs item, each with the rights that its own object states: never those of the text."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from articles.body import figures
from inbound.formats import feed_pictures, ninjs_text
from inbound.formats.arrival import Arrival, Picture
from inbound.formats.feed_article import web
from inbound.formats.feed_entry import FeedEntry
from inbound.formats.json_fields import Fields

KINDS = ("picture", "graphic")
IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)$", re.IGNORECASE)
LEADS = ("featuremedia", "featured", "feature", "mainpic", "mainpicture", "main", "lead", "leadpicture", "hero")
BEST = ("original", "main", "highres", "hires", "supplied", "baseimage", "viewimage", "web", "preview", "lowres")
MARKED = re.compile(r"watermark", re.IGNORECASE)
CREATIVE_COMMONS = re.compile(r"\bCC[ -](?:0|BY\b)|creativecommons\.org|\bcreative commons\b", re.IGNORECASE)


def of(arrival: Arrival, fields: Fields) -> list[Picture]:
    """The associated pictures, those of the text at their place in it; the one that leads stands first."""
    shown = [image.src for image in figures.images(arrival.body_html)]
    media: list[dict[str, Any]] = []
    leads: set[str] = set()
    for name, one in sorted(fields.named_objects("associations"), key=lambda pair: pair[0].lower() not in LEADS):
        if (one.line("type") or "picture").lower() not in KINDS or not _may_be_shown(one, arrival):
            continue
        offered = _renditions(one)
        if not offered:
            continue
        here = next((file for file in offered if file["href"] in shown), None)
        entry = _described(one) | {"url": (here or _best(offered))["href"]}
        media.append(entry)
        if name.lower() in LEADS:
            leads.add(feed_pictures.same(entry["url"]))
    found = feed_pictures.pictures(FeedEntry(media=media), arrival.body_html)
    named = [picture for picture in found if feed_pictures.same(picture.url) in leads]
    if named:
        for picture in found:
            picture.lead = picture is named[0] and picture.url not in shown
    return found


def itself(fields: Fields) -> list[Picture]:
    """The picture that an item of type picture is."""
    offered = _renditions(fields)
    if not offered:
        return []
    told = _described(fields)
    return [
        Picture(
            url=_best(offered)["href"],
            alt=told["alt"],
            caption=told["caption"],
            credit=told["credit"],
            licence=told["licence"],
            rights=told["rights"],
            lead=True,
        )
    ]


def _may_be_shown(one: Fields, arrival: Arrival) -> bool:
    stated = (one.line("pubstatus") or "usable").lower()
    if stated == "usable":
        return True
    arrival.warn(
        f"A picture of the item (“{(ninjs_text.headline(one) or '')[:80]}”) is {stated[:20]} and was left out."
    )
    return False


def _described(one: Fields) -> dict[str, Any]:
    notice, holder, terms = one.line("copyrightnotice"), one.line("copyrightholder"), one.line("usageterms")
    if isinstance(one.anything("usageterms"), list):
        terms = " ".join(one.lines("usageterms")) or None
    if notice and holder and holder.casefold() in notice.casefold():
        holder = None
    stated = [words for words in (notice, holder, terms, one.line("ednote")) if words]
    linked = [web(expression.line("linkedrights")) for expression in one.objects("rightsinfo")]
    free = next((words for words in (notice, terms) if words and CREATIVE_COMMONS.search(words)), None)
    caption, alt = ninjs_text.caption(one), one.line("body_text", "alt_text", "alt")
    credit = one.line("byline", "by") or _photographer(one)
    line = ninjs_text.described(one, "creditline") or one.line("creditline")
    if line and line.casefold() not in (credit or "").casefold():
        credit = f"{credit}/{line}" if credit else line
    return {
        "alt": alt if alt and len(alt) < 500 else None,
        "caption": caption,
        "credit": credit,
        "rights": " · ".join(dict.fromkeys(stated)) or None,
        "licence": free or next(filter(None, linked), None) or terms,
        "width": None,
        "height": None,
        "type": "image/jpeg",
        "medium": "image",
        "role": "content",
    }


def _photographer(one: Fields) -> str | None:
    return next((name for person in one.objects("authors") if (name := person.line("name"))), None)


def _renditions(one: Fields) -> list[dict[str, Any]]:
    """The files of a picture that are pictures and have an address of the web."""
    found = []
    for name, file in one.named_objects("renditions"):
        address = web(file.line("href", "url"))
        kind = (file.line("mimetype", "contenttype") or "").lower()
        if address is None or (kind and not kind.startswith("image")) or MARKED.search(address):
            continue
        if not kind and feed_pictures.OTHER_KINDS.search(_path(address)):
            continue
        found.append(
            {
                "name": name.lower(),
                "title": file.line("title") or "",
                "href": address,
                "width": file.number("width") or 0,
            }
        )
    address = web(one.line("href", "url", "uri"))
    if not found and address and IMAGE_FILE.search(_path(address)):
        found.append({"name": "", "title": "", "href": address, "width": 0})
    return found


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _best(offered: list[dict[str, Any]]) -> dict[str, Any]:
    return max(offered, key=lambda file: (file["width"], -BEST.index(file["name"]) if file["name"] in BEST else -99))
