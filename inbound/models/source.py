"""How the page of a text that we hold has answered at its source."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class SourceState(models.Model):
    """What we know of the canonical address of one article. Written by whoever asks there, never by the desk."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, related_name="source_state", verbose_name=_("article")
    )
    next_at = models.DateTimeField(_("asked next"), db_index=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    tried_at = models.DateTimeField(_("last asked"), null=True, blank=True)
    good_at = models.DateTimeField(_("last good answer"), null=True, blank=True)
    status = models.PositiveIntegerField(_("HTTP status"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    missing_times = models.PositiveIntegerField(
        _("not found in a row"), default=0, help_text=_("Answers 404 or 410, counted only hours apart.")
    )
    missing_at = models.DateTimeField(
        _("last not found at"), null=True, blank=True, help_text=_("When the last of them was counted.")
    )
    moved_to = models.CharField(_("leads to"), max_length=2000, blank=True)
    modified_at = models.DateTimeField(_("changed, as the page says"), null=True, blank=True)
    lacking = models.PositiveIntegerField(
        _("paragraphs not found on the page"), null=True, blank=True, help_text=_("Of our original; empty: not looked.")
    )

    class Meta:
        verbose_name = _("page at the source")
        verbose_name_plural = _("pages at the source")

    def __str__(self) -> str:
        return str(self.article)
