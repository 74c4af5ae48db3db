"""May we take it, and what must we do, of what only arrived."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.models import Article
from inbound.formats.arrival import Arrival, Author, Rights
from inbound.prospects import Prospects
from tests.builders import make_licensed_article, make_outlet, make_terms, publish_now

pytestmark = pytest.mark.django_db


def arrival(**fields) -> Arrival:
    fields = {
        "title": "Why ferries lean",
        "body_html": "<p>Water is heavy.</p>",
        "authors": [Author("Amira Jadoon", "Professor", "Clemson University")],
        "canonical_url": "https://commons.example/1",
        "published": timezone.now() - dt.timedelta(days=1),
        **fields,
    }
    return Arrival(**fields)


def terms(**clauses):
    return make_terms(make_outlet(), licence_code="CC BY-ND 4.0", **clauses)


def test_what_could_be_cleared_as_it_came_is_green_and_says_what_we_must_do():
    row = terms(author_required="yes", institution_required="yes")
    prospect = Prospects().of(arrival(), row.outlet)
    assert (prospect.light, prospect.why_not) == ("green", ()) and prospect.must
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("clauses", "fields", "told"),
    [
        ({"tracker_required": "yes"}, {}, "counter is missing"),
        ({"institution_required": "yes"}, {"authors": [Author("Ada")]}, "none is given for Ada"),
        ({"fresh_within_days": 90}, {"published": timezone.now() - dt.timedelta(days=91)}, "90 days"),
        ({}, {"licence_stated": "All rights reserved"}, "stricter"),
        ({}, {"body_html": ""}, "without a text"),
        ({}, {"rights": Rights(status="withheld")}, "withholds"),
    ],
)
def test_what_stands_in_the_way_is_told_with_its_remedy(clauses, fields, told):
    prospect = Prospects().of(arrival(**fields), terms(**clauses).outlet)
    assert prospect.light in ("red", "amber") and any(told in sentence for sentence in prospect.why_not)


def test_a_cap_that_is_used_up_is_told():
    row = terms(monthly_cap=1)
    assert Prospects().of(arrival(), row.outlet).light == "green"
    publish_now(make_licensed_article(terms=row, picked_because="x"))
    prospect = Prospects().of(arrival(), row.outlet)
    assert prospect.light == "red" and "same month" in prospect.why_not[0]


def test_the_day_on_which_the_window_ends_is_known():
    fresh = arrival()
    assert Prospects().of(fresh, terms(fresh_within_days=90).outlet).passes_at == fresh.published + dt.timedelta(90)


def test_an_outlet_without_terms_in_force_gives_nothing():
    assert "No terms" in Prospects().of(arrival(), make_outlet()).why_not[0]


def test_a_page_of_the_inbox_costs_few_queries(django_assert_max_num_queries):
    row = terms(author_required="yes")
    prospects = Prospects()
    with django_assert_max_num_queries(4):
        for number in range(50):
            prospects.of(arrival(title=f"Story {number}"), row.outlet)
