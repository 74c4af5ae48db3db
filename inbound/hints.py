"""What the desk knows of an outlet before its text is read."""

from __future__ import annotations

from articles.rights import counters
from authors.models import Institution, InstitutionAlias
from inbound.formats.arrival import Hints
from outlets.models import Outlet
from outlets.presetting import Preset


def known_institutions() -> dict[str, str]:
    """Every name and alias on file, with the name it is filed under."""
    names = {name: name for name in Institution.objects.values_list("name", flat=True)}
    names.update(InstitutionAlias.objects.values_list("name", "institution__name"))
    return names


def hints_for(outlet: Outlet, source: str = "") -> Hints:
    terms = outlet.current_terms()
    return Hints(
        outlet=outlet.slug,
        hosts=outlet.hosts,
        counter_patterns=counters.patterns(terms),
        language=outlet.language,
        institutions=known_institutions(),
        source=source,
    )


def hints_for_preset(preset: Preset, source: str = "", institutions: dict[str, str] | None = None) -> Hints:
    """The same for a preset that nobody has adopted yet: enough for a look before anything is stored."""
    return Hints(
        outlet=preset.slug,
        hosts=preset.hosts,
        counter_patterns=counters.patterns(preset),
        language=preset.language,
        institutions=institutions or {},
        source=source,
    )
