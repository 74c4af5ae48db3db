"""Feeds at the desk: what is entered, and how each is doing."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from inbound import health, polling
from inbound.models import Feed, FeedState
from outlets.admin.choosing import OutletFilter
from records.admin import HistoryAdmin


class HealthFilter(admin.SimpleListFilter):
    title = gettext_lazy("health")
    parameter_name = "health"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("alarm", _("with an alarm")), ("failing", _("last answer was none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "alarm":
            return queryset.exclude(state__alarms=[]).filter(state__isnull=False)
        return queryset.filter(state__failures__gt=0) if self.value() == "failing" else queryset


@admin.register(Feed)
class FeedAdmin(HistoryAdmin):
    change_form_template = "admin/inbound/feed/change_form.html"
    list_display = ("name", "outlet", "active", "doing", "last_good", "this_week", "automatic")
    list_filter = (HealthFilter, "active", "automatic", ("outlet", OutletFilter))
    list_select_related = ("outlet", "state")
    search_fields = ("name", "address", "outlet__name")
    autocomplete_fields = ("outlet", "section")

    class Media:
        css = {"all": ["admin/inbound.css"]}

    def get_fieldsets(self, request: HttpRequest, obj: Feed | None = None) -> Any:
        entered = ["outlet", "name", "address", "format", "every_minutes", "active", "seen_version"]
        groups: list[Any] = [
            (None, {"fields": entered}),
            (_("What it brings"), {"fields": ["section", "tags", "automatic"]}),
        ]
        if obj is not None:
            groups.append((_("How it is doing"), {"fields": ["doing", "answers", "next_one", "weeks", "subscribed"]}))
        return groups

    def get_readonly_fields(self, request: HttpRequest, obj: Feed | None = None) -> tuple[str, ...]:
        return ("doing", "answers", "next_one", "weeks", "subscribed", *(("outlet",) if obj else ()))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its deliveries are evidence: a feed that is no longer wanted is switched off."""
        return False

    @admin.display(description=gettext_lazy("health"))
    def doing(self, feed: Feed) -> SafeString | str:
        state = _state(feed)
        if state is None or state.tried_at is None:
            return _("not asked yet")
        if not state.alarms and not state.problem:
            return _("well")
        told = [alarm["sentence"] for alarm in state.alarms] or [state.problem]
        return format_html('<ul class="alarms">{}</ul>', format_html_join("", "<li>{}</li>", ((one,) for one in told)))

    @admin.display(description=gettext_lazy("last good answer"), ordering="state__good_at")
    def last_good(self, feed: Feed) -> str:
        state = _state(feed)
        return _("%(time)s ago") % {"time": timesince(state.good_at, depth=1)} if state and state.good_at else "–"

    @admin.display(description=gettext_lazy("last answers"))
    def answers(self, feed: Feed) -> SafeString | str:
        runs = feed.runs.order_by("-pk")[:5]
        address = reverse("admin:inbound_run_changelist") + f"?feed__id__exact={feed.pk}"
        rows = (
            (run.begun_at.strftime("%Y-%m-%d %H:%M"), run.get_outcome_display(), run.problem or _counts(run))
            for run in runs
        )
        told = format_html_join("", "<li>{} UTC: {}. {}</li>", rows)
        return format_html('<ul>{}</ul><a href="{}">{}</a>', told, address, _("All answers"))

    @admin.display(description=gettext_lazy("asked next"))
    def next_one(self, feed: Feed) -> str:
        state = _state(feed)
        return timezone.localtime(state.next_at).strftime("%Y-%m-%d %H:%M") if state else _("at once")

    @admin.display(description=gettext_lazy("items this week"))
    def this_week(self, feed: Feed) -> int:
        return health.items_a_week(feed, weeks=1)[-1][1]

    @admin.display(description=gettext_lazy("items a week"))
    def weeks(self, feed: Feed) -> SafeString:
        rows = health.items_a_week(feed)
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{}: {}</li>", rows))

    @admin.display(description=gettext_lazy("pushed by a hub"))
    def subscribed(self, feed: Feed) -> str:
        row = getattr(feed, "subscription", None)
        return f"{row.get_state_display()}: {row.hub}" if row else _("no: it names no hub")

    # Asking it now

    def get_urls(self) -> list[URLPattern]:
        ask = self.admin_site.admin_view(require_POST(self.ask_now))
        return [path("<int:pk>/ask/", ask, name="inbound_feed_ask"), *super().get_urls()]

    def ask_now(self, request: HttpRequest, pk: int) -> HttpResponse:
        feed = self.get_object(request, str(pk))
        if feed is None:
            raise Http404
        if not self.has_change_permission(request, feed):
            raise PermissionDenied
        run = polling.poll(feed)
        if run is None:
            messages.warning(request, _("It is being asked just now."))
        elif run.problem:
            messages.error(request, run.problem)
        else:
            messages.success(request, _("It answered: %(what)s.") % {"what": _counts(run) or run.get_outcome_display()})
        return HttpResponseRedirect(reverse("admin:inbound_feed_change", args=[pk]))


def _state(feed: Feed) -> FeedState | None:
    return getattr(feed, "state", None)


def _counts(run: Any) -> str:
    names = ("new", "updated", "elsewhere", "withdrawn", "failed")
    return ", ".join(
        f"{getattr(run, name)} {run._meta.get_field(name).verbose_name}" for name in names if getattr(run, name)
    )
