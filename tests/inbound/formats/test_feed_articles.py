"""What becomes of the items of plain RSS and Atom: the article's parts, each in its field."""

import datetime as dt
from pathlib import Path

import pytest

from articles.body import text
from inbound import formats
from inbound.formats import feed_article
from inbound.formats.arrival import Arrival, Hints, Unreadable
from inbound.formats.feed_entry import Feed, FeedEntry
from inbound.formats.feed_pictures import same

SAMPLES = Path(__file__).parents[2] / "samples" / "feeds"


def arrivals(name: str, **hints: object) -> list[Arrival]:
    return formats.read((SAMPLES / name).read_bytes(), Hints(**hints)).arrivals


def arrival(feed: Feed | None = None, hints: Hints | None = None, **fields: object) -> Arrival:
    fields = {"title": "A", "link": "https://a.example/news/1/", **fields}
    return feed_article.to_arrival(FeedEntry(**fields), feed or Feed(version="rss20"), hints or Hints())


def media(url: str, **more: object) -> dict[str, object]:
    keys = ("alt", "caption", "credit", "rights", "licence", "width", "height", "type", "medium")
    return {"url": url, **dict.fromkeys(keys), "role": "content", **more}


@pytest.fixture(scope="module")
def ledger():
    return formats.read((SAMPLES / "valley-ledger.rss").read_bytes(), Hints())


def test_an_rss_item_becomes_an_article(ledger):
    first = ledger.arrivals[0]
    assert ledger.format == "rss"
    assert first.title == "Council & canal trust agree on the Old Lock"
    assert [author.name for author in first.authors] == ["Nerys Vaughan", "Tomasz O'Hara"]
    assert all(author.title is None and author.institution is None for author in first.authors)
    assert first.canonical_url == "https://valley-ledger.example/2025/03/old-lock/"
    assert first.source_id == "https://valley-ledger.example/?p=811"
    assert first.published == dt.datetime(2025, 3, 3, 17, 5, tzinfo=dt.UTC)
    assert first.language == "en-GB"
    assert first.licence_stated == "https://creativecommons.org/licenses/by-nd/4.0/"
    assert first.tags == ["Council", "Canals"]
    assert first.raw.startswith(b"<item>") and first.raw.endswith(b"</item>")
    assert first.content_type == "application/rss+xml"


def test_the_body_holds_the_article_and_nothing_of_the_feed_services(ledger):
    body = ledger.arrivals[0].body_html
    assert text.plain(body) == (
        "After nine years of argument the lock will be dug out and used again, the two sides said on Monday night.\n\n"
        "The lock in 1931.\n\nWork begins in April."
    )
    assert 'src="https://valley-ledger.example/wp-content/uploads/lock-1024x683.jpg"' in body
    assert 'href="https://valley-ledger.example/2025/04/diary/"' in body
    assert "b.gif" not in body and "feedburner" not in body


def test_where_the_post_appeared_first_is_its_notice(ledger):
    assert "appeared first on" in text.plain(ledger.arrivals[0].notice_html)
    assert "appeared first on" not in text.plain(ledger.arrivals[0].body_html)


def test_pictures_come_once_in_the_best_size_with_what_is_said_of_them(ledger):
    beside, within = ledger.arrivals[0].pictures
    assert beside.url == "https://valley-ledger.example/wp-content/uploads/site-640.jpg?w=640"
    assert (beside.caption, beside.credit, beside.rights) == ("The site & its diggers", "Ada Price", "© Ada Price")
    assert beside.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert beside.lead
    assert within.url == "https://valley-ledger.example/wp-content/uploads/lock-1024x683.jpg"
    assert (within.alt, within.caption) == ("The lock in 1931", "The lock in 1931.")
    assert within.credit == "Archive of the Canal Trust"
    assert not within.lead


def test_an_excerpt_of_the_beginning_is_no_standfirst(ledger):
    assert ledger.arrivals[0].standfirst is None


def test_a_description_with_words_of_its_own_is_the_standfirst(ledger):
    assert ledger.arrivals[3].standfirst == "A standfirst of its own, which the text does not repeat."


def test_a_feed_with_descriptions_alone_says_so(ledger):
    ferry = ledger.arrivals[1]
    assert text.plain(ferry.body_html).startswith("The ferry runs again")
    assert ferry.standfirst is None
    assert any("description was taken for the text" in warning for warning in ferry.warnings)


def test_several_people_in_one_name_are_not_divided_but_pointed_out(ledger):
    ferry = ledger.arrivals[1]
    assert [author.name for author in ferry.authors] == ["Ines Duarte and Paul Okri"]
    assert any("looks like several people" in warning for warning in ferry.warnings)
    assert ferry.published == dt.datetime(2025, 3, 2, 12, tzinfo=dt.UTC)


def test_an_item_without_headline_and_text_is_told_by_its_address(ledger):
    titles = ["By ferry to the market", None, "What the dredgers found"]
    assert [one.title for one in ledger.arrivals][1:] == titles and ledger.errors == []
    assert ledger.arrivals[2].source_id and not ledger.arrivals[2].body_html
    assert "An item has neither a headline nor a text." in ledger.arrivals[2].warnings


def test_empty_lines_are_paragraphs_where_a_text_has_no_others(ledger):
    body = ledger.arrivals[3].body_html
    assert body.startswith("<p>A clay pipe, two bicycles and a safe.</p>")
    assert text.plain(body) == "A clay pipe, two bicycles and a safe.\n\nIt was empty.\n\nThe safe is from 1904."


def test_an_atom_entry_becomes_an_article():
    first, second = arrivals("harbour-review.atom")
    assert first.title == "O porto & a cidade velha"
    assert first.standfirst == "O que os navios deixam < o que levam"
    assert [(author.name, author.profile_url) for author in first.authors] == [
        ("Lia Moreira", "https://harbour-review.example/people/lia"),
        ("Ben Akintola", "https://harbour-review.example/people/ben"),
    ]
    assert 'href="https://harbour-review.example/a/outro-52"' in first.body_html
    assert "&lt;pequeno&gt;" in first.body_html
    assert [picture.url for picture in first.pictures] == [
        "https://harbour-review.example/img/51.png",
        "https://harbour-review.example/a/51/cais.jpg",
    ]
    assert first.language == "pt-BR"
    assert first.licence_stated == "CC BY, texto"
    assert first.updated == dt.datetime(2025, 5, 6, 10, tzinfo=dt.UTC)
    assert first.content_type == "application/atom+xml"
    assert second.language == "en-US"
    assert second.licence_stated == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert [author.name for author in second.authors] == ["The editors"]


def test_the_feeds_licence_counts_where_the_item_states_none():
    feed = Feed(version="atom10", licences=["https://creativecommons.org/licenses/by/4.0/"], rights="All ours")
    assert arrival(feed, content_html="<p>x</p>").licence_stated == "https://creativecommons.org/licenses/by/4.0/"
    assert arrival(feed, content_html="<p>x</p>", rights="© Ana").licence_stated == "© Ana"
    assert arrival(content_html="<p>x</p>").licence_stated is None


def test_the_tail_of_the_republication_tracker_is_taken_out_of_a_feeds_text():
    (first,) = arrivals("tally-health.rss")
    assert first.counter_url == "https://tally-health.example/?republication-pixel=true&post=40417&ga4=G-TALLY1"
    assert first.canonical_url == "https://tally-health.example/news/clinics-paper/"
    assert first.licence_stated == "https://creativecommons.org/licenses/by-nc-nd/4.0/"
    words = text.plain(first.notice_html)
    assert words.startswith("Tally Health News is a national newsroom")
    assert "This article first appeared on Tally Health News" in words
    assert "icon.png" not in first.notice_html
    body = text.plain(first.body_html)
    assert body.endswith("Tally Health News asked the ministry; it did not answer.")
    assert "She asked that her name not be used." in body
    assert "tally-health.example/?" not in first.body_html


@pytest.mark.parametrize(
    ("summary", "standfirst"),
    [
        ("<p>The river moved forty metres [&hellip;]</p>", None),
        ("The river moved forty metres in a night and…", None),
        ('<p>The river moved forty. <a href="https://a.example">Continue reading <span>Who pays</span></a></p>', None),
        ("The river moved forty metres in a night. Nobody has said who owns the bank.", None),
        ("Who pays when a river moves?", "Who pays when a river moves?"),
        ("What we should read more", "What we should read more"),
        ("Who pays when a river moves? [...]", "Who pays when a river moves?…"),
        ("An end left open...", "An end left open..."),
        ("Nobody is told. Read more →", "Nobody is told.…"),
        ('<img src="https://a.example/a.jpg">', None),
        ("", None),
    ],
)
def test_what_of_a_description_is_a_standfirst(summary, standfirst):
    found = arrival(
        content_html="<p>The river moved forty metres in a night.</p>"
        "<p>Nobody has said who owns the bank. Nobody is told, either.</p>",
        summary_html=summary,
    )
    assert found.standfirst == standfirst


def test_a_cut_description_is_called_a_summary():
    assert feed_article.SUMMARY_ONLY in arrival(summary_html="The river moved [&#8230;]").warnings
    assert feed_article.DESCRIPTION_TAKEN in arrival(summary_html="<p>The river moved.</p>").warnings


def test_an_invisible_picture_is_left_out_and_named():
    found = arrival(content_html='<p>Text.<img src="https://count.a.example/1.gif" width="1" height="1"></p>')
    assert "<img" not in found.body_html and not found.pictures
    assert any("invisible picture of count.a.example" in warning for warning in found.warnings)


def test_a_counter_of_the_form_in_the_terms_is_the_counter():
    hints = Hints(counter_patterns=(r"https://count\.a\.example/\d+\.gif",))
    found = arrival(
        hints=hints, content_html='<p>Text.<img src="https://count.a.example/1.gif" width="1" height="1"></p>'
    )
    assert found.counter_url == "https://count.a.example/1.gif"
    assert "<img" not in found.body_html


@pytest.mark.parametrize(
    "tail",
    [
        '<p>This story was originally published by <a href="https://other.example/2025/river">The Other</a>.</p>',
        "<p>This article first appeared on the back of a menu in 1904, and on nothing since.</p>",
    ],
)
def test_a_credit_to_somebody_else_stays_where_it_is(tail):
    found = arrival(content_html=f"<p>The river moved.</p>{tail}")
    assert text.plain(tail) in text.plain(found.body_html)
    assert found.notice_html is None
    assert found.canonical_url == "https://a.example/news/1/"
    assert any("comes from elsewhere" in warning for warning in found.warnings)


def test_a_notice_inside_a_paragraph_of_the_article_takes_no_word_with_it():
    long = " ".join(["And so the water went on, and the houses with it."] * 30)
    found = arrival(
        content_html=f'<p>This post originally appeared in <a href="https://a.example/">our diary</a>. {long}</p>'
    )
    assert long in text.plain(found.body_html)


def test_a_paragraph_is_cut_where_the_notice_begins():
    found = arrival(
        content_html="<p>The <em>river</em> moved &amp; stayed.<br>"
        'This <a href="https://a.example/1/">article</a> first appeared on <a href="https://a.example">A News</a>.</p>'
    )
    assert text.plain(found.body_html) == "The river moved & stayed."
    assert text.plain(found.notice_html) == "This article first appeared on A News."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/u/a-300x200.jpg", "https://a.example/u/a-1024x683.jpg"),
        ("https://a.example/u/a.jpg?w=140&q=55", "https://a.example/u/a.jpg?w=460"),
        ("https://i.example/resize/http%3A%2F%2Fa.example%2Fu%2Fa.jpg", "http://a.example/u/a.jpg"),
        ("https://a.example/u/caf%C3%A9.jpg", "https://a.example/u/café.jpg"),
    ],
)
def test_two_sizes_of_one_picture_are_the_same(one, other):
    assert same(one) == same(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/image.php?id=1&w=100", "https://a.example/image.php?id=2&w=100"),
        ("https://a.example/a.jpg", "https://b.example/a.jpg"),
        ("https://a.example/a-1.jpg", "https://a.example/a-2.jpg"),
    ],
)
def test_two_pictures_are_not_the_same(one, other):
    assert same(one) != same(other)


@pytest.mark.parametrize(
    "offered",
    [
        media("https://secure.gravatar.com/avatar/1?s=96", medium="image"),
        media("https://a.example/a.mp4", medium="video"),
        media("https://a.example/a.mp3", type="audio/mpeg", role="enclosure"),
        media("https://a.example/download", role="enclosure"),
        media("https://a.example/b.gif", width=1, height=1),
        media("https://stats.wordpress.com/b.gif"),
        media("data:image/gif;base64,R0lGODlh"),
    ],
)
def test_what_is_no_picture_of_the_article(offered):
    assert not arrival(content_html="<p>x</p>", media=[offered]).pictures


def test_a_thumbnail_counts_only_where_nothing_better_is_offered():
    small = media("https://a.example/small.jpg", role="thumbnail", width=150)
    assert [one.url for one in arrival(content_html="<p>x</p>", media=[small]).pictures] == [small["url"]]
    large = media("https://a.example/large.jpg", width=900)
    assert [one.url for one in arrival(content_html="<p>x</p>", media=[small, large]).pictures] == [large["url"]]


def test_links_that_are_no_web_addresses_are_not_canonical():
    found = arrival(link="javascript:alert(1)", content_html="<p>x</p>", authors=[("Ana", "mailto:a@a.example")])
    assert found.canonical_url is None
    assert found.authors[0].profile_url is None


def test_an_entry_that_says_nothing_is_refused():
    with pytest.raises(Unreadable, match="neither a headline nor a text"):
        arrival(title=None, link=None)


def test_a_text_too_large_for_an_article_is_an_error_of_its_item_alone():
    item = "<item><title>{}</title><description>{}</description></item>"
    feed = "<rss version='2.0'><channel><title>T</title>{}{}</channel></rss>".format(
        item.format("Deep", "&lt;div&gt;" * 300 + "x"), item.format("Flat", "x")
    )
    reading = formats.read(feed.encode(), Hints())
    assert [one.title for one in reading.arrivals] == ["Flat"]
    assert reading.errors[0].startswith("“Deep” was left out: ")


PICTURED = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule"><channel><title>F</title><item>
<title>Tables</title><guid>1</guid><description>&lt;p&gt;Words.&lt;/p&gt;</description>
<creativeCommons:license>https://creativecommons.org/licenses/by/4.0/</creativeCommons:license>{outer}
<media:content url="https://f.example/table.jpg" medium="image" type="image/jpeg">{inner}</media:content>
</item></channel></rss>"""
BY = '<media:license href="https://creativecommons.org/licenses/by/4.0/">CC BY</media:license>'


@pytest.mark.parametrize(
    ("outer", "inner", "licence"),
    [
        ("", "<media:copyright>© Halden. All rights reserved.</media:copyright>", None),
        (BY, "<media:copyright>© Halden. All rights reserved.</media:copyright>", None),
        ("", "", None),
        ("", BY, "https://creativecommons.org/licenses/by/4.0/"),
        (BY, "", "https://creativecommons.org/licenses/by/4.0/"),
    ],
)
def test_the_licence_of_a_text_never_covers_the_picture_beside_it(outer, inner, licence):
    (tables,) = formats.read(PICTURED.format(outer=outer, inner=inner).encode(), Hints()).arrivals
    assert [picture.licence for picture in tables.pictures] == [licence]
    assert tables.licence_stated == "https://creativecommons.org/licenses/by/4.0/"
