"""The archive by month and by day: counted behind the gate, in the newsroom's time zone, without counting a million."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import override_settings
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles import archive, listing, publishing
from articles.models import ArchiveDay
from tests.builders import make_licensed_article, make_own_article, make_section, make_terms, publish_now

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)


def page(client, path: str) -> LexborHTMLParser:
    response = client.get(path)
    assert response.status_code == 200, path
    return LexborHTMLParser(response.content.decode())


def words(node) -> str:
    return " ".join(node.text().split())


def counted() -> dict[dt.date, int | None]:
    return archive.counts(list(ArchiveDay.objects.all()))


def test_years_and_months_tell_how_much_they_hold(client):
    for days in (0, 1, 40, 400):
        publish_now(make_own_article(f"{days} days before"), NOON - dt.timedelta(days=days))
    shown = page(client, "/archive/")
    assert [words(year) for year in shown.css(".year h2")] == ["2026 3 articles", "2025 1 article"]
    months = {link.attributes["href"]: words(link) for link in shown.css(".months a")}
    assert months == {
        "/archive/2026/04/": "April 1 articles",
        "/archive/2026/05/": "May 2 articles",
        "/archive/2025/04/": "April 1 articles",
    }


def test_month_shows_its_days_newest_first_and_leads_to_the_next_ones(client):
    for days, title in ((0, "Newest"), (1, "Older"), (70, "In March"), (-40, "In June")):
        publish_now(make_own_article(title), NOON - dt.timedelta(days=days))
    shown = page(client, "/archive/2026/05/")
    assert [words(day) for day in shown.css(".rows-of-day .label")] == ["Tuesday, May 12, 2026", "Monday, May 11, 2026"]
    assert [words(link) for link in shown.css(".headline a")] == ["Newest", "Older"]
    assert [link.attributes["href"] for link in shown.css(".calendar a")] == [
        "/archive/2026/05/11/",
        "/archive/2026/05/12/",
    ]
    assert {link.attributes["rel"]: link.attributes["href"] for link in shown.css(".calendar-steps a")} == {
        "prev": "/archive/2026/03/",
        "next": "/archive/2026/06/",
    }
    day = page(client, "/archive/2026/05/11/")
    assert [words(link) for link in day.css(".headline a")] == ["Older"]
    assert words(day.css_first(".calendar [aria-current]")).startswith("11")


@override_settings(TIME_ZONE="Pacific/Auckland")
def test_a_day_begins_at_midnight_of_the_newsroom(client):
    timezone.get_default_timezone.cache_clear()
    try:
        # The last minute of April there, and the first one of May.
        publish_now(make_own_article("Late in April"), dt.datetime(2026, 4, 30, 11, 59, tzinfo=dt.UTC))
        publish_now(make_own_article("Early in May"), dt.datetime(2026, 4, 30, 12, 0, tzinfo=dt.UTC))
        assert [words(link) for link in page(client, "/archive/2026/05/").css(".headline a")] == ["Early in May"]
        assert [words(link) for link in page(client, "/archive/2026/04/30/").css(".headline a")] == ["Late in April"]
        assert counted() == {dt.date(2026, 4, 30): 1, dt.date(2026, 5, 1): 1}
    finally:
        timezone.get_default_timezone.cache_clear()


def test_what_readers_may_not_see_is_in_no_count_and_no_list(client):
    seen = publish_now(make_own_article("Seen"), NOON)
    withdrawn = publish_now(make_own_article("Secret"), NOON)
    publishing.withdraw(withdrawn, by=None, reason="It was wrong.")
    gone = publish_now(make_licensed_article("Secret", terms=make_terms(remove_after_days=3)), NOON)
    assert gone.closes_at is not None
    make_own_article("Secret draft")
    publish_now(make_own_article("Secret: to come"), timezone.now() + dt.timedelta(days=1))
    assert counted() == {NOON.date(): 1}
    assert [words(link) for link in page(client, "/archive/2026/05/12/").css(".headline a")] == ["Seen"]
    publishing.withdraw(seen, by=None, reason="It was wrong, too.")
    assert counted() == {}
    assert client.get("/archive/2026/05/").status_code == 404
    assert "Nothing has been published here yet." in client.get("/archive/").content.decode()


def test_counts_are_kept_until_time_changes_them():
    now = timezone.now()
    publish_now(make_own_article("Now"), now - dt.timedelta(minutes=1))
    publish_now(make_own_article("Later"), now + dt.timedelta(minutes=1))
    days = {timezone.localdate(now + dt.timedelta(minutes=minutes)) for minutes in (-1, 1)}
    assert archive.recount_stale() == len(days)
    assert archive.recount_stale() == 0
    kept = list(ArchiveDay.objects.all())
    assert sum(row.articles for row in kept) == 1
    assert min(row.stale_at for row in kept if row.stale_at) > now
    assert sum(archive.counts(kept).values()) == 1


def test_a_change_while_a_day_is_counted_leaves_it_out_of_date(monkeypatch):
    article = publish_now(make_own_article(), NOON)
    counting = archive.between

    def meanwhile(first, last):
        monkeypatch.setattr(archive, "between", counting)
        publishing.withdraw(article, by=None, reason="It was wrong.")
        return counting(first, last)

    monkeypatch.setattr(archive, "between", meanwhile)
    archive.recount(NOON.date())
    assert ArchiveDay.objects.get(day=NOON.date()).stale_at is not None
    archive.recount_stale()
    assert not ArchiveDay.objects.exists()


def test_days_that_nobody_counted_have_no_number_until_somebody_does(client, monkeypatch):
    monkeypatch.setattr(archive, "COUNTED_AT_ONCE", 1)
    for days in (0, 40):
        publish_now(make_own_article(f"{days} days before"), NOON - dt.timedelta(days=days))
    shown = page(client, "/archive/")
    assert [words(link) for link in shown.css(".months a")] == ["April", "May 1 articles"]
    assert words(shown.css_first(".year h2")) == "2026"
    archive.recount_stale()
    assert words(page(client, "/archive/").css_first(".year h2")) == "2026 2 articles"


def test_pages_of_a_month_follow_a_cursor(client):
    section = make_section()
    wanted = listing.PER_PAGE + 3
    for number in range(wanted):
        publish_now(make_own_article(f"Story {number}", section=section), NOON - dt.timedelta(hours=number))
    first = page(client, "/archive/2026/05/")
    older = first.css_first(".pager a[rel=next]").attributes["href"]
    shown = [words(link) for link in (*first.css(".headline a"), *page(client, older).css(".headline a"))]
    assert shown == [f"Story {number}" for number in range(wanted)]


def test_archive_asks_three_times_at_most_and_no_more_for_more(client, django_assert_max_num_queries):
    for number in range(30):
        publish_now(make_own_article(f"Story {number}"), NOON - dt.timedelta(days=number))
    for path in ("/archive/", "/archive/2026/05/", "/archive/2026/05/12/", "/archive/2026/07/"):
        with django_assert_max_num_queries(3):
            client.get(path)


def test_no_month_that_no_calendar_has_is_found(client):
    publish_now(make_own_article(), NOON)
    odd = ("2026/13/", "2026/00/", "0000/05/", "9999/12/", "2026/5/", "2026/02/30/", "٢٠٢٦/05/", "2026/05/?before=x")
    for path in (*odd, "2027/01/"):
        assert client.get(f"/archive/{path}").status_code == 404, path
    assert client.get("/archive/2026/")["Location"] == "/archive/#y2026"
