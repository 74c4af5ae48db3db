"""The pictures of a body: what is said of each, and what is shown in its place."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from articles.body import markup, text
from articles.body.clean import clean
from articles.body.elements import Element, edited, elements


@dataclass(frozen=True, slots=True)
class Shown:
    """The file that readers get instead of the one in the text."""

    src: str
    width: int | None
    height: int | None
    srcset: str = ""
    sizes: str = ""
    caption: str = ""
    """Stands under it where the text says nothing there."""
    credit: str = ""
    """Stands with it where the words under it in the text do not name it already; so does the licence."""
    licence: str = ""
    licence_url: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as the text presents it; what is not said is an empty string."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""
    licence_url: str = ""
    in_figure: bool = False


def replace(html: str, choose: Callable[[str], Shown | None]) -> str:
    """Cleaned HTML with every picture as `choose(src)` says, or without it.

    - A `Shown` takes the place of the img; its alternative text stays. A link around nothing but the picture of a
      figure goes: it leads to somebody else's file.
    - Credit and licence of a `Shown` are written under it, unless the text has them there.
    - None leaves out the whole figure with its caption, or an img that stands alone, and what holds nothing else.
    - All other bytes stay as they are.
    """
    edits: list[tuple[int, int, str]] = []
    under: dict[int, tuple[Element, list[str]]] = {}
    every = elements(html)
    captions = {id(figure): e for e in every if e.name == "figcaption" and (figure := e.within("figure"))}
    for element in every:
        if element.name != "img":
            continue
        attributes = markup.attributes(element.attributes)
        if "src" not in attributes:
            continue
        figure = element.within("figure")
        shown = choose(attributes["src"])
        if shown is None:
            edits.append((*_outermost_emptied(html, figure or element), ""))
            continue
        edits.append((element.start, element.end, _rendered(shown, attributes)))
        if figure and (link := _link_around(html, element, figure)):
            edits += (link.start, link.inner_start, ""), (link.inner_end, link.end, "")
        caption = captions.get(id(figure)) if figure else None
        if words := _credited(shown, _words(html, caption, []) if caption else ""):
            under.setdefault(id(figure) if figure else id(element), (caption or figure or element, []))[1].append(words)
    edits += (_under(place, list(dict.fromkeys(words))) for place, words in under.values())
    return edited(html, _without_those_inside(edits))


def _rendered(shown: Shown, attributes: dict[str, str]) -> str:
    kept = {
        "class": attributes.get("class"),
        "src": shown.src,
        "srcset": shown.srcset or None,
        "sizes": shown.sizes if shown.srcset and shown.sizes else None,
        "alt": attributes.get("alt", ""),
        "width": shown.width,
        "height": shown.height,
        "loading": "lazy",
        "decoding": "async",
    }
    written = (f' {name}="{markup.escape_value(str(value))}"' for name, value in kept.items() if value is not None)
    return f"<img{''.join(written)}>"


def _credited(shown: Shown, said: str) -> str:
    """What has to be added to what is said under the picture."""
    below = said.casefold()
    credit = shown.credit if shown.credit.casefold() not in below else ""
    # “CC BY” under it says which licence; the number of its version is no news.
    licence = shown.licence if re.sub(r" [0-9.]+\Z", "", shown.licence.casefold()) not in below else ""
    caption = shown.caption if not below else ""
    out = [f'<span class="caption">{markup.escape(caption)}</span>'] if caption else []
    if credit or licence:
        parts = [f'<span class="source">{markup.escape(credit)}</span>'] if credit else []
        if licence and shown.licence_url:
            parts.append(
                f'<a class="license" href="{markup.escape_value(shown.licence_url)}">{markup.escape(licence)}</a>'
            )
        elif licence:
            parts.append(f'<span class="license">{markup.escape(licence)}</span>')
        out.append(f'<span class="attribution">{", ".join(parts)}</span>')
    return " ".join(out)


def _under(place: Element, words: list[str]) -> tuple[int, int, str]:
    """Words in a caption that is there, in a new one at the end of a figure, or behind a picture that stands alone."""
    joined = " ".join(words)
    if place.name == "figure":
        return place.inner_end, place.inner_end, f"<figcaption>{joined}</figcaption>"
    at = place.inner_end if place.name == "figcaption" else place.end
    return at, at, f" {joined}"


def _link_around(html: str, element: Element, figure: Element) -> Element | None:
    """The link that holds the picture and nothing else."""
    while element.parent and element.parent is not figure and not _words_beside(html, element.parent, element):
        element = element.parent
        if element.name == "a":
            return element
    return None


def _words_beside(html: str, parent: Element, child: Element) -> bool:
    return bool((html[parent.inner_start : child.start] + html[child.end : parent.inner_end]).strip())


def _outermost_emptied(html: str, element: Element) -> tuple[int, int]:
    """The element, or the outermost one around it that would hold nothing without it."""
    while (
        element.parent and element.parent.name not in ("td", "th") and not _words_beside(html, element.parent, element)
    ):
        element = element.parent
    return element.start, element.end


def _without_those_inside(edits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for edit in sorted(set(edits), key=lambda edit: (edit[0], -edit[1])):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def images(html: str) -> list[Image]:
    """Every picture with an address, in order, with what its figure says of it. Cleaned or raw HTML.

    The Conversation marks up caption, source and licence (span.caption, span.attribution with .source and .license);
    elsewhere the whole figcaption is the caption. Raises clean.TooLarge.
    """
    html = clean(html)
    every = elements(html)
    captions: dict[int, Element] = {}
    parts: dict[int, list[Element]] = {}
    for element in every:
        if element.name == "figcaption" and (figure := element.within("figure")):
            captions.setdefault(id(figure), element)
        elif element.name in ("span", "a", "em", "cite", "small") and (caption := element.within("figcaption")):
            parts.setdefault(id(caption), []).append(element)
    read: dict[int, dict[str, str]] = {}
    found: list[Image] = []
    for element in every:
        attributes = markup.attributes(element.attributes) if element.name == "img" else {}
        if not attributes.get("src", "").strip():
            continue
        figure = element.within("figure")
        said: dict[str, str] = {}
        if figure and (caption := captions.get(id(figure))):
            if id(caption) not in read:
                read[id(caption)] = _read(html, caption, parts.get(id(caption), []))
            said = read[id(caption)]
        found.append(Image(attributes["src"].strip(), attributes.get("alt", ""), **said, in_figure=figure is not None))
    return found


def _read(html: str, caption: Element, parts: list[Element]) -> dict[str, str]:
    sources = [part for part in parts if part.has_class("source")]
    licences = [part for part in parts if part.has_class("license")]
    attributions = [part for part in parts if part.has_class("attribution")]
    credit = ", ".join(filter(None, (_words(html, part, []) for part in sources)))
    if not sources:  # an attribution of bare words: "Author provided"
        credit = ", ".join(filter(None, (_words(html, part, licences) for part in attributions)))
    licence_url = next((url for part in licences if (url := markup.attributes(part.attributes).get("href"))), "")
    return {
        "caption": _words(html, caption, [*attributions, *sources, *licences]),
        "credit": credit,
        "licence": ", ".join(filter(None, (_words(html, part, []) for part in licences))),
        "licence_url": licence_url.strip(),
    }


def _words(html: str, element: Element, without: list[Element]) -> str:
    """The words of an element on one line, those of the elements `without` left out."""
    inside = [
        (part.start, part.end, " ")
        for part in without
        if element.inner_start <= part.start and part.end <= element.inner_end
    ]
    body = edited(html[: element.inner_end], _without_those_inside([(0, element.inner_start, ""), *inside]))
    return " ".join(text.plain(body).split()).strip(" ,")
