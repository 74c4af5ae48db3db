"""Nobody's work is lost when two people edit one row."""

import pytest
from django.contrib.admin import ModelAdmin, site
from django.test import RequestFactory
from django.urls import reverse

from outlets.models import Outlet
from records.versioned import Stale
from tests.builders import make_outlet, make_terms, make_user
from tests.desk import at_desk, form_of, page_of

pytestmark = pytest.mark.django_db


def test_every_save_counts_on():
    outlet = make_outlet()
    for expected in (2, 3):
        outlet.save()
        assert outlet.version == Outlet.objects.get().version == expected


def test_the_second_of_two_savers_is_refused_and_nothing_of_hers_is_written():
    make_outlet("The Commons")
    alices, bobs = Outlet.objects.get(), Outlet.objects.get()
    alices.name = "The Common"
    alices.save()
    bobs.name = "The Commons!"
    with pytest.raises(Stale, match="saved by somebody else"):
        bobs.save()
    assert (Outlet.objects.get().name, Outlet.objects.get().version) == ("The Common", 2)
    assert bobs.version == 1
    assert list(Outlet.history.values_list("name", flat=True)) == ["The Common", "The Commons"]


def test_saving_some_fields_counts_too_and_is_refused_too():
    make_outlet("The Commons")
    alices, bobs = Outlet.objects.get(), Outlet.objects.get()
    alices.save(update_fields=["name"])
    with pytest.raises(Stale):
        bobs.save(update_fields=["notes"])
    assert Outlet.objects.get().version == 2


def test_a_save_that_fails_leaves_the_version_as_it_was():
    outlet, other = make_outlet(), make_outlet()
    outlet.slug = other.slug
    with pytest.raises(Exception, match=r"(?i)unique"):
        outlet.save()
    assert outlet.version == 1


def test_a_row_that_is_gone_cannot_be_saved_back():
    make_outlet()
    mine = Outlet.objects.get()
    Outlet.objects.all().delete()
    with pytest.raises(Stale):
        mine.save()
    assert not Outlet.objects.exists()


# --- in the admin ---


def test_a_conflict_keeps_what_was_typed_and_writes_nothing():
    outlet = make_outlet("The Commons", notes="")
    alice, bob = at_desk("rights"), at_desk()
    hers = form_of(alice, page_of(outlet)) | {"notes": "Ask for Nora on Mondays."}
    his = form_of(bob, page_of(outlet)) | {"name": "Commons"}
    assert bob.post(page_of(outlet), his).status_code == 302
    page = alice.post(page_of(outlet), hers)
    assert page.status_code == 200
    assert "was saved by somebody else while you were working on it" in page.content.decode()
    assert "Ask for Nora on Mondays." in page.content.decode()
    stored = Outlet.objects.get()
    assert (stored.name, stored.notes) == ("Commons", "")


def test_sending_the_conflicting_form_again_does_not_slip_through():
    outlet = make_outlet("The Commons")
    alice = at_desk("rights")
    hers = form_of(alice, page_of(outlet)) | {"name": "Alices"}
    outlet.save()
    for _ in range(2):
        page = alice.post(page_of(outlet), hers)
        assert page.status_code == 200
        hers |= {"seen_version": page.context["adminform"].form["seen_version"].value()}
    assert Outlet.objects.get().name == "The Commons"


def test_one_after_the_other_there_is_no_conflict():
    outlet = make_outlet()
    rita = at_desk("rights")
    for name in ("First", "Second"):
        assert rita.post(page_of(outlet), form_of(rita, page_of(outlet)) | {"name": name}).status_code == 302
    assert Outlet.objects.get().name == "Second"


def test_a_save_between_our_reading_and_our_writing_shows_the_form_again_and_no_error_page(monkeypatch):
    outlet = make_outlet("The Commons")
    rita = at_desk("rights")
    sent = form_of(rita, page_of(outlet)) | {"name": "Ritas"}
    unhurried = ModelAdmin.changeform_view

    def overtaken(*args, **kwargs):
        monkeypatch.setattr(ModelAdmin, "changeform_view", unhurried)
        Outlet.objects.filter(pk=outlet.pk).update(version=2, name="Somebody else's")
        raise Stale(outlet)

    monkeypatch.setattr(ModelAdmin, "changeform_view", overtaken)
    page = rita.post(page_of(outlet), sent)
    assert page.status_code == 200
    assert "was saved by somebody else" in page.content.decode()
    assert page.context["adminform"].form["name"].value() == "Ritas"
    assert Outlet.objects.get().name == "Somebody else's"


@pytest.mark.parametrize("name", ["outlets.outlet", "outlets.terms", "authors.author", "authors.institution"])
def test_every_form_of_the_desk_carries_the_version_it_was_opened_with(name):
    app, model = name.split(".")
    page = at_desk().get(reverse(f"admin:{app}_{model}_add")).content.decode()
    assert 'type="hidden" name="seen_version"' in page


def test_the_list_of_what_rests_on_a_row_ends_somewhere(monkeypatch):
    outlet = make_outlet()
    for _ in range(5):
        make_terms(outlet)
    monkeypatch.setattr("records.deleting.MOST_NAMED", 3)
    request = RequestFactory().get("/")
    request.user = make_user("administrator")
    *_, protected = site.get_model_admin(Outlet).get_deleted_objects([outlet], request)
    assert protected[0].count("<a href=") == 3 and "and 2 more)" in protected[0]
