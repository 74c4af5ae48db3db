"""A live article at the desk: kept as a draft by those who may not publish, compared, put live, discarded."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import drafting, publishing, trash
from articles.models import Amendment, Article, AuditEvent, Byline
from tests.articles.test_desk import change_page, verb_page
from tests.articles.test_two_editors import form_of_article as form_of
from tests.builders import (
    add_picture,
    make_author,
    make_licensed_article,
    make_own_article,
    make_terms,
    make_user,
    publish_now,
)
from tests.desk import at_desk

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]


def live(**fields: Any) -> Article:
    return publish_now(make_own_article("The harbour opens", **fields))


def save(client: Client, article: Article, address: str = "", button: str = "_draft", **typed: Any) -> Any:
    """Type into the form as this person meets it, and press a button."""
    address = address or change_page(article)
    sent = form_at(client, article, address) | typed | {button: "x"}
    return client.post(address, sent)


def form_at(client: Client, article: Article, address: str) -> dict[str, Any]:
    shown = form_of(client, article)
    if "?" in address:
        version = client.get(address).context["adminform"].form["seen_version"].value()
        shown |= {"seen_version": str(version), "title": client.get(address).context["adminform"].form["title"].value()}
    return shown


def with_draft(article: Article | None = None, name: str = "Bob", **typed: Any) -> Article:
    """A live article with a draft that Bob, an editor, kept at the desk."""
    article = article or live()
    bob = Client()
    bob.force_login(make_user("editor", name))
    assert save(bob, article, **(typed or {"title": "The harbour opens wide"})).status_code == 302
    return again(article)


def again(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def words(answer: Any) -> str:
    markup = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def press(client: Client, article: Article, verb: str, **values: Any) -> Any:
    version = client.get(verb_page(article, verb)).context["form"]["version"].value()
    return client.post(verb_page(article, verb), {"version": version, **values}, follow=True)


def compared(article: Article) -> str:
    return reverse("admin:articles_article_draft", args=[article.pk])


def preview(article: Article) -> str:
    return reverse("articles:preview", args=[article.uuid]) + "?draft=1"


# --- keeping one


@pytest.mark.parametrize("role", ["writer", "editor"])
def test_who_may_not_publish_keeps_a_draft_and_readers_see_nothing_of_it(role: str) -> None:
    article, client, reader = live(), at_desk(role), Client()
    before = reader.get(article.get_absolute_url()).content
    said = words(client.get(change_page(article)))
    assert "Live version shown to readers; what you save here is kept as a draft" in said
    typed = {"title": "The harbour opens wide", "body_html": "<p>At seven.</p>", "kicker": "Tides"}
    answer = client.post(change_page(article), form_of(client, article) | typed | {"_draft": "x"}, follow=True)
    said = words(answer)
    assert "was kept. Readers see nothing of it." in said
    assert "Live version shown to readers; you are editing a draft from" in said
    assert answer.context["adminform"].form["title"].value() == "The harbour opens wide"
    article = again(article)
    assert (article.title, article.kicker, article.body_html[:20]) == ("The harbour opens", "", "<p>The ferries saile")
    assert reader.get(article.get_absolute_url()).content == before
    assert article.draft_revision and article.draft_revision.snapshot["article"]["body_html"] == "<p>At seven.</p>"
    assert AuditEvent.objects.filter(article=article, verb="keep_draft").count() == 1
    assert LogEntry.objects.get().get_change_message() == "Draft: Changed Headline, Kicker and Body."


@pytest.mark.parametrize("button", ["_save", "_continue", "_addanother", "_then_live", "_popup"])
@pytest.mark.parametrize("query", ["", "?live=1", "?draft=1"])
def test_no_button_and_no_address_lets_an_editor_change_what_readers_see(button: str, query: str) -> None:
    article, bob = live(), at_desk("editor")
    sent = form_of(bob, article) | {"title": "Forged", "status": "draft", "live_revision": "", button: "1"}
    bob.post(change_page(article) + query, sent)
    article = again(article)
    assert article.title == "The harbour opens" and article.status == "published"
    assert article.draft_revision and article.draft_revision.snapshot["article"]["title"] == "Forged"
    assert Article.objects.count() == 1


def test_a_draft_is_never_saved_as_another_article() -> None:
    article, bob = live(), at_desk("editor")
    sent = form_of(bob, article) | {"title": "Forged", "slug": "forged", "bylines-0-id": "", "_saveasnew": "1"}
    assert bob.post(change_page(article), sent | {"bylines-INITIAL_FORMS": "0"}).status_code in (200, 403)
    assert Article.objects.get().draft_revision is None


def test_the_rights_desk_reads_the_draft_and_cannot_change_it() -> None:
    article, rita = with_draft(), at_desk("rights")
    page = rita.get(change_page(article))
    assert "A draft from" in words(page) and "by Bob waits beside this text" in words(page)
    assert 'type="submit" value="Save' not in page.content.decode() and 'name="_draft"' not in page.content.decode()
    assert rita.post(change_page(article), {"title": "Forged", "_draft": "x"}).status_code == 403
    assert rita.get(compared(article)).status_code == rita.get(preview(article)).status_code == 200
    for verb in ("put_draft_live", "discard"):
        assert rita.get(verb_page(article, verb)).status_code == 403
        assert rita.post(verb_page(article, verb), {"version": article.version, "reason": "x"}).status_code == 403
    assert again(article).draft_revision_id == article.draft_revision_id


def test_charlie_sees_nothing_of_a_draft() -> None:
    article, charlie, nobody = with_draft(), at_desk("reader"), Client()
    for client in (charlie, nobody):
        for address in (compared(article), preview(article), verb_page(article, "discard"), change_page(article)):
            assert client.get(address).status_code == 302
            assert "wide" not in client.get(address, follow=True).content.decode()
    for address in (article.get_absolute_url(), article.get_absolute_url() + "?draft=1", "/", "/rss.xml"):
        assert "opens wide" not in nobody.get(address).content.decode()


def test_a_publisher_chooses_between_a_draft_and_putting_live_at_once() -> None:
    article, paula = live(), at_desk("publisher")
    page = paula.get(change_page(article)).content.decode()
    assert 'value="Put live at once" class="default" name="_save"' in page and 'name="_draft"' in page
    assert save(paula, article, button="_save", kicker="At once").status_code == 302
    assert again(article).kicker == "At once" and again(article).draft_revision is None
    assert save(paula, article, title="Later").status_code == 302
    article = again(article)
    assert article.title == "The harbour opens" and article.draft_revision
    page = paula.get(change_page(article)).content.decode()
    assert 'name="_save"' not in page and 'name="_then_live"' in page and 'value="Later"' in page
    answer = save(paula, article, button="_then_live", title="Later still")
    assert answer.url == verb_page(article, "put_draft_live") and again(article).title == "The harbour opens"


def test_saving_what_readers_see_anyway_keeps_no_draft_and_says_so() -> None:
    article, bob = live(), at_desk("editor")
    answer = bob.post(change_page(article), form_of(bob, article) | {"_draft": "x"}, follow=True)
    assert "Nothing differs from what readers see" in words(answer)
    assert again(article).draft_revision is None and again(article).version == article.version


@pytest.mark.on_postgresql_too
def test_opening_a_draft_writes_nothing() -> None:
    article = with_draft()
    version, rows = article.version, Byline.objects.count()
    for client in (at_desk("editor"), at_desk("publisher")):
        for address in (change_page(article), compared(article), preview(article), verb_page(article, "discard")):
            client.get(address)
    article = again(article)
    assert (article.version, article.title, Byline.objects.count()) == (version, "The harbour opens", rows)


@pytest.mark.on_postgresql_too
def test_rows_of_a_draft_are_added_changed_and_deleted_in_its_form() -> None:
    article, bob, cy = live(bylines=["Alice Archer", "Ben Boe"]), at_desk("editor"), make_author("Cy Cole")
    lead, other = add_picture(article), add_picture(article, role="body")
    publishing.put_live(again(article), by=None)
    typed = {
        "bylines-TOTAL_FORMS": "3",
        "bylines-1-DELETE": "on",
        "bylines-2-position": "2",
        "bylines-2-name": "Cy Cole",
        "bylines-2-author": str(cy.pk),
        "bylines-2-article": str(article.pk),
        "article_pictures-0-DELETE": "on",
        "article_pictures-1-role": "lead",
        "tags": "ferries, tides",
    }
    assert save(bob, article, **typed).status_code == 302
    assert [row.name for row in article.bylines.all()] == ["Alice Archer", "Ben Boe"]
    assert not again(article).tags.exists()
    shown = form_of(bob, article)
    assert shown["bylines-1-name"] == "Cy Cole" and shown["article_pictures-TOTAL_FORMS"] == 1
    assert save(bob, article, **{"bylines-1-title": "Pilot", "tags": "ferries, tides"}).status_code == 302
    said = words(bob.get(compared(article)))
    assert "Cy Cole, Pilot" in said and "Ben Boe" in said and "ferries, tides" in said
    drafting.put_draft_live(again(article), by=None)
    assert [(row.name, row.title) for row in article.bylines.all()] == [("Alice Archer", ""), ("Cy Cole", "Pilot")]
    assert [(row.pk, row.role) for row in article.article_pictures.all()] == [(other.pk, "lead")] and lead.pk
    assert sorted(again(article).tags.names()) == ["ferries", "tides"]


def test_of_a_licensed_text_a_draft_amends_and_never_types_over() -> None:
    article = publish_now(
        make_licensed_article(terms=make_terms(edits="time_place_style"), body="<p>Water is heavy.</p>")
    )
    bob = at_desk("editor")
    shown = form_of(bob, article)
    assert "body_html" not in shown and "bylines-0-name" not in shown
    typed = {
        "body_html": "<p>Forged.</p>",
        "bylines-0-name": "Forged",
        "counter_url": "https://evil.example/",
        "published_at_0": "2020-01-01",
        "outlet": "",
        "amendments-TOTAL_FORMS": "1",
        "amendments-0-kind": "style",
        "amendments-0-state": "applied",
        "amendments-0-position": "0",
        "amendments-0-block": "0",
        "amendments-0-exact": "heavy",
        "amendments-0-replacement": "weighty",
        "amendments-0-reason": "house style",
    }
    assert save(bob, article, **typed).status_code == 302
    article = again(article)
    assert article.body_html == "<p>Water is heavy.</p>" and not article.amendments.exists()
    assert "Water is weighty." in bob.get(preview(article)).content.decode()
    assert "weighty" in words(bob.get(compared(article)))
    assert "Done: Put the draft live" in words(press(at_desk("publisher"), article, "put_draft_live"))
    article = again(article)
    assert article.body_html == "<p>Water is weighty.</p>" and article.outlet and not article.counter_url
    assert article.bylines.get().name == "Amira Jadoon"
    assert Amendment.objects.get().made_by.first_name == "Bob"


def test_a_writer_cannot_amend_in_a_draft_either() -> None:
    article = publish_now(make_licensed_article(body="<p>Water is heavy.</p>"))
    typed = {"amendments-TOTAL_FORMS": "1", "amendments-INITIAL_FORMS": "0", "amendments-0-kind": "style"}
    typed |= {"amendments-0-exact": "heavy", "amendments-0-replacement": "light", "amendments-0-state": "applied"}
    assert save(at_desk("writer"), article, kicker="Tides", **typed).status_code == 302
    draft = again(article).draft_revision
    assert draft and draft.snapshot["amendments"] == [] and draft.snapshot["article"]["kicker"] == "Tides"


def test_what_is_wrong_in_the_form_of_a_draft_comes_back_with_everything_typed() -> None:
    article, bob = with_draft(), at_desk("editor")
    answer = save(bob, article, title="", standfirst="Typed by Bob")
    assert answer.status_code == 200 and "Typed by Bob" in answer.content.decode()
    assert "This field is required" in answer.content.decode()
    assert again(article).draft_revision_id == article.draft_revision_id


# --- two at a time


def test_the_second_of_two_who_save_a_draft_is_told_who_did_what_and_keeps_the_form() -> None:
    article, bob, ben = live(), at_desk("editor"), Client()
    ben.force_login(make_user("editor", "Ben"))
    first, second = form_of(bob, article), form_of(ben, article)
    assert bob.post(change_page(article), first | {"title": "Bob's", "_draft": "x"}).status_code == 302
    answer = ben.post(change_page(article), second | {"title": "Ben's", "_draft": "x"})
    said = words(answer)
    assert answer.status_code == 200 and "was saved by somebody else" in said and "(Draft: Changed Headline)" in said
    assert said.count("Bob, ") == 1 and answer.context["adminform"].form["title"].value() == "Ben's"
    draft = again(article).draft_revision
    assert draft and draft.snapshot["article"]["title"] == "Bob's"


def test_a_draft_that_was_discarded_meanwhile_is_told() -> None:
    article, bob = with_draft(), at_desk("editor")
    sent = form_of(bob, article) | {"standfirst": "Typed by Bob", "_draft": "x"}
    drafting.discard(again(article), by=make_user("editor", "Ben"), reason="overtaken")
    answer = bob.post(change_page(article), sent)
    assert answer.status_code == 200 and "(discard draft: overtaken)" in words(answer)
    assert "Typed by Bob" in answer.content.decode() and again(article).draft_revision is None


def test_whoever_saves_between_our_reading_and_our_keeping_is_not_written_over(monkeypatch: Any) -> None:
    article, bob = live(), at_desk("editor")
    sent = form_of(bob, article) | {"title": "Typed by Bob", "_draft": "x"}
    keep, once = drafting.keep, []

    def slow(kept: Article, *args: Any, **kwargs: Any) -> Any:
        if not once:
            once.append(Article.objects.filter(pk=kept.pk).update(version=kept.version + 1))
        return keep(kept, *args, **kwargs)

    monkeypatch.setattr(drafting, "keep", slow)
    answer = bob.post(change_page(article), sent)
    assert answer.status_code in (200, 302) and again(article).title == "The harbour opens"
    if answer.status_code == 200:
        assert "saved by somebody else" in words(answer) and "Typed by Bob" in answer.content.decode()


def test_a_form_opened_before_publication_is_told_and_nothing_goes_live() -> None:
    article, bob = make_own_article("The harbour opens"), at_desk("editor")
    sent = form_of(bob, article) | {"title": "Typed by Bob", "_save": "x"}
    publish_now(again(article))
    answer = bob.post(change_page(article), sent)
    assert answer.status_code == 200 and "(publish)" in words(answer) and "Typed by Bob" in answer.content.decode()
    assert again(article).title == "The harbour opens" and again(article).draft_revision is None


# --- live text changed beneath it


def test_what_the_draft_left_alone_follows_the_live_text_and_what_both_changed_is_told() -> None:
    article, paula = with_draft(), at_desk("publisher")
    address = change_page(article) + "?live=1"
    page = paula.get(address)
    assert "You are editing the live version; a draft from" in words(page) and 'name="_save"' in page.content.decode()
    assert page.context["adminform"].form["title"].value() == "The harbour opens"
    save(paula, article, address, "_save", title="The harbour opens", standfirst="Corrected.")
    article = again(article)
    assert article.standfirst == "Corrected." and article.draft_revision
    assert form_of(paula, article)["standfirst"] == "Corrected."
    assert "Changed before readers too" not in words(paula.get(change_page(article)))
    save(paula, article, address, "_save", title="The harbour does not open", standfirst="Corrected.")
    for address in (change_page(article), compared(article)):
        assert "Changed before readers too, since the draft was made: Headline" in words(at_desk("editor").get(address))
    page = paula.get(verb_page(article, "put_draft_live"))
    assert "Changed on both sides" in words(page) and "The harbour does not open" in words(page)
    press(paula, article, "put_draft_live")
    article = again(article)
    assert (article.title, article.standfirst) == ("The harbour opens wide", "Corrected.")
    titles = [revision.snapshot["article"]["title"] for revision in article.revisions.all()]
    assert "The harbour does not open" in titles
    assert AuditEvent.objects.get(article=article, verb="put_draft_live").details["over"] == ["title"]


def test_a_correction_meanwhile_is_told_and_stays() -> None:
    article, paula = with_draft(), at_desk("publisher")
    publishing.correct(again(article), by=make_user("publisher", "Pia"), kind="correction", text="It was blue.")
    for address in (change_page(article), verb_page(article, "put_draft_live")):
        assert "Pia, " in words(paula.get(address)) and "correct: It was blue." in words(paula.get(address))
    press(paula, article, "put_draft_live")
    page = Client().get(article.get_absolute_url()).content.decode()
    assert "It was blue." in page and "The harbour opens wide" in page


def test_whoever_changes_the_live_text_while_a_publisher_reads_the_page_that_asks_is_told_first() -> None:
    article, paula = with_draft(), at_desk("publisher")
    version = paula.get(verb_page(article, "put_draft_live")).context["form"]["version"].value()
    publishing.correct(again(article), by=make_user("publisher", "Pia"), kind="correction", text="It was blue.")
    answer = paula.post(verb_page(article, "put_draft_live"), {"version": version})
    assert "Pia, " in words(answer) and again(article).draft_revision


# --- putting live, discarding


@pytest.mark.on_postgresql_too
def test_only_a_publisher_puts_a_draft_live_and_the_page_says_what_will_differ() -> None:
    article, bob, paula = (
        with_draft(body_html="<p>At 7.</p>", title="Wide"),
        at_desk("editor"),
        at_desk("publisher"),
    )
    assert "put_draft_live" not in bob.get(change_page(article)).content.decode()
    assert bob.post(verb_page(article, "put_draft_live"), {"version": article.version}).status_code == 403
    assert paula.get(change_page(article)).context["verbs"].main.verb == "put_draft_live"
    said = words(paula.get(verb_page(article, "put_draft_live")))
    assert "by Bob" in said and "Headline The harbour opens Wide" in said and "At 7." in said
    assert "Done: Put the draft live" in words(press(paula, article, "put_draft_live"))
    article = again(article)
    assert (article.title, article.body_html, article.draft_revision) == ("Wide", "<p>At 7.</p>", None)
    assert {"put_live", "put_draft_live"} <= set(article.audit_events.values_list("verb", flat=True))
    assert paula.get(compared(article)).status_code == paula.get(preview(article)).status_code == 404


def test_a_draft_that_its_terms_forbid_is_refused_with_the_finding_and_stays() -> None:
    article = publish_now(make_licensed_article("Why ferries lean", fields_received={"title": "Why ferries lean"}))
    article, paula = with_draft(article, title="Ferries lean, badly"), at_desk("publisher")
    for address in (verb_page(article, "put_draft_live"), compared(article)):
        assert "headline is not the outlet" in words(paula.get(address))
    assert "headline is not the outlet" in words(press(paula, article, "put_draft_live"))
    assert again(article).title == "Why ferries lean" and again(article).draft_revision


def test_discarding_asks_why_and_leaves_the_draft_among_the_revisions() -> None:
    article, bob = with_draft(), at_desk("editor")
    assert "The harbour opens wide" in words(bob.get(verb_page(article, "discard")))
    assert press(bob, article, "discard", reason=" ").redirect_chain == []
    assert "Done: Discard the draft" in words(press(bob, article, "discard", reason="overtaken by events"))
    article = again(article)
    assert article.draft_revision is None and "by Bob" not in words(bob.get(change_page(article)))
    assert "The harbour opens wide" in [row.snapshot["article"]["title"] for row in article.revisions.all()]


def test_a_slug_that_somebody_took_meanwhile_is_told_and_is_no_error_page() -> None:
    article = with_draft(slug="wide-open")
    make_own_article(slug="wide-open")
    paula = at_desk("publisher")
    assert "left out of this form: the slug “wide-open”" in words(paula.get(change_page(article)))
    assert paula.get(preview(article)).status_code == paula.get(compared(article)).status_code == 200
    assert "taken: the slug “wide-open”" in words(press(paula, article, "put_draft_live"))
    assert again(article).slug == article.slug and again(article).draft_revision


def test_the_links_of_a_draft_with_another_slug_lead_readers_to_the_live_text() -> None:
    article, bob = with_draft(slug="wide-open"), at_desk("editor")
    page = bob.get(change_page(article))
    assert page.context["absolute_url"] == article.get_absolute_url() and "wide-open" not in article.get_absolute_url()


# --- where it stands


def test_a_scheduled_article_has_a_draft_too() -> None:
    article = publish_now(make_own_article("The harbour opens"), at=timezone.now() + dt.timedelta(days=1))
    article = with_draft(article)
    assert article.title == "The harbour opens" and article.published_at > timezone.now()
    said = words(at_desk("editor").get(change_page(article)))
    assert "Another version goes live at its time; you are editing a draft from" in said and "It is scheduled" in said
    press(at_desk("publisher"), article, "put_draft_live")
    article = again(article)
    assert article.title == "The harbour opens wide" and article.published_at > timezone.now()


def test_a_withdrawn_article_keeps_its_draft_until_it_is_restored() -> None:
    article, bob, paula = with_draft(), at_desk("editor"), at_desk("publisher")
    publishing.withdraw(article, by=None, reason="It was wrong.")
    assert "can be put live once it is restored" in words(bob.get(change_page(article)))
    assert bob.post(change_page(article), {"title": "Forged", "_draft": "x"}).status_code == 403
    assert form_of(paula, article)["title"] == "The harbour opens"
    assert "is withdrawn" in words(press(paula, article, "put_draft_live"))
    assert save(paula, article, kicker="Mended").status_code == 302
    article = again(article)
    assert (article.kicker, article.status) == ("Mended", "withdrawn") and article.draft_revision
    assert "opens wide" not in Client().get(article.get_absolute_url()).content.decode()
    publishing.restore(article, by=None, reason="It was right.")
    press(paula, article, "put_draft_live")
    assert (again(article).title, again(article).kicker) == ("The harbour opens wide", "Mended")


@pytest.mark.on_postgresql_too
def test_nothing_is_done_to_a_draft_in_the_trash() -> None:
    article = with_draft()
    publishing.withdraw(article, by=None, reason="It was wrong.")
    trash.trash(article, by=None, reason="Held twice.")
    ada = at_desk("administrator")
    assert drafting.verbs_for(article, make_user("administrator")) == []
    for verb in ("put_draft_live", "discard"):
        assert "Take it out first" in words(press(ada, article, verb, reason="x")) or verb == "put_draft_live"
        assert again(article).draft_revision
    assert ada.get(compared(article)).status_code == 200
    trash.untrash(again(article), by=None)
    assert again(article).draft_revision


# --- finding them


@pytest.mark.on_postgresql_too
def test_the_list_says_that_a_draft_waits_and_finds_it() -> None:
    article, _other = with_draft(), publish_now(make_own_article("Quite another story"))
    listed = reverse("admin:articles_article_changelist")
    assert "a draft waits" in words(at_desk("editor").get(listed))
    found = at_desk("editor").get(listed, {"draft": "waits"}).context["cl"].result_list
    assert [row.pk for row in found] == [article.pk]
    assert at_desk("editor").get(listed, {"draft": "'; --"}).status_code == 200


def test_the_preview_of_a_draft_pages_through_the_draft() -> None:
    article = live(body="<p>One.</p><p>Two.</p>", page_marks=[1])
    article = with_draft(article, body_html="<p>Eins.</p><p>Zwei.</p>", page_marks="[1]")
    bob = at_desk("editor")
    page = bob.get(preview(article))
    assert "Eins." in page.content.decode() and "as it would look; readers see nothing of it" in words(page)
    assert page["Cache-Control"] == "no-store, private"
    if len(page.context["pager"].pages) > 1:
        assert "Zwei." in bob.get(page.context["pager"].next).content.decode()
    assert "Eins." not in bob.get(reverse("articles:preview", args=[article.uuid])).content.decode()


def test_hostile_words_of_a_draft_are_words_everywhere() -> None:
    evil = "<img src=x onerror=alert(1)>"
    article = with_draft(title=evil, standfirst=evil, kicker=evil, tags=evil)
    paula = at_desk("publisher")
    pages = (change_page(article), compared(article), preview(article))
    for address in (*pages, verb_page(article, "put_draft_live"), verb_page(article, "discard")):
        page = paula.get(address).content.decode()
        assert "<img src=x" not in page and "&lt;img src=x" in page


def test_the_page_of_a_draft_takes_the_same_queries_however_much_it_holds(django_assert_max_num_queries: Any) -> None:
    article = live(bylines=[f"Alice {number}" for number in range(8)], related=[("Tides", "https://tides.example")] * 8)
    article, bob = with_draft(article), at_desk("editor")
    for address, most in ((change_page(article), 90), (compared(article), 90), (preview(article), 60)):
        bob.get(address)
        with django_assert_max_num_queries(most):
            bob.get(address)
