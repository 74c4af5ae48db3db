"""Texts that came without their headline: what stands in for it until somebody enters the outlet's own.

A headline is the outlet's word as the text is. What we put in its place is so marked that nobody takes it for one, and
the gate lets nobody submit, clear or publish it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.body import figures, text
from articles.body.elements import elements
from articles.rights.finding import Finding

if TYPE_CHECKING:
    from articles.models import Article

CLAUSE = "headline_change"
_MARK = "[?]"
"""Begins every stand-in, in whatever language the rest is."""
_WORDS = 12


def stand_in(html: str) -> str:
    """What stands in for the headline of this text: marked, and from its first paragraph."""
    told = _("No headline yet: %(words)s") % {"words": first_words(html)}
    return f"{_MARK} {told}"


def first_words(html: str) -> str:
    """Of its first paragraph, on one line. What stands under a picture, or in a table, is never among them."""
    shown = figures.replace(html, lambda _src: None)
    for element in elements(shown):
        aside = any(element.within(name) for name in ("figure", "figcaption", "table", "aside"))
        if element.name == "p" and not aside:
            if words := text.excerpt(shown[element.inner_start : element.inner_end], words=_WORDS):
                return words
    return text.excerpt(shown, words=_WORDS)


def is_missing(article: Article) -> bool:
    """Whether its headline did not come with the text, and nobody has entered it since."""
    title = article.title.strip()
    if title.startswith(_MARK):
        return True
    if _received(article):
        return False
    html = article.original.html if article.original else ""
    # As texts were taken in before: their first words as they were, captions too.
    return not title or (title.endswith("…") and title == text.excerpt(html, words=_WORDS))


def missing(article: Article) -> Finding | None:
    """What is found where it is missing; it blocks."""
    if not is_missing(article):
        return None
    return Finding(
        CLAUSE,
        _("Its headline did not come with the text; what stands there only stands in for it."),
        _("Enter the outlet's own headline, as its page has it, in the field “headline”."),
    )


def address_follows(article: Article) -> None:
    """Once the headline is entered, the slug that was made without one is made of it; the article unsaved."""
    from articles.models import Article
    from records.slugs import free_slug

    if article.outlet is None or article.live_revision_id or is_missing(article) or not slugify(article.title):
        return
    made = slugify(fallback_slug(article))
    if re.fullmatch(rf"{re.escape(made)}(-\d+)?", article.slug):
        article.slug = free_slug(Article, article.title, made)


def fallback_slug(article: Article) -> str:
    """What its address is made of while it has no headline."""
    slug = article.outlet.slug if article.outlet else ""
    return f"{slug}-{article.source_number or 'article'}"


def _received(article: Article) -> str:
    fields = article.original.fields if article.original else {}
    said = fields.get("title") if isinstance(fields, dict) else None
    return said.strip() if isinstance(said, str) else ""
