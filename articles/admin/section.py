from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from records.admin import VersionedAdmin


@admin.register(Section)
class SectionAdmin(VersionedAdmin):
    instead_of_deleting = _("A section stays while an article stands in it. Give these articles another one first.")
    list_display = ("name", "slug", "published_in", "position")
    list_editable = ("position",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "published_in", "description", "position")

    class Media:
        css = {"all": ["admin/sections.css"]}
