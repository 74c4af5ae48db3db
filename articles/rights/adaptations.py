"""Whether terms let a licensed text get a body of its own, and what readers are told of a text that was edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.rights import parts, translations
from outlets.clauses import Edits

if TYPE_CHECKING:
    from articles.models import Article


def may_be_edited_freely(article: Article) -> bool:
    """The terms allow any edit (CC BY), so its words may become others. Never where only its first paragraphs may be
    shown: nobody could tell which those are."""
    return article.terms.edits == Edits.ANY and not parts.paragraphs_allowed(article.terms)


def may_be_made(article: Article) -> bool:
    """It is none yet, and the terms let it be edited freely or translated."""
    if article.is_adaptation:
        return False
    return may_be_edited_freely(article) or translations.may_be_made(article)


def readers_are_told(article: Article, *, amended: bool) -> bool:
    """That it was edited: always of an adaptation, and of amendments where any edit is allowed “said to be so”."""
    return article.is_adaptation or (amended and article.terms.edits == Edits.ANY)
