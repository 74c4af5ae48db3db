"""A browser asks again each time, so that whoever saved sees it, and nobody reads what was withdrawn from a copy."""

import pytest

from articles import publishing
from tests.builders import make_licensed_article, make_outlet, make_own_article, make_terms, publish_now

pytestmark = pytest.mark.django_db


def test_a_browser_is_told_that_nothing_changed_and_of_a_withdrawal_at_once(client):
    article = publish_now(make_own_article())
    for path in ("/", article.get_absolute_url(), "/rss.xml"):
        first = client.get(path)
        assert first["Cache-Control"] == "public, max-age=0, s-maxage=60"
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert again["Cache-Control"] == first["Cache-Control"] and not again.cookies
    known = client.get(article.get_absolute_url())["ETag"]
    publishing.withdraw(article, by=None, reason="retracted")
    gone = client.get(article.get_absolute_url(), headers={"If-None-Match": known})
    assert gone.status_code == 410 and "ETag" not in gone


def test_a_copy_that_is_still_good_keeps_the_policy_of_its_page(client):
    pattern = r"https://counter\.commons\.example/.*"
    terms = make_terms(make_outlet(), tracker_kind="script", tracker_required="yes", tracker_pattern=pattern)
    article = make_licensed_article(
        terms=terms, counter_url="https://counter.commons.example/c.js", counter_kind="script"
    )
    path = publish_now(article).get_absolute_url()
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and "counter.commons.example" in first["Content-Security-Policy"]
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
