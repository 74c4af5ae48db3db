"""Where articles stood before their address changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class FormerAddress(models.Model):
    """An address that readers knew, and the article that had it last. It leads there while no article stands here."""

    section_slug = models.SlugField(_("section"), max_length=60, db_index=False)
    slug = models.SlugField(_("slug"), max_length=200, db_index=False)
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="former_addresses", verbose_name=_("article")
    )
    left_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["-left_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["section_slug", "slug"], name="former_address_leads_to_one")]

    def __str__(self) -> str:
        return f"/{self.section_slug}/{self.slug}/"
