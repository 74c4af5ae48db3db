"""The article itself, and the sections it stands in."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from taggit.managers import TaggableManager

from articles.queries import ArticleQuerySet
from articles.reserved import validate_not_reserved
from articles.rights.finding import Light
from articles.rights.window import window
from outlets.models import Outlet, Terms
from records import moments
from records.versioned import Deed, VersionedModel
from records.who import by_whom

READINGS = ("evidence",)
"""Lines of the log about somebody who took the article as it is."""
SAVES = ("save", "put_live", "keep_draft")
"""Lines about a save of the form, of which the desk's own record tells too, with the fields that changed."""


def own_language() -> str:
    """What our own articles are written in unless their editors say otherwise: the language of the site.

    Where nobody has chosen one, English of no country.
    """
    return "en" if settings.LANGUAGE_CODE == "en-us" else settings.LANGUAGE_CODE


class Section(VersionedModel):
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(
        _("slug"),
        max_length=60,
        unique=True,
        validators=[validate_not_reserved],
        help_text=_("Its address: business gives /business/."),
    )
    published_in = models.CharField(
        _("published in"),
        max_length=120,
        blank=True,
        help_text=_("As readers see it above the headline: “Business News”. Empty: the name."),
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Its place in the menu."))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        from articles.models.standing_page import StandingPage  # which looks for sections

        super().clean()
        if StandingPage.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("A standing page has the address /%(slug)s/.") % {"slug": self.slug}})

    def get_absolute_url(self) -> str:
        return reverse("articles:section", args=[self.slug])


class Article(VersionedModel):
    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        READY = "ready", _("ready")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class CounterKind(models.TextChoices):
        NONE = "none", _("none")
        IMAGE = "img", _("image")
        SCRIPT = "script", _("script")

    uuid = models.UUIDField(_("identity"), default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("headline"), max_length=300)
    slug = models.SlugField(_("slug"), max_length=200, unique=True, help_text=_("The last part of its address."))
    kicker = models.CharField(_("kicker"), max_length=80, blank=True, help_text=_("A word or two above the headline."))
    standfirst = models.TextField(_("standfirst"), blank=True, help_text=_("One or two sentences under the headline."))
    section = models.ForeignKey(
        Section,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("section"),
    )
    language = models.CharField(
        _("language"), max_length=20, default=own_language, help_text=_("BCP 47: en, en-GB, es.")
    )
    translation_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
    )
    tags = TaggableManager(verbose_name=_("tags"), blank=True)

    # Whose it is, and how it came
    outlet = models.ForeignKey(
        Outlet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("outlet"),
        help_text=_("Empty for our own work."),
    )
    terms = models.ForeignKey(
        Terms, on_delete=models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("terms"),
        help_text=_("The version under which it was taken."),
    )  # fmt: skip
    source_id = models.CharField(_("identity at the source"), max_length=500, blank=True)
    source_number = models.CharField(_("article number at the source"), max_length=40, blank=True)
    source_url = models.URLField(
        _("original address"),
        max_length=2000,
        blank=True,
        help_text=_("The article on the outlet's own site."),
    )
    source_published_at = models.DateTimeField(_("first published"), null=True, blank=True)
    source_updated_at = models.DateTimeField(_("updated at the source"), null=True, blank=True)
    licence_stated = models.CharField(_("licence as stated"), max_length=500, blank=True)
    embargo_until = models.DateTimeField(_("embargoed until"), null=True, blank=True)
    usable_until = models.DateTimeField(
        _("usable until"), null=True, blank=True, help_text=_("As its source said with the text: no later than this.")
    )
    original = models.ForeignKey(
        "articles.Original",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("original shown"),
    )
    fingerprint = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    picked_because = models.CharField(_("picked because"), max_length=500, blank=True)

    # The words, and what must stand with them
    body_html = models.TextField(_("body"), blank=True)
    is_adaptation = models.BooleanField(
        _("adaptation"),
        default=False,
        editable=False,
        help_text=_("A licensed text with a body of its own, where the terms allow any edit, or a translation."),
    )
    translated_by = models.CharField(
        _("translated by"),
        max_length=200,
        blank=True,
        help_text=_("Who made this translation, as readers are told; only for a translation."),
    )
    page_marks = models.JSONField(
        _("page breaks"), default=list, blank=True, help_text=_("Numbers of the blocks that begin a page.")
    )
    page_starts = models.JSONField(default=list, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    byline_line = models.TextField(_("byline as printed"), blank=True, editable=False)
    beside = models.JSONField(default=dict, editable=False)
    notice_html = models.TextField(_("notice as received"), blank=True)
    disclosure_html = models.TextField(_("disclosure"), blank=True)
    counter_kind = models.CharField(_("counter"), max_length=10, choices=CounterKind.choices, default=CounterKind.NONE)
    counter_url = models.CharField(_("counter address"), max_length=1000, blank=True)

    # Where it stands
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, help_text=_("May lie in the future."))
    content_changed_at = models.DateTimeField(_("content changed at"), null=True, blank=True, editable=False)
    opens_at = models.DateTimeField(null=True, blank=True, editable=False)
    closes_at = models.DateTimeField(null=True, blank=True, editable=False)
    comments_closed = models.BooleanField(_("comments closed"), default=False, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_because = models.CharField(_("withdrawn because"), max_length=500, blank=True, editable=False)
    trashed_at = models.DateTimeField(_("trashed at"), null=True, blank=True, editable=False)
    rights_light = models.CharField(
        _("rights"),
        max_length=10,
        choices=Light.choices,
        blank=True,
        editable=False,
        help_text=_("How its clauses stood when it was last saved or decided on; empty for our own work."),
    )
    live_revision = models.ForeignKey(
        "articles.Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    draft_revision = models.ForeignKey(
        "articles.Revision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("draft beside the live text"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = by_whom(editable=False)
    modified_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(fields=["section", "-published_at", "-id"], name="article_section_newest"),
            models.Index(fields=["-published_at", "-id"], name="article_newest"),
            models.Index(fields=["outlet", "-published_at", "-id"], name="article_outlet_newest"),
            models.Index(fields=["-content_changed_at"], name="article_changed_last"),
            models.Index(fields=["-opens_at"], name="article_opened_last"),
            # The few that the desk has in hand, for the counts on its start page.
            models.Index(fields=["status"], condition=~Q(status="published"), name="article_in_hand"),
            # By these an arriving text is recognised; SQLite does not use the partial ones below for that.
            models.Index(fields=["outlet", "source_id"], name="article_by_identity"),
            models.Index(fields=["outlet", "source_url"], name="article_by_source_url"),
            models.Index(fields=["outlet", "source_number"], name="article_by_number"),
            models.Index(fields=["outlet", "fingerprint"], name="article_by_text"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outlet__isnull=True, terms__isnull=True) | Q(outlet__isnull=False, terms__isnull=False),
                name="article_licensed_has_outlet_and_terms",
            ),
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(published_at__isnull=False, section__isnull=False, live_revision__isnull=False),
                name="article_published_has_date_section_revision",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="article_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(counter_kind="none", counter_url="") | (~Q(counter_kind="none") & ~Q(counter_url="")),
                name="article_counter_has_kind_and_address",
            ),
            models.CheckConstraint(
                condition=Q(translation_of__isnull=True) | ~Q(translation_of=models.F("id")),
                name="article_not_its_own_translation",
            ),
            models.UniqueConstraint(
                fields=["outlet", "source_id"], condition=~Q(source_id=""), name="article_source_id_once"
            ),
            models.UniqueConstraint(
                fields=["outlet", "source_number"],
                condition=~Q(source_number=""),
                name="article_source_number_once",
            ),
        ]
        permissions = [
            ("publish_article", _("Can publish, withdraw and restore articles")),
            ("clear_article", _("Can clear the rights of articles")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("articles:article", args=[self.section.slug if self.section else "-", self.slug])

    def clean(self) -> None:
        super().clean()
        if self.outlet_id and self.terms_id and self.terms.outlet_id != self.outlet_id:
            raise ValidationError({"terms": _("These are the terms of another outlet.")})
        for name in ("source_published_at", "source_updated_at", "embargo_until", "published_at"):
            if moment := getattr(self, name):
                try:
                    moments.validate(moment)
                except ValidationError as error:
                    raise ValidationError({name: error.messages}) from error
        marks = self.page_marks
        if not isinstance(marks, list) or any(
            isinstance(mark, bool) or not isinstance(mark, int) or mark < 1 for mark in marks
        ):
            told = _("Page breaks are numbers of blocks, such as 6, 12. The first block is 0.")
            raise ValidationError({"page_marks": told})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.opens_at, self.closes_at = window(self)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "opens_at", "closes_at"}
        super().save(*args, **kwargs)

    def deeds_since(self, moment: dt.datetime | None) -> list[Deed]:
        """Also what the log says: verbs are pressed on pages of their own, and not everybody is a person."""
        saved = super().deeds_since(moment)
        passed_over = (*READINGS, *(SAVES if saved else ()))
        logged = self.audit_events.exclude(verb__in=passed_over).order_by("-at", "-pk")
        found = logged[:1] if moment is None else logged.filter(at__gte=moment)
        spoken = [
            Deed(event.at, event.actor_name, ": ".join(filter(None, [event.deed, event.reason]))) for event in found
        ]
        together = sorted([*saved, *spoken], key=lambda deed: deed.at)
        return together[-1:] if moment is None else together

    @property
    def is_licensed(self) -> bool:
        return self.outlet_id is not None

    @property
    def guid(self) -> str:
        """The permanent identity in feeds; no change of slug, section or headline touches it."""
        return f"urn:uuid:{self.uuid}"

    def page_slices(self) -> list[str]:
        """The body's numbered pages; joined they are the body to the byte."""
        starts = [start for start in self.page_starts if 0 < start < len(self.body_html)]
        return [self.body_html[a:b] for a, b in zip([0, *starts], [*starts, len(self.body_html)], strict=True)]
