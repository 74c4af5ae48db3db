"""How editors arranged the front page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article, Section
from articles.models.audit import AuditEvent
from records.versioned import Deed, VersionedModel

ARRANGED = "arrange_front"
"""The verb in the log."""


class Front(VersionedModel):
    """The arrangement as a whole, one row: whoever saves it has seen all of it."""

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front page")
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return str(_("Front page"))

    @classmethod
    def the_one(cls) -> Front:
        return cls.objects.get_or_create(pk=1)[0]

    def deeds_since(self, moment: dt.datetime | None) -> list[Deed]:
        """What the log says, in which every change of it stands."""
        events = AuditEvent.objects.filter(verb=ARRANGED).order_by("-at", "-pk")
        found = events[:1] if moment is None else events.filter(at__gte=moment)
        return [Deed(event.at, event.actor_name) for event in reversed(found)]


class FrontSlot(models.Model):
    """A place on the front that an editor gave to a story, until a moment perhaps.

    Whether the story shows is the gate's matter; a place whose story may not be seen is filled as if nobody had.
    """

    class Place(models.TextChoices):
        LEAD = "lead", _("lead")
        TOP = "top", _("beside the lead")
        RAIL = "rail", _("rail of a section")

    front = models.ForeignKey(Front, on_delete=models.CASCADE, related_name="slots")
    place = models.CharField(_("place"), max_length=10, choices=Place.choices)
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="front_slots", verbose_name=_("article")
    )
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("place on the front page")
        verbose_name_plural = _("places on the front page")
        ordering = ["place", "section", "position"]
        default_permissions: Any = ()
        constraints = [
            models.UniqueConstraint(fields=["front", "article"], name="front_shows_a_story_once"),
            models.UniqueConstraint(
                fields=["front", "place", "position"], condition=Q(section__isnull=True), name="front_place_once"
            ),
            models.UniqueConstraint(
                fields=["front", "section", "position"],
                condition=Q(section__isnull=False),
                name="front_place_in_rail_once",
            ),
            models.CheckConstraint(
                condition=Q(place="rail", section__isnull=False) | (~Q(place="rail") & Q(section__isnull=True)),
                name="front_rail_belongs_to_a_section",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()} {self.position}: {self.article}"


class FrontRail(models.Model):
    """How many stories of a section stand on the front; a section without a row has as many as any."""

    front = models.ForeignKey(Front, on_delete=models.CASCADE, related_name="rails")
    section = models.OneToOneField(Section, on_delete=models.CASCADE, related_name="+", verbose_name=_("section"))
    stories = models.PositiveSmallIntegerField(_("stories"), help_text=_("0: the section has no rail on the front."))

    class Meta:
        verbose_name = _("rail on the front page")
        verbose_name_plural = _("rails on the front page")
        default_permissions: Any = ()

    def __str__(self) -> str:
        return f"{self.section}: {self.stories}"
