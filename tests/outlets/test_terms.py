"""Terms on which an article rests never change; new terms are the next version."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from outlets import clauses
from outlets.models import Terms
from tests.builders import make_licensed_article, make_outlet, make_terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_use() -> Terms:
    terms = make_terms(licence_code="CC BY-ND 4.0", delay_days=2)
    make_licensed_article(terms=terms)
    return Terms.objects.get(pk=terms.pk)


def another(name: str, value: object) -> object:
    field = Terms._meta.get_field(name)
    if field.choices:
        return next(choice for choice, _label in field.choices if choice != value)
    if name.endswith("_url"):
        return "https://elsewhere.example"
    return 7 if field.get_internal_type() == "PositiveIntegerField" else "something else"


@pytest.mark.parametrize("name", clauses.FROZEN_WITH_USE)
def test_no_clause_of_terms_in_use_can_be_changed(in_use, name):
    before = getattr(in_use, name)
    setattr(in_use, name, another(name, before))
    with pytest.raises(ValidationError, match="next version"):
        in_use.save()
    with pytest.raises(ValidationError, match="next version"):
        in_use.full_clean()
    assert getattr(Terms.objects.get(pk=in_use.pk), name) == before


def test_terms_freeze_with_their_first_article_also_where_no_date_was_written(in_use):
    assert in_use.frozen_at is None and in_use.is_frozen
    assert not make_terms().is_frozen


def test_the_stamp_alone_freezes_and_cannot_be_taken_back():
    terms = make_terms(ads="yes", frozen_at=timezone.now())
    terms.ads = "no"
    with pytest.raises(ValidationError):
        terms.save()
    terms.refresh_from_db()
    terms.frozen_at = None
    with pytest.raises(ValidationError):
        terms.save()


def test_terms_in_use_cannot_be_moved_to_another_outlet(in_use):
    in_use.outlet = make_outlet("Others")
    with pytest.raises(ValidationError):
        in_use.save()


def test_the_day_of_the_last_reading_moves_on_in_frozen_terms(in_use):
    in_use.terms_checked_on = dt.date(2026, 11, 23)
    in_use.full_clean()
    in_use.save()
    assert Terms.objects.get(pk=in_use.pk).terms_checked_on == dt.date(2026, 11, 23)


def test_frozen_terms_can_be_taken_out_of_force(in_use):
    in_use.adopted, in_use.in_force_to = False, dt.date(2027, 1, 1)
    in_use.save()
    assert in_use.outlet.current_terms() is None


def test_terms_that_nothing_rests_on_may_be_edited():
    terms = make_terms(ads="yes")
    terms.ads = "no"
    terms.save()
    assert Terms.objects.get(pk=terms.pk).ads == "no"


def test_the_next_version_says_the_same_has_the_next_number_and_is_not_in_force(in_use):
    following = in_use.next_version()
    following.save()
    assert following.number == in_use.number + 1 and not following.adopted and not following.is_frozen
    assert [getattr(following, name) for name in clauses.NAMES] == [getattr(in_use, name) for name in clauses.NAMES]
    assert in_use.outlet.current_terms() == in_use


def test_the_next_version_follows_the_last_one_whichever_it_was_made_from(in_use):
    make_terms(in_use.outlet)
    assert in_use.next_version().number == 3


def test_numbers_count_for_each_outlet_and_never_twice():
    outlet = make_outlet()
    assert [make_terms(outlet).number, make_terms(outlet).number, make_terms().number] == [1, 2, 1]
    with pytest.raises(IntegrityError), transaction.atomic():
        Terms.objects.create(outlet=outlet, number=2)


def test_terms_do_not_end_before_they_begin():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_terms(in_force_from=dt.date(2026, 2, 1), in_force_to=dt.date(2026, 1, 1))


def test_the_latest_version_that_a_person_put_in_force_counts():
    outlet = make_outlet()
    make_terms(outlet)
    second = make_terms(outlet)
    make_terms(outlet, adopted=False)
    assert outlet.current_terms() == second


def test_neither_outlet_nor_terms_vanish_under_an_article(in_use):
    with pytest.raises(ProtectedError):
        in_use.delete()
    with pytest.raises(ProtectedError):
        in_use.outlet.delete()


@pytest.mark.parametrize("notice", ["From {publisher}", "From {outlet", "From {}", "From {outlet.slug}"])
def test_a_notice_with_an_unknown_placeholder_is_refused_at_its_field(notice):
    terms = make_terms()
    terms.credit_template = notice
    with pytest.raises(ValidationError) as refusal:
        terms.full_clean()
    assert "credit_template" in refusal.value.message_dict


def test_a_pattern_that_is_no_expression_is_refused_at_its_field():
    terms = make_terms()
    terms.tracker_pattern = "count(.gif"
    with pytest.raises(ValidationError) as refusal:
        terms.full_clean()
    assert "tracker_pattern" in refusal.value.message_dict


def test_every_change_of_terms_is_on_record():
    terms = make_terms(ads="yes")
    terms.ads = "no"
    terms.save()
    assert list(terms.history.values_list("history_type", "ads")) == [("~", "no"), ("+", "yes")]


def test_hosts_are_compared_without_www_and_capitals():
    outlet = make_outlet(home_url="https://www.Commons.example/news", other_hosts="WWW.commons.test\ncdn.commons.test")
    assert outlet.hosts == {"commons.example", "commons.test", "cdn.commons.test"}


def test_an_empty_number_says_nothing_and_a_zero_says_no_limit():
    assert not clauses.is_stated(None) and not clauses.is_stated("") and not clauses.is_stated("not_stated")
    assert clauses.is_stated(0) and clauses.shown("delay_days", 0) == "0"
    assert clauses.shown("ads", "not_stated") == "not stated"
    assert clauses.shown("ads", "not_against_story") == "beside it, not sold against it"
