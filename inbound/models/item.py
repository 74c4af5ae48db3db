"""The inbox: each story that arrived, once; and what its source did to it afterwards."""

from __future__ import annotations

import datetime as dt
import zlib

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import trash
from articles.models import Article, Original
from inbound.formats.arrival import Arrival, dump, load
from inbound.models.delivery import Delivery
from inbound.models.feed import Feed
from outlets.models import Outlet
from records.versioned import VersionedModel
from records.who import by_whom


class Item(VersionedModel):
    """One story of one outlet as it last arrived. Whatever its source sends again finds it by the identity ladder."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        PICKED = "picked", _("picked")
        DISMISSED = "dismissed", _("dismissed")
        WITHDRAWN = "withdrawn", _("withdrawn by its source")

    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="items", verbose_name=_("outlet"))
    feed = models.ForeignKey(
        Feed, on_delete=models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("feed")
    )
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="items", verbose_name=_("last delivery")
    )
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("article")
    )
    # The rungs of the ladder (inbound.matching), as last seen
    source_id = models.CharField(_("identity at the source"), max_length=500, blank=True)
    source_url = models.CharField(_("original address"), max_length=2000, blank=True)
    source_number = models.CharField(_("article number at the source"), max_length=40, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    digest = models.CharField(
        max_length=64, help_text=_("SHA-256 of the item's own bytes: unchanged is not read again.")
    )

    format = models.CharField(_("format"), max_length=40)
    title = models.CharField(_("headline"), max_length=300, blank=True)
    published = models.DateTimeField(_("first published"), null=True, blank=True)
    words = models.PositiveIntegerField(_("words"), default=0)
    fields = models.JSONField(_("fields"), default=dict, help_text=_("The arrival, but for its bytes."))
    packed = models.BinaryField(blank=True, default=b"", help_text=_("The item's own bytes, deflated."))

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    seen_at = models.DateTimeField(_("arrived"), default=timezone.now)
    seen_last = models.DateTimeField(_("last seen"), default=timezone.now)
    missing_since = models.DateTimeField(null=True, blank=True)
    decided_by = by_whom(_("by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    because = models.CharField(_("because"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("inbox")
        ordering = ["-seen_at", "-id"]
        indexes = [
            models.Index(fields=["state", "-seen_at", "-id"], name="item_inbox"),
            # The rungs of the ladder. SQLite does not use the partial one below.
            models.Index(fields=["outlet", "source_id"], name="item_by_identity"),
            models.Index(fields=["outlet", "fingerprint"], name="item_by_text"),
            models.Index(fields=["outlet", "source_url"], name="item_by_address"),
            models.Index(fields=["outlet", "source_number"], name="item_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "source_id"], condition=~Q(source_id=""), name="item_source_id_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="picked") | Q(article__isnull=False), name="item_picked_has_its_article"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.source_url or str(_("Item %(pk)s") % {"pk": self.pk})

    @property
    def arrival(self) -> Arrival:
        """As it was read; ``raw`` are the item's own bytes."""
        return load(self.fields, zlib.decompress(bytes(self.packed)) if self.packed else b"")

    @property
    def is_free(self) -> bool:
        """Nobody has taken it, or what was taken lay in the trash until its days there were over."""
        return self.article is None or trash.is_over(self.article)

    def hold(self, arrival: Arrival) -> None:
        """Take over what arrived, unsaved."""
        self.fields, self.packed = dump(arrival), zlib.compress(arrival.raw, 6)


class DevelopmentQuerySet(models.QuerySet):
    def open(self) -> DevelopmentQuerySet:
        """What a person still has to see to, the most urgent first."""
        return self.filter(state="open").order_by(models.F("due_at").asc(nulls_last=True), "-at")

    def urgent(self) -> DevelopmentQuerySet:
        """Open, and of a kind that cannot wait; anything that is late too."""
        return self.open().filter(Q(kind__in=Development.URGENT) | Q(due_at__lte=timezone.now()))

    def acted(self, since: dt.datetime) -> DevelopmentQuerySet:
        """What the terms made the system do by itself since then, the newest first."""
        return self.exclude(acted="").filter(at__gte=since).order_by("-at", "-pk")


class Development(VersionedModel):
    """Something that a source did to a text we hold: a person has to see it, within a time.

    Nothing is lost when several come: each is a row of its own, and the clock of the first keeps running.
    """

    class Kind(models.TextChoices):
        UPDATE = "update", _("changed its text")
        CORRECTION = "correction", _("corrected it")
        EMBARGO = "embargo", _("set an embargo")
        WITHDRAWAL = "withdrawal", _("withdrew it")
        GONE = "gone", _("no longer has it")
        EXPIRY = "expiry", _("set an end to its use")
        WITHHELD = "withheld", _("withholds it")
        RELEASED = "released", _("lets it be used again")
        MOVED = "moved", _("has it elsewhere")

    URGENT = ("correction", "embargo", "withdrawal", "gone", "expiry", "withheld")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="developments", verbose_name=_("article")
    )
    item = models.ForeignKey(
        Item, on_delete=models.SET_NULL, null=True, blank=True, related_name="developments", verbose_name=_("item")
    )
    original = models.ForeignKey(
        Original, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new original")
    )
    delivery = models.ForeignKey(
        Delivery,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="developments",
        verbose_name=_("told by"),
    )
    kind = models.CharField(_("what"), max_length=12, choices=Kind.choices)
    sentence = models.CharField(_("what happened"), max_length=500)
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    due_at = models.DateTimeField(_("to be done until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    acted = models.CharField(
        _("done by itself"), max_length=500, blank=True, help_text=_("What the terms made the system do at once.")
    )
    done_by = by_whom(_("by"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=500, blank=True)

    objects = DevelopmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("development")
        verbose_name_plural = _("developments")
        ordering = ["state", "due_at", "-at"]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_kind_display()}"

    @property
    def is_of_the_text(self) -> bool:
        """About its words and what stands beside them, not about whether they may be shown."""
        return self.kind in (self.Kind.UPDATE, self.Kind.CORRECTION)
