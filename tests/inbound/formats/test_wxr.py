"""What a WordPress export says, and that nothing in it costs more than itself."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from pathlib import Path

import pytest

from inbound import formats
from inbound.formats import wxr
from inbound.formats.arrival import WITHHELD, Hints, Unreadable
from tests.inbound.formats.wxr import SAMPLE, TAIL, export, head, item, meta, one, read, sample


@pytest.fixture(scope="module")
def echo():
    return sample()


def test_post_arrives_with_its_names_dates_and_tags(echo):
    ferry = echo["The last ferry “Alma” sails"]
    assert [author.name for author in ferry.authors] == ["Marta Lind", "Otto Brandt"]
    assert ferry.published == dt.datetime(2019, 3, 9, 7, 30, tzinfo=dt.UTC)
    assert ferry.updated == dt.datetime(2019, 3, 10, 9, 0, tzinfo=dt.UTC)
    assert ferry.standfirst == "After ninety years the crossing ends."
    assert (ferry.tags, ferry.language) == (["Ferries"], "en-GB")
    assert ferry.source_id == "https://echo.example/?p=101"
    assert ferry.canonical_url == "https://echo.example/2019/03/last-ferry/"
    assert ferry.rights.prohibits == ["republication by others"]
    assert ferry.raw.startswith(b"<item>") and ferry.raw.endswith(b"</item>")


def test_classic_text_gets_its_paragraphs_figures_and_films(echo):
    body = echo["The last ferry “Alma” sails"].body_html
    assert (
        "<p>The <em>Alma</em> left her berth for the last time on Friday.<br>\nSome sixty people had come.</p>" in body
    )
    assert '<figure class="align-left">' in body and "<figcaption>The Alma in her berth</figcaption>" in body
    assert '<div class="embed" data-src="https://films.example/watch/alma"></div>' in body
    assert "late [sic]," in body and "Stay with us" in body and "signup" not in body


def test_pictures_come_with_what_the_media_library_says_of_them(echo):
    crew, alma, quay = echo["The last ferry “Alma” sails"].pictures
    assert (crew.url, crew.lead) == ("https://echo.example/files/crew.jpg", True)
    assert (alma.caption, alma.credit, alma.rights) == ("The Alma in her berth", "Inga Stahl", "2019 Inga Stahl")
    assert (quay.credit, quay.alt) == ("Jon Vik", "A quay at low tide")


def test_block_editor_text_stays_as_it_is_and_reusable_blocks_come_in(echo):
    quays = echo["Quays to be raised"]
    assert "wp:" not in quays.body_html and quays.body_html.count("<p>") == 2
    assert "Seen a flood? Ring the harbour office." in quays.body_html
    assert any("latest-posts" in warning for warning in quays.warnings)


def test_republished_text_is_read_by_the_reader_of_its_block(echo):
    tides = echo["Why tides turn"]
    assert "555123" in (tides.counter_url or "")
    assert tides.canonical_url == "https://theconversation.com/why-tides-turn-555123"
    (ada,) = tides.authors
    assert (ada.name, ada.institution) == ("Ada Moor", "University of Vega")
    assert "republished from" not in tides.body_html and tides.notice_html


def test_draft_is_withheld_and_dated_by_the_site_s_clock_and_the_bin_is_named():
    reading = read(SAMPLE.read_bytes())
    draft = next(arrival for arrival in reading.arrivals if arrival.title == "Budget notes")
    assert draft.rights.status == WITHHELD
    assert draft.published == dt.datetime(2024, 1, 5, 10, 0, tzinfo=dt.UTC)
    assert any("by the clock of the old site" in warning for warning in draft.warnings)
    assert reading.errors == ["“Old jokes” was left out: it is in the bin."]


def test_menus_pictures_and_guest_authors_are_no_articles(echo):
    assert set(echo) == {
        "The last ferry “Alma” sails",
        "Quays to be raised",
        "Why tides turn",
        "Budget notes",
        "About us",
    }


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_is_read(version):
    twice = (
        '<category><![CDATA[Sea]]></category>\n<category domain="tag" nicename="tides"><![CDATA[Tides]]></category>\n'
    )
    arrival = one(export(item(more=twice), version=version))
    assert (arrival.title, arrival.tags) == ("Story 1", ["Tides"])


def test_scheduled_post_is_embargoed_and_a_password_withholds():
    assert one(export(item(status="future"))).embargo_until == dt.datetime(2019, 3, 9, 7, 30, tzinfo=dt.UTC)
    secret = one(export(item(more="<wp:post_password>tide</wp:post_password>")))
    assert secret.rights.status == WITHHELD


def test_end_that_a_plugin_had_set_is_when_it_expires():
    fields = meta("_expiration-date", "1735689600") + meta("_expiration-date-status", "saved")
    assert one(export(item(more=fields))).rights.expires == dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def test_address_of_the_original_elsewhere_is_kept_and_told():
    arrival = one(export(item(more=meta("_yoast_wpseo_canonical", "https://other.example/a/"))))
    assert arrival.canonical_url == "https://other.example/a/"
    assert any("probably a text of others" in warning for warning in arrival.warnings)


# --- broken files


def test_cut_off_file_gives_what_stands_before_and_names_line_and_end_tag():
    data = export(item(1), item(2))
    reading = read(data[: data.index(b"<wp:post_id>2")])
    assert [arrival.title for arrival in reading.arrivals] == ["Story 1"]
    cut, ended = reading.errors
    assert cut.startswith("“Story 2” (line 19) was left out: </item> was expected")
    assert "without </channel></rss>" in ended


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<![CDATA[Before\x08after]]>", "Beforeafter"),
        ("Caf&eacute; &nope; &amp; bar", "Café &amp;nope; &amp; bar"),
        ("<![CDATA[a ]]]]><![CDATA[> b]]>", "a ]]&gt; b"),
        ("<![CDATA[a ]]> b]]>", "a ]]&gt; b"),
        ("<![CDATA[with <![CDATA[nested]]> end]]>", None),
        ("Fish & chips", "Fish &amp; chips"),
        ("<p>As <em>elements</em></p>", "<p>As <em>elements</em></p>"),
        ("&lt;p&gt;Escaped&lt;/p&gt;", "<p>Escaped</p>"),
    ],
)
def test_fault_in_one_post_is_mended_or_told_and_its_neighbours_arrive(content, words):
    reading = read(export(item(1), item(2, content), item(3)))
    assert [arrival.title for arrival in reading.arrivals] == ["Story 1", "Story 2", "Story 3"]
    if words:
        assert words in reading.arrivals[1].body_html
    else:
        assert any("line " in warning for warning in reading.arrivals[1].warnings)


def test_section_that_is_not_closed_swallows_no_other_post():
    reading = read(export(item(1), item(2, "<![CDATA[no end"), item(3), item(4)))
    assert [arrival.title for arrival in reading.arrivals] == ["Story 1", "Story 2", "Story 3", "Story 4"]
    broken = reading.arrivals[1]
    assert "no end" in broken.body_html and "Words of the post" not in broken.body_html
    assert any("not well-formed there (line " in warning for warning in broken.warnings)


def test_tag_that_does_not_match_is_told_with_its_line():
    reading = read(export(item(1), item(2, "<b>x</i>"), item(3)))
    assert [arrival.title for arrival in reading.arrivals] == ["Story 1", "Story 3"]
    (error,) = reading.errors
    assert "line 24" in error and "end tag does not match" in error


def test_declared_entities_are_refused():
    bomb = export(item()).replace(b"<rss", b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<rss', 1)
    with pytest.raises(Unreadable, match="declares XML entities"):
        read(bomb)


@pytest.mark.parametrize(
    "content",
    ["<a>" * 5000 + "</a>" * 5000, "<![CDATA[" + "[caption]" * 20_000 + "]]>", "<![CDATA[" + "<div>" * 20_000 + "]]>"],
)
def test_hostile_post_costs_itself_alone(content):
    reading = read(export(item(1), item(2, content), item(3)))
    assert {"Story 1", "Story 3"} <= {arrival.title for arrival in reading.arrivals}


def test_item_without_end_larger_than_any_post_is_left_out(monkeypatch, tmp_path):
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.write((head() + item(1) + "<item>\n<title>Endless</title>\n<content:encoded><![CDATA[").encode())
        for _ in range(12):
            file.write(b"word " * (2**20 // 5))
        file.write(f"]]></content:encoded></item>\n{item(2)}{TAIL}".encode())
    with path.open("rb") as file, wxr.Export(file) as opened:
        found = list(opened)
    assert [one.title for one in found if isinstance(one, wxr.Post)] == ["Story 1", "Story 2"]
    assert next(one.sentence for one in found if isinstance(one, wxr.Fault)).startswith("“Endless” (line 19)")


def test_memory_does_not_grow_with_the_archive(tmp_path: Path):
    words = "Tides follow the moon, and a little the sun. " * 200
    path = tmp_path / "large.xml"
    with path.open("w") as file:
        file.write(head())
        file.writelines(item(number, f"<![CDATA[{words}]]>") for number in range(700))
        file.write(TAIL)
    assert path.stat().st_size > 6_000_000
    tracemalloc.start()
    try:
        with path.open("rb") as opened, wxr.Export(opened) as archive:
            assert sum(isinstance(one, wxr.Post) for one in archive) == 700
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000


def test_other_format_that_was_named_is_told():
    with pytest.raises(Unreadable, match="WordPress export"):
        formats.read(export(item()), Hints(), format="rss")
    with pytest.raises(Unreadable, match="wxr_version"):
        formats.read(b"<rss><channel><title>x</title></channel></rss>", Hints(), format="wxr")
