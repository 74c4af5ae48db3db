"""Whether every text is still what was sealed, and every licensed body what its original and its amendments make.

Nothing in the product changes either. This finds what was changed past it: in the database, on the disk, by a backup
that was damaged.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from django.db import DatabaseError, models
from django.utils.translation import gettext as _

from articles import derivation
from articles.models import Article, Original
from articles.models.original import seal
from articles.rights import parts


@dataclasses.dataclass(frozen=True)
class Broken:
    """What does not hold, and what to do about it. ``original`` is its number, None where the article is meant."""

    article_id: int
    article: str
    original: int | None
    part: str
    """Of an original: received, html, seal or unreadable. Of an article: original, body or unreadable."""
    sentence: str


def originals() -> models.QuerySet:
    return Original.objects.order_by("pk")


def licensed_articles() -> models.QuerySet:
    return Article.objects.licensed().order_by("pk")


def check(rows: models.QuerySet, one: Callable[[int], Broken | None]) -> Iterator[Broken | None]:
    """For each row what is broken, or None. However many and however long: one text is held at a time."""
    for pk in rows.values_list("pk", flat=True).iterator(chunk_size=2000):
        # Looked at twice before it is told: somebody may save between our reading of a body and of its amendments.
        yield one(pk) and one(pk)


def check_original(pk: int) -> Broken | None:
    """The bytes as received and the cleaned body of one original against its seal."""
    columns = ("number", "received", "html", "sha256", "article__title")
    try:
        original = Original.objects.select_related("article").only(*columns, "article").get(pk=pk)
    except DatabaseError:  # bytes that are no text: SQLite keeps whatever it is given
        article, number = Original.objects.values_list("article", "number").get(pk=pk)
        return Broken(article, _named(article), number, "unreadable", _("The database cannot read it."))
    if original.is_intact():
        return None
    part, sentence = _changed_part(original)
    return Broken(original.article_id, _line(original.article.title), original.number, part, sentence)


def check_article(pk: int) -> Broken | None:
    """That the original which a licensed article shows is there, and that its body is made of it."""
    columns = ("title", "body_html", "is_adaptation", "original", "original__article", "original__html")
    of_terms = ("terms", "terms__excerpt_rule", "terms__excerpt_paragraphs")
    try:
        article = Article.objects.select_related("original", "terms").only(*columns, *of_terms).get(pk=pk)
        part, sentence = _not_derived(article)
    except DatabaseError:
        return Broken(pk, _named(pk), None, "unreadable", _("The database cannot read it."))
    return Broken(pk, _line(article.title), None, part, sentence) if part else None


def _changed_part(original: Original) -> tuple[str, str]:
    """The seal is one for both parts; which of them changed is known where the body is found as it was sealed."""
    if len(original.sha256) != 64 or set(original.sha256) - set("0123456789abcdef"):
        return "seal", _("The seal itself was changed: it is no SHA-256.")
    if not isinstance(original.html, str) or isinstance(original.received, str):
        return "received", _("The bytes as received were changed.")
    for body in _bodies_elsewhere(original):
        if body == original.html:
            return "received", _("The bytes as received, or the seal itself, were changed.")
        if seal(original.received, body) == original.sha256:
            return "html", _("The cleaned body was changed.")
    return "html", _("The cleaned body was changed, and perhaps more.")


def _bodies_elsewhere(original: Original) -> Iterator[str]:
    """The body as it stands in the fields as received, and in the article where nothing was amended."""
    try:
        body = Original.objects.values_list("fields__body_html", flat=True).get(pk=original.pk)
        if isinstance(body, str):
            yield body
        article = Article.objects.select_related("terms").get(pk=original.article_id)
        whole = not article.is_adaptation and not parts.paragraphs_allowed(article.terms)
        if whole and not derivation.applied(article):
            yield article.body_html
    except (DatabaseError, ValueError):  # what is changed elsewhere as well proves nothing
        return


def _not_derived(article: Article) -> tuple[str, str]:
    if article.original is None:
        return "original", _("The sealed original that it shows is missing. Take it from a backup.")
    if article.original.article_id != article.pk:
        return "original", _("The sealed original that it shows is another article's.")
    if not article.is_adaptation and derivation.made_of(article).html != article.body_html:
        return "body", _(
            "Its body is not the sealed original with its amendments. Save the article, and it is made anew."
        )
    return "", ""


def _named(pk: int) -> str:
    try:
        return _line(Article.objects.values_list("title", flat=True).get(pk=pk))
    except DatabaseError:
        return _("article %(number)d") % {"number": pk}


def _line(title: str) -> str:
    """On one line of a terminal, and only what can be printed: headlines come from others."""
    return "".join(character if character.isprintable() else " " for character in title).strip()
