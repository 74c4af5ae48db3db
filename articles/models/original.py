"""The text as received, sealed, and the amendments that our readers' version consists of beside it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from records.appendonly import AppendOnlyModel, AppendOnlyQuerySet
from records.versioned import VersionedModel
from records.who import by_whom


def seal(received: bytes | memoryview, html: str) -> str:
    """SHA-256 over the bytes as received and the cleaned body, so that a change of either shows."""
    digest = hashlib.sha256(bytes(received))
    digest.update(b"\0")
    digest.update(html.encode())
    return digest.hexdigest()


class Original(AppendOnlyModel):
    """What arrived, to the byte. An update upstream adds the next number; no row is ever written again."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="originals", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("number"), default=1)
    received = models.BinaryField(_("bytes as received"))
    content_type = models.CharField(_("content type"), max_length=100)
    format = models.CharField(_("format"), max_length=40)
    html = models.TextField(_("cleaned body"))
    text = models.TextField(_("plain text"))
    fields = models.JSONField(
        _("fields as received"),
        default=dict,
        help_text=_("Everything else the item said: authors, links, dates, warnings."),
    )
    sha256 = models.CharField("SHA-256", max_length=64)
    received_at = models.DateTimeField(_("received at"))
    received_from = models.CharField(_("received from"), max_length=2000)
    received_by = by_whom(_("received by"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")
        ordering = ["article", "number"]
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="original_number_once_per_article")]

    def __str__(self) -> str:
        return gettext("%(article)s, original %(number)d") % {"article": self.article, "number": self.number}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.sha256 = self.digest()
        super().save(*args, **kwargs)

    def digest(self) -> str:
        return seal(self.received, self.html)

    def is_intact(self) -> bool:
        try:
            return self.sha256 == self.digest()
        except (TypeError, UnicodeError):  # written past Django: SQLite gives back whatever was put into a column
            return False


class Amendment(VersionedModel):
    """A change to a licensed text, kept beside it: the words quoted, what stands instead, what kind it is and why."""

    class Kind(models.TextChoices):
        TIME = "time", _("time")
        PLACE = "place", _("place")
        STYLE = "style", _("house style")
        HEADLINE = "headline", _("headline")
        CUT = "cut", _("cut")
        INSERTION = "insertion", _("insertion")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPLIED = "applied", _("applied")
        CONFLICT = "conflict", _("no longer fits")
        DROPPED = "dropped", _("dropped")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="amendments", verbose_name=_("article"))
    original = models.ForeignKey(
        Original, on_delete=models.PROTECT, related_name="amendments", verbose_name=_("made against")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    block = models.PositiveIntegerField(_("block"), default=0)
    exact = models.TextField(_("words quoted"))
    prefix = models.TextField(_("words before"), blank=True)
    suffix = models.TextField(_("words after"), blank=True)
    replacement = models.TextField(_("words instead"), blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.PROPOSED)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("at"), auto_now_add=True)
    approved_by = models.CharField(
        _("approved by"), max_length=200, blank=True, help_text=_("The author or the outlet's editor.")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approval = models.TextField(_("approval"), blank=True, help_text=_("The message, as evidence."))

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["article", "position", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.exact[:40]}"
