"""How many articles readers find under each day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArchiveDay(models.Model):
    """A day of the newsroom's own time zone, and how many articles published on it readers may open.

    Kept so that no page has to count a million articles. ``articles.archive`` counts; a number is good until
    ``stale_at``, the next moment at which time, or somebody, makes it another.
    """

    day = models.DateField(_("day"), primary_key=True)
    articles = models.PositiveIntegerField(_("articles"), default=0)
    stale_at = models.DateTimeField(_("good until"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("day of the archive")
        verbose_name_plural = _("days of the archive")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.articles}"
