"""Two rows of one institution become one: what names the first names the other from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from authors.identifiers import normalise_name
from authors.models import Affiliation, Institution, InstitutionAlias

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PERMISSION = "authors.change_institution"

merging = Signal()
"""Sent inside the transaction, while both rows are there and what names ``gone`` still does; with ``gone``, ``stays``,
``by`` and ``reason``."""

_FILLED_IN = ("ror", "url", "place", "kind")


@transaction.atomic
def merge(gone: Institution, stays: Institution, *, by: User | None, reason: str) -> Institution:
    """Let one institution go into another; returns that one. Raises ValidationError by field where it cannot be.

    Affiliations, bylines and aliases lead to the one that stays, and so does the old address. The name of the other
    becomes an alias; its ROR, address, place and kind are taken over where the one that stays has none. What bylines
    print stays as printed.
    """
    if by is not None and not by.has_perm(PERMISSION):
        raise PermissionDenied(_("Only those who may change institutions merge them."))
    rows = Institution.objects.select_for_update().order_by("pk").in_bulk([gone.pk, stays.pk])
    if stays.pk not in rows or gone.pk not in rows:
        raise ValidationError(
            {"into": _("One of the two institutions is not there any more: somebody may have merged it.")}
        )
    _refuse(gone := rows[gone.pk], stays := rows[stays.pk], reason)
    merging.send(Institution, gone=gone, stays=stays, by=by, reason=reason.strip())
    _let_lead(gone, stays)
    names = {normalise_name(gone.name): gone.name}
    taken = InstitutionAlias.objects.filter(key__in=names).values_list("key", flat=True)
    for key in names.keys() - set(taken) - {normalise_name(stays.name)}:
        InstitutionAlias.objects.create(institution=stays, name=names[key])
    gone.delete()  # before its ROR is taken over, which no two may have
    for column in _FILLED_IN:
        if not getattr(stays, column):
            setattr(stays, column, getattr(gone, column))
    stays.save()
    return stays


def _refuse(gone: Institution, stays: Institution, reason: str) -> None:
    if gone.pk == stays.pk:
        raise ValidationError({"into": _("Choose another institution: it cannot be merged into itself.")})
    if gone.ror and stays.ror and gone.ror != stays.ror:
        told = _(
            "“%(gone)s” is %(its)s and “%(stays)s” is %(other)s: by the Research Organization Registry these are two "
            "institutions. Where one of the identifiers is wrong, correct it first."
        )
        named = {"gone": gone, "its": gone.ror, "stays": stays, "other": stays.ror}
        raise ValidationError({"into": told % named})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: whoever looks at the institution later reads it.")})


def _let_lead(gone: Institution, stays: Institution) -> None:
    """Everything that names the one now names the other; who was said twice to work there is said so once."""
    same = ("author_id", "title", "begins", "ends")
    there = set(stays.affiliations.values_list(*same))
    twice = [row.pk for row in gone.affiliations.all() if tuple(getattr(row, name) for name in same) in there]
    Affiliation.objects.filter(pk__in=twice).delete()
    for alias in gone.aliases.all():
        alias.institution = stays
        alias.save()  # who keeps a list of names hears of it
    for relation in Institution._meta.related_objects:
        column = relation.field.name
        relation.related_model._base_manager.filter(**{column: gone}).update(**{column: stays})
