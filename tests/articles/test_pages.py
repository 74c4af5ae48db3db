"""The article as readers open it."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles import auditing, publishing
from articles.models import Article
from articles.rights.clauses import duties
from articles.views import errors
from tests.builders import (
    add_picture,
    make_author,
    make_correction,
    make_institution,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_picture,
    make_section,
    make_terms,
    make_user,
    publish_now,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

COUNTER = "https://counter.commons.example/content/42/count.gif?distributor=republish-lightbox-basic"
PARAGRAPH = "<p>{} The harbour board met for eleven hours on Tuesday and ended where it had begun.</p>"
LONG = "".join(PARAGRAPH.format(number) for number in range(180))


def page(response) -> LexborHTMLParser:
    return LexborHTMLParser(response.content.decode())


def words(node) -> str:
    return " ".join(node.text().split())


def paths_of(article: Article) -> list[str]:
    first = article.get_absolute_url()
    return [first, *(f"{first}{n}/" for n in range(2, len(article.page_starts) + 2)), f"{first}all/"]


def complete_article(**fields) -> Article:
    """An article with everything that the page can show, on three pages."""
    clemson = make_institution("Clemson University")
    washington = make_institution("George Washington University")
    mines = make_author("Andrew Mines", washington)
    jadoon = make_author("Amira Jadoon", clemson)
    business = make_section("Business", published_in="Business News")
    publish_now(make_own_article("The older story", section=business), timezone.now() - dt.timedelta(days=3))
    article = make_licensed_article(
        "Why ports wait",
        LONG,
        kicker="Harbours",
        standfirst="Everybody gains & nobody signs.",
        section=business,
        outlet=make_outlet("The Conversation"),
        bylines=[
            {
                "name": "Andrew Mines",
                "title": "Research Fellow at the Program on Extremism",
                "institution": washington.name,
                "author": mines,
                "institution_page": washington,
            },
            {
                "name": "Amira Jadoon",
                "title": "Assistant Professor of Political Science",
                "institution": clemson.name,
                "author": jadoon,
                "institution_page": clemson,
            },
        ],
        related=[("The ferry that nobody ordered", "https://commons.example/ferry-1")],
        disclosure="<p>Amira Jadoon receives funding from nobody.</p>",
        counter_url=COUNTER,
        tags=["Ports"],
        source_published_at=dt.datetime(2023, 3, 27, 12, tzinfo=dt.UTC),
        **fields,
    )
    add_picture(article, make_picture(caption="At anchor.", credit="Ida Holm"))
    publish_now(article)
    make_correction(article, "The ferry was blue, not green.")
    return article


# --- what stands on the page, and in which order ---


def test_every_element_stands_on_the_page_in_its_order(client):
    article = complete_article()
    main = page(client.get(article.get_absolute_url())).css_first("main")
    seen = words(main)
    places = [
        seen.index(words_of_element)
        for words_of_element in (
            "Home Business",
            "Published in Business News",
            "Harbours",
            "Why ports wait",
            "Everybody gains & nobody signs.",
            "Andrew Mines, Research Fellow",
            "The ferry was blue, not green.",
            "At anchor. Ida Holm",
            "0 The harbour board met",
            "Next page",
            "Single page",
            "This article is republished from The Conversation",
            "Like this article? Subscribe to our weekly newsletter.",
            "Read more: The ferry that nobody ordered",
            "Disclosure statement Amira Jadoon receives funding from nobody.",
            "Tags Ports",
            "Share Share… By e-mail",
            "Next story The older story",
        )
    ]
    assert places == sorted(places)


def test_byline_is_printed_word_for_word_with_links_and_a_date_for_machines(client):
    article = complete_article()
    byline = page(client.get(article.get_absolute_url())).css_first(".byline")
    assert words(byline) == article.byline_line
    assert words(byline) == (
        "Andrew Mines, Research Fellow at the Program on Extremism, George Washington University and Amira Jadoon, "
        "Assistant Professor of Political Science, Clemson University, The Conversation on March 27, 2023"
    )
    rows = list(article.bylines.all())
    assert [(link.text(), link.attributes["href"]) for link in byline.css("a")] == [
        ("Andrew Mines", rows[0].author.get_absolute_url()),
        ("George Washington University", rows[0].institution.get_absolute_url()),
        ("Amira Jadoon", rows[1].author.get_absolute_url()),
        ("Clemson University", rows[1].institution.get_absolute_url()),
        ("The Conversation", article.outlet.get_absolute_url()),
    ]
    assert byline.css_first("time").attributes["datetime"] == "2023-03-27T12:00:00+00:00"
    assert byline.css_first("time").text() == "March 27, 2023"


def test_section_without_a_published_in_gives_its_name(client):
    article = publish_now(make_own_article(section=make_section("Opinion")))
    assert words(page(client.get(article.get_absolute_url())).css_first(".published-in")) == "Published in Opinion"


def test_notice_links_to_the_outlet_and_the_newsletter_line_to_its_newsletter(client):
    article = complete_article()
    notice = page(client.get(article.get_absolute_url())).css_first(".notice")
    assert [link.attributes["href"] for link in notice.css("a")] == [
        article.outlet.home_url,
        article.source_url,
        article.outlet.newsletter_url,
    ]


@pytest.mark.parametrize(
    ("position", "before", "after"),
    [("top", 1, 0), ("both", 1, 1), ("bottom", 0, 1), ("either", 0, 1), ("not_stated", 0, 1)],
)
def test_notice_stands_where_the_terms_of_undark_and_others_want_it(client, position, before, after):
    article = publish_now(make_licensed_article(terms=make_terms(credit_position=position)))
    html = client.get(article.get_absolute_url()).content.decode()
    body = html.index('<div class="body">')
    words = "under a Creative Commons license"
    assert (html[:body].count(words), html[body:].count(words)) == (before, after)
    assert html.index("headline") < html.index(words)


def test_own_article_has_no_notice_and_no_counter(client):
    article = publish_now(make_own_article())
    shown = page(client.get(article.get_absolute_url()))
    for selector in (".notice", ".counter", ".related", ".disclosure", ".corrections", ".tags", ".pager", ".lead"):
        assert shown.css_first(selector) is None, selector


def test_words_of_others_are_text_everywhere(client):
    evil = '<script>alert("x")</script>'
    article = make_own_article(evil, kicker=evil, standfirst=evil, bylines=[evil], tags=[evil, "!!!"])
    add_picture(article, make_picture(alt=evil, caption=evil, credit=evil))
    publish_now(article)
    make_correction(article, evil)
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    scripts = page(response).css('script:not([type="application/ld+json"])')
    assert all(script.attributes.get("src", "").startswith("/static/") for script in scripts)
    assert b"<script>alert" not in response.content


def test_lead_picture_opens_the_first_page_and_the_whole_only(client):
    article = complete_article()
    first, second, _third, whole = paths_of(article)
    figure = page(client.get(first)).css_first("figure.lead img")
    assert (figure.attributes["width"], figure.attributes["height"]) == ("120", "80")
    assert page(client.get(whole)).css_first("figure.lead")
    assert page(client.get(second)).css_first("figure.lead") is None


def test_uncleared_picture_is_not_shown(client):
    article = make_own_article()
    add_picture(article, make_picture(cleared=False))
    publish_now(article)
    shown = page(client.get(article.get_absolute_url()))
    assert shown.css_first("main img") is None
    assert shown.css_first('meta[property="og:image"]') is None


def test_article_in_another_language_says_so_and_our_own_words_say_theirs(client):
    article = publish_now(make_licensed_article("Los puertos", "<p>Esperan.</p>", language="es", tags=["Mar"]))
    story = page(client.get(article.get_absolute_url())).css_first("article.story")
    assert (story.attributes["lang"], story.attributes["dir"]) == ("es", "ltr")
    assert story.css_first(".breadcrumb").attributes["lang"] == "en-us"
    arabic = publish_now(make_own_article("الموانئ", "<p>البحر</p>", language="ar"))
    assert page(client.get(arabic.get_absolute_url())).css_first("article.story").attributes["dir"] == "rtl"


# --- pages ---


def test_pages_joined_hold_exactly_the_text_and_so_does_the_single_page(client):
    article = complete_article()
    *numbered, whole = paths_of(article)
    assert len(numbered) == 3
    bodies = []
    for path in [*numbered, whole]:
        html = client.get(path).content.decode()
        bodies.append(re.search(r'<div class="body">(.*?)</div>', html, re.DOTALL)[1])
    assert "".join(bodies[:3]) == article.original.html == bodies[3]


def test_every_view_carries_notice_list_disclosure_corrections_and_the_counter_once(client):
    article = complete_article()
    for path in paths_of(article):
        response = client.get(path)
        shown = page(response)
        for selector in (".notice .newsletter", ".related", ".disclosure", ".corrections", ".tags", ".next-story"):
            assert len(shown.css(selector)) == 1, (path, selector)
        counters = [image for image in shown.css("img") if image.attributes["src"] == COUNTER]
        assert len(counters) == 1, path
        assert response.content.decode().count("count.gif") == 1, path
        assert counters[0].attributes["referrerpolicy"] == "no-referrer-when-downgrade"
        assert "loading" not in counters[0].attributes


def test_pager_leads_forth_and_back(client):
    first, second, third, whole = paths_of(complete_article())
    rels = {}
    for path in (first, second, third, whole):
        shown = page(client.get(path))
        in_head, in_text = (
            {link.attributes["rel"]: link.attributes["href"] for link in shown.css(selector)}
            for selector in ("head link[rel=prev], head link[rel=next]", ".pager a[rel]")
        )
        assert in_head == in_text
        rels[path] = in_text
        assert [link.attributes["href"] for link in shown.css(".pager-pages a")] == [first, second, third]
        assert shown.css_first(".pager-whole").attributes["href"] == whole
    assert rels == {first: {"next": second}, second: {"prev": first, "next": third}, third: {"prev": second}, whole: {}}


def test_page_one_has_no_number_and_beyond_the_last_there_is_nothing(client):
    article = complete_article()
    first = article.get_absolute_url()
    response = client.get(f"{first}1/")
    assert (response.status_code, response["Location"]) == (301, first)
    assert client.get(f"{first}02/")["Location"] == f"{first}2/"
    assert client.get(f"{first}4/").status_code == 404
    assert client.get(f"{first}0/").status_code == 404


def test_wrong_section_in_the_address_leads_to_the_right_one(client):
    article = complete_article()
    make_section("Politics")
    for tail in ("", "2/", "all/"):
        response = client.get(f"/politics/{article.slug}/{tail}")
        assert (response.status_code, response["Location"]) == (301, f"/business/{article.slug}/{tail}")
        assert "s-maxage=60" in response["Cache-Control"]


def test_next_story_is_the_next_older_one_that_readers_may_see(client):
    now, here, there = timezone.now(), make_section("Business"), make_section("Politics")
    newest = publish_now(make_own_article("Newest", section=here), now - dt.timedelta(hours=1))
    publish_now(make_own_article("Elsewhere", section=there), now - dt.timedelta(hours=2))
    gone = publish_now(make_own_article("Gone", section=here), now - dt.timedelta(hours=3))
    publishing.withdraw(gone, by=None, reason="It was wrong.")
    publish_now(make_own_article("Wanted", section=here), now - dt.timedelta(hours=4))
    oldest = publish_now(make_own_article("Oldest", section=here), now - dt.timedelta(hours=5))
    assert words(page(client.get(newest.get_absolute_url())).css_first(".next-story h3")) == "Wanted"
    assert page(client.get(oldest.get_absolute_url())).css_first(".next-story") is None


# --- who may see it ---


def unpublished() -> dict[str, Article]:
    soon = timezone.now() + dt.timedelta(hours=2)
    trashed = publish_now(make_own_article("Trashed"))
    trashed.trashed_at = timezone.now()
    trashed.save()
    never_seen = publish_now(make_own_article("Never seen"), soon)
    publishing.withdraw(never_seen, by=None, reason="Secret until now.")
    return {
        "draft": make_own_article("Draft"),
        "scheduled": publish_now(make_own_article("Scheduled"), soon),
        "embargoed": publish_now(make_licensed_article("Embargoed", embargo_until=soon)),
        "trashed": trashed,
        "withdrawn before anybody could see it": never_seen,
    }


def test_what_readers_may_not_know_of_yet_is_not_found_at_any_of_its_addresses(client):
    for state, article in unpublished().items():
        for tail in ("", "2/", "all/"):
            for start in (article.get_absolute_url(), f"/elsewhere/{article.slug}/"):
                response = client.get(start + tail)
                assert response.status_code == 404, (state, start + tail)
                assert article.title.encode() not in response.content


def test_copy_of_a_missing_page_is_not_kept_past_the_moment_at_which_it_opens(client):
    article = publish_now(make_own_article(), timezone.now() + dt.timedelta(seconds=20))
    kept = int(client.get(article.get_absolute_url())["Cache-Control"].rpartition("=")[2])
    assert 0 < kept <= 20


def test_withdrawn_article_is_gone_and_says_why_without_its_headline(client):
    article = publish_now(make_own_article("The forged letter"))
    publishing.withdraw(article, by=None, reason="The letter on which it rested was <forged>.")
    for path in (article.get_absolute_url(), f"{article.get_absolute_url()}all/"):
        response = client.get(path)
        assert response.status_code == 410
        assert "The letter on which it rested was <forged>." in unescape(response.content.decode())
        assert b"<forged>" not in response.content
        assert b"The forged letter" not in response.content
    publishing.restore(article, by=None, reason="The archive has answered.")
    assert client.get(article.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("source", "headline"), [(True, "Ferry News has withdrawn"), (False, "We have withdrawn")])
def test_reader_of_a_withdrawn_text_is_told_who_withdrew_it(client, django_assert_max_num_queries, source, headline):
    article = publish_now(make_licensed_article(outlet=make_outlet("Ferry News")))
    with transaction.atomic():
        auditing.record(duties.WITHDRAWN, by=None, article=article, reason="Ferry News withdrew it.")
        if not source:
            auditing.record(duties.RELEASED, by=None, article=article, reason="Ferry News lets it be used again.")
    publishing.withdraw(article, by=None, reason="A source has taken back what it said.")
    with django_assert_max_num_queries(3):
        response = client.get(article.get_absolute_url())
    shown = words(page(response).css_first("main"))
    assert response.status_code == 410
    assert headline in shown and "A source has taken back what it said." in shown


def test_licensed_text_whose_days_have_passed_is_gone(client):
    terms = make_terms(remove_after_days=90)
    article = publish_now(make_licensed_article(terms=terms), timezone.now() - dt.timedelta(days=91))
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert article.title.encode() not in response.content


def test_page_asks_three_times_at_most_whatever_it_holds(client, django_assert_max_num_queries):
    article = complete_article()
    plain = publish_now(make_own_article())
    for path in (*paths_of(article), plain.get_absolute_url(), "/business/nothing/"):
        with django_assert_max_num_queries(3):
            client.get(path)


def test_page_sets_no_cookie_asks_for_no_session_and_varies_by_nobody(client):
    article = complete_article()
    for path in (article.get_absolute_url(), "/business/nothing/"):
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_copy_is_not_kept_past_the_end_of_a_right_to_it_or_to_the_next_story(client):
    now, section = timezone.now(), make_section("Business")
    terms = make_terms(remove_after_days=1)
    ending = make_licensed_article(terms=terms, section=section, source_published_at=None)
    publish_now(ending, now - dt.timedelta(days=1) + dt.timedelta(seconds=30))
    above = publish_now(make_own_article(section=section))
    for article in (ending, above):
        kept = int(client.get(article.get_absolute_url())["Cache-Control"].rpartition("=")[2])
        assert kept <= 30


def test_only_reading_is_possible(client):
    article = publish_now(make_own_article())
    assert client.post(article.get_absolute_url()).status_code == 405
    assert client.head(article.get_absolute_url()).status_code == 200


# --- what machines are told ---


def test_head_tells_title_description_and_addresses(client):
    article = complete_article()
    shown = page(client.get(paths_of(article)[1])).css_first("head")
    address = f"https://newsroom.example{article.get_absolute_url()}"
    assert shown.css_first("title").text() == "Why ports wait – Newsroom"
    assert shown.css_first("meta[name=description]").attributes["content"] == "Everybody gains & nobody signs."
    assert shown.css_first("link[rel=canonical]").attributes["href"] == f"{address}2/"
    told = {meta.attributes["property"]: meta.attributes["content"] for meta in shown.css("meta[property]")}
    assert told["og:title"] == "Why ports wait"
    assert told["og:type"] == "article"
    assert told["og:url"] == f"{address}2/"
    assert told["og:image"].startswith("https://newsroom.example/media/")
    assert told["article:published_time"].startswith(article.published_at.isoformat(timespec="seconds"))
    assert "feed" not in told


def test_description_falls_back_on_the_first_words(client):
    article = publish_now(make_own_article(body="<p>The ferries sailed at six.</p>"))
    head = page(client.get(article.get_absolute_url())).css_first("head")
    assert head.css_first("meta[name=description]").attributes["content"] == "The ferries sailed at six."


def test_share_links_are_plain_addresses(client):
    article = publish_now(make_own_article("Ports & people"))
    share = page(client.get(article.get_absolute_url())).css_first(".share")
    address = f"https://newsroom.example{article.get_absolute_url()}"
    mail = share.css_first('a[href^="mailto:"]').attributes["href"]
    assert mail.startswith("mailto:?subject=Ports%20%26%20people&body=https%3A%2F%2Fnewsroom.example%2F")
    assert share.css_first("[data-copy]").attributes["data-copy"] == address
    assert not share.css("script, img, iframe")


# --- the desk's preview ---


def test_desk_previews_what_is_not_published_uncounted_and_uncached(client):
    bob = make_user("editor")
    client.force_login(bob)
    for state, article in (
        {"long": make_licensed_article(body=LONG, counter_url=COUNTER, section=None)} | unpublished()
    ).items():
        response = client.get(f"/preview/{article.uuid}/")
        assert response.status_code == 200, state
        assert response["Cache-Control"] == "no-store, private"
        shown = page(response)
        assert words(shown.css_first("h1")) == article.title
        assert "Readers cannot see it." in words(shown.css_first(".preview-banner"))
        assert b"count.gif" not in response.content
        assert shown.css_first("meta[name=robots]").attributes["content"] == "noindex"
        assert shown.css_first(".share") is None


def test_preview_has_its_pages_and_the_single_page(client):
    client.force_login(make_user("editor"))
    article = make_licensed_article(body=LONG)
    first = f"/preview/{article.uuid}/"
    assert [link.attributes["href"] for link in page(client.get(first)).css(".pager-pages a")] == [
        first,
        f"{first}2/",
        f"{first}3/",
    ]
    assert client.get(f"{first}3/").status_code == 200
    missing = client.get(f"{first}4/")
    assert (missing.status_code, missing["Cache-Control"]) == (404, "no-store, private"), "it may be there in a moment"
    body = page(client.get(f"{first}all/")).css_first(".body")
    assert len(body.css("p")) == 180


@pytest.mark.on_postgresql_too
def test_charlie_may_not_preview(client):
    article = make_own_article("Secret draft")
    path = f"/preview/{article.uuid}/"
    for tail in ("", "1/", "all/"):
        assert client.get(path + tail).status_code == 302
    charlie = make_user("reader")
    client.force_login(charlie)
    assert client.get(path).status_code == 302
    charlie.is_staff = True
    charlie.save()
    for tail in ("", "1/", "all/"):
        response = client.get(path + tail)
        assert response.status_code == 403
        assert b"Secret draft" not in response.content
    charlie.user_permissions.add(Permission.objects.get(codename="view_article"))
    assert client.get(path).status_code == 200


# --- when we fail ---


def test_reader_of_a_broken_page_is_told_so_in_words(client, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("on purpose")

    monkeypatch.setattr("articles.views.article.present", broken)
    client.raise_request_exception = False
    response = client.get(publish_now(make_own_article()).get_absolute_url())
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_failure_page_asks_the_database_nothing_and_needs_no_style_sheet(rf, monkeypatch, django_assert_num_queries):
    def unknown(path):
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(errors, "static", unknown)
    with django_assert_num_queries(0):
        response = errors.failed(rf.get("/"))
    assert response.status_code == 500
    assert b"stylesheet" not in response.content


def test_templates_need_no_inline_style_or_script(client):
    article = complete_article()
    for path in ("/", article.get_absolute_url(), "/business/", "/nothing/"):
        html = client.get(path).content.decode()
        assert "<style" not in html
        assert not re.search(r"\s(style|on[a-z]+)=", html)
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html) if "ld+json" not in tag)


def test_static_files_that_pages_name_are_there(client):
    call_command("findstatic", "css/newsroom.css", "css/article.css", "css/lists.css", "css/print.css", verbosity=0)
    call_command("findstatic", "js/share.js", "js/comments.js", verbosity=0)


def test_every_page_names_the_feeds_of_the_newsroom_and_of_its_section(client):
    article = publish_now(make_own_article(section=make_section("Business")))
    for path, feeds in {
        "/": ["/rss.xml"],
        "/business/": ["/rss.xml", "/business/rss.xml"],
        article.get_absolute_url(): ["/rss.xml", "/business/rss.xml"],
    }.items():
        links = page(client.get(path)).css('head link[type="application/rss+xml"]')
        assert [link.attributes["href"] for link in links] == feeds, path
