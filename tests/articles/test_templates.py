"""docs/templates.md says what each page's template receives; here it is held to that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from articles import publishing
from articles.views import errors
from newsroom.context import newsroom
from tests.builders import (
    make_author,
    make_institution,
    make_licensed_article,
    make_own_article,
    make_user,
    publish_now,
)

pytestmark = pytest.mark.django_db


ALONE = ("400.html", "403.html", "500.html", "maintenance.html")


def listed() -> dict[str, set[str]]:
    """The names under each heading of the document."""
    text = (Path(settings.BASE_DIR) / "docs" / "templates.md").read_text()
    text = text[text.index("## Everywhere") :]
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return {
        heading: set(re.findall(r"^\| `(\w+)` \|", body, flags=re.MULTILINE))
        for heading, body in zip(parts[::2], parts[1::2], strict=True)
    }


@pytest.fixture
def addresses(client) -> dict[str, str]:
    """An address for each template that a view fills."""
    place = make_institution()
    writer = make_author(institution=place)
    row = {"name": writer.name, "author": writer, "institution_page": place}
    article = publish_now(make_licensed_article(tags=["Ports"], bylines=[row]))
    withdrawn = publish_now(make_own_article())
    publishing.withdraw(withdrawn, by=None, reason="It was wrong.")
    client.force_login(make_user("editor"))
    return {
        "articles/article.html": article.get_absolute_url(),
        "articles/preview.html": f"/preview/{article.uuid}/",
        "articles/home.html": "/",
        "articles/older.html": "/?before=9999999999999999-1",
        "articles/section.html": article.section.get_absolute_url(),
        "articles/author.html": writer.get_absolute_url(),
        "articles/institution.html": place.get_absolute_url(),
        "articles/outlet.html": article.outlet.get_absolute_url(),
        "articles/tag.html": "/tags/ports/",
        "articles/institution_authors.html": f"{place.get_absolute_url()}authors/",
        "articles/page.html": "/about/",
        "articles/search.html": "/search/?q=ports",
        "articles/corrections.html": "/corrections/",
        "articles/privacy.html": "/privacy/",
        "articles/archive.html": "/archive/",
        "articles/archive_month.html": f"/archive/{timezone.localdate(article.published_at):%Y/%m}/",
        "newsletters/sign_up.html": "/newsletter/",
        "newsletters/asked.html": "/newsletter/asked/",
        "newsletters/confirm.html": "/newsletter/confirm/nothing/",
        "newsletters/leave.html": "/newsletter/leave/nothing/",
        "404.html": "/nothing/",
        "410.html": withdrawn.get_absolute_url(),
    }


def test_each_page_receives_exactly_what_the_document_lists(client, addresses):
    documented = listed()
    for template, path in addresses.items():
        response = client.get(path)
        assert response.templates[0].name == template
        received = set(response.context_data if hasattr(response, "context_data") else ())
        assert received == documented[template] | documented["Every page for readers"], template


def test_failure_page_receives_what_the_document_lists(rf, monkeypatch):
    received = {}
    monkeypatch.setattr(errors, "render_to_string", lambda name, context: received.update({name: context}) or "")
    errors.failed(rf.get("/"))
    errors.bad_request(rf.get("/"))
    documented = listed()
    assert {name: set(context) for name, context in received.items()} == {
        name: documented[name] for name in ("400.html", "500.html")
    }


def test_what_every_template_may_say_is_what_the_document_lists(rf):
    assert set(newsroom(rf.get("/"))) == listed()["Everywhere"]


def test_document_knows_every_page_and_no_other(addresses):
    assert set(listed()) == {*addresses, *ALONE, "Everywhere", "Every page for readers"}
