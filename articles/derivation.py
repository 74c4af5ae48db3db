"""What readers see, made from what is sealed: the body, its pages, the printed byline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from articles import beside, bylines
from articles.body import amend, blocks, clean, pages, text
from articles.rights import parts
from articles.rights.panel import light

if TYPE_CHECKING:
    from articles.models import Article


class NotSealed(Exception):
    """The stored original does not match its seal. Nothing is derived from it."""


def derive(article: Article) -> list[str]:
    """Set every derived field of the article, unsaved; returns a sentence for each amendment that no longer fits.

    A licensed body is the sealed original with the applied amendments; an own body, and that of an adaptation, is
    cleaned as it stands. Raises NotSealed when the original was tampered with.
    """
    conflicts: list[str] = []
    if article.is_licensed:
        original = article.original
        if original is not None and not original.is_intact():
            raise NotSealed(
                _("The original of “%(title)s” does not match its seal. Tell the administrator; nothing was changed.")
                % {"title": article}
            )
        if article.is_adaptation:
            article.body_html = clean.clean(article.body_html)
        elif original is not None:
            rows = applied(article)
            amended = amend.amend(given(article), rows)
            article.body_html = amended.html
            conflicts = [f"“{rows[conflict.index].exact[:60]}”: {conflict.reason}" for conflict in amended.conflicts]
    else:
        article.body_html = clean.clean(article.body_html)
    article.page_starts = page_starts(article.body_html, article.page_marks)
    article.word_count = len(text.words(article.body_html))
    article.byline_line = bylines.printed(article, article.bylines.all() if article.pk else [])
    article.beside = beside.gather(article)
    article.rights_light = light(article) if article.is_licensed and article.pk else ""
    return conflicts


def given(article: Article) -> str:
    """What the terms give us of the sealed text: the whole, or its first paragraphs. "" without an original."""
    html = article.original.html if article.original else ""
    number = parts.paragraphs_allowed(article.terms)
    return blocks.first_paragraphs(html, number) if number else html


def made_of(article: Article) -> amend.Amended:
    """The body of a licensed text that is no adaptation: what is given, with the applied amendments."""
    return amend.amend(given(article), applied(article))


def applied(article: Article) -> list[amend.Amendment]:
    """The amendments of the body, in their order; with the sealed original they make what readers see."""
    rows = article.amendments.filter(state="applied").exclude(kind="headline")
    return [amend.Amendment(r.exact, r.prefix, r.suffix, r.block, r.replacement) for r in rows]


def page_starts(html: str, marks: list[int]) -> list[int]:
    """Where each page after the first begins, in characters of the body."""
    starts, position = [], 0
    for page in pages.paginate(html, length=settings.PAGE_LENGTH, marks=marks)[:-1]:
        position += len(page)
        starts.append(position)
    return starts


def block_count(html: str) -> int:
    return len(blocks.blocks(html))
