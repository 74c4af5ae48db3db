"""A preset becomes a real outlet with terms, by an act of the rights desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outlets import clauses
from outlets.models import Outlet, Terms
from outlets.presetting import Preset

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Standing(models.TextChoices):
    NOT_ADOPTED = "not_adopted", gettext_lazy("not adopted")
    ADOPTED = "adopted", gettext_lazy("adopted")
    CHANGED = "changed", gettext_lazy("adopted, changed since")


def adopted_outlet(preset: Preset) -> Outlet | None:
    """The outlet that the desk made from this preset, or one of its own under the same slug."""
    return Outlet.objects.filter(preset=preset.slug).first() or Outlet.objects.filter(slug=preset.slug).first()


def standing(preset: Preset) -> Standing:
    """Whether adopting the preset now would change anything, and what."""
    outlet = adopted_outlet(preset)
    if outlet is None:
        return Standing.NOT_ADOPTED
    return Standing.CHANGED if _next_terms(outlet, preset) else Standing.ADOPTED


@transaction.atomic
def adopt(preset: Preset, *, by: User | None = None) -> Outlet:
    """Make the preset's outlet, with its terms 1 in force; what the desk has made or edited is never overwritten.

    A preset that is adopted already and says what it said then changes nothing. One that says something new makes the
    outlet's next version of terms, which is not in force until the desk puts it in force: the latest version with the
    preset's changes, except in the clauses that the desk itself has changed.
    """
    if by is not None and not by.has_perm("outlets.add_outlet"):
        raise PermissionDenied(_("You may not adopt presets. Ask a colleague of the rights desk."))
    outlet = adopted_outlet(preset)
    if outlet is None:
        return _make_outlet(preset, by)
    Outlet.objects.select_for_update().get(pk=outlet.pk)
    if values := _next_terms(outlet, preset):
        terms = Terms(outlet=outlet, preset_clauses=preset.all_clauses(), remarks=dict(preset.remarks), **values)
        _save(terms, by, f"preset {preset.slug}, as of {preset.checked}")
    return outlet


def _make_outlet(preset: Preset, by: User | None) -> Outlet:
    because = f"adopted from preset {preset.slug}, as of {preset.checked}"
    outlet = Outlet(
        slug=preset.slug,
        preset=preset.slug,
        name=preset.name,
        home_url=preset.home_url,
        other_hosts="\n".join(preset.other_hosts),
        language=preset.language,
        description=preset.description,
        newsletter_line=preset.newsletter_line,
        newsletter_url=preset.newsletter_url,
        contact_email=preset.contact_email,
        notes=preset.notes(),
    )
    _save(outlet, by, because)
    values = preset.all_clauses()
    terms = Terms(
        outlet=outlet, adopted=True, in_force_from=timezone.localdate(), preset_clauses=values,
        remarks=dict(preset.remarks), **values,
    )  # fmt: skip
    _save(terms, by, because)
    return outlet


def _save(row: Outlet | Terms, by: User | None, because: str) -> None:
    row._history_user = by
    row._change_reason = because[:100]
    if isinstance(row, Terms) and not row.number:
        row.number = (row.outlet.terms.aggregate(last=models.Max("number"))["last"] or 0) + 1
    row.full_clean()
    row.save()


def _next_terms(outlet: Outlet, preset: Preset) -> dict[str, Any] | None:
    """The clauses of the version that this preset would add, or None where it would add nothing.

    Three sides are compared, clause by clause: what the preset said when it was last adopted, what it says now, and
    what the outlet's latest version says. Only a clause that the preset changed and the desk did not is taken over.
    """
    latest = outlet.terms.order_by("-number").first()
    from_preset = outlet.terms.filter(preset_clauses__isnull=False).order_by("-number").first()
    said = {name: Terms._meta.get_field(name).get_default() for name in clauses.NAMES}
    said |= (from_preset.preset_clauses if from_preset else None) or {}
    says = preset.all_clauses()
    if says == said and latest is not None:
        return None
    current = {name: getattr(latest, name) for name in clauses.NAMES} if latest else said
    merged = {name: says[name] if current[name] == said[name] else current[name] for name in clauses.NAMES}
    if latest is not None and merged == current:
        return None
    return merged | {"terms_checked_on": None}
