"""What the rights desk decided: that an article is clear, and what the terms left open."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.original import Original
from outlets.models import Outlet, Terms
from records.appendonly import AppendOnlyModel, AppendOnlyQuerySet
from records.who import by_whom


class Clearance(AppendOnlyModel):
    """One clearing of one article: what was looked at, and what each clause said then. Never changed."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="clearances", verbose_name=_("article"))
    terms = models.ForeignKey(
        Terms, on_delete=models.PROTECT, null=True, blank=True, related_name="clearances", verbose_name=_("terms")
    )
    original = models.ForeignKey(
        Original, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("original")
    )
    revision = models.ForeignKey(
        "articles.Revision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revision"),
    )
    snapshot = models.JSONField(
        _("as it was"), help_text=_("Each clause with what the terms said, how the article stood, and every finding.")
    )
    made_at = models.DateTimeField(_("at"), auto_now_add=True)
    made_by = by_whom(_("by"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        ordering = ["article", "-made_at", "-id"]
        base_manager_name = "objects"

    def __str__(self) -> str:
        at = formats.date_format(timezone.localtime(self.made_at), "DATETIME_FORMAT")
        return gettext("%(article)s, cleared %(at)s") % {"article": self.article, "at": at}


class Ruling(AppendOnlyModel):
    """What the rights desk decided once where the terms leave a clause open, for one article or all of the outlet.

    The latest one on a clause counts, and one about the article counts before one about its outlet. It never speaks
    against what the terms state: ``articles.rights.rulings`` says where one is asked.
    """

    class Basis(models.TextChoices):
        DESK = "desk", _("our own judgement")
        OUTLET = "outlet", _("the outlet's word")

    # The indexes below begin with them; a second one of each would compete.
    outlet = models.ForeignKey(
        Outlet, on_delete=models.PROTECT, db_index=False, related_name="rulings", verbose_name=_("outlet")
    )
    article = models.ForeignKey(
        Article,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="rulings",
        verbose_name=_("article"),
        help_text=_("Empty: for every article of the outlet."),
    )
    clause = models.CharField(_("clause"), max_length=40)
    allowed = models.BooleanField(_("allowed"))
    basis = models.CharField(_("rests on"), max_length=10, choices=Basis.choices)
    reason = models.CharField(_("reason"), max_length=500)
    given_by = models.CharField(_("given by"), max_length=200, blank=True, help_text=_("Who at the outlet said so."))
    given_at = models.DateTimeField(_("given at"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), blank=True, help_text=_("The message, word for word."))
    made_at = models.DateTimeField(_("at"), auto_now_add=True)
    made_by = by_whom(_("by"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("ruling")
        verbose_name_plural = _("rulings")
        ordering = ["-id"]
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["article", "clause", "-id"], name="ruling_of_article"),
            models.Index(fields=["outlet", "clause", "-id"], name="ruling_of_outlet"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="ruling_for_a_reason"),
            models.CheckConstraint(
                condition=~Q(basis="outlet", allowed=True) | (~Q(given_by="") & ~Q(evidence="")),
                name="ruling_of_the_outlet_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article or self.outlet}: {self.clause}"
