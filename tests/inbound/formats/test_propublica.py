"""ProPublica's republish block: links without quotes, head elements and a script in the middle of a text."""

from pathlib import Path

import pytest

from articles.body import links, text
from inbound import formats
from inbound.formats.arrival import Arrival, Hints, Unreadable

BLOCK = (Path(__file__).parents[2] / "samples" / "republish" / "propublica.html").read_text()
COUNTER = '<script type="text/javascript" src="https://pixel.propublica.org/pixel.js" async></script>'
CANONICAL = '<link rel="canonical" href="https://www.propublica.org/article/dam">'


def read(block: str) -> Arrival:
    reading = formats.read(block.encode(), Hints())
    assert reading.format == "propublica"
    (arrival,) = reading.arrivals
    return arrival


def test_the_block_comes_apart_into_its_fields():
    found = read(BLOCK)
    assert found.title == "The Dam Was Never Inspected. Nobody Asked."
    assert found.counter_url == "https://pixel.propublica.org/pixel.js"
    assert found.canonical_url == "https://www.propublica.org/article/harrow-dam-inspections"
    assert found.language == "en"
    assert text.paragraphs(found.body_html) == [
        "The inspectors came on a Tuesday in March.",
        "They found the gate locked, and the key with a neighbor.",
        "A Gate Without a Key",
        "“We asked,” said the neighbor. “AT&T asked.”",
        "One key was cut in 1961.",
        "Nobody has it.",
    ]
    assert found.raw == BLOCK.encode()


def test_the_line_about_the_newsroom_is_the_notice_with_its_link():
    found = read(BLOCK)
    assert text.plain(found.notice_html).startswith(
        "ProPublica is a nonprofit newsroom that investigates abuses of power."
    )
    assert [link.href for link in links.links(found.notice_html)] == ["https://go.propublica.org/bigstory-cc"]


def test_links_without_quotes_lead_where_they_led():
    assert [link.href for link in links.links(read(BLOCK).body_html)] == [
        "https://harrow.example/records?year=2024&month=3",
        "https://harrow.example/keys/",
    ]


def test_the_counter_is_kept_once_and_is_a_script():
    found = read(BLOCK + COUNTER)
    assert found.counter_url.endswith(".js")
    assert any("more than once" in warning for warning in found.warnings)
    assert "pixel" not in found.body_html


def test_without_a_byline_the_editor_is_told():
    found = read(BLOCK)
    assert found.authors == [] and "ProPublica's block names no author; add the byline." in found.warnings


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<p>by Ana Ruiz and Bo Lind, ProPublica</p>", ["Ana Ruiz", "Bo Lind"]),
        (
            '<p class="byline">By <a href="https://www.propublica.org/people/ana">Ana Ruiz</a>, ProPublica</p>',
            ["Ana Ruiz"],
        ),
    ],
)
def test_a_byline_that_a_site_added_is_read(byline, names):
    found = read(f"<h1>Dam</h1>{byline}<p>The gate was locked.</p>{CANONICAL}{COUNTER}")
    assert [author.name for author in found.authors] == names
    assert found.body_html == "<p>The gate was locked.</p>"


@pytest.mark.parametrize(
    "line",
    [
        'This story was originally published by <a href="https://www.propublica.org">ProPublica</a>.',
        "This article was produced for ProPublica’s Local Reporting Network in partnership with The Harrow Courier.",
        "Co-published with The Harrow Courier and ProPublica.",
        "This story was originally published by ProPublica. ProPublica is an investigative newsroom.",
    ],
)
def test_the_line_on_its_first_publication_is_a_notice(line):
    found = read(f"<h1>Dam</h1><p><em>{line}</em></p><p>The gate was locked.</p>{CANONICAL}{COUNTER}")
    assert text.plain(found.notice_html) == text.plain(line)
    assert found.body_html == "<p>The gate was locked.</p>"


def test_words_about_propublica_in_the_text_itself_stay():
    sentence = "<p>The company told ProPublica that the story was published too soon.</p>"
    found = read(f"<h1>Dam</h1><p>The gate was locked.</p>{sentence}{CANONICAL}{COUNTER}")
    assert "told ProPublica" in found.body_html


def test_what_an_editor_of_pages_made_of_the_block_is_read_as_well():
    found = read(
        "<h1>Dam</h1>\n<p>The gate was locked.</p>\n<p>"
        '<link href="https://www.propublica.org/article/dam" rel="canonical" />'
        '<meta content="https://www.propublica.org/article/dam" name="syndication-source" />'
        '<script async="" src="//pixel.propublica.org/pixel.js" type="text/javascript"></script></p>'
    )
    assert found.canonical_url == "https://www.propublica.org/article/dam"
    assert found.counter_url == "https://pixel.propublica.org/pixel.js"


def test_a_block_without_its_counter_is_told():
    found = read(f"<h1>Dam</h1><p>The gate was locked.</p>{CANONICAL}")
    assert found.counter_url is None
    assert any("counter is missing" in warning for warning in found.warnings)


def test_a_counter_without_an_article_is_no_block():
    with pytest.raises(Unreadable, match="holds no article"):
        formats.read(COUNTER.encode(), Hints())
