"""When two rows of one institution become one, its articles and its address for readers follow, and the log says so."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from articles import auditing, living, moving
from articles.beside import place
from articles.models import Article, AuditEvent, Byline, FormerPlace
from authors.merging import merging
from authors.models import Institution

VERB = "merge_institution"


@receiver(merging)
def institution_merged(gone: Institution, stays: Institution, by: Any, reason: str, **kwargs: Any) -> None:
    """Printed names stay as printed; their links lead to the one that stays, and so does the old address."""
    living.lead_elsewhere(
        Article.objects.filter(bylines__institution=gone), "credits", "institution_page", gone.pk, place(stays)
    )
    Byline.objects.filter(institution=gone).update(institution=stays)
    moving.lead_on(FormerPlace.Kind.INSTITUTION, [gone.slug], stays.pk)
    auditing.record(
        VERB,
        by=by,
        about=stays,
        reason=reason,
        gone=gone.pk,
        name=gone.name,
        slug=gone.slug,
        ror=gone.ror,
        stays=stays.pk,
    )


def stands_for(pk: Any) -> int | None:
    """The institution into which the one with this key was merged, and that one in turn; None where none was."""
    found, seen = None, set()
    while pk is not None and pk not in seen:
        seen.add(pk)
        line = AuditEvent.objects.filter(verb=VERB, details__gone=pk).order_by("-id").first()
        pk = line.details["stays"] if line else None
        found = pk or found
    return found
