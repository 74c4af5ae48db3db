"""An edition of the letter, what stands in it, and what became of it at each subscriber."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from newsletters.models.subscriber import Subscriber
from records.versioned import Deed, VersionedModel
from work.models import Job


def one_line(words: str) -> None:
    if any(ord(sign) < 32 or sign in "\x7f\x85\u2028\u2029" for sign in words):
        raise ValidationError(_("A subject is one line, without line breaks."))


class Edition(VersionedModel):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")

    subject = models.CharField(
        _("subject"), max_length=150, validators=[one_line], help_text=_("What readers see in their inbox: one line.")
    )
    preface = models.TextField(
        _("preface"),
        max_length=5000,
        blank=True,
        help_text=_("A few words of your own above the stories. Plain text; an empty line begins a new paragraph."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    # Only who was subscribed by then gets it, so nobody who comes during the sending gets it by halves or twice.
    began_at = models.DateTimeField(_("sending began"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    modified_at = models.DateTimeField(auto_now=True)
    counts = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-created_at", "-id"]
        permissions = [("send_edition", _("Can send editions, stop and resume them"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", began_at__isnull=True) | (~Q(state="draft") & Q(began_at__isnull=False)),
                name="edition_sending_has_begun",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_stopped(self) -> bool:
        """It was begun, and nobody sends it until somebody resumes it."""
        return self.state == self.State.SENDING and (
            self.job is None or self.job.state in (Job.State.CANCELLED, Job.State.FAILED)
        )

    @property
    def may_be_edited(self) -> bool:
        """While nobody is sending it."""
        return self.state == self.State.DRAFT or self.is_stopped

    @property
    def standing(self) -> Any:
        return _("stopped") if self.is_stopped else self.get_state_display()

    def deeds_since(self, moment: Any) -> list[Deed]:
        """Also what others did to its stories and with its buttons: the log of the desk tells of both."""
        from articles.models import AuditEvent

        lines = AuditEvent.objects.filter(verb__startswith="edition_", details__edition=self.pk).order_by("-at")
        found = lines[:1] if moment is None else lines.filter(at__gte=moment)
        spoken = [Deed(line.at, line.actor_name, line.deed) for line in found]
        together = sorted([*super().deeds_since(moment), *spoken], key=lambda deed: deed.at)
        return together[-1:] if moment is None else together


class Item(models.Model):
    """A story in an edition. Of a licensed one its own headline and standfirst are printed, and nothing else."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="items")
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="newsletter_items", verbose_name=_("story")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=0, help_text=_("1 stands at the top."))
    blurb = models.TextField(
        _("own words"),
        max_length=1000,
        blank=True,
        help_text=_("In place of the standfirst; for our own stories only. Licensed ones print their own words."),
    )

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["edition", "article"], name="item_story_once")]

    def __str__(self) -> str:
        return str(self.article)


class Delivery(models.Model):
    """What became of one edition at one subscriber: at most one row, and at most one mail."""

    class State(models.TextChoices):
        CLAIMED = "claimed", _("about to be sent")
        SENDING = "sending", _("being handed to the mail server")
        SENT = "sent", _("sent")
        LATER = "later", _("to be tried again")
        REFUSED = "refused", _("refused by the mail server")
        SKIPPED = "skipped", _("unsubscribed meanwhile")
        IN_DOUBT = "in_doubt", _("in doubt")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="deliveries")
    # Empty once the subscriber is off the record; the count stays.
    subscriber = models.ForeignKey(Subscriber, on_delete=models.SET_NULL, null=True, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State, default=State.CLAIMED)
    run = models.PositiveIntegerField(default=0)
    """Which run of the job holds it: what an earlier one held has been left behind."""
    tries = models.PositiveSmallIntegerField(default=0)
    reply = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["edition", "subscriber"], name="delivery_once")]
        indexes = [models.Index(fields=["edition", "state", "id"], name="delivery_by_state")]

    def __str__(self) -> str:
        return f"{self.edition_id} to {self.subscriber_id}: {self.state}"
