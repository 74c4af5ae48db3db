from __future__ import annotations

from django.contrib import admin

from articles.models import Section
from records.admin import VersionedAdmin


@admin.register(Section)
class SectionAdmin(VersionedAdmin):
    list_display = ("name", "slug", "published_in", "position")
    list_editable = ("position",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "published_in", "description", "position")
