"""The looks of the newsroom, by its settings and by a theme of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as ours
from django.core.checks import run_checks

from newsroom import colours, theme
from tests.builders import make_section

STYLE = (Path(ours.BASE_DIR) / "static" / "css" / "newsroom.css").read_text()


def told() -> set[str | None]:
    return {message.id for message in run_checks() if (message.id or "").startswith("newsroom.E03")}


def test_colours_of_the_style_sheet_are_the_ones_that_settings_are_judged_by():
    tokens = STYLE[STYLE.index("@layer tokens {") : STYLE.index("@layer base {")]
    light, dark = tokens.split("prefers-color-scheme: dark")
    for shown, known in ((light, theme.LIGHT), (dark, theme.DARK)):
        said = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", shown))
        assert {name: said[name] for name in known} == known


def test_pages_turn_with_the_direction_of_the_language():
    """Logical properties alone: what is said of left or right stays where it is when everything else turns."""
    sides = r"(?:(?:margin|padding|border|inset)-(?:left|right)[\w-]*|left|right)\s*:"
    sides += r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
    sheets = list((Path(ours.BASE_DIR) / "static" / "css").glob("*.css"))
    assert len(sheets) > 3
    assert not {
        sheet.name: found for sheet in sheets if (found := re.findall(rf"(?<![\w-]){sides}", sheet.read_text()))
    }


def test_our_own_colours_can_be_read():
    for shown in (theme.LIGHT, theme.DARK):
        for written in ("ink", "soft", "accent"):
            assert colours.is_legible(shown[written], (shown["paper"], shown["wash"])), written


def test_contrast_is_that_of_wcag():
    assert round(colours.contrast("#000000", "#ffffff"), 2) == 21
    assert round(colours.contrast("#777777", "#ffffff"), 2) == 4.48
    assert round(colours.contrast("#ffffff", "#767676"), 2) == 4.54


@pytest.mark.django_db
def test_page_of_a_newsroom_that_says_nothing_has_no_further_style_sheet(client):
    assert b'"/theme-' not in client.get("/").content
    assert client.get("/theme-000000000000.css").status_code == 404


@pytest.mark.django_db
def test_colours_reach_the_page_by_a_style_sheet_that_is_kept_for_good(client, settings):
    settings.NEWSROOM_COLOUR, settings.NEWSROOM_PAPER, settings.NEWSROOM_TYPE = "#0A5", "#fff1e5", "slab"
    settings.NEWSROOM_COLOUR = "#0b5563"
    (address,) = re.findall(r'href="(/theme-[0-9a-f]{12}\.css)"', client.get("/").content.decode())
    response = client.get(address)
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"] and not response.cookies
    sheet = response.content.decode()
    assert "--accent:#0b5563;" in sheet and "--paper:#fff1e5;" in sheet and "--text:Rockwell" in sheet
    night = sheet.partition("prefers-color-scheme:dark")[2]
    accent = re.search(r"--accent:(#\w+);", night)
    assert accent and colours.is_legible(accent[1], (theme.DARK["paper"], theme.DARK["wash"]))
    settings.NEWSROOM_COLOUR = "#5a2a82"
    assert client.get(address)["Cache-Control"] == "public, max-age=60", "an address of other settings is not kept"
    assert address not in client.get("/").content.decode()
    assert not told()


@pytest.mark.parametrize(
    "said",
    ["red", "#12", "#1234", "#12345g", "8c1d18", "#8c1d18;}*{display:none", "url(//evil.example)", "#٣٣٣", "</style>"],
)
def test_what_is_no_colour_is_told_and_left_out(settings, said):
    settings.NEWSROOM_COLOUR = settings.NEWSROOM_PAPER_DARK = said
    assert "newsroom.E030" in told()
    assert theme.css() == ""


@pytest.mark.parametrize(
    "said", ["comic; } body { display: none", 'a"b', "Georgia,", "}", "url(x)", "x/*", "Ünder, serif"]
)
def test_what_is_no_type_is_told_and_left_out(settings, said):
    settings.NEWSROOM_TYPE_HEADLINES = said
    assert "newsroom.E033" in told()
    assert theme.css() == ""


def test_faces_may_be_named_one_by_one(settings):
    settings.NEWSROOM_TYPE = '"Source Serif 4", Georgia, serif'
    assert not told()
    assert '--text:"Source Serif 4", Georgia, serif;' in theme.css()


@pytest.mark.parametrize(
    ("setting", "colour", "check"),
    [
        ("NEWSROOM_COLOUR", "#f2b8b5", "newsroom.E032"),
        ("NEWSROOM_COLOUR_DARK", "#5c1410", "newsroom.E032"),
        ("NEWSROOM_PAPER", "#777777", "newsroom.E031"),
        ("NEWSROOM_PAPER_DARK", "#dddddd", "newsroom.E031"),
    ],
)
def test_colour_that_cannot_be_read_is_told_with_one_that_can(settings, setting, colour, check):
    setattr(settings, setting, colour)
    (message,) = [each for each in run_checks() if each.id == check]
    assert setting in message.msg and colour in message.msg
    for near in re.findall(rf"{setting}='(#\w+)'", message.hint or ""):
        setattr(settings, setting, near)
        assert not told()


@pytest.mark.django_db
def test_logo_stands_in_the_place_of_the_name_with_its_size(client, settings, tmp_path):
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "crest.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60"/>')
    settings.STATICFILES_DIRS = [tmp_path, *settings.STATICFILES_DIRS]
    settings.NEWSROOM_LOGO = settings.NEWSROOM_LOGO_DARK = "img/crest.svg"
    settings.NEWSROOM_NAME = 'The "Quay" & Harbour'
    forget()
    shown = client.get("/").content.decode()
    assert 'src="/static/img/crest.svg" alt="The &quot;Quay&quot; &amp; Harbour" width="300" height="60"' in shown
    assert '<source srcset="/static/img/crest.svg" media="(prefers-color-scheme: dark)">' in shown
    assert not told()
    forget()


HOSTILE = """<!DOCTYPE x [<!ENTITY a 'b'>]><svg viewBox='0 0 1 1'>&a;</svg>"""


@pytest.mark.parametrize("svg", ["", "<svg", "<svg/>", '<svg viewBox="0 0 0 0"/>', '<svg viewBox="a b c d"/>', HOSTILE])
@pytest.mark.django_db
def test_logo_without_a_size_is_told_and_the_name_stands(client, settings, tmp_path, svg):
    (tmp_path / "crest.svg").write_text(svg)
    settings.STATICFILES_DIRS, settings.NEWSROOM_LOGO = [tmp_path], "crest.svg"
    forget()
    assert "newsroom.E034" in told()
    settings.NEWSROOM_LOGO = "nowhere.png"
    assert "newsroom.E034" in told()
    assert "<picture>" not in client.get("/").content.decode()
    forget()


def forget() -> None:
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    theme._logo.cache_clear()


@pytest.mark.django_db
def test_words_at_the_foot_are_text_whose_addresses_are_links(client, settings):
    settings.NEWSROOM_FOOTER = "Printed <b>daily</b>. https://quay.example/imprint"
    make_section("Business")
    shown = client.get("/").content.decode()
    assert "Printed &lt;b&gt;daily&lt;/b&gt;" in shown
    assert '<a href="https://quay.example/imprint" rel="nofollow">' in shown


def test_theme_that_is_not_there_is_told(settings, tmp_path):
    settings.NEWSROOM_THEME = str(tmp_path / "nowhere")
    assert "newsroom.E036" in told()


SHOW = """
import django
django.setup()
from pathlib import Path
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
print(render_to_string("404.html", {"head": {}}, request=RequestFactory().get("/")))
print("SHEET", Path(finders.find("css/lists.css")).read_text())
"""


def test_theme_of_the_documentation_comes_before_ours(tmp_path):
    """As an operator does it: a folder, a setting, a process of its own. collectstatic takes what is found first."""
    (tmp_path / "theme" / "templates").mkdir(parents=True)
    (tmp_path / "theme" / "static" / "css").mkdir(parents=True)
    page = (Path(ours.BASE_DIR) / "docs" / "templates.md").read_text()
    written = re.search(r'(    {% extends "base.html" %}\n(?:    .*\n)+)', page)
    assert written
    (tmp_path / "theme" / "templates" / "base.html").write_text(re.sub("^    ", "", written[1], flags=re.MULTILINE))
    (tmp_path / "theme" / "static" / "css" / "paper.css").write_text("@layer chrome { .nameplate { color: teal } }")
    (tmp_path / "theme" / "static" / "css" / "lists.css").write_text("/* the theme's */")
    plain = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    answer = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ours.BASE_DIR,
        env=plain
        | {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_VAR": str(tmp_path / "var")}
        | {"NEWSROOM_THEME": str(tmp_path / "theme"), "LOG_LEVEL": "ERROR", "DEBUG": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    shown, _mark, sheet = answer.stdout.partition("SHEET")
    assert re.search(r'<link rel="stylesheet" href="/static/css/paper.css">', shown)
    assert "Printed on the quay since 1896." in shown and 'class="masthead"' in shown
    assert "the theme's" in sheet
