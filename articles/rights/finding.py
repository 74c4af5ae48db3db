"""What is found about an article's rights, and in which light a clause stands."""

from __future__ import annotations

import dataclasses

from django.db import models
from django.utils.translation import gettext_lazy as _


class Light(models.TextChoices):
    """How one clause, or all of them together, stand on an article. None (``""``): there is nothing to keep."""

    GREEN = "green", _("kept")
    AMBER = "amber", _("to be decided or looked at")
    RED = "red", _("broken")


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that speaks against publishing an article, or that somebody has to see to.

    ``clause`` is the column of Terms it is about, or one of section, body, clearance, translation_of, original, terms,
    licence_stated, in_force_to, usable_until, withdrawn_at_source. A finding that ``asks`` is open until the rights
    desk has decided: the terms do not say, or say to ask first, or only a person can tell.
    """

    clause: str
    sentence: str
    remedy: str
    blocks: bool = True
    asks: bool = False

    @property
    def light(self) -> Light:
        return Light.RED if self.blocks and not self.asks else Light.AMBER
