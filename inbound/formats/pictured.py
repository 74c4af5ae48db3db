"""The pictures of a text as an arrival lists them: each with what its figure says of it."""

from __future__ import annotations

from articles.body import figures
from inbound.formats.arrival import Picture
from inbound.formats.wire_item import Shown


def of_text(image: figures.Image, told: Picture | Shown) -> Picture:
    """A picture of the text: what its figure says of it, and where that says nothing what stands elsewhere of it. The
    rights stand elsewhere only."""
    return Picture(
        url=image.src,
        alt=" ".join(image.alt.split()) or told.alt,
        caption=image.caption or told.caption,
        credit=image.credit or told.credit,
        licence=image.licence_url or image.licence or told.licence,
        rights=told.rights,
    )


def pictures(body_html: str) -> list[Picture]:
    return [
        Picture(
            url=image.src,
            alt=image.alt or None,
            caption=image.caption or None,
            credit=image.credit or None,
            licence=image.licence_url or image.licence or None,
        )
        for image in figures.images(body_html)
    ]
