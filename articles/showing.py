"""The body of an article as readers of a surface see it: our pictures, whole links, frames and tables.

What is stored stays as it is; this is made of it whenever it is shown, so that no picture outlives its rights.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.body import embeds, figures, links, tables
from articles.rights import Surface

if TYPE_CHECKING:
    from articles.models import Article, ArticlePicture
    from pictures.models import Picture

_AS_WIDE_AS_THE_TEXT = "(min-width: 42rem) 38rem, 95vw"
"""How wide pictures stand in a body at most, as <img sizes> says it; static/css/article.css makes them so."""
_WHOLE = ("https:", "http:", "mailto:")
_DEED = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-nd|-sa)?)|publicdomain/(zero))/(\d\.\d)\b.*",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_CODE = re.compile(r"cc[ -]by((?:-nc)?(?:-nd|-sa)?)[ -](\d\.\d)", re.IGNORECASE | re.ASCII)

# What is behind a frame: its name, the button that loads it, the link to its own place.
_FRAMES = {
    "film": (
        gettext_lazy("Video from %(provider)s"),
        gettext_lazy("Load the video"),
        gettext_lazy("Watch it at %(provider)s"),
    ),
    "chart": (
        gettext_lazy("Chart from %(provider)s"),
        gettext_lazy("Load the chart"),
        gettext_lazy("See it at %(provider)s"),
    ),
    "map": (
        gettext_lazy("Map from %(provider)s"),
        gettext_lazy("Load the map"),
        gettext_lazy("See it at %(provider)s"),
    ),
    "document": (
        gettext_lazy("Document from %(provider)s"),
        gettext_lazy("Load the document"),
        gettext_lazy("Read it at %(provider)s"),
    ),
    "sound": (
        gettext_lazy("Recording from %(provider)s"),
        gettext_lazy("Load the recording"),
        gettext_lazy("Listen to it at %(provider)s"),
    ),
    "other": (
        gettext_lazy("Material from %(provider)s"),
        gettext_lazy("Load it"),
        gettext_lazy("See it at %(provider)s"),
    ),
}


@dataclasses.dataclass(frozen=True)
class Shown:
    """A cleared picture with a file of ours."""

    picture: Picture
    url: str
    width: int | None
    height: int | None
    alt: str
    caption: str
    credit: str
    rights_line: str
    licence: str
    """By its short name, as far as we know one."""
    licence_url: str

    @property
    def whose(self) -> str:
        """What has to stand with it: the credit, or the copyright line that came with it where nobody is named."""
        return self.credit or self.rights_line


def shown_picture(picture: Picture) -> Shown:
    licence, licence_url = licence_named(picture.licence)
    return Shown(
        picture,
        picture.file.url,
        picture.width,
        picture.height,
        picture.alt,
        picture.caption,
        picture.credit,
        picture.rights_line,
        licence,
        licence_url,
    )


def licence_named(stated: str) -> tuple[str, str]:
    """The short name of a licence and the address of its deed: of a Creative Commons licence both, from either.

    Anything else keeps its words; an address of another licence stands for its own name.
    """
    stated = " ".join(stated.split())
    if deed := _DEED.fullmatch(stated):
        code = f"CC {deed[1].upper()}" if deed[1] else "CC0"
        return f"{code} {deed[3]}", stated
    if written := _CODE.fullmatch(stated):
        return stated, f"https://creativecommons.org/licenses/by{written[1].lower()}/{written[2]}/"
    return stated, web(stated)


def pages_of(
    article: Article, uses: list[ArticlePicture], shown: dict[int, Shown], surface: str
) -> tuple[list[SafeString], set[int]]:
    """The pages as shown there, and the keys of the pictures that stand in them.

    On our own pages frames of others become boxes that load when a reader asks (in our own texts also the address of a
    film or chart that is alone in its paragraph), and tables scroll in themselves; elsewhere, where no style or script
    of ours goes along, frames are links and tables are tables.
    """
    by_address: dict[str, Shown] = {}
    for row in uses:
        for address in (row.source_url, row.picture.source_url, row.picture.file.url):
            if address:
                by_address.setdefault(address, shown[row.pk])
    base = base_of_links(article)
    if base:
        by_address |= {urljoin(base, address): found for address, found in by_address.items()}
    in_text: set[int] = set()
    on_page = surface == Surface.PAGE

    def choose(src: str) -> figures.Shown | None:
        found = by_address.get(src)
        if found is None:
            return None
        in_text.add(found.picture.pk)
        # Under a picture in a text that is not ours stand its own words; who made the picture is said in any case.
        caption = "" if article.outlet_id and not article.is_adaptation else found.caption
        return figures.Shown(
            found.url,
            found.width,
            found.height,
            srcset=found.picture.srcset if on_page else "",
            sizes=_AS_WIDE_AS_THE_TEXT,
            caption=caption,
            credit=found.whose,
            licence=found.licence,
            licence_url=found.licence_url,
        )

    numbers = itertools.count(1)

    def table_label(caption: str) -> str:
        number = next(numbers)
        if caption:
            return _("Table %(number)d: %(caption)s") % {"number": number, "caption": caption}
        return _("Table %(number)d") % {"number": number}

    pages = []
    for page in article.page_slices():
        page = with_links_under(page, base)
        if "<img" in page:
            page = figures.replace(page, choose)
        if on_page and not article.outlet_id:
            page = embeds.alone(page, settings.EMBED_HOSTS)
        if 'class="embed"' in page:
            page = embeds.render(page, embed, settings.EMBED_HOSTS if on_page else ())
        if on_page and "<table" in page:
            page = tables.scrollable(page, table_label)
        pages.append(mark_safe(page))
    return pages, in_text


def embed(place: embeds.Place) -> str:
    """What stands in a page for a chart or film of others: a box where it has a frame, else a link."""
    said = {"provider": place.provider, "host": place.host}
    name, button, link = (words % said for words in _FRAMES.get(place.kind, _FRAMES["other"]))
    return render_to_string(
        "articles/_embed.html",
        {"place": place, "page": web(place.page), "name": name, "button": button, "link": link},
    ).strip()


def web(url: str) -> str:
    """The address when it is one of the web, else ""."""
    try:
        split = urlsplit(url)
    except ValueError:
        return ""
    return url if split.scheme in ("http", "https") and split.netloc else ""


def base_of_links(article: Article) -> str:
    """Against what relative addresses in the text are meant: the outlet's page, for a text that is not ours."""
    return web(article.source_url) or web(article.outlet.home_url) if article.outlet else ""


def with_links_under(html: str, base: str) -> str:
    """Cleaned HTML with relative addresses made absolute. Most texts have none, and counting tells so at once."""
    for attribute in ("href", "src"):
        if html.count(f'{attribute}="') > sum(html.count(f'{attribute}="{scheme}') for scheme in _WHOLE):
            return links.absolute(html, base) if base else html
    return html
