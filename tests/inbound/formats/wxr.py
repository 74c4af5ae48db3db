"""Builders of WordPress exports."""

from __future__ import annotations

from pathlib import Path

from inbound import formats
from inbound.formats.arrival import Arrival, Hints

SAMPLE = Path(__file__).parents[2] / "samples" / "wxr" / "harbour-echo.xml"


def head(version: str = "1.2", more: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0"'
        f' xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:wp="http://wordpress.org/export/{version}/">\n<channel>\n<title>Echo</title>\n'
        f"<link>https://echo.example</link>\n<wp:wxr_version>{version}</wp:wxr_version>\n{more}"
    )


TAIL = "</channel>\n</rss>\n"


def item(
    number: int = 1, content: str = "<![CDATA[Words of the post.]]>", more: str = "", status: str = "publish"
) -> str:
    return (
        f"<item>\n<title>Story {number}</title>\n<link>https://echo.example/2019/03/story-{number}/</link>\n"
        f'<dc:creator>mlind</dc:creator>\n<guid isPermaLink="false">https://echo.example/?p={number}</guid>\n'
        f"<content:encoded>{content}</content:encoded>\n<wp:post_id>{number}</wp:post_id>\n"
        "<wp:post_date_gmt>2019-03-09 07:30:00</wp:post_date_gmt>\n"
        f"<wp:post_name>story-{number}</wp:post_name>\n<wp:status>{status}</wp:status>\n"
        f"<wp:post_type>post</wp:post_type>\n{more}</item>\n"
    )


def meta(key: str, value: str) -> str:
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>\n"


def export(*items: str, version: str = "1.2", more: str = "", tail: str = TAIL) -> bytes:
    return (head(version, more) + "".join(items) + tail).encode()


def read(data: bytes) -> formats.Reading:
    return formats.read(data, Hints(source="echo.xml"))


def one(data: bytes) -> Arrival:
    (arrival,) = read(data).arrivals
    return arrival


def sample() -> dict[str, Arrival]:
    return {arrival.title or "": arrival for arrival in read(SAMPLE.read_bytes()).arrivals}
