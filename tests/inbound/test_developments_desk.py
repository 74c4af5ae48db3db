"""The desk of what sources did: three texts side by side, what can be done, and the answers with their pages."""

import datetime as dt
import html

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from articles import resting
from articles.models import AuditEvent
from articles.rights import rulings
from articles.rights.findings import findings
from inbound import answers, developments, proposals
from inbound.formats.arrival import Author
from inbound.models import Development, Item
from tests.builders import make_amendment, make_user
from tests.desk import at_desk
from tests.inbound.servers import Server
from tests.inbound.test_arriving import arrival, deliver, live, outlet

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

LONG = " ".join(f"word{number}" for number in range(60))
BODY = f"<p>The ferry leans by four degrees.</p><p>It sails on Monday at noon.</p><p>{LONG}.</p>"
NEW = BODY.replace("four degrees", "five degrees")


def changed(body: str = NEW, duty: str = "not_stated", amend: tuple[str, str] = ("", ""), publish=True, **fields):
    """An article of ours whose source changed its text; its development."""
    source = outlet(correction_duty=duty, edits="time_place_style")
    deliver(source, arrival(body_html=BODY))
    item = Item.objects.get()
    article = live(source, item) if publish else arriving_draft(item)
    if amend[0]:
        make_amendment(article, *amend, kind="time")
        article.refresh_from_db()
        resting.derivation.derive(article)
        article.save()
        if publish:
            resting.publishing.put_live(article, by=None)
    deliver(source, arrival(body_html=body, **fields))
    return Development.objects.get()


def arriving_draft(item):
    from inbound import arriving
    from tests.builders import make_section

    return arriving.pick(item, by=make_user("editor"), because="good", section=make_section())


def page(row: Development, name: str = "") -> str:
    if name:
        return reverse("admin:inbound_development_answer", args=[row.pk, name])
    return reverse("admin:inbound_development_change", args=[row.pk])


def words(response) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def press(client, row: Development, name: str, **sent):
    form = client.get(page(row, name)).context["form"]
    values = {field.html_name: field.value() for field in form if field.value() is not None}
    return client.post(page(row, name), values | sent, follow=True)


def test_the_page_shows_the_three_texts_and_who_changed_what():
    row = changed(amend=("on Monday", "on July 6"))
    text = words(at_desk("publisher").get(page(row)))
    assert "Changed by the source" in text and "Changed by us" in text
    assert "<del>four</del>" in text and "<ins>five</ins>" in text and "<ins>July 6</ins>" in text
    assert "It fits." in text and "1 paragraph is the same in all three" in text


def test_a_publisher_takes_the_new_text_over_and_readers_get_it():
    row = changed(amend=("on Monday", "on July 6"))
    paula = at_desk("publisher")
    assert "This field is required" in words(press(paula, row, "take_over"))
    press(paula, row, "take_over", reason="They corrected the degrees.")
    row.refresh_from_db()
    article = row.article
    assert "five degrees" in article.body_html and "on July 6" in article.body_html
    assert (row.state, row.done_by.first_name) == ("done", "Paula") and "taken over" in row.outcome
    assert article.status == "published" and article.live_revision.snapshot["article"]["body_html"] == article.body_html


@pytest.mark.on_postgresql_too
def test_an_amendment_that_does_not_fit_says_why_and_is_left_out_or_quoted_anew():
    row = changed(BODY.replace("on Monday at noon", "on Tuesday at noon"), amend=("on Monday", "on July 6"))
    paula = at_desk("publisher")
    text = words(paula.get(page(row)))
    assert "It does not fit." in text and "It says now: <q>It sails on Tuesday at noon.</q>" in text
    key = row.article.amendments.get().pk
    refused = press(paula, row, "take_over", reason="They moved it.")
    assert "This field is required" in words(refused)
    empty = press(paula, row, "take_over", reason="x", **{f"mend_{key}": "anew", f"exact_{key}": ""})
    assert "Quote the words of the new text" in words(empty)
    wrong = press(paula, row, "take_over", reason="x", **{f"mend_{key}": "anew", f"exact_{key}": "on Friday"})
    assert "do not fit the new original" in words(wrong)
    row.refresh_from_db()
    assert "Monday" not in row.article.body_html and row.article.original.number == 1, "refused: readers keep theirs"
    again = {f"mend_{key}": "anew", f"exact_{key}": "on Tuesday", f"replacement_{key}": "on July 7"}
    press(paula, row, "take_over", reason="They moved it.", **again)
    row.refresh_from_db()
    assert "on July 7" in row.article.body_html and row.state == "done"
    assert sorted(row.article.amendments.values_list("state", flat=True)) == ["applied", "dropped"]


def test_an_amendment_that_does_not_fit_is_left_out():
    row = changed(BODY.replace("on Monday at noon", "on Tuesday at noon"), amend=("on Monday", "on July 6"))
    key = row.article.amendments.get().pk
    press(at_desk("publisher"), row, "take_over", reason="They moved it.", **{f"mend_{key}": "drop"})
    row.refresh_from_db()
    assert "on Tuesday" in row.article.body_html and row.article.amendments.get().state == "dropped"


def test_an_approval_is_not_carried_to_other_words():
    row = changed(BODY.replace("on Monday at noon", "on Tuesday at noon"), amend=("on Monday", "on July 6"))
    amendment = row.article.amendments.get()
    amendment.approved_by, amendment.approved_at, amendment.approval = "Ada", timezone.now(), "Fine."
    amendment.save()
    answers.take_over(
        row, by=make_user("publisher"), reason="x", mends={amendment.pk: resting.Mend("on Tuesday", "on July 7")}
    )
    new = row.article.amendments.get(state="applied")
    assert (new.approved_by, new.approval) == ("", "") and row.article.amendments.get(
        state="dropped"
    ).approval == "Fine."


def test_ours_is_kept_with_a_reason_and_the_page_says_what_the_terms_want():
    row = changed(BODY.replace(LONG, LONG.replace("word1", "new1 and")), duty="yes")
    assert row.state == "open", "too much to be taken over by itself"
    rita = at_desk("rights")
    assert "Its terms want corrections taken over" in words(rita.get(page(row)))
    assert "Keeping ours stands against them" in words(rita.get(page(row, "keep")))
    press(rita, row, "keep", reason="They agreed on the phone.")
    row.refresh_from_db()
    assert row.state == "done" and "They agreed" in row.outcome and row.article.original.number == 1
    assert AuditEvent.objects.filter(article=row.article, verb="keep_ours").exists()


def test_a_correction_note_begins_with_the_words_of_the_source():
    row = changed(NEW + "<p>Correction: an earlier version said four degrees.</p>")
    assert row.kind == "correction"
    paula = at_desk("publisher")
    assert "Correction: an earlier version said four degrees." in words(paula.get(page(row, "correct")))
    press(paula, row, "correct", kind="correction")
    row.refresh_from_db()
    assert row.article.corrections.get().text.startswith("Correction: an earlier")
    assert row.state == "open", "the new text still waits"
    press(paula, row, "take_over", reason="Corrected.")
    row.refresh_from_db()
    assert row.state == "done"


def test_it_is_withdrawn_from_here_and_everything_open_is_settled():
    row = changed()
    developments.gone_at_source(row.article, status=410)
    press(at_desk("publisher"), row, "withdraw", reason="The outlet asked for it.")
    assert not Development.objects.open().exists()
    row.refresh_from_db()
    assert row.article.withdrawn_because == "The outlet asked for it." and row.outcome.startswith("Withdrawn here.")


def test_a_draft_is_updated_mended_or_put_in_the_trash():
    row = changed(BODY.replace("on Monday", "on Tuesday"), amend=("on Monday", "on July 6"), publish=False)
    bob = at_desk("editor")
    text = words(bob.get(page(row)))
    assert "Put in the trash" in text and "Publish a correction note" not in text
    press(bob, row, "take_over", reason="New.", **{f"mend_{row.article.amendments.get().pk}": "drop"})
    row.refresh_from_db()
    assert "on Tuesday" in row.article.body_html and row.state == "done"


@pytest.mark.on_postgresql_too
def test_a_draft_nobody_amended_shows_the_new_text_with_what_stands_beside_it():
    row = changed(publish=False, title="Why ferries heel", authors=[Author("Amira Jadoon"), Author("Bo Ek")])
    article = row.article
    assert (row.state, row.acted) == ("done", "The draft shows the new text.")
    assert article.title == "Why ferries heel" and "five" in article.body_html
    assert [byline.name for byline in article.bylines.all()] == ["Amira Jadoon", "Bo Ek"]


def test_headline_and_byline_follow_and_what_the_desk_made_its_own_is_asked_about():
    source = outlet(headline_change="yes")
    deliver(source, arrival(body_html=BODY, standfirst="Ships are heavy."))
    article = live(source, Item.objects.get())
    article.standfirst = "Our own words on ships."
    article.save()
    resting.publishing.put_live(article, by=None)
    deliver(
        source,
        arrival(body_html=NEW, title="Why ferries heel", authors=[Author("Amira Jadoon-Ek")], standfirst="Ships lean."),
    )
    row = Development.objects.get()
    found = proposals.proposal(row.article)
    assert {part.name: part.state for part in found.parts} == {
        "title": "taken",
        "authors": "taken",
        "standfirst": "conflict",
    }
    press(at_desk("publisher"), row, "take_over", reason="They renamed it.")
    article.refresh_from_db()
    assert (article.title, article.standfirst) == ("Why ferries heel", "Our own words on ships.")
    assert article.byline_line.startswith("Amira Jadoon-Ek")


def test_what_was_changed_beside_the_text_alone_is_a_new_original_too():
    row = changed(BODY, title="Why ferries heel")
    assert row.kind == "update" and "beside its text" in row.sentence and "Why ferries heel" in row.sentence
    press(at_desk("publisher"), row, "take_over", reason="They renamed it.")
    row.refresh_from_db()
    assert row.article.title == "Why ferries heel"


def test_markup_quotes_and_spaces_are_no_change():
    source = outlet()
    deliver(source, arrival(body_html=BODY))
    article = live(source, Item.objects.get())
    deliver(source, arrival(body_html=BODY.replace("ferry", "<em>ferry</em>"), title="Why  ferries lean"))
    assert article.originals.count() == 1 and not Development.objects.exists()


def test_a_colleague_who_answered_first_is_named(client):
    row = changed()
    paula = at_desk("publisher")
    sent = {field.html_name: field.value() for field in paula.get(page(row, "take_over")).context["form"]}
    answers.keep(row, by=make_user("rights"), reason="They agreed.")
    late = paula.post(page(row, "take_over"), sent | {"reason": "Mine."}, follow=True)
    assert "Somebody has seen to this already" in words(late)
    assert row.article.original.number == 1


def test_who_may_not_is_told_who_may():
    row = changed()
    rita = at_desk("rights")
    text = words(rita.get(page(row)))
    assert "Only colleagues with other rights may:" in text and "Take the new text over" in text
    assert rita.get(page(row, "take_over")).status_code == 403
    assert at_desk("writer").get(page(row, "keep")).status_code == 403


def test_words_of_sources_are_text_on_every_page():
    row = changed(NEW, title="<script>alert(1)</script>")
    for address in (page(row), page(row, "take_over"), "/admin/", "/admin/inbound/development/"):
        assert "<script>alert(1)" not in at_desk("publisher").get(address).content.decode()


def test_an_adaptation_is_carried_over_by_hand():
    source = outlet(edits="any")
    deliver(source, arrival(body_html=BODY))
    article = arriving_draft(Item.objects.get())
    resting.adapt(article, by=None, reason="for our readers")
    deliver(source, arrival(body_html=NEW))
    row = Development.objects.get()
    bob = at_desk("editor")
    assert "Carried over by hand" in words(bob.get(page(row)))
    press(bob, row, "carry_over", reason="I changed the degrees.")
    row.refresh_from_db()
    assert "four degrees" in row.article.body_html and row.article.original.number == 2 and row.state == "done"


@pytest.mark.on_postgresql_too
def test_only_the_rights_desk_keeps_what_its_source_withdrew_and_that_is_a_ruling():
    row = changed(BODY.replace(LONG, LONG.replace("word1", "new1 and")))
    article = row.article
    article.terms.__class__.objects.filter(pk=article.terms.pk).update(takedown_hours=2)
    gone = developments.withdrawn(article, reason="Legal.")
    bob, rita = make_user("editor"), make_user("rights")
    with pytest.raises(PermissionDenied, match="rights desk"):
        answers.keep(gone, by=bob, reason="We like it.")
    with pytest.raises(resting.NotAllowed, match="want it taken down"):
        developments.done(gone, by=bob, outcome="We like it.")
    assert "Keep ours" in words(at_desk("editor").get(page(gone))).split("Only colleagues with other rights may:")[1]
    answers.keep(gone, by=rita, reason="Creative Commons is not taken back.")
    assert rulings.in_force(article)["withdrawn_at_source"].allowed
    assert "withdrawn_at_source" not in {finding.clause for finding in findings(article)}


# --- the clock


@pytest.mark.on_postgresql_too
def test_what_is_urgent_stands_on_top_of_the_desk_and_the_inbox_with_its_clock():
    row = changed()
    gone = developments.gone_at_source(row.article, status=410)
    rita = at_desk("rights")
    for address in ("/admin/", "/admin/inbound/item/"):
        text = words(rita.get(address))
        assert gone.sentence in text and "to be done until" in text and "left" in text
        assert row.sentence not in text, "a changed text has a week"
    Development.objects.filter(pk=row.pk).update(due_at=timezone.now() - dt.timedelta(hours=3))
    text = words(rita.get("/admin/"))
    assert "3 hours late" in text and text.index(row.sentence) < text.index(gone.sentence)
    assert gone.sentence in words(rita.get(reverse("admin:articles_article_change", args=[row.article_id])))


@pytest.mark.on_postgresql_too
def test_what_was_done_by_itself_is_shown_too():
    row = changed(NEW + "<p>Correction: an earlier version said four degrees.</p>", duty="yes")
    assert row.state == "done" and "five" in row.article.body_html
    rita = at_desk("rights")
    assert "Done by itself, as the terms want it" in words(rita.get("/admin/"))
    assert row.sentence in words(rita.get("/admin/inbound/development/"))
    assert row.sentence not in words(rita.get("/admin/inbound/development/?state=open"))
    assert "Taken over at once" in words(rita.get(page(row)))


def test_who_has_no_business_with_sources_sees_nothing_of_them():
    changed()
    charlie = make_user("reader", is_active=True)
    charlie.is_staff = True
    charlie.save()
    from django.test import Client

    client = Client()
    client.force_login(charlie)
    assert "What sources did" not in words(client.get("/admin/"))


def test_the_desks_first_page_costs_few_queries_however_much_is_open(django_assert_max_num_queries):
    row = changed()
    for status in (404, 410):
        for kind in Development.URGENT:
            developments.opened(row.article, kind, f"{kind} {status}")
    rita = at_desk("rights")
    rita.get("/admin/")
    with django_assert_max_num_queries(14):
        rita.get("/admin/")


# --- texts that no feed brings


def page_of(body: str) -> bytes:
    return (
        '<!doctype html><html lang="en"><head><title>Why ferries lean</title><script type="application/ld+json">'
        '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Why ferries lean"}</script></head>'
        f"<body><main><article><h1>Why ferries lean</h1>{body}</article></main></body></html>"
    ).encode()


@pytest.mark.on_postgresql_too
def test_the_page_of_the_original_is_read_and_sealed_beside_what_we_hold(settings):
    settings.FETCH_LOOPBACK = True
    server = Server()
    try:
        source = outlet()
        deliver(source, arrival(body_html=BODY, canonical_url=server.address("/ferries")))
        article = live(source, Item.objects.get())
        row = developments.changed_at_source(article, sentence="Its page says that it was changed.")
        paula = at_desk("publisher")
        assert "Fetch its new text" in words(paula.get(page(row)))
        server.says("/ferries", b"<p>not found</p>", 404)
        assert "404" in words(press(paula, row, "fetch")) and article.originals.count() == 1
        server.says("/ferries", page_of(BODY), Content_Type="text/html")
        assert "the same as what we hold" in words(press(paula, row, "fetch"))
        server.says("/ferries", page_of(NEW), Content_Type="text/html")
        text = words(press(paula, row, "fetch"))
        assert "The new text was sealed" in text and "<ins>five</ins>" in text
        article.refresh_from_db()
        assert "four degrees" in article.body_html and article.originals.count() == 2
        press(paula, row, "take_over", reason="They corrected it.")
        article.refresh_from_db()
        assert "five degrees" in article.body_html and not Development.objects.open().exists()
    finally:
        server.stop()
