"""The pictures of one item of a feed: those beside the text, once each and in the best size, and those in the text."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from articles.body import figures
from inbound.formats.arrival import Picture
from inbound.formats.feed_entry import FeedEntry
from inbound.formats.pictured import of_text
from inbound.formats.wrapping import host

# Portraits, share buttons, counters and advertisements of feed services. None of them is a picture of the article.
NO_PICTURES = (
    "gravatar.com",
    "feeds.feedburner.com",
    "feedproxy.google.com",
    "feeds.wordpress.com",
    "stats.wordpress.com",
    "pixel.wp.com",
    "rss.feedsportal.com",
    "da.feedsportal.com",
    "feedads.g.doubleclick.net",
    "ad.doubleclick.net",
    "pixel.quantserve.com",
    "b.scorecardresearch.com",
    "s.w.org",
)
OTHER_KINDS = re.compile(r"\.(?:mp3|m4a|ogg|wav|aac|mp4|m4v|mov|webm|avi|pdf|zip|docx?|html?)$", re.IGNORECASE)
# WordPress writes the size into the file's name; others into parameters.
SIZE_IN_NAME = re.compile(r"(?:-\d{2,4}x\d{2,4}|-scaled|-e\d{10,13})(?=\.\w{2,5}$)")
SIZES = set(
    "w h width height fit crop resize quality q auto usm s ssl strip fm dpr ixlib rect max min size sz zoom fl format"
    " scale".split()
)
INNER_ADDRESS = re.compile(r"https?(?::|%3A)(?:/|%2F){1,2}", re.IGNORECASE)


def pictures(entry: FeedEntry, body_html: str) -> list[Picture]:
    """First those that stand beside the text alone, then those of the text in its order; none twice.

    What Media RSS says of a picture (credit, caption, rights, licence) goes with it into the text.
    """
    beside = _beside(entry)
    found: list[Picture] = []
    for image in figures.images(body_html):
        if same(image.src) in {same(picture.url) for picture in found}:
            continue
        told = beside.pop(same(image.src), {})
        said: dict[str, Any] = {
            name: told.get(name) or None for name in ("alt", "caption", "credit", "licence", "rights")
        }
        found.append(of_text(image, Picture(image.src, **said)))
    lead = [
        Picture(
            url=one["url"],
            alt=one["alt"],
            caption=one["caption"],
            credit=one["credit"],
            licence=one["licence"],
            rights=one["rights"],
            lead=number == 0,
        )
        for number, one in enumerate(beside.values())
    ]
    return lead + found


def is_no_picture(address: str) -> bool:
    """Whether the address is that of a feed service's own image, or of something that is no image."""
    server = host(address)
    try:
        path = urlsplit(address).path
    except ValueError:
        return True
    return (
        not address.lower().startswith(("http://", "https://"))
        or any(server == other or server.endswith("." + other) for other in NO_PICTURES)
        or OTHER_KINDS.search(path) is not None
    )


def same(address: str) -> str:
    """What two addresses of one picture in different sizes have in common."""
    inner = [place for place in INNER_ADDRESS.finditer(address) if place.start()]
    if inner:  # a service that scales pictures names the original in its own address
        address = unquote(address[inner[-1].start() :])
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in SIZES]
    return f"{parts.netloc.lower()}{SIZE_IN_NAME.sub('', unquote(parts.path))}?{urlencode(kept)}"


def _beside(entry: FeedEntry) -> dict[str, dict[str, Any]]:
    """The best size of each picture, in the order of the feed."""
    offered = [one for one in entry.media if _is_picture(one)]
    if any(one["role"] != "thumbnail" for one in offered):
        # A thumbnail beside real pictures is a small copy of one, or a portrait.
        offered = [one for one in offered if one["role"] != "thumbnail"]
    best: dict[str, dict[str, Any]] = {}
    for one in offered:
        known = best.get(same(one["url"]))
        if known is None:
            best[same(one["url"])] = dict(one)
            continue
        bigger, smaller = (one, known) if (one["width"] or 0) > (known["width"] or 0) else (known, one)
        best[same(one["url"])] = {
            **bigger,
            **{key: bigger[key] or smaller[key] for key in ("alt", "caption", "credit", "rights", "licence")},
        }
    return best


def _is_picture(one: dict[str, Any]) -> bool:
    if one["medium"] and one["medium"] != "image":
        return False
    if one["type"] and not one["type"].startswith("image"):
        return False
    if (
        one["role"] == "enclosure"
        and not one["type"]
        and not re.search(r"\.(?:jpe?g|png|webp|avif|gif)$", urlsplit(one["url"]).path, re.I)
    ):
        return False
    small = [side for side in (one["width"], one["height"]) if side is not None and side <= 2]
    return not small and not is_no_picture(one["url"])
