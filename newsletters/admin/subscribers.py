"""Subscribers at the desk: looked up, counted, taken off; never typed in, because only a reader can sign up."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles import auditing
from newsletters import subscribing
from newsletters.models import Subscriber

MOST_ERASED = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@admin.register(Subscriber)
class SubscriberAdmin(admin.ModelAdmin):
    list_display = ("address", "state", "asked_at", "confirmed_at", "ended_at", "refused_in_a_row")
    list_filter = ("state", "confirmed_at")
    search_fields = ("key",)
    ordering = ("-asked_at", "-id")
    show_full_result_count = False
    fields = readonly_fields = list_display
    actions = ("unsubscribe", "mark_undeliverable", "erase")

    class Media:
        css = {"all": ["admin/newsletters.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("newsletters.handle_subscriber")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        numbers = dict(Subscriber.objects.order_by().values_list("state").annotate(Count("pk")))
        counts = [(label, numbers.get(state, 0)) for state, label in Subscriber.State.choices]
        may_export = request.user.has_perm("newsletters.export_subscriber")
        extra = {"counts": counts, "may_export": may_export, **(extra_context or {})}
        return super().changelist_view(request, extra)

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(require_POST(self.export))
        return [path("export/", export, name="newsletters_subscriber_export"), *super().get_urls()]

    # What is done to those selected

    @admin.action(description=_("Unsubscribe"), permissions=["handle"])
    def unsubscribe(self, request: HttpRequest, rows: QuerySet[Subscriber]) -> None:
        self._each(request, rows, subscribing.unsubscribe)

    @admin.action(description=_("Mark as undeliverable"), permissions=["handle"])
    def mark_undeliverable(self, request: HttpRequest, rows: QuerySet[Subscriber]) -> None:
        self._each(request, rows, subscribing.mark_undeliverable)

    @admin.action(description=_("Erase, and never write to again"), permissions=["handle"])
    def erase(self, request: HttpRequest, rows: QuerySet[Subscriber]) -> HttpResponse | None:
        """Asks first; the same action with ``confirmed`` does it."""
        if rows.count() > MOST_ERASED:
            told = _("At most %(number)d are erased at a time.") % {"number": MOST_ERASED}
            self.message_user(request, told, messages.ERROR)
            return None
        if request.POST.get("confirmed"):
            for key in rows.values_list("key", flat=True):
                subscribing.erase(key, by=request.user)
            self.message_user(request, _("Erased. A keyed hash is kept, so that nothing is sent there again."))
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Erase subscribers"),
            "rows": rows,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/newsletters/subscriber/erase.html", context)

    def _each(self, request: HttpRequest, rows: QuerySet[Subscriber], verb: Callable[..., None]) -> None:
        number = 0
        for row in rows:
            verb(row, by=request.user)
            number += 1
        told = ngettext("Done for %(number)d subscriber.", "Done for %(number)d subscribers.", number)
        self.message_user(request, told % {"number": number})

    # Taken along

    def export(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        if not self.has_view_permission(request) or not request.user.has_perm("newsletters.export_subscriber"):
            raise PermissionDenied
        with transaction.atomic():
            auditing.record("subscribers_export", by=request.user, about=_("the subscribers"))
        name = f"subscribers-{timezone.localdate():%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return StreamingHttpResponse(exported(), content_type="text/csv; charset=utf-8", headers=headers)


class _Line:
    def write(self, line: str) -> str:
        return line


def exported() -> Iterator[str]:
    """All of them as CSV, a line at a time. A cell that a spreadsheet would take for a formula begins with a quote."""
    writer = csv.writer(_Line())
    columns = ("address", "state", "asked_at", "confirmed_at", "ended_at")
    yield writer.writerow(columns)
    for row in Subscriber.objects.order_by("pk").values_list(*columns).iterator(chunk_size=2000):
        cells = ["" if cell is None else cell.isoformat() if hasattr(cell, "isoformat") else str(cell) for cell in row]
        yield writer.writerow(["'" + cell if cell.startswith(_FORMULA) else cell for cell in cells])
