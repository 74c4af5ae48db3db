"""Who we republish, and on what terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from outlets import clauses
from outlets.validators import validate_logo
from records.versioned import VersionedModel


def host_names(home_url: str, others: Iterable[str]) -> frozenset[str]:
    """Every host name of an outlet, lower case, without ``www.``."""
    named = [urlsplit(home_url).hostname or "", *others]
    return frozenset(host.lower().removeprefix("www.") for host in named if host)


class Outlet(VersionedModel):
    name = models.CharField(_("name"), max_length=200, help_text=_("As readers should see it: “The Conversation”."))
    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, help_text=_("For addresses and commands: the-conversation-us.")
    )
    home_url = models.URLField(_("home page"), max_length=500, help_text=_("The notice links here."))
    other_hosts = models.TextField(
        _("other host names"),
        blank=True,
        help_text=_("One a line, where the outlet's articles or profiles are also found: theconversation.edu.au."),
    )
    language = models.CharField(_("language"), max_length=20, default="en", help_text=_("BCP 47: en, en-GB, es."))
    description = models.TextField(
        _("description"), blank=True, help_text=_("A sentence or two for the outlet's page on our site.")
    )
    newsletter_line = models.CharField(
        _("newsletter line"),
        max_length=300,
        blank=True,
        help_text=_("Shown under the notice, linked: “Like this article? Subscribe to our weekly newsletter.”"),
    )
    newsletter_url = models.URLField(_("newsletter address"), max_length=500, blank=True)
    logo = models.ImageField(
        _("logo"),
        upload_to="outlets",
        blank=True,
        width_field="logo_width",
        height_field="logo_height",
        validators=[validate_logo],
        help_text=_("PNG, WebP, JPEG or GIF, at most 1 MB. Printed beside the notice where the terms demand it."),
    )
    logo_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    logo_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    contact_email = models.EmailField(_("contact for republishing"), blank=True)
    preset = models.SlugField(_("adopted from preset"), max_length=80, blank=True, editable=False)
    notes = models.TextField(_("notes for the desk"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:outlet", args=[self.slug])

    @property
    def hosts(self) -> frozenset[str]:
        return host_names(self.home_url, self.other_hosts.split())

    def current_terms(self) -> Terms | None:
        """The latest version of its terms that a person has put in force, or None."""
        return self.terms.filter(adopted=True).order_by("-number").first()


class Terms(clauses.ClauseColumns, VersionedModel):
    """One version of an outlet's terms, a column for each clause.

    The clauses are those of section A4 of the domain notes. A version on which an article rests is frozen: its clauses
    never change again; new terms are the next version.
    """

    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="terms", verbose_name=_("outlet"))
    number = models.PositiveIntegerField(_("number"), validators=[MinValueValidator(1)], editable=False)
    adopted = models.BooleanField(
        _("in force"),
        default=False,
        help_text=_("The rights desk has read the terms and adopts this version."),
    )
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_to = models.DateField(_("in force to"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("frozen since"), null=True, blank=True, editable=False)
    preset_clauses = models.JSONField(
        _("as the preset had them"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The clauses of the preset from which this version was made; null where a person wrote it."),
    )
    remarks = models.JSONField(
        _("in the outlet's words"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("By clause: what the outlet says beyond what a column can hold."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("terms")
        verbose_name_plural = _("terms")
        ordering = ["outlet", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["outlet", "number"], name="terms_number_once_per_outlet"),
            models.CheckConstraint(
                condition=models.Q(in_force_to__isnull=True)
                | models.Q(in_force_from__isnull=True)
                | models.Q(in_force_to__gte=models.F("in_force_from")),
                name="terms_end_after_they_begin",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(outlet)s, terms %(number)d") % {"outlet": self.outlet, "number": self.number}

    @property
    def licence(self) -> str:
        """In a few words, for lists."""
        return clauses.licence_in_words(self.licence_code, self.house_terms_url)

    @property
    def is_frozen(self) -> bool:
        """An article rests on this version, so its clauses stay as they are for good."""
        return self.pk is not None and (self.frozen_at is not None or self.articles.exists())

    def clean(self) -> None:
        super().clean()
        if changed := self.clauses_changed_since_frozen():
            raise ValidationError(
                _(
                    "Articles rest on this version, so its clauses stay as they are (changed: %(names)s). "
                    "Make the next version instead."
                ),
                params={"names": ", ".join(str(self._meta.get_field(name).verbose_name) for name in changed)},
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.number:
            self.number = (self.outlet.terms.aggregate(last=models.Max("number"))["last"] or 0) + 1
        if changed := self.clauses_changed_since_frozen():
            told = _("%(terms)s are frozen: make the next version instead of changing them (%(names)s).")
            raise ValidationError(told, params={"terms": self, "names": ", ".join(changed)})
        super().save(*args, **kwargs)

    def clauses_changed_since_frozen(self) -> list[str]:
        """What differs from the stored version although articles rest on it; empty while nothing does."""
        if self._state.adding:
            return []
        stored = type(self)._base_manager.filter(pk=self.pk).first()
        if stored is None or not stored.is_frozen:
            return []
        fixed = (*clauses.FROZEN_WITH_USE, "outlet_id", "number")
        changed = [name for name in fixed if getattr(stored, name) != getattr(self, name)]
        return [*changed, "frozen_at"] if stored.frozen_at and not self.frozen_at else changed

    def next_version(self) -> Terms:
        """An unsaved copy with the next number, not yet in force."""
        copy = Terms(outlet=self.outlet, **{name: getattr(self, name) for name in clauses.NAMES})
        copy.remarks = dict(self.remarks)
        copy.number = (self.outlet.terms.aggregate(last=models.Max("number"))["last"] or 0) + 1
        return copy
