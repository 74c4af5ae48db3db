"""What stands between an article and publication: each finding names its clause and the remedy."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from articles.models import Article


@dataclasses.dataclass(frozen=True)
class Finding:
    clause: str
    sentence: str
    remedy: str
    blocks: bool = True


def findings(article: Article, at: dt.datetime | None = None) -> list[Finding]:
    """Everything that speaks against publishing it now; empty when nothing does."""
    found = list(_of_every_article(article))
    if article.terms_id:
        found += _of_a_licensed_article(article, at or timezone.now())
    return found


def _of_every_article(article: Article) -> Iterator[Finding]:
    if article.section_id is None:
        yield Finding("section", _("It has no section."), _("Choose the section it stands in."))
    if not article.body_html.strip():
        yield Finding("body", _("It has no text."), _("Write the text, or receive it again."))


def _of_a_licensed_article(article: Article, at: dt.datetime) -> Iterator[Finding]:
    terms = article.terms
    if article.status in ("draft", "in_review"):
        yield Finding(
            "clearance", _("The rights desk has not cleared it."), _("Submit it for review; the rights desk clears it.")
        )
    if terms.headline_change != "yes" and _headline_changed(article):
        yield Finding(
            "headline_change",
            _("Its headline is not the outlet's, and the terms do not say that it may be changed."),
            _("Put the outlet's headline back, or record an amendment of kind “headline” with the outlet's approval."),
        )
    bylines = list(article.bylines.all())
    if not terms.adopted:
        yield Finding(
            "terms",
            _("Nobody has put these terms in force."),
            _("The rights desk reads them and adopts them."),
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
    if terms.author_required == "yes" and not bylines:
        yield Finding(
            "author_required",
            _("The outlet wants its authors credited, and no byline is there."),
            _("Add the byline as the outlet prints it."),
        )
    missing = [row.name for row in bylines if not row.institution_name]
    if terms.institution_required == "yes" and missing:
        yield Finding(
            "institution_required",
            _("The outlet wants institutions credited; none is given for %(names)s.") % {"names": ", ".join(missing)},
            _("Look at the outlet's page and add the institution as printed there."),
        )
    if terms.tracker_required == "yes" and not article.counter_url:
        yield Finding(
            "tracker_required",
            _("The outlet's counter is missing."),
            _("Copy the article again with its counter, from the Republish button."),
        )
    elif article.counter_url and terms.tracker_pattern and not re.fullmatch(terms.tracker_pattern, article.counter_url):
        yield Finding(
            "tracker_pattern",
            _("The counter's address is not one of this outlet's."),
            _("Compare it with the outlet's Republish button."),
        )
    if not (article.notice_html or terms.credit_template):
        yield Finding(
            "credit_template",
            _("No notice is known."),
            _("Enter the notice's wording in the outlet's terms."),
        )
    if terms.credit_link in ("article", "both") and not article.source_url:
        yield Finding(
            "credit_link",
            _("The notice must link to the original article, and its address is not known."),
            _("Enter the original address."),
        )
    if terms.remove_after_days and article.source_published_at:
        gone = article.source_published_at + dt.timedelta(days=terms.remove_after_days)
        if max(at, article.published_at or at) >= gone:
            yield Finding(
                "remove_after_days",
                _("It would have to be removed already: %(days)d days have passed since first publication.")
                % {"days": terms.remove_after_days},
                _("Ask the outlet for permission."),
            )
    if terms.fresh_within_days and article.source_published_at:
        last_day = article.source_published_at + dt.timedelta(days=terms.fresh_within_days)
        if max(at, article.published_at or at) > last_day and article.status != "published":
            yield Finding(
                "fresh_within_days",
                _("It may be taken only within %(days)d days of first publication.")
                % {"days": terms.fresh_within_days},
                _("Ask the outlet for permission."),
            )


def _headline_changed(article: Article) -> bool:
    """Whether it differs from the headline of the sealed original, without an approved amendment that says so."""
    received = article.original.fields.get("title") if article.original else None
    if not received or article.title == received[: article._meta.get_field("title").max_length]:
        return False
    return not article.amendments.filter(kind="headline", state="applied").exclude(approved_by="").exists()
