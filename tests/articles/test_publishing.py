"""The verbs, and the gate that decides what of it readers see."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import publishing
from articles.models import Article, AuditEvent
from articles.publishing import NotAllowed
from articles.rights import Surface, may
from records.appendonly import Sealed
from records.versioned import Stale
from tests.builders import (
    make_amendment,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_terms,
    make_user,
    publish_now,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def on_pages() -> list[Article]:
    return list(Article.objects.visible_on(Surface.PAGE))


def test_a_published_article_shows_and_its_log_says_who_published_it() -> None:
    paula, article = make_user("publisher"), make_own_article()
    publishing.publish(article, by=paula)
    assert on_pages() == [article]
    event = AuditEvent.objects.get(article=article, verb="publish")
    assert (event.actor, event.actor_name) == (paula, "Paula")
    assert article.live_revision.snapshot["article"]["title"] == article.title


def test_a_scheduled_article_shows_from_its_moment_on_without_anybody_acting() -> None:
    article = make_own_article()
    moment = timezone.now() + HOUR
    publishing.publish(article, by=None, at=moment)
    assert not on_pages()
    assert may(article, Surface.PAGE).changes_at == moment
    assert may(article, Surface.PAGE, at=moment)
    assert list(Article.objects.visible_on(Surface.PAGE, at=moment)) == [article]


def test_an_embargo_holds_back_what_is_published() -> None:
    article = publish_now(make_licensed_article(embargo_until=timezone.now() + HOUR))
    assert article.status == "published" and not on_pages()
    assert list(Article.objects.visible_on(Surface.FEED, at=timezone.now() + 2 * HOUR)) == [article]


def test_the_days_to_wait_after_first_publication_hold_it_back() -> None:
    terms = make_terms(make_outlet("Dialogue Earth"), delay_days=2)
    article = publish_now(make_licensed_article(terms=terms, source_published_at=timezone.now() - DAY))
    assert not may(article, Surface.PAGE)
    assert may(article, Surface.PAGE, at=timezone.now() + DAY + HOUR)


def test_a_text_to_be_removed_after_90_days_goes_by_itself() -> None:
    terms = make_terms(make_outlet("City Desk ABQ"), remove_after_days=90)
    article = publish_now(make_licensed_article(terms=terms, source_published_at=timezone.now() - DAY))
    late = timezone.now() + 89 * DAY
    assert may(article, Surface.PAGE) and not may(article, Surface.PAGE, at=late)
    assert may(article, Surface.PAGE, at=late).reasons[0].clause == "remove_after_days"
    assert not Article.objects.visible_on(Surface.PAGE, at=late).exists()


def test_a_text_whose_90_days_are_over_is_not_published_at_all() -> None:
    terms = make_terms(make_outlet("City Desk ABQ"), remove_after_days=90)
    with pytest.raises(NotAllowed, match="removed already"):
        publishing.publish(make_licensed_article(terms=terms, source_published_at=timezone.now() - 91 * DAY), by=None)


def test_a_text_older_than_the_window_is_not_published() -> None:
    terms = make_terms(make_outlet("Undark"), fresh_within_days=90)
    article = make_licensed_article(terms=terms, source_published_at=timezone.now() - 91 * DAY)
    with pytest.raises(NotAllowed, match="90 days") as caught:
        publishing.publish(article, by=None)
    assert [finding.clause for finding in caught.value.findings] == ["clearance", "fresh_within_days"]


def test_withdrawal_takes_it_from_every_surface_and_restoring_brings_it_back() -> None:
    article = publish_now(make_own_article())
    publishing.withdraw(article, by=None, reason="The source retracted it.")
    assert not any(Article.objects.visible_on(surface).exists() for surface in Surface)
    publishing.restore(article, by=None, reason="The retraction was a mistake.")
    assert on_pages() == [article]


def test_withdrawal_without_a_reason_is_refused() -> None:
    article = publish_now(make_own_article())
    with pytest.raises(NotAllowed, match="Say why"):
        publishing.withdraw(article, by=None, reason="  ")
    assert on_pages() == [article]


@pytest.mark.parametrize("role", ["writer", "editor", "rights", "reader"])
def test_only_publishers_publish(role: str) -> None:
    article = make_own_article()
    with pytest.raises(PermissionDenied):
        publishing.publish(article, by=make_user(role))
    assert not on_pages() and not AuditEvent.objects.filter(verb="publish").exists()


def test_publishers_do_not_clear_rights_and_the_rights_desk_does_not_publish() -> None:
    assert not publishing.permits("clear", make_user("publisher"))
    assert publishing.permits("clear", make_user("rights"))
    assert not publishing.permits("publish", make_user("rights"))


def test_an_article_without_section_or_text_is_not_published_and_the_remedy_is_told() -> None:
    article = make_own_article(section=None, body="")
    with pytest.raises(NotAllowed) as caught:
        publishing.publish(article, by=None)
    assert {finding.clause for finding in caught.value.findings} == {"section", "body"}
    assert all(finding.remedy for finding in caught.value.findings)
    article.refresh_from_db()
    assert article.status == "draft"


def test_the_conversation_without_its_counter_is_not_published() -> None:
    terms = make_terms(
        make_outlet("The Conversation"), tracker_required="yes", tracker_pattern=r"https://c\.example/\d+"
    )
    with pytest.raises(NotAllowed, match="counter is missing"):
        publishing.publish(make_licensed_article(terms=terms), by=None)
    strange = make_licensed_article(terms=terms, counter_url="https://elsewhere.example/1")
    with pytest.raises(NotAllowed, match="not one of this outlet"):
        publishing.publish(strange, by=None)
    publish_now(make_licensed_article(terms=terms, counter_url="https://c.example/1"))


def test_the_conversation_without_institutions_is_not_published() -> None:
    terms = make_terms(make_outlet("The Conversation"), institution_required="yes", author_required="yes")
    with pytest.raises(NotAllowed, match="Ada Lind"):
        publishing.publish(make_licensed_article(terms=terms, bylines=[("Ada Lind", "Professor", "")]), by=None)
    with pytest.raises(NotAllowed, match="no byline"):
        publishing.publish(make_licensed_article(terms=terms, bylines=[]), by=None)


def test_terms_that_nobody_adopted_publish_nothing() -> None:
    with pytest.raises(NotAllowed, match="in force"):
        publishing.publish(make_licensed_article(terms=make_terms(adopted=False)), by=None)


def test_a_tampered_original_is_never_published() -> None:
    article = make_licensed_article()
    table = article.original._meta.db_table
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET html = '<p>Forged.</p>' WHERE id = %s", [article.original_id])
    article = Article.objects.get(pk=article.pk)
    with pytest.raises(NotAllowed, match="seal"):
        publishing.publish(article, by=None)


def test_two_editors_the_second_is_told_and_nothing_is_lost() -> None:
    article = make_own_article(title="The harbour opens")
    first, second = Article.objects.get(pk=article.pk), Article.objects.get(pk=article.pk)
    first.title = "The harbour opens again"
    first.save()
    second.title = "Harbour news"
    with pytest.raises(Stale, match="saved by somebody else"):
        second.save()
    assert Article.objects.get(pk=article.pk).title == "The harbour opens again"


def test_the_log_cannot_be_changed_or_deleted() -> None:
    publish_now(make_own_article())
    event = AuditEvent.objects.get(verb="publish")
    for deed in (event.delete, event.save, AuditEvent.objects.all().delete):
        with pytest.raises(Sealed):
            deed()


def test_a_verb_that_does_not_fit_the_state_is_refused_in_words() -> None:
    with pytest.raises(NotAllowed, match="is draft"):
        publishing.withdraw(make_own_article(), by=None, reason="no")


def test_the_database_itself_refuses_a_licensed_article_without_terms() -> None:
    article = make_licensed_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(terms=None)


def test_the_database_itself_refuses_a_published_article_without_a_date() -> None:
    article = publish_now(make_own_article())
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(published_at=None)


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_nobody_publishes_a_licensed_text_that_the_rights_desk_has_not_cleared(state: str) -> None:
    article = make_licensed_article()
    if state == "in_review":
        publishing.submit(article, by=make_user("writer"))
    with pytest.raises(NotAllowed, match="has not cleared it"):
        publishing.publish(article, by=make_user("administrator"))
    publishing.clear(article, by=make_user("rights"))
    publishing.publish(article, by=make_user("publisher"))
    assert on_pages() == [article]


def test_rights_that_are_not_in_order_are_not_cleared() -> None:
    terms = make_terms(make_outlet("The Conversation"), tracker_required="yes")
    with pytest.raises(NotAllowed, match="counter is missing"):
        publishing.clear(make_licensed_article(terms=terms), by=make_user("rights"))


def test_another_headline_than_the_conversations_needs_its_approval() -> None:
    received = {"title": "Why ferries lean"}
    article = make_licensed_article("Ferries, leaning", fields_received=received)
    with pytest.raises(NotAllowed, match="headline is not the outlet"):
        publishing.clear(article, by=None)
    amendment = make_amendment(article, "Why ferries lean", "Ferries, leaning", kind="headline")
    with pytest.raises(NotAllowed, match="headline is not the outlet"):
        publishing.clear(article, by=None)
    amendment.approved_by = "Ida Roe, editor of The Conversation"
    amendment.save()
    with pytest.raises(NotAllowed, match="headline is not the outlet"):
        publishing.clear(article, by=None)
    amendment.approved_at, amendment.approval = timezone.now(), "Fine with us. Ida"
    amendment.save()
    publish_now(article)
    assert article.body_html == "<p>Water is heavy.</p><p>Ferries are not.</p>"


def test_undark_lets_its_headlines_be_changed() -> None:
    terms = make_terms(make_outlet("Undark"), headline_change="yes")
    publish_now(make_licensed_article("Ours", terms=terms, fields_received={"title": "Theirs"}))


@pytest.mark.parametrize("role", ["writer", "editor", "rights"])
def test_only_publishers_put_a_change_before_readers(role: str) -> None:
    with pytest.raises(PermissionDenied):
        publishing.put_live(publish_now(make_own_article()), by=make_user(role))
