"""Authors and institutions at the desk."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from authors.models import Affiliation, Author, Institution, InstitutionAlias
from tests.builders import make_author, make_byline, make_institution, make_own_article
from tests.desk import at_desk, form_of, page_of

pytestmark = pytest.mark.django_db

AUTHORS = "admin:authors_author_changelist"
INSTITUTIONS = "admin:authors_institution_changelist"


def found(client, name: str, **query: str) -> list[str]:
    return [row.name for row in client.get(reverse(name), query).context["cl"].result_list]


def test_an_author_is_found_by_name_orcid_and_institution():
    bob = at_desk("editor")
    make_author("Amira Jadoon", make_institution("Clemson University"), orcid="0000-0002-1825-0097")
    make_author("Andrew Mines")
    assert found(bob, AUTHORS, q="jadoon") == ["Amira Jadoon"]
    assert found(bob, AUTHORS, q="0000-0002-1825-0097") == ["Amira Jadoon"]
    assert found(bob, AUTHORS, q="clemson") == ["Amira Jadoon"]


def test_an_institution_is_found_by_name_and_alias():
    bob = at_desk("editor")
    clemson = make_institution("Clemson University")
    InstitutionAlias.objects.create(institution=clemson, name="Clemson U.")
    make_institution("Monash University")
    assert found(bob, INSTITUTIONS, q="clemson u.") == ["Clemson University"]


@pytest.mark.parametrize("model", ["author", "institution"])
def test_autocomplete_offers_authors_and_institutions_to_bylines(model):
    make_author("Amira Jadoon"), make_institution("Jadoon Institute")
    field = {"app_label": "articles", "model_name": "byline", "field_name": model}
    offered = at_desk("editor").get(reverse("admin:autocomplete"), {"term": "jadoon", **field}).json()["results"]
    assert len(offered) == 1


def test_an_author_with_an_affiliation_is_added_and_a_pasted_orcid_address_is_understood():
    bob, clemson = at_desk("editor"), make_institution("Clemson University")
    address = reverse("admin:authors_author_add")
    sent = form_of(bob, address) | {
        "name": "Amira Jadoon",
        "slug": "amira-jadoon",
        "orcid": "https://orcid.org/0000-0002-1694-233x",
        "affiliations-TOTAL_FORMS": "1",
        "affiliations-0-institution": str(clemson.pk),
        "affiliations-0-title": "Assistant Professor of Political Science",
    }
    assert bob.post(address, sent).status_code == 302
    author = Author.objects.get()
    assert author.orcid == "0000-0002-1694-233X"
    assert author.affiliations.get().title == "Assistant Professor of Political Science"


def test_a_mistyped_orcid_is_refused_with_the_reason_and_keeps_what_was_typed():
    bob = at_desk("editor")
    address = reverse("admin:authors_author_add")
    sent = form_of(bob, address) | {"name": "Amira Jadoon", "slug": "amira-jadoon", "orcid": "0000-0002-1825-0098"}
    page = bob.post(address, sent)
    assert page.status_code == 200 and not Author.objects.exists()
    assert "a digit is mistyped" in page.content.decode()
    assert page.context["adminform"].form["name"].value() == "Amira Jadoon"


def test_an_institution_takes_a_bare_ror():
    bob = at_desk("editor")
    address = reverse("admin:authors_institution_add")
    sent = form_of(bob, address) | {"name": "California Digital Library", "slug": "cdl", "ror": "03yrm5c26"}
    assert bob.post(address, sent).status_code == 302
    assert Institution.objects.get().ror == "https://ror.org/03yrm5c26"


def test_an_alias_belongs_to_one_institution_only():
    bob = at_desk("editor")
    clemson, monash = make_institution("Clemson University"), make_institution("Monash University")
    InstitutionAlias.objects.create(institution=clemson, name="The University")
    sent = form_of(bob, page_of(monash)) | {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "the  university."}
    page = bob.post(page_of(monash), sent)
    assert page.status_code == 200
    assert "Clemson University” already has this alias" in page.content.decode()


def test_the_same_alias_twice_in_one_form_is_refused():
    bob, monash = at_desk("editor"), make_institution("Monash University")
    sent = form_of(bob, page_of(monash)) | {
        "aliases-TOTAL_FORMS": "2",
        "aliases-0-name": "Monash Univ",
        "aliases-1-name": "MONASH UNIV.",
    }
    page = bob.post(page_of(monash), sent)
    assert page.status_code == 200 and "stands here twice" in page.content.decode()
    assert not monash.aliases.exists()


def test_the_slug_follows_the_name_while_adding_and_stays_afterwards():
    ada = at_desk()
    assert ada.get(reverse("admin:authors_author_add")).context["adminform"].prepopulated_fields
    assert not ada.get(page_of(make_author())).context["adminform"].prepopulated_fields


@pytest.mark.parametrize("what", ["author", "institution"])
def test_what_a_byline_names_cannot_be_deleted_and_the_page_names_the_article(what):
    ada, clemson = at_desk(), make_institution()
    author = make_author()
    article = make_own_article("Why ferries lean", bylines=())
    make_byline(article, author=author, institution_page=clemson)
    row = {"author": author, "institution": clemson}[what]
    page = ada.get(page_of(row, "delete")).content.decode()
    assert f'1 article (“<a href="{page_of(article)}">Why ferries lean</a>”)' in page
    ada.post(page_of(row, "delete"), {"post": "yes"})
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("number", [1, 12])
def test_the_lists_take_the_same_number_of_queries_however_long_they_are(number, django_assert_max_num_queries):
    ada = at_desk()
    for place in range(number):
        make_author(f"Author {place}", make_institution(f"Institution {place}"))
    for name in (AUTHORS, INSTITUTIONS):
        with django_assert_max_num_queries(12):
            ada.get(reverse(name))


def test_where_an_author_works_now_leaves_out_what_has_ended():
    author = make_author("Amira Jadoon", make_institution("Clemson University"))
    Affiliation.objects.create(author=author, institution=make_institution("West Point"), ends=dt.date(2020, 1, 1))
    page = at_desk("editor").get(reverse(AUTHORS)).content.decode()
    assert "Clemson University" in page and "West Point" not in page


def test_two_authors_cannot_share_an_orcid_and_many_can_have_none():
    make_author("Amira Jadoon"), make_author("Andrew Mines")
    make_author("Josiah Carberry", orcid="0000-0002-1825-0097")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_author("J. Carberry", orcid="0000-0002-1825-0097")


def test_an_affiliation_does_not_end_before_it_begins():
    affiliation = Affiliation(
        author=make_author(), institution=make_institution(), begins=dt.date(2024, 1, 1), ends=dt.date(2023, 1, 1)
    )
    with pytest.raises(ValidationError):
        affiliation.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        affiliation.save()
