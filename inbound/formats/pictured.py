"""The pictures of a text as an arrival lists them: each with what its figure says of it."""

from __future__ import annotations

from articles.body import figures
from inbound.formats.arrival import Picture


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
