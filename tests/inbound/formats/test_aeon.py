from pathlib import Path

import pytest

from articles.body import text
from inbound import formats
from inbound.formats import aeon
from inbound.formats.arrival import Arrival, Hints, Unreadable

SAMPLES = Path(__file__).parents[2] / "samples" / "republish"
COUNTER = "https://metrics.aeon.co/count/00000000-1111-4222-8333-444444444444.gif"
NOTICE = "This article was originally published at Aeon and has been republished under Creative Commons."


def read(data: bytes | str) -> Arrival:
    reading = formats.read(data.encode() if isinstance(data, str) else data, Hints())
    assert reading.format == "aeon"
    (arrival,) = reading.arrivals
    return arrival


def test_the_block_comes_apart_into_its_fields():
    found = read((SAMPLES / "aeon.html").read_bytes())
    assert found.counter_url == COUNTER
    assert text.plain(found.notice_html) == NOTICE
    assert text.plain(found.body_html) == (
        "A clock that is stopped is exact, only seldom.\n\nSo is a rule that nobody keeps."
    )
    assert found.licence_stated == "Creative Commons"
    assert found.title is None and found.authors == []


def test_the_home_page_is_not_the_address_of_the_article():
    found = read((SAMPLES / "aeon.html").read_bytes())
    assert found.canonical_url is None
    assert any("home page only" in warning for warning in found.warnings)


def test_a_copy_in_markdown_is_read_without_the_sites_front_matter():
    found = read((SAMPLES / "aeon.md").read_bytes())
    assert found.title == "A Clock That Is Stopped"
    assert any("may be the republisher's own" in warning for warning in found.warnings)
    assert found.counter_url == COUNTER
    assert found.canonical_url == "https://aeon.co/ideas/a-clock-that-is-stopped"
    assert text.plain(found.notice_html) == NOTICE
    assert text.plain(found.body_html).startswith("A clock that is stopped is exact")
    assert "heroImage" not in found.body_html and "—" not in found.body_html and "<hr" not in found.body_html
    assert found.authors == []
    assert found.content_type == "text/markdown"


def test_what_the_site_wrote_behind_the_notice_is_kept_and_pointed_out():
    found = read((SAMPLES / "aeon.md").read_bytes())
    assert text.plain(found.body_html).endswith("[Image Credit: Someone]")
    assert any("“[Image Credit: Someone]”" in warning for warning in found.warnings)


def test_a_notice_in_the_last_paragraph_is_cut_out_of_it():
    found = read(
        f'<p>Text of the <em>essay</em>.<img src="{COUNTER}"> This article was originally published at'
        ' <a href="https://aeon.co">Aeon</a> and has been republished under Creative Commons.</p>'
    )
    assert text.plain(found.body_html) == "Text of the essay."
    assert text.plain(found.notice_html) == NOTICE


def test_a_block_without_its_counter_is_known_by_its_notice_and_says_what_is_missing():
    found = read(f"<p>Text.</p><p>{NOTICE.replace('Aeon', '<a href=https://aeon.co>Aeon</a>')}</p>")
    assert found.counter_url is None
    assert any("counter is missing" in warning for warning in found.warnings)


def test_a_text_about_aeon_is_not_its_block():
    assert not aeon.recognises("<p>Aeon is a magazine. It was originally published at home.</p>", Hints())


def test_a_block_without_an_article_is_refused():
    with pytest.raises(Unreadable, match="no article"):
        aeon.read(f'<img src="{COUNTER}"><p>{NOTICE}</p>', Hints())
