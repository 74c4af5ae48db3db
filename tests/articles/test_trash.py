"""The trash: what goes in, what comes out, and that nobody sees what lies in it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing, trash
from articles.models import Article, AuditEvent
from articles.publishing import NotAllowed
from articles.rights import Surface, may
from tests.builders import make_licensed_article, make_own_article, make_terms, make_user, publish_now
from tests.desk import at_desk, form_of, page_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def withdrawn_article(**fields) -> Article:
    article = publish_now(make_licensed_article(terms=make_terms(onward="yes", newsletter="yes"), **fields))
    publishing.withdraw(article, by=None, reason="The outlet asked.")
    return article


def trashed_days_ago(article: Article, days: int) -> Article:
    trash.trash(article, by=None, reason="Held twice.")
    article.trashed_at = timezone.now() - days * DAY
    article.save()
    return article


def verb_page(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_verb", args=[article.pk, verb])


def test_a_writer_puts_a_draft_in_the_trash_and_takes_it_out_as_it_was() -> None:
    alice, article = make_user("writer"), make_own_article()
    publishing.submit(article, by=alice)
    trash.trash(article, by=alice, reason="  Held twice. ")
    article.refresh_from_db()
    assert article.trashed_at and list(Article.objects.in_trash()) == [article]
    trash.untrash(article, by=alice)
    article.refresh_from_db()
    assert article.trashed_at is None and article.status == "in_review"
    events = AuditEvent.objects.filter(article=article, verb__in=trash.VERBS).order_by("id")
    assert [(event.verb, event.actor_name, event.reason) for event in events] == [
        ("trash", "Alice", "Held twice."),
        ("untrash", "Alice", ""),
    ]


@pytest.mark.parametrize("hours", [-1, 24])
def test_what_is_published_or_scheduled_is_withdrawn_before_it_is_trashed(hours: int) -> None:
    article = publish_now(make_own_article(), timezone.now() + dt.timedelta(hours=hours))
    with pytest.raises(NotAllowed, match="Withdraw it first"):
        trash.trash(article, by=None, reason="Held twice.")
    publishing.withdraw(article, by=None, reason="It was wrong.")
    trash.trash(article, by=None, reason="Held twice.")


@pytest.mark.parametrize("status", Article.Status.values)
def test_nothing_in_the_trash_shows_on_any_surface_whatever_its_status(status: str, client: Client) -> None:
    article = withdrawn_article()
    trash.trash(article, by=None, reason="Held twice.")
    article.status = status  # past the verbs, which would refuse
    article.save()
    for surface in Surface:
        assert not may(article, surface)
        assert not Article.objects.visible_on(surface).exists()
    assert client.get(article.get_absolute_url()).status_code == 404
    for path in ("/", "/business/", "/rss.xml"):
        assert article.title not in client.get(path).content.decode()


def test_readers_are_told_again_why_it_is_gone_once_it_is_out_of_the_trash(client: Client) -> None:
    article = withdrawn_article()
    assert client.get(article.get_absolute_url()).status_code == 410
    trash.trash(article, by=None, reason="Held twice.")
    assert client.get(article.get_absolute_url()).status_code == 404
    trash.untrash(article, by=None)
    assert client.get(article.get_absolute_url()).status_code == 410


def test_no_verb_is_done_on_what_lies_in_the_trash() -> None:
    draft, withdrawn, paula = make_own_article(), withdrawn_article(), make_user("administrator")
    for article in (draft, withdrawn):
        trash.trash(article, by=paula, reason="Held twice.")
        assert publishing.verbs_for(article, paula) == [] and trash.verbs_for(article, paula) == ["untrash"]
    for deed in (
        lambda: publishing.publish(draft, by=paula),
        lambda: publishing.submit(draft, by=paula),
        lambda: publishing.restore(withdrawn, by=paula, reason="It was right."),
        lambda: trash.trash(draft, by=paula, reason="Held twice."),
    ):
        with pytest.raises(NotAllowed, match="in the trash"):
            deed()
    with pytest.raises(NotAllowed, match="not in the trash"):
        trash.untrash(make_own_article(), by=paula)


def test_a_reason_is_asked_for() -> None:
    article = make_own_article()
    with pytest.raises(NotAllowed, match="Say why"):
        trash.trash(article, by=None, reason=" ")
    article.refresh_from_db()
    assert article.trashed_at is None


def test_writers_trash_drafts_and_only_publishers_what_readers_knew() -> None:
    draft, withdrawn = make_own_article(), withdrawn_article()
    for role, for_draft, for_withdrawn in (
        ("writer", ["trash"], []),
        ("editor", ["trash"], []),
        ("rights", [], []),
        ("reader", [], []),
        ("publisher", ["trash"], ["trash"]),
    ):
        user = make_user(role)
        assert (trash.verbs_for(draft, user), trash.verbs_for(withdrawn, user)) == (for_draft, for_withdrawn), role
    with pytest.raises(PermissionDenied):
        trash.trash(withdrawn, by=make_user("editor"), reason="Held twice.")
    trash.trash(withdrawn, by=None, reason="Held twice.")
    with pytest.raises(PermissionDenied):
        trash.untrash(withdrawn, by=make_user("editor"))


def test_after_30_days_it_stays_in_the_trash_and_is_still_not_deleted() -> None:
    article = trashed_days_ago(make_own_article(), 29)
    assert "It can be restored until" in trash.note(article)
    trash.untrash(article, by=None)
    article = trashed_days_ago(article, 30)
    assert trash.verbs_for(article, make_user("administrator")) == [] and "are over" in trash.note(article)
    with pytest.raises(NotAllowed, match="30 days in the trash are over"):
        trash.untrash(article, by=None)
    assert Article.objects.get(pk=article.pk).trashed_at


def test_the_desks_list_hides_the_trash_until_it_is_asked_for() -> None:
    kept, away, bob = make_own_article("The harbour opens"), make_own_article("A ferry lost"), at_desk("editor")
    trash.trash(away, by=None, reason="Held twice.")
    address = reverse("admin:articles_article_changelist")
    page = bob.get(address)
    assert list(page.context["cl"].result_list) == [kept]
    assert "not in the trash" in page.content.decode()
    assert list(bob.get(address, {"trash": "in"}).context["cl"].result_list) == [away]
    assert list(bob.get(address, {"q": "ferry"}).context["cl"].result_list) == []


def test_what_lies_in_the_trash_is_not_offered_as_that_which_another_translates() -> None:
    kept, away, bob = make_own_article("A ferry sails"), make_own_article("A ferry lost"), at_desk("editor")
    trash.trash(away, by=None, reason="Held twice.")
    asked = {"app_label": "articles", "model_name": "article", "field_name": "translation_of", "term": "ferry"}
    offered = bob.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert offered == [{"id": str(kept.pk), "text": "A ferry sails"}]
    found = bob.get(reverse("admin:articles_article_changelist"), {"trash": "in", "q": "ferry"})
    assert list(found.context["cl"].result_list) == [away]


def test_a_translation_keeps_naming_an_article_that_went_into_the_trash() -> None:
    original, bob = make_own_article("Ein Schiff"), at_desk("editor")
    translated = make_own_article("A ship", translation_of=original)
    trash.trash(original, by=None, reason="Held twice.")
    sent = form_of(bob, page_of(translated))
    assert (
        f'<option value="{original.pk}" selected>Ein Schiff</option>' in bob.get(page_of(translated)).content.decode()
    )
    dates = {f"{name}_{part}": "" for name in ("published_at", "embargo_until") for part in (0, 1)}
    sent |= dates | {"page_marks": "[]", "tags": "", "kicker": "Ferries"}
    assert bob.post(page_of(translated), sent).status_code == 302
    translated.refresh_from_db()
    assert (translated.kicker, translated.translation_of) == ("Ferries", original)


def test_the_desk_asks_for_the_reason_then_shows_it_as_something_to_read() -> None:
    article, alice = make_own_article(), at_desk("writer")
    assert f'href="{verb_page(article, "trash")}"' in alice.get(page_of(article)).content.decode()
    sent = form_of(alice, page_of(article))
    assert alice.post(verb_page(article, "trash"), {"version": article.version}).status_code == 200
    alice.post(verb_page(article, "trash"), {"version": article.version, "reason": "Held twice."})
    article.refresh_from_db()
    assert article.trashed_at
    page = alice.get(page_of(article)).content.decode()
    assert "In the trash since" in page and f'href="{verb_page(article, "untrash")}"' in page
    assert 'name="_save"' not in page and verb_page(article, "submit") not in page
    assert alice.post(page_of(article), sent | {"title": "Typed over"}).status_code == 403
    alice.post(verb_page(article, "untrash"), {"version": article.version})
    article.refresh_from_db()
    assert article.trashed_at is None and article.title == "The harbour opens again"


def test_the_desk_refuses_each_who_may_not_and_what_cannot_be() -> None:
    withdrawn, published = withdrawn_article(), publish_now(make_own_article())
    assert at_desk("editor").get(verb_page(withdrawn, "trash")).status_code == 403
    assert at_desk("rights").get(verb_page(make_own_article(), "trash")).status_code == 403
    paula = at_desk("publisher")
    answer = paula.post(verb_page(published, "trash"), {"version": published.version, "reason": "Held twice."})
    assert "Withdraw it first" in answer.content.decode()
    old = trashed_days_ago(make_own_article(), 31)
    answer = paula.post(verb_page(old, "untrash"), {"version": old.version})
    assert "30 days in the trash are over" in answer.content.decode()
    old.refresh_from_db()
    assert old.trashed_at


def test_emptying_the_trash_deletes_nothing_frees_the_address_of_a_draft_and_does_it_once() -> None:
    draft, fresh = trashed_days_ago(make_own_article(), 31), trashed_days_ago(make_own_article(), 29)
    known, slug = trashed_days_ago(withdrawn_article(), 31), draft.slug
    known_at = known.slug
    assert trash.empty() == 1 + bool(known.source_number or known.fingerprint or known.source_id)
    assert trash.empty() == 0 and Article.objects.count() == 3
    assert Article.objects.get(pk=draft.pk).slug != slug and Article.objects.get(pk=known.pk).slug == known_at
    assert Article.objects.get(pk=fresh.pk).slug == fresh.slug
    again = make_own_article(slug=slug)
    assert again.slug == slug
    with pytest.raises(NotAllowed, match="can still be taken out"):
        trash.let_go(fresh, by=None)
