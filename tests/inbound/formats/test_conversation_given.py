"""Real files that stand beside the repository, with what a person read in each; not there, not tested."""

import csv
from pathlib import Path

import pytest

from articles.body import text
from inbound import formats
from inbound.formats import conversation_block
from inbound.formats.arrival import Hints

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
HINTS = Hints(outlet="the-conversation-us", hosts=frozenset({"theconversation.com"}), language="en-US")


def rows() -> list[dict[str, str]]:
    index = SAMPLES / "index.tsv"
    if not index.exists():
        return []
    with index.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


BLOCKS = [row for row in rows() if row["kind"].startswith("conversation-republish")]
needs_samples = pytest.mark.skipif(not BLOCKS, reason="../shared/samples is not beside this repository")


def authors(said: str) -> list[tuple[str, str, str]]:
    if said.startswith("none"):
        return []
    return [tuple(part.replace("(no title)", "") for part in one.split("|")) for one in said.split("; ")]


@needs_samples
@pytest.mark.parametrize("row", BLOCKS or [None], ids=lambda row: Path(row["file"]).stem[:40] if row else "absent")
def test_block_reads_as_a_person_read_it(row):
    received = (SAMPLES / row["file"]).read_text("utf-8")
    assert conversation_block.recognises(received, HINTS)
    [arrival] = conversation_block.read(received, HINTS)
    assert [(one.name, one.title or "", one.institution or "") for one in arrival.authors] == authors(
        row["authors_in_credit"]
    )
    assert arrival.canonical_url == row["canonical_original_url"]
    assert arrival.counter_url == row["pixel_urls"].split(" ; ")[0]
    assert arrival.source_id == row["conversation_id"]
    assert arrival.title == row["title_in_file"]
    stated = "; ".join(f"Read more: {one.title} -> {one.url}" for one in arrival.related)
    assert stated == row["read_more_links"]
    left = text.plain(arrival.body_html)
    assert "originally published on The Conversation" not in left and "republished from" not in left
    assert "theconversation.com/institutions/" not in arrival.body_html


@needs_samples
def test_feed_reads_as_a_person_read_it():
    row = next(row for row in rows() if row["file"].endswith("theconversation-uk-health.atom"))
    reading = formats.read((SAMPLES / row["file"]).read_bytes(), HINTS)
    assert reading.format == "conversation-atom" and not reading.errors
    for arrival, said in zip(reading.arrivals, row["authors_in_credit"].split(" // "), strict=True):
        number, _, people = said.partition(": ")
        assert arrival.source_id.endswith(number)
        assert [(one.name, one.title, one.institution) for one in arrival.authors] == authors(people)
        assert arrival.canonical_url in row["canonical_original_url"].split(" ; ")
        assert arrival.counter_url == f"https://counter.theconversation.com/content/{number}/count.gif"
        assert arrival.disclosure_html and arrival.pictures[0].lead
    assert len(reading.arrivals[2].related) == 3
