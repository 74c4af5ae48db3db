"""Tables wider than a page: each in a region of its own that scrolls sideways, so that the page never does."""

from collections.abc import Callable
from html import escape

from articles.body import text
from articles.body.elements import Element, edited, elements


def scrollable(html: str, label: Callable[[str], str]) -> str:
    """Cleaned HTML with a focusable, labelled region around each table that stands in no other; all else unchanged.

    `label(caption)` names the region, as text; the caption is "" where there is none.
    """
    every = elements(html)
    captions: dict[int, Element] = {}
    for element in every:
        if element.name == "caption" and element.parent:
            captions.setdefault(id(element.parent), element)
    edits: list[tuple[int, int, str]] = []
    for element in every:
        if element.name != "table" or element.within("table"):
            continue
        caption = captions.get(id(element))
        said = " ".join(text.plain(html[caption.inner_start : caption.inner_end]).split()) if caption else ""
        name = escape(label(said))
        opening = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{name}">'
        edits += (element.start, element.start, opening), (element.end, element.end, "</div>")
    return edited(html, edits)
