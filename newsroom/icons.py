"""The newsroom's sign in every form in which browsers, telephones and search engines want it.

Made from the picture of the setting NEWSROOM_ICON; without one, the first letter of the newsroom's name on its colour.
Sizes: 32 and 16 for tabs (favicon.ico), 180 for Apple's home screen, 192 and 512 for the web manifest (W3C Web
Application Manifest), which also wants one whose outer fifth may be cut away (“maskable”).
"""

from __future__ import annotations

import io
from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

from newsroom import theme

SIZES = (180, 192, 512)
_SAFE = 0.8
"""Of a maskable icon, what is never cut away (manifest, “Icon masks and safe zone”)."""
_ARTICLES = frozenset("the el la los las le les der die das il lo o a".split())
_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")


def png(size: int, *, maskable: bool = False) -> bytes:
    return _saved(_drawn(size, maskable), "PNG")


def ico() -> bytes:
    return _saved(_drawn(48, False), "ICO", sizes=[(16, 16), (32, 32), (48, 48)])


def words() -> list[str]:
    """Those of the newsroom's name, past an article."""
    said = settings.NEWSROOM_NAME.split()
    return said[1:] if len(said) > 1 and said[0].lower() in _ARTICLES else said


def letter() -> str:
    """The first letter of the newsroom's name; N where the type that we have cannot draw it."""
    first = next((character.upper() for word in words() for character in word if character.isalnum()), "N")
    return first if len(first) == 1 and ord(first) < 0x180 else "N"


def signature() -> tuple[str, ...]:
    """By which an icon made before is known to be the one of now."""
    return (settings.NEWSROOM_ICON, letter(), *_colours())


def _colours() -> tuple[str, str]:
    palette = theme.palette()
    return palette["accent"], palette["paper"]


def _drawn(size: int, maskable: bool) -> Image.Image:
    supplied = _supplied(settings.NEWSROOM_ICON) if settings.NEWSROOM_ICON else None
    ground, ink = _colours()
    if supplied is None:
        return _with_letter(size, letter(), ground, ink)
    inner = round(size * _SAFE) if maskable else size
    scaled = supplied.copy()
    scaled.thumbnail((inner, inner), Image.Resampling.LANCZOS)
    sheet = Image.new("RGBA", (size, size), ink if maskable else (0, 0, 0, 0))
    sheet.alpha_composite(scaled, ((size - scaled.width) // 2, (size - scaled.height) // 2))
    return sheet


def _with_letter(size: int, character: str, ground: str, ink: str) -> Image.Image:
    """Drawn large and brought down, so that its edges are smooth in a tab."""
    side = max(size, 256)
    sheet = Image.new("RGBA", (side, side), ground)
    type_ = ImageFont.load_default(side * 0.66)
    pen = ImageDraw.Draw(sheet)
    left, top, right, bottom = pen.textbbox((0, 0), character, font=type_)
    at = ((side - right - left) / 2, (side - bottom - top) / 2)
    pen.text(at, character, font=type_, fill=ink, stroke_width=side // 64, stroke_fill=ink)
    return sheet if side == size else sheet.resize((size, size), Image.Resampling.LANCZOS)


@lru_cache(maxsize=2)
def _supplied(name: str) -> Image.Image | None:
    """The newsroom's own picture; None where it is not among the static files, or is no picture."""
    found = finders.find(name)
    if not isinstance(found, str):
        return None
    try:
        with Image.open(found, formats=_FORMATS) as picture:
            if picture.width * picture.height > _PIXELS:
                return None
            return picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()
