"""Two rows for the same university become one, and nobody who knew either is left before a closed door."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from articles import drafting, merged
from articles.models import AuditEvent
from articles.presentation import present
from authors.merging import merge
from authors.models import Institution
from tests.articles.test_drafting import written
from tests.builders import make_author, make_institution, make_own_article, make_user, publish_now
from tests.desk import at_desk

pytestmark = pytest.mark.django_db

MIT = "https://ror.org/042nb2s44"
CLEMSON = "https://ror.org/037s24f05"


@pytest.fixture
def mit() -> Institution:
    return make_institution("MIT", slug="mit", ror=MIT, place="Cambridge, Massachusetts, USA")


@pytest.fixture
def stays() -> Institution:
    return make_institution("Massachusetts Institute of Technology", slug="massachusetts-institute-of-technology")


def test_bylines_people_names_and_addresses_lead_to_the_one_that_stays(
    client: Client, mit: Institution, stays: Institution
) -> None:
    ann = make_author("Ann Lee", mit, title="Professor")
    ann.affiliations.create(institution=stays, title="Professor")
    make_author("Bo Ek", mit, title="Dean")
    mit.slug = "m-i-t"
    mit.save()
    byline = {"name": "Ann Lee", "institution": "MIT", "author": ann, "institution_page": mit}
    article = publish_now(make_own_article(bylines=[byline]))
    bob, version = make_user("editor"), article.version
    merge(mit, stays, by=bob, reason="Twice in the list")
    article.refresh_from_db()
    (credit,) = present(article).credits
    assert (credit.institution, credit.institution_url) == ("MIT", stays.get_absolute_url())
    assert article.version > version
    assert [row.institution for row in ann.affiliations.all()] == [stays]
    stays.refresh_from_db()
    assert (stays.ror, stays.place) == (MIT, "Cambridge, Massachusetts, USA")
    assert [alias.name for alias in stays.aliases.all()] == ["MIT"] and stays.affiliations.count() == 2
    for former in ("mit", "m-i-t"):
        led = client.get(f"/institutions/{former}/")
        assert (led.status_code, led["Location"]) == (301, stays.get_absolute_url())
    assert "Ann Lee" in client.get(stays.get_absolute_url()).content.decode()
    line = AuditEvent.objects.get(verb=merged.VERB)
    assert (line.actor, line.reason, line.details["name"], line.subject) == (
        bob,
        "Twice in the list",
        "MIT",
        str(stays),
    )


def test_a_draft_that_names_the_one_that_went_goes_live_with_the_one_that_stays(
    mit: Institution, stays: Institution
) -> None:
    article = publish_now(make_own_article(bylines=[{"name": "Ann Lee", "institution_page": mit}]))
    with_draft = written(article, rows=lambda shown: shown.bylines.update(name="Ann B. Lee"))
    merge(mit, stays, by=None, reason="Twice in the list")
    with_draft.refresh_from_db()
    drafting.put_draft_live(with_draft, by=None)
    assert [(row.name, row.institution) for row in with_draft.bylines.all()] == [("Ann B. Lee", stays)]


def test_two_that_the_registry_knows_apart_are_not_merged_and_the_desk_says_why(
    mit: Institution, stays: Institution
) -> None:
    Institution.objects.filter(pk=stays.pk).update(ror=CLEMSON)
    page = reverse("admin:authors_institution_merge", args=[mit.pk])
    answer = at_desk("editor").post(page, {"into": stays.pk, "reason": "Twice in the list"})
    assert answer.status_code == 200 and "these are two institutions" in answer.content.decode()
    assert Institution.objects.count() == 2 and not AuditEvent.objects.filter(verb=merged.VERB).exists()


def test_an_editor_merges_at_the_desk_and_a_writer_cannot(mit: Institution, stays: Institution) -> None:
    page, said = reverse("admin:authors_institution_merge", args=[mit.pk]), {"into": stays.pk, "reason": "Twice"}
    assert at_desk("writer").post(page, said).status_code == 403
    bob = at_desk("editor")
    assert page in bob.get(reverse("admin:authors_institution_change", args=[mit.pk])).content.decode()
    assert "mit" in bob.get(page).content.decode()
    assert bob.post(page, said, follow=True).redirect_chain[0][0].endswith(f"/institution/{stays.pk}/change/")
    assert bob.get(page).status_code == 404
    with pytest.raises(PermissionDenied):
        merge(stays, mit, by=make_user("writer"), reason="Twice")
    with pytest.raises(ValidationError, match="not there any more"):
        merge(mit, stays, by=None, reason="Twice")
