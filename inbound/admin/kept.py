"""What is kept as evidence of what arrived, and of our own pages."""

from __future__ import annotations

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from inbound.models import Delivery, Run, Sighting, SourceState
from records.admin import EvidenceAdmin


@admin.register(Delivery)
class DeliveryAdmin(EvidenceAdmin):
    list_display = ("received_at", "outlet", "feed", "way", "content_type", "size")
    list_filter = ("way", "outlet", "received_at")
    search_fields = ("address", "sha256")
    list_select_related = ("outlet", "feed__outlet")
    date_hierarchy = "received_at"
    fields = (
        "received_at",
        "outlet",
        "feed",
        "way",
        "address",
        "content_type",
        "size",
        "sha256",
        "received_by",
        "as_received",
    )

    @admin.display(description=_("as received"))
    def as_received(self, delivery: Delivery) -> str:
        return format_html('<pre class="as-received">{}</pre>', delivery.received[:200_000].decode("utf-8", "replace"))


@admin.register(Run)
class RunAdmin(EvidenceAdmin):
    list_display = (
        "begun_at",
        "feed",
        "outcome",
        "status",
        "new",
        "updated",
        "elsewhere",
        "withdrawn",
        "failed",
        "problem",
    )
    list_filter = ("outcome", "feed__outlet", "begun_at")
    list_select_related = ("feed__outlet",)
    fields = (
        *("feed", "delivery", "outcome", "status", "begun_at", "ended_at", "new", "same", "updated", "elsewhere"),
        *("withdrawn", "failed", "problem", "told"),
    )

    @admin.display(description=_("errors"))
    def told(self, run: Run) -> str:
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((error,) for error in run.errors)))


@admin.register(Sighting)
class SightingAdmin(EvidenceAdmin):
    list_display = ("at", "article", "good", "first_fault")
    list_filter = ("good", "at", "article__outlet")
    search_fields = ("article__title",)
    list_select_related = ("article",)
    fields = ("article", "at", "good", "seen")

    @admin.display(description=_("amiss"))
    def first_fault(self, look: Sighting) -> str:
        return " ".join(look.faults[:2])

    @admin.display(description=_("pages"))
    def seen(self, look: Sighting) -> str:
        rows = ((page["address"], page["status"] or "–", " ".join(page["faults"]) or "✓") for page in look.pages)
        return format_html("<ul>{}</ul>", format_html_join("", "<li><code>{}</code> {}: {}</li>", rows))


@admin.register(SourceState)
class SourceStateAdmin(EvidenceAdmin):
    list_display = ("article", "tried_at", "status", "missing_times", "moved_to", "problem", "next_at")
    list_filter = ("status", "missing_times", "article__outlet")
    search_fields = ("article__title", "article__source_url")
    list_select_related = ("article",)
    ordering = ("-missing_times", "next_at")
    fields = (
        *("article", "tried_at", "good_at", "status", "problem", "failures", "missing_times", "missing_at"),
        *("moved_to", "modified_at", "lacking", "next_at"),
    )
