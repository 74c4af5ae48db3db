"""What is kept as evidence: to be found and read, never written."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import AuditEvent, Original, Revision
from records.admin import EvidenceAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(EvidenceAdmin):
    list_display = ("at", "actor_name", "verb", "subject", "reason")
    list_filter = ("verb", "at")
    search_fields = ("subject", "actor_name", "reason")
    date_hierarchy = "at"
    list_select_related = ("article",)
    fields = ("at", "actor_name", "verb", "article", "subject", "reason", "details")


@admin.register(Original)
class OriginalAdmin(EvidenceAdmin):
    list_display = ("article", "number", "format", "received_at", "received_from", "intact")
    list_filter = ("format", "received_at", "article__outlet")
    search_fields = ("article__title", "received_from", "sha256")
    list_select_related = ("article",)
    fields = (
        *("article", "number", "format", "content_type", "received_at", "received_from", "received_by"),
        *("sha256", "intact", "fields", "text", "as_received"),
    )

    def get_queryset(self, request: HttpRequest):  # type: ignore[no-untyped-def]
        return super().get_queryset(request).select_related("article", "received_by")

    @admin.display(description=_("seal intact"), boolean=True)
    def intact(self, original: Original) -> bool:
        return original.is_intact()

    @admin.display(description=_("as received"))
    def as_received(self, original: Original) -> str:
        return format_html('<pre class="as-received">{}</pre>', bytes(original.received).decode("utf-8", "replace"))


@admin.register(Revision)
class RevisionAdmin(EvidenceAdmin):
    list_display = ("article", "number", "made_at", "made_by", "comment")
    list_filter = ("made_at",)
    search_fields = ("article__title", "comment")
    list_select_related = ("article", "made_by")
