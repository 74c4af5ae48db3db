"""An old site's archive comes in: each article once, as what it is, before readers only where the gate lets it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, AuditEvent, OldAddress, Section
from authors.models import Author
from inbound.archive import running
from inbound.models import ArchiveItem
from outlets.models import Outlet
from pictures.models import Picture
from tests.builders import make_outlet, make_section, make_terms, make_user
from tests.inbound.formats.wxr import SAMPLE, export, item, meta
from work.models import Job

pytestmark = pytest.mark.django_db

SEA = '<category domain="category" nicename="sea"><![CDATA[Sea]]></category>\n'


def bring(path: object, *arguments: str, by: Any = None) -> tuple[str, int]:
    """What the command said, and its exit status."""
    out = io.StringIO()
    named = ["--by", (by or make_user("administrator")).username] if "--dry-run" not in arguments else []
    try:
        call_command("import_archive", str(path), *named, *arguments, stdout=out, stderr=io.StringIO())
    except SystemExit as stopped:
        return out.getvalue(), int(stopped.code or 0)
    return out.getvalue(), 0


@pytest.fixture
def conversation() -> Outlet:
    outlet = make_outlet("The Conversation", home_url="https://theconversation.com")
    make_terms(outlet, tracker_required="yes", tracker_pattern=r"https://counter\.theconversation\.com/content/\d+/.*")
    return outlet


@pytest.fixture
def posts(tmp_path: Path):
    """An export of these posts, as a file."""

    def written(*items: str, name: str = "echo.xml") -> Path:
        path = tmp_path / name
        path.write_bytes(export(*items))
        return path

    return written


def story(number: int, words: str = "", more: str = SEA, **fields: str) -> str:
    text = words or f"<p>Story number {number} of the harbour. " + "The tide came in and went out again. " * 8 + "</p>"
    return item(number, f"<![CDATA[{text}]]>", more=more, **fields)


# --- what is brought


def test_own_articles_come_with_dates_bylines_sections_and_tags_and_are_published(conversation):
    said, status = bring(SAMPLE, "--create-sections")
    assert status == 0 and "2  brought and published" in said
    ferry = Article.objects.get(slug="last-ferry")
    assert (ferry.status, ferry.published_at.isoformat()) == ("published", "2019-03-09T07:30:00+00:00")
    assert ferry.byline_line.startswith("Marta Lind and Otto Brandt")
    assert str(ferry.section) == "Harbour & Sea"
    assert set(ferry.tags.names()) == {"Ferries", "Council"}
    assert ferry.bylines.first().author == Author.objects.get(name="Marta Lind")
    assert Article.objects.get(slug="quays").section.slug == "harbour", "an editor called it the first category"
    verbs = AuditEvent.objects.filter(article=ferry).values_list("verb", "actor_name")
    assert sorted(verbs) == [("bring", "Ada"), ("publish", "Ada")]


def test_what_readers_did_not_see_stays_a_draft_and_keeps_no_date_to_go_out_under(conversation):
    bring(SAMPLE, "--create-sections")
    notes = Article.objects.get(slug="budget-notes")
    assert (notes.status, notes.published_at) == ("draft", None)
    assert not Article.objects.filter(title="Old jokes").exists()


def test_conversation_text_is_recognised_and_sealed_and_waits_for_the_rights_desk(conversation):
    said, _status = bring(SAMPLE, "--create-sections")
    tides = Article.objects.get(title="Why tides turn")
    assert (tides.outlet, tides.source_number, tides.status) == (conversation, "555123", "draft")
    assert tides.counter_url.startswith("https://counter.theconversation.com/content/555123/")
    assert "republished from" in tides.notice_html
    assert tides.bylines.get().institution_name == "University of Vega"
    assert tides.original.is_intact() and b"wp:post_id" in bytes(tides.original.received)
    assert (tides.source_id, tides.source_url) == ("", "https://theconversation.com/why-tides-turn-555123")
    assert "old site" in tides.picked_because
    assert "the rights desk clears it" in said


@pytest.mark.parametrize(
    ("clauses", "outcome", "status"),
    [
        ({}, "published", 301),
        ({"remove_after_days": 90}, "published", 410),
        ({"fresh_within_days": 90}, "rights", 404),
    ],
)
def test_licensed_text_goes_out_only_where_the_gate_lets_it(client, clauses, outcome, status):
    make_terms(make_outlet("The Conversation", home_url="https://theconversation.com"), **clauses)
    bring(SAMPLE, "--create-sections", "--clear")
    tides = Article.objects.get(title="Why tides turn")
    assert ArchiveItem.objects.get(article=tides).outcome == outcome
    assert client.get("/2020/05/why-tides-turn/").status_code == status
    assert tides.clearances.exists() == (outcome == "published")


def test_text_of_an_outlet_that_we_do_not_have_is_refused_and_can_be_brought_later():
    said, status = bring(SAMPLE, "--create-sections")
    assert status == 1 and "outlet_presets --adopt" in said
    assert not Article.objects.filter(title="Why tides turn").exists()
    make_terms(make_outlet("The Conversation", home_url="https://theconversation.com"))
    bring(SAMPLE, "--create-sections")
    assert Article.objects.get(title="Why tides turn").outlet is not None
    assert Article.objects.count() == 4


@pytest.mark.parametrize(
    "sign",
    [
        meta("_yoast_wpseo_canonical", "https://other.example/a-story/"),
        meta("syndication-source", "https://other.example/a-story/"),
    ],
)
def test_original_elsewhere_is_never_brought_as_our_own(posts, sign):
    said, status = bring(posts(story(1, more=SEA + sign)), "--create-sections")
    assert status == 1 and "--ours other.example" in said and not Article.objects.exists()
    _said, status = bring(posts(story(1, more=SEA + sign)), "--create-sections", "--ours", "other.example")
    assert status == 0 and Article.objects.get().outlet is None


def test_line_that_it_comes_from_elsewhere_keeps_it_from_readers(posts):
    text = "<p>" + "The tide came in. " * 20 + "</p><p>Originally published by The Meadow.</p>"
    bring(posts(story(1, text)), "--create-sections")
    assert Article.objects.get().status == "draft"
    assert "comes from elsewhere" in ArchiveItem.objects.get().reason


def test_line_that_names_an_outlet_of_ours_makes_it_a_text_of_that_outlet(posts):
    meadow = make_outlet("The Meadow", home_url="https://meadow.example")
    make_terms(meadow)
    text = "<p>" + "The tide came in. " * 20 + "</p><p>Originally published by The Meadow.</p>"
    bring(posts(story(1, text)), "--create-sections")
    assert Article.objects.get().outlet == meadow and ArchiveItem.objects.get().outcome == "rights"


def test_pictures_are_on_file_with_their_credit_and_shown_by_nobody(conversation, client):
    bring(SAMPLE, "--create-sections")
    alma = Picture.objects.get(source_url__endswith="alma-640x480.jpg")
    assert (alma.credit, alma.rights, alma.outlet) == ("Inga Stahl", "uncleared", None)
    page = client.get("/harbour/last-ferry/").content.decode()
    assert "left her berth" in page and "echo.example/files" not in page


def test_posts_whose_site_moved_are_ours_by_their_own_address(tmp_path):
    path = tmp_path / "moved.xml"
    path.write_bytes(export(story(1)).replace(b"<link>https://echo.example</link>", b"<link>http://new.example</link>"))
    _said, status = bring(path, "--create-sections")
    assert status == 0 and Article.objects.get().outlet is None


def test_pages_that_an_editor_began_are_kept(posts, client):
    text = "One.\n\nTwo.<!--nextpage-->Three.\n\nFour.<!--nextpage-->Five."
    bring(posts(story(1, text)), "--create-sections")
    assert Article.objects.get().page_marks == [2, 4]
    second = client.get("/sea/story-1/2/").content.decode()
    assert "<p>Three." in second and "<p>Two." not in second and "<p>Five." not in second


# --- where it stands


def test_old_addresses_lead_to_the_articles_and_lists(conversation, client):
    bring(SAMPLE, "--create-sections")
    for old, now in (
        ("/2019/03/last-ferry/", "/harbour/last-ferry/"),
        ("/2019/03/alma-sails/", "/harbour/last-ferry/"),
        ("/?p=101", "/harbour/last-ferry/"),
        ("/category/harbour/", "/harbour/"),
        ("/author/otto-brandt/", "/authors/otto-brandt/"),
        ("/tag/ferries/", "/tags/ferries/"),
    ):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, now)
    assert client.get("/2020/05/why-tides-turn/").status_code == 404
    assert client.get("/?p=104").status_code == 200, "a draft: nothing leads to it"


def test_categories_are_mapped_to_sections(posts):
    make_section("Ocean")
    bring(posts(story(1)), "--section", "Sea=ocean")
    article = Article.objects.get()
    assert (article.section.slug, article.status, list(article.tags.names())) == ("ocean", "published", [])


def test_without_a_section_it_is_a_draft_and_the_report_says_what_to_do(posts):
    said, status = bring(posts(story(1), story(2, more="")))
    assert status == 0 and "its category is “Sea”: --section, --create-sections" in said
    assert not Section.objects.exists() and set(Article.objects.values_list("status", flat=True)) == {"draft"}


def test_section_of_whatever_has_none(posts):
    make_section("News")
    bring(posts(story(1, more="")), "--into", "news")
    assert Article.objects.get().section.slug == "news"


def test_category_called_like_an_address_of_the_site_gets_another_slug(posts):
    category = '<category domain="category" nicename="search"><![CDATA[Search]]></category>'
    bring(posts(story(1, more=category)), "--create-sections")
    assert Section.objects.get().slug != "search"


# --- once


def test_brought_twice_nothing_is_there_twice(conversation):
    bring(SAMPLE, "--create-sections")
    before = (Article.objects.count(), AuditEvent.objects.count(), OldAddress.objects.count(), Author.objects.count())
    said, status = bring(SAMPLE, "--create-sections", "--types", "post")
    assert status == 0 and "4  held already" in said
    after = (Article.objects.count(), AuditEvent.objects.count(), OldAddress.objects.count(), Author.objects.count())
    assert before == after


def test_later_export_of_the_same_site_brings_what_is_new(posts):
    bring(posts(story(1)), "--create-sections")
    bring(posts(story(1), story(2), name="later.xml"), "--create-sections")
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["story-1", "story-2"]


def test_same_words_under_two_numbers_are_one_article_and_both_addresses_lead_to_it(posts, client):
    words = "<p>" + "The tide came in and went out again. " * 10 + "</p>"
    bring(posts(story(1, words), story(2, words)), "--create-sections")
    assert Article.objects.count() == 1
    assert client.get("/2019/03/story-2/")["Location"] == client.get("/?p=2")["Location"] == "/sea/story-1/"


def test_article_that_came_by_a_feed_before_is_not_made_again(conversation):
    held = Article.objects.create(
        title="Tides", slug="tides", outlet=conversation, terms=conversation.current_terms(), source_number="555123"
    )
    bring(SAMPLE, "--create-sections")
    assert ArchiveItem.objects.get(called="Why tides turn").article == held


# --- looking first, and being told


def test_dry_run_says_everything_and_writes_nothing(conversation):
    models = (Article, Section, Author, Picture, OldAddress, ArchiveItem, AuditEvent, Job)
    before = [model.objects.count() for model in models]
    said, status = bring(SAMPLE, "--dry-run")
    assert status == 0 and [model.objects.count() for model in models] == before
    assert "12 items would be gone through" in said and "Nothing was written." in said
    assert "Harbour & Sea (harbour)" in said and "Marta Lind" in said
    said, _status = bring(SAMPLE, "--dry-run", "--create-sections", "--json")
    rows = json.loads(said)
    assert [row["outcome"] for row in rows[:4]] == ["published", "published", "rights", "draft"]
    assert rows[0]["section"] == "harbour" and not Section.objects.exists()


def test_report_as_json_has_every_item_and_where_it_stands_now(conversation):
    said, _status = bring(SAMPLE, "--create-sections", "--json")
    rows = json.loads(said)
    assert len(rows) == 12
    assert (rows[0]["outcome"], rows[0]["now"]) == ("published", "/harbour/last-ferry/")
    assert rows[4]["reason"] == "it was in the bin"


def test_fault_is_reported_with_its_line_and_its_neighbours_are_brought(posts):
    said, status = bring(posts(story(1), item(2, "<b>x</i>"), story(3)), "--create-sections")
    assert status == 1 and "line 2" in said and Article.objects.count() == 2
    assert [row.item for row in Job.objects.get().errors.all()]


@pytest.mark.parametrize(
    ("role", "more", "told"),
    [("writer", [], "may not publish"), ("publisher", ["--clear"], "may not clear"), ("reader", [], "may not add")],
)
def test_whoever_brings_it_needs_the_rights_for_it(posts, role, more, told):
    with pytest.raises(CommandError, match=told):
        bring(posts(story(1)), *more, by=make_user(role))
    assert not Article.objects.exists()


def test_writer_may_bring_drafts(posts):
    bring(posts(story(1)), "--create-sections", "--no-publish", by=make_user("writer"))
    assert Article.objects.get().status == "draft"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--section", "sea"], "OLD=NEW"),
        (["--section", "sea=nowhere"], "no section “nowhere”"),
        (["--into", "nowhere"], "no section “nowhere”"),
    ],
)
def test_mistakes_are_told_before_anything_begins(posts, arguments, told):
    with pytest.raises(CommandError, match=told):
        bring(posts(story(1)), *arguments)


def test_what_is_no_archive_is_told(tmp_path):
    (tmp_path / "x.xml").write_text("<rss><channel></channel></rss>")
    (tmp_path / "empty").mkdir()
    for name, told in (("x.xml", "wxr_version"), ("empty", "no files"), ("none", "no such file")):
        with pytest.raises(CommandError, match=told):
            bring(tmp_path / name)


def test_desk_sees_what_became_of_each_item(conversation, client):
    bring(SAMPLE, "--create-sections")
    client.force_login(make_user("editor"))
    listed = client.get("/admin/inbound/archiveitem/?outcome__exact=rights").content.decode()
    assert "Why tides turn" in listed and "Budget notes" not in listed
    row = ArchiveItem.objects.get(called="Why tides turn")
    page = client.get(f"/admin/inbound/archiveitem/{row.pk}/change/").content.decode()
    assert "the rights desk clears it" in page and "https://echo.example/2020/05/why-tides-turn/" in page


# --- broken off


def test_left_to_the_worker_it_runs_as_a_job_with_a_page(posts):
    said, _status = bring(posts(story(1), item(2, "<b>x</i>"), story(3)), "--create-sections", "--later")
    assert "waits for the worker" in said
    job = Job.objects.get()  # in the tests, what is queued is run at once
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert job.counts == {"published": 2, "refused": 1}
    assert "line 2" in job.errors.get().sentence
    assert AuditEvent.objects.filter(verb="publish").first().actor_name == "Ada"


def test_broken_off_anywhere_it_goes_on_and_ends_as_if_nothing_had_been(posts, monkeypatch):
    path = posts(*(story(number) for number in range(1, 8)))
    ada, kept = make_user("administrator"), running.keep
    for stop in (2, 5):

        def break_off(entry, *rest, stop=stop):
            kept(entry, *rest)
            if entry.number == stop:
                raise KeyboardInterrupt

        monkeypatch.setattr(running, "keep", break_off)
        with pytest.raises(KeyboardInterrupt):
            bring(path, "--create-sections", by=ada)
        assert Article.objects.count() == stop - 1, "what was under way is undone, what was done is kept"
    monkeypatch.setattr(running, "keep", kept)
    said, _status = bring(path, "--create-sections", by=ada)
    assert "7 items gone through" in said, "the report is of all runs together"
    assert Article.objects.count() == ArchiveItem.objects.count() == 7
    assert AuditEvent.objects.filter(verb="bring").count() == AuditEvent.objects.filter(verb="publish").count() == 7
