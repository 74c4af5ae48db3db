"""Any web page: what it says of itself to machines, and where its paragraphs stand."""

import datetime as dt
import json
from pathlib import Path

import pytest

from articles.body import links, text
from inbound import formats
from inbound.formats.arrival import Arrival, Hints, Unreadable

SAMPLE = (Path(__file__).parents[2] / "samples" / "pages" / "harrow.html").read_text()
PARAGRAPHS = "".join(
    f"<p>{words}, and nobody had thought that it would ever be anywhere else, or do anything else, on that river.</p>"
    for words in ("The mill stood on the left bank", "The horses stood on the ice", "The miller stood in her door")
)


def read(html: str, **hints: object) -> Arrival:
    reading = formats.read(html.encode(), Hints(**hints))
    assert reading.format == "web-page"
    (arrival,) = reading.arrivals
    return arrival


def page(body: str = f"<article>{PARAGRAPHS}</article>", head: str = "", **data: object) -> str:
    script = (
        f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **data})}</script>' if data else ""
    )
    return f"<!doctype html><html><head><title>Mill</title>{head}{script}</head><body>{body}</body></html>"


@pytest.fixture(scope="module")
def sample() -> Arrival:
    return read(SAMPLE)


def test_the_page_comes_apart_into_its_fields(sample):
    assert sample.title == "The mill that moved"
    assert sample.standfirst == "How a town carried its mill across the river."
    assert sample.canonical_url == "https://review.example/2025/mill-moved/"
    assert sample.published == dt.datetime(2025, 3, 7, 7, tzinfo=dt.UTC)
    assert sample.updated == dt.datetime(2025, 3, 8, 10, 30, tzinfo=dt.UTC)
    assert sample.language == "en-GB"
    assert sample.tags == ["mills", "rivers"]
    assert sample.raw == SAMPLE.encode()


def test_authors_come_with_title_and_institution_though_they_stand_elsewhere_in_the_graph(sample):
    ana, bo = sample.authors
    assert (ana.name, ana.title, ana.institution) == ("Ana Ruiz", "Reader in Mills", "Ennet University")
    assert ana.profile_url == "https://review.example/people/ana"
    assert (bo.name, bo.title, bo.institution) == ("Bo Lind", None, None)


def test_every_paragraph_of_the_story_is_kept_and_nothing_of_the_sites_own(sample):
    assert text.paragraphs(sample.body_html) == [
        "The mill stood on the left bank for two hundred years, and nobody had thought that it would ever move.",
        "The left bank in March. Pia Photo/HR",
        "In March the town put it on a sledge and drew it over the ice with forty horses, as we reported.",
        "Why it was moved",
        "Short answer: taxes.",
        "“The right bank pays less,” the miller said when we asked her why anybody would move a mill in winter.",
        "Left bank: four shillings.",
        "Right bank: one.",
        "Nobody knows whether the ice will hold next year, and the mill, for now, is where it is.",
    ]
    assert [link.href for link in links.links(sample.body_html)] == ["https://review.example/2024/horses"]


def test_pictures_have_the_credit_and_licence_that_stand_beside_them(sample):
    lead, bank = sample.pictures
    assert (lead.url, lead.lead, lead.credit) == ("https://review.example/img/mill.jpg", True, "Pia Photo")
    assert lead.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert (bank.url, bank.caption, bank.credit) == (
        "https://review.example/img/bank.jpg",
        "The left bank in March.",
        "Pia Photo/HR",
    )


def test_what_the_page_says_of_its_rights_arrives(sample):
    assert sample.licence_stated == "https://creativecommons.org/licenses/by-nd/4.0/"
    assert sample.rights.copyright_holder == "The Harrow Review"
    assert sample.rights.copyright_notice == "© 2025 The Harrow Review"
    assert sample.rights.usage_terms == "https://review.example/republish"
    assert sample.rights.prohibits == ["data mining"]
    assert any("Ana Ruiz and Bo Lind/The Harrow Review" in warning for warning in sample.warnings)


def test_a_web_page_is_told_to_be_a_guess(sample):
    assert any("found on the web page by guess" in warning for warning in sample.warnings)


def test_a_page_is_the_last_resort():
    block = (Path(__file__).parents[2] / "samples" / "republish" / "tracker.html").read_text()
    whole = f"<!doctype html><html><body>{block}</body></html>"
    assert formats.read(whole.encode(), Hints()).format == "tracker"


def test_the_outlets_own_page_is_read_as_a_page_whatever_it_links():
    counter = '<img src="https://counter.theconversation.com/content/172319/count.gif" width="1" height="1">'
    html = page(
        f"<article>{PARAGRAPHS}{counter}</article>",
        '<link rel="canonical" href="https://theconversation.com/the-mill-172319">',
    )
    found = read(
        html, hosts=frozenset({"theconversation.com"}), counter_patterns=(r"https://counter\.theconversation\.com/.*",)
    )
    assert found.canonical_url == "https://theconversation.com/the-mill-172319"
    assert found.counter_url == "https://counter.theconversation.com/content/172319/count.gif"
    assert formats.read(html.encode(), Hints()).format == "conversation-block"


def test_a_republishers_page_gives_the_block_of_the_outlet_that_stands_on_it():
    block = (Path(__file__).parents[2] / "samples" / "republish" / "tracker.html").read_text()
    html = page(f"<article class='post'><h1>Their headline</h1>{block}</article>", headline="Their headline")
    (found,) = formats.read(html.encode(), Hints(), format="web-page").arrivals
    assert found.canonical_url == "https://delta-courier.example/2025/river-moves/"
    assert found.counter_url.startswith("https://delta-courier.example/?republication-pixel=true")
    assert "first appeared on Delta Courier" in text.plain(found.notice_html)
    assert any("of a site that republished" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("author", "people"),
    [
        ("Ana Ruiz", [("Ana Ruiz", None)]),
        ("By Ana Ruiz and Bo Lind", [("Ana Ruiz", None), ("Bo Lind", None)]),
        (["Ana Ruiz", "Bo Lind"], [("Ana Ruiz", None), ("Bo Lind", None)]),
        ({"@type": "Person", "name": "Ana Ruiz", "worksFor": "Ennet College"}, [("Ana Ruiz", "Ennet College")]),
        ({"@type": "Person", "name": ["Ana Ruiz", "A. Ruiz"]}, [("Ana Ruiz", None)]),
        ({"@type": "Person", "givenName": "Ana", "familyName": "Ruiz"}, [("Ana Ruiz", None)]),
        ([{"@type": "Organization", "name": "The Review"}, {"name": "Ana Ruiz"}], [("Ana Ruiz", None)]),
        ({"@type": "Organization", "name": "The Review"}, [("The Review", None)]),
        ("https://facebook.example/ana", []),
        ({"@id": "#nowhere"}, []),
        (7, []),
        ([[], None, {}], []),
    ],
)
def test_authors_in_the_data_are_people_organisations_and_bare_names(author, people):
    found = read(page(headline="Mill", author=author, publisher={"name": "The Review"}))
    assert [(one.name, one.institution) for one in found.authors] == people


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ('<meta name="author" content="Ana Ruiz">', ["Ana Ruiz"]),
        (
            '<meta property="article:author" content="https://a.eu"><meta name="parsely-author" content="Ana Ruiz">',
            ["Ana Ruiz"],
        ),
        (
            '<meta name="citation_author" content="Ana Ruiz"><meta name="citation_author" content="Bo Lind">',
            ["Ana Ruiz", "Bo Lind"],
        ),
        (
            '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ana Ruiz">',
            ["Ana Ruiz"],
        ),
        ('<meta name="DC.creator" content="Ana Ruiz">', ["Ana Ruiz"]),
    ],
)
def test_authors_of_pages_without_linked_data(head, names):
    assert [one.name for one in read(page(head=head)).authors] == names


def test_a_printed_byline_is_the_last_to_be_believed_and_told():
    found = read(page(f'<article><p class="byline">By Ana Ruiz and Bo Lind</p>{PARAGRAPHS}</article>'))
    assert [one.name for one in found.authors] == ["Ana Ruiz", "Bo Lind"]
    assert any("read from the line" in warning for warning in found.warnings)


def test_opengraph_and_dublin_core_stand_in_for_linked_data():
    found = read(
        page(
            head='<meta property="og:title" content="The mill &amp; the ice">'
            '<meta property="og:locale" content="en_GB"><meta property="article:tag" content="ice">'
            '<meta property="article:published_time" content="2025-03-07T07:00:00Z">'
            '<meta name="dcterms.rights" content="© Review">'
            '<meta property="og:url" content="https://review.example/mill">'
        )
    )
    assert (found.title, found.language, found.tags) == ("The mill & the ice", "en-GB", ["ice"])
    assert found.published == dt.datetime(2025, 3, 7, 7, tzinfo=dt.UTC)
    assert found.rights.copyright_notice == "© Review"
    assert found.canonical_url == "https://review.example/mill"


def test_a_page_that_shows_its_text_by_script_alone_is_read_from_its_data():
    body = "\n".join(f"Paragraph {number} of the story, which the page shows by script alone." for number in range(20))
    found = read(page("<div id='root'></div>", headline="Mill", articleBody=body))
    assert len(text.paragraphs(found.body_html)) == 20
    assert any("taken from the page's data" in warning for warning in found.warnings)


def test_the_data_shows_where_the_article_stands():
    other = "<p>A teaser that is longer than the story, as teasers of other stories tend to be on such pages.</p>"
    body = f"<div><div class='x'>{PARAGRAPHS}</div><div class='y'>{other * 9}</div></div>"
    found = read(page(body, headline="Mill", articleBody=text.plain(PARAGRAPHS)))
    assert len(text.paragraphs(found.body_html)) == 3 and "teaser" not in found.body_html


def test_a_text_based_on_another_is_the_others():
    found = read(page(headline="Mill", isBasedOn="https://original.example/mill/"), source="https://copy.example/mill/")
    assert found.canonical_url == "https://original.example/mill/"
    assert any("based on https://original.example/mill/" in warning for warning in found.warnings)


def test_a_text_that_is_not_free_to_read_is_told():
    found = read(page(headline="Mill", isAccessibleForFree="False"))
    assert any("not free to read" in warning for warning in found.warnings)


def test_linked_data_that_is_broken_is_told_and_the_page_is_read_all_the_same():
    found = read(page(head='<script type="application/ld+json">{"@type": "NewsArticle", "headline": }</script>'))
    assert found.title == "Mill"
    assert any("JSON-LD) could not be read" in warning for warning in found.warnings)


def test_of_several_articles_in_the_data_the_one_of_this_page_is_taken():
    other = {"@type": "NewsArticle", "headline": "Other", "author": "Nobody", "url": "https://a.example/other"}
    own = {
        "@type": ["Article", "NewsArticle"],
        "headline": "Own",
        "author": "Ana Ruiz",
        "url": "https://a.example/own/",
    }
    script = f'<script type="application/ld+json">{json.dumps([other, own])}</script>'
    found = read(page(head=script + '<link rel="canonical" href="https://a.example/own">'))
    assert (found.title, found.authors[0].name) == ("Own", "Ana Ruiz")


def test_comments_longer_than_the_article_are_no_article():
    talk = (
        "<p>I do not agree with a single word of what was written above, and I have been to that river myself.</p>" * 40
    )
    found = read(page(f"<div class='entry'>{PARAGRAPHS}</div><div id='comments-area' class='comments'>{talk}</div>"))
    assert "do not agree" not in found.body_html and len(text.paragraphs(found.body_html)) == 3


def test_a_site_that_calls_its_whole_page_a_sidebar_still_has_an_article():
    found = read(page(f"<div class='page sidebar'><h1>Mill</h1><div class='promo box'>{PARAGRAPHS}</div></div>"))
    assert len(text.paragraphs(found.body_html)) == 3


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (
            "<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>",
            "(“502 Bad Gateway”)",
        ),
        ("<html><body></body></html>", "No article was found on the page"),
        ("<html><body><nav><a href='/'>Home</a></nav></body></html>", "No article was found on the page"),
    ],
)
def test_a_page_without_an_article_says_so(html, said):
    with pytest.raises(Unreadable) as refusal:
        formats.read(html.encode(), Hints())
    assert said in str(refusal.value)


def test_an_authors_refrain_is_no_repetition_of_the_pages():
    refrain = "<p>And the mill, for all that anybody knew, stood where it had always stood, on the left bank.</p>"
    found = read(page(f"<article>{PARAGRAPHS}{refrain}{PARAGRAPHS}{refrain}</article>"))
    assert len(text.paragraphs(found.body_html)) == 8


def test_a_text_set_in_several_plain_boxes_is_whole():
    found = read(page(f"<article><h2>One</h2><div>{PARAGRAPHS}</div><h2>Two</h2><div>{PARAGRAPHS}</div></article>"))
    assert found.body_html.count("left bank") == 2


def test_marks_of_other_articles_name_no_author_of_this_one():
    own = (
        "<ul><li itemprop='author creator'><a rel='author' href='/ana'><img src='a.jpg'></a>"
        "<a rel='author' href='/ana'><span itemprop='name'>Ana Ruiz</span></a></li>"
        "<li itemprop='author'><span itemprop='name'>Bo Lind</span></li></ul>"
    )
    other = "<div class='next'><h3>Another story</h3><a rel='author' href='/nobody'>Nobody Else</a></div>"
    found = read(page(f"<main><div>{own}</div>{PARAGRAPHS}{other}</main>"))
    assert [one.name for one in found.authors] == ["Ana Ruiz", "Bo Lind"]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("<h6 class='FeatureByline'>By <b>Ana Ruiz</b> March 25, 2015</h6>", ["Ana Ruiz"]),
        ("<div class='article__author'>By Ana Ruiz</div>", ["Ana Ruiz"]),
        ("<span class='author'>Veröffentlicht von Ana Ruiz am 3. März 2025 | 12 Kommentare</span>", ["Ana Ruiz"]),
    ],
)
def test_printed_bylines_lose_what_systems_write_around_them(printed, names):
    assert [one.name for one in read(page(f"<div>{printed}{PARAGRAPHS}</div>")).authors] == names


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("<span class='post-date'>18. Februar 2009</span>", dt.date(2009, 2, 18)),
        ("<span class='date'>Published: March 7th, 2025, 9 am</span>", dt.date(2025, 3, 7)),
        ("<div class='entryDate'>7 de marzo de 2025</div>", dt.date(2025, 3, 7)),
        ("<div class='timestamp'>07.03.2025</div>", dt.date(2025, 3, 7)),
        ("<div class='date'>03/04/2025</div>", None),
        ("<div class='date'>31. Februar 2025</div>", None),
        ("<link rel='canonical' href='https://a.example/2025/03/07/mill/'>", dt.date(2025, 3, 7)),
    ],
)
def test_a_day_that_only_readers_are_told_is_found_and_told_as_a_guess(shown, day):
    head, body = (shown, "") if shown.startswith("<link") else ("", shown)
    found = read(page(f"<div>{body}{PARAGRAPHS}</div>", head))
    assert (found.published.date() if found.published else None) == day
    assert any("day of publication was taken from" in warning for warning in found.warnings) == (day is not None)


def test_xml_of_another_kind_is_no_page():
    for document in (
        '<?xml version="1.0"?>\n<!-- <html> --><book><body><p>x</p></body></book>',
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a><body>x</body></a>',
    ):
        with pytest.raises(Unreadable, match="is XML that begins with"):
            formats.read(document.encode(), Hints())
    xhtml = f'<?xml version="1.0"?><!DOCTYPE html><html><body><article>{PARAGRAPHS}</article></body></html>'
    assert formats.read(xhtml.encode(), Hints()).format == "web-page"
