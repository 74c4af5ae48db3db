"""What an item itself forbids machines, as its file stated it: to learn from the text, or to list it.

What was stated is sealed with the original (``fields["rights"]``) and kept with the article when it is derived, so that
a page asks nothing more. It counts beside the terms: of the two, the narrower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from articles.models import Article

TRAIN, SEARCH = "train-ai", "search"
"""As the vocabulary of draft-ietf-aipref-vocab calls them; for the header ``Content-Usage``."""

# Usages of Really Simple Licensing 1.0, and who may do what by them.
_RSL: dict[str, frozenset[str]] = {
    "all": frozenset({TRAIN, SEARCH}),
    "search": frozenset({SEARCH}),
    **dict.fromkeys(("ai-all", "ai-train", "train-ai", "train-genai", "ai-input", "ai-index"), frozenset({TRAIN})),
}
_PERMITS_ONLY = re.compile(r"use, but for (?P<usages>.+)", re.IGNORECASE)
_LISTING = re.compile(r"(?:search(?: engines?)?|index(?:ing)?)(?:,.*)?", re.IGNORECASE)
_SAID_SHORTLY = re.compile(r"(?:train\w*|ai|machine learning)(?:,.*)?", re.IGNORECASE)
# PLUS (“data mining”), ODRL, and what agencies write in words.
_LEARNING = re.compile(
    r"\b(?:data[ -]?mining|tdm|machine[ -]learning|artificial intelligence|generative"
    r"|(?:gen)?ai[ -]train\w*|train-(?:gen)?ai|ai-\w+"
    r"|(?:ai|a\.i\.|llms?|ml|models?)\b.{0,60}\btrain\w*|train(?:ing)?\b.{0,60}\b(?:(?:gen)?ai|a\.i\.|llms?|ml|models?))",
    re.IGNORECASE | re.DOTALL,
)
_FEW = 6
"""Words: what says no more than that is about machines alone."""


def of_phrase(phrase: str) -> frozenset[str]:
    """What a prohibition forbids machines (“data mining”, “train-ai”, “use, but for search”); of any other, nothing."""
    said = " ".join(phrase.split())
    if said.lower() in _RSL:
        return _RSL[said.lower()]
    if only := _PERMITS_ONLY.fullmatch(said):
        usages = [one.strip().lower() for one in only["usages"].split(",")]
        if all(one in _RSL for one in usages):
            permitted = {kind for one in usages if one in ("all", "search", "ai-all", "ai-train", "train-ai")
                         for kind in _RSL[one]}  # fmt: skip
            return frozenset({TRAIN, SEARCH} - permitted)
        return frozenset()
    if _LISTING.fullmatch(said):
        return frozenset({SEARCH})
    learns = _SAID_SHORTLY.fullmatch(said) or _LEARNING.search(said[:20_000])
    return frozenset({TRAIN}) if learns else frozenset()


def is_about_machines_alone(phrase: str) -> bool:
    """Whether it forbids people nothing: a long sentence that speaks of machines may speak of more."""
    return len(phrase.split()) <= _FEW and bool(of_phrase(phrase))


def of_rights(rights: Any) -> frozenset[str]:
    """What the rights of one item, as they are sealed, forbid machines; whatever stands there."""
    return frozenset(kind for phrase in _phrases(rights) for kind in of_phrase(phrase))


def _phrases(rights: Any) -> Iterator[str]:
    if not isinstance(rights, dict):
        return
    prohibits = rights.get("prohibits")
    yield from (str(one) for one in prohibits if one) if isinstance(prohibits, list) else ()
    terms = rights.get("usage_terms")
    # In words they allow as much as they forbid; a sentence that speaks of learning and of no is a no.
    for sentence in re.split(r"(?<=[.!;\n])\s", terms[:20_000]) if isinstance(terms, str) else ():
        if _LEARNING.search(sentence) and _NO.search(sentence):
            yield sentence


_NO = re.compile(
    r"\b(?:no|not|nor|never|without|forbid\w*|prohibit\w*|exclud\w*|reserv\w*|except|nicht|kein\w*|vorbehalten|untersagt)\b",
    re.IGNORECASE,
)


def stated(article: Article) -> frozenset[str]:
    """What the original that it shows forbids, and any that arrived since: a source that says no is heard at once."""
    if not article.pk or not article.is_licensed:
        return frozenset()
    arrived = article.originals.all()
    if article.original is not None:
        arrived = arrived.filter(number__gte=article.original.number)
    return frozenset(kind for rights in arrived.values_list("fields__rights", flat=True) for kind in of_rights(rights))


def kept(article: Article) -> dict[str, Any]:
    """What is kept with the article, for its pages and lists. Only what is kept out of search has the second key."""
    forbidden = stated(article)
    return {"machines": sorted(forbidden)} | ({"unlisted": True} if SEARCH in forbidden else {})


def forbidden(article: Article) -> frozenset[str]:
    """As it is kept; asked of the originals where it was last derived before that was done."""
    found = (article.beside or {}).get("machines")
    return stated(article) if found is None else frozenset(found)


def is_unlisted(article: Article) -> bool:
    return SEARCH in forbidden(article)


def listed_q() -> Q:
    """The condition on articles whose item says nothing against being listed."""
    return Q(beside__unlisted__isnull=True)


def says_no_training_q() -> Q:
    """The condition on articles whose item forbids machines to learn from it."""
    # The list holds two things at most, in their order; SQLite knows no containment.
    return Q(beside__machines__0=TRAIN) | Q(beside__machines__1=TRAIN)
