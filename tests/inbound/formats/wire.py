"""Builders of agency files, for the tests of NITF and NewsML."""

from pathlib import Path

from inbound import formats
from inbound.formats.arrival import Arrival, Hints

SAMPLES = Path(__file__).parents[2] / "samples"


def sample(name: str, **hints: object) -> formats.Reading:
    return formats.read((SAMPLES / name).read_bytes(), Hints(source=name, **hints))  # type: ignore[arg-type]


def nitf(body: str = "<p>Words.</p>", top: str = "", docdata: str = "", head: str = "", before: str = "") -> bytes:
    return (
        f'{before}<nitf><head><title>T</title><docdata><doc-id id-string="a.1"/>{docdata}</docdata>{head}</head><body>'
        f"<body.head><hedline><hl1>Ferries</hl1></hedline>{top}</body.head><body.content>{body}</body.content></body></nitf>"
    ).encode()


def g2_item(
    number: int = 1,
    body: str = "<p>Words.</p>",
    rights: str = "",
    meta: str = "",
    content: str = "",
    contents: str = "",
) -> str:
    html = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
    return (
        f'<newsItem guid="urn:x:{number}" version="1" xml:lang="en"><rightsInfo>{rights}</rightsInfo>'
        '<itemMeta><itemClass qcode="ninat:text"/><provider literal="Vega"/>'
        f"<versionCreated>2025-01-02T03:04:05Z</versionCreated>{meta}</itemMeta>"
        f"<contentMeta><headline>Story {number}</headline>{content}</contentMeta><contentSet>"
        f'<inlineXML contenttype="application/xhtml+xml">{html}</inlineXML>{contents}</contentSet></newsItem>'
    )


def g2(*items: str) -> bytes:
    space = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
    return f"<newsMessage {space}>\n<itemSet>\n{chr(10).join(items)}\n</itemSet></newsMessage>".encode()


def newsml(component: str, management: str = "") -> bytes:
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>vega.example</ProviderId><DateId>20250102</DateId>"
        "<NewsItemId>7</NewsItemId><RevisionId>1</RevisionId></NewsIdentifier></Identification><NewsManagement>"
        f"<FirstCreated>20250102T030405Z</FirstCreated>{management}</NewsManagement>{component}</NewsItem></NewsML>"
    ).encode()


def text(words: str = "<p>Words.</p>", more: str = "") -> str:
    return f"<NewsComponent>{more}<ContentItem><DataContent>{words}</DataContent></ContentItem></NewsComponent>"


def one(data: bytes, **hints: object) -> Arrival:
    (arrival,) = formats.read(data, Hints(**hints)).arrivals  # type: ignore[arg-type]
    return arrival
