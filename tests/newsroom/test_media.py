"""Files of pictures, as anybody asks for them by their address."""

import datetime as dt

import pytest
from django.utils import timezone

from articles import publishing
from pictures import renditions
from pictures.models import Picture, rendition_name
from tests.builders import add_picture, make_author, make_own_article, make_picture, publish_now
from tests.desk import at_desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def answers(client, picture):
    return client.get(picture.file.url).status_code


def test_nobody_guesses_the_address_of_a_picture():
    first, second = make_picture(), make_picture()
    assert first.file.name.startswith("pictures/") and len(first.file.name.rsplit("-", 1)[1]) == len(
        "0123456789abcdef.png"
    )
    assert first.file.name[-20:] != second.file.name[-20:]


@pytest.mark.parametrize("rights", ["uncleared", "refused"])
def test_a_picture_that_is_not_cleared_is_given_to_the_desk_alone(client, rights):
    picture = make_picture(size=(600, 400))
    renditions.make(picture)
    picture.refresh_from_db()
    smaller = f"/media/{rendition_name(picture.file.name, 480)}"
    assert (answers(client, picture), client.get(smaller).status_code) == (200, 200)
    Picture.objects.filter(pk=picture.pk).update(rights=rights)
    assert (answers(client, picture), client.get(smaller).status_code) == (404, 404)
    shown = at_desk("writer").get(picture.file.url)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")


def test_the_picture_of_a_withdrawn_or_embargoed_story_is_not_given(client):
    article, picture = make_own_article(), make_picture()
    add_picture(article, picture)
    assert answers(client, picture) == 404
    publish_now(article, at=timezone.now() + dt.timedelta(hours=1))
    assert answers(client, picture) == 404
    article = publish_now(make_own_article())
    add_picture(article, picture)
    assert answers(client, picture) == 200
    publishing.withdraw(article, by=None, reason="retracted")
    assert answers(client, picture) == 404
    Picture.objects.filter(pk=picture.pk).update(portrait_of=make_author())
    assert answers(client, picture) == 200


def test_the_file_that_a_picture_had_before_is_not_given(client):
    picture, other = make_picture(), make_picture()
    before = picture.file.url
    Picture.objects.filter(pk=picture.pk).update(file=other.file.name)
    assert client.get(before).status_code == 404


@pytest.mark.parametrize("way", ["./", "x/../", "/"])
def test_no_other_way_of_writing_an_address_leads_to_it(client, way):
    picture = make_picture(cleared=False)
    assert client.get(f"/media/{way}{picture.file.name}").status_code == 404


def test_each_file_costs_one_question_and_caches_between_us_and_readers_ask_again(client, django_assert_num_queries):
    picture = make_picture()
    with django_assert_num_queries(1):
        response = client.get(picture.file.url)
    assert "s-maxage=60" in response["Cache-Control"] and not response.cookies


def test_a_web_server_in_front_hands_out_what_we_allow(client, settings):
    settings.MEDIA_ACCEL = "/kept-media/"
    picture = make_picture()
    response = client.get(picture.file.url)
    assert response["X-Accel-Redirect"] == f"/kept-media/{picture.file.name}"
    assert response["Content-Type"] == "image/png" and response.content == b""
    Picture.objects.filter(pk=picture.pk).update(rights="refused")
    assert "X-Accel-Redirect" not in client.get(picture.file.url)
