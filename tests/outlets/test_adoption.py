"""A preset becomes ours by an act of the rights desk, and never undoes what the desk has done."""

import dataclasses

import pytest
from django.core.exceptions import PermissionDenied

from outlets import adoption, clauses, presetting
from outlets.adoption import Standing, adopt, standing
from outlets.models import Outlet, Terms
from tests.builders import make_licensed_article, make_outlet, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def preset() -> presetting.Preset:
    return presetting.get("the-conversation-us")


def changed(preset: presetting.Preset, **stated: object) -> presetting.Preset:
    """The same preset after the outlet has changed its page; None takes a clause out."""
    now = {name: value for name, value in (preset.stated | stated).items() if value is not None}
    return dataclasses.replace(preset, stated=now, evidence=dict.fromkeys(now, "P"), checked="2027-01")


def test_adopting_makes_the_outlet_with_terms_1_in_force(preset):
    outlet = adopt(preset)
    terms = outlet.terms.get()
    assert (outlet.slug, outlet.preset, outlet.name) == (
        "the-conversation-us",
        "the-conversation-us",
        "The Conversation",
    )
    assert (terms.number, terms.adopted) == (1, True)
    assert outlet.current_terms() == terms
    assert {name: getattr(terms, name) for name in clauses.NAMES} == preset.all_clauses()
    assert outlet.hosts == preset.hosts


@pytest.mark.parametrize("slug", presetting.slugs())
def test_every_preset_can_be_adopted(slug):
    assert adopt(presetting.get(slug)).current_terms().number == 1


def test_what_is_not_stated_stays_not_stated(preset):
    assert adopt(preset).current_terms().onward == "not_stated"


def test_what_no_column_can_say_goes_into_the_desks_notes():
    outlet = adopt(presetting.get("city-desk-abq"))
    assert "90 days run from its own publication" in outlet.notes
    assert "Being tagged is asked for" in outlet.notes


def test_nobody_has_read_the_terms_until_somebody_says_so(preset):
    assert adopt(preset).current_terms().terms_checked_on is None


def test_a_second_adoption_of_an_unchanged_preset_changes_nothing(preset):
    first = adopt(preset)
    before = (Outlet.objects.values().get(), Terms.objects.values().get(), Terms.history.count())
    assert adopt(preset) == first
    assert (Outlet.objects.values().get(), Terms.objects.values().get(), Terms.history.count()) == before
    assert standing(preset) == Standing.ADOPTED


def test_a_changed_preset_makes_the_next_version_which_is_not_in_force(preset):
    outlet = adopt(preset)
    later = changed(preset, resale="yes", monthly_cap=4, paywall=None)
    assert standing(later) == Standing.CHANGED
    adopt(later)
    assert outlet.current_terms().number == 1
    waiting = outlet.terms.get(number=2)
    assert not waiting.adopted
    assert (waiting.resale, waiting.monthly_cap, waiting.paywall) == ("yes", 4, "not_stated")
    assert waiting.edits == "time_place_style"


def test_a_changed_preset_is_offered_once(preset):
    outlet = adopt(preset)
    later = changed(preset, resale="yes")
    adopt(later)
    adopt(later)
    assert outlet.terms.count() == 2
    assert standing(later) == Standing.ADOPTED


def test_what_the_desk_has_edited_is_never_overwritten(preset):
    outlet = adopt(preset)
    outlet.name, outlet.notes = "The Conversation US", "Ask for Nora."
    outlet.save()
    terms = outlet.current_terms()
    terms.onward, terms.resale = "yes", "ask"
    terms.save()
    adopt(changed(preset, resale="yes", ads="no"))
    outlet.refresh_from_db()
    assert (outlet.name, outlet.notes) == ("The Conversation US", "Ask for Nora.")
    terms.refresh_from_db()
    assert (terms.onward, terms.resale, terms.ads) == ("yes", "ask", "yes")
    waiting = outlet.terms.get(number=2)
    assert (waiting.onward, waiting.resale, waiting.ads) == ("yes", "ask", "no")


def test_the_desks_own_later_version_is_what_a_changed_preset_builds_on(preset):
    outlet = adopt(preset)
    own = outlet.current_terms().next_version()
    own.onward, own.adopted = "yes", True
    own.save()
    adopt(changed(preset, ads="no"))
    assert outlet.current_terms() == own
    waiting = outlet.terms.get(number=3)
    assert (waiting.onward, waiting.ads) == ("yes", "no")


def test_a_change_that_the_desk_has_made_already_is_not_offered_again(preset):
    outlet = adopt(preset)
    terms = outlet.current_terms()
    terms.ads = "no"
    terms.save()
    later = changed(preset, ads="no")
    assert standing(later) == Standing.ADOPTED
    adopt(later)
    assert outlet.terms.count() == 1


def test_an_article_keeps_the_terms_under_which_it_was_taken(preset):
    outlet = adopt(preset)
    article = make_licensed_article(outlet=outlet)
    adopt(changed(preset, resale="yes"))
    article.refresh_from_db()
    assert article.terms.number == 1 and article.terms.resale == "no"


def test_an_outlet_is_still_known_by_its_preset_when_its_slug_was_changed(preset):
    outlet = adopt(preset)
    outlet.slug = "tc"
    outlet.save()
    assert adopt(preset) == outlet
    assert Outlet.objects.count() == 1


def test_an_outlet_that_the_desk_made_under_the_slug_only_gets_terms_to_look_at(preset):
    own = make_outlet("Our friends", slug="the-conversation-us", home_url="https://friends.example")
    assert adopt(preset) == own
    own.refresh_from_db()
    assert (own.name, own.home_url) == ("Our friends", "https://friends.example")
    assert own.current_terms() is None
    assert own.terms.get().resale == "no"


def test_who_adopted_and_from_what_is_on_record(preset):
    rita = make_user("rights")
    outlet = adopt(preset, by=rita)
    for record in (outlet.history.get(), outlet.current_terms().history.get()):
        assert record.history_user == rita
        assert "the-conversation-us" in record.history_change_reason and "2026-09" in record.history_change_reason


def test_charlie_may_not_adopt(preset):
    with pytest.raises(PermissionDenied):
        adopt(preset, by=make_user("reader"))
    assert not Outlet.objects.exists()


def test_an_adoption_that_fails_leaves_nothing(preset):
    broken = dataclasses.replace(preset, stated=preset.stated | {"tracker_pattern": "("})
    with pytest.raises(Exception, match="regular expression"):
        adopt(broken)
    assert not Outlet.objects.exists() and not Terms.objects.exists()


def test_standing_before_adoption(preset):
    assert standing(preset) == Standing.NOT_ADOPTED
    assert adoption.adopted_outlet(preset) is None
