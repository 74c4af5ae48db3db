"""Authors at the desk: found by name, identifier or where they work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from authors.identifiers import tidy_orcid
from authors.models import Affiliation, Author
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
