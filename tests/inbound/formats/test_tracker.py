"""The block of the Republication Tracker Tool, in the forms that its button has given since 2018."""

import datetime as dt
from pathlib import Path

import pytest

from articles.body import text
from inbound import formats
from inbound.formats import tracker
from inbound.formats.arrival import Arrival, Hints, Unreadable

BLOCK = (Path(__file__).parents[2] / "samples" / "republish" / "tracker.html").read_text()
COUNTER = '<img id="republication-tracker-tool-source" src="https://a.example/?republication-pixel=true&post=7">'
NOTICE = (
    '<p>This <a target="_blank" href="https://a.example/river/">article</a> first appeared on'
    ' <a target="_blank" href="https://a.example">A News</a>'
    " and is republished here under a Creative Commons license.</p>"
)


def read(block: str, **hints: object) -> Arrival:
    reading = formats.read(block.encode(), Hints(**hints))
    assert reading.format == "tracker"
    (arrival,) = reading.arrivals
    return arrival


def test_the_block_comes_apart_into_its_fields():
    found = read(BLOCK)
    assert found.title == "Who pays when the river ‘moves’"
    assert [author.name for author in found.authors] == ["Marta Keller", "Joe Bright Jr.", "Amina Sow"]
    assert found.published == dt.datetime(2025, 3, 7, tzinfo=dt.UTC)
    assert found.counter_url == "https://delta-courier.example/?republication-pixel=true&post=5127&ga4=G-DELTA9"
    assert found.canonical_url == "https://delta-courier.example/2025/river-moves/"
    assert found.licence_stated == "Creative Commons license"
    assert found.language == "en"
    assert text.plain(found.notice_html) == (
        "This article first appeared on Delta Courier and is republished here under a Creative Commons license."
    )
    assert text.plain(found.body_html) == (
        "The river moved forty metres in a night.\n\nThe bank on Friday. (Amina Sow/Delta Courier)\n\n"
        "Nobody has said who owns the bank."
    )
    assert found.pictures[0].url == "https://delta-courier.example/uploads/bank.jpg"
    assert found.raw == BLOCK.encode()


def test_the_split_of_a_printed_byline_is_called_a_guess():
    assert any("3 names, which is a guess" in warning for warning in read(BLOCK).warnings)


def test_neither_icon_nor_script_nor_counter_is_left():
    found = read(BLOCK)
    for html in (found.body_html, found.notice_html):
        for word in ("icon.png", "PARSELY", "parsely", "republication-pixel"):
            assert word not in html


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ('<p class="byline">by Ana Ruiz, A News<br>March 7, 2025</p>', ["Ana Ruiz"]),
        ('<p class="byline">by Ana Ruiz, A News <br />7 March 2025</p>', ["Ana Ruiz"]),
        (
            '<p class="byline">by <a href="/ana">Ana Ruiz</a> and Bo Lind, A News<br>March 7, 2025</p>',
            ["Ana Ruiz", "Bo Lind"],
        ),
        (
            '<p class="a-entry-byline">By Ana Ruiz</p><p class="a-entry-date"><time>March 7, 2025</time></p>',
            ["Ana Ruiz"],
        ),
    ],
)
def test_bylines_of_several_makes(byline, names):
    found = read(f"<h1>River</h1>{byline}<p>The river moved.</p>{NOTICE}{COUNTER}")
    assert [author.name for author in found.authors] == names
    assert found.published == dt.datetime(2025, 3, 7, tzinfo=dt.UTC)
    assert text.plain(found.body_html) == "The river moved."


def test_a_date_that_cannot_be_read_is_pointed_out():
    found = read(f'<h1>R</h1><p class="byline">by Ana Ruiz, A News<br>7. mars</p><p>Text.</p>{NOTICE}{COUNTER}')
    assert found.published is None
    assert any("“7. mars” of the block could not be read" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    "counter",
    [
        COUNTER,
        COUNTER.replace("&post", "&amp;post"),
        COUNTER.replace('id="republication-tracker-tool-source" ', ""),
        f'<figure class="wp-block-image">{COUNTER}</figure>',
        f"<p>{COUNTER.replace('<img', '<img decoding=async loading=lazy')}</p>",
    ],
)
def test_the_counter_is_found_however_a_tool_has_dressed_it(counter):
    found = read(f"<h1>R</h1><p>Text.</p>{NOTICE}{counter}")
    assert found.counter_url == "https://a.example/?republication-pixel=true&post=7"
    assert found.body_html.strip() == "<p>Text.</p>"


def test_the_counter_of_the_quoted_block_is_not_this_articles():
    other = COUNTER.replace("a.example", "other.example")
    found = read(f"<h1>R</h1><p>They printed {other} there.</p>{NOTICE}{COUNTER}")
    assert found.counter_url == "https://a.example/?republication-pixel=true&post=7"
    assert any("2 different counters" in warning for warning in found.warnings)


def test_the_old_counter_in_a_script_is_not_run_but_reported():
    script = (
        '<script type="text/javascript" id="republication-tracker-tool-source" src="https://a.example/p.js"></script>'
    )
    found = read(f"<h1>R</h1><p>Text.</p>{NOTICE}{script}")
    assert found.counter_url is None
    assert any("counter is a script" in warning for warning in found.warnings)


def test_a_licence_linked_in_the_notice_is_stated_by_its_address():
    licence = '<a href="https://creativecommons.org/licenses/by-nd/4.0/">CC BY-ND 4.0</a>'
    found = read(f"<p>Text.</p>{NOTICE.replace('Creative Commons license', licence)}{COUNTER}")
    assert found.licence_stated == "https://creativecommons.org/licenses/by-nd/4.0/"
    assert found.canonical_url == "https://a.example/river/"


def test_a_notice_without_a_paragraph_is_cut_from_the_text_before_it():
    bare = NOTICE.removeprefix("<p>").removesuffix("</p>")
    found = read(f"<h1>R</h1>The river moved. {bare}{COUNTER}")
    assert text.plain(found.body_html) == "The river moved."
    assert text.plain(found.notice_html).startswith("This article first appeared")


def test_a_notice_in_the_outlets_own_words_is_known_by_its_links():
    own = (
        '<p>Read more at <a href="https://a.example/river/">A News</a>. Republished under'
        ' <a href="https://creativecommons.org/licenses/by/4.0/">CC BY</a>.</p>'
    )
    found = read(f"<p>Text.</p>{own}{COUNTER}")
    assert found.canonical_url == "https://a.example/river/"
    assert text.plain(found.body_html) == "Text."


def test_without_a_notice_the_address_is_not_guessed():
    found = read(f"<h1>R</h1><p>Text.</p>{COUNTER}")
    assert found.notice_html is None and found.canonical_url is None
    assert any("no notice" in warning for warning in found.warnings)


def test_what_a_republisher_wrote_behind_the_notice_is_kept_and_pointed_out():
    found = read(f"<h1>R</h1><p>Text.</p>{NOTICE}{COUNTER}<p>Dear readers, help us.</p>")
    assert text.plain(found.body_html) == "Text.\n\nDear readers, help us."
    assert any("Text follows the outlet's notice (“Dear readers, help us.”)" in warning for warning in found.warnings)


def test_an_outlets_line_about_itself_goes_with_the_notice():
    line = '<p><em><a href="https://a.example/about">A News</a> is a nonprofit newsroom for the delta.</em></p>'
    found = read(f"<p>Text.</p>{line}{NOTICE}{COUNTER}")
    assert text.plain(found.notice_html).startswith("A News is a nonprofit newsroom for the delta.")
    assert text.plain(found.body_html) == "Text."


@pytest.mark.parametrize(
    "line",
    [
        "<p>A News is a paper that nobody reads, he said.</p>",
        "<p><em>B News</em> is a national newsroom.</p>",
        "<p><em>A News asked him; he did not answer.</em></p>",
    ],
)
def test_a_last_paragraph_of_the_article_is_not_taken_for_such_a_line(line):
    found = read(f"<p>Text.</p>{line}{NOTICE}{COUNTER}")
    assert text.plain(line) in text.plain(found.body_html)


def test_a_site_that_keeps_the_block_as_markdown_is_read_as_well():
    block = (
        '---\ntitle: "R"\n---\n\nThe river moved.\n\nThis [article](https://a.example/river/) first appeared on'
        " [A News](https://a.example) and is republished here under a Creative Commons license."
        "![](https://a.example/?republication-pixel=true&post=7)\n"
    )
    found = read(block)
    assert found.title == "R"
    assert text.plain(found.body_html) == "The river moved."
    assert found.counter_url == "https://a.example/?republication-pixel=true&post=7"
    assert found.content_type == "text/markdown"


def test_a_block_without_an_article_is_refused():
    with pytest.raises(Unreadable, match="no article"):
        tracker.read(NOTICE + COUNTER, Hints())
