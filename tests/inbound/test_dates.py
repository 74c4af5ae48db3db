"""Dates that cannot be, as hostile and careless sources give them, are told and not kept; no page falls over one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article
from articles.presentation import present
from articles.publishing import NotAllowed
from inbound import formats
from inbound.accept import accept
from inbound.formats import dates
from inbound.formats.arrival import Arrival, Hints, Rights
from tests.articles.test_desk import form_of
from tests.builders import NOTICE, make_licensed_article, make_outlet, make_own_article, make_terms, publish_now
from tests.desk import at_desk, page_of

pytestmark = pytest.mark.sampled
YEAR_1 = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
YEAR_9999 = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
ZONES = ["America/New_York", "Pacific/Auckland", "UTC"]
WRITTEN = [
    "Mon, 01 Jan 0001 00:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2199-05-05T00:00:00Z",
    "1066-10-14T00:00:00Z",
]
FEED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Commons</title>
<link>https://commons.example</link><item><title>Ferries</title><link>https://commons.example/ferries</link>
<guid>tag:1</guid><pubDate>{}</pubDate><content:encoded>&lt;p&gt;Water is heavy.&lt;/p&gt;</content:encoded></item>
</channel></rss>"""


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.django_db
def test_a_feeds_item_of_a_year_that_cannot_be_arrives_without_it_and_its_pages_open(zone, written, settings, client):
    settings.TIME_ZONE = zone
    outlet = make_outlet()
    make_terms(outlet, credit_template=NOTICE + " {date}", systematic="yes")
    reading = formats.read(FEED.format(written).encode(), Hints(hosts=frozenset({"commons.example"})))
    arrival = reading.arrivals[0]
    assert arrival.published is None
    article = accept(arrival, outlet=outlet, by=None, because="It explains the storm.").article
    article.refresh_from_db()
    assert article.source_published_at is None
    assert at_desk("editor").get(page_of(article)).status_code == 200
    assert present(article).notice_html


def test_what_cannot_be_is_told_and_what_can_be_stays():
    arrival = Arrival(published=YEAR_1, updated=NOW, rights=Rights(expires=YEAR_9999))
    dates.bound(arrival, NOW)
    assert (arrival.published, arrival.updated, arrival.rights.expires) == (None, NOW, None)
    assert len(arrival.warnings) == 2 and "first publication cannot be (01 Jan 1)" in arrival.warnings[0]
    told = list(arrival.warnings)
    dates.bound(arrival, NOW)
    assert arrival.warnings == told


def test_old_papers_and_announced_ones_keep_their_dates():
    for day in (dt.datetime(1851, 9, 18, tzinfo=dt.UTC), NOW + dt.timedelta(days=300)):
        arrival = Arrival(published=day)
        dates.bound(arrival, NOW)
        assert arrival.published == day and not arrival.warnings


def test_an_embargo_without_an_end_that_can_be_holds_the_item_back_and_one_of_the_year_1_does_not():
    arrival = Arrival(embargo_until=YEAR_9999)
    dates.bound(arrival, NOW)
    assert (arrival.embargo_until, arrival.rights.status) == (None, "withheld")
    assert any("held back" in warning for warning in arrival.warnings)
    arrival = Arrival(embargo_until=YEAR_1)
    dates.bound(arrival, NOW)
    assert (arrival.embargo_until, arrival.rights.status) == (None, "usable")


def test_a_canceled_item_stays_canceled():
    arrival = Arrival(embargo_until=YEAR_9999, rights=Rights(status="canceled"))
    dates.bound(arrival, NOW)
    assert arrival.rights.status == "canceled"


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("moment", [YEAR_1, YEAR_9999])
@pytest.mark.django_db
def test_a_date_that_is_held_already_breaks_no_page(zone, moment, settings, client):
    settings.TIME_ZONE = zone
    article = make_licensed_article(terms=make_terms(credit_template=NOTICE + " {date}"), picked_because="The storm.")
    article = publish_now(article)
    Article.objects.filter(pk=article.pk).update(source_published_at=moment)
    article = Article.objects.get(pk=article.pk)
    assert present(article).notice_html
    publishing.put_live(article, by=None)
    for address in (article.get_absolute_url(), "/", "/rss.xml"):
        assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_the_desk_is_told_that_the_year_it_typed_cannot_be():
    article, bob = make_own_article(), at_desk("editor")
    for year in ("0001", "9999"):
        sent = form_of(bob, article) | {"embargo_until_0": f"{year}-01-01", "embargo_until_1": "12:00:00"}
        answer = bob.post(page_of(article), sent)
        assert answer.status_code == 200 and "embargo_until" in answer.context["adminform"].form.errors
    with pytest.raises(NotAllowed, match="year 9999"):
        publishing.publish(make_own_article(), by=None, at=YEAR_9999)
    assert timezone.now().year < 9000
