"""What stands between an article and publication: each finding names its clause and the remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.rights.case import Case
from articles.rights.clauses import CLAUSES
from articles.rights.finding import Finding

if TYPE_CHECKING:
    from articles.models import Article

__all__ = ["Finding", "findings"]


def findings(article: Article, at: dt.datetime | None = None) -> list[Finding]:
    """Everything that speaks against publishing it at this moment (now, unless told); empty when nothing does."""
    found = list(_of_every_article(article))
    if article.terms is not None:
        case = Case(article, article.terms, at or timezone.now())
        found += _of_a_licensed_article(article)
        found += [finding for clause in CLAUSES for finding in clause.check(case)]
    return found


def _of_every_article(article: Article) -> Iterator[Finding]:
    if article.section_id is None:
        yield Finding("section", _("It has no section."), _("Choose the section it stands in."))
    if not article.body_html.strip():
        yield Finding("body", _("It has no text."), _("Write the text, or receive it again."))
    if article.terms_id is None and article.translation_of is not None and article.translation_of.is_licensed:
        yield Finding(
            "translation_of",
            _("It is a translation of a text by %(outlet)s, so it rests on the terms of that text, and it names none.")
            % {"outlet": article.translation_of.outlet},
            _("Receive the original again, and make it an adaptation in your language, where its terms allow that."),
        )


def _of_a_licensed_article(article: Article) -> Iterator[Finding]:
    if article.status in ("draft", "in_review"):
        remedy = _("Submit it for review; the rights desk clears it.")
        if article.status == "in_review":
            remedy = _("It is in review: the rights desk clears it once nothing is open.")
        yield Finding("clearance", _("The rights desk has not cleared it."), remedy)
    elif article.status == "ready" and not _is_what_was_cleared(article):
        yield Finding(
            "clearance",
            _("What the rights desk cleared had other terms or another original."),
            _("Send it back to review; the rights desk clears it again."),
        )
    if article.original is None:
        yield Finding(
            "original",
            _("There is no sealed original."),
            _("Receive the article again; its text cannot be typed in."),
        )
    elif not article.original.is_intact():
        yield Finding(
            "original",
            _("The sealed original does not match its seal."),
            _("Stop and tell the administrator."),
        )


def _is_what_was_cleared(article: Article) -> bool:
    last = article.clearances.order_by("-id").values_list("terms", "original").first()
    return last == (article.terms_id, article.original_id)
