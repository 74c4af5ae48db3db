"""The desk's list of articles: its columns, and the filters by which the rights desk finds what needs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import worklist
from articles.admin import lights, removal
from articles.models import Article
from articles.rights.finding import Light
from outlets.models import Terms


def with_newest_terms(articles: QuerySet) -> QuerySet:
    """Each article with ``newest_terms``: the number of its outlet's latest terms in force; None for our own work."""
    in_force = Terms.objects.filter(outlet=OuterRef("outlet"), adopted=True).order_by("-number")
    return articles.annotate(newest_terms=Subquery(in_force.values("number")[:1]))


class Columns:
    """What a row of the list says. Nothing here asks the database again."""

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def standing(self, article: Article) -> str:
        opens = article.opens_at if article.status == Article.Status.PUBLISHED else None
        told = _("scheduled") if opens and opens > timezone.now() else article.get_status_display()
        if article.draft_revision_id is None:
            return told
        return format_html('{}<br><span class="waiting-draft">{}</span>', told, _("a draft waits"))

    @admin.display(description=gettext_lazy("whose work"), ordering="outlet__name")
    def whose(self, article: Article) -> str:
        return article.outlet.name if article.outlet else _("our own")

    @admin.display(description=gettext_lazy("rights"), ordering="rights_light", empty_value="")
    def rights(self, article: Article) -> str | None:
        return lights.badge(article.rights_light) if article.rights_light else None

    @admin.display(description=gettext_lazy("terms"), ordering="terms__number", empty_value="")
    def rests_on(self, article: Article) -> str | None:
        if article.terms is None:
            return None
        told = _("terms %(number)d") % {"number": article.terms.number}
        newest = getattr(article, "newest_terms", None)
        if newest is None or newest <= article.terms.number:
            return told
        return format_html('{}<br><span class="newer-terms">{}</span>', told, _("newer in force"))

    @admin.display(
        description=gettext_lazy("removal"), ordering=F("closes_at").asc(nulls_last=True), empty_value=""
    )  # fmt: skip
    def leaves(self, article: Article) -> str | None:
        return removal.in_words(article, timezone.now()) or None


class LicenceFilter(admin.SimpleListFilter):
    title = gettext_lazy("whose work")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("own", _("our own")), ("licensed", _("licensed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return {"own": queryset.own, "licensed": queryset.licensed}.get(self.value() or "", queryset.all)()


class DraftFilter(admin.SimpleListFilter):
    """What is before readers, or was, with a draft beside it."""

    title = gettext_lazy("draft beside the live text")
    parameter_name = "draft"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waits", _("a draft waits"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(draft_revision__isnull=False) if self.value() == "waits" else queryset


class RightsFilter(admin.SimpleListFilter):
    """The light that was stored when the article was last saved or decided on."""

    title = gettext_lazy("rights")
    parameter_name = "rights"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in reversed(Light.choices)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(rights_light=self.value()) if self.value() in Light.values else queryset


class TermsFilter(admin.SimpleListFilter):
    """By version: older or as new as those in force; the versions by number where one outlet is chosen."""

    title = gettext_lazy("terms")
    parameter_name = "version_of_terms"
    OLDER, NEWEST = "older", "newest"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = [(self.OLDER, _("older than those in force")), (self.NEWEST, _("those in force"))]
        outlet = request.GET.get("outlet__id__exact", "")
        if outlet.isdecimal() and len(outlet) < 19:
            numbers = Terms.objects.filter(outlet=outlet).order_by("-number").values_list("number", flat=True)
            found += [(str(number), _("terms %(number)d") % {"number": number}) for number in numbers]
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value() or ""
        if value == self.OLDER:
            return queryset.filter(terms__number__lt=F("newest_terms"))
        if value == self.NEWEST:
            return queryset.filter(terms__number=F("newest_terms"))
        if value in {key for key, _label in self.lookup_choices}:
            return queryset.filter(terms__number=int(value))
        return queryset


class RemovalFilter(admin.SimpleListFilter):
    """What is published, or will be, and has a day on which its terms take it away."""

    title = gettext_lazy("removal")
    parameter_name = "removal"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("7", _("within 7 days")), ("30", _("within 30 days")), ("over", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value, now = self.value() or "", timezone.now()
        leaving = queryset.filter(status=Article.Status.PUBLISHED, closes_at__isnull=False)
        if value == "over":
            return leaving.filter(closes_at__lte=now)
        if value in ("7", "30"):
            return leaving.filter(closes_at__gt=now, closes_at__lte=now + dt.timedelta(days=int(value)))
        return queryset


class OpeningFilter(admin.SimpleListFilter):
    """When readers get it: what is scheduled, and what came today."""

    title = gettext_lazy("published")
    parameter_name = "opens"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("scheduled", _("scheduled")), ("today", _("today"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        rule = {"scheduled": worklist.scheduled, "today": worklist.opened_today}.get(self.value() or "")
        return queryset.filter(rule(timezone.now())) if rule else queryset


class TrashFilter(admin.SimpleListFilter):
    """The list leaves out what lies in the trash, until it is asked for that alone."""

    title = gettext_lazy("trash")
    parameter_name = "trash"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("in", _("in the trash"))]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        for number, choice in enumerate(super().choices(changelist)):
            yield choice if number else choice | {"display": _("not in the trash")}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.in_trash() if self.value() == "in" else queryset.filter(trashed_at__isnull=True)
