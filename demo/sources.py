"""The feeds of the demo newsroom's outlets, written afresh for whoever asks: they change as the hours go by.

What they say stands in ``content/sources.toml``: items with the hour at which each is first published, changed or taken
back, all counted from the newsroom's first run. Nothing here touches the database.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

from demo import material

ATOM, CONTENT, DC = (
    "http://www.w3.org/2005/Atom",
    "http://purl.org/rss/1.0/modules/content/",
    "http://purl.org/dc/elements/1.1/",
)
KINDS = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
    "ninjs": "application/json",
    "page": "text/html; charset=utf-8",
}
PREFIX = "/demo/feeds/"


@dataclasses.dataclass(frozen=True)
class Entry:
    """One item as it stands at some moment."""

    id: str
    address: str
    title: str
    summary: str
    html: str
    authors: tuple[dict[str, str], ...]
    tags: tuple[str, ...]
    published: dt.datetime
    updated: dt.datetime
    version: int = 1
    counter: int = 0
    disclosure: str = ""
    embargo_until: dt.datetime | None = None
    withdrawn: str = ""


def all_of_them() -> list[dict[str, Any]]:
    """The sources as they stand in the file, each with its outlet, its name for the desk and the form of its feed."""
    return _read()["source"]


def named(file: str) -> dict[str, Any]:
    """The source of this file name. Raises KeyError."""
    return {source["file"]: source for source in all_of_them()}[file]


def entries(source: dict[str, Any], born_at: dt.datetime, at: dt.datetime) -> list[Entry]:
    """What the source has published until ``at``, newest first."""
    found = [*_items(source, born_at, at), *_series(source, born_at, at)]
    return sorted(found, key=lambda entry: entry.published, reverse=True)


def written(file: str, born_at: dt.datetime, at: dt.datetime) -> tuple[bytes, str]:
    """The file as it is served at that moment, and its content type. Raises KeyError for a name that is none."""
    source = named(file)
    form = source["form"]
    if form == "page":
        return source["page"].encode(), KINDS[form]
    shown = entries(source, born_at, at)
    return _WRITERS[form](source, shown).encode(), KINDS[form]


# What stands in the file


@functools.cache
def _read() -> dict[str, Any]:
    return tomllib.loads((material.CONTENT / "sources.toml").read_text("utf-8"))


def _items(source: dict[str, Any], born_at: dt.datetime, at: dt.datetime) -> list[Entry]:
    found = []
    for item in source.get("item", ()):
        published = born_at - dt.timedelta(hours=item["hours_ago"])
        if published > at:
            continue
        told = {"title": item.get("title", ""), "html": item.get("html", ""), "summary": item.get("summary", "")}
        if "again_from" in item:
            told |= _before(item["again_from"], item["id"], born_at)
        updated, version, withdrawn = published, 1, ""
        for change in item.get("change", ()):
            moment = born_at - dt.timedelta(hours=change["hours_ago"])
            if moment > at:
                continue
            updated, version, withdrawn = moment, version + 1, change.get("withdrawn", "")
            told["title"] = change.get("title", told["title"])
            for old, new in change.get("instead", ()):
                if old not in told["html"]:
                    raise ValueError(f"{item['id']} does not say “{old}”.")
                told["html"] = told["html"].replace(old, new)
            told["html"] += change.get("added", "")
        ahead = item.get("embargo_hours_ahead")
        found.append(
            Entry(
                id=item["id"],
                address=item["address"],
                authors=tuple(item.get("authors", ())),
                tags=tuple(item.get("tags", ())),
                published=published,
                updated=updated,
                version=version,
                counter=item.get("counter", 0),
                disclosure=item.get("disclosure", ""),
                embargo_until=born_at + dt.timedelta(hours=ahead) if ahead else None,
                withdrawn=withdrawn,
                **told,
            )
        )
    return found


def _series(source: dict[str, Any], born_at: dt.datetime, at: dt.datetime) -> list[Entry]:
    """Bulletins that come at an even pace, their words dealt out from lists; the last of them may be cut short."""
    series = source.get("series")
    if series is None:
        return []
    found = []
    for number in range(series["count"]):
        back = series["count"] - 1 - number
        published = born_at - dt.timedelta(hours=series["newest_hours_ago"] + back * series["every_hours"])
        if published > at:
            continue
        words = {name: values[(number * 7 + len(name)) % len(values)] for name, values in series["words"].items()}
        words |= {"number": str(series["first_number"] + number), "day": f"{published:%A}"}
        short = back < series.get("cut_short", 0)
        found.append(
            Entry(
                id=series["id"].format(**words),
                address=series["address"].format(**words),
                title=series["title"].format(**words),
                summary="",
                html=series["short_html" if short else "html"].format(**words),
                authors=tuple(series.get("authors", ())),
                tags=tuple(series.get("tags", ())),
                published=published,
                updated=published,
            )
        )
    return found


def _before(file: str, identity: str, born_at: dt.datetime) -> dict[str, str]:
    """Title, text and summary of an item of ``arrivals/``, as its outlet sent it first."""
    root = ET.fromstring(material.arrived(file, born_at))  # noqa: S314 our own file
    if file.endswith(".rss"):
        item = next(one for one in root.iter("item") if one.findtext("guid") == identity)
        names = ["title", f"{{{CONTENT}}}encoded", "description"]
    else:
        item = next(one for one in root.iter(f"{{{ATOM}}}entry") if one.findtext(f"{{{ATOM}}}id") == identity)
        names = [f"{{{ATOM}}}{name}" for name in ("title", "content", "summary")]
    return {key: item.findtext(name) or "" for key, name in zip(("title", "html", "summary"), names, strict=True)}


# How it is written


def _atom(source: dict[str, Any], shown: list[Entry]) -> str:
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": "en-GB"})
    home = source["home"]
    _add(feed, "id", source["id"])
    _add(feed, "title", source["title"])
    _add(feed, "link", rel="alternate", type="text/html", href=home)
    if shown:
        _add(feed, "updated", _rfc3339(max(entry.updated for entry in shown)))
    for entry in shown:
        one = _add(feed, "entry")
        _add(one, "id", entry.id)
        _add(one, "published", _rfc3339(entry.published))
        _add(one, "updated", _rfc3339(entry.updated))
        _add(one, "link", rel="alternate", type="text/html", href=entry.address)
        _add(one, "title", entry.title)
        _add(one, "content", _with_counter(source, entry), type="html")
        _add(one, "summary", entry.summary)
        for author in entry.authors:
            person = _add(one, "author")
            _add(person, "name", author["name"])
            if "profile" in author:
                _add(person, "uri", author["profile"])
        for tag in entry.tags:
            _add(one, "category", term=tag)
        _add(one, "rights", source["rights"])
    return _xml(feed)


def _rss(source: dict[str, Any], shown: list[Entry]) -> str:
    for prefix, name in (("content", CONTENT), ("dc", DC), ("atom", ATOM)):
        ET.register_namespace(prefix, name)
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    for name, words in (("title", source["title"]), ("link", source["home"]), ("description", source["rights"])):
        ET.SubElement(channel, name).text = words
    for entry in shown:
        one = ET.SubElement(channel, "item")
        for name, words in (("title", entry.title), ("link", entry.address), ("description", entry.summary)):
            ET.SubElement(one, name).text = words
        ET.SubElement(one, "guid", isPermaLink="false").text = entry.id
        ET.SubElement(one, "pubDate").text = format_datetime(entry.published, usegmt=True)
        ET.SubElement(one, f"{{{ATOM}}}updated").text = _rfc3339(entry.updated)
        for author in entry.authors:
            ET.SubElement(one, f"{{{DC}}}creator").text = author["name"]
        for tag in entry.tags:
            ET.SubElement(one, "category").text = tag
        ET.SubElement(one, f"{{{CONTENT}}}encoded").text = entry.html
    return _xml(rss)


def _json_feed(source: dict[str, Any], shown: list[Entry]) -> str:
    items: list[Any] = [
        {
            "id": entry.id,
            "url": entry.address,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.html,
            "authors": list(entry.authors),
            "tags": list(entry.tags),
            "date_published": _rfc3339(entry.published),
            "date_modified": _rfc3339(entry.updated),
            **({"expired": True} if entry.withdrawn else {}),
        }
        for entry in shown
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": source["title"],
        "home_page_url": source["home"],
        "language": "en-GB",
        "items": items + source.get("spoilt", []),
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _ninjs(source: dict[str, Any], shown: list[Entry]) -> str:
    items = [
        {
            "uri": entry.id,
            "url": entry.address,
            "type": "text",
            "version": str(entry.version),
            "pubstatus": "canceled" if entry.withdrawn else "usable",
            "firstcreated": _rfc3339(entry.published),
            "versioncreated": _rfc3339(entry.updated),
            "language": "en-GB",
            "headline": entry.title,
            "byline": ", ".join(author["name"] for author in entry.authors),
            "description_text": entry.summary,
            "body_html": entry.html,
            "keywords": list(entry.tags),
            "copyrightholder": source["title"],
            "usageterms": source["rights"],
            **({"ednote": entry.withdrawn} if entry.withdrawn else {}),
            **({"embargoed": _rfc3339(entry.embargo_until)} if entry.embargo_until else {}),
        }
        for entry in shown
    ]
    return json.dumps({"items": items}, ensure_ascii=False, indent=1)


_WRITERS: dict[str, Callable[[dict[str, Any], list[Entry]], str]] = {
    "atom": _atom,
    "rss": _rss,
    "json": _json_feed,
    "ninjs": _ninjs,
}


def _with_counter(source: dict[str, Any], entry: Entry) -> str:
    """As the seminar writes it: the counter after the last paragraph, the disclosure behind it as small print."""
    if not entry.counter:
        return entry.html
    counter = (
        f'<img src="/demo/counter/content/{entry.counter}/count.gif" alt="{source["title"]}" width="1" height="1" />'
    )
    return f'{entry.html}{counter}\n<p class="fine-print"><em><span>{entry.disclosure}</span></em></p>'


def _add(parent: ET.Element, name: str, words: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = words
    return child


def _xml(root: ET.Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def _rfc3339(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
