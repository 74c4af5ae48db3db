"""A draft beside the live text: readers keep what was published until it is put before them."""

import pytest
from django.core.exceptions import PermissionDenied

from articles import derivation, drafting, publishing
from articles.models import Article, AuditEvent, Byline, RelatedLink
from articles.publishing import NotAllowed
from records.versioned import Stale
from tests.builders import (
    add_picture,
    make_amendment,
    make_author,
    make_byline,
    make_licensed_article,
    make_own_article,
    make_picture,
    make_terms,
    make_user,
    publish_now,
)

pytestmark = pytest.mark.django_db


def written(article: Article, by=None, **words) -> Article:
    """The article with these words kept as its draft, as the desk's form does it."""
    rows = words.pop("rows", None)
    with drafting.aside():
        drafting.lay_over(article)
        for name, value in words.items():
            setattr(article, name, value)
        if rows:
            rows(article)
        derivation.derive(article)
        article.save()
        snapshot = drafting.taken(article)
    article = Article.objects.get(pk=article.pk)
    drafting.keep(article, snapshot, by=by)
    return Article.objects.get(pk=article.pk)


def seen(client, article: Article) -> str:
    return client.get(Article.objects.get(pk=article.pk).get_absolute_url()).content.decode()


def test_readers_see_nothing_of_a_draft_until_a_publisher_puts_it_live(client):
    article = publish_now(make_own_article(title="The harbour opens"))
    bob = make_user("editor")
    article = written(article, by=bob, title="The harbour opens wide", body_html="<p>At seven.</p>")
    assert article.title == "The harbour opens" and article.body_html != "<p>At seven.</p>"
    assert "wide" not in seen(client, article) and "At seven" not in client.get("/rss.xml").content.decode()
    with pytest.raises(PermissionDenied):
        drafting.put_draft_live(article, by=bob)
    drafting.put_draft_live(article, by=make_user("publisher"))
    assert "The harbour opens wide" in seen(client, article) and "At seven" in seen(client, article)
    article.refresh_from_db()
    assert article.draft_revision is None and article.live_revision.snapshot["article"]["title"] == article.title
    assert AuditEvent.objects.filter(article=article, verb="keep_draft", actor=bob).exists()


def test_rows_of_a_draft_are_added_changed_and_removed_when_it_goes_live():
    article = publish_now(
        make_own_article(bylines=["Alice Archer", "Ben Boe"], related=[("Tides", "https://a.example")])
    )

    def rows(article: Article) -> None:
        article.bylines.filter(name="Ben Boe").delete()
        make_byline(article, "Cy Cole", author=make_author("Cy Cole"))
        RelatedLink.objects.update(title="High tides")

    article = written(article, rows=rows)
    assert [row.name for row in article.bylines.all()] == ["Alice Archer", "Ben Boe"]
    with drafting.aside():
        drafting.lay_over(article)
        assert [row.name for row in article.bylines.all()] == ["Alice Archer", "Cy Cole"]
    # Worked on twice: the new row keeps its key, so that the desk's form finds it again.
    article = Article.objects.get(pk=article.pk)
    keys = [row["id"] for row in article.draft_revision.snapshot["bylines"]]
    article = written(article, standfirst="Twice.")
    assert [row["id"] for row in article.draft_revision.snapshot["bylines"]] == keys
    drafting.put_draft_live(article, by=None)
    assert [row.name for row in Byline.objects.filter(article=article)] == ["Alice Archer", "Cy Cole"]
    assert max(Byline.objects.values_list("pk", flat=True)) < 2**60
    assert article.related_links.get().title == "High tides" and article.standfirst == "Twice."
    assert "Cy Cole" in article.byline_line


def test_a_draft_goes_through_the_gate_and_stays_when_it_is_refused():
    article = make_licensed_article(terms=make_terms(edits="none"), body="<p>Water is heavy.</p>")
    article = publish_now(article)
    bob = make_user("editor")
    article = written(article, rows=lambda a: make_amendment(a, "heavy", "light", made_by=bob))
    assert article.body_html == "<p>Water is heavy.</p>"
    with pytest.raises(NotAllowed, match="forbid"):
        drafting.put_draft_live(article, by=None)
    article = Article.objects.get(pk=article.pk)
    assert article.draft_revision and article.body_html == "<p>Water is heavy.</p>"
    assert not article.amendments.exists()


def test_what_came_with_a_live_licensed_text_stays_though_a_draft_says_otherwise():
    article = publish_now(make_licensed_article())
    article = written(article, rows=lambda a: a.bylines.update(name="Somebody Else"))
    drafting.put_draft_live(article, by=None)
    assert article.bylines.get().name == "Amira Jadoon"


def test_two_editors_of_a_draft_the_second_is_told():
    article = publish_now(make_own_article())
    second = Article.objects.get(pk=article.pk)
    written(article, title="First")
    with drafting.aside():
        snapshot = drafting.taken(second)
    with pytest.raises(Stale):
        drafting.keep(second, snapshot, by=None)


def test_a_discarded_draft_stays_among_the_revisions():
    article = written(publish_now(make_own_article()), title="Never mind")
    drafting.discard(article, by=make_user("editor"), reason="overtaken by events")
    article.refresh_from_db()
    assert article.draft_revision is None
    assert "Never mind" in [r.snapshot["article"]["title"] for r in article.revisions.all()]


def test_only_what_is_before_readers_needs_a_draft():
    article = make_own_article()
    with pytest.raises(NotAllowed, match="needs no draft"):
        drafting.keep(article, drafting.taken(article), by=None)


def test_a_draft_whose_author_profile_was_deleted_keeps_the_printed_name():
    article = publish_now(make_own_article(bylines=["Alice Archer"]))
    gone = make_author("Zed")
    article = written(article, rows=lambda a: make_byline(a, "Zed Zorn", author=gone))
    gone.delete()
    drafting.put_draft_live(article, by=None)
    assert [(row.name, row.author) for row in article.bylines.all()][-1] == ("Zed Zorn", None)


def test_publishing_something_else_meanwhile_leaves_the_draft():
    article = written(publish_now(make_own_article()), title="Later")
    publishing.correct(article, by=None, kind="correction", text="It was blue.")
    article.refresh_from_db()
    assert article.draft_revision is not None


def test_a_draft_that_uses_a_picture_gone_by_now_says_so():
    article = publish_now(make_own_article())
    picture = make_picture()
    article = written(article, rows=lambda a: add_picture(a, picture))
    picture.delete()
    with pytest.raises(NotAllowed, match="gone by now"):
        drafting.put_draft_live(article, by=None)
