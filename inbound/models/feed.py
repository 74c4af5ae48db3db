"""Where texts come from regularly, and how that place has answered so far."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.models import Section
from articles.rights.clauses.volume import takes_all
from inbound import formats
from outlets.models import Outlet
from records.versioned import VersionedModel


class FeedQuerySet(models.QuerySet):
    def due(self, at) -> FeedQuerySet:  # type: ignore[no-untyped-def]
        """The active feeds whose time has come and that nobody is asking just now, the longest waiting first."""
        free = Q(state__leased_until__isnull=True) | Q(state__leased_until__lte=at)
        return self.filter(free, active=True, state__next_at__lte=at).order_by("state__next_at", "id")


class Feed(VersionedModel):
    """An address of an outlet that is asked again and again. What the desk enters; how it answers is its state."""

    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="feeds", verbose_name=_("outlet"))
    name = models.CharField(_("name"), max_length=200, help_text=_("For the desk: “Politics”, “Everything”."))
    address = models.URLField(_("address"), max_length=2000)
    format = models.CharField(
        _("format"),
        max_length=40,
        default="auto",
        help_text=_("“auto” finds it out; name one where that guesses wrong."),
    )
    every_minutes = models.PositiveIntegerField(
        _("asked every"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(7 * 24 * 60)],
        help_text=_("Minutes. Sources that ask for more time get it."),
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section to suggest"),
    )
    tags = models.CharField(_("tags to suggest"), max_length=500, blank=True, help_text=_("Separated by commas."))
    automatic = models.BooleanField(
        _("pick by itself"),
        default=False,
        help_text=_("Makes a draft of everything that arrives. Only where the terms allow taking automatically."),
    )
    active = models.BooleanField(_("active"), default=True)
    history = HistoricalRecords()

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["outlet__name", "name"]
        constraints = [models.UniqueConstraint(fields=["outlet", "address"], name="feed_address_once_per_outlet")]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.name}"

    def clean(self) -> None:
        super().clean()
        if self.format != "auto" and self.format not in formats.FORMATS:
            known = ", ".join(["auto", *formats.FORMATS])
            raise ValidationError({"format": _("There is no such format. Known are: %(known)s.") % {"known": known}})
        if self.automatic and self.outlet_id and (why := self.why_not_automatic()):
            raise ValidationError({"automatic": why})

    def why_not_automatic(self) -> str:
        """What in the outlet's terms stands against picking by itself; "" where nothing does."""
        terms = self.outlet.current_terms()
        if terms is None:
            return str(_("No terms of this outlet are in force."))
        if not takes_all(terms):
            return str(_("Its terms do not say that everything may be taken automatically: a person picks each text."))
        return ""

    def suggested_tags(self) -> list[str]:
        return [tag.strip() for tag in self.tags.split(",") if tag.strip()]


class FeedState(models.Model):
    """How a feed has answered. Written by pollers alone, without the version that guards the desk's form."""

    feed = models.OneToOneField(Feed, on_delete=models.CASCADE, related_name="state", verbose_name=_("feed"))
    next_at = models.DateTimeField(_("asked next"), db_index=True)
    leased_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Until then one poller has it; a poller that died loses it then.")
    )
    lease = models.CharField(max_length=64, blank=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text=_("SHA-256 of the last body that was read."))
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    tried_at = models.DateTimeField(_("last asked"), null=True, blank=True)
    good_at = models.DateTimeField(_("last good answer"), null=True, blank=True)
    news_at = models.DateTimeField(_("last new item"), null=True, blank=True)
    problem = models.CharField(
        _("problem"), max_length=500, blank=True, help_text=_("What went wrong last, in a sentence.")
    )
    alarms = models.JSONField(_("alarms"), default=list, blank=True)

    class Meta:
        verbose_name = _("state of a feed")
        verbose_name_plural = _("states of feeds")

    def __str__(self) -> str:
        return str(self.feed)


class Subscription(models.Model):
    """A WebSub subscription of one feed at its hub. Source: W3C Recommendation WebSub, 2018-01-23."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        VERIFIED = "verified", _("verified")
        REFUSED = "refused", _("refused")
        ENDED = "ended", _("ended")

    feed = models.OneToOneField(Feed, on_delete=models.CASCADE, related_name="subscription", verbose_name=_("feed"))
    hub = models.URLField(_("hub"), max_length=2000)
    topic = models.URLField(_("topic"), max_length=2000)
    key = models.CharField(
        max_length=64, unique=True, help_text=_("Part of the callback's address; nobody can guess it.")
    )
    secret = models.CharField(max_length=128)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True, db_index=True)
    pushed_at = models.DateTimeField(_("last push"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return str(self.feed)
