"""Readers' comments: whose, opened how, and when there are none."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from selectolax.lexbor import LexborHTMLParser, LexborNode

from articles import publishing
from articles.comments import Provider, closing
from articles.models import Article
from articles.publishing import NotAllowed
from tests.builders import make_correction, make_own_article, make_user, publish_now

pytestmark = pytest.mark.django_db


class Local(Provider):
    """A newsroom's own."""

    name = "Letters"
    module = "js/comments/coral.js"

    def says(self):
        return "Letters are kept by <us>."

    def sources(self):
        return {"connect-src": ["https://letters.example"]}

    def told(self, thread):
        return {"identifier": thread.identity, "title": thread.title}


class Unfinished(Local):
    module = "js/comments/nobody-wrote-this.js"


@pytest.fixture
def article() -> Article:
    return publish_now(make_own_article('Ports & "people"'))


@pytest.fixture
def disqus(settings) -> None:
    settings.COMMENTS, settings.DISQUS_SHORTNAME = "disqus", "skerra"


def section(client, article: Article) -> LexborNode | None:
    return LexborHTMLParser(client.get(article.get_absolute_url()).content.decode()).css_first(".comments")


def policy(client, path: str) -> dict[str, list[str]]:
    parts = client.get(path)["Content-Security-Policy"].split(";")
    return {name: values for name, *values in map(str.split, parts)}


def test_newsroom_without_a_provider_speaks_of_no_comments(client, article):
    html = client.get(article.get_absolute_url()).content.decode()
    assert "comments" not in html.lower() and "disqus" not in html.lower()


def test_thread_belongs_to_the_identity_of_the_article_and_nothing_is_loaded_for_it(client, article, disqus):
    place = section(client, article).css_first(".comments-thread")
    assert place.attributes["data-identifier"] == str(article.uuid)
    assert place.attributes["data-address"] == f"https://newsroom.example{article.get_absolute_url()}"
    assert place.attributes["data-title"] == 'Ports & "people"'
    assert "hidden" in place.css_first("button").attributes
    assert place.css_first("noscript")
    assert "disqus.com" not in client.get(article.get_absolute_url()).content.decode()


def test_policy_names_the_provider_where_there_is_a_thread_and_nowhere_else(client, article, disqus):
    plain, opened = policy(client, "/"), policy(client, article.get_absolute_url())
    added = {name: sorted(set(opened[name]) - set(plain[name])) for name in opened if opened[name] != plain[name]}
    assert added == {
        "connect-src": ["https://disqus.com", "https://links.services.disqus.com"],
        "frame-src": ["https://disqus.com"],
        "script-src": ["https://c.disquscdn.com", "https://disqus.com", "https://skerra.disqus.com"],
        "style-src": ["https://c.disquscdn.com"],
    }
    assert client.get(article.get_absolute_url())["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    closing.close_comments(article, by=None, reason="A fight.")
    assert "disqus" not in str(policy(client, article.get_absolute_url()))
    assert client.get(article.get_absolute_url())["Cross-Origin-Opener-Policy"] == "same-origin"


def test_policy_of_a_coral_names_its_host_alone(client, article, settings):
    settings.COMMENTS, settings.CORAL_URL = "coral", "https://talk.example.org"
    opened = policy(client, article.get_absolute_url())
    assert {"https://talk.example.org", "wss://talk.example.org"} <= set(opened["connect-src"])
    assert "https://talk.example.org" in opened["script-src"]
    assert "Comments are kept by Coral at talk.example.org." in section(client, article).text()


@pytest.mark.parametrize(
    ("comments", "shortname"), [("disqus", "a; script-src *"), ("disqus", ""), ("coral", "x"), ("no.such.thing", "x")]
)
def test_provider_with_a_mistake_in_its_settings_shows_nothing(client, article, settings, comments, shortname):
    settings.COMMENTS, settings.DISQUS_SHORTNAME = comments, shortname
    assert section(client, article) is None
    assert policy(client, article.get_absolute_url()) == policy(client, "/")


def test_newsroom_can_bring_a_provider_of_its_own(client, article, settings):
    settings.COMMENTS = "tests.articles.test_comments.Local"
    shown = section(client, article)
    assert "Letters are kept by <us>." in shown.text()
    assert shown.css_first("[data-module]").attributes["data-title"] == 'Ports & "people"'
    assert "https://letters.example" in policy(client, article.get_absolute_url())["connect-src"]


def test_desk_closes_the_comments_and_opens_them_again_without_touching_the_text(client, article, disqus):
    changed_at, version = article.content_changed_at, article.version
    closing.close_comments(article, by=make_user("publisher"), reason="A fight.")
    shown = section(client, article)
    assert "Comments on this article are closed." in shown.text()
    assert not shown.css("[data-module], button")
    article.refresh_from_db()
    assert (article.content_changed_at, article.version) == (changed_at, version + 1)
    closing.open_comments(article, by=make_user("publisher"), reason="They calmed down.")
    assert section(client, article).css("[data-module]")
    told = [(event.verb, event.reason) for event in article.audit_events.order_by("pk")][-2:]
    assert told == [("close_comments", "A fight."), ("open_comments", "They calmed down.")]


def test_only_who_publishes_closes_comments_with_a_reason_and_once(article, disqus):
    with pytest.raises(PermissionDenied):
        closing.close_comments(article, by=make_user("editor"), reason="A fight.")
    with pytest.raises(NotAllowed, match="Say why"):
        closing.close_comments(article, by=None, reason=" ")
    publisher = make_user("publisher")
    assert closing.verbs_for(article, publisher) == ["close_comments"]
    closing.close_comments(article, by=publisher, reason="A fight.")
    assert closing.verbs_for(article, publisher) == ["open_comments"]
    with pytest.raises(NotAllowed, match="are closed"):
        closing.close_comments(article, by=None, reason="Again.")


def test_retracted_article_has_its_comments_closed_and_a_withdrawn_one_has_none(client, article, disqus):
    make_correction(article, "It did not happen.", "retraction")
    assert "Comments on this article are closed." in section(client, article).text()
    publishing.withdraw(article, by=None, reason="It did not happen.")
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "comments" not in response.content.decode().lower()
    assert "disqus" not in response["Content-Security-Policy"]


def test_preview_has_no_comments(client, article, disqus):
    client.force_login(make_user("publisher"))
    assert b"data-module" not in client.get(f"/preview/{article.uuid}/").content
