"""How the newsroom looks: its colours, type and logo, as the settings say, brought to where pages can use them.

Colours and type reach the pages as one small style sheet of our own (``css``), because the Content-Security-Policy
allows no style in a page. Its address holds a hash of its content, so browsers keep it for good.

What a setting says wrongly is told by the checks (``newsroom.theme_checks``) and left out here: pages keep their look.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from defusedxml import ElementTree
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from PIL import Image

from newsroom import colours

# The values of static/css/newsroom.css, against which those of the settings are judged; a test compares them.
LIGHT = {"paper": "#fdfcf9", "wash": "#f4f1ea", "ink": "#1b1b1d", "soft": "#5c5a55", "accent": "#8c1d18"}
DARK = {"paper": "#141619", "wash": "#1e2125", "ink": "#e9e6df", "soft": "#aaa79f", "accent": "#f29a90"}

# Faces that machines have already, by the kind of type they are. None is fetched.
TYPES = {
    "old-style": '"Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", "URW Palladio L", P052, serif',
    "transitional": 'Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", serif',
    "didone": 'Didot, "Bodoni MT", "Noto Serif Display", "URW Palladio L", P052, Sylfaen, serif',
    "slab": 'Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", "Sitka Small", serif',
    "humanist": 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", "Noto Sans", sans-serif',
    "grotesque": '"Helvetica Neue", "Arial Nova", "Nimbus Sans", Arial, sans-serif',
    "system": 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
}
_FAMILY = r"""(?:"[\w .-]+"|'[\w .-]+'|[A-Za-z_-][\w-]*(?: [A-Za-z_-][\w-]*)*)"""
_FAMILIES = re.compile(rf"{_FAMILY}(?:\s*,\s*{_FAMILY})*", re.ASCII)
_TALLEST = 12_000  # pixels; a logo beyond is a mistake


@dataclasses.dataclass(frozen=True)
class Logo:
    """Addresses of its files, and the size that keeps its place on the page while it loads."""

    url: str
    width: int
    height: int
    dark_url: str = ""


def families(named: str) -> str:
    """The list of faces that a setting names, by kind or one by one; "" where it is none."""
    named = named.strip()
    return TYPES.get(named.lower()) or (named if _FAMILIES.fullmatch(named) else "")


def palette(dark: bool = False) -> Mapping[str, str]:
    """The colours in force on light or dark paper, as #rrggbb, by the names of the style sheet.

    Paper brings its wash and rules along. Small grey type moves towards the ink until it can be read on the paper.
    An accent that is given for light paper alone is made lighter for dark paper until it can be read there.
    """
    paper = settings.NEWSROOM_PAPER_DARK if dark else settings.NEWSROOM_PAPER
    return _palette(dark, paper, settings.NEWSROOM_COLOUR, settings.NEWSROOM_COLOUR_DARK)


@lru_cache(maxsize=16)
def _palette(dark: bool, paper: str, colour: str, colour_dark: str) -> Mapping[str, str]:
    ours = dict(DARK if dark else LIGHT)
    given = colours.read(paper)
    if given and given != ours["paper"]:
        ours["paper"] = given
        ours["wash"] = colours.mixed(given, ours["ink"], 0.05)
        ours["rule"] = colours.mixed(given, ours["ink"], 0.17)
        ours["soft"] = colours.legible(ours["soft"], (ours["paper"], ours["wash"]), towards=ours["ink"])
    accent, accent_dark = colours.read(colour), colours.read(colour_dark)
    if dark and accent_dark:
        ours["accent"] = accent_dark
    elif accent:
        grounds = (ours["paper"], ours["wash"])
        ours["accent"] = colours.legible(accent, grounds, towards="#ffffff") if dark else accent
    return MappingProxyType(ours)


def css() -> str:
    """The style sheet that says what the settings say otherwise than ours; "" where they say nothing."""
    light = palette().items() - LIGHT.items()
    dark = palette(dark=True).items() - DARK.items()
    text, headlines = families(settings.NEWSROOM_TYPE), families(settings.NEWSROOM_TYPE_HEADLINES)
    faces = [(name, value) for name, value in (("display", headlines or text), ("text", text)) if value]
    plain, night = _declared([*sorted(light), *faces]), _declared(sorted(dark))
    rules = f":root{{{plain}}}" if plain else ""
    rules += f"@media (prefers-color-scheme:dark){{:root{{{night}}}}}" if night else ""
    return f"@layer tokens{{{rules}}}\n" if rules else ""


def _declared(values: Iterable[tuple[str, str]]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values)


def address() -> str:
    """Where the style sheet is, or "" where there is none."""
    sheet = css()
    return reverse("theme", args=[_digest(sheet)]) if sheet else ""


def _digest(sheet: str) -> str:
    return hashlib.sha256(sheet.encode()).hexdigest()[:12]


def is_at(digest: str) -> bool:
    """Whether the style sheet of now is the one with this hash."""
    return _digest(css()) == digest


def logo() -> Logo | None:
    """The newsroom's logo, where it is set, found and has a size."""
    return _logo(settings.NEWSROOM_LOGO, settings.NEWSROOM_LOGO_DARK, settings.STATIC_URL)


@lru_cache(maxsize=8)
def _logo(name: str, dark: str, _base: str) -> Logo | None:
    size = size_of(name) if name else None
    if size is None:
        return None
    try:
        return Logo(static(name), *size, static(dark) if dark and size_of(dark) else "")
    except ValueError:  # not collected yet: the manifest does not know it
        return None


def size_of(name: str) -> tuple[int, int] | None:
    """Width and height of a static file that is a picture; None where it is not there or is none."""
    found = finders.find(name) if name else None
    if not isinstance(found, str):
        return None
    try:
        size = _size_of_svg(found) if found.lower().endswith(".svg") else Image.open(found).size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # SyntaxError: what is no XML
        return None
    return size if size and all(0 < side <= _TALLEST for side in size) else None


def _size_of_svg(path: str) -> tuple[int, int] | None:
    """By its width and height in pixels, else by its viewBox (SVG 2, 8.2): only their proportion counts."""
    root = ElementTree.fromstring(Path(path).read_bytes())
    sides = [re.fullmatch(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*", root.get(name, "")) for name in ("width", "height")]
    if all(sides):
        width, height = (float(side[1]) for side in sides if side)
    else:
        box = [float(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if part]
        if len(box) != 4:
            return None
        width, height = box[2:]
    return round(width), round(height)
