"""What a newsroom says of itself: about, corrections, republishing, contact, privacy, and whatever else it states."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.body import clean, figures
from articles.models.article import Section
from articles.reserved import validate_free_for_a_page
from records.versioned import VersionedModel


def site_language() -> str:
    return settings.LANGUAGE_CODE


class StandingPage(VersionedModel):
    """A page in the newsroom's own words, at an address of one part: /about/.

    The body went through ``articles.body.clean`` and holds no pictures: theirs have rights, which only articles keep.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("text alone")
        CORRECTIONS = "corrections", _("text, then the latest corrections")
        PRIVACY = "privacy", _("text, then who is contacted by our pages")

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        _("slug"),
        max_length=60,
        unique=True,
        validators=[validate_free_for_a_page],
        help_text=_("Its address: about gives /about/."),
    )
    kind = models.CharField(
        _("shows"),
        max_length=20,
        choices=Kind.choices,
        default=Kind.TEXT,
        help_text=_("What the site adds by itself below the text. One page each."),
    )
    body_html = models.TextField(_("text"), blank=True)
    language = models.CharField(
        _("language"), max_length=20, default=site_language, help_text=_("BCP 47: en, en-GB, es.")
    )
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Its place in the footer."))
    in_footer = models.BooleanField(_("in the footer"), default=True, help_text=_("Of every page, by its title."))
    is_open = models.BooleanField(
        _("open to readers"), default=True, help_text=_("Until then it is at the desk alone.")
    )
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
        ordering = ["position", "title"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=~Q(kind="text"), name="standing_page_of_a_kind_once")
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if Section.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("A section stands at /%(slug)s/ already.") % {"slug": self.slug}})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = figures.replace(clean.clean(self.body_html), lambda _src: None)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("articles:page", args=[self.slug])
