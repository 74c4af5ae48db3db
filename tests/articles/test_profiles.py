"""The pages of authors, institutions and outlets: what they tell, of whom, and for how long."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles import publishing
from articles.views import profiles
from authors.models import Affiliation, InstitutionAlias
from pictures.models import Picture
from tests.builders import (
    make_author,
    make_institution,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_picture,
    make_terms,
    publish_now,
)

pytestmark = pytest.mark.django_db

HOSTILE = "<img src=x onerror=alert(1)>\"'&amp; מבחן " + "w" * 60


def page(client, path: str) -> LexborHTMLParser:
    response = client.get(path)
    assert response.status_code == 200, path
    return LexborHTMLParser(response.content.decode())


def words(node) -> str:
    return " ".join(node.text().split())


def story_by(author, place=None, **fields):
    row = {"name": author.name, "author": author} | ({"institution_page": place} if place else {})
    return publish_now(make_own_article(bylines=[row], **fields))


def test_author_page_tells_where_she_worked_and_when(client):
    author, today = make_author(orcid="0000-0002-1825-0097"), timezone.localdate()
    for name, begins, ends in (
        ("Old College", dt.date(2001, 1, 1), dt.date(2005, 12, 31)),
        ("Next College", dt.date(2006, 9, 1), today - dt.timedelta(days=1)),
        ("This College", today, None),
        ("College to come", today + dt.timedelta(days=1), None),
    ):
        Affiliation.objects.create(
            author=author, institution=make_institution(name), title="Reader", begins=begins, ends=ends
        )
    story_by(author)
    shown = page(client, author.get_absolute_url())
    places = [words(place) for place in shown.css(".places li")]
    assert [place.split(" Reader")[0] for place in places] == ["This College", "Next College", "Old College"]
    assert "2001 to 2005" in places[2] and "September 2006 to" in places[1] and "since" in places[0]
    orcid = shown.css_first(".orcid")
    assert orcid.attributes["href"] == words(orcid) == "https://orcid.org/0000-0002-1825-0097"
    assert "(unauthenticated)" in words(shown.css_first(".profile-facts"))


def test_author_page_names_the_outlets_of_what_may_be_read_here_and_no_others(client):
    author = make_author()
    row = {"name": author.name, "author": author}
    shown_outlet, hidden_outlet = make_outlet("The Commons"), make_outlet("Secret Weekly")
    publish_now(make_licensed_article(outlet=shown_outlet, bylines=[row]))
    publish_now(make_licensed_article(outlet=hidden_outlet, bylines=[row]), timezone.now() + dt.timedelta(days=1))
    html = client.get(author.get_absolute_url()).content.decode()
    assert shown_outlet.get_absolute_url() in html
    assert "Secret Weekly" not in html


def test_portrait_is_shown_once_its_rights_are_cleared(client):
    author = make_author()
    story_by(author)
    portrait = make_picture(cleared=False, portrait_of=author, alt="Amira Jadoon at her desk")
    assert page(client, author.get_absolute_url()).css_first(".profile-picture") is None
    portrait.rights, portrait.cleared_because = Picture.Rights.CLEARED, "own photograph"
    portrait.save()
    image = page(client, author.get_absolute_url()).css_first(".profile-picture img")
    assert (image.attributes["src"], image.attributes["alt"]) == (portrait.file.url, "Amira Jadoon at her desk")


def test_names_that_only_the_desk_knows_have_no_page(client):
    place, outlet = make_institution(), make_outlet()
    author = make_author(institution=place)
    row = {"name": author.name, "author": author, "institution_page": place}
    tomorrow = timezone.now() + dt.timedelta(days=1)
    publish_now(make_licensed_article(outlet=outlet, bylines=[row]), tomorrow)
    for named in (author, place, outlet):
        assert client.get(named.get_absolute_url()).status_code == 404, named
    assert client.get(f"{place.get_absolute_url()}authors/").status_code == 404


def test_names_stay_when_their_texts_have_left_and_search_engines_let_go(client):
    place, outlet = make_institution(), make_outlet()
    author = make_author(institution=place, bio="She studies harbours.")
    row = {"name": author.name, "author": author, "institution_page": place}
    article = publish_now(make_licensed_article(outlet=outlet, bylines=[row]))
    publishing.withdraw(article, by=None, reason="It was wrong.")
    for named in (author, place, outlet):
        shown = page(client, named.get_absolute_url())
        assert "At the moment no article" in words(shown.css_first(".nothing"))
        assert shown.css_first("meta[name=robots]").attributes["content"] == "noindex"


def test_one_of_our_staff_has_a_page_before_the_first_article(client):
    author = make_author("Ann Lee")
    author.title = "Harbour reporter"
    author.save()
    assert client.get(author.get_absolute_url()).status_code == 200


def test_institution_lists_a_few_of_its_authors_and_leads_to_all(client, monkeypatch):
    monkeypatch.setattr(profiles, "BESIDE", 3)
    monkeypatch.setattr(profiles, "PEOPLE", 4)
    place = make_institution(ror="https://ror.org/02mhbdp94", kind="education", place="Clemson, USA")
    people = [make_author(f"Author {letter}", place) for letter in "FEDCBA"]
    publish_now(
        make_own_article(bylines=[{"name": one.name, "author": one, "institution_page": place} for one in people])
    )
    shown = page(client, place.get_absolute_url())
    assert [words(link) for link in shown.css(".facts-list a[href^='/authors/']")] == [
        "Author A",
        "Author B",
        "Author C",
    ]
    assert "https://ror.org/02mhbdp94" in {link.attributes["href"] for link in shown.css("a")}
    assert words(shown.css_first(".profile-words")) == "Education Clemson University Clemson, USA"
    everybody = page(client, shown.css_first(".facts-more a").attributes["href"])
    assert [words(link) for link in everybody.css(".everybody a")] == [f"Author {letter}" for letter in "ABCD"]
    further = page(client, everybody.css_first(".pager a[rel=next]").attributes["href"])
    assert [words(link) for link in further.css(".everybody a")] == ["Author E", "Author F"]


def test_institution_that_was_merged_leads_to_the_one_that_has_its_name(client):
    place = make_institution("Clemson University", slug="clemson-university")
    InstitutionAlias.objects.create(institution=place, name="Clemson Univ")
    story_by(make_author(), place)
    response = client.get("/institutions/clemson-univ/")
    assert (response.status_code, response["Location"]) == (301, "/institutions/clemson-university/")


def test_outlet_page_tells_the_grant_and_where_the_terms_stand(client):
    outlet = make_outlet("The Commons")
    make_terms(
        outlet,
        grant_source="contract",
        house_terms_url="https://commons.example/republish",
        in_force_to=dt.date(2020, 1, 31),
    )
    publish_now(make_licensed_article(outlet=outlet, terms=make_terms(outlet)))
    contract = outlet.terms.get(number=1)
    outlet.terms.filter(number=2).update(adopted=False)
    shown = page(client, outlet.get_absolute_url())
    assert "These terms ended on January 31, 2020." in words(shown.css_first(".terms-grant"))
    assert contract.house_terms_url in {link.attributes["href"] for link in shown.css(".terms-read a")}


def test_hostile_names_are_text(client):
    place = make_institution(HOSTILE, slug="hostile", place=HOSTILE)
    author = make_author(HOSTILE, slug="hostile", title=HOSTILE, bio=HOSTILE)
    Affiliation.objects.create(author=author, institution=place, title=HOSTILE)
    outlet = make_outlet(HOSTILE, slug="hostile", description=HOSTILE)
    row = {"name": HOSTILE, "author": author, "institution_page": place}
    publish_now(make_licensed_article(outlet=outlet, bylines=[row], tags=["hostile"]))
    for path in (*(one.get_absolute_url() for one in (author, place, outlet)), "/institutions/hostile/authors/"):
        shown = page(client, path)
        assert not shown.css("[onerror]"), path
        assert shown.css_first("title").text().startswith(("<img src=x", "Authors: <img src=x"))


def test_pages_take_three_queries_however_much_they_show(client, django_assert_max_num_queries):
    place, outlet = make_institution(), make_outlet()
    author = make_author(institution=place)
    row = {"name": author.name, "author": author, "institution_page": place}
    named = (author, place, outlet)
    paths = [*(one.get_absolute_url() for one in named), f"{place.get_absolute_url()}authors/"]
    for articles in (1, 4):
        for number in range(articles):
            publish_now(make_licensed_article(f"Story {number}", outlet=outlet, bylines=[row, f"Guest {number}"]))
        for path in paths:
            with django_assert_max_num_queries(3):
                client.get(path)
