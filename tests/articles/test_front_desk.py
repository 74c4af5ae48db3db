"""Editors arrange the front page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles import curating, publishing
from articles.front import LEAD, PLACE_TOP, RAIL, Arrangement, Choice, Spot
from articles.models import AuditEvent, Front, FrontRail, FrontSlot, Section
from records.versioned import Stale
from tests.articles.test_front import front as seen
from tests.articles.test_front import many, story
from tests.builders import make_own_article, make_section, make_user, publish_now
from tests.desk import at_desk

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
DESK = "/admin/articles/front/"


@pytest.fixture
def editor() -> Client:
    return at_desk("editor")


def typed(client: Client, **values: Any) -> dict[str, Any]:
    """What the browser would send from the screen as it stands, but for what is typed."""
    form = client.get(DESK).context["form"]
    sent = {bound.html_name: bound.value() for bound in form}
    for name, value in sent.items():
        if isinstance(value, dt.datetime):
            sent[name] = value.strftime("%Y-%m-%dT%H:%M")
    return {name: "" if value is None else value for name, value in sent.items()} | {
        name.replace("_", "-"): value for name, value in values.items()
    }


def errors(response: Any) -> str:
    return " ".join(each.text() for each in LexborHTMLParser(response.content.decode()).css(".errorlist li"))


def line(client: Client, name: str) -> str:
    page = LexborHTMLParser(client.get(DESK).content.decode())
    return " ".join(page.css_first(f"#{name}").text().split())


def test_editor_chooses_by_what_is_offered_by_address_and_by_headline(client, editor):
    stories = many(12)
    page = LexborHTMLParser(editor.get(DESK).content.decode())
    assert f"Business 9 ({stories[9].pk})" in {each.attributes["value"] for each in page.css("#stories option")}
    sent = typed(
        editor,
        lead_story=f"Any words ({stories[9].pk})",
        top_1_story=f"https://newsroom.example{stories[8].get_absolute_url()}2/",
        top_2_story="Business 7",
        top_3_story=f"https://newsroom.example/admin/articles/article/{stories[6].pk}/change/",
        top_4_story=str(stories[5].pk),
    )
    assert editor.post(DESK, sent).status_code == 302
    shown = seen(client)
    assert shown["lead"] == ["Business 9"]
    assert shown["top"] == ["Business 8", "Business 7", "Business 6", "Business 5"]


def test_a_headline_that_ends_in_a_number_is_that_story_and_not_the_one_with_the_number(editor):
    other = story("Something else")
    meant = story(f"The elections ({other.pk})")
    editor.post(DESK, typed(editor, lead_story=meant.title))
    assert curating.stored().chosen[Spot(LEAD)].article == meant.pk


def test_log_tells_what_changed_and_is_written_with_it(editor):
    stories = many(3)
    editor.post(DESK, typed(editor, lead_story=str(stories[2].pk)))
    (event,) = AuditEvent.objects.filter(verb="arrange_front")
    assert event.actor_name == "Bob"
    assert event.details["changes"] == [f"Lead: by itself → “Business 2” ({stories[2].pk})"]
    editor.post(DESK, typed(editor))
    assert AuditEvent.objects.filter(verb="arrange_front").count() == 1, "nothing was changed, nothing is told"
    assert "Business 2" in editor.get(DESK).content.decode()


@pytest.mark.on_postgresql_too
def test_rails_get_stories_lengths_and_an_end(client, editor):
    many(16)
    other = story("Of science", hours=99, section="Science")
    science, business = Section.objects.get(name="Science"), Section.objects.get(name="Business")
    until = timezone.localtime(timezone.now() + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    sent = typed(editor) | {f"rail-{business.pk}": "1"}
    sent |= {f"rail-{business.pk}-1-story": str(other.pk), f"rail-{business.pk}-1-until": until}
    editor.post(DESK, sent)
    assert seen(client)["Business"] == ["Of science"]
    slot = FrontSlot.objects.get()
    assert (slot.section, timezone.localtime(slot.until).strftime("%Y-%m-%dT%H:%M")) == (business, until)
    assert FrontRail.objects.get().stories == 1
    editor.post(DESK, typed(editor) | {f"rail-{science.pk}": "0", f"rail-{business.pk}": "4"})
    assert [(rail.section, rail.stories) for rail in FrontRail.objects.all()] == [(science, 0)]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ({"lead_story": "No such headline"}, "No story is found by “No such headline”"),
        ({"lead_story": "<b>&\"'</b>"}, "No story is found"),
        ({"lead_story": "https://[broken/business/x"}, "No story is found"),
        ({"lead_story": "9" * 30}, "No story is found"),
        ({"lead_story": "\x00"}, "Null characters"),
        ({"lead_story": "Twice"}, "2 stories are called “Twice”"),
        ({"lead_until": "2031-01-01T10:00"}, "A time without a story"),
        ({"lead_story": "Business 0", "lead_until": "2001-01-01T10:00"}, "This moment has passed"),
        ({"lead_story": "Business 0", "lead_until": "9999-12-31T23:59"}, "The year 9999 cannot be"),
        ({"lead_story": "Business 0", "lead_until": "soon"}, "Enter a valid date/time"),
        ({"lead_story": "Business 0", "top_2_story": "Business 0"}, "stands in another place already: Lead"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_saved(client, editor, what, told):
    many(2)
    for _time in range(2):
        story("Twice", hours=50)
    response = editor.post(DESK, typed(editor, **what))
    assert response.status_code == 200 and told in errors(response)
    assert not FrontSlot.objects.exists() and not AuditEvent.objects.filter(verb="arrange_front").exists()
    assert seen(client)["lead"] == ["Business 0"]


@pytest.mark.on_postgresql_too
def test_stories_move_up_and_down_without_being_saved(editor):
    stories = many(3)
    sent = typed(editor, lead_story=f"A ({stories[0].pk})", top_1_story=f"B ({stories[1].pk})")
    form = editor.post(DESK, sent | {"do": "up:top-1"}).context["form"]
    assert (form["lead-story"].value(), form["top-1-story"].value()) == (f"B ({stories[1].pk})", f"A ({stories[0].pk})")
    again = {bound.html_name: bound.value() or "" for bound in form}
    form = editor.post(DESK, again | {"do": "down:lead"}).context["form"]
    assert form["lead-story"].value() == f"A ({stories[0].pk})"
    assert not FrontSlot.objects.exists()
    for nonsense in ("up:lead", "down:nothing", "up:", "down:top-4"):
        assert editor.post(DESK, sent | {"do": nonsense}).status_code == 200
    editor.post(DESK, {bound.html_name: bound.value() or "" for bound in form})
    assert FrontSlot.objects.get(place="lead").article == stories[0]


def test_front_is_tried_before_it_is_saved(client, editor):
    stories = many(4)
    response = editor.post(DESK, typed(editor, lead_story=str(stories[3].pk)) | {"do": "try"})
    page = LexborHTMLParser(response.content.decode())
    assert page.css_first(".front-lead .headline a").text() == "Business 3"
    assert "nothing is saved" in page.css_first(".preview-banner").text()
    assert "no-store" in response["Cache-Control"]
    assert seen(client)["lead"] == ["Business 0"]
    assert b"preview-banner" not in client.get("/").content


def test_screen_says_why_a_story_that_was_chosen_does_not_show(editor):
    stories = many(4)
    soon = publish_now(make_own_article("Soon"), timezone.now() + dt.timedelta(hours=1))
    draft = make_own_article("Draft")
    editor.post(
        DESK,
        typed(
            editor,
            lead_story=str(stories[3].pk),
            top_1_story=str(soon.pk),
            top_2_story=str(draft.pk),
            top_3_story=str(stories[2].pk),
        ),
    )
    publishing.withdraw(stories[3], by=None, reason="It was wrong.")
    FrontSlot.objects.filter(article=stories[2]).update(until=timezone.now() - dt.timedelta(minutes=5))
    assert "It is not published: its status is “withdrawn”." in line(editor, "lead")
    assert "By itself: Business 0" in line(editor, "lead")
    assert "Scheduled for " in line(editor, "top-1") and "takes its place by itself" in line(editor, "top-1")
    assert "It is not published: its status is “draft”." in line(editor, "top-2")
    assert "Its time in this place ended" in line(editor, "top-3")
    assert editor.post(DESK, typed(editor)).status_code == 302, "what is over may stay where it is"


@pytest.mark.on_postgresql_too
def test_second_of_two_editors_is_told_and_loses_nothing(editor):
    stories = many(3)
    theirs = typed(editor, lead_story=str(stories[1].pk))
    ours = typed(editor, lead_story=str(stories[2].pk))
    assert at_desk("publisher").post(DESK, theirs).status_code == 302
    response = editor.post(DESK, ours)
    assert "was saved by somebody else while you were working on it: Paula" in errors(response)
    assert response.context["form"]["lead-story"].value() == str(stories[2].pk)
    assert FrontSlot.objects.get().article == stories[1]


def test_arranging_what_somebody_else_arranged_meanwhile_writes_nothing():
    stories = many(2)
    first, second = Front.the_one(), Front.the_one()
    curating.arrange(first, Arrangement({Spot(LEAD): Choice(stories[1].pk)}), by=None)
    with pytest.raises(Stale):
        curating.arrange(second, Arrangement(), by=None)
    assert FrontSlot.objects.get().article == stories[1]
    assert AuditEvent.objects.filter(verb="arrange_front").count() == 1


def test_what_is_arranged_is_what_is_stored():
    stories = many(3)
    section = make_section()
    wanted = Arrangement(
        {
            Spot(LEAD): Choice(stories[0].pk, timezone.now() + dt.timedelta(days=1)),
            Spot(PLACE_TOP, 3): Choice(stories[1].pk),
            Spot(RAIL, 2, section.pk): Choice(stories[2].pk),
        },
        {section.pk: 2},
    )
    curating.arrange(Front.the_one(), wanted, by=None)
    assert curating.stored() == wanted


def test_editors_and_publishers_arrange_and_the_others_look(client):
    stories = many(2)
    for role in ("writer", "rights"):
        colleague = at_desk(role)
        assert colleague.get(DESK).status_code == 200
        assert b'value="save"' not in colleague.get(DESK).content
        assert colleague.post(DESK, {"lead-story": str(stories[1].pk)}).status_code == 403
    for role in ("editor", "publisher", "administrator"):
        assert b'value="save"' in at_desk(role).get(DESK).content
    assert client.get(DESK).status_code == 302
    with pytest.raises(PermissionDenied):
        curating.arrange(Front.the_one(), Arrangement({Spot(LEAD): Choice(stories[0].pk)}), by=make_user("writer"))
    assert not FrontSlot.objects.exists()
    assert "Front page" in at_desk("editor").get(reverse("admin:index")).content.decode()


def test_headlines_of_others_are_text_on_the_screen(editor):
    story('<script>alert("x")</script>')
    assert b"<script>alert" not in editor.get(DESK).content
