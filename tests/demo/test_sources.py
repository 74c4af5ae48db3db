"""The outlets' feeds change as the hours go by, and every format of them is read as what it is."""

import datetime as dt
from pathlib import Path

import pytest

from demo import sources
from inbound.formats import regular
from inbound.formats.arrival import Hints, Unreadable

BORN_AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def read(file, at):
    return regular.read(sources.written(file, BORN_AT, at)[0], Hints(source=f"http://127.0.0.1:8000/demo/feeds/{file}"))


def titles(file, at):
    return {arrival.title for arrival in read(file, at).arrivals}


@pytest.mark.parametrize(
    ("file", "format", "number"),
    [
        ("commons-seminar.atom", "conversation-atom", 3),
        ("fieldnote.rss", "rss", 3),
        ("northlight.json", "ninjs", 4),
        ("northlight-waters.atom", "atom", 24),
        ("northlight-notices.rss", "rss", 7),
        ("saltmarsh.json", "json-feed", 1),
    ],
)
def test_a_feed_is_read_in_the_format_it_is_written_in(file, format, number):
    reading = read(file, BORN_AT)
    assert (reading.format, len(reading.arrivals)) == (format, number)
    assert all(arrival.title and arrival.source_id and arrival.published <= BORN_AT for arrival in reading.arrivals)


def test_stories_come_in_at_their_hour():
    assert "Port Trust and harbour pilots agree to talk" not in titles("northlight.json", BORN_AT)
    assert "Port Trust and harbour pilots agree to talk" in titles("northlight.json", BORN_AT + HOUR)
    later = {file: titles(file, BORN_AT + 24 * HOUR) for file in ("commons-seminar.atom", "fieldnote.rss")}
    assert all(titles(file, BORN_AT) < found for file, found in later.items())


def test_a_letter_is_there_then_changed_then_taken_back():
    before, after = read("saltmarsh.json", BORN_AT - HOUR), read("saltmarsh.json", BORN_AT)
    assert not before.withdrawn and len(before.arrivals) == 2
    assert [gone.source_id for gone in after.withdrawn] == ["https://saltmarsh.example/letters/31"]
    assert before.errors and after.errors


def test_the_same_moment_gives_the_same_bytes():
    for source in sources.all_of_them():
        assert sources.written(source["file"], BORN_AT, BORN_AT) == sources.written(source["file"], BORN_AT, BORN_AT)


def test_a_page_in_place_of_a_feed_is_named():
    with pytest.raises(Unreadable, match="We have moved our sports wire"):
        read("northlight-sport", BORN_AT)


def test_every_name_of_a_file_is_used_once():
    names = [source["file"] for source in sources.all_of_them()]
    assert len(set(names)) == len(names) and all(Path(name).name == name for name in names)
