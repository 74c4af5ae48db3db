"""Authors and institutions at the desk: found by name, identifier or the way in which an outlet prints them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from authors.identifiers import normalise_name, tidy_orcid, tidy_ror
from authors.models import Affiliation, Author, Institution, InstitutionAlias
from records.admin import GivenFilter, HistoryAdmin, LabelledInline, VersionedForm


class AffiliationInline(LabelledInline):
    model = Affiliation
    extra = 0
    fields = ("institution", "title", "begins", "ends")
    autocomplete_fields = ("institution",)
    ordering = ("-begins", "id")


class AuthorForm(VersionedForm):
    # Longer than the column, because people paste the whole address of an ORCID page.
    orcid = forms.CharField(label="ORCID", max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "orcid" in self.fields:
            self.fields["orcid"].help_text = Author._meta.get_field("orcid").help_text

    def clean_orcid(self) -> str:
        return tidy_orcid(self.cleaned_data["orcid"])


@admin.register(Author)
class AuthorAdmin(HistoryAdmin):
    instead_of_deleting = gettext_lazy("Let these lead to another profile first, or keep this one.")
    form = AuthorForm
    list_display = ("name", "title", "now_at", "orcid", "articles")
    search_fields = ("name", "slug", "=orcid", "affiliations__institution__name", "=profile_url")
    ordering = ("name", "id")  # counting groups the rows, and grouped rows forget the order of their model
    list_filter = (("title", GivenFilter), ("orcid", GivenFilter))
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "title", "bio")}),
        (gettext_lazy("Known by"), {"fields": ("orcid", "profile_url")}),
    )
    inlines = (AffiliationInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        current = Affiliation.objects.current().select_related("institution")
        authors = super().get_queryset(request).prefetch_related(Prefetch("affiliations", current, to_attr="current"))
        return authors.annotate(articles_count=Count("bylines__article", distinct=True))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Author | None = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields

    @admin.display(description=gettext_lazy("now at"))
    def now_at(self, author: Author) -> str:
        return "; ".join(str(affiliation.institution) for affiliation in author.current) or "–"

    @admin.display(description=gettext_lazy("articles"), ordering="articles_count")
    def articles(self, author: Author) -> int:
        return author.articles_count


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
    instead_of_deleting = gettext_lazy("Let these lead to another institution first, or keep this one.")
    form = InstitutionForm
    list_display = ("name", "also_printed", "ror", "authors", "articles")
    search_fields = ("name", "slug", "aliases__name", "ror")
    ordering = ("name", "id")
    list_filter = (("ror", GivenFilter),)
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
