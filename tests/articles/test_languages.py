"""Pages speak the language of the site, whatever a browser asks for; an article keeps its own."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.builders import make_own_article, publish_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def spanish(settings):
    settings.LANGUAGE_CODE = "es"
    with translation.override("es"):
        yield


def page(address: str, **headers: str) -> str:
    return Client().get(address, headers=headers).content.decode()


def test_a_spanish_site_is_spanish_but_for_what_its_articles_say(spanish):
    article = publish_now(make_own_article(title="The tide turns", language="en"))
    story, front = page(article.get_absolute_url()), page("/")
    assert '<html lang="es" dir="ltr"' in story and 'lang="en"' in story
    assert "Saltar al texto" in story and "The tide turns" in story
    assert "Volver arriba" in front
    assert "Skip to the text" not in story + front


def test_what_a_browser_asks_for_changes_no_page_for_readers():
    publish_now(make_own_article())
    for address in ("/", reverse("articles:search")):
        assert page(address, **{"accept-language": "es"}) == page(address, **{"accept-language": "de"})
        answer = Client().get(address, headers={"accept-language": "es"})
        assert "accept-language" not in answer.headers.get("Vary", "").lower()
        assert "Skip to the text" in answer.content.decode()


def test_a_site_that_is_written_from_the_right_says_so_on_every_page():
    publish_now(make_own_article())
    with translation.override("ar"):
        assert 'dir="rtl"' in page("/") and 'dir="rtl"' in page("/no-such-page/")
