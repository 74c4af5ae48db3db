"""What we saw when we looked at our own pages as readers do."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from records import moments
from records.appendonly import AppendOnlyModel, AppendOnlyQuerySet


class Sighting(AppendOnlyModel):
    """One look at every view of one article. Kept as evidence that the promises were kept on that day, or were not."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="sightings", verbose_name=_("article"))
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    good = models.BooleanField(_("as promised"))
    pages = models.JSONField(
        _("pages"), default=list, help_text=_("For each view its address, its HTTP status, and what was amiss.")
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at our own page")
        verbose_name_plural = _("looks at our own pages")
        ordering = ["-at", "-id"]
        base_manager_name = "objects"
        indexes = [models.Index(fields=["article", "-at"], name="sighting_of_article")]

    def __str__(self) -> str:
        return f"{self.article}, {moments.short(self.at)}"

    @property
    def faults(self) -> list[str]:
        """A sentence for each thing amiss, each once."""
        return list(dict.fromkeys(fault for page in self.pages for fault in page["faults"]))
