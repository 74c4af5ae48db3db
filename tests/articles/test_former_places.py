"""Readers keep the addresses of lists too: one that a section, author, institution, outlet or tag left leads on."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from articles.models import FormerPlace, Section
from authors.models import Author
from outlets.models import Outlet
from records.versioned import Stale
from tests.builders import (
    make_author,
    make_institution,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_section,
    publish_now,
)
from tests.desk import at_desk, form_of, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

LISTS = {
    "section": ("/{}/", lambda slug: make_section(slug.title(), slug=slug)),
    "section's feed": ("/{}/rss.xml", lambda slug: make_section(slug.title(), slug=slug)),
    "author": ("/authors/{}/", lambda slug: known(make_author(slug.title(), slug=slug))),
    "institution": ("/institutions/{}/", lambda slug: known(make_institution(slug.title(), slug=slug))),
    "outlet": ("/outlets/{}/", lambda slug: known(make_outlet(slug.title(), slug=slug))),
    "tag": ("/tags/{}/", lambda slug: make_tag(slug)),
}
every_list = pytest.mark.parametrize(("address", "make"), LISTS.values(), ids=LISTS)


def known(row):
    """With an article, so that readers have a page of it."""
    if isinstance(row, Outlet):
        publish_now(make_licensed_article(outlet=row))
    else:
        named = {"author": row} if isinstance(row, Author) else {"institution_page": row}
        publish_now(make_own_article(bylines=[{"name": "Ann Lee", **named}]))
    return row


def make_tag(slug: str, *, published: bool = True) -> Tag:
    tag = Tag.objects.create(name=slug.title(), slug=slug)
    article = make_own_article(f"On {slug}", tags=[tag])
    if published:
        publish_now(article)
    return tag


def move(row, slug: str):
    row.slug = slug
    row.save()
    return row


def kept() -> list[tuple[str, str]]:
    return sorted((place.slug, place.leads_to.slug) for place in FormerPlace.objects.all())


def leads_to(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 301, (address, response.status_code)
    return response["Location"]


# --- readers


@every_list
def test_a_former_place_leads_to_where_the_list_stands_now(client, address, make):
    move(make("harbour"), "ferries")
    assert leads_to(client, address.format("harbour")) == address.format("ferries")
    assert client.get(address.format("ferries")).status_code == 200


@every_list
def test_a_redirect_is_kept_for_a_minute(client, address, make):
    move(make("harbour"), "ferries")
    assert client.get(address.format("harbour"))["Cache-Control"] == "public, max-age=0, s-maxage=60"


@every_list
def test_after_many_moves_each_place_leads_straight_to_the_present_one(client, address, make):
    row = make("harbour")
    for slug in ("quay", "port", "ferries"):
        move(row, slug)
    for slug in ("harbour", "quay", "port"):
        assert leads_to(client, address.format(slug)) == address.format("ferries")


@every_list
def test_moving_back_and_forth_never_leads_in_a_circle(client, address, make):
    row = make("harbour")
    for slug in ("ferries", "harbour", "ferries", "harbour"):
        move(row, slug)
    assert client.get(address.format("harbour")).status_code == 200
    assert leads_to(client, address.format("ferries")) == address.format("harbour")


@every_list
def test_two_lists_that_swap_their_slugs_are_found_each_at_its_own(client, address, make):
    first, second = make("harbour"), make("ferries")
    move(first, "on-the-way")
    move(second, "harbour")
    move(first, "ferries")
    assert client.get(address.format("harbour")).status_code == 200
    assert client.get(address.format("ferries")).status_code == 200
    assert leads_to(client, address.format("on-the-way")) == address.format("ferries")
    move(second, "quay")
    assert leads_to(client, address.format("harbour")) == address.format("quay")  # the second had it last


@every_list
def test_a_new_list_that_takes_the_old_slug_wins(client, address, make):
    old = make("harbour")
    old.name = "Old name"
    move(old, "ferries")
    make("harbour")
    assert client.get(address.format("harbour")).status_code == 200
    assert client.get(address.format("ferries")).status_code == 200


@every_list
def test_what_never_was_is_not_found_in_three_queries(client, address, make, django_assert_max_num_queries):
    move(make("harbour"), "ferries")
    with django_assert_max_num_queries(3):
        assert client.get(address.format("nowhere")).status_code == 404


@every_list
def test_a_list_that_stands_there_costs_no_query_for_former_places(
    client, address, make, django_assert_max_num_queries
):
    move(make("harbour"), "ferries")
    with django_assert_max_num_queries(3) as asked:
        assert client.get(address.format("ferries")).status_code == 200
    if address != LISTS["section's feed"][0]:  # an empty feed asks for both in one breath
        assert not [query["sql"] for query in asked.captured_queries if "formerplace" in query["sql"]]


def test_a_feed_with_articles_asks_for_no_former_place(client, django_assert_max_num_queries):
    publish_now(make_own_article(section=move(make_section("Harbour"), "ferries")))
    with django_assert_max_num_queries(3) as asked:
        assert client.get("/ferries/rss.xml").status_code == 200
    assert not [query["sql"] for query in asked.captured_queries if "formerplace" in query["sql"]]


@pytest.mark.parametrize("kind", ["section", "author", "institution", "outlet"])
def test_the_places_of_one_kind_say_nothing_of_another(client, kind):
    move(LISTS[kind][1]("harbour"), "ferries")
    for other, (address, _make) in LISTS.items():
        if not other.startswith(kind):
            assert client.get(address.format("harbour")).status_code == 404


def test_a_former_place_leads_on_within_older_stories_too(client):
    outlet = make_outlet(slug="harbour")
    publish_now(make_licensed_article(outlet=outlet))
    move(outlet, "ferries")
    assert leads_to(client, "/outlets/harbour/?before=2026-01-01T00:00:00Z_7&utm=x") == (
        "/outlets/ferries/?before=2026-01-01T00%3A00%3A00Z_7"
    )


def test_a_deleted_list_takes_its_former_places_along(client):
    author = move(make_author(slug="harbour"), "ferries")
    author.delete()
    assert client.get("/authors/harbour/").status_code == 404
    assert kept() == []


# --- tags, which readers know by their articles


def test_a_former_tag_tells_nobody_of_a_tag_that_stands_on_drafts_alone(client):
    tag = move(make_tag("harbour", published=False), "secret-plan")
    assert client.get("/tags/harbour/").status_code == 404
    publish_now(make_own_article(tags=[tag]))
    assert leads_to(client, "/tags/harbour/") == "/tags/secret-plan/"


def test_a_new_tag_takes_the_place_once_readers_may_see_its_first_article(client, django_assert_max_num_queries):
    move(make_tag("harbour"), "ferries")
    draft = make_own_article(tags=[Tag.objects.create(name="Another", slug="harbour")])
    with django_assert_max_num_queries(3):
        assert leads_to(client, "/tags/harbour/") == "/tags/ferries/"
    publish_now(draft, timezone.now() + dt.timedelta(hours=1))
    assert leads_to(client, "/tags/harbour/") == "/tags/ferries/"
    draft.published_at = timezone.now() - dt.timedelta(hours=1)
    draft.save()
    assert client.get("/tags/harbour/").status_code == 200


def test_a_tag_without_articles_before_readers_is_not_found_in_three_queries(client, django_assert_max_num_queries):
    make_tag("harbour", published=False)
    with django_assert_max_num_queries(3):
        assert client.get("/tags/harbour/").status_code == 404


def test_a_tag_in_another_script_leads_on(client):
    move(make_tag("гавань"), "паром")
    assert leads_to(client, "/tags/гавань/") == reverse("articles:tag", args=["паром"])


# --- what is kept


@pytest.mark.on_postgresql_too
def test_a_save_that_moves_nothing_keeps_nothing():
    section = make_section("Harbour")
    section.position = 7
    section.save()
    section.slug = "ferries"
    section.save(update_fields=["name"])
    assert kept() == []
    section.save(update_fields=["slug"])
    assert kept() == [("harbour", "ferries")]


def test_a_move_that_is_refused_keeps_nothing():
    section, late = make_section("Harbour"), Section.objects.get()
    section.save()
    with pytest.raises(Stale):
        move(late, "ferries")
    make_section("Ferries")
    with pytest.raises(IntegrityError), transaction.atomic():
        move(section, "ferries")
    assert kept() == []


def test_a_tag_that_could_not_be_renamed_stays_where_it_stands(client):
    tag, _other = make_tag("harbour"), make_tag("ferries")
    with pytest.raises(IntegrityError), transaction.atomic():
        move(tag, "ferries")
    assert client.get("/tags/harbour/").status_code == 200


@pytest.mark.on_postgresql_too
def test_the_database_refuses_a_place_that_leads_nowhere_or_to_two():
    section, author = make_section(), make_author()
    wrong = ({}, {"author": author}, {"section": section, "author": author})
    for leads in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            FormerPlace.objects.create(kind="section", slug="harbour", left_at=timezone.now(), **leads)
    FormerPlace.objects.create(kind="section", slug="harbour", left_at=timezone.now(), section=section)
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerPlace.objects.create(kind="section", slug="harbour", left_at=timezone.now(), section=section)


@pytest.mark.parametrize("kind", ["section", "author", "institution", "outlet"])
def test_the_desk_moves_a_list_and_readers_follow(client, kind):
    address, make = LISTS[kind]
    row, desk = make("harbour"), at_desk()
    assert desk.post(page_of(row), form_of(desk, page_of(row)) | {"slug": "ferries"}).status_code == 302
    assert leads_to(client, address.format("harbour")) == address.format("ferries")


def test_a_renamed_author_keeps_the_links_of_every_article(client):
    author = Author.objects.get(pk=make_author("Amira Jadoon", slug="amira-jadon").pk)
    article = publish_now(make_own_article(bylines=[{"name": "Amira Jadoon", "author": author}]))
    assert 'href="/authors/amira-jadon/"' in client.get(article.get_absolute_url()).content.decode()
    move(author, "amira-jadoon")
    assert 'href="/authors/amira-jadoon/"' in client.get(article.get_absolute_url()).content.decode()
    assert leads_to(client, "/authors/amira-jadon/") == "/authors/amira-jadoon/"
