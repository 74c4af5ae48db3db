"""What may come in as a picture, and what is left of it."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pictures import intake
from pictures.intake import BadPicture, take_in
from tests.pictures.pictures import (
    ARTIST,
    COPYRIGHT,
    DESCRIPTION,
    GPS,
    MAKER,
    ORIENTATION,
    RIGHTS,
    bomb_png,
    drawn,
    with_exif,
)
from tests.thorough import size


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(take_in(data).read()))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG", "AVIF"])
def test_the_place_goes_and_credit_and_rights_stay(kind):
    source = with_exif(kind)
    assert Image.open(io.BytesIO(source)).getexif().get_ifd(GPS)
    exif = opened(source).getexif()
    assert not exif.get_ifd(GPS) and GPS not in exif and MAKER not in exif
    assert (exif[ARTIST], exif[DESCRIPTION]) == ("Ida Holm", "The first ferry")
    assert exif[COPYRIGHT].encode("latin-1") == RIGHTS


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_the_place_goes_and_credit_stays_in_pictures_one_can_see_through_too(kind):
    exif = opened(with_exif(kind, mode="RGBA")).getexif()
    assert not exif.get_ifd(GPS) and exif[ARTIST] == "Ida Holm" and RIGHTS in exif[COPYRIGHT].encode("latin-1")


def test_notes_of_the_wrong_kind_or_of_monstrous_length_do_no_harm():
    exif = Image.Exif()
    exif[ARTIST], exif[COPYRIGHT] = b"x" * 60_000, "\0 "
    exif.get_ifd(0x8769)[0x9286] = b"y" * 5000
    kept = opened(drawn(exif=exif)).getexif()
    assert len(kept[ARTIST]) == intake.LONGEST_NOTE and COPYRIGHT not in kept


def test_nothing_of_the_place_is_left_anywhere_in_the_file():
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>59,54.5N</exif:GPSLatitude></x:xmpmeta>'
    taken = take_in(with_exif("JPEG", xmp=xmp)).read()
    assert b"GPSLatitude" not in taken and b"Secret Camera" not in taken


@pytest.mark.parametrize(("orientation", "size"), [(1, (120, 80)), (3, (120, 80)), (6, (80, 120)), (8, (80, 120))])
def test_a_picture_taken_sideways_is_turned_upright(orientation, size):
    picture = opened(with_exif(orientation=orientation))
    assert picture.size == size
    assert picture.getexif().get(ORIENTATION, 1) == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_five_formats_are_taken_and_become_jpeg(kind):
    taken = take_in(drawn(kind))
    assert taken.name == "picture.jpg"
    assert Image.open(taken).format == "JPEG"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_one_can_see_through_stays_so(kind):
    taken = take_in(drawn(kind, mode="RGBA"))
    assert taken.name == "picture.png" and Image.open(taken).mode == "RGBA"


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "I;16", "LA"])
def test_unusual_colours_are_taken(mode):
    source = io.BytesIO()
    Image.new(mode, (40, 30)).save(source, "JPEG" if mode == "CMYK" else "PNG")
    assert opened(source.getvalue()).size == (40, 30)


def test_of_a_moving_picture_the_first_frame_is_taken():
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("#ff0000", "#00ff00", "#0000ff")]
    source = io.BytesIO()
    frames[0].save(source, "GIF", save_all=True, append_images=frames[1:], duration=100)
    red, green, blue = opened(source.getvalue()).convert("RGB").getpixel((20, 15))
    assert red > 200 and green < 60 and blue < 60


def test_a_large_picture_is_made_smaller_and_keeps_its_shape():
    assert opened(drawn("JPEG", (4800, 3200))).size == (2400, 1600)


def test_a_small_picture_is_not_made_larger():
    assert opened(drawn("PNG", (32, 16))).size == (32, 16)


@pytest.mark.parametrize(
    "size", [(100_000, 100_000), (12_001, 10), (10, 12_001), (6500, 6500), (2_000_000_000, 2_000_000_000)]
)
def test_a_bomb_is_refused_before_it_is_decoded(size, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(BadPicture):
        take_in(bomb_png(*size))


def test_a_picture_of_just_forty_megapixels_is_measured_and_let_through():
    picture = intake.open_safely(io.BytesIO(bomb_png(8000, 5000)))
    assert picture.size == (8000, 5000)


def test_a_file_that_is_too_heavy_is_refused_with_its_weight(monkeypatch):
    monkeypatch.setattr(intake, "MAX_BYTES", 1000)
    with pytest.raises(BadPicture, match=r"1 MB; 25 MB is the most"):
        take_in(drawn("PNG", (400, 400)) + b"\0" * 1000)


def test_forms_see_the_same_limit():
    assert intake.MAX_BYTES == 25 * 1024 * 1024


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"The ferries sailed at six.",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7 ...",
        b"GIF89a",
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"<?php system($_GET['x']); ?>",
        b"PK\x03\x04",
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(data):
    with pytest.raises(BadPicture) as refusal:
        take_in(data)
    assert str(refusal.value.message).endswith(".")


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "TGA", "EPS", "PDF"])
def test_formats_that_readers_do_not_need_are_refused(kind):
    source = io.BytesIO()
    Image.new("RGB", (20, 20)).save(source, kind)
    with pytest.raises(BadPicture):
        take_in(source.getvalue())


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
@settings(max_examples=size(15, 100), deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_taken_or_refused_and_nothing_else(kind, data):
    source = bytearray(with_exif(kind) if kind != "GIF" else drawn(kind))
    if data.draw(st.booleans()):
        source = source[: data.draw(st.integers(0, len(source) - 1))]
    for _ in range(data.draw(st.integers(0, 5))):
        if source:
            source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert take_in(bytes(source)).size > 0
    except BadPicture:
        pass
