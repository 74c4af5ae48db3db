"""How a light is shown at the desk: by a word, a shape and a colour, so that nobody has to tell colours apart."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.rights.finding import Light

_SHAPES = {
    Light.GREEN: '<circle cx="8" cy="8" r="7"/><path class="mark" d="M4.6 8.4 7 10.8l4.4-5.4"/>',
    Light.AMBER: '<path d="M8 .8 15.6 15H.4z"/><path class="mark" d="M8 5.6v4.2m0 2v1.4"/>',
    Light.RED: '<path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z"/><path class="mark" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"/>',
    "": '<path class="ring" d="M3 8h10"/>',
}


def badge(light: str, word: object = "") -> SafeString:
    """A circle with a tick, a triangle, an octagon with a cross, or a stroke for nothing to say; the word beside it."""
    known = light if light in _SHAPES else ""
    return format_html(
        '<span class="light {}"><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">{}</svg> {}</span>',
        known or "unlit",
        mark_safe(_SHAPES[known]),
        word or (Light(known).label if known else ""),
    )
