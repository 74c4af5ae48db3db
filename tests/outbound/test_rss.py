"""The public RSS feeds: what is in them, and that any receiver can read them."""

import dataclasses
import datetime as dt
import email.utils
import html
import re

import defusedxml.ElementTree
import feedparser
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from articles import publishing
from articles.body import text
from articles.models import Article
from articles.presentation import present
from articles.rights import Surface
from outbound import feeds, rss
from pictures.models import Picture
from tests.builders import (
    add_picture,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_picture,
    make_section,
    make_terms,
    publish_now,
)
from tests.thorough import size

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

NS = {prefix.removeprefix("xmlns:"): address for prefix, address in rss.NAMESPACES.items()}
COUNTER = "https://counter.commons.example/content/7/count.gif?distributor=feed&x=1"
THREE_PAGES = "".join(f"<p>{n}. {'The ferry sails at six & comes back at <em>nine</em>. ' * 6}</p>" for n in range(50))
HOSTILE = [
    "<script>alert(1)</script>",
    "Tea & biscuits < cake > ]]> &amp; &lt;b&gt;",
    '"quoted" <b>bold</b>',
    "\x0bVertical\x08 tab",
]


def get(client, path="/rss.xml", **headers):
    return client.get(path, headers=headers)


def items(client, path="/rss.xml") -> list:
    """The feed's items, read by two XML parsers that must agree that it is well-formed."""
    response = get(client, path)
    assert response.status_code == 200
    defusedxml.ElementTree.fromstring(response.content)
    return etree.fromstring(response.content).findall("channel/item")


def titles(client, path="/rss.xml") -> list[str]:
    return [item.findtext("title") for item in items(client, path)]


def content(item) -> str:
    return item.findtext("content:encoded", namespaces=NS)


# --- Which articles -----------------------------------------------------------------------------------------------


def test_newest_articles_come_first_and_thirty_at_most(client):
    now = timezone.now()
    for number in range(32):
        publish_now(make_own_article(f"Story {number}"), at=now - dt.timedelta(hours=number))

    assert titles(client) == [f"Story {number}" for number in range(30)]


def test_section_feed_holds_its_section_and_the_site_feed_everything(client):
    business, sport = make_section("Business"), make_section("Sport")
    publish_now(make_own_article("Markets", section=business))
    publish_now(make_own_article("Football", section=sport))

    assert titles(client, "/business/rss.xml") == ["Markets"]
    assert titles(client, "/sport/rss.xml") == ["Football"]
    assert sorted(titles(client)) == ["Football", "Markets"]


def test_draft_scheduled_embargoed_delayed_withdrawn_and_trashed_are_in_no_feed(client):
    later = timezone.now() + dt.timedelta(hours=1)
    make_own_article("A draft")
    publish_now(make_own_article("Scheduled"), at=later)
    publish_now(make_licensed_article("Embargoed", embargo_until=later))
    publish_now(make_licensed_article("Delayed", terms=make_terms(delay_days=5)))
    withdrawn = publish_now(make_own_article("Withdrawn"))
    publishing.withdraw(withdrawn, by=None, reason="It was wrong.")
    trashed = publish_now(make_own_article("Trashed"))
    Article.objects.filter(pk=trashed.pk).update(trashed_at=timezone.now())
    expired = make_licensed_article("Expired", terms=make_terms(remove_after_days=90))
    publish_now(expired, at=timezone.now() - dt.timedelta(days=91))
    publish_now(make_own_article("Here"))

    assert titles(client) == ["Here"]
    assert titles(client, "/business/rss.xml") == ["Here"]


def test_withdrawn_article_leaves_every_feed_although_its_item_was_made(client):
    article = publish_now(make_own_article("Gone soon"))
    assert titles(client) == ["Gone soon"]

    publishing.withdraw(article, by=None, reason="It was wrong.")

    assert titles(client) == titles(client, "/business/rss.xml") == []


def test_time_alone_brings_articles_in_and_takes_them_out(client, monkeypatch):
    now = timezone.now()
    ending = make_licensed_article("Ending", terms=make_terms(remove_after_days=90))
    publish_now(ending, at=now - dt.timedelta(days=90) + dt.timedelta(minutes=1))
    publish_now(make_licensed_article("Embargoed", embargo_until=now + dt.timedelta(minutes=1)))
    before = get(client)
    assert titles(client) == ["Ending"]

    monkeypatch.setattr(timezone, "now", lambda: now + dt.timedelta(minutes=2))

    assert titles(client) == ["Embargoed"]
    after = get(client, **{"if-modified-since": before["Last-Modified"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_unknown_section_is_404_and_a_section_without_articles_an_empty_feed(client):
    make_section("Sport", description="Who won.")

    assert get(client, "/cooking/rss.xml").status_code == 404
    response = get(client, "/sport/rss.xml")
    channel = etree.fromstring(response.content).find("channel")
    assert (channel.findtext("title"), channel.findtext("description")) == ("Sport – Newsroom", "Who won.")
    assert channel.find("item") is None
    assert "Last-Modified" not in response


# --- What an item says --------------------------------------------------------------------------------------------


def test_item_says_everything_that_receivers_ask_for(client):
    terms = make_terms(
        make_outlet("The Conversation"),
        licence_code="CC BY-ND 4.0",
        licence_url="https://creativecommons.org/licenses/by-nd/4.0/",
    )
    article = publish_now(
        make_licensed_article(
            "Why ferries lean", terms=terms, standfirst="Water & wood.", tags=["Ferries"], language="en-GB"
        )
    )

    (item,) = items(client)

    assert item.findtext("link") == "https://newsroom.example" + article.get_absolute_url()
    guid = item.find("guid")
    assert (guid.text, guid.get("isPermaLink")) == (f"urn:uuid:{article.uuid}", "false")
    assert email.utils.parsedate_to_datetime(item.findtext("pubDate")) == article.published_at.replace(microsecond=0)
    assert dt.datetime.fromisoformat(
        item.findtext("atom:updated", namespaces=NS)
    ) == article.content_changed_at.replace(microsecond=0)
    assert item.findtext("description") == "Water &amp; wood."  # a description is HTML
    assert [category.text for category in item.findall("category")] == ["Business", "Ferries"]
    assert item.findtext("dc:source", namespaces=NS) == article.source_url
    assert item.findtext("dc:language", namespaces=NS) == "en-GB"
    assert item.findtext("dc:rights", namespaces=NS) == "CC BY-ND 4.0"
    assert item.findtext("creativeCommons:license", namespaces=NS) == terms.licence_url


def test_item_without_standfirst_is_described_by_its_first_words(client):
    body = "<p>" + " ".join(f"word{n}" for n in range(60)) + "</p>"
    publish_now(make_own_article(body=body))

    description = items(client)[0].findtext("description")

    assert description.startswith("word0 word1 ")
    assert description.endswith("word39…")


def test_two_professors_give_two_creators(client):
    publish_now(
        make_licensed_article(
            bylines=[
                ("Andrew Mines", "Research Fellow at the Program on Extremism", "George Washington University"),
                ("Amira Jadoon", "Assistant Professor of Political Science", "Clemson University"),
            ]
        )
    )

    (item,) = items(client)

    assert [creator.text for creator in item.findall("dc:creator", NS)] == ["Andrew Mines", "Amira Jadoon"]
    assert "Andrew Mines" not in content(item)


def test_printed_byline_travels_where_the_terms_want_institutions_credited(client):
    article = publish_now(make_licensed_article(terms=make_terms(institution_required="yes")))

    assert f"<p>{article.byline_line}</p>" in content(items(client)[0])


def test_whole_body_of_a_three_page_article_goes_out_in_one_piece(client):
    article = publish_now(make_licensed_article(body=THREE_PAGES, page_marks=[20, 40]))
    assert len(article.page_slices()) == 3

    carried = content(items(client)[0])

    assert article.original.html in carried
    assert text.plain(carried).startswith(text.plain(article.original.html))


def test_everything_that_the_outlet_asks_for_travels_with_the_text_in_order(client):
    outlet = make_outlet("The Conversation", newsletter_url="https://tc.example/newsletter")
    terms = make_terms(outlet, tagline="<p>An independent <b>nonprofit</b>.</p>")
    article = publish_now(
        make_licensed_article(
            terms=terms,
            related=[("More on ferries", "https://tc.example/more-1")],
            disclosure="<p><em>The author owns a ferry.</em></p>",
            counter_url=COUNTER,
        )
    )
    publishing.correct(article, by=None, kind="correction", text="The ferry <b> was blue.")

    carried = content(items(client)[0])

    places = [
        carried.index(part)
        for part in [
            "Ferries are not.",
            "The ferry &lt;b&gt; was blue.",
            "<b>nonprofit</b>",
            f'<a href="{article.source_url}">original article</a>',
            '<a href="https://tc.example/newsletter">Like this article?',
            "Read more:",
            '<a href="https://tc.example/more-1">More on ferries</a>',
            "The author owns a ferry.",
            html.escape(COUNTER),
        ]
    ]
    assert places == sorted(places)


def test_notice_stands_before_the_text_where_the_terms_want_it_on_top(client):
    publish_now(make_licensed_article(terms=make_terms(credit_position="top")))

    carried = content(items(client)[0])

    assert carried.count("This article is republished") == 1
    assert carried.index("This article is republished") < carried.index("Water is heavy.")


def test_words_around_the_text_are_in_the_language_of_the_text(client):
    article = make_licensed_article(related=[("Más", "https://tc.example/mas")], language="es")
    publish_now(article)

    (item,) = items(client)

    assert item.findtext("dc:language", namespaces=NS) == "es"
    assert "Más" in content(item)


def test_counter_is_in_each_item_once(client):
    publish_now(make_licensed_article("One", counter_url=COUNTER))
    publish_now(make_licensed_article("Two", counter_url=COUNTER, body=THREE_PAGES))

    for item in items(client):
        assert content(item).count("counter.commons.example") == 1
        assert 'referrerpolicy="no-referrer-when-downgrade"' in content(item)
        assert "counter.commons.example" not in item.findtext("description")


def test_counter_on_our_own_server_has_a_whole_address(client):
    publish_now(make_licensed_article(counter_url="/demo/counter/7.gif"))

    assert 'src="https://newsroom.example/demo/counter/7.gif"' in content(items(client)[0])


def test_text_whose_counter_is_a_script_goes_out_as_an_excerpt(client):
    terms = make_terms(tracker_required="yes", tracker_kind="script", tracker_pattern=r"https://pixel\.example/p\.js")
    publish_now(
        make_licensed_article(
            terms=terms, counter_url="https://pixel.example/p.js", counter_kind="script", standfirst="Short."
        )
    )

    (item,) = items(client)

    assert content(item) is None
    assert item.findtext("description") == "Short."


def test_rule_on_excerpts_does_not_keep_the_whole_text_back(client):
    article = publish_now(make_licensed_article(terms=make_terms(excerpt_rule="first_paragraphs")))

    assert article.body_html in content(items(client)[0])


def test_lead_picture_is_offered_with_its_credit_where_it_may_be_shown(client):
    article = make_own_article()
    picture = add_picture(
        article, make_picture(rights_line="© Ida Holm 2026", credit="Ida Holm / Harbour & Sons")
    ).picture
    publish_now(article)

    offered = items(client)[0].find("media:content", NS)
    assert offered.get("url") == "https://newsroom.example" + picture.file.url
    assert (offered.get("medium"), offered.get("type"), offered.get("width")) == ("image", "image/png", "120")
    assert offered.findtext("media:credit", namespaces=NS) == "Ida Holm / Harbour & Sons"
    assert offered.findtext("media:description", namespaces=NS) == "The first ferry of the day."
    assert offered.findtext("media:copyright", namespaces=NS) == "© Ida Holm 2026"

    Picture.objects.filter(pk=picture.pk).update(rights=Picture.Rights.UNCLEARED)

    assert items(client)[0].find("media:content", NS) is None


def test_no_address_in_a_feed_is_relative(client):
    picture = make_picture()
    picture_html = f'<figure><img src="{picture.file.url}" alt=""></figure>'
    body = f'<p><a href="/business/">Ours</a> <a href="#note">Note</a></p>{picture_html}'
    article = make_own_article(body=body)
    add_picture(article, picture)
    publish_now(article)
    publish_now(make_licensed_article(body='<p><a href="/profiles/x-1">Theirs</a></p>', counter_url="/count.gif"))

    for item in items(client):
        addresses = re.findall(r'(?:href|src)="([^"]*)"', content(item))
        assert addresses
        assert all(address.startswith("https://") for address in addresses)


# --- Identity and dates -------------------------------------------------------------------------------------------


def test_guid_survives_a_change_of_slug_section_and_headline(client):
    article = publish_now(make_own_article("Old headline", slug="old"))
    before = items(client)[0]
    article.title, article.slug, article.section = "New headline", "new", make_section("Sport")
    publishing.put_live(article, by=None)

    after = items(client)[0]

    assert after.findtext("guid") == before.findtext("guid")
    assert after.findtext("title") == "New headline"
    assert after.findtext("link") == "https://newsroom.example/sport/new/"
    assert after.findtext("pubDate") == before.findtext("pubDate")


def test_guids_differ_between_articles(client):
    for _number in range(5):
        publish_now(make_licensed_article("The same headline"))

    guids = [item.findtext("guid") for item in items(client)]
    assert len(set(guids)) == 5


def test_dates_move_with_the_content_and_not_with_the_clock_or_the_desk(client):
    long_ago = timezone.now() - dt.timedelta(days=3)
    article = publish_now(make_own_article(), at=long_ago)
    first = get(client).content

    article.picked_because = "a note of the desk"
    article.save()
    assert get(client).content == first
    built = etree.fromstring(first).findtext("channel/lastBuildDate")
    assert email.utils.parsedate_to_datetime(built) == long_ago.replace(microsecond=0)

    publishing.correct(article, by=None, kind="correction", text="The ferry was blue.")
    item = items(client)[0]
    updated = dt.datetime.fromisoformat(item.findtext("atom:updated", namespaces=NS))
    assert updated > long_ago + dt.timedelta(days=2)
    assert email.utils.parsedate_to_datetime(item.findtext("pubDate")) == long_ago.replace(microsecond=0)


# --- Whole document -----------------------------------------------------------------------------------------------


def test_channel_says_what_receivers_ask_for(client, settings):
    settings.NEWSROOM_NAME, settings.NEWSROOM_TAGLINE = "Harbour & Tide", "News < water"
    publish_now(make_own_article(section=make_section("Business", published_in="Business News", description="Money.")))

    root = etree.fromstring(get(client).content)
    channel = root.find("channel")
    assert root.get("version") == "2.0"
    assert (channel.findtext("title"), channel.findtext("description")) == ("Harbour & Tide", "News < water")
    assert channel.findtext("link") == "https://newsroom.example/"
    assert channel.findtext("language") == "en-us"
    own = channel.find("atom:link", NS)
    assert (own.get("rel"), own.get("href")) == ("self", "https://newsroom.example/rss.xml")

    channel = etree.fromstring(get(client, "/business/rss.xml").content).find("channel")
    assert channel.findtext("title") == "Business News – Harbour & Tide"
    assert channel.findtext("link") == "https://newsroom.example/business/"
    assert channel.find("atom:link", NS).get("href") == "https://newsroom.example/business/rss.xml"


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_show_as_text(client, words):
    publish_now(
        make_licensed_article(
            words,
            slug="hostile",
            standfirst=words,
            bylines=[words],
            related=[(words, "https://a.example/")],
            tags=[words],
        )
    )

    (item,) = items(client)

    printable = " ".join(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", words).split())
    assert item.findtext("title") == printable
    assert item.findtext("dc:creator", namespaces=NS) == printable
    assert html.unescape(item.findtext("description")) == printable
    assert "<script" not in content(item) + item.findtext("description")
    assert "<b>" not in content(item) + item.findtext("description")


def test_body_with_the_end_of_cdata_and_entities_arrives_whole(client):
    article = publish_now(make_own_article(body="<p>a ]]&gt; b &amp;amp; c &lt;d&gt; ]]> e</p>"))

    assert content(items(client)[0]) == article.body_html


@settings(max_examples=size(25, 500), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_no_text_whatever_breaks_the_feed(words):
    article = publish_now(make_licensed_article())
    story = present(Article.objects.for_presentation().get(pk=article.pk), Surface.FEED)
    credit = dataclasses.replace(story.credits[0], name=words)
    hostile = dataclasses.replace(
        story,
        title=words,
        standfirst=words,
        credits=[credit],
        pages=[words],
        licence=words,
        source_url=words,
        language=words,
    )
    channel = rss.Channel(words, "https://a.example/", "https://a.example/rss.xml", words, "en", None, 5)

    document = rss.feed(channel, [rss.item(hostile, "https://newsroom.example/", whole=True)])

    assert etree.fromstring(document.encode()).find("channel/item/guid").text == article.guid


def test_feedparser_reads_every_author_and_the_whole_text_without_complaint(client):
    article = make_licensed_article(body=THREE_PAGES, bylines=["Ann Lee", "Bo Ek", "Cy Fox"], standfirst="Tea & <cake>")
    add_picture(article)
    publish_now(article)
    publish_now(make_own_article("Zürich – “quotes” & é"))

    parsed = feedparser.parse(get(client).content, sanitize_html=False)

    assert not parsed.bozo
    entry = next(entry for entry in parsed.entries if entry.id == article.guid)
    assert [author["name"] for author in entry.authors] == ["Ann Lee", "Bo Ek", "Cy Fox"]
    assert article.original.html in entry.content[0].value
    assert {entry.title for entry in parsed.entries} == {"Why ferries lean", "Zürich – “quotes” & é"}


# --- Manners ------------------------------------------------------------------------------------------------------


def test_feed_costs_three_queries_cold_and_one_afterwards_whatever_it_holds(client, django_assert_num_queries):
    for number in range(12):
        article = make_licensed_article(f"Story {number}", tags=["Ferries"], related=[("More", "https://a.example/")])
        add_picture(article)
        add_picture(article, role="body")
        publish_now(article)

    for path in ("/business/rss.xml", "/rss.xml"):
        feeds.cache.clear()
        with django_assert_num_queries(3):
            first = get(client, path)
        with django_assert_num_queries(1):
            again = get(client, path)
        assert again.content == first.content


def test_receiver_that_has_the_feed_is_told_so_with_one_query(client, django_assert_num_queries):
    add_picture(publish_now(make_own_article()))
    first = get(client)

    with django_assert_num_queries(1):
        answer = get(client, **{"if-none-match": first["ETag"]})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == first["ETag"]
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_receiver_that_knows_dates_alone_hears_of_an_older_item_that_was_withdrawn(client):
    older = publish_now(make_own_article("Older"), at=timezone.now() - dt.timedelta(days=2))
    publish_now(make_own_article("Newest"))
    first = get(client)

    publishing.withdraw(older, by=None, reason="It was wrong.")

    answer = get(client, **{"if-modified-since": first["Last-Modified"]})
    assert answer.status_code == 200
    assert b"Older" not in answer.content


def change_headline(article):
    article.title = "Another headline"
    publishing.put_live(article, by=None)


def withdraw(article):
    publishing.withdraw(article, by=None, reason="It was wrong.")


def publish_another(article):
    publish_now(make_own_article("Another"))


def rename_section(article):
    article.section.name = "Trade"
    article.section.save()


def rename_newsletter(article):
    article.outlet.newsletter_line = "Read us on Sundays."
    article.outlet.save()


def take_back_picture(article):
    Picture.objects.update(rights=Picture.Rights.UNCLEARED)


def credit_picture_otherwise(article):
    picture = Picture.objects.get()
    picture.credit = "Somebody Else"
    picture.save()


@pytest.mark.parametrize(
    "change",
    [
        change_headline,
        withdraw,
        publish_another,
        rename_section,
        rename_newsletter,
        take_back_picture,
        credit_picture_otherwise,
    ],
)
@pytest.mark.on_postgresql_too
def test_whatever_changes_what_the_feed_shows_changes_its_etag_and_its_text(client, change):
    article = make_licensed_article()
    add_picture(article)
    publish_now(article)
    before = get(client)

    change(Article.objects.get(pk=article.pk))

    after = get(client, **{"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert after.content != before.content


def test_copy_of_a_feed_is_never_kept_past_the_end_of_a_right(client):
    terms = make_terms(remove_after_days=90)
    publish_now(
        make_licensed_article(terms=terms), at=timezone.now() - dt.timedelta(days=90) + dt.timedelta(seconds=40)
    )

    seconds = int(re.fullmatch(r"public, max-age=0, s-maxage=(\d+)", get(client)["Cache-Control"])[1])

    assert 0 < seconds <= 40


def test_feed_is_the_same_for_everybody_and_takes_no_other_method_than_get(client):
    response = get(client)

    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert client.post("/rss.xml").status_code == 405
    head = client.head("/rss.xml")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", response["ETag"])


def test_addresses_follow_the_request_where_no_address_is_set(client, settings):
    settings.NEWSROOM_URL = ""
    publish_now(make_own_article())

    assert items(client)[0].findtext("link").startswith("http://testserver/")
    response = client.get("/rss.xml", headers={"host": "localhost:8000"})
    assert etree.fromstring(response.content).findtext("channel/item/link").startswith("http://localhost:8000/")
