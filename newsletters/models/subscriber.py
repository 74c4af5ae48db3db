"""Who gets the letter, who asked for it, and who must not be written to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from newsletters import tokens
from newsletters.addresses import LONGEST


class Subscriber(models.Model):
    """An address and where it stands. Its state changes by what its owner does, or by a verb of the desk."""

    class State(models.TextChoices):
        PENDING = "pending", _("not confirmed yet")
        CONFIRMED = "confirmed", _("subscribed")
        LEFT = "left", _("unsubscribed")
        UNDELIVERABLE = "undeliverable", _("undeliverable")

    address = models.EmailField(_("address"), max_length=LONGEST)
    key = models.CharField(max_length=LONGEST, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.PENDING)
    # Stands for the subscriber in links, so that no link holds an address or can be guessed from another.
    handle = models.CharField(max_length=32, unique=True, default=tokens.fresh, editable=False)
    # What the link to confirm must bring along; empty once it has done its work.
    ticket = models.CharField(max_length=32, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked for it"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("left or found undeliverable"), null=True, blank=True)
    refused_in_a_row = models.PositiveSmallIntegerField(_("letters refused in a row"), default=0)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-asked_at", "-id"]
        default_permissions = ("view",)
        permissions = [
            ("handle_subscriber", _("Can unsubscribe subscribers, mark them undeliverable and erase them")),
            ("export_subscriber", _("Can export the addresses of subscribers")),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="subscriber_by_state"),
            models.Index(fields=["-asked_at", "-id"], name="subscriber_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False), name="subscriber_confirmed_has_date"
            )
        ]

    def __str__(self) -> str:
        return self.address


class SignUp(models.Model):
    """Somebody typed an address into the form, and the worker has not answered yet.

    The form writes the same row for every address, known or not, so nothing about it shows in the page or its time.
    """

    address = models.EmailField(max_length=LONGEST)
    key = models.CharField(max_length=LONGEST, unique=True)
    asked_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"sign-up {self.pk}"


class Suppression(models.Model):
    """An address that was erased and must not be written to again. The address itself is not kept."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"suppression {self.pk}"

    @staticmethod
    def digest_of(key: str, secret: str | None = None) -> str:
        return salted_hmac("newsletters.suppressed", key, secret=secret, algorithm="sha256").hexdigest()

    @classmethod
    def holds(cls, key: str) -> bool:
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return cls.objects.filter(digest__in=[cls.digest_of(key, secret) for secret in secrets]).exists()


class Tally(models.Model):
    """How often something was done in one stretch of time (``newsletters.limits``)."""

    digest = models.CharField(max_length=64)
    begins_at = models.DateTimeField(db_index=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["digest", "begins_at"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.number} since {self.begins_at}"
