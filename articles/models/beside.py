"""What stands beside the words: bylines, related links, pictures, corrections."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.queries import ArticlePictureQuerySet
from authors.models import Author, Institution
from pictures.models import Picture
from records.who import by_whom


class Byline(models.Model):
    """One author of one article: as printed, beside the living profile.

    People change jobs and printed bylines do not.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="bylines", verbose_name=_("article"))
    position = models.PositiveIntegerField(_("position"), default=0)
    name = models.CharField(_("name as printed"), max_length=200)
    title = models.CharField(_("title as printed"), max_length=500, blank=True)
    institution_name = models.CharField(_("institution as printed"), max_length=300, blank=True)
    author = models.ForeignKey(
        Author,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bylines",
        verbose_name=_("profile"),
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bylines",
        verbose_name=_("institution's page"),
    )
    frozen_at = models.DateTimeField(_("frozen since"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["article", "position", "id"]
        indexes = [models.Index(fields=["institution", "author"], name="byline_who_from_where")]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.title, self.institution_name) if part)


class RelatedLink(models.Model):
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="related_links", verbose_name=_("article")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=500)
    url = models.URLField(_("address"), max_length=2000)

    class Meta:
        verbose_name = _("related link")
        verbose_name_plural = _("related links")
        ordering = ["article", "position", "id"]

    def __str__(self) -> str:
        return self.title


class ArticlePicture(models.Model):
    class Role(models.TextChoices):
        LEAD = "lead", _("above the text")
        BODY = "body", _("in the text")

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="article_pictures", verbose_name=_("article")
    )
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="uses", verbose_name=_("picture"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.LEAD)
    position = models.PositiveIntegerField(_("position"), default=0)
    source_url = models.CharField(
        _("address in the text"),
        max_length=2000,
        blank=True,
        help_text=_("The address under which the text shows it."),
    )

    objects = ArticlePictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["article", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(role="lead"), name="article_has_one_lead_picture"
            )
        ]

    def __str__(self) -> str:
        return str(self.picture)


class Correction(models.Model):
    """A typed, dated note to readers about a change after publication."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        UPDATE = "update", _("Update")
        RETRACTION = "retraction", _("Retraction")

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.CORRECTION)
    text = models.TextField(_("text"), help_text=_("What was wrong and what is right, in plain words."))
    made_at = models.DateTimeField(_("at"), default=timezone.now)
    made_by = by_whom(_("by"))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["article", "made_at", "id"]
        indexes = [models.Index(fields=["-made_at", "-id"], name="correction_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"
