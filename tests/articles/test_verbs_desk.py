"""The buttons above an article and the pages that ask: who meets which, and what each tells before it is done."""

from __future__ import annotations

import html
import itertools
import re
from functools import partial
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing, resting, trash
from articles.admin.verbs import BUTTONS, Buttons
from articles.models import Amendment, Article, AuditEvent
from articles.rights import rulings
from articles.rights.findings import findings
from tests import builders
from tests.builders import (
    make_amendment,
    make_original,
    make_outlet,
    make_own_article,
    make_terms,
    publish_now,
)
from tests.desk import at_desk, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
make_licensed_article = partial(builders.make_licensed_article, picked_because="It explains the storm.")


def verb_page(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_verb", args=[article.pk, verb])


def press(client: Client, article: Article, verb: str, **values: Any) -> Any:
    """Open the page that asks, and press its button."""
    version = client.get(verb_page(article, verb)).context["form"]["version"].value()
    return client.post(verb_page(article, verb), {"version": version, **values}, follow=True)


def words(answer: Any) -> str:
    markup = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def buttons_of(client: Client, article: Article) -> Buttons:
    return client.get(page_of(article)).context["verbs"]


def verbs_of(client: Client, article: Article) -> list[str]:
    found = buttons_of(client, article)
    return [button.verb for button in (*([found.main] if found.main else []), *found.others, *found.away)]


def again(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


# --- which buttons


def test_every_verb_has_its_button() -> None:
    assert {*publishing.TRANSITIONS, *resting.VERBS, *trash.VERBS} <= set(BUTTONS)


@pytest.mark.parametrize(
    ("role", "status", "main", "others"),
    [
        ("writer", "draft", "submit", ["trash"]),
        ("rights", "draft", "clear", []),
        ("rights", "in_review", "clear", []),
        ("editor", "in_review", "send_back", ["trash"]),
        ("publisher", "ready", "publish", ["send_back", "trash"]),
        ("publisher", "published", "correct", ["put_live", "withdraw"]),
        ("editor", "published", "", []),
        ("publisher", "withdrawn", "restore", ["trash"]),
        ("rights", "withdrawn", "", []),
    ],
)
def test_the_main_next_step_comes_first_for_each_role(role: str, status: str, main: str, others: list[str]) -> None:
    article = make_licensed_article()
    if status in ("published", "withdrawn"):
        publish_now(article)
        if status == "withdrawn":
            publishing.withdraw(article, by=None, reason="It was wrong.")
    else:
        Article.objects.filter(pk=article.pk).update(status=status)
    client = at_desk(role)
    found = buttons_of(client, article)
    assert (found.main.verb if found.main else "") == main
    assert verbs_of(client, article) == [*([main] if main else []), *others]


def test_our_own_draft_can_be_published_at_once_by_a_publisher_and_what_takes_it_away_stands_apart() -> None:
    found = buttons_of(at_desk("publisher"), make_own_article())
    assert found.main and found.main.verb == "publish"
    assert [button.verb for button in found.away] == ["trash"]


def test_the_verbs_of_what_an_article_rests_on_are_there_when_there_is_something_to_do() -> None:
    article, editor, rita = make_licensed_article(terms=make_terms(edits="any")), at_desk("editor"), at_desk("rights")
    assert "adapt" in verbs_of(editor, article) and "take_over" not in verbs_of(editor, article)
    make_original(article, "<p>Water is heavier by now.</p>")
    assert "take_over" in verbs_of(editor, article)
    make_terms(article.outlet)
    assert "rest_on" in verbs_of(rita, article) and "rest_on" not in verbs_of(editor, article)
    assert not set(resting.VERBS) & set(verbs_of(editor, make_own_article()))


def test_an_article_in_the_trash_can_only_be_taken_out() -> None:
    article = make_licensed_article()
    trash.trash(article, by=None, reason="Held twice.")
    assert verbs_of(at_desk("administrator"), article) == ["untrash"]


def states() -> dict[str, Article]:
    terms = make_terms(edits="any", notify_to="desk@commons.example")
    found = {
        "own": make_own_article(),
        "own live": publish_now(make_own_article()),
        "draft": make_licensed_article(terms=terms),
        "adaptation": make_licensed_article(terms=terms),
        "ready": make_licensed_article(terms=terms),
        "live": publish_now(make_licensed_article(terms=terms)),
        "withdrawn": publish_now(make_licensed_article(terms=terms)),
        "trashed": make_licensed_article(terms=terms),
        "without an original": make_licensed_article(terms=terms),
    }
    resting.adapt(found["adaptation"], by=None, reason="For our readers.")
    publishing.clear(found["ready"], by=None)
    publishing.withdraw(found["withdrawn"], by=None, reason="It was wrong.")
    trash.trash(found["trashed"], by=None, reason="Held twice.")
    Article.objects.filter(pk=found["without an original"].pk).update(original=None)
    for name in ("draft", "live", "adaptation"):
        make_original(found[name], "<p>Water is heavier by now.</p>")
    make_terms(terms.outlet, edits="none")
    return found


def test_every_page_that_asks_opens_on_every_article_and_a_press_is_done_or_refused_with_a_sentence() -> None:
    client, found = at_desk("administrator"), states()
    for verb, (name, article) in itertools.product(BUTTONS, found.items()):
        page = client.get(verb_page(article, verb))
        assert page.status_code == 200, (verb, name)
        sent = {"reason": "Because.", "kind": "correction", "text": "It was blue.", "at_0": "", "at_1": ""}
        sent |= {"address": f"https://commons.example/{verb}-{article.pk}"}
        sent |= {"version": page.context["form"]["version"].value()}
        with transaction.atomic():  # and back, so that the next verb meets the same articles
            answer = client.post(verb_page(article, verb), sent)
            said = [str(message) for message in get_messages(answer.wsgi_request)]
            transaction.set_rollback(True)
        client.cookies.pop("messages", None)
        done = answer.status_code == 302
        assert said and (done or answer.status_code == 200), (verb, name)
        assert done == any("Done: " in sentence for sentence in said), (verb, name, said)


# --- who may


@pytest.mark.parametrize(
    ("role", "verb", "status"),
    [
        ("writer", "adapt", 200),
        ("rights", "adapt", 403),
        ("rights", "rest_on", 200),
        ("editor", "rest_on", 403),
        ("publisher", "rest_on", 403),
        ("writer", "tell_outlet", 200),
        ("rights", "tell_outlet", 403),
        ("editor", "put_live", 403),
        ("publisher", "put_live", 200),
    ],
)
def test_each_role_reaches_its_own_verbs_only(role: str, verb: str, status: int) -> None:
    article = make_licensed_article(terms=make_terms(edits="any"))
    assert at_desk(role).get(verb_page(article, verb)).status_code == status


def test_what_readers_see_is_taken_over_by_publishers_alone() -> None:
    article = publish_now(make_licensed_article())
    make_original(article, "<p>Water is heavier by now.</p>")
    assert at_desk("editor").get(verb_page(article, "take_over")).status_code == 403
    assert at_desk("publisher").get(verb_page(article, "take_over")).status_code == 200


def test_charlie_meets_no_page_that_asks() -> None:
    article, charlie = make_licensed_article(), at_desk("reader")
    for verb in BUTTONS:
        assert charlie.get(verb_page(article, verb)).status_code == 302


# --- what the pages tell


def test_the_page_that_clears_shows_the_open_points_and_the_rights_desk_decides_from_there() -> None:
    article = make_licensed_article(terms=make_terms(tracker_required="yes"), fields_received={"title": "Another"})
    rita = at_desk("rights")
    said = words(rita.get(verb_page(article, "clear")))
    assert "The outlet's counter is missing." in said and "Its headline is not the outlet's" in said
    assert "has not cleared it" not in said
    assert f"/admin/articles/article/{article.pk}/decide/headline_change/" in (
        rita.get(verb_page(article, "clear")).content.decode()
    )
    answer = press(rita, article, "clear")
    assert not answer.redirect_chain and "cannot be cleared" in words(answer)
    assert again(article).status == "draft"


@pytest.mark.on_postgresql_too
def test_the_page_that_clears_says_that_nothing_is_open() -> None:
    rita, article = at_desk("rights"), make_licensed_article()
    assert "Nothing is open." in words(rita.get(verb_page(article, "clear")))
    assert press(rita, article, "clear").redirect_chain
    assert again(article).status == "ready" and article.clearances.count() == 1


@pytest.mark.parametrize("verb", ["publish", "restore"])
def test_the_pages_that_bring_it_before_readers_show_what_stands_in_the_way(verb: str) -> None:
    article, paula = publish_now(make_licensed_article()), at_desk("publisher")
    if verb == "restore":
        publishing.withdraw(article, by=None, reason="It was wrong.")
    else:
        Article.objects.filter(pk=article.pk).update(status="ready")
    Article.objects.filter(pk=article.pk).update(section=None)
    article.terms.outlet.terms.update(credit_template="", tracker_required="yes")
    told = [finding for finding in findings(again(article)) if finding.blocks]
    assert len(told) > 2
    said = words(paula.get(verb_page(article, verb)))
    assert "This stands in the way" in said
    assert all(finding.sentence in said and finding.remedy in said for finding in told)
    answer = press(paula, article, verb, reason="It was right.", at_0="", at_1="")
    assert not answer.redirect_chain and all(finding.remedy in words(answer) for finding in told)


def test_taking_over_compares_the_two_originals_first_and_names_the_amendments_that_do_not_fit() -> None:
    article = make_licensed_article(
        body="<p>Water is heavy.</p><p>It stays the same.</p>", terms=make_terms(edits="any"), fields_received={}
    )
    make_amendment(article, "heavy", "weighty")
    newer = make_original(article, "<p>Water is light &amp; <b>wet</b>.</p><p>It stays the same.</p>")
    editor = at_desk("editor")
    page = editor.get(verb_page(article, "take_over"))
    said = words(page)
    assert "Words added: 3, removed: 1, kept: 6." in said
    assert "<del>heavy.</del>" in page.content.decode() and "<ins>light &amp; wet.</ins>" in page.content.decode()
    assert "1 paragraph is the same" in said
    assert "These amendments do not fit the new original house style: heavy → weighty" in said
    answer = press(editor, article, "take_over", reason="It is corrected.")
    assert answer.redirect_chain and "An amendment no longer fits" in words(answer)
    article = again(article)
    assert article.original == newer and "light" in article.body_html
    assert Amendment.objects.get().state == "conflict"


def test_on_a_live_article_taking_over_says_that_readers_get_it_at_once_and_that_misfits_refuse_it() -> None:
    article = make_licensed_article(body="<p>Water is heavy.</p>", terms=make_terms(edits="any"))
    make_amendment(article, "heavy", "weighty")
    publish_now(article)
    make_original(article, "<p>Water is light.</p>")
    paula = at_desk("publisher")
    assert buttons_of(paula, article).main.verb == "take_over"  # type: ignore[union-attr]
    said = words(paula.get(verb_page(article, "take_over")))
    assert "Readers get it at once." in said and "refused until they are mended or dropped" in said
    answer = press(paula, article, "take_over", reason="It is corrected.")
    assert not answer.redirect_chain and "Mend or drop them first." in words(answer)
    assert "weighty" in again(article).body_html


def test_resting_on_newer_terms_shows_what_differs_and_what_would_stand_against_the_article() -> None:
    outlet = make_outlet("The Commons")
    article = publish_now(make_licensed_article(terms=make_terms(outlet, ads="yes", edits="minor")))
    make_terms(outlet, ads="yes", edits="none", tracker_required="yes")
    rita = at_desk("rights")
    page = rita.get(verb_page(article, "rest_on"))
    said = words(page)
    assert "From terms 1 to terms 2 Clause Before After" in said
    assert "Counter demanded not stated yes" in said and "Edits minor edits none" in said
    assert "Advertisements" not in said
    assert "This stands in the way The outlet's counter is missing." in said
    answer = press(rita, article, "rest_on", reason="They wrote to us.")
    assert not answer.redirect_chain and "The outlet's counter is missing." in words(answer)
    assert again(article).terms.number == 1


def test_an_article_rests_on_newer_terms_that_it_keeps_and_is_cleared_anew() -> None:
    outlet = make_outlet()
    article = make_licensed_article(terms=make_terms(outlet))
    publishing.clear(article, by=None)
    make_terms(outlet)
    rita = at_desk("rights")
    said = words(rita.get(verb_page(article, "rest_on")))
    assert "The two versions state every clause alike." in said and "has to clear it again" in said
    assert press(rita, article, "rest_on", reason="They wrote to us.").redirect_chain
    article = again(article)
    assert (article.terms.number, article.status) == (2, "in_review")
    assert AuditEvent.objects.get(verb="rest_on").reason == "They wrote to us."


def test_an_adaptation_is_made_with_a_word_on_how_it_is_credited_and_taken_back_with_what_would_go() -> None:
    terms = make_terms(edits="any", credit_template_edited="Edited by {newsroom}. From {outlet}.")
    article, editor = make_licensed_article(body="<p>Water is heavy.</p>", terms=terms), at_desk("editor")
    assert "Edited by {newsroom}. From {outlet}." in words(editor.get(verb_page(article, "adapt")))
    assert press(editor, article, "adapt", reason="For our readers.").redirect_chain
    Article.objects.filter(pk=article.pk).update(body_html="<p>Water is wet.</p>")
    page = editor.get(verb_page(article, "take_original_back")).content.decode()
    assert "<del>wet.</del>" in page and "<ins>heavy.</ins>" in page
    assert press(editor, article, "take_original_back", reason="The author asked.").redirect_chain
    assert again(article).body_html == "<p>Water is heavy.</p>"


def test_the_outlet_is_told_and_the_duty_is_kept() -> None:
    terms = make_terms(notify_to="desk@commons.example")
    article = publish_now(make_licensed_article(terms=terms))
    editor = at_desk("editor")
    assert buttons_of(editor, article).main.verb == "tell_outlet"  # type: ignore[union-attr]
    page = editor.get(verb_page(article, "tell_outlet"))
    assert "desk@commons.example" in words(page)
    assert not press(editor, article, "tell_outlet", reason=" ").redirect_chain
    answer = press(editor, article, "tell_outlet", reason="Nora Lind, by mail: it is live.")
    assert answer.redirect_chain
    assert AuditEvent.objects.get(verb="tell_outlet").reason == "Nora Lind, by mail: it is live."
    assert buttons_of(editor, article).main is None and "nobody has said that it was" not in words(answer)


def test_an_outlet_that_does_not_want_to_be_told_has_no_such_button() -> None:
    assert "tell_outlet" not in verbs_of(at_desk("publisher"), publish_now(make_licensed_article()))
    assert "tell_outlet" not in verbs_of(at_desk("publisher"), publish_now(make_own_article()))


def test_a_verb_without_its_reason_says_so_at_the_field_and_keeps_the_page() -> None:
    article = publish_now(make_own_article())
    answer = press(at_desk("publisher"), article, "withdraw", reason="")
    assert "reason" in answer.context["form"].errors and not answer.redirect_chain


def test_hostile_texts_are_words_on_every_page_that_asks() -> None:
    evil = "<script>alert(1)</script>"
    terms = make_terms(make_outlet("<i>Eve</i>"), edits="any", credit_template_edited=f"<b>{evil}</b>", notify_to=evil)
    article = make_licensed_article(body=f"<p>{html.escape(evil)} is heavy.</p>", terms=terms)
    make_amendment(article, "heavy", evil)
    make_original(article, f"<p>{html.escape(evil)} is {html.escape('<img src=x>')}.</p>")
    make_terms(terms.outlet, social_tag=evil)
    rulings.rule("onward", by=None, allowed=True, reason=evil, article=article)
    client = at_desk("administrator")
    for verb in BUTTONS:
        page = client.get(verb_page(article, verb)).content.decode()
        assert evil not in page and "<img src=x" not in page and "<i>Eve" not in page, verb


def test_a_scheduled_moment_is_asked_for_and_kept() -> None:
    article, paula = make_licensed_article(), at_desk("publisher")
    publishing.clear(article, by=None)
    assert press(paula, article, "publish", at_0="2099-01-01", at_1="06:00").redirect_chain
    article = again(article)
    assert article.status == "published" and article.published_at and article.published_at > timezone.now()
