"""What became of each item of the archives that were brought, for those who compare the old site with this one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from articles.admin import lights
from inbound.models import ArchiveItem
from records.admin import EvidenceAdmin

LIGHTS = {"published": "green", "held": "green", "draft": "amber", "rights": "amber", "refused": "red"}


@admin.register(ArchiveItem)
class ArchiveItemAdmin(EvidenceAdmin):
    list_display = ("called", "kind", "became", "reason", "here")
    list_filter = ("outcome", "archive", "kind", "at")
    search_fields = ("called", "address")
    list_select_related = ("article",)
    fields = ("archive", "number", "called", "kind", "address", "became", "reason", "sentence", "here", "job", "at")

    class Media:
        css = {"all": ["admin/inbound.css", "admin/rights.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("article")

    @admin.display(description=gettext_lazy("outcome"), ordering="outcome")
    def became(self, item: ArchiveItem) -> SafeString:
        return lights.badge(LIGHTS.get(item.outcome, ""), item.get_outcome_display())

    @admin.display(description=gettext_lazy("article"))
    def here(self, item: ArchiveItem) -> SafeString | str:
        if item.article is None:
            return "–"
        address = reverse("admin:articles_article_change", args=[item.article_id])
        return format_html('<a href="{}">{}</a>', address, item.article)
