"""What every surface shows of an article."""

import html
import re

import pytest
from django.urls import reverse

from articles import derivation, publishing, reading
from articles.models import Article
from articles.presentation import Presented, present
from articles.rights import Surface
from articles.showing import licence_named
from pictures.models import Picture
from tests.builders import (
    add_picture,
    make_amendment,
    make_author,
    make_institution,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_picture,
    make_terms,
    publish_now,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

PARAGRAPHS = "".join(
    f"<p>{number}. {'The ferry sails at six and comes back at nine. ' * 6}</p>" for number in range(30)
)
THEIR_PICTURE = "https://images.commons.example/ferry.jpg?w=600&fit=clip"
FIGURE = (
    f'<figure><img src="{html.escape(THEIR_PICTURE)}" alt="A ferry">'
    "<figcaption>The ferry at dawn. Ida Holm</figcaption></figure>"
)


def shown(article: Article, surface: str = Surface.PAGE) -> Presented:
    return present(Article.objects.for_presentation().get(pk=article.pk), surface)


def test_pages_joined_are_the_sealed_text_to_the_byte():
    article = publish_now(make_licensed_article(body=PARAGRAPHS))

    story = shown(article)

    assert len(story.pages) > 1
    assert "".join(story.pages) == article.original.html


@pytest.mark.on_postgresql_too
def test_everything_of_an_article_costs_two_queries_however_many_there_are(django_assert_num_queries):
    for number in range(3):
        article = make_licensed_article(
            body=f"<p>Text {number}.</p>{FIGURE}",
            bylines=[{"name": "Amira Jadoon", "author": make_author(), "institution_page": make_institution()}],
            tags=["Ferries", "Harbours"],
            related=[("More", "https://commons.example/more")],
            disclosure="<p>Nothing to disclose.</p>",
        )
        add_picture(article, make_picture(source_url=THEIR_PICTURE))
        publish_now(article)
        publishing.correct(article, by=None, kind="correction", text="The ferry was blue.")

    with django_assert_num_queries(2):
        stories = [present(article) for article in Article.objects.for_presentation()]

    assert all(story.credits and story.tags and story.related and story.corrections and story.lead for story in stories)


# --- Pictures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cleared", [False, True])
def test_figure_shows_our_file_where_cleared_and_is_left_out_whole_where_not(cleared):
    article = make_licensed_article(body=f"<p>Before.</p>{FIGURE}<p>After.</p>")
    picture = make_picture(cleared=cleared)
    add_picture(article, picture, role="body", source_url=THEIR_PICTURE)

    page = "".join(shown(publish_now(article)).pages)

    assert "commons.example" not in page
    assert (picture.file.url in page) is cleared
    assert ("The ferry at dawn" in page) is cleared
    assert "Before." in page
    assert "After." in page


def test_picture_is_known_by_the_address_it_was_filed_under():
    article = make_licensed_article(body=f"<p>Before.</p>{FIGURE}")
    picture = make_picture(source_url=THEIR_PICTURE)
    add_picture(article, picture, role="body")

    assert picture.file.url in "".join(shown(publish_now(article)).pages)


def test_picture_of_our_own_stands_where_the_writer_put_it():
    picture = make_picture()
    article = make_own_article(body=f'<p>Before.</p><figure><img src="{picture.file.url}" alt="A ferry"></figure>')
    add_picture(article, picture, role="body")

    assert picture.file.url in "".join(shown(publish_now(article)).pages)


def test_picture_that_nobody_filed_is_left_out():
    article = publish_now(
        make_own_article(body='<p>Words.</p><p><img src="https://elsewhere.example/x.gif"> Words.</p>')
    )

    assert "<img" not in "".join(shown(article).pages)


@pytest.mark.parametrize(
    "change",
    [{"rights": Picture.Rights.UNCLEARED}, {"rights": Picture.Rights.REFUSED}, {"file": ""}],
    ids=["no longer cleared", "refused", "file taken away"],
)
@pytest.mark.on_postgresql_too
def test_picture_vanishes_at_once_when_it_may_no_longer_be_shown(change):
    article = make_licensed_article(body=f"<p>Before.</p>{FIGURE}")
    picture = make_picture()
    add_picture(article, picture, source_url=THEIR_PICTURE)
    assert shown(publish_now(article)).lead is not None

    Picture.objects.filter(pk=picture.pk).update(**change)

    story = shown(article)
    assert story.lead is None
    assert "<img" not in "".join(story.pages)


def test_picture_that_may_not_be_passed_on_stays_out_of_feeds():
    article = make_licensed_article(body=f"<p>Before.</p>{FIGURE}")
    add_picture(article, make_picture(onward="no"), source_url=THEIR_PICTURE)
    publish_now(article)

    assert shown(article, Surface.PAGE).lead is not None
    assert shown(article, Surface.FEED).lead is None
    assert "<img" not in "".join(shown(article, Surface.FEED).pages)


@pytest.mark.on_postgresql_too
def test_partner_gets_a_picture_only_where_passing_on_is_allowed_in_so_many_words():
    article = make_own_article()
    use = add_picture(article, make_picture())
    publish_now(article)

    assert shown(article, Surface.PARTNER_FEED).lead is None
    Picture.objects.filter(pk=use.picture_id).update(onward="yes")
    assert shown(article, Surface.PARTNER_FEED).lead is not None


def test_lead_picture_that_stands_in_the_text_is_said_to_stand_there():
    article = make_licensed_article(body=f"{FIGURE}<p>After.</p>")
    add_picture(article, make_picture(), source_url=THEIR_PICTURE)
    other = make_licensed_article()
    add_picture(other)

    assert shown(publish_now(article)).lead_in_text
    assert not shown(publish_now(other)).lead_in_text


def test_pictures_in_notice_disclosure_and_tagline_are_left_out():
    icon = '<img src="https://commons.example/icon.png" alt="icon">'
    terms = make_terms(tagline=f"<p>The Commons is a newsroom.{icon}</p>")
    article = publish_now(
        make_licensed_article(
            terms=terms, notice=f"<p>From <b>The Commons</b>.{icon}</p>", disclosure=f"<p>Nothing.{icon}</p>"
        )
    )

    story = shown(article)

    assert "<img" not in story.notice_html + story.disclosure_html + story.tagline_html
    assert "<b>The Commons</b>" in story.notice_html
    assert "The Commons is a newsroom." in story.tagline_html


# --- Links and frames ---------------------------------------------------------------------------------------------


def test_frame_of_others_is_a_link_in_the_language_of_the_text():
    frame = '<p>Palabras.</p><iframe src="https://datawrapper.dwcdn.net/abc/1/"></iframe>'
    article = publish_now(make_licensed_article(body=frame))
    on_page, in_feed = ("".join(shown(article, surface).pages) for surface in (Surface.PAGE, Surface.FEED))

    assert "<iframe" not in on_page + in_feed
    assert 'href="https://datawrapper.dwcdn.net/abc/1/"' in on_page
    assert 'data-frame="https://datawrapper.dwcdn.net/abc/1/"' in on_page
    assert "Datawrapper then learns your internet address and may set cookies." in on_page
    assert "datawrapper.dwcdn.net</a>" in in_feed
    assert "data-frame" not in in_feed


def test_frame_of_a_host_that_is_not_on_the_list_is_a_link_and_nothing_else():
    article = publish_now(make_own_article(body='<p>Words.</p><iframe src="https://social.example/post/1"></iframe>'))
    page = "".join(shown(article).pages)

    assert "data-frame" not in page
    assert 'href="https://social.example/post/1"' in page
    assert "See the chart, film or recording at social.example" in page


def test_table_scrolls_in_a_region_that_is_named_on_our_pages_and_is_a_table_in_feeds():
    table = "<table><caption>Fares &amp; dues</caption><tr><td>1</td></tr></table>"
    article = publish_now(make_own_article(body=f"<p>Words.</p>{table}<table><tr><td>2</td></tr></table>"))

    page = "".join(shown(article).pages)
    assert page.count('<div class="table-scroll" role="region" tabindex="0"') == 2
    assert 'aria-label="Table 1: Fares &amp; dues"' in page and 'aria-label="Table 2"' in page
    assert "table-scroll" not in "".join(shown(article, Surface.FEED).pages)


HOLM = (
    '<span class="source">Ida Holm</span>, '
    '<a class="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>'
)


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("", f'<figcaption><span class="attribution">{HOLM}</span></figcaption>'),
        ("<figcaption>At dawn.</figcaption>", f'At dawn. <span class="attribution">{HOLM}</span></figcaption>'),
        ("<figcaption>At dawn. Ida Holm (CC BY)</figcaption>", "At dawn. Ida Holm (CC BY)</figcaption>"),
    ],
)  # fmt: skip
def test_credit_and_licence_stand_with_a_picture_whose_text_does_not_name_them(said, stands):
    article = make_licensed_article(body=f'<p>Before.</p><figure><img src="{THEIR_PICTURE}" alt="">{said}</figure>')
    picture = make_picture(credit="Ida Holm", licence="https://creativecommons.org/licenses/by/4.0/")
    add_picture(article, picture, role="body", source_url=THEIR_PICTURE)

    page = "".join(shown(publish_now(article)).pages)

    assert stands in page
    assert page.count("Ida Holm") == 1
    assert "The first ferry of the day." not in page  # under a text of others stand their own words


def test_caption_of_the_picture_desk_stands_under_our_own_picture_that_has_none():
    picture = make_picture(caption="Six & out.")
    article = make_own_article(body=f'<p>Before.</p><figure><img src="{picture.file.url}" alt=""></figure>')
    add_picture(article, picture, role="body")

    assert '<span class="caption">Six &amp; out.</span>' in "".join(shown(publish_now(article)).pages)


@pytest.mark.parametrize(
    ("stated", "name", "address"),
    [
        ("CC BY-NC 4.0", "CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
        ("http://creativecommons.org/licenses/by-sa/3.0/us/", "CC BY-SA 3.0", "http://creativecommons.org/licenses/by-sa/3.0/us/"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC BY", "CC BY", ""),
        ("javascript:alert(1)", "javascript:alert(1)", ""),
        ("", "", ""),
    ],
)  # fmt: skip
def test_licence_of_a_picture_is_named_shortly_and_leads_to_its_deed(stated, name, address):
    assert licence_named(stated) == (name, address)


@pytest.mark.parametrize(
    ("words", "language", "minutes"), [(0, "en", 0), (9, "en", 1), (1190, "es", 5), (900, "zh-Hant", 0)]
)
def test_reading_time_is_of_whole_minutes_and_silent_where_words_are_not_counted(words, language, minutes):
    assert reading.minutes(words, language) == minutes


def test_relative_link_in_a_text_that_is_not_ours_leads_to_the_outlet():
    body = '<p>See <a href="/profiles/amira-1">Amira</a> and <a href="https://elsewhere.example/">there</a>.</p>'
    licensed = make_licensed_article(body=body, source_url="https://commons.example/why-ferries-lean-7")
    own = make_own_article(body=body)

    assert 'href="https://commons.example/profiles/amira-1"' in shown(publish_now(licensed)).pages[0]
    assert 'href="/profiles/amira-1"' in shown(publish_now(own)).pages[0]


def test_related_link_that_is_no_address_of_the_web_is_left_out():
    article = make_licensed_article(related=[("Good", "https://commons.example/x"), ("Bad", "javascript:alert(1)")])

    assert [link.title for link in shown(publish_now(article)).related] == ["Good"]


# --- Credits ------------------------------------------------------------------------------------------------------


def two_professors() -> Article:
    mines = make_author("Andrew Mines", slug="andrew-mines")
    washington = make_institution("George Washington University", slug="gwu")
    return make_licensed_article(
        outlet=make_outlet("The Conversation"),
        bylines=[
            {
                "name": "Andrew Mines",
                "title": "Research Fellow at the Program on Extremism",
                "institution": "George Washington University",
                "author": mines,
                "institution_page": washington,
            },
            ("Amira Jadoon", "Assistant Professor of Political Science", "Clemson University"),
        ],
    )


def test_credits_carry_what_was_printed_and_where_the_living_pages_are():
    first, second = shown(publish_now(two_professors())).credits

    assert (first.name, first.title) == ("Andrew Mines", "Research Fellow at the Program on Extremism")
    assert first.author_url == reverse("articles:author", args=["andrew-mines"])
    assert first.institution_url == reverse("articles:institution", args=["gwu"])
    assert (second.institution, second.author_url, second.institution_url) == ("Clemson University", "", "")


def test_linked_byline_reads_word_for_word_as_printed():
    story = shown(publish_now(two_professors()))

    assert html.unescape(re.sub(r"<[^>]*>", "", story.byline_html)) == story.byline_line
    assert '<a href="/authors/andrew-mines/" rel="author">Andrew Mines</a>' in story.byline_html
    assert '<a href="/institutions/gwu/">George Washington University</a>' in story.byline_html
    assert f'<a href="{story.outlet.get_absolute_url()}">The Conversation</a> on ' in story.byline_html


def test_names_are_text_in_the_linked_byline():
    article = make_licensed_article(bylines=[("<b>Eve</b> & Co", "<script>x</script>", '"Uni" <i>')])

    story = shown(publish_now(article))

    assert "<script" not in story.byline_html
    assert "&lt;b&gt;Eve&lt;/b&gt; &amp; Co" in story.byline_html
    assert html.unescape(re.sub(r"<a [^>]*>|</a>", "", story.byline_html)) == story.byline_line


# --- Notice -------------------------------------------------------------------------------------------------------


def test_notice_as_received_stands_as_received():
    received = '<p>This article was first <a href="https://commons.example/x">here</a>.</p>'
    article = make_licensed_article(notice=received)

    assert shown(publish_now(article)).notice_html == received


def test_notice_is_made_from_the_terms_where_none_came():
    article = make_licensed_article(outlet=make_outlet("The Commons", home_url="https://commons.example/?a=1&b=2"))

    notice = shown(publish_now(article)).notice_html

    assert '<a href="https://commons.example/?a=1&amp;b=2">The Commons</a>' in notice
    assert f'<a href="{article.source_url}">original article</a>' in notice


def test_edited_text_takes_the_notice_for_edited_texts():
    terms = make_terms(credit_template_edited="Adapted from {outlet}.", edits="any")
    article = make_licensed_article(terms=terms, notice="<p>From The Commons, unchanged.</p>")
    assert "unchanged" in shown(article).notice_html

    make_amendment(article, "Water is heavy", "Water weighs")
    derivation.derive(article)
    article.save()

    story = shown(article)
    assert "Adapted from The Commons." in story.notice_html
    assert "Water weighs" in story.pages[0]


def test_own_work_has_no_notice_and_no_outlet():
    story = shown(publish_now(make_own_article()))

    assert (story.notice_html, story.outlet, story.newsletter_line, story.counter_html) == ("", None, "", "")


@pytest.mark.parametrize(
    ("position", "on_top", "at_end"),
    [("not_stated", False, True), ("top", True, False), ("bottom", False, True), ("both", True, True)],
)
def test_notice_stands_where_the_terms_want_it(position, on_top, at_end):
    story = shown(publish_now(make_licensed_article(terms=make_terms(credit_position=position))))

    assert (story.notice_on_top, story.notice_at_end) == (on_top, at_end)


# --- Counter ------------------------------------------------------------------------------------------------------


def test_counter_is_one_invisible_picture_that_says_where_it_was_read():
    story = shown(make_licensed_article(counter_url="https://counter.commons.example/content/7/count.gif?a=1&b=2"))

    assert story.counter_html == (
        '<img src="https://counter.commons.example/content/7/count.gif?a=1&amp;b=2" width="1" height="1" alt="" '
        'referrerpolicy="no-referrer-when-downgrade">'
    )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:image/gif;base64,AAAA", "//evil.example/x.gif", "x.gif"]
)
def test_counter_with_an_address_that_is_none_is_not_printed(address):
    story = shown(make_licensed_article(counter_url=address))

    assert (story.counter_kind, story.counter_html) == ("none", "")


def test_counter_that_is_a_script_is_a_script():
    story = shown(make_licensed_article(counter_url="https://pixel.commons.example/p.js", counter_kind="script"))

    assert story.counter_html.startswith('<script async src="https://pixel.commons.example/p.js"')


# --- Changes after publication ------------------------------------------------------------------------------------


def test_correction_shows_at_once_and_brings_no_unpublished_change_with_it():
    article = publish_now(make_licensed_article())
    article.bylines.update(name="Somebody Else")  # a draft beside the live text

    publishing.correct(article, by=None, kind="clarification", text="The ferry <b> was blue.")

    story = shown(article)
    assert [(note.kind, note.label, note.text) for note in story.corrections] == [
        ("clarification", "Clarification", "The ferry <b> was blue.")
    ]
    assert [credit.name for credit in story.credits] == ["Amira Jadoon"]


def test_putting_live_what_has_not_changed_moves_no_date():
    article = publish_now(make_own_article())
    article.title = "The harbour opens once more"
    publishing.put_live(article, by=None)
    changed_at = article.content_changed_at

    publishing.put_live(article, by=None)

    assert article.content_changed_at == changed_at
