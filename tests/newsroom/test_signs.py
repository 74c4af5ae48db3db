"""Icons, the web manifest and security.txt."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from newsroom import checks, icons, theme_checks

SIZES = {"/icon-192.png": 192, "/icon-512.png": 512, "/icon-maskable.png": 512, "/apple-touch-icon.png": 180}


def picture(response) -> Image.Image:
    return Image.open(io.BytesIO(response.content))


@pytest.mark.parametrize("path", SIZES)
def test_icon_has_the_size_that_its_name_says_and_the_newsrooms_colour(client, settings, path):
    settings.NEWSROOM_COLOUR = "#004488"
    response = client.get(path)
    drawn = picture(response)
    assert response["Content-Type"] == "image/png" and drawn.size == (SIZES[path], SIZES[path])
    assert drawn.convert("RGB").getpixel((3, 3)) == (0, 0x44, 0x88)
    assert len(drawn.convert("RGB").getcolors(1 << 20) or ()) > 1  # a letter stands on it


def test_favicon_holds_the_sizes_of_tabs(client):
    response = client.get("/favicon.ico")
    assert picture(response).info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert "Set-Cookie" not in response


@pytest.mark.parametrize("size", [0, 1, 10_000, 191])
def test_no_other_size_is_drawn(client, db, size):
    assert client.get(f"/icon-{size}.png").status_code == 404


@pytest.mark.parametrize(
    ("name", "letter"),
    [("The Harbour Times", "H"), ("El País", "P"), ("éclair", "É"), ("日報", "N"), ("42 Degrees", "4"), ("!!", "N")],
)
def test_letter_is_that_of_the_name(settings, name, letter):
    settings.NEWSROOM_NAME = name
    assert icons.letter() == letter


def test_picture_of_the_newsroom_takes_the_place_of_the_letter(client, settings, tmp_path):
    Image.new("RGB", (64, 64), (1, 2, 3)).save(tmp_path / "sign.png")
    settings.STATICFILES_DIRS = [tmp_path]
    settings.NEWSROOM_ICON = "sign.png"
    assert picture(client.get("/icon-512.png")).convert("RGB").getpixel((256, 256)) == (1, 2, 3)


def test_picture_that_is_none_leaves_the_letter(client, settings, tmp_path):
    (tmp_path / "broken.png").write_bytes(b"no picture")
    settings.STATICFILES_DIRS = [tmp_path]
    settings.NEWSROOM_ICON = "broken.png"
    assert client.get("/icon-192.png").status_code == 200


def test_manifest_names_the_newsroom_and_files_that_are_there(client, settings):
    settings.NEWSROOM_NAME = "The Harbour Times and Gazette"
    response = client.get("/site.webmanifest")
    said = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert said["name"] == settings.NEWSROOM_NAME and said["short_name"] == "Harbour Times"
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    for icon in said["icons"]:
        assert "x".join(map(str, picture(client.get(icon["src"])).size)) == icon["sizes"]


def test_who_is_told_of_a_hole_stands_in_security_txt_where_somebody_is_named(client, db, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "desk@news.example"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:desk@news.example\n" in text and "\nExpires: 20" in text
    settings.SECURITY_CONTACT = "https://news.example/x\r\nContact: evil"
    assert client.get("/.well-known/security.txt").content.decode().count("\nContact:") == 0


@pytest.mark.parametrize(("size", "faults"), [((512, 512), 0), ((600, 600), 0), ((511, 511), 1), ((512, 600), 1)])
def test_icon_that_would_be_a_blur_is_told(settings, tmp_path, size, faults):
    Image.new("RGB", size).save(tmp_path / "sign.png")
    settings.STATICFILES_DIRS, settings.NEWSROOM_ICON = [tmp_path], "sign.png"
    assert [found.id for found in theme_checks.check_icon(None)] == ["newsroom.E037"] * faults
    settings.NEWSROOM_ICON = "missing.png"
    assert [found.id for found in theme_checks.check_icon(None)] == ["newsroom.E037"]


@pytest.mark.parametrize(
    ("said", "faults"), [("", 0), ("desk@news.example", 0), ("https://news.example/x", 0), ("call us", 1), ("desk", 1)]
)
def test_contact_that_nobody_can_open_is_told(settings, said, faults):
    settings.SECURITY_CONTACT = said
    assert [found.id for found in checks.check_security_contact(None)] == ["newsroom.E038"] * faults
