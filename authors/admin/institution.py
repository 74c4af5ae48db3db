"""Institutions at the desk: found by name, identifier or the way in which an outlet prints them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from authors.admin import merging
from authors.identifiers import normalise_name, tidy_ror
from authors.merging import PERMISSION
from authors.models import Institution, InstitutionAlias
from records.admin import GivenFilter, HistoryAdmin, LabelledInline, VersionedForm


class AliasFormSet(BaseInlineFormSet):
    """Names that differ only in case, spaces or a full stop are one and the same alias."""

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            if form in self.deleted_forms or not form.cleaned_data.get("name"):
                continue
            key = normalise_name(form.cleaned_data["name"])
            if key in seen:
                form.add_error("name", ValidationError(_("This alias stands here twice.")))
            seen.add(key)


class InstitutionAliasInline(LabelledInline):
    model = InstitutionAlias
    formset = AliasFormSet
    extra = 0
    fields = ("name",)


class InstitutionForm(VersionedForm):
    def clean_ror(self) -> str:
        return tidy_ror(self.cleaned_data["ror"])


@admin.register(Institution)
class InstitutionAdmin(HistoryAdmin):
    instead_of_deleting = gettext_lazy("Merge these into another institution, or keep them.")
    form = InstitutionForm
    list_display = ("name", "also_printed", "ror", "authors", "articles")
    search_fields = ("name", "slug", "aliases__name", "ror")
    ordering = ("name", "id")
    list_filter = (("ror", GivenFilter),)
    change_form_template = "admin/authors/institution/change_form.html"
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "ror", "url", "kind", "place", "people")
    readonly_fields = ("people",)
    inlines = (InstitutionAliasInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        institutions = super().get_queryset(request).prefetch_related("aliases")
        return institutions.annotate(
            authors_count=Count("affiliations__author", distinct=True),
            articles_count=Count("bylines__article", distinct=True),
        )

    def get_urls(self) -> list[URLPattern]:
        return [*merging.urls(self), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        extra = {**(extra_context or {}), "may_merge": request.user.has_perm(PERMISSION)}
        return super().change_view(request, object_id, form_url, extra)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Institution | None = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields

    @admin.display(description=gettext_lazy("also printed as"))
    def also_printed(self, institution: Institution) -> str:
        return "; ".join(alias.name for alias in institution.aliases.all()) or "–"

    @admin.display(description=gettext_lazy("authors"), ordering="authors_count")
    def authors(self, institution: Institution) -> int:
        return institution.authors_count

    @admin.display(description=gettext_lazy("articles"), ordering="articles_count")
    def articles(self, institution: Institution) -> int:
        return institution.articles_count

    @admin.display(description=gettext_lazy("authors"))
    def people(self, institution: Institution) -> str:
        if not institution.pk or not institution.authors_count:
            return "–"
        address = reverse("admin:authors_author_changelist")
        return format_html(
            '<a href="{}?affiliations__institution__id__exact={}">{}</a>',
            address,
            institution.pk,
            _("%(number)d on file") % {"number": institution.authors_count},
        )
