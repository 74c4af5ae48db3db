"""Every save as a snapshot, and a draft beside the live text."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from records.appendonly import AppendOnlyModel, AppendOnlyQuerySet
from records.who import by_whom


class Revision(AppendOnlyModel):
    """The article at one save, with its bylines, links, pictures and amendments.

    The article names the one that readers see (``live_revision``); later ones are drafts beside it until a verb puts
    one live.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="revisions", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("number"))
    snapshot = models.JSONField(_("snapshot"))
    made_at = models.DateTimeField(_("at"), auto_now_add=True)
    made_by = by_whom(_("by"))
    comment = models.CharField(_("comment"), max_length=300, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["article", "-number"]
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_once_per_article")]

    def __str__(self) -> str:
        return gettext("%(article)s, revision %(number)d") % {"article": self.article, "number": self.number}
