"""Whether a licensed text is a translation, and whether its terms let one be made.

A translation is an adaptation in another language: no word of it is the outlet's, so it has a body of its own. Any
other body is made of the sealed text and is in the language of that, whatever a field says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.rights import parts, rulings
from outlets.clauses import Translation

if TYPE_CHECKING:
    from articles.models import Article
    from outlets.models import Terms

_WELCOME = (Translation.YES, Translation.COMPLETE_ONLY)


def language_received(article: Article) -> str:
    """As it came with the text; where nothing came, the outlet's own."""
    fields = article.original.fields if article.original else {}
    said = fields.get("language") if isinstance(fields, dict) else None
    return str(said or article.outlet.language)


def tongue(language: str) -> str:
    """By which en-GB is en-US."""
    return language.replace("_", "-").split("-")[0].strip().lower()


def is_translation(article: Article) -> bool:
    return article.is_adaptation and tongue(language_received(article)) != tongue(article.language)


def are_forbidden(terms: Terms | None) -> bool:
    """In so many words: nobody's ruling opens it."""
    return terms is not None and terms.translation == Translation.NO


def may_be_made(article: Article) -> bool:
    """The terms welcome translations, or left them to the rights desk, which allowed it.

    Never where only its first paragraphs may be shown: a translation has a body of its own.
    """
    if parts.paragraphs_allowed(article.terms):
        return False
    if article.terms.translation in _WELCOME:
        return True
    if are_forbidden(article.terms):
        return False
    ruling = rulings.in_force(article).get("translation")
    return bool(ruling and ruling.allowed)
