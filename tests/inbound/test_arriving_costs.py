"""What the arrival of many items costs: feeds say most of what they say again and again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from inbound import arriving, matching
from inbound.models import Item
from tests.builders import make_terms
from tests.inbound.test_arriving import TEXT, arrival, deliver, outlet

pytestmark = pytest.mark.django_db


def story(number, **fields):
    told = {
        "title": f"Story {number}",
        "source_id": f"id-{number}",
        "canonical_url": f"https://commons.example/story-{number}",
        "body_html": f"<p>Number {number}. {TEXT}</p>",
    }
    return arrival(**(told | fields))


def queries(call):
    with CaptureQueriesContext(connection) as seen:
        call()
    return sum("SAVEPOINT" not in query["sql"] for query in seen.captured_queries)


def test_what_a_feed_says_again_costs_the_same_for_forty_as_for_four():
    source = outlet()
    stories = [story(number) for number in range(40)]
    deliver(source, *stories)
    few = queries(lambda: deliver(source, *stories[:4]))
    many = queries(lambda: deliver(source, *stories))
    assert many == few


def test_one_that_changed_among_many_that_did_not_is_taken():
    source = outlet()
    deliver(source, *(story(number) for number in range(5)))
    Item.objects.update(missing_since=None, seen_last="2026-01-01T00:00Z")
    counts = deliver(source, *(story(number) for number in range(4)), story(4, title="Corrected"))
    assert (counts.same, counts.updated, counts.new) == (4, 1, 0)
    assert Item.objects.get(source_id="id-4").title == "Corrected"
    assert not Item.objects.filter(seen_last__lt="2026-02-01T00:00Z").exists()


def test_an_identity_that_no_database_takes_is_recognised_again():
    source = outlet()
    odd = story(1, source_id="id\x00-\ud8001")
    assert deliver(source, odd).new == 1
    assert deliver(source, odd).same == 1


def test_another_outlets_item_of_the_same_identity_is_none_of_ours():
    deliver(outlet(), story(1))
    other = make_terms().outlet
    assert deliver(other, story(1)).new == 1


def test_a_new_item_costs_few_queries():
    source = outlet()
    deliver(source, story(0))
    one = queries(lambda: deliver(source, story(1)))
    more = queries(lambda: deliver(source, *(story(number) for number in range(2, 12))))
    assert (more - one) / 9 <= 4  # the lock, one look for items, one for articles, and the item


def test_each_rung_is_looked_up_by_an_index():
    for model in (Item, Article):
        rungs = matching._rungs(story(1, counter_url="https://c.example/content/77/count.gif"), outlet_once())
        for _rung, field, value in rungs:
            plan = model.objects.filter(outlet=1, **{field: value}).order_by().explain()
            if connection.vendor == "sqlite":
                assert f"{field}=?" in plan, (model, field, plan)
        assert {field for _rung, field, _value in rungs} <= {
            name for index in model._meta.indexes for name in index.fields
        }


def outlet_once():
    return Item.objects.first().outlet if Item.objects.exists() else outlet()


def test_an_item_is_taken_by_hand_as_before():
    source = outlet()
    deliver(source, story(1))
    assert arriving.pick(Item.objects.get(), by=None, because="").title == "Story 1"
