"""What recurs, and who works, at the desk: how often, when last, what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from records.admin import EvidenceAdmin, VersionedAdmin
from work import schedule
from work.admin.jobs import warn_where_nobody_works
from work.models import Beat, Recurring


@admin.register(Recurring)
class RecurringAdmin(VersionedAdmin):
    """The code says what recurs; the desk says how often, switches it off, and has it run now."""

    change_form_template = "admin/work/recurring/change_form.html"
    list_display = ("what", "how_often", "last", "outcome", "coming")
    list_filter = ("active",)
    search_fields = ("name", "title")

    class Media:
        css = {"all": ["admin/work.css"]}

    def get_fieldsets(self, request: HttpRequest, obj: Recurring | None = None) -> Any:
        often = "every_seconds" if obj is None or obj.at is None else "at"
        ran = ["state", "next_at", "queued_at", "last_begun_at", "last_ended_at", "outcome", "run"]
        return [
            (None, {"fields": ["name", "what", often, "active", "seen_version"]}),
            (_("How it is doing"), {"fields": ran}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*("name", "what", "state", "next_at", "queued_at", "last_begun_at", "last_ended_at", "outcome", "run"),)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "at":
            field.required = True  # it stays a thing of once a day
        return field

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Recurring, form: Any, change: bool) -> None:
        fields = ["every_seconds", "at", "active"]
        if {"every_seconds", "at"} & set(form.changed_data):
            obj.next_at = schedule.sooner(obj.next_at, obj.every_seconds, obj.at, timezone.now())
            fields.append("next_at")
        # Beside the scheduler, which writes the other columns at any moment.
        obj.save(update_fields=fields)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "GET":
            warn_where_nobody_works(request)
        return super().changelist_view(request, extra_context)

    @admin.display(description=gettext_lazy("what it does"), ordering="name")
    def what(self, row: Recurring) -> str:
        if schedule.is_known(row.name):
            return _(row.title)
        return _("%(title)s (no longer in this version)") % {"title": _(row.title)}

    @admin.display(description=gettext_lazy("how often"))
    def how_often(self, row: Recurring) -> str:
        if row.at is not None:
            return _("daily at %(time)s") % {"time": f"{row.at:%H:%M}"}
        if row.every_seconds % 60:
            return ngettext("every second", "every %(number)d seconds", row.every_seconds) % {
                "number": row.every_seconds
            }
        return ngettext("every minute", "every %(number)d minutes", row.every_seconds // 60) % {
            "number": row.every_seconds // 60
        }

    @admin.display(description=gettext_lazy("what came of it"))
    def outcome(self, row: Recurring) -> str:
        return row.last_problem or row.last_result or "–"

    @admin.display(description=gettext_lazy("last ended"), ordering="last_ended_at")
    def last(self, row: Recurring) -> str:
        if row.last_ended_at is None:
            return "–"
        return _("%(time)s ago") % {"time": timesince(row.last_ended_at, depth=1)}

    @admin.display(description=gettext_lazy("next"), ordering="next_at")
    def coming(self, row: Recurring) -> str:
        if row.state != Recurring.State.IDLE:
            return row.get_state_display()
        if not row.active:
            return _("switched off")
        if row.next_at <= timezone.now():
            return _("now")
        return _("in %(time)s") % {"time": timeuntil(row.next_at, depth=1)}

    # Running it now

    def get_urls(self) -> list[URLPattern]:
        now = self.admin_site.admin_view(require_POST(self.run_now))
        return [path("<int:pk>/run/", now, name="work_recurring_run"), *super().get_urls()]

    def run_now(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        if not (self.has_view_permission(request, row) and request.user.has_perm("work.run_recurring")):
            raise PermissionDenied
        if not schedule.is_known(row.name):
            messages.error(request, _("This version of the newsroom does not have it any more."))
        elif schedule.run_now(row):
            messages.success(request, _("It is the next thing that a worker does."))
        else:
            messages.warning(request, _("It is waiting or running already."))
        return HttpResponseRedirect(reverse("admin:work_recurring_change", args=[pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        may = request.user.has_perm("work.run_recurring")
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "may_run": may})


@admin.register(Beat)
class BeatAdmin(EvidenceAdmin):
    list_display = ("worker", "kind", "host", "pid", "began_at", "seen_at")
    fields = ("worker", "kind", "host", "pid", "began_at", "seen_at")
