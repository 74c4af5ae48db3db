"""Readers keep addresses for years: one that an article left leads to where the article stands now."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from articles import publishing
from articles.models import Article, FormerAddress
from records.versioned import Stale
from tests.builders import make_own_article, make_section, publish_now
from tests.desk import at_desk, form_of, page_of

pytestmark = pytest.mark.django_db


def published(title: str = "The harbour opens again", **fields) -> Article:
    return publish_now(make_own_article(title, **{"slug": "harbour", **fields}))


def move(article: Article, slug: str = "", section: str = "") -> Article:
    """As the desk does: the article is saved with its new address and put live."""
    article.slug = slug or article.slug
    article.section = make_section(section) if section else article.section
    article.save()
    publishing.put_live(article, by=None)
    return article


def kept() -> list[str]:
    return sorted(map(str, FormerAddress.objects.all()))


def leads_to(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 301, (address, response.status_code)
    return response["Location"]


# --- readers


@pytest.mark.parametrize("tail", ["", "2/", "all/"])
def test_a_former_slug_leads_to_the_same_page_of_the_article(client, tail):
    move(published(), "harbour-opens")
    assert leads_to(client, f"/business/harbour/{tail}") == f"/business/harbour-opens/{tail}"
    assert client.get("/business/harbour-opens/").status_code == 200


def test_every_address_that_it_ever_had_leads_straight_to_the_present_one(client):
    article = move(published(), "harbour-opens")
    move(article, section="Politics")
    move(article, "ferries", section="Culture")
    for address in ("/business/harbour/", "/business/harbour-opens/", "/politics/harbour-opens/"):
        assert leads_to(client, address) == "/culture/ferries/"
    assert client.get("/politics/harbour/").status_code == 404  # it never stood there


def test_going_back_and_forth_never_leads_in_a_circle(client):
    article = published()
    for slug in ("ferries", "harbour", "ferries", "harbour"):
        move(article, slug)
    assert client.get("/business/harbour/").status_code == 200
    assert leads_to(client, "/business/ferries/") == "/business/harbour/"


def test_a_section_that_gets_another_slug_takes_its_articles_along(client):
    article, other = published(), published("Ferries lean", slug="lean")
    elsewhere = published("Elsewhere", slug="elsewhere", section=make_section("Politics"))
    section = make_section("Business")
    section.slug = "economy"
    section.save()
    assert kept() == ["/business/harbour/", "/business/lean/"]
    assert leads_to(client, "/business/harbour/") == "/economy/harbour/"
    move(Article.objects.get(pk=article.pk), "opened")
    assert leads_to(client, "/business/harbour/") == "/economy/opened/"
    assert leads_to(client, "/economy/harbour/") == "/economy/opened/"
    assert leads_to(client, "/business/lean/") == "/economy/lean/"
    assert client.get(elsewhere.get_absolute_url()).status_code == 200
    assert other.slug == "lean"


def test_a_new_article_that_takes_the_old_slug_wins(client):
    move(published(), "ferries")
    published("Another harbour", slug="harbour")
    response = client.get("/business/harbour/")
    assert response.status_code == 200
    assert b"Another harbour" in response.content


def test_a_new_article_wins_from_the_moment_at_which_readers_may_see_it(client):
    move(published(), "ferries")
    draft = make_own_article("Another harbour", slug="harbour")
    assert leads_to(client, "/business/harbour/") == "/business/ferries/"
    publish_now(draft, timezone.now() + dt.timedelta(seconds=20))
    response = client.get("/business/harbour/")
    assert response["Location"] == "/business/ferries/"
    assert int(response["Cache-Control"].rpartition("=")[2]) <= 20


def test_a_new_article_of_that_slug_in_another_section_does_not_take_the_address(client):
    move(published(), "ferries")
    published("Another harbour", slug="harbour", section=make_section("Politics"))
    assert leads_to(client, "/business/harbour/") == "/business/ferries/"
    assert leads_to(client, "/culture/harbour/") == "/politics/harbour/"


def test_an_address_belongs_to_the_article_that_had_it_last(client):
    move(published(), "ferries")
    move(published("Another harbour", slug="harbour"), "another")
    assert leads_to(client, "/business/harbour/") == "/business/another/"


def test_a_withdrawn_article_is_gone_at_its_former_address_as_at_its_own(client):
    article = move(published(), "ferries")
    publishing.withdraw(article, by=None, reason="The ferry never sailed.")
    for address in ("/business/harbour/", "/business/ferries/"):
        response = client.get(address)
        assert response.status_code == 410
        assert b"The ferry never sailed." in response.content
    publishing.restore(article, by=None, reason="It did sail.")
    assert leads_to(client, "/business/harbour/") == "/business/ferries/"


def test_an_article_that_moves_while_it_is_withdrawn_is_still_gone_at_its_former_address(client):
    article = published()
    publishing.withdraw(article, by=None, reason="The ferry never sailed.")
    article.slug = "ferries"
    article.save()
    assert client.get("/business/harbour/").status_code == 410


def test_an_article_in_the_trash_is_found_at_no_address(client):
    article = move(published(), "ferries")
    article.trashed_at = timezone.now()
    article.save()
    assert client.get("/business/harbour/").status_code == 404


def test_a_redirect_is_kept_no_longer_than_a_page(client):
    move(published(), "ferries")
    assert client.get("/business/harbour/")["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_only_an_address_without_an_article_costs_a_query_more(client, django_assert_max_num_queries):
    article = move(published(), "ferries")
    with django_assert_max_num_queries(3):
        assert client.get(article.get_absolute_url()).status_code == 200
    with django_assert_max_num_queries(2):
        leads_to(client, "/business/harbour/")
    with django_assert_max_num_queries(3):
        assert client.get("/business/nothing/").status_code == 404


# --- what is kept


@pytest.mark.parametrize("verb", [None, "submit", "clear"])
def test_an_address_that_no_reader_knew_is_not_kept(client, verb):
    article = make_own_article(slug="harbour")
    if verb:
        getattr(publishing, verb)(article, by=None)
    article.slug = "ferries"
    article.save()
    publish_now(article)
    assert kept() == []
    assert client.get("/business/harbour/").status_code == 404


def test_an_article_that_waits_for_its_time_leaves_no_address_behind():
    article = publish_now(make_own_article(slug="harbour"), timezone.now() + dt.timedelta(hours=2))
    move(article, "ferries")
    assert kept() == []


def test_a_save_that_changes_no_address_keeps_none():
    article = published()
    article.title = "Another headline"
    article.save()
    article.slug = "ferries"
    article.save(update_fields=["title"])
    section = make_section("Business")
    section.position = 7
    section.save()
    assert kept() == []
    article.save(update_fields=["slug"])
    assert kept() == ["/business/harbour/"]


def test_a_move_that_is_refused_keeps_nothing():
    article = published()
    late = Article.objects.get(pk=article.pk)
    article.save()
    late.slug = "ferries"
    with pytest.raises(Stale):
        late.save()
    assert kept() == []
    article.slug, article.body_html = "ferries", ""
    with pytest.raises(publishing.NotAllowed), transaction.atomic():
        article.save()
        publishing.put_live(article, by=None)
    assert kept() == []


def test_the_desk_moves_an_article_and_readers_follow(client):
    article, desk = published(), at_desk()
    screen = page_of(article)
    assert desk.post(screen, form_of(desk, screen) | {"slug": "ferries"}).status_code == 302
    assert leads_to(client, "/business/harbour/") == "/business/ferries/"


def test_the_desk_moves_a_section_and_readers_follow(client):
    published()
    desk, screen = at_desk(), page_of(make_section("Business"))
    assert desk.post(screen, form_of(desk, screen) | {"slug": "economy"}).status_code == 302
    assert leads_to(client, "/business/harbour/") == "/economy/harbour/"
