"""Where articles and lists stood before their address changed."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from articles.models.article import Article, Section
from articles.models.standing_page import StandingPage
from authors.models import Author, Institution
from outlets.models import Outlet


class FormerAddress(models.Model):
    """An address that readers knew, and the article that had it last. It leads there while no article stands here."""

    section_slug = models.SlugField(_("section"), max_length=60, db_index=False)
    slug = models.SlugField(_("slug"), max_length=200, db_index=False)
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="former_addresses", verbose_name=_("article")
    )
    left_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["-left_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["section_slug", "slug"], name="former_address_leads_to_one")]

    def __str__(self) -> str:
        return f"/{self.section_slug}/{self.slug}/"


class Kind(models.TextChoices):
    """What has a page of its own for readers. The value names the foreign key and the page's address in urls.py."""

    SECTION = "section", _("section")
    AUTHOR = "author", _("author")
    INSTITUTION = "institution", _("institution")
    OUTLET = "outlet", _("outlet")
    TAG = "tag", _("tag")
    PAGE = "page", _("standing page")


def _names_one_of_its_kind() -> Q:
    """In every row exactly one foreign key is set, the one of its kind."""
    return reduce(
        or_, (Q(kind=kind.value, **{f"{other.value}__isnull": other != kind for other in Kind}) for kind in Kind)
    )


class FormerPlaceQuerySet(models.QuerySet):
    def at(self, kind: str, slug: str) -> FormerPlaceQuerySet:
        return self.filter(kind=kind, slug=slug)


class FormerPlace(models.Model):
    """A slug under which a list stood, and the row that had it last. It leads there while nothing else stands here.

    It names the row and not the row's next address, so it leads straight to where the row stands now: no chain of moves
    is followed and none can close to a circle. Each kind has a foreign key of its own, so that no row here can outlive
    what it leads to: a former place is no evidence and protects nothing, it goes with the list that it leads to.
    """

    Kind = Kind

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    slug = models.SlugField(_("slug"), max_length=120, allow_unicode=True, db_index=False)
    section = models.ForeignKey(
        Section,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="former_places",
        verbose_name=_("section"),
    )
    author = models.ForeignKey(
        Author, on_delete=models.CASCADE, null=True, blank=True, related_name="former_places", verbose_name=_("author")
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="former_places",
        verbose_name=_("institution"),
    )
    outlet = models.ForeignKey(
        Outlet, on_delete=models.CASCADE, null=True, blank=True, related_name="former_places", verbose_name=_("outlet")
    )
    tag = models.ForeignKey(
        Tag, on_delete=models.CASCADE, null=True, blank=True, related_name="former_places", verbose_name=_("tag")
    )
    page = models.ForeignKey(
        StandingPage,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="former_places",
        verbose_name=_("standing page"),
    )
    left_at = models.DateTimeField(_("until"))

    objects = FormerPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("former place")
        verbose_name_plural = _("former places")
        ordering = ["-left_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="former_place_leads_to_one"),
            models.CheckConstraint(condition=_names_one_of_its_kind(), name="former_place_names_one_of_its_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.slug}"

    @classmethod
    def kind_of(cls, model: type[models.Model]) -> str:
        return next(kind.value for kind in Kind if cls._meta.get_field(kind.value).related_model is model)

    @property
    def leads_to(self) -> Any:
        return getattr(self, self.kind)
