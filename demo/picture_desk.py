"""Pictures reach the demo newsroom: drawn, taken in like any upload, cleared by the rights desk."""

from __future__ import annotations

from typing import Any

from articles.models import Article, ArticlePicture
from authors.models import Author
from demo import desk, material
from demo.pictures import draw
from outlets.clauses import YesNo
from pictures import clearing
from pictures.intake import take_in
from pictures.models import Picture

BECAUSE = "Drawn for this newsroom, and free to use under CC BY 4.0."


def lead(article: Article, drawing: str, caption: str) -> None:
    """Put a drawing of our own above the text."""
    entry = next(entry for entry in material.pictures() if entry["name"] == drawing)
    picture = Picture(caption=caption)
    _fill(picture, entry)
    ArticlePicture.objects.create(article=article, picture=picture, role=ArticlePicture.Role.LEAD)


def in_text(article: Article) -> None:
    """Give each picture that stands in a text of our own its drawing."""
    for entry in material.pictures():
        for address in entry["urls"]:
            if f'src="{address}"' in article.body_html:
                picture = Picture()
                _fill(picture, entry)
                ArticlePicture.objects.create(
                    article=article, picture=picture, role=ArticlePicture.Role.BODY, source_url=address
                )


def portrait(author: Author, drawing: str) -> None:
    picture = Picture(portrait_of=author)
    _fill(picture, next(entry for entry in material.pictures() if entry["name"] == drawing))


def fill(article: Article) -> None:
    """Give each picture that arrived with the article its drawing.

    One that no drawing stands for stays as it came, without a file and not cleared: the desk sees what is missing.
    """
    for use in article.article_pictures.select_related("picture"):
        for entry in material.pictures():
            if not use.picture.file and use.picture.source_url.startswith(tuple(entry["urls"])):
                _fill(use.picture, entry)


def _fill(picture: Picture, entry: dict[str, Any]) -> None:
    """What came with the picture stays; what did not is said by the entry."""
    picture.file = take_in(draw(entry["name"]))
    picture.file.name = f"{entry['name']}.jpg"
    for field in ("alt", "caption", "credit", "licence"):
        setattr(picture, field, getattr(picture, field) or entry[field])
    picture.onward = YesNo.YES
    clearing.decide(picture, Picture.Rights.CLEARED, by=desk.colleague("rights desk"), because=BECAUSE)
    picture.save()
