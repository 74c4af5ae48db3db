"""Whether every text is still what was sealed, and every licensed body what its original and its amendments make.

Nothing in the product changes either. This finds what was changed past it: in the database, on the disk, by a backup
that was damaged.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, models
from django.utils.translation import gettext as _

from articles import derivation
from articles.models import Article, Original, Revision
from articles.models.original import seal
from articles.queries import in_lots
from articles.rights import parts

# What a row throws into whose columns somebody wrote past Django: bytes that are no text, JSON that is none, a number
# where words belong. None of it may end the audit of the others.
UNREADABLE = (DatabaseError, TypeError, ValueError, AttributeError, LookupError)

_OF_AN_AMENDMENT = (
    *("kind", "exact", "prefix", "suffix", "block", "replacement", "original"),
    *("approved_by", "approved_at", "approval"),
)


@dataclasses.dataclass(frozen=True)
class Broken:
    """What does not hold, and what to do about it. ``original`` is its number, None where the article is meant."""

    article_id: int
    article: str
    original: int | None
    part: str
    """Of an original: received, html, seal or unreadable. Of an article: original, body, amendments, adaptation or
    unreadable."""
    sentence: str


def originals() -> models.QuerySet:
    return Original.objects.order_by("pk")


def licensed_articles() -> models.QuerySet:
    return Article.objects.licensed().order_by("pk")


def check(rows: models.QuerySet, one: Callable[[int], Broken | None]) -> Iterator[Broken | None]:
    """For each row what is broken, or None. However many and however long: one text is held at a time."""
    for lot in in_lots(rows):
        for pk in lot:
            # Looked at twice before it is told: somebody may save between our reading of a body and its amendments.
            yield one(pk) and one(pk)


def check_original(pk: int) -> Broken | None:
    """The bytes as received and the cleaned body of one original against its seal."""
    columns = ("number", "received", "html", "sha256", "article__title")
    try:
        original = Original.objects.select_related("article").only(*columns, "article").get(pk=pk)
        if original.is_intact():
            return None
        part, sentence = _changed_part(original)
        return Broken(original.article_id, _line(original.article.title), original.number, part, sentence)
    except UNREADABLE:
        article, number = Original.objects.values_list("article", "number").get(pk=pk)
        return Broken(article, _named(article), number, "unreadable", _("The database cannot read it."))


def check_article(pk: int) -> Broken | None:
    """That the original which a licensed article shows is there, that its body is made of it, and of what was saved.

    The body of an adaptation is its own: it is held against the revision in which it was last saved. The amendments of
    a live article are held against those that were put before readers.
    """
    columns = ("title", "body_html", "is_adaptation", "status", "live_revision")
    of_the_original = ("original", "original__article", "original__html")
    of_the_terms = ("terms", *parts.EXCERPT_COLUMNS)
    try:
        rows = Article.objects.select_related("original", "terms")
        article = rows.only(*columns, *of_the_original, *of_the_terms).get(pk=pk)
        part, sentence = _not_derived(article)
        return Broken(pk, _line(article.title), None, part, sentence) if part else None
    except UNREADABLE:
        return Broken(pk, _named(pk), None, "unreadable", _("The database cannot read it."))


def _changed_part(original: Original) -> tuple[str, str]:
    """The seal is one for both parts; which of them changed is known where the body is found as it was sealed."""
    if len(original.sha256) != 64 or set(original.sha256) - set("0123456789abcdef"):
        return "seal", _("The seal itself was changed: it is no SHA-256.")
    if not isinstance(original.html, str) or isinstance(original.received, str):
        return "received", _("The bytes as received were changed.")
    for body, sentence in _bodies_elsewhere(original):
        if body == original.html:
            return "received", sentence
        if seal(original.received, body) == original.sha256:
            return "html", _("The cleaned body was changed.")
    return "html", _("The cleaned body was changed, and perhaps more.")


def _bodies_elsewhere(original: Original) -> Iterator[tuple[str, str]]:
    """The body as it stands in the fields as received, and in the article where nothing was amended.

    Each with what it says where it is the body of the original too.
    """
    try:
        body = Original.objects.values_list("fields__body_html", flat=True).get(pk=original.pk)
        if isinstance(body, str):
            yield body, _("The bytes as received, or the seal itself, were changed.")
        article = Article.objects.select_related("terms").get(pk=original.article_id)
        whole = not article.is_adaptation and not parts.paragraphs_allowed(article.terms)
        if whole and not derivation.applied(article):
            yield (
                article.body_html,
                _("The bytes as received, or the seal itself, were changed; or the cleaned body and the article's."),
            )
    except UNREADABLE:  # what is changed elsewhere as well proves nothing
        return


def _not_derived(article: Article) -> tuple[str, str]:
    if article.original is None:
        return "original", _("The sealed original that it shows is missing. Take it from a backup.")
    if article.original.article_id != article.pk:
        return "original", _("The sealed original that it shows is another article's.")
    if article.is_adaptation:
        return _not_as_saved(article)
    if derivation.made_of(article).html != article.body_html:
        return "body", _(
            "Its body is not the sealed original with its amendments. Save the article, and it is made anew."
        )
    return _amended_unseen(article)


def _not_as_saved(adaptation: Article) -> tuple[str, str]:
    kept = _kept(adaptation)
    saved = kept.snapshot["article"] if kept else {}
    if saved.get("is_adaptation") is not True:
        return "adaptation", _(
            "It is marked as an adaptation, and it was never saved as one. Take the original back, or a backup."
        )
    if saved["body_html"] != adaptation.body_html:
        told = _("Its body is not the one that was last saved. Take it from revision %(number)d.")
        return "body", told % {"number": kept.number}
    return "", ""


def _amended_unseen(article: Article) -> tuple[str, str]:
    """Whether a live article's amendments, and their approvals, are others than those that were put before readers."""
    kept = _kept(article) if article.status == Article.Status.PUBLISHED else None
    if kept is None:
        return "", ""
    before = [row for row in kept.snapshot["amendments"] if row["state"] == "applied"]
    rows = article.amendments.filter(state="applied").values(*_OF_AN_AMENDMENT)
    now = json.loads(json.dumps(list(rows), cls=DjangoJSONEncoder))
    if now == [{name: row[name] for name in _OF_AN_AMENDMENT} for row in before]:
        return "", ""
    told = _("Its amendments, or their approvals, are not those that were put before readers (revision %(number)d).")
    return "amendments", told % {"number": kept.number}


def _kept(article: Article) -> Revision | None:
    """The save that holds what readers see; of what they do not see, the last one."""
    if article.status == Article.Status.PUBLISHED and article.live_revision_id:
        return Revision.objects.get(pk=article.live_revision_id)
    kept_aside = article.audit_events.filter(verb="keep_draft").values_list("details__revision", flat=True)
    return article.revisions.exclude(number__in=list(kept_aside)).order_by("-number").first()


def _named(pk: int) -> str:
    try:
        return _line(Article.objects.values_list("title", flat=True).get(pk=pk))
    except DatabaseError:
        return _("article %(number)d") % {"number": pk}


def _line(title: Any) -> str:
    """On one line of a terminal, and only what can be printed: headlines come from others."""
    return "".join(character if character.isprintable() else " " for character in str(title)).strip()
