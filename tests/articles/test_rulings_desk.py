"""The page on which the rights desk decides what terms leave open, and what was decided, read as evidence."""

from __future__ import annotations

import html
import re
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.models import Article, AuditEvent, Clearance, Ruling
from articles.rights import rulings
from outlets.models import Terms
from tests import builders
from tests.builders import make_outlet, make_own_article, make_terms, make_user
from tests.desk import at_desk, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
make_licensed_article = partial(builders.make_licensed_article, picked_because="It explains the storm.")


def decide_page(article: Article, clause: str) -> str:
    return reverse("admin:articles_article_decide", args=[article.pk, clause])


def typed(client: Client, article: Article, clause: str, **values: Any) -> dict[str, Any]:
    """The form as the rights desk fills it in: a yes for this article, by its own judgement, unless told otherwise."""
    seen = client.get(decide_page(article, clause)).context["form"]["version"].value()
    wanted = {"allowed": "yes", "scope": "article", "basis": "desk", "reason": "They say so in their guide."}
    return {"version": seen, **wanted, **values}


def words(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def asking_article(**terms: Any) -> Article:
    """Its headline is not the outlet's, and the terms do not say that it may be."""
    article = make_licensed_article(
        terms=make_terms(make_outlet("The Commons"), **terms), fields_received={"title": "The outlet's own headline"}
    )
    return Article.objects.get(pk=article.pk)


def test_the_page_shows_the_clause_what_the_terms_say_and_the_outlets_words() -> None:
    article = asking_article()
    Terms.objects.filter(pk=article.terms_id).update(remarks={"headline_change": "Headlines are written with care."})
    said = words(at_desk("rights").get(decide_page(article, "headline_change")))
    assert "Decide: Another headline" in said and "Terms: not stated" in said
    assert "Its headline is not the outlet's" in said
    assert "In the outlet's words: Headlines are written with care." in said


def test_rita_allows_it_for_this_article_and_it_can_be_cleared() -> None:
    article, rita = asking_article(), at_desk("rights")
    with pytest.raises(publishing.NotAllowed):
        publishing.clear(article, by=None)
    answer = rita.post(decide_page(article, "headline_change"), typed(rita, article, "headline_change"), follow=True)
    assert answer.redirect_chain[0][0] == f"{page_of(article)}#rights"
    assert "Decided: Another headline." in words(answer)
    ruling = Ruling.objects.get()
    assert (ruling.article, ruling.allowed, ruling.basis) == (article, True, "desk")
    assert ruling.made_by.first_name == "Rita" and ruling.reason == "They say so in their guide."
    assert AuditEvent.objects.filter(verb="rule", article=article, actor=ruling.made_by).exists()
    publishing.clear(Article.objects.get(pk=article.pk), by=None)


@pytest.mark.on_postgresql_too
def test_a_decision_for_the_outlet_says_how_many_articles_it_touches_and_opens_them_all() -> None:
    article, rita = asking_article(), at_desk("rights")
    other = make_licensed_article(outlet=article.outlet, fields_received={"title": "Theirs"})
    settled = make_licensed_article(outlet=article.outlet, fields_received={"title": "Theirs too"})
    rulings.rule("headline_change", by=None, allowed=False, reason="Not this one.", article=settled)
    make_licensed_article("Somebody else's")
    page = words(rita.get(decide_page(article, "headline_change")))
    assert "all of The Commons: 2 articles that we hold, and every one to come" in page
    sent = typed(rita, article, "headline_change", scope="outlet")
    assert rita.post(decide_page(article, "headline_change"), sent).status_code == 302
    ruling = Ruling.objects.latest("id")
    assert (ruling.article, ruling.outlet) == (None, article.outlet)
    assert set(Article.objects.filter(rights_light="green", outlet=article.outlet)) == {article, other}


def test_it_is_not_decided_for_all_where_the_newest_terms_state_it() -> None:
    article, rita = asking_article(), at_desk("rights")
    make_terms(article.outlet, headline_change="no")
    asked = rita.get(decide_page(article, "headline_change")).context["form"].fields["scope"]
    assert [value for value, _label in asked.choices] == ["article"]
    sent = typed(rita, article, "headline_change", scope="outlet")
    assert rita.post(decide_page(article, "headline_change"), sent).status_code == 200
    assert not Ruling.objects.exists()


@pytest.mark.parametrize("clause", ["licence_stated", "own_stories_only", "in_force_to"])
def test_a_question_about_the_item_is_decided_for_the_item_alone(clause: str) -> None:
    rita = at_desk("rights")
    asked = rita.get(decide_page(asking_article(), clause)).context["form"].fields["scope"]
    assert [value for value, _label in asked.choices] == ["article"]


def test_where_the_terms_say_to_ask_a_yes_needs_the_outlets_word_and_each_missing_part_is_told_at_its_field() -> None:
    article, rita = asking_article(headline_change="ask"), at_desk("rights")
    page = rita.get(decide_page(article, "headline_change"))
    assert page.context["form"]["basis"].value() == "outlet" and "needs the outlet's own word" in words(page)
    sent = typed(rita, article, "headline_change", basis="desk")
    answer = rita.post(decide_page(article, "headline_change"), sent)
    assert "needs the outlet's own word" in answer.context["form"].errors["basis"][0]
    sent = typed(rita, article, "headline_change", basis="outlet", evidence="", given_by="Nora Lind")
    answer = rita.post(decide_page(article, "headline_change"), sent)
    assert set(answer.context["form"].errors) == {"given_at", "evidence"}
    assert 'value="Nora Lind"' in answer.content.decode() and "They say so in their guide." in words(answer)
    whole = sent | {"given_at": "2026-03-01T12:30", "evidence": "Go ahead."}
    assert rita.post(decide_page(article, "headline_change"), whole).status_code == 302
    ruling = Ruling.objects.get()
    assert (ruling.basis, ruling.given_by, ruling.evidence) == ("outlet", "Nora Lind", "Go ahead.")
    assert ruling.given_at.isoformat() == "2026-03-01T12:30:00+00:00"


def test_a_no_needs_no_evidence_and_says_why() -> None:
    article, rita = asking_article(headline_change="ask"), at_desk("rights")
    sent = typed(rita, article, "headline_change", allowed="no", basis="desk", reason="")
    answer = rita.post(decide_page(article, "headline_change"), sent)
    assert set(answer.context["form"].errors) == {"reason"} and not Ruling.objects.exists()
    assert rita.post(decide_page(article, "headline_change"), sent | {"reason": "Theirs is better."}).status_code == 302
    assert not Ruling.objects.get().allowed


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("allowed", "perhaps"),
        ("scope", "everybody"),
        ("basis", "a rumour"),
        ("given_at", "tomorrow"),
        ("given_at", "2999-01-01T00:00"),
        ("reason", "x" * 501),
        ("reason", "with a \x00"),
        ("given_by", "x" * 201),
        ("version", "nonsense"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field_and_nothing_else_is_lost(field: str, value: str) -> None:
    article, rita = asking_article(), at_desk("rights")
    sent = typed(rita, article, "headline_change", evidence="A long message.", **{field: value})
    answer = rita.post(decide_page(article, "headline_change"), sent)
    assert answer.status_code == 200 and field in answer.context["form"].errors
    assert "A long message." in words(answer) and not Ruling.objects.exists()


def test_somebody_who_saved_meanwhile_is_told_of_first_and_what_was_typed_stays() -> None:
    article, rita = asking_article(), at_desk("rights")
    sent = typed(rita, article, "headline_change", reason="A reason typed at length.")
    publishing.submit(Article.objects.get(pk=article.pk), by=make_user("writer"))
    answer = rita.post(decide_page(article, "headline_change"), sent)
    said = words(answer)
    assert "saved by somebody else" in said and "Alice" in said and "A reason typed at length." in said
    assert not Ruling.objects.exists()
    again = sent | {"version": answer.context["form"]["version"].value()}
    assert rita.post(decide_page(article, "headline_change"), again).status_code == 302
    assert Ruling.objects.count() == 1


@pytest.mark.parametrize("role", ["writer", "editor", "publisher"])
def test_nobody_else_decides(role: str) -> None:
    article, client = asking_article(), at_desk(role)
    assert client.get(decide_page(article, "headline_change")).status_code == 403
    assert client.post(decide_page(article, "headline_change"), {"allowed": "yes"}).status_code == 403
    assert not Ruling.objects.exists()


def test_charlie_is_sent_to_the_door() -> None:
    assert at_desk("reader").get(decide_page(asking_article(), "headline_change")).status_code == 302


@pytest.mark.parametrize("clause", ["ads", "ai_use", "no_such_clause", "outlet"])
def test_what_the_terms_state_or_nobody_decides_leads_back_with_a_sentence(clause: str) -> None:
    article, rita = asking_article(ads="no"), at_desk("rights")
    answer = rita.get(decide_page(article, clause), follow=True)
    assert "leave nothing to decide here" in words(answer)
    rita.post(decide_page(article, clause), {"allowed": "yes", "scope": "article", "basis": "desk", "reason": "x"})
    assert not Ruling.objects.exists()


def test_our_own_work_rests_on_nobodys_terms() -> None:
    assert at_desk("rights").get(decide_page(make_own_article(), "onward")).status_code == 404


def test_an_article_in_the_trash_is_left_alone() -> None:
    from articles import trash

    article, rita = asking_article(), at_desk("rights")
    trash.trash(article, by=None, reason="Held twice.")
    assert "is in the trash" in words(rita.get(decide_page(article, "headline_change"), follow=True))


# --- what was decided, as evidence


def ruled_article() -> Article:
    article = asking_article()
    rulings.rule(
        "headline_change", by=make_user("rights"), allowed=True, reason="<b>Asked</b> & told.", article=article,
        basis="outlet", given_by="Nora <i>Lind</i>", evidence="<script>alert(1)</script>",
    )  # fmt: skip
    publishing.clear(article, by=make_user("rights"))
    return article


@pytest.mark.parametrize("role", ["writer", "editor", "rights", "publisher"])
@pytest.mark.parametrize("kind", [Ruling, Clearance])
def test_everybody_at_the_desk_reads_it_and_nobody_writes_it(role: str, kind: Any) -> None:
    ruled_article()
    row, client = kind.objects.get(), at_desk(role)
    page = client.get(page_of(row))
    assert page.status_code == 200 and 'name="_save"' not in page.content.decode()
    assert client.post(page_of(row), {"reason": "Forged"}).status_code == 403
    assert client.post(page_of(row, "delete"), {"post": "yes"}).status_code == 403
    assert client.get(reverse(f"admin:articles_{kind._meta.model_name}_add")).status_code == 403
    assert client.get(reverse(f"admin:articles_{kind._meta.model_name}_changelist")).status_code == 200


def test_a_ruling_is_read_in_words_and_hostile_ones_are_text() -> None:
    ruled_article()
    client = at_desk("administrator")
    page = client.get(page_of(Ruling.objects.get()))
    said = words(page)
    assert "Another headline" in said and "the outlet's word" in said and "<b>Asked</b> & told." in said
    listed = client.get(reverse("admin:articles_ruling_changelist")).content.decode()
    for markup in (page.content.decode(), listed):
        assert "<script>alert(1)" not in markup and "<b>Asked" not in markup


def test_a_clearance_is_read_as_a_table_with_what_was_found_and_decided_then() -> None:
    ruled_article()
    page = at_desk("editor").get(page_of(Clearance.objects.get()))
    said = words(page)
    assert "Clause Terms said It stood Found and decided" in said
    assert "Another headline not stated kept" in said
    assert "Allowed for this article, on the outlet's word: <b>Asked</b> & told." in said
    assert "&quot;clauses&quot;" not in page.content.decode() and "{'" not in said


@pytest.mark.parametrize(
    "snapshot",
    [
        None, "x", [], {}, {"clauses": "x"}, {"clauses": [None, 1, {}]}, {"at": 7, "clauses": [{"findings": "abc"}]},
        {"at": "2026-13-45T00:00:00", "clauses": [{"light": "blue", "ruling": [], "findings": [{"sentence": "<b>"}]}]},
    ],
)  # fmt: skip
def test_a_clearance_written_past_the_product_is_read_as_far_as_it_goes(snapshot: Any) -> None:
    from articles.admin import decisions

    assert set(decisions.read(snapshot)) == {"at", "terms", "original", "sha256", "rows"}


@pytest.mark.on_postgresql_too
def test_rulings_are_found_by_clause_outlet_and_what_they_count_for() -> None:
    article = ruled_article()
    rulings.rule("onward", by=None, allowed=True, reason="Asked.", outlet=article.outlet)
    client, address = at_desk("rights"), reverse("admin:articles_ruling_changelist")

    def found(**query: str) -> set[str]:
        return {ruling.clause for ruling in client.get(address, query).context["cl"].result_list}

    assert found(scope="outlet") == {"onward"} and found(scope="article") == {"headline_change"}
    assert found(clause="onward") == {"onward"} and found(allowed__exact="0") == set()
    assert found(q="Nora") == {"headline_change"}
    assert found(outlet__id__exact=str(article.outlet_id)) == {"onward", "headline_change"}


@pytest.mark.parametrize("kind", ["ruling", "clearance"])
def test_the_lists_take_the_same_queries_however_long_they_are(kind: str, django_assert_max_num_queries: Any) -> None:
    for _number in range(6):
        ruled_article()
    client = at_desk()
    with django_assert_max_num_queries(18):
        client.get(reverse(f"admin:articles_{kind}_changelist"))


# --- where an outlet and its terms are kept


def test_the_pages_of_an_outlet_and_its_terms_tell_what_was_decided_for_all_of_it() -> None:
    article = ruled_article()
    rulings.rule("onward", by=None, allowed=False, reason="Early guess.", outlet=article.outlet)
    rulings.rule("onward", by=make_user("rights"), allowed=True, reason="<b>Asked</b> again.", outlet=article.outlet)
    rita = at_desk("rights")
    for row in (article.outlet, article.terms):
        answer = rita.get(page_of(row))
        said = words(answer)
        assert "Passing on to partners" in said and "<b>Asked</b> again." in said and "Early guess." not in said
        assert "1 ruling for a single article" in said and "<b>Asked" not in answer.content.decode()
        assert f"scope=article&amp;outlet__id__exact={article.outlet_id}" in answer.content.decode() or (
            f"outlet__id__exact={article.outlet_id}&amp;scope=article" in answer.content.decode()
        )
    assert "These terms say" in words(rita.get(page_of(article.terms)))


def test_somebody_who_may_not_see_rulings_is_not_told_of_them() -> None:
    from django.contrib.auth.models import Permission

    article = ruled_article()
    user = make_user("reader", is_active=True)
    user.is_staff = True
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_outlet", "view_terms", "view_article"]))
    client = Client()
    client.force_login(user)
    for row in (article.outlet, article.terms):
        assert "ruling" not in words(client.get(page_of(row)))
    assert "The ruling" not in words(client.get(page_of(article)))
