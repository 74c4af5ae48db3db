"""What became of each item of an archive that was brought."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from work.models import Job


class ArchiveItem(models.Model):
    """One item of an old site's export or of a folder. Its identity there is the first rung by which it is known again.

    Written in the transaction of what it tells of, so that neither exists without the other.
    """

    class Outcome(models.TextChoices):
        PUBLISHED = "published", _("brought and published")
        DRAFT = "draft", _("brought as a draft")
        RIGHTS = "rights", _("brought, waits for the rights desk")
        HELD = "held", _("held already")
        SKIPPED = "skipped", _("passed over")
        REFUSED = "refused", _("refused")

    archive = models.CharField(_("archive"), max_length=200)
    identity = models.CharField(_("identity"), max_length=64, help_text=_("A digest of what the archive calls it."))
    number = models.PositiveIntegerField(_("number"))
    called = models.CharField(_("called"), max_length=300)
    kind = models.CharField(_("kind"), max_length=60)
    address = models.CharField(_("old address"), max_length=2000, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    sentence = models.TextField(_("in full"), blank=True)
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="archive_items", verbose_name=_("article")
    )
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", verbose_name=_("run"))
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        verbose_name = _("item of an archive")
        verbose_name_plural = _("items of archives")
        default_permissions = ("view",)
        ordering = ["archive", "number"]
        constraints = [models.UniqueConstraint(fields=["archive", "identity"], name="archive_item_once")]
        indexes = [models.Index(fields=["job", "outcome"], name="archive_item_of_a_run")]

    def __str__(self) -> str:
        return self.called
