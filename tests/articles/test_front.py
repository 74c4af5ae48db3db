"""The front page that readers see: as editors arranged it, and by itself where they did not."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles import publishing
from articles.front import IN_RAIL, RECENT, TOP
from articles.models import Article, Front, FrontRail, FrontSlot, Section
from tests.builders import (
    add_picture,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_section,
    publish_now,
)

pytestmark = pytest.mark.django_db
ABOVE = 1 + TOP + RECENT


def story(title: str, *, hours: float = 1, section: str = "Business", **fields: Any) -> Article:
    article = make_own_article(title, section=make_section(section), **fields)
    return publish_now(article, timezone.now() - dt.timedelta(hours=hours))


def many(number: int, section: str = "Business", since: float = 1) -> list[Article]:
    """Newest first: “Business 0”, “Business 1”, …, an hour apart. Copies of one that was published as any is."""
    first = story(f"{section} 0", hours=since, section=section)
    return [first, *(copied(first, f"{section} {each}", each) for each in range(1, number))]


def copied(article: Article, title: str, hours_before: float) -> Article:
    at = article.published_at - dt.timedelta(hours=hours_before)
    names = {field.attname for field in Article._meta.concrete_fields} - {"id", "uuid"}
    values = {name: getattr(article, name) for name in names}
    values |= {"title": title, "slug": f"{article.slug}-{hours_before}", "source_id": "", "source_number": ""}
    (copy,) = Article.objects.bulk_create([Article(**values | {"published_at": at, "opens_at": at})])
    return copy


def choose(article: Article, place: str = "lead", position: int = 1, **fields: Any) -> FrontSlot:
    return FrontSlot.objects.create(front=Front.the_one(), article=article, place=place, position=position, **fields)


def front(client: Any) -> dict[str, list[str]]:
    """The headlines by where they stand: lead, top, recent, and each section's rail."""
    page = LexborHTMLParser(client.get("/").content.decode())

    def under(selector: str) -> list[str]:
        return [" ".join(link.text().split()) for link in page.css(f"{selector} .headline a")]

    shown = {name: under(f".front-{name}") for name in ("lead", "top", "recent")}
    for rail in page.css(".rail"):
        name = rail.css_first(".label a").text()
        shown[name] = [" ".join(link.text().split()) for link in rail.css(".headline a")]
    everything = [link.attributes["href"] for link in page.css(".headline a")]
    assert len(everything) == len(set(everything)), "a story stands on the front twice"
    return shown


def test_front_that_nobody_curates_is_the_newest_and_then_each_section(client):
    many(10, "Business")
    many(9, "Politics", since=1.5)
    shown = front(client)
    newest = [f"{section} {number}" for number in range(9) for section in ("Business", "Politics")]
    assert shown["lead"] == newest[:1]
    assert shown["top"] == newest[1 : 1 + TOP]
    assert shown["recent"] == newest[1 + TOP : ABOVE]
    assert shown["Business"] == ["Business 7", "Business 8", "Business 9"]
    assert shown["Politics"] == ["Politics 6", "Politics 7", "Politics 8"]


def test_newest_with_a_picture_leads_where_nobody_chose(client):
    stories = many(6)
    add_picture(stories[2])
    add_picture(stories[5])
    shown = front(client)
    assert shown["lead"] == ["Business 2"]
    assert shown["top"] == ["Business 0", "Business 1", "Business 3", "Business 4"]


def test_picture_of_last_week_does_not_lead_over_today(client):
    stories = many(6)
    add_picture(stories[5])
    assert front(client)["lead"] == ["Business 0"]


def test_editors_choose_lead_places_beside_it_and_rails(client):
    stories = many(30)
    choose(stories[20])
    choose(stories[22], "top", 2)
    choose(stories[0], "rail", 2, section=Section.objects.get())
    shown = front(client)
    assert shown["lead"] == ["Business 20"]
    assert shown["top"] == ["Business 1", "Business 22", "Business 2", "Business 3"]
    assert shown["recent"][0] == "Business 4"
    assert shown["Business"] == ["Business 12", "Business 0", "Business 13", "Business 14"]


def test_story_may_stand_in_the_rail_of_another_section(client):
    many(20)
    story("Of science", hours=90, section="Science")
    elsewhere = story("A law", hours=99, section="Politics")
    choose(elsewhere, "rail", 1, section=Section.objects.get(name="Science"))
    shown = front(client)
    assert shown["Science"] == ["A law", "Of science"]
    assert "Politics" not in shown


def withdraw(article: Article) -> None:
    publishing.withdraw(article, by=None, reason="It was wrong.")


def embargo(article: Article) -> None:
    article.embargo_until = timezone.now() + dt.timedelta(hours=1)
    article.save()


def expire(article: Article) -> None:
    article.usable_until = timezone.now() - dt.timedelta(minutes=1)
    article.save()


def trash(article: Article) -> None:
    article.trashed_at = timezone.now()
    article.save()


def end_its_slot(article: Article) -> None:
    FrontSlot.objects.filter(article=article).update(until=timezone.now() - dt.timedelta(seconds=1))


@pytest.mark.parametrize("happens", [withdraw, embargo, expire, trash])
def test_story_that_readers_may_not_see_falls_out_and_the_newest_takes_its_place(client, happens):
    stories = many(8)
    for article, place in ((stories[6], "lead"), (stories[7], "top")):
        choose(article, place)
        happens(article)
    shown = front(client)
    assert shown["lead"] == ["Business 0"]
    assert shown["top"] == ["Business 1", "Business 2", "Business 3", "Business 4"]


def test_place_whose_time_is_over_is_filled_as_if_nobody_had_chosen(client):
    stories = many(8)
    choose(stories[6])
    end_its_slot(stories[6])
    shown = front(client)
    assert shown["lead"] == ["Business 0"] and "Business 6" in shown["recent"]


def test_copy_of_the_front_is_not_kept_past_the_time_of_a_place(client):
    stories = many(3)
    choose(stories[1], until=timezone.now() + dt.timedelta(seconds=20))
    assert front(client)["lead"] == ["Business 1"]
    assert int(client.get("/")["Cache-Control"].rpartition("=")[2]) <= 20


def test_scheduled_story_takes_its_place_when_its_time_comes(client):
    many(3)
    soon = publish_now(make_own_article("Soon"), timezone.now() + dt.timedelta(hours=1))
    choose(soon)
    assert front(client)["lead"] == ["Business 0"]
    soon.published_at = timezone.now() - dt.timedelta(minutes=1)
    soon.save()
    assert front(client)["lead"] == ["Soon"]


def test_rail_is_as_long_as_editors_say_and_none_where_they_say_none(client):
    many(40, "Business")
    for name in ("Politics", "Science"):
        many(12, name, since=100)
    for name, length in (("Politics", 0), ("Science", 6)):
        FrontRail.objects.create(front=Front.the_one(), section=Section.objects.get(name=name), stories=length)
    shown = front(client)
    assert "Politics" not in shown
    assert (len(shown["Business"]), len(shown["Science"])) == (IN_RAIL, 6)


def test_front_of_few_stories_repeats_none(client):
    many(2)
    shown = front(client)
    assert (shown["lead"], shown["top"], shown["recent"]) == (["Business 0"], ["Business 1"], [])


def test_behind_the_front_lies_everything_that_does_not_stand_above_its_rails(client):
    stories = many(ABOVE + 3)
    choose(stories[-1])
    page = LexborHTMLParser(client.get("/").content.decode())
    older = client.get(page.css_first(".front-recent a[rel=next]").attributes["href"]).content.decode()
    listed = [link.text() for link in LexborHTMLParser(older).css(".row .headline a")]
    assert listed == [article.title for article in stories[ABOVE - 1 :]]


def test_every_licensed_story_on_the_front_names_its_outlet(client):
    first = publish_now(make_licensed_article("Ferry", outlet=make_outlet("The Commons")))
    for number in range(1, ABOVE + 2):
        copied(first, f"Ferry {number}", number)
    rows = LexborHTMLParser(client.get("/").content.decode()).css(".row")
    assert len(rows) == ABOVE + 2
    assert {row.css_first(".credit-outlet").text() for row in rows} == {"The Commons"}


def test_headlines_and_names_of_others_are_text_on_the_front(client):
    hostile = "<script>alert(1)</script>\"'&amp;"
    first = publish_now(
        make_licensed_article(
            hostile,
            outlet=make_outlet(hostile, slug="hostile"),
            bylines=[(hostile, "", "")],
            kicker=hostile,
            standfirst=hostile,
            section=make_section(hostile, slug="hostile"),
        )
    )
    for number in range(1, ABOVE + 2):
        copied(first, f"{hostile} {number}", number)
    assert b"<script>alert" not in client.get("/").content


def test_curated_front_takes_three_queries_at_most_and_no_more_for_more(client, django_assert_max_num_queries):
    stories = many(3)
    choose(stories[2])
    with django_assert_max_num_queries(3) as few:
        client.get("/")
    for name in ("Politics", "Science"):
        more = many(12, name, since=2)
        for position, article in enumerate(more[:3], 1):
            choose(article, "rail", position, section=article.section)
            add_picture(article)
        choose(more[5], "top", len(name) - 6)
    with django_assert_max_num_queries(len(few)):
        client.get("/")


def test_lead_picture_is_asked_for_first_and_the_others_when_they_are_near(client):
    for article in many(3):
        add_picture(article)
    first, *others = LexborHTMLParser(client.get("/").content.decode()).css(".row img")
    assert first.attributes["fetchpriority"] == "high" and "loading" not in first.attributes
    assert {other.attributes["loading"] for other in others} == {"lazy"}


def test_search_engines_are_told_what_stands_above_the_rails_in_its_order(client):
    many(ABOVE + 2)
    page = client.get("/").content.decode()
    listed = re.findall(r'"@type":"ListItem","position":\d+,"url":"[^"]*","name":"([^"]*)"', page)
    assert listed == [f"Business {number}" for number in range(ABOVE)]
