"""An arrival is stored and comes back as it was."""

import dataclasses
import datetime as dt
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from inbound.formats.arrival import Arrival, Author, Picture, Related, Rights, dump, load
from tests.thorough import size

TEXT = st.one_of(st.none(), st.text(max_size=30))
MOMENT = st.one_of(st.none(), st.datetimes(timezones=st.just(dt.UTC)))
PEOPLE = st.lists(st.builds(Author, name=st.text(max_size=20), title=TEXT, institution=TEXT), max_size=3)
ARRIVALS = st.builds(
    Arrival,
    title=TEXT,
    standfirst=TEXT,
    authors=PEOPLE,
    body_html=st.text(max_size=50),
    pictures=st.lists(st.builds(Picture, url=st.text(max_size=20), credit=TEXT, lead=st.booleans()), max_size=3),
    related=st.lists(st.builds(Related, title=st.text(max_size=9), url=st.text(max_size=9)), max_size=2),
    published=MOMENT,
    updated=MOMENT,
    embargo_until=MOMENT,
    rights=st.builds(Rights, status=st.sampled_from(["usable", "withheld", "canceled"]), expires=MOMENT),
    tags=st.lists(st.text(max_size=9), max_size=3),
    warnings=st.lists(st.text(max_size=9), max_size=3),
    raw=st.binary(max_size=50),
)


@settings(max_examples=size(50, 1000), deadline=None)
@given(arrival=ARRIVALS)
def test_an_arrival_comes_back_from_json_as_it_was(arrival: Arrival) -> None:
    assert load(json.loads(json.dumps(dump(arrival))), arrival.raw) == arrival


def test_what_an_older_version_stored_lacks_nothing_but_what_it_did_not_know() -> None:
    stored = {"title": "Old", "body_html": "<p>x</p>", "forgotten": 1}
    assert load(stored, b"") == dataclasses.replace(Arrival(), title="Old", body_html="<p>x</p>")
