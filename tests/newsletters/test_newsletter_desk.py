"""The letter at the desk: composing, looking, sending, and what is done to subscribers."""

import csv
import io
import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import AuditEvent
from newsletters import sending
from newsletters.admin.pages import POLICY
from newsletters.models import Edition, Subscriber, Suppression
from tests.builders import make_own_article, make_user, publish_now
from tests.desk import at_desk, form_of, page_of
from tests.newsletters.editions import begun, make_edition, make_mailable, make_subscribers, run

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
LIST = "/admin/newsletters/subscriber/"
EDITIONS = "/admin/newsletters/edition/"


def verb_page(edition, verb):
    return f"{EDITIONS}{edition.pk}/verb/{verb}/"


def press(client, edition, verb):
    edition.refresh_from_db()
    return client.post(verb_page(edition, verb), {"version": f"{edition.version}"}, follow=True)


# --- composing ---


def test_an_editor_composes_an_edition_from_what_was_published():
    story, closed = publish_now(make_own_article("Fresh")), make_mailable("Closed", newsletter="no")
    client = at_desk("editor")
    sent = form_of(client, f"{EDITIONS}add/") | {"subject": "This week", "preface": "Hello"}
    answer = client.post(f"{EDITIONS}add/", sent)
    edition = Edition.objects.get()
    assert answer["Location"] == f"{EDITIONS}{edition.pk}/choose/" and edition.created_by.first_name == "Bob"
    page = client.get(answer["Location"]).content.decode()
    assert "Fresh" in page and "The terms do not say that the text may be sent in newsletters" in page
    chosen = {"version": str(edition.version), "story": [story.pk, closed.pk, 999, "x"]}
    client.post(answer["Location"], chosen)
    assert [item.article for item in edition.items.all()] == [story], (
        "what may not be mailed is not taken, ticked or not"
    )
    assert AuditEvent.objects.filter(verb="edition_save", details__edition=edition.pk).count() == 2


@pytest.mark.on_postgresql_too
def test_autocomplete_offers_only_what_may_be_mailed():
    story, closed = make_mailable("Ferries one"), make_mailable("Ferries two", newsletter="no")
    field = {"app_label": "newsletters", "model_name": "item", "field_name": "article", "term": "ferries"}
    found = at_desk("editor").get(f"{EDITIONS}stories/", field).json()["results"]
    assert [each["text"] for each in found] == [story.title] and closed.title not in str(found)


def item_form(client, edition, article, **fields):
    sent = form_of(client, page_of(edition)) | {"items-TOTAL_FORMS": 1 + edition.items.count()}
    row = f"items-{edition.items.count()}-"
    return (
        sent | {f"{row}article": article.pk, f"{row}edition": edition.pk} | {f"{row}{k}": v for k, v in fields.items()}
    )


@pytest.mark.on_postgresql_too
def test_the_gates_reason_is_told_where_somebody_insists():
    edition, closed = make_edition(), make_mailable("Closed", newsletter="no")
    client = at_desk("editor")
    answer = client.post(page_of(edition), item_form(client, edition, closed))
    assert answer.status_code == 200 and "The terms do not say that the text may be sent in newsletters" in (
        answer.content.decode()
    )
    ours = publish_now(make_own_article("Second"))
    assert client.post(page_of(edition), item_form(client, edition, ours, blurb="Read it")).status_code == 302
    assert list(edition.items.values_list("position", "blurb")) == [(1, ""), (2, "Read it")]
    theirs = make_mailable("Third")
    answer = client.post(page_of(edition), item_form(client, edition, theirs, blurb="Read it"))
    assert "its own words are printed" in answer.content.decode()


@pytest.mark.on_postgresql_too
def test_a_story_that_may_not_be_mailed_any_more_does_not_keep_the_form_from_being_saved():
    story = make_mailable()
    edition = make_edition(story)
    story.terms.__class__.objects.filter(pk=story.terms.pk).update(newsletter="no")
    client = at_desk("editor")
    page = client.get(page_of(edition)).content.decode()
    assert "Before it can be sent" in page and "may not be mailed" in page
    assert client.post(page_of(edition), form_of(client, page_of(edition)) | {"subject": "New"}).status_code == 302


def test_of_two_editors_the_second_is_told_and_loses_nothing():
    edition = make_edition()
    one, two = at_desk("editor"), at_desk("editor")
    mine, theirs = form_of(one, page_of(edition)), form_of(two, page_of(edition))
    assert one.post(page_of(edition), mine | {"subject": "One"}).status_code == 302
    answer = two.post(page_of(edition), theirs | {"subject": "Two"})
    assert "was saved by somebody else" in answer.content.decode() and 'value="Two"' in answer.content.decode()
    answer = two.post(f"{EDITIONS}{edition.pk}/choose/", {"version": "1", "story": []}, follow=True)
    assert "was saved by somebody else" in answer.content.decode()
    edition.refresh_from_db()
    assert edition.subject == "One"


@pytest.mark.parametrize("subject", ["Week\nBcc: all@example.org", "Week\u2028two", "\x1b[31m"])
def test_a_subject_is_one_line(subject):
    client = at_desk("editor")
    client.post(f"{EDITIONS}add/", form_of(client, f"{EDITIONS}add/") | {"subject": subject})
    assert not any(set(edition.subject) & set("\n\u2028\x1b") for edition in Edition.objects.all())


# --- looking ---


def test_the_preview_runs_and_loads_nothing_and_counts_nobody():
    story = make_mailable('Ferries <script>alert("x")</script>')
    edition = make_edition(story)
    client = at_desk("editor")
    answer = client.get(f"{EDITIONS}{edition.pk}/preview/")
    page = answer.content.decode()
    assert re.search("frame-src [^;]*'self'", answer["Content-Security-Policy"]), "else the frame stays empty"
    assert f"https://newsroom.example{story.get_absolute_url()}" in page
    assert 'sandbox=""' in page and "<script>alert" not in page
    framed = client.get(f"{EDITIONS}{edition.pk}/preview/html/")
    assert framed["Content-Security-Policy"] == POLICY and framed["X-Frame-Options"] == "SAMEORIGIN"
    html = framed.content.decode()
    assert "<img" not in html and "<script" not in html and "&lt;script&gt;" in html


@pytest.mark.on_postgresql_too
def test_a_test_mail_goes_to_whoever_asks_and_to_nobody_else():
    make_subscribers(2)
    edition = make_edition()
    client = at_desk("editor")
    address = f"{EDITIONS}{edition.pk}/test/"
    assert "no e-mail address" in client.post(address, follow=True).content.decode()
    assert client.get(address).status_code == 405
    type(make_user()).objects.update(email="bob@newsroom.example")
    assert "on its way to bob@newsroom.example" in client.post(address, follow=True).content.decode()
    [sent] = mail.outbox
    assert sent.to == ["bob@newsroom.example"] and sent.subject.startswith("[Test]")
    assert edition.deliveries.count() == 0


# --- sending ---


@pytest.mark.parametrize("role", ["writer", "editor", "rights"])
def test_only_publishers_send(role):
    make_subscribers(1)
    edition = make_edition()
    client = at_desk(role)
    assert client.get(page_of(edition)).status_code == 200
    assert "Send to everybody" not in client.get(page_of(edition)).content.decode()
    for verb in ("send", "stop", "resume"):
        assert client.get(verb_page(edition, verb)).status_code == press(client, edition, verb).status_code == 403
    assert client.get(LIST).status_code == 403


@pytest.mark.on_postgresql_too
def test_a_publisher_sends_and_looks_at_how_far_it_is():
    make_subscribers(3)
    edition = make_edition()
    client = at_desk("publisher")
    assert "3 subscribers get it" in client.get(verb_page(edition, "send")).content.decode()
    assert Edition.objects.get().state == "draft", "a look sends nothing"
    page = press(client, edition, "send").content.decode()
    edition.refresh_from_db()
    assert edition.state == "sent" and len(mail.outbox) == 3 and f"/admin/work/job/{edition.job_id}/change/" in page
    assert [event.actor_name for event in AuditEvent.objects.filter(verb="edition_send")] == ["Paula"]
    assert "is sent already" in press(client, edition, "send").content.decode()
    assert client.post(page_of(edition), {"subject": "Other"}).status_code == 403


def test_what_somebody_else_changed_is_looked_at_before_it_is_sent():
    make_subscribers(1)
    edition = make_edition()
    client = at_desk("publisher")
    edition.subject = "Changed"
    edition.save()
    told = client.post(verb_page(edition, "send"), {"version": "1"}, follow=True).content.decode()
    assert "Look at it again before you send it" in told and not mail.outbox


@pytest.mark.on_postgresql_too
def test_stopped_it_can_be_changed_and_resumed_and_on_its_way_it_cannot():
    make_subscribers(1)
    edition = begun(make_edition())
    client = at_desk("publisher")
    assert client.post(page_of(edition), {"subject": "Other"}).status_code == 403
    assert client.get(f"{EDITIONS}{edition.pk}/choose/").status_code == 403
    assert "It stops at the next mail" in press(client, edition, "stop").content.decode()
    edition.refresh_from_db()
    assert edition.is_stopped
    assert client.post(page_of(edition), form_of(client, page_of(edition)) | {"subject": "Other"}).status_code == 302
    press(client, edition, "resume")
    edition.refresh_from_db()
    assert edition.state == "sent" and mail.outbox[0].subject == "Other"


def test_only_a_draft_is_deleted():
    make_subscribers(1)
    draft, sent = make_edition(), begun(make_edition())
    run(sent)
    client = at_desk("publisher")
    assert client.post(page_of(draft, "delete"), {"post": "yes"}).status_code == 302
    assert client.post(page_of(sent, "delete"), {"post": "yes"}).status_code == 403
    assert list(Edition.objects.all()) == [sent]


@pytest.mark.on_postgresql_too
def test_the_list_of_editions_takes_as_many_queries_for_many_as_for_one(django_assert_num_queries):
    client = at_desk("publisher")
    make_edition()
    client.get(EDITIONS)
    with CaptureQueriesContext(connection) as queries:
        client.get(EDITIONS)
    for _n in range(3):
        begun(make_edition())
    with django_assert_num_queries(len(queries)):
        client.get(EDITIONS)


# --- subscribers ---


def act(client, action, *rows, **more):
    sent = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(LIST, sent, follow=True)


@pytest.mark.on_postgresql_too
def test_subscribers_are_found_counted_and_never_typed_in():
    one, _two = make_subscribers(2)
    client = at_desk("publisher")
    page = client.get(LIST + "?q=R1@").content.decode()
    assert one.address in page and "r2@" not in page and "<dd>2</dd>" in page
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(page_of(one), {"address": "x@example.org"}).status_code == 403


@pytest.mark.on_postgresql_too
def test_publishers_take_subscribers_off_and_erase_them():
    one, two, three = make_subscribers(3)
    client = at_desk("publisher")
    act(client, "unsubscribe", one)
    act(client, "mark_undeliverable", two)
    assert "cannot be undone" in act(client, "erase", three).content.decode()
    assert Subscriber.objects.count() == 3, "asked first"
    act(client, "erase", three, confirmed="1")
    assert dict(Subscriber.objects.values_list("key", "state")) == {
        "r1@example.org": "left",
        "r2@example.org": "undeliverable",
    }
    assert Suppression.holds("r3@example.org")
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"subscriber_unsubscribe", "subscriber_undeliverable", "subscriber_erase"} <= verbs
    assert "example.org" not in str(list(AuditEvent.objects.values()))


def test_an_export_holds_no_formula_and_is_told_in_the_log():
    make_subscribers(1)
    Subscriber.objects.create(address="=1+1@example.org", key="=1+1@example.org", confirmed_at=timezone.now())
    client = at_desk("publisher")
    assert client.get(f"{LIST}export/").status_code == 405
    answer = client.post(f"{LIST}export/")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [row[0] for row in rows] == ["address", "r1@example.org", "'=1+1@example.org"]
    assert AuditEvent.objects.filter(verb="subscribers_export", actor__first_name="Paula").exists()
    user = make_user("editor")
    client.force_login(user)
    assert client.post(f"{LIST}export/").status_code == 403


@pytest.mark.on_postgresql_too
def test_a_command_does_the_same_to_a_list_of_addresses(monkeypatch, capsys):
    make_subscribers(3)
    monkeypatch.setattr("sys.stdin", io.StringIO("R1@example.org\n\nnobody@example.org\n"))
    call_command("subscriber", "undeliverable", "-")
    assert "undeliverable: 1; not on record: 1" in capsys.readouterr().out
    call_command("subscriber", "unsubscribe", "r2@example.org")
    call_command("subscriber", "erase", "r3@example.org", "never@example.org")
    assert dict(Subscriber.objects.values_list("key", "state")) == {
        "r1@example.org": "undeliverable",
        "r2@example.org": "left",
    }
    assert Suppression.holds("never@example.org")
    call_command("subscriber", "lift", "never@example.org")
    assert not Suppression.holds("never@example.org")
    with pytest.raises(CommandError, match="looks like"):
        call_command("subscriber", "erase", "no address")


def test_a_sending_needs_the_mails_of_nobody_but_subscribers():
    assert sending.in_the_way(make_edition()) == ["Nobody is subscribed yet."]


@pytest.mark.parametrize("page", ["change", "choose"])
def test_pages_of_an_edition_ask_the_gate_once_for_all_its_stories(page):
    client, asked = at_desk("publisher"), []
    for number in (1, 4):
        stories = [make_mailable(f"Story {n} of {number}", newsletter="ask") for n in range(number)]
        edition = make_edition(*stories) if page == "change" else make_edition()
        address = reverse(f"admin:newsletters_edition_{page}", args=[edition.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len([query for query in queries if "articles_ruling" in query["sql"]]))
    assert asked[0] == asked[1]
