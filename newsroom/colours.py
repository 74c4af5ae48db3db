"""Colours as style sheets write them, and whether type in one can be read on another (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable

ENOUGH = 4.5
"""The least contrast of text with its ground."""

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE | re.ASCII)


def read(text: str) -> str:
    """The colour as #rrggbb; "" where the text is no #rgb or #rrggbb."""
    text = text.strip().lower()
    if not _HEX.fullmatch(text):
        return ""
    return text if len(text) == 7 else "#" + "".join(2 * digit for digit in text[1:])


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(colour: str, other: str, share: float) -> str:
    """So much of the other in the colour."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (each / 255 for each in _parts(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, ground: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(colour), luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def is_legible(colour: str, grounds: Iterable[str]) -> bool:
    return all(contrast(colour, ground) >= ENOUGH for ground in grounds)


def legible(colour: str, grounds: Iterable[str], *, towards: str) -> str:
    """The nearest colour on the way to another that can be read on all of these grounds; the other where none can."""
    grounds = tuple(grounds)
    steps = (mixed(colour, towards, step / 50) for step in range(51))
    return next((each for each in steps if is_legible(each, grounds)), towards)
