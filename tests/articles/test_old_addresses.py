"""Readers come by addresses of a site that this one took the place of: each leads to what stands here instead."""

import pytest
from django.test import override_settings
from django.utils import timezone
from taggit.models import Tag

from articles import publishing
from articles.models import OldAddress
from articles.models.old_address import old_path
from tests.builders import make_author, make_own_article, make_section, publish_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return publish_now(make_own_article(slug="harbour"))


def keep(path: str, **leads_to) -> OldAddress:
    return OldAddress.objects.create(path=old_path(path), **leads_to)


@pytest.mark.parametrize(
    "address",
    [
        "/2019/03/last-ferry/",
        "/2019/03/Last-Ferry",
        "/index.php/2019/03/last-ferry/",
        "/2019/03/last-ferry/?utm_source=x",
        "/2019/03/last-ferry/2/",
        "/2019/03/last-ferry/amp/",
        "/2019/03/last-ferry/feed/",
    ],
)
def test_old_address_leads_to_the_article_whatever_its_form(client, article, address):
    keep("https://echo.example/2019/03/last-ferry/", article=article)
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, "/business/harbour/")


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("/last-ferry/", "/last-ferry/"),
        ("/sea/last-ferry/", "/sea/last-ferry/"),
        ("/?p=101", "/?p=101"),
        ("/?p=101", "/?utm_source=x&p=101"),
        ("/2019/03/f%C3%A4hre/", "/2019/03/f%c3%a4hre/"),
        ("/archives/101", "/archives/101"),
        ("/last-ferry.html", "/last-ferry.html"),
    ],
)
def test_addresses_of_every_pattern_lead_on(client, article, kept, asked):
    keep(kept, article=article)
    assert client.get(asked)["Location"] == "/business/harbour/"


def test_lists_of_the_old_site_lead_to_ours(client, article):
    author = make_author(slug="marta-lind")
    tag = Tag.objects.create(name="Ferries", slug="ferries")
    article.tags.add(tag)
    keep("/category/harbour/", section=article.section)
    keep("/author/mlind/", author=author)
    keep("/keyword/ferries/", tag=tag)
    assert client.get("/category/harbour/")["Location"] == "/business/"
    assert client.get("/author/mlind/")["Location"] == "/authors/marta-lind/"
    assert client.get("/keyword/ferries/")["Location"] == "/tags/ferries/"


def test_what_readers_may_not_see_is_not_led_to(client):
    draft = make_own_article(slug="secret")
    keep("/2019/03/secret/", article=draft)
    assert client.get("/2019/03/secret/").status_code == 404


def test_what_was_withdrawn_says_so_at_its_old_address_too(client, article):
    keep("/2019/03/last-ferry/", article=article)
    publishing.withdraw(article, by=None, reason="It was wrong.")
    response = client.get("/2019/03/last-ferry/")
    assert response.status_code == 410
    assert "It was wrong." in response.content.decode()


def test_what_stands_here_goes_before_what_stood_there(client, article):
    other = publish_now(make_own_article("Other", slug="other"))
    keep("/business/harbour/", article=other)
    keep("/business/", article=other)
    assert client.get("/business/harbour/").status_code == 200
    assert client.get("/business/").status_code == 200
    assert client.get("/?p=7").status_code == 200


def test_it_leads_straight_to_where_the_article_stands_by_now(client, article):
    keep("/2019/03/last-ferry/", article=article)
    article.section = make_section("Culture")
    article.slug = "ferries"
    article.save()
    publishing.put_live(article, by=None)
    assert client.get("/2019/03/last-ferry/")["Location"] == "/culture/ferries/"


def test_an_article_still_to_come_is_led_to_from_its_hour_on(client):
    article = make_own_article(slug="later")
    publishing.publish(article, by=None, at=timezone.now() + timezone.timedelta(hours=1))
    keep("/2019/03/later/", article=article)
    assert client.get("/2019/03/later/").status_code == 404


def test_unknown_addresses_stay_unknown_and_hostile_ones_too(client):
    for address in ("/2019/03/none/", "/%00/x/y/", "/%ff%fe/x/y/", "/" + "a" * 3000 + "/b/c/", "/admin/none/"):
        assert client.get(address).status_code in (302, 404)
    with override_settings(DEBUG=False):
        assert client.post("/2019/03/none/").status_code in (403, 404)
