"""What our own pages and feeds lose is found: here templates are mended with a hammer, as a theme could do it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils import timezone

from articles import breaches, printed, readers
from articles.breaches import Breach
from articles.models import Article
from outlets.models import Terms
from tests.builders import (
    add_picture,
    make_licensed_article,
    make_outlet,
    make_picture,
    make_terms,
    publish_now,
)
from tests.pictures.pictures import drawn

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
COUNTER = "https://counter.commons.example/1.gif"
SCRIPT = "https://pixel.commons.example/pixel.js"
THREE_PAGES = "".join(f"<p>Paragraph {number} of the ferries. {'They lean. ' * 120}</p>" for number in range(10))

Theme = Callable[[str, str, str], None]


@pytest.fixture
def theme(settings: Any, tmp_path: Path) -> Theme:
    """Overrides a template with itself, ``before`` made ``after``."""
    templates = [dict(settings.TEMPLATES[0])]
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates

    def override(name: str, before: str, after: str) -> None:
        path = tmp_path / name
        source = path if path.exists() else project.BASE_DIR / "templates" / name
        text = source.read_text()
        assert before in text
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(before, after))
        settings.TEMPLATES = [dict(templates[0])]  # so that loaded templates are forgotten
        cache.clear()

    return override


def against() -> list[Breach]:
    return [breach for of_one in breaches.check() for breach in of_one]


def terms_of(name: str = "The Conversation", **clauses: Any) -> Terms:
    """Everything demanded that can be printed."""
    demanded = "tracker_required author_required institution_required disclosure_keep tagline_required logo_required"
    clauses = {
        **dict.fromkeys(demanded.split(), "yes"),
        "tracker_kind": "img",
        "tagline": "<p>The Conversation is a news site.</p>",
        "credit_link": "both",
        "credit_position": "bottom",
        "ai_use": "no",
        **clauses,
    }
    return make_terms(make_outlet(name, logo=ContentFile(drawn("PNG", (40, 20)), "logo.png")), **clauses)


def with_everything(terms: Terms | None = None, **fields: Any) -> Article:
    fields = {"body": THREE_PAGES, "counter_url": COUNTER, "disclosure": "<p>She owns no ferry.</p>", **fields}
    return publish_now(make_licensed_article(terms=terms or terms_of(), **fields))


def test_a_page_and_a_feed_that_print_everything_are_told_nothing_of() -> None:
    article = with_everything(related=[("Why barges do not", "https://commons.example/barges")], tags=["Ships"])
    add_picture(article)
    assert len(article.page_slices()) == 3
    assert against() == []


@pytest.mark.parametrize(
    ("template", "before", "after", "clause"),
    [
        ("articles/article.html", "{{ counter }}", "", "tracker_required"),
        ("articles/article.html", "{{ counter }}", "{{ counter }}{{ counter }}", "tracker_required"),
        ("articles/article.html", '{% include "articles/_notice.html" %}', "", "credit_template"),
        ("articles/article.html", '{% include "articles/_disclosure.html" %}', "", "disclosure_keep"),
        ("articles/article.html", "{{ body }}", "{{ body|truncatewords_html:50 }}", "body"),
        ("articles/_notice.html", "{{ story.notice_html }}", "{{ story.notice_html|striptags }}", "credit_link"),
        ("articles/_notice.html", "{{ story.tagline_html }}", "", "tagline_required"),
        ("articles/_logo.html", "<img", "<b", "logo_required"),
        ("articles/_byline.html", "{% dated_byline story %}", "{{ story.outlet.name }}", "author_required"),
    ],
)
def test_what_a_template_loses_on_a_page_is_found_on_each_of_its_views(theme, template, before, after, clause) -> None:
    article = with_everything()
    theme(template, before, after)
    found = [breach for breach in against() if breach.surfaces == ("page",)]
    assert clause in {breach.clause for breach in found}
    (breach,) = [breach for breach in found if breach.clause == clause]
    address = article.get_absolute_url()
    assert breach.sentence.startswith(f"{address}, {address}2/, {address}3/, {address}all/: ")
    assert breach.kind == "breach" and "administrator" in breach.remedy


@pytest.mark.parametrize(
    ("template", "before", "after", "clause"),
    [
        ("outbound/item.html", "{{ counter }}", "", "tracker_required"),
        ("outbound/item.html", "{{ counter }}", "{{ counter }} {{ counter }}", "tracker_required"),
        ("outbound/item.html", "{{ story.notice_html }}", "", "credit_template"),
        ("outbound/item.html", "{{ story.notice_html }}", "{{ story.notice_html|striptags }}", "credit_link"),
        ("outbound/item.html", "{{ story.disclosure_html }}", "", "disclosure_keep"),
        ("outbound/item.html", "{{ story.tagline_html }}", "", "tagline_required"),
        ("outbound/item.html", "{{ body }}", "<p>Ferries.</p>", "body"),
        ("outbound/item.html", "{{ story.logo.url }}", "", "logo_required"),
        ("outbound/item.html", "{{ byline }}", "", "institution_required"),
    ],
)
def test_what_a_template_loses_in_the_feeds_is_found(theme, template, before, after, clause) -> None:
    with_everything()
    theme(template, before, after)
    (breach,) = against()
    assert (breach.clause, breach.surfaces) == (clause, ("feed",))
    assert "/business/rss.xml: " in breach.sentence or "/rss.xml: " in breach.sentence


def test_global_voices_wants_its_notice_on_top_and_not_below(theme: Theme) -> None:
    with_everything(terms_of("Global Voices", credit_position="top"))
    assert against() == []
    theme("articles/article.html", '{% include "articles/_notice_on_top.html" %}', "")
    below = '{% block after_story %}{% include "articles/_logo.html" %}{{ story.notice_html }}'
    theme("articles/article.html", "{% block after_story %}", below)
    (breach,) = against()
    assert breach.clause == "credit_position" and "at the top" in breach.sentence


def test_mit_news_wants_its_notice_in_both_places(theme: Theme) -> None:
    with_everything(terms_of("MIT News", credit_position="both"))
    assert against() == []
    theme("articles/article.html", '{% include "articles/_notice.html" %}', "{{ story.tagline_html }}")
    (breach,) = against()
    assert breach.clause == "credit_position"


def test_buffalos_fire_wants_the_head_to_say_what_it_said(theme: Theme) -> None:
    terms = terms_of("Buffalo's Fire", canonical="original", robots="noindex")
    article = with_everything(terms, body="<p>Water is heavy.</p>")
    assert against() == []
    theme("_head.html", 'rel="canonical"', 'rel="bookmark"')
    (breach,) = against()
    assert breach.clause == "canonical" and article.source_url in breach.sentence
    theme("_head.html", 'name="{{ name }}"', 'name="x"')
    assert [breach.clause for breach in against()] == ["canonical", "robots"]


def test_an_outlet_that_wants_no_canonical_address_is_heard(theme: Theme) -> None:
    with_everything(terms_of("Aeon", canonical="none"))
    assert against() == []
    theme("_head.html", "{% if head.canonical %}", '<link rel="canonical" href="/x/">{% if head.canonical %}')
    assert [breach.clause for breach in against()] == ["canonical"]


def test_publicsource_wants_a_link_to_the_whole_text(theme: Theme) -> None:
    terms = terms_of("PublicSource", excerpt_rule="first_paragraphs", excerpt_paragraphs=9, credit_link="home")
    with_everything(terms, notice='<p>From <a href="https://commons.example">PublicSource</a>.</p>')
    assert against() == []
    theme("articles/_continues.html", "href=", "title=")
    (breach,) = against()
    assert breach.clause == "excerpt_rule" and "/2/, " in breach.sentence and "/all/" in breach.sentence


def test_propublica_counts_by_a_script_that_the_page_must_let_run(monkeypatch: pytest.MonkeyPatch) -> None:
    terms = terms_of("ProPublica", tracker_kind="script", tracker_pattern=SCRIPT.replace(".", r"\."))
    with_everything(terms, counter_url=SCRIPT, counter_kind="script")
    assert against() == []
    monkeypatch.setattr("articles.views.article._allowing", lambda response, shown: response)
    (breach,) = against()
    assert breach.clause == "tracker_required" and "policy" in breach.sentence


def test_who_may_train_on_a_text_is_said_in_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    with_everything()
    rightly = readers.get

    def silent(path: str) -> readers.Answer:
        answer = rightly(path)
        headers = {name: value for name, value in answer.headers.items() if name != "Content-Usage"}
        return readers.Answer(answer.address, answer.status, headers, answer.text)

    monkeypatch.setattr(readers, "get", silent)
    assert [breach.clause for breach in against()] == ["ai_use"]


def test_a_picture_that_only_the_template_shows_is_found(theme: Theme) -> None:
    article, picture = with_everything(), make_picture(cleared=False)
    add_picture(article, picture)
    theme("articles/_lead.html", "{% if", f'<img src="{picture.file.url}" alt="">{{% if')
    (breach,) = against()
    assert (breach.clause, breach.surfaces) == ("images", ("page",)) and picture.file.url in breach.sentence


@pytest.mark.on_postgresql_too
def test_pages_that_cannot_be_made_are_told_of_once_and_the_rest_is_looked_at(theme: Theme, caplog) -> None:
    first, second = with_everything(), with_everything()
    theme("articles/article.html", "{{ body }}", "{% include 'no/such/template.html' %}")
    Article.objects.filter(pk=second.pk).update(byline_line="The Conversation")
    *_rights, of_the_site = against()
    assert {breach.clause for breach in _rights} == {"author_required", "institution_required"}
    assert (of_the_site.article_id, of_the_site.clause, of_the_site.surfaces) == (None, "page", ("page",))
    assert f"{first.get_absolute_url()}: TemplateDoesNotExist: no/such/template.html" in of_the_site.sentence
    assert not caplog.records


def test_feeds_that_cannot_be_made_or_are_none_are_told_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with_everything()
    rightly = readers.get
    for status, text, why in ((404, "", "the answer 404"), (200, "<rss>", "no XML")):
        feed = readers.Answer("https://newsroom.example/rss.xml", status, {}, text)
        monkeypatch.setattr(readers, "get", lambda path, feed=feed: feed if path.endswith("rss.xml") else rightly(path))
        (breach,) = against()
        assert (breach.article_id, breach.clause) == (None, "feed") and f"/rss.xml: {why}" in breach.sentence


def test_an_address_that_does_not_answer_with_the_page_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    article, rightly = with_everything(), readers.get
    gone = readers.Answer("", 410, {}, "")
    monkeypatch.setattr(readers, "get", lambda path: gone if path.endswith("/2/") else rightly(path))
    (breach,) = against()
    assert (breach.article_id, breach.clause) == (article.pk, "page") and "/2/: Readers get no page" in breach.sentence


@pytest.mark.on_postgresql_too
def test_a_feed_that_holds_what_it_may_not_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    article = with_everything()
    kept = {path: readers.get(path) for path in printed.feeds()}
    rightly = readers.get
    monkeypatch.setattr(readers, "get", lambda path: kept.get(path) or rightly(path))
    Article.objects.filter(pk=article.pk).update(opens_at=timezone.now() + dt.timedelta(days=1))
    found = {breach.clause: breach for breach in against()}
    assert found["time"].surfaces == ("feed",) and "although it may not" in found["time"].sentence


def test_a_hostile_headline_name_and_notice_are_read_as_they_are_printed() -> None:
    hostile = "</p><script>alert(1)</script> & “Ferries” \u202e <b>"
    terms = terms_of("Hostile & <Sons>")
    with_everything(terms, title=hostile, bylines=[(hostile, "<i>", "A & B")], notice="<p>From <b>A&B</b> &lt;3</p>")
    assert against() == []


def test_the_site_is_read_at_its_own_address(settings: Any) -> None:
    settings.NEWSROOM_URL = ""
    settings.ALLOWED_HOSTS = [".newsroom.example"]
    assert readers.base() == "https://newsroom.example"
    settings.ALLOWED_HOSTS = ["*"]
    assert readers.base() == "https://localhost" and readers.get("/").status == 200
    assert readers.get("/no/such/").status == 404
