"""Smaller files of a picture, for narrow screens."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from pictures import renditions
from pictures.models import Picture
from tests.builders import add_picture, make_own_article, make_picture, publish_now

pytestmark = pytest.mark.django_db


def smaller(picture: Picture, width: int) -> Image.Image:
    with picture.file.storage.open(f"renditions/{width}/{picture.file.name}.webp") as file:
        return Image.open(io.BytesIO(file.read()))


def with_notes(size: tuple[int, int]) -> ContentFile:
    exif = Image.Exif()
    exif[0x8298] = "(c) Ida Holm"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", size, (30, 90, 120)).save(out, "JPEG", exif=exif)
    return ContentFile(out.getvalue(), name="ferry.jpg")


def test_smaller_files_show_the_whole_picture_and_keep_its_credit_but_not_its_place():
    picture = make_picture(file=with_notes((1000, 501)))
    assert renditions.make_missing() == 1
    picture.refresh_from_db()
    assert picture.renditions == "480 960"
    for width, height in ((480, 240), (960, 481)):
        made = smaller(picture, width)
        assert made.format == "WEBP" and made.width == width and abs(made.height - height) <= 1
        assert made.getexif()[0x8298].startswith("(c) Ida Holm")
        assert 0x8825 not in made.getexif()


def test_pictures_are_made_ready_once_and_anew_for_another_file():
    picture = make_picture(size=(700, 400))
    assert (renditions.make_missing(), renditions.make_missing()) == (1, 0)
    picture.refresh_from_db()
    assert picture.srcset
    picture.file = with_notes((600, 300))
    picture.save()
    picture.refresh_from_db()
    assert picture.srcset == "", "what was made of the former file does not show the new one"
    assert renditions.make_missing() == 1
    picture.refresh_from_db()
    assert picture.file.name in picture.srcset


def test_small_damaged_and_missing_files_are_left_as_they_are():
    make_picture(size=(300, 200))
    damaged, gone = make_picture(size=(900, 600)), make_picture(size=(900, 600))
    whole = damaged.file.storage.path(damaged.file.name)
    with open(whole, "r+b") as file:
        file.truncate(60)
    gone.file.storage.delete(gone.file.name)
    assert (renditions.make_missing(), renditions.make_missing()) == (3, 0)
    assert set(Picture.objects.values_list("renditions", flat=True)) == {""}


def test_transparent_picture_stays_transparent():
    out = io.BytesIO()
    Image.new("RGBA", (700, 300), (0, 0, 0, 0)).save(out, "PNG")
    picture = make_picture(file=ContentFile(out.getvalue(), name="crest.png"))
    renditions.make(picture)
    assert smaller(picture, 480).mode == "RGBA"


def test_lists_and_articles_offer_the_smaller_files(client):
    article = make_own_article("Ferry")
    add_picture(article, make_picture(size=(1000, 500)))
    publish_now(article, timezone.now() - dt.timedelta(hours=1))
    assert "srcset" not in client.get("/").content.decode()
    renditions.make_missing()
    for path in ("/", article.section.get_absolute_url(), article.get_absolute_url()):
        img = LexborHTMLParser(client.get(path).content.decode()).css_first("main img")
        files = dict(reversed(each.split(" ")) for each in img.attributes["srcset"].split(", "))
        assert sorted(files) == ["1000w", "480w", "960w"] and files["1000w"] == img.attributes["src"], path
        assert img.attributes["sizes"], path


def test_a_storage_that_is_full_for_a_while_costs_no_picture_its_smaller_files(monkeypatch):
    picture = make_picture(size=(700, 400))
    with monkeypatch.context() as full:
        full.setattr(picture.file.storage, "save", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
        renditions.make_missing()
    assert renditions.make_missing() == 1
    picture.refresh_from_db()
    assert picture.renditions == "480"
