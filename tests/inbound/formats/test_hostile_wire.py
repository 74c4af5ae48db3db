"""Agency files that were made to do harm, or broke on their way: a sentence each, in seconds, and no neighbour lost."""

import json
import random
import time
from collections import Counter
from importlib import import_module
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.body import text as plain_text
from inbound import formats, sandbox
from inbound.formats import wire_article, wire_child
from inbound.formats.arrival import Hints, Unreadable
from inbound.formats.wire_item import load
from tests.inbound.formats.wire import SAMPLES, g2, g2_item, newsml, nitf, text
from tests.thorough import many, size

LAUGHS = (
    "<!DOCTYPE nitf [<!ENTITY lol 'lol'>"
    + "".join(f"<!ENTITY lol{n} '{f'&lol{n - 1 or str()};' * 10}'>" for n in range(1, 10))
    + "]>"
)
MOST_SECONDS = 40
"""On a machine with other work; alone, none takes three."""
COMPONENT = "<NewsComponent><ContentItem Href='https://p.example/a.jpg'><MediaType FormalName='Photo'/></ContentItem>"


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same reading without the process around it: quicker, and what would crash the process fails the test."""

    def run(task: str, data: bytes, argument: str, **of_the_process: object) -> dict[str, Any]:
        module, _, function = task.partition(":")
        found: dict[str, Any] = json.loads(json.dumps(getattr(import_module(module), function)(data, argument)))
        return found

    monkeypatch.setattr(sandbox, "run", run)


REFUSED = {
    "billion laughs": (nitf("<p>&lol9;</p>", before=LAUGHS), "declares XML entities"),
    "quadratic blow-up": (
        nitf(f"<p>{'&a;' * 9999}</p>", before=f"<!DOCTYPE nitf [<!ENTITY a '{'a' * 9999}'>]>"),
        "declares XML entities",
    ),
    "a file of ours": (
        nitf("<p>&x;</p>", before="<!DOCTYPE nitf [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"),
        "refers to text outside itself",
    ),
    "100,000 elements inside each other": (nitf("<em>" * 100_000 + "</em>" * 100_000), "more than 256 deep"),
    "100,000 elements never closed": (nitf("<block>" * 100_000), "more than 256 deep"),
    "200 elements inside each other": (nitf("<em>" * 200 + "x" + "</em>" * 200), "nested more than 100 deep"),
    "60,000 attributes": (nitf(f"<p {' '.join(f'a{n}=`1`' for n in range(60_000))}/>".replace("`", '"')), "attributes"),
    "600,000 elements": (nitf("<p/>" * 600_000), "more elements"),
    "100,000 line breaks": (nitf("<br/>" * 100_000), "2 MB or 40,000 elements"),
    "9 MB of words": (nitf(f"<p>{'word ' * 1_800_000}</p>"), "2 MB or 40,000 elements"),
    "9 MB in a caption": (
        nitf(f"<media media-type='image'><media-caption>{'word ' * 1_800_000}</media-caption></media>"),
        "2 MB or 40,000 elements",
    ),
    "50 MB of words": (nitf(f"<p>{'word ' * 10_000_000}</p>"), "more than 10 MB"),
    "empty lines without end": (nitf("a\n\n" * 500_000), "2 MB or 40,000 elements"),
    "6,000 items": (g2(*map(g2_item, range(6_000))), "more than 5,000 items"),
    "20,000 components": (newsml(text() * 20_000), "more than 500 ContentItems"),
    "components inside each other": (newsml(COMPONENT * 240 + "</NewsComponent>" * 240), "a picture"),
    "brackets without end": (nitf("<" * 300_000), "not well-formed XML (line 1, column"),
    "comments without end": (nitf("<!--" * 200_000), "not well-formed XML (line 1"),
    "CDATA without end": (nitf("<![CDATA[" * 200_000), "not well-formed XML (line 1"),
    "a file that breaks off": (nitf()[:-30], "not well-formed XML (line 1"),
    "tags that cross": (nitf("<p>\n<em>\n</p></em>"), "line 3, column 3: an end tag does not match"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_one_sentence(name, all_the_time_it_takes):
    data, said = REFUSED[name]
    started = time.monotonic()
    try:
        reading = formats.read(data, Hints())
    except Unreadable as refusal:
        sentence = str(refusal)
    else:  # a picture without a text is no error
        sentence = " ".join(reading.arrivals[0].warnings)
    assert said in sentence
    assert "\n" not in sentence and len(sentence) < 600
    assert time.monotonic() - started < MOST_SECONDS


@pytest.mark.parametrize(
    "data",
    [
        nitf(top=f"<byline>{'A, ' * many(300_000)}</byline>"),
        nitf(top=f"<byline>By {'Ana Ruiz and ' * many(100_000)}</byline>"),
        nitf(top=f"<byline>{'<person>Ana Ruiz</person> and ' * many(20_000)}</byline>"),
        nitf(top=f"<dateline>{'NEW YORK ' * many(300_000)}</dateline>"),
        nitf(docdata=f"<date.issue norm='{'2' * many(1_000_000)}'/>"),
        nitf(docdata=f"<key-list>{'<keyword key=`a b`/>' * many(100_000)}</key-list>".replace("`", '"')),
        nitf(before="<!DOCTYPE nitf [" + "<!ELEMENT a ANY>" * many(100_000) + "]>"),
        nitf(before="<!-- -->" * many(200_000)),
        g2(g2_item(meta='<link residref="urn:x:2"/>' * many(50_000)), g2_item(2)),
        g2(g2_item(rights=f"<rightsExpressionData>{'[' * many(100_000)}</rightsExpressionData>")),
        g2(*(['<newsItem guid="a">'] * many(50_000))),
    ],
)
def test_a_field_without_measure_does_not_hold_us_up(data):
    started = time.monotonic()
    try:
        formats.read(data, Hints())
    except Unreadable as refusal:
        assert "\n" not in str(refusal)
    assert time.monotonic() - started < MOST_SECONDS


def test_a_dtd_by_its_address_is_let_through_and_not_fetched():
    before = "<!DOCTYPE nitf PUBLIC 'x' 'http://127.0.0.1:9/nitf.dtd' [<!ENTITY % n SYSTEM 'file:///etc/passwd'> %n;]>"
    (arrival,) = formats.read(nitf("<p>caf&eacute;</p>", before=before), Hints()).arrivals
    assert arrival.body_html == "<p>café</p>"


def test_a_name_for_one_character_is_let_through():
    before = "<!DOCTYPE nitf [<!ENTITY ea '&#233;'><!NOTATION j SYSTEM 'x'><!ENTITY pic SYSTEM 'a.jpg' NDATA j>]>"
    (arrival,) = formats.read(nitf("<p>caf&ea;</p>", before=before), Hints()).arrivals
    assert arrival.body_html == "<p>café</p>"


@pytest.mark.parametrize(
    "body", ["<p>Roe & Poe</p>", "<p>Roe &#0;& Poe</p>", "<p>Roe &amp; Poe</p><x:y/>", "<p>Roe & <z:b>Poe</z:b></p>"]
)
def test_what_can_be_mended_is_mended_and_told(in_process, body):
    (arrival,) = formats.read(nitf(body), Hints()).arrivals
    assert plain_text.plain(arrival.body_html) == "Roe & Poe"
    assert any("its faults were mended" in warning for warning in arrival.warnings)


BROKEN = {
    "an end tag that does not match": lambda item: item.replace("</p>", "</q>"),
    "no end": lambda item: item.replace("</newsItem>", ""),
    "a bracket": lambda item: item.replace("<p>", "<p <"),
    "too deep": lambda item: item.replace("<p>", "<p>" + "<em>" * 300).replace("</p>", "</em>" * 300 + "</p>"),
    "too long": lambda item: item.replace("Words.", "word " * 450_000),
    "nothing in it": lambda item: "<newsItem><itemMeta/></newsItem>",
}


@pytest.mark.parametrize("how", BROKEN)
def test_of_500_items_497_arrive_and_three_errors_name_the_others(in_process, how):
    bad = (3, 250, 499)
    items = [BROKEN[how](g2_item(number)) if number in bad else g2_item(number) for number in range(500)]
    reading = formats.read(g2(*items), Hints())
    assert [arrival.source_id for arrival in reading.arrivals] == [f"urn:x:{n}" for n in range(500) if n not in bad]
    assert len(reading.errors) == 3
    for number, error in zip(bad, reading.errors, strict=True):
        assert f"“Story {number}”" in error or how == "nothing in it"
        assert f"line {number + 3}" in error or how == "too deep"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
@pytest.mark.parametrize("declared", ["", "utf-8", "utf-16", "iso-8859-1", "windows-1252", "no-such-thing"])
def test_no_encoding_and_no_lie_about_it_hides_the_text(in_process, codec, declared):
    before = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    data = nitf("<p>Größe, œuvre</p>" if codec != "latin-1" else "<p>Größe</p>", before=before).decode().encode(codec)
    (arrival,) = formats.read(data, Hints()).arrivals
    assert "Größe" in arrival.body_html
    assert arrival.raw == data


def test_nuls_and_lone_surrogates_reach_no_field():
    data = nitf("<p>a\0b\x0bc&#xD800;</p>").replace(b"Ferries", b"Fer\0ries")
    (arrival,) = formats.read(data, Hints()).arrivals
    assert (arrival.title, arrival.body_html) == ("Ferries", "<p>abc</p>")


@pytest.mark.parametrize("sample", ["nitf/tidal-mill.xml", "newsml/two-items.xml", "newsml-g2/message.xml"])
@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused_and_never_crashes_us(in_process, sample, seed):
    chance = random.Random(seed)
    data = bytearray((SAMPLES / sample).read_bytes())
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randint(1, 60)]
            case 2:
                data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 8)))
            case 3:
                data[at:at] = chance.choice([b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"<p>", b"</p>", b"\0"])
    try:
        reading = formats.read(bytes(data), Hints())
    except Unreadable as refusal:
        assert "parser fail" not in str(refusal)
    else:
        assert not any("could not be read (" in error or "log says" in error for error in reading.errors)


# --- no word is lost

WORD = st.text(st.sampled_from("abcdeéß漢"), min_size=1, max_size=6)
INLINE = st.sampled_from(["em", "person", "org", "location", "chron", "money", "sub", "strange.one", "a", "q"])
BLOCK = st.sampled_from(["p", "hl2", "block", "bq", "ul/li", "ol/li", "table/tr/td", "dl/dd", "fn", "strange", "pre"])
LINE = st.lists(st.one_of(WORD, st.tuples(INLINE, WORD)), min_size=1, max_size=6)
BODY = st.lists(st.tuples(BLOCK, LINE), min_size=1, max_size=8)


def written(block: str, line: list) -> str:  # type: ignore[type-arg]
    parts = block.split("/")
    inner = " ".join(f"<{one[0]}>{one[1]}</{one[0]}>" if isinstance(one, tuple) else one for one in line)
    return "".join(f"<{part}>" for part in parts) + inner + "".join(f"</{part}>" for part in reversed(parts))


@settings(max_examples=size(50, 1000), deadline=None)
@given(body=BODY)
@example(body=[("strange", ["a"]), ("strange", ["b"]), ("fn", ["c"]), ("strange", ["d"])])
@example(body=[("p", ["a"]), ("strange", ["a"]), ("strange", [("strange.one", "b"), "c"])])
def test_every_word_of_a_text_is_in_its_body(body):
    (stored,) = wire_child.read(nitf("".join(written(*one) for one in body)))["items"]
    arrival = wire_article.to_arrival(load(stored), Hints())
    sent = Counter(word[1] if isinstance(word, tuple) else word for _, line in body for word in line)
    kept = Counter(plain_text.words(arrival.body_html))
    assert kept == sent


def test_a_message_whose_spaces_are_declared_twice_ends_in_a_sentence(in_process):
    spaces = 'xmlns:a="urn:a" xmlns:a="urn:b" xmlns="http://iptc.org/std/nar/2006-10-01/"'
    broken = f'<?xml version="1.0"?><newsMessage {spaces}><itemSet><newsItem></itemSet><newsItem></newsMessage>'
    with pytest.raises(Unreadable, match="not well-formed XML"):
        formats.read(broken.encode(), Hints())
