"""What the terms of a text put onto every page and into every feed that shows it."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from articles import resting
from articles.models import Article
from articles.presentation import present
from outlets import adoption, presetting
from tests.builders import (
    NOTICE,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_terms,
    publish_now,
)

pytestmark = pytest.mark.django_db

FIVE = "".join(f"<p>Paragraph {word} about the harbour.</p>" for word in ("one", "two", "three", "four", "five"))


def page(client, article: Article):
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response


def publicsource() -> Article:
    outlet = adoption.adopt(presetting.get("publicsource"))
    terms = outlet.terms.get()
    terms.credit_template = 'This story was published by <a href="{original}">PublicSource</a>.'
    terms.save()
    return make_licensed_article("The mills", FIVE, outlet=outlet, terms=terms)


def test_publicsource_shows_its_first_three_paragraphs_and_a_link_to_the_whole(client):
    article = publish_now(publicsource())
    for address in (article.get_absolute_url(), article.get_absolute_url() + "all/", "/rss.xml", "/business/rss.xml"):
        text = client.get(address).content.decode()
        assert "Paragraph three" in text and "Paragraph four" not in text, address
        assert "Read the full article on PublicSource" in text and article.source_url in text, address


def test_publicsource_original_is_sealed_whole_though_it_is_shown_in_part():
    article = publish_now(publicsource())
    assert "Paragraph five" in article.original.html and article.original.is_intact()
    assert article.word_count == 3 * 5


def test_the_logo_stands_beside_the_notice_where_the_terms_demand_it(client):
    drawn = io.BytesIO()
    Image.new("RGB", (80, 20)).save(drawn, "PNG")
    outlet = make_outlet("Covering Climate Now", logo=ContentFile(drawn.getvalue(), name="logo.png"))
    article = publish_now(make_licensed_article(terms=make_terms(outlet, logo_required="yes")))
    assert f'<img src="{outlet.logo.url}" alt="Covering Climate Now" width="80" height="20">' in (
        page(client, article).content.decode()
    )
    assert outlet.logo.url in client.get("/rss.xml").content.decode()
    plain = publish_now(make_licensed_article(terms=make_terms(make_outlet(logo=outlet.logo.name))))
    assert outlet.logo.url not in page(client, plain).content.decode()


@pytest.mark.parametrize(("ai_use", "header"), [("not_stated", "train-ai=n"), ("no", "train-ai=n"), ("yes", None)])
def test_nobody_is_told_that_they_may_train_on_a_text_unless_its_terms_say_so(client, ai_use, header):
    article = publish_now(make_licensed_article(terms=make_terms(ai_use=ai_use)))
    assert page(client, article).get("Content-Usage") == header


def test_of_our_own_work_nothing_is_said_for_others(client):
    assert "Content-Usage" not in page(client, publish_now(make_own_article()))


def test_a_notice_that_does_not_link_as_the_terms_want_gives_way_to_their_wording():
    terms = make_terms(make_outlet("NDNC"), credit_link="article", credit_template=NOTICE)
    received = '<p>By the <a href="https://commons.example">North Dakota News Cooperative</a>.</p>'
    article = make_licensed_article(terms=terms, notice=received)
    assert article.source_url in present(article).notice_html
    linked = make_licensed_article(terms=terms, notice="<p>NDNC.</p>")
    linked.notice_html = f'<p>From <a href="{linked.source_url}?utm_source=feed">NDNC</a>.</p>'
    assert present(linked).notice_html == linked.notice_html


def test_global_voices_adaptation_says_that_it_was_edited(client, settings):
    settings.NEWSROOM_NAME = "The Harrow Courier"
    outlet = adoption.adopt(presetting.get("global-voices"))
    article = make_licensed_article(
        outlet=outlet,
        body="<p>One two three.</p>",
        picked_because="readers asked for it",
        source_url="https://globalvoices.org/2026/11/01/ferries/",
    )
    resting.adapt(article, by=None, reason="shortened for our readers")
    article.body_html = "<p>One, and three.</p>"
    publish_now(article)
    text = page(client, article).content.decode()
    assert "One, and three." in text and "This version was edited by The Harrow Courier" in text
    assert article.original.html == "<p>One two three.</p>"


def test_cop30_edited_texts_carry_the_other_footer():
    terms = make_terms(
        make_outlet("House of COP30"),
        edits="any",
        credit_template='<p>Produced by <a href="{original}">{outlet}</a>.</p>',
        credit_template_edited='<p>Produced by <a href="{original}">{outlet}</a> and published with edits.</p>',
    )
    article = make_licensed_article(terms=terms)
    assert "with edits" not in present(article).notice_html
    resting.adapt(article, by=None, reason="outdated facts")
    assert "and published with edits" in present(article).notice_html


def test_a_text_that_runs_entire_or_not_at_all_is_not_excerpted_in_lists_and_feeds(client):
    article = publish_now(make_licensed_article(terms=make_terms(excerpt_rule="entire_only")))
    assert present(article).summary == ""
    for address in ("/", "/business/", article.get_absolute_url()):
        assert 'content="Water is heavy' not in client.get(address).content.decode(), address
    assert "<description>Water" not in client.get("/rss.xml").content.decode()
