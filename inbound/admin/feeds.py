"""Feeds at the desk: what is entered, and how each is doing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin import lights
from inbound import health, polling
from inbound.models import Feed, FeedState, Item
from inbound.sentences import in_words
from outlets.admin.choosing import OutletFilter
from records.admin import HistoryAdmin


class HealthFilter(admin.SimpleListFilter):
    title = gettext_lazy("health")
    parameter_name = "health"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("alarm", _("with an alarm")), ("failing", _("did not answer well last time"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "alarm":
            return queryset.exclude(state__alarms=[]).filter(state__isnull=False)
        return queryset.filter(state__failures__gt=0) if self.value() == "failing" else queryset


@admin.register(Feed)
class FeedAdmin(HistoryAdmin):
    change_form_template = "admin/inbound/feed/change_form.html"
    list_display = ("named", "doing", "last_good", "this_week", "active")
    list_display_links = ("named",)
    list_filter = (HealthFilter, "active", "automatic", ("outlet", OutletFilter))
    list_select_related = ("outlet", "state")
    search_fields = ("name", "address", "outlet__name")
    autocomplete_fields = ("outlet", "section")

    class Media:
        css = {"all": ["admin/inbound.css", "admin/rights.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        since = timezone.now() - dt.timedelta(days=7)
        counted = Item.objects.filter(feed=OuterRef("pk"), seen_at__gte=since).order_by().values("feed")
        return (
            super()
            .get_queryset(request)
            .select_related("outlet", "section", "state", "subscription")
            .annotate(new_items=Subquery(counted.annotate(number=Count("pk")).values("number")))
        )

    def get_fieldsets(self, request: HttpRequest, obj: Feed | None = None) -> Any:
        entered = ["outlet", "name", "address", "format", "every_minutes", "active", "seen_version"]
        groups: list[Any] = [
            (None, {"fields": entered}),
            (_("What it brings"), {"fields": ["section", "tags", "automatic"]}),
        ]
        if obj is not None:
            doing = ["doing", "last_good", "next_one", "answers", "weeks", "subscribed", "inbox"]
            groups.insert(0, (_("How it is doing"), {"fields": doing}))
        return groups

    def get_readonly_fields(self, request: HttpRequest, obj: Feed | None = None) -> tuple[str, ...]:
        shown = ("doing", "last_good", "next_one", "answers", "weeks", "subscribed", "inbox")
        return (*shown, *(("outlet",) if obj else ()))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its deliveries are evidence: a feed that is no longer wanted is switched off."""
        return False

    @admin.display(description=gettext_lazy("feed"), ordering="outlet__name")
    def named(self, feed: Feed) -> SafeString:
        automatic = _("picks by itself") if feed.automatic else ""
        about = " · ".join(str(part) for part in (feed.outlet.name, feed.section, automatic) if part)
        return format_html('<strong>{}</strong> <span class="about">{}</span>', feed.name, about)

    @admin.display(description=gettext_lazy("health"))
    def doing(self, feed: Feed) -> SafeString | str:
        state = _state(feed)
        if not feed.active:
            return lights.badge("", _("switched off"))
        if state is None or state.tried_at is None:
            return lights.badge("", _("not asked yet"))
        told = [alarm["sentence"] for alarm in state.alarms] or ([in_words(state.problem)] if state.problem else [])
        if not told:
            return lights.badge("green", _("well"))
        word = _("alarm") if state.alarms else _("did not answer well")
        rows = format_html_join("", '<p class="about">{}</p>', ((one,) for one in told))
        return format_html("{}{}", lights.badge("red" if state.alarms else "amber", word), rows)

    @admin.display(description=gettext_lazy("last good answer"), ordering="state__good_at")
    def last_good(self, feed: Feed) -> str:
        state = _state(feed)
        return _("%(time)s ago") % {"time": timesince(state.good_at, depth=1)} if state and state.good_at else "–"

    @admin.display(description=gettext_lazy("last answers"))
    def answers(self, feed: Feed) -> SafeString | str:
        runs = feed.runs.order_by("-pk")[:5]
        address = reverse("admin:inbound_run_changelist") + f"?feed__id__exact={feed.pk}"
        rows = (
            (
                reverse("admin:inbound_run_change", args=[run.pk]),
                date_format(timezone.localtime(run.begun_at), "SHORT_DATETIME_FORMAT"),
                run.get_outcome_display(),
                in_words(run.problem) or counts(run) or "",
            )
            for run in runs
        )
        told = format_html_join("", '<li><a href="{}">{}</a>: {}. {}</li>', rows)
        return format_html('<ul class="answers">{}</ul><a href="{}">{}</a>', told, address, _("All answers"))

    @admin.display(description=gettext_lazy("asked next"))
    def next_one(self, feed: Feed) -> str:
        state = _state(feed)
        if state is None or state.next_at <= timezone.now():
            return _("as soon as a worker comes round")
        return date_format(timezone.localtime(state.next_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("new in seven days"))
    def this_week(self, feed: Feed) -> int:
        return feed.new_items or 0  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("items a week"))
    def weeks(self, feed: Feed) -> SafeString:
        """Newest first, with a bar for each week as long as its share of the busiest."""
        rows = health.items_a_week(feed)[::-1]
        most = max(number for _monday, number in rows) or 1
        told = ((date_format(monday, "j M"), number, most, number) for monday, number in rows)
        row = (
            '<tr><th scope="row">{}</th><td><meter value="{}" max="{}" aria-hidden="true"></meter></td><td>{}</td></tr>'
        )
        return format_html('<table class="weeks"><tbody>{}</tbody></table>', format_html_join("", row, told))

    @admin.display(description=gettext_lazy("what it brought"))
    def inbox(self, feed: Feed) -> SafeString:
        address = reverse("admin:inbound_item_changelist") + f"?feed__id__exact={feed.pk}&state=all"
        return format_html('<a href="{}">{}</a>', address, _("Its items in the inbox"))

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
            messages.error(request, in_words(run.problem))
        else:
            messages.success(request, _("It answered: %(what)s.") % {"what": counts(run) or run.get_outcome_display()})
        return HttpResponseRedirect(reverse("admin:inbound_feed_change", args=[pk]))


def _state(feed: Feed) -> FeedState | None:
    return getattr(feed, "state", None)


def counts(run: Any) -> str:
    """What a run brought, in words; "" where it brought nothing."""
    names = ("new", "updated", "elsewhere", "withdrawn", "failed")
    return ", ".join(
        f"{getattr(run, name)} {run._meta.get_field(name).verbose_name}" for name in names if getattr(run, name)
    )
