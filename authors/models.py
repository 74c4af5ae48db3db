"""The people who write and the places they work: public facts only."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from authors.identifiers import normalise_name, validate_orcid, validate_ror
from records.versioned import VersionedModel


class Institution(VersionedModel):
    class Kind(models.TextChoices):
        """As the Research Organization Registry sorts them."""

        EDUCATION = "education", _("Education")
        FACILITY = "facility", _("Research facility")
        ARCHIVE = "archive", _("Archive, library or museum")
        HEALTHCARE = "healthcare", _("Healthcare")
        GOVERNMENT = "government", _("Government")
        NONPROFIT = "nonprofit", _("Non-profit organisation")
        FUNDER = "funder", _("Funder")
        COMPANY = "company", _("Company")
        OTHER = "other", _("Organisation")

    name = models.CharField(_("name"), max_length=300, unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    ror = models.CharField(
        "ROR",
        max_length=40,
        blank=True,
        validators=[validate_ror],
        help_text=_("https://ror.org/… , from the Research Organization Registry."),
    )
    url = models.URLField(_("web address"), max_length=500, blank=True)
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Town and country: Clemson, South Carolina, USA.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["ror"], condition=~models.Q(ror=""), name="institution_ror_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:institution", args=[self.slug])


class InstitutionAlias(models.Model):
    """Another way in which outlets print an institution, by which it is recognised on arrival."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("institution")
    )
    name = models.CharField(_("printed as"), max_length=300)
    key = models.CharField(max_length=300, unique=True, editable=False)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = normalise_name(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        twin = InstitutionAlias.objects.filter(key=normalise_name(self.name)).exclude(pk=self.pk).first()
        if twin:
            raise ValidationError(
                {"name": _("“%(institution)s” already has this alias.") % {"institution": twin.institution}}
            )


class Author(VersionedModel):
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    orcid = models.CharField(
        "ORCID",
        max_length=19,
        blank=True,
        validators=[validate_orcid],
        help_text=_("0000-0002-1825-0097, with its check digit."),
    )
    title = models.CharField(
        _("title on our staff"),
        max_length=200,
        blank=True,
        help_text=_("Business editor. Empty for guests and outlets' authors."),
    )
    bio = models.TextField(_("biography"), blank=True, help_text=_("Plain text, a short paragraph."))
    profile_url = models.URLField(
        _("profile address"),
        max_length=500,
        blank=True,
        help_text=_("The page about the author at the outlet; by it we recognise the author."),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
        indexes = [models.Index(fields=["name", "id"], name="author_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["orcid"], condition=~models.Q(orcid=""), name="author_orcid_once"),
            models.UniqueConstraint(
                fields=["profile_url"], condition=~models.Q(profile_url=""), name="author_profile_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:author", args=[self.slug])


class AffiliationQuerySet(models.QuerySet):
    def current(self, on: object = None) -> AffiliationQuerySet:
        day = on or timezone.localdate()
        return self.filter(
            models.Q(begins__isnull=True) | models.Q(begins__lte=day),
            models.Q(ends__isnull=True) | models.Q(ends__gte=day),
        )


class Affiliation(models.Model):
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="affiliations", verbose_name=_("author"))
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="affiliations", verbose_name=_("institution")
    )
    title = models.CharField(_("title"), max_length=500, blank=True)
    begins = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("to"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["author", models.F("begins").desc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(begins__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("begins")),
                name="affiliation_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.title, str(self.institution)) if part)
