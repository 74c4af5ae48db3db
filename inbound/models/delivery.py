"""What arrived, to the byte, and what became of it."""

from __future__ import annotations

import hashlib
import zlib

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inbound.models.feed import Feed
from outlets.models import Outlet
from records import moments
from records.appendonly import AppendOnlyModel, AppendOnlyQuerySet
from records.who import by_whom


class Delivery(AppendOnlyModel):
    """The bytes of one answer, push, paste or file. Kept once: an answer like the one before makes none."""

    class Way(models.TextChoices):
        POLLED = "polled", _("polled")
        PUSHED = "pushed", _("pushed by its hub")
        PASTED = "pasted", _("pasted")
        ADDRESS = "address", _("fetched from an address")
        FILE = "file", _("read from a file")

    outlet = models.ForeignKey(
        Outlet, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name=_("outlet")
    )
    feed = models.ForeignKey(
        Feed, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name=_("feed")
    )
    way = models.CharField(_("way"), max_length=10, choices=Way.choices)
    address = models.CharField(_("received from"), max_length=2000, blank=True)
    content_type = models.CharField(_("content type"), max_length=200, blank=True)
    packed = models.BinaryField(help_text=_("The bytes, deflated (RFC 1950)."))
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    received_at = models.DateTimeField(_("received at"), default=timezone.now, db_index=True)
    received_by = by_whom(_("by"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-received_at", "-id"]
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.feed or self.outlet or self.address}, {moments.short(self.received_at)}"

    @classmethod
    def keep(cls, data: bytes, **fields: object) -> Delivery:
        """Store the bytes with what is known of them."""
        return cls.objects.create(
            packed=zlib.compress(data, 6), size=len(data), sha256=hashlib.sha256(data).hexdigest(), **fields
        )

    @property
    def received(self) -> bytes:
        """The bytes as they came."""
        return zlib.decompress(bytes(self.packed))


class Run(models.Model):
    """One look at a feed, or one push, with its counts and a sentence for each item that could not be read."""

    class Outcome(models.TextChoices):
        RUNNING = "running", _("running")
        UNCHANGED = "unchanged", _("nothing new")
        READ = "read", _("read")
        FAILED = "failed", _("failed")

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="runs", verbose_name=_("feed"))
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, null=True, blank=True, related_name="runs", verbose_name=_("delivery")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.RUNNING)
    status = models.PositiveIntegerField(_("HTTP status"), null=True, blank=True)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, db_index=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    new = models.PositiveIntegerField(_("new"), default=0)
    same = models.PositiveIntegerField(_("same"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    elsewhere = models.PositiveIntegerField(_("same story by another way"), default=0)
    withdrawn = models.PositiveIntegerField(_("withdrawn"), default=0)
    failed = models.PositiveIntegerField(_("could not be read"), default=0)
    errors = models.JSONField(_("errors"), default=list, blank=True)
    problem = models.CharField(_("problem"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-begun_at", "-id"]

    def __str__(self) -> str:
        return f"{self.feed}, {moments.short(self.begun_at)}"
