"""Feeds and blocks that were made to do harm: a sentence each, in seconds; nothing is left running."""

import time
from pathlib import Path

import pytest

from inbound import formats
from inbound.formats.arrival import Hints, Unreadable
from tests.thorough import many

PATIENCE = 40
"""Seconds, on a machine with much other work; alone, none takes six."""
ITEM = "<item><title>A</title><link>https://a.example/1</link><description>x</description></item>"


def rss(inner: str, head: str = "") -> bytes:
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'{head}<rss version="2.0" {spaces}><channel><title>T</title>{inner}</channel></rss>'.encode()


LAUGHS = "<!DOCTYPE lolz [<!ENTITY lol '" + "lol'>" + "".join(
    f"<!ENTITY lol{n} '{f'&lol{n - 1 or str()};' * 10}'>" for n in range(1, 10)
) + "]>"  # fmt: skip

REFUSED = {
    "billion laughs": (rss("<item><title>&lol9;</title></item>", LAUGHS), "declares XML entities"),
    "quadratic blow-up": (
        rss(f"<item><title>{'&a;' * 9999}</title></item>", f"<!DOCTYPE r [<!ENTITY a '{'a' * 9999}'>]>"),
        "declares XML entities",
    ),
    "a file of ours": (
        rss("<item><title>&x;</title></item>", "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"),
        "declares XML entities",
    ),
    "a parameter entity": (
        rss(ITEM, "<!DOCTYPE r [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/'>%x;]>"),
        "declares XML entities",
    ),
    "entities in a broken feed": (rss("<item>&", "<!DOCTYPE r [<!ENTITY a '&b;'>]>"), "declares XML entities"),
    "100,000 elements inside each other": (rss("<a>" * 100_000 + "</a>" * 100_000), "more than 256 deep"),
    "100,000 elements never closed": (rss("<item>" + "<a>" * 100_000), "more than 256 deep"),
    "60,000 attributes": (
        rss(f"<item {' '.join(f'a{n}=`1`' for n in range(60_000))}/>".replace("`", '"')),
        "attributes",
    ),
    "600,000 elements": (rss("<item>" + "<a/>" * 600_000 + "</item>"), "more elements"),
    "6,000 items": (rss("<item/>" * 6_000), "more than 5,000 items"),
    "brackets without end": (b"<rss><channel><item><title>" + b"<" * 300_000, "breaks off"),
    "comments without end": (b"<rss><channel>" + b"<!--" * 200_000, "breaks off"),
    "CDATA without end": (b"<rss><channel>" + b"<![CDATA[" * 200_000, "breaks off"),
    "ampersands without end": (b"<rss><channel><item><title>" + b"&" * 900_000, "breaks off"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_feed_is_refused_in_one_sentence(name, all_the_time_it_takes):
    data, said = REFUSED[name]
    started = time.monotonic()
    with pytest.raises(Unreadable) as refusal:
        formats.read(data, Hints())
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert time.monotonic() - started < PATIENCE


def test_an_author_that_holds_feedparser_is_given_up_after_five_seconds():
    data = rss(f"<item><title>A</title><author>{'a' * 60_000}</author></item>")
    started = time.monotonic()
    with pytest.raises(Unreadable, match="takes longer than 5 seconds"):
        formats.read(data, Hints())
    assert time.monotonic() - started < PATIENCE


@pytest.mark.parametrize(
    "inner",
    [
        f"<item><title>{'x' * many(3_000_000)}</title></item>",
        f"<item><title>{'&lt;a ' * many(100_000)}</title></item>",
        f"<item><title>x</title><pubDate>{'1' * many(500_000)}</pubDate></item>",
        f"<item><title>x</title><pubDate>{' ' * many(200_000)}x</pubDate></item>",
        f"<item><title>x</title><dc:creator>{'A, ' * many(100_000)}</dc:creator></item>",
        f"<item><title>x</title><description>{'&lt;p&gt;This article ' * many(20_000)}</description></item>",
        f"<item><title>x</title><description>{'&lt;em&gt;This ' * 90}{'… ' * many(50_000)}</description></item>",
        f"<item><title>x</title><link>{'http:' * many(100_000)}</link></item>",
        f"<item><link>http://[::1</link><description>{'&lt;img src=http://[ &gt;' * 50}</description></item>",
    ],
)
def test_a_field_without_measure_does_not_hold_us_up(inner):
    started = time.monotonic()
    try:
        formats.read(rss(inner), Hints())
    except Unreadable:
        pass
    assert time.monotonic() - started < PATIENCE


def test_nuls_and_lone_surrogates_reach_no_field():
    data = rss("<item><title>A\0B&#xD800;</title><description>x\0y \x0b</description></item>")
    for encoded in (data, data.decode().encode("utf-16")):
        reading = formats.read(encoded, Hints())
        for arrival in reading.arrivals:
            for value in (arrival.title, arrival.body_html, *arrival.warnings):
                assert "\0" not in value and "\x0b" not in value
                value.encode("utf-8")


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_feed_is_read_or_refused_and_never_crashes_us(seed):
    import random

    chance = random.Random(seed)
    data = bytearray(rss(ITEM * 5 + "<item><title>Ü</title><dc:creator>Ana</dc:creator></item>"))
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randint(1, 40)]
            case 2:
                data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 8)))
            case 3:
                data[at:at] = chance.choice(
                    [b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"<item>", b"</item>", b"\0"]
                )
    try:
        formats.read(bytes(data), Hints())
    except Unreadable as refusal:
        assert "parser fail" not in str(refusal)


COUNTER = '<img id="republication-tracker-tool-source" src="https://a.example/?republication-pixel=true&post=7">'
NOTICE = '<p>This <a href="https://a.example/r/">article</a> first appeared on <a href="https://a.example">A</a>.</p>'


@pytest.mark.parametrize(
    "body",
    [
        "<p>" * many(400_000),
        "<div>" * many(100_000),
        "<p>" + "This article " * many(100_000),
        NOTICE * many(8_000),
        COUNTER * many(12_000),
        f"<p {'a=b ' * many(400_000)}>x</p>",
        "<" * many(1_500_000),
        "<!--" * many(300_000),
        '<h1>x</h1><p class="byline">' + "A, B and " * many(100_000) + "</p>",
        "[a](https://a.example/) " * many(60_000),
        "[" * many(400_000),
    ],
)
def test_a_hostile_block_does_not_hold_us_up(body):
    started = time.monotonic()
    try:
        formats.read((body + NOTICE + COUNTER).encode(), Hints())
    except Unreadable as refusal:
        assert "\n" not in str(refusal)
    assert time.monotonic() - started < PATIENCE


def test_nothing_of_the_machine_is_read():
    for inner in ("file:///etc/passwd", "/etc/passwd"):
        with pytest.raises(Unreadable) as refusal:
            formats.read(inner.encode(), Hints(), format="rss")
        assert "root:" not in str(refusal.value)
    assert Path("/etc/passwd").read_text().startswith("root:")
