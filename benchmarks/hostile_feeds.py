"""python -m benchmarks.hostile_feeds NUMBER: a web server on this machine with as many feeds, a tenth of them hostile.

Prints its port and serves until its standard input is closed. Nothing of the newsroom is imported here.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
import zlib
from collections.abc import Awaitable, Callable
from email.utils import formatdate

EVERY = 10
"""Each tenth feed is hostile, of one kind after the other."""
ITEMS = 10
NOW = 1_790_000_000
WORDS = "harbour tide council ferry night paper winter market bridge street school river season report morning".split()

Writer = asyncio.StreamWriter
Kind = Callable[[Writer, int], Awaitable[None]]


def kind_of(number: int) -> str:
    """The name of what answers for this feed: rss, atom or json, else a kind of hostility."""
    if number % EVERY == 0:
        return list(HOSTILE)[number // EVERY % len(HOSTILE)]
    return ("rss", "atom", "rss", "json", "rss", "atom")[number % 6]


def _words(seed: int, count: int) -> str:
    found = []
    for place in range(count):
        seed = (seed * 1_103_515_245 + 12_345 + place) % 2**31
        found.append(WORDS[seed % len(WORDS)])
    return " ".join(found)


def _html(number: int, item: int) -> str:
    return "".join(f"<p>{_words(number * 1000 + item * 10 + part, 60)}.</p>" for part in range(5))


def rss(number: int) -> bytes:
    items = "".join(
        f"<item><title>{_words(number * 31 + item, 7)}</title><link>https://n{number}.example/{item}</link>"
        f"<guid>https://n{number}.example/{item}</guid><pubDate>{formatdate(NOW - item * 3600, usegmt=True)}</pubDate>"
        f"<dc:creator>Ada Lind</dc:creator><content:encoded><![CDATA[{_html(number, item)}]]></content:encoded></item>"
        for item in range(ITEMS)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Feed {number}</title>{items}</channel></rss>'
    ).encode()


def atom(number: int) -> bytes:
    entries = "".join(
        f"<entry><id>tag:n{number}.example,2026:{item}</id><title>{_words(number * 31 + item, 7)}</title>"
        f'<link href="https://n{number}.example/{item}"/><updated>2026-03-0{item % 9 + 1}T09:00:00Z</updated>'
        f'<author><name>Ada Lind</name></author><content type="html"><![CDATA[{_html(number, item)}]]></content>'
        "</entry>"
        for item in range(ITEMS)
    )
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>tag:n{number}.example,2026:f</id>'
        f"<title>Feed {number}</title>{entries}</feed>"
    ).encode()


def json_feed(number: int) -> bytes:
    items = [
        {"id": f"{number}-{item}", "url": f"https://n{number}.example/{item}", "title": _words(number * 31 + item, 7),
         "content_html": _html(number, item), "date_published": "2026-03-01T09:00:00Z",
         "authors": [{"name": "Ada Lind"}]}
        for item in range(ITEMS)
    ]  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"Feed {number}", "items": items}
    return json.dumps(feed).encode()


def head(status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


# The kinds of hostility


async def endless(out: Writer, number: int) -> None:
    """A body that never ends."""
    out.write(head(Content_Type="application/rss+xml"))
    piece = b"<!-- and so on -->" * 3000
    while True:
        out.write(piece)
        await out.drain()


async def drip(out: Writer, number: int) -> None:
    """A byte now and then, so that every single read is quick."""
    out.write(head(Content_Type="application/rss+xml"))
    for byte in rss(number):
        out.write(bytes([byte]))
        await out.drain()
        await asyncio.sleep(0.5)


async def silence(out: Writer, number: int) -> None:
    """A connection, and nothing on it."""
    await asyncio.sleep(120)


async def bomb(out: Writer, number: int) -> None:
    """A few kilobytes of gzip that inflate without end."""
    packer = zlib.compressobj(9, wbits=31)
    out.write(head(Content_Type="application/rss+xml", Content_Encoding="gzip"))
    for _step in range(2000):
        out.write(packer.compress(b"\0" * 1_000_000) + packer.flush(zlib.Z_SYNC_FLUSH))
        await out.drain()


async def loop(out: Writer, number: int) -> None:
    """A redirect to itself."""
    out.write(head("302 Found", Location=f"/feed/{number}?again", Content_Length="0"))


async def private(out: Writer, number: int) -> None:
    """A redirect into a private network."""
    out.write(head("302 Found", Location="http://169.254.169.254/latest/meta-data/", Content_Length="0"))


async def lying(out: Writer, number: int) -> None:
    """A length that the body does not have."""
    out.write(head(Content_Type="application/rss+xml", Content_Length="9000000") + rss(number))


async def broken(out: Writer, number: int) -> None:
    """XML that breaks off, with tags that nobody closed."""
    body = b"<rss><channel><item>" + b"<title>x" * 20_000
    out.write(head(Content_Type="application/rss+xml", Content_Length=str(len(body))) + body)


async def regexes(out: Writer, number: int) -> None:
    """An author's address at which feedparser alone would look for minutes."""
    body = rss(number).replace(b"Ada Lind", b"a@" * 30_000)
    out.write(head(Content_Type="application/rss+xml", Content_Length=str(len(body))) + body)


async def deep(out: Writer, number: int) -> None:
    """Elements within elements within elements."""
    body = gzip.compress(b"<rss><channel>" + b"<item>" * 400_000)
    out.write(head(Content_Type="text/xml", Content_Encoding="gzip", Content_Length=str(len(body))) + body)


HOSTILE: dict[str, Kind] = {
    one.__name__: one for one in (endless, drip, silence, bomb, loop, private, lying, broken, regexes, deep)
}
_GOOD: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "rss": ("application/rss+xml", rss),
    "atom": ("application/atom+xml", atom),
    "json": ("application/feed+json", json_feed),
}


async def _answer(reader: asyncio.StreamReader, out: Writer) -> None:
    try:
        request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        number = int(request.split()[1].split("?")[0].rsplit("/", 1)[1])
        name = kind_of(number)
        if name in HOSTILE:
            await HOSTILE[name](out, number)
        elif f'If-None-Match: "{number}"' in request:
            out.write(head("304 Not Modified"))
        else:
            kind, write = _GOOD[name]
            body = write(number)
            out.write(head(Content_Type=kind, Content_Length=str(len(body)), ETag=f'"{number}"') + body)
        await out.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass  # whoever asked has hung up, as it should
    finally:
        out.close()


async def serve() -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=1000)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve())
