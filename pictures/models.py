"""Pictures, with rights of their own: the licence of a text never covers the pictures beside it."""

from __future__ import annotations

import re
import secrets
from pathlib import PurePath

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from outlets.clauses import YesNo
from outlets.models import Outlet
from pictures.intake import validate_upload
from records.versioned import VersionedModel
from records.who import by_whom

FOLDER = "pictures"
_RENDITION = re.compile(r"renditions/\d+/(.+)\.webp", re.DOTALL)


def unguessable_name(picture: Picture, name: str) -> str:
    """Where an uploaded file lies: by year and month, under its own name and sixteen signs that nobody guesses."""
    path = PurePath(name)
    called = f"{path.stem[:50]}-{secrets.token_hex(8)}{path.suffix[:10]}"
    return f"{FOLDER}/{timezone.now():%Y/%m}/{called}"


def original_of(name: str) -> str:
    """The uploaded file of which this one is a smaller form; the name itself where it is none."""
    made = _RENDITION.fullmatch(name)
    return made[1] if made else name


def rendition_name(name: str, width: int) -> str:
    """Where the smaller file of that width of an uploaded file lies."""
    return f"renditions/{width}/{name}.webp"


class PictureQuerySet(models.QuerySet):
    def showable(self) -> PictureQuerySet:
        """The pictures that may stand on our pages: cleared by a person, and a file of ours is there."""
        return self.filter(rights=Picture.Rights.CLEARED).exclude(file="")


class Picture(VersionedModel):
    class Rights(models.TextChoices):
        UNCLEARED = "uncleared", _("not cleared")
        CLEARED = "cleared", _("cleared")
        REFUSED = "refused", _("may not be used")

    file = models.ImageField(
        _("file"),
        upload_to=unguessable_name,
        blank=True,
        width_field="width",
        height_field="height",
        validators=[validate_upload],
        help_text=_("JPEG, PNG, WebP, AVIF or GIF, at most 25 MB."),
    )
    width = models.PositiveIntegerField(_("width"), null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True, editable=False)
    rendered_file = models.CharField(max_length=100, blank=True, editable=False)
    renditions = models.CharField(max_length=60, blank=True, editable=False)
    source_url = models.URLField(_("came from"), max_length=2000, blank=True)
    outlet = models.ForeignKey(
        Outlet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pictures",
        verbose_name=_("sent by"),
    )
    alt = models.TextField(
        _("alternative text"), blank=True, help_text=_("What the picture shows, for those who cannot see it.")
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(
        _("credit"),
        max_length=500,
        blank=True,
        help_text=_("Photographer and agency, as they want to be named."),
    )
    licence = models.CharField(
        _("licence as stated"),
        max_length=500,
        blank=True,
        help_text=_("CC BY 4.0, or the address of the licence."),
    )
    rights_line = models.CharField(
        _("rights line"), max_length=1000, blank=True, help_text=_("The copyright line that came with it.")
    )
    rights = models.CharField(
        _("rights"),
        max_length=20,
        choices=Rights.choices,
        default=Rights.UNCLEARED,
        help_text=_("Not cleared means not shown."),
    )
    cleared_by = by_whom(editable=False)
    cleared_at = models.DateTimeField(_("cleared at"), null=True, blank=True, editable=False)
    cleared_because = models.CharField(
        _("cleared because"),
        max_length=500,
        blank=True,
        help_text=_("Bought from the agency, CC BY, own photograph…"),
    )
    onward = models.CharField(_("may be passed on"), max_length=20, choices=YesNo.choices, default=YesNo.NOT_STATED)
    portrait_of = models.OneToOneField(
        Author,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="portrait",
        verbose_name=_("portrait of"),
        help_text=_("On this author's page, once its rights are cleared."),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at", "-id"]
        # Each request for a file asks by it.
        indexes = [models.Index(fields=["file"], name="picture_by_file")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(rights="cleared") | ~models.Q(cleared_because=""),
                name="picture_cleared_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return (self.caption or self.alt or self.file.name or self.source_url or _("Picture %(pk)s") % {"pk": self.pk})[
            :80
        ]

    @property
    def srcset(self) -> str:
        """The smaller files and the file itself, for an ``<img>``; "" where there is only the one."""
        if not self.file or not self.renditions or self.rendered_file != self.file.name:
            return ""
        storage = self.file.storage
        smaller = [f"{storage.url(rendition_name(self.file.name, int(n)))} {n}w" for n in self.renditions.split()]
        return ", ".join([*smaller, f"{self.file.url} {self.width}w"])

    def is_showable(self) -> bool:
        return self.rights == self.Rights.CLEARED and bool(self.file)
