"""manage.py receive, as a person or a script at a shell meets it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Original
from tests.builders import make_outlet, make_terms

pytestmark = pytest.mark.django_db

KEYS = (
    "title standfirst authors body_html pages pictures related disclosure notice counter_url canonical_url source_id "
    "version published updated language licence_stated warnings rights"
).split()

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Meadow</title><link>https://meadow.example</link><description>Notes</description>
<item><title>Owls at noon</title><link>https://meadow.example/owls</link><guid isPermaLink="false">meadow-1</guid>
<dc:creator>Ida Holm</dc:creator><dc:creator>Bo Lind</dc:creator><pubDate>Mon, 16 Nov 2026 09:00:00 +0100</pubDate>
<description>Why owls stay up.</description>
<content:encoded><![CDATA[<p>Owls sleep by day.</p><p>Not this one.</p>]]></content:encoded></item>
<item><title>Nothing to read</title><link>https://meadow.example/none</link>
<guid isPermaLink="false">meadow-2</guid></item>
</channel></rss>
"""


def receive(*arguments: str, **options: Any) -> tuple[str, str, int]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("receive", *arguments, stdout=out, stderr=err, **options)
    except SystemExit as stopped:
        return out.getvalue(), err.getvalue(), int(stopped.code or 0)
    return out.getvalue(), err.getvalue(), 0


@pytest.fixture
def feed(tmp_path: Path) -> str:
    path = tmp_path / "feed.xml"
    path.write_text(FEED)
    return str(path)


@pytest.fixture
def meadow() -> str:
    outlet = make_outlet("The Meadow", slug="meadow", home_url="https://meadow.example")
    make_terms(outlet)
    return "meadow"


def test_a_look_at_a_feed_prints_every_key_and_stores_nothing(feed: str, meadow: str) -> None:
    out, _err, _status = receive(feed, "--outlet", meadow, "--dry-run", "--json")
    owls = json.loads(out)[0]
    assert list(owls) == KEYS
    assert [author["name"] for author in owls["authors"]] == ["Ida Holm", "Bo Lind"]
    assert owls["authors"][0] == dict.fromkeys(owls["authors"][0]) | {"name": "Ida Holm"}
    assert (owls["source_id"], owls["canonical_url"]) == ("meadow-1", "https://meadow.example/owls")
    assert (owls["published"], owls["standfirst"]) == ("2026-11-16T08:00:00Z", "Why owls stay up.")
    assert "".join(owls["pages"]) == owls["body_html"]
    assert (owls["counter_url"], owls["disclosure"], owls["notice"], owls["related"]) == (None, None, None, [])
    assert not Article.objects.exists()


def test_a_bad_item_is_named_and_its_neighbour_arrives(feed: str, meadow: str) -> None:
    out, err, status = receive(feed, "--outlet", meadow)
    assert "new: Owls at noon" in out
    assert "Nothing to read" in err and status == 1
    assert [article.title for article in Article.objects.all()] == ["Owls at noon"]


def test_receiving_the_same_feed_again_makes_nothing_new(feed: str, meadow: str) -> None:
    receive(feed, "--outlet", meadow)
    out, _err, _status = receive(feed, "--outlet", meadow)
    assert "same: Owls at noon" in out
    assert (Article.objects.count(), Original.objects.count()) == (1, 1)


def test_the_original_keeps_the_item_as_it_came(feed: str, meadow: str) -> None:
    receive(feed, "--outlet", meadow)
    original = Original.objects.get()
    assert b"<p>Owls sleep by day.</p>" in bytes(original.received)
    assert b"Nothing to read" not in bytes(original.received)
    assert original.received_from == feed and original.format == "rss"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02" * 50, "cannot be read"),
        (b"<html><body><h1>404</h1><p>Not found</p></body></html>", "No article was found"),
        (b"Dear editor, please find my article attached.", "no mark"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "feed"),
        (b"<rss version='2.0'><channel>", "."),
        (b"x" * (10 * 1024 * 1024 + 1), "more than 10 MB"),
    ],
    ids=["empty", "binary", "error page", "letter", "json", "broken off", "too large"],
)
def test_what_is_no_article_gets_one_clear_line_and_nothing_is_stored(
    content: bytes, told: str, tmp_path: Path, meadow: str
) -> None:
    path = tmp_path / "arrived"
    path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        out, err, status = receive(str(path), "--outlet", meadow)
        raise CommandError(err if status == 1 else f"taken: {out}")
    sentence = str(caught.value)
    assert told in sentence and "\n" not in sentence.strip() and "Traceback" not in sentence
    assert not Article.objects.exists()


def test_a_file_that_is_not_there_is_named(meadow: str) -> None:
    with pytest.raises(CommandError, match="no-such-file"):
        receive("/no-such-file", "--outlet", meadow)


def test_an_unknown_outlet_is_named_with_the_remedy(feed: str) -> None:
    with pytest.raises(CommandError, match="outlet_presets"):
        receive(feed, "--outlet", "no-such-outlet")


def test_a_preset_will_do_for_a_look_and_not_for_taking(feed: str) -> None:
    out, _err, _status = receive(feed, "--outlet", "undark", "--dry-run", "--json")
    assert json.loads(out)[0]["title"] == "Owls at noon"
    with pytest.raises(CommandError, match="outlet_presets --adopt undark"):
        receive(feed, "--outlet", "undark")


def test_an_address_in_our_own_network_is_refused_in_words(meadow: str) -> None:
    with pytest.raises(CommandError, match="never asked"):
        receive("http://127.0.0.1/feed", "--outlet", meadow)


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, meadow: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(FEED.encode())))
    out, _err, _status = receive("-", "--outlet", meadow, "--dry-run", "--json")
    assert json.loads(out)[0]["title"] == "Owls at noon"
