"""What sources did to texts that we hold, the most urgent first, each with its clock and what can be done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.body import figures
from articles.publishing import NotAllowed
from articles.rights.clauses import duties
from inbound import developments, proposals
from inbound.admin import answering
from inbound.models import Development
from records import moments
from records.admin import EvidenceAdmin

LATELY = dt.timedelta(days=7)
"""So long what was done by itself stands among what is open."""


class Done(forms.Form):
    outcome = forms.CharField(
        label=gettext_lazy("What was done"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "cols": 60})
    )


class OpenFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", _("open")), ("acted", _("done by itself")), ("done", _("done")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        for number, choice in enumerate(super().choices(changelist)):
            yield choice if number else choice | {"display": _("open, and done by itself this week")}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "open" | "done" as state:
                return queryset.filter(state=state)
            case "acted":
                return queryset.exclude(acted="")
            case "all":
                return queryset
        lately = ~Q(acted="") & Q(at__gte=timezone.now() - LATELY)
        return queryset.filter(Q(state="open") | lately)


def clock_of(row: Development) -> SafeString | str:
    """How long is left, or how late it is; a stroke where nothing is to be done."""
    if row.state == Development.State.DONE or row.due_at is None:
        return "–"
    if row.due_at <= timezone.now():
        told = _("%(time)s late") % {"time": timesince(row.due_at, depth=1)}
        return format_html('<strong class="late">{}</strong>', told)
    return _("%(time)s left") % {"time": timeuntil(row.due_at, depth=1)}


@admin.register(Development)
class DevelopmentAdmin(EvidenceAdmin):
    change_form_template = "admin/inbound/development/page.html"
    list_display = ("what", "happened", "clock", "became")
    list_filter = (OpenFilter, "kind", "article__outlet")
    list_select_related = ("article", "done_by")
    search_fields = ("article__title", "sentence")
    ordering = ("-state", F("due_at").asc(nulls_last=True), "-at")

    class Media:
        css = {"all": ["admin/inbound.css", "admin/articles.css", "admin/rights.css"]}

    @admin.display(description=gettext_lazy("what happened"))
    def what(self, row: Development) -> SafeString:
        return format_html('{}<span class="about whose">{}</span>', row.sentence, row.article)

    @admin.display(description=gettext_lazy("when"), ordering="at")
    def happened(self, row: Development) -> SafeString:
        since = _("%(time)s ago") % {"time": timesince(row.at, depth=1)}
        moment = moments.short(row.at)
        return format_html('{}<p class="about">{}</p>', moment, since)

    @admin.display(description=gettext_lazy("clock"), ordering="due_at")
    def clock(self, row: Development) -> SafeString | str:
        return clock_of(row)

    @admin.display(description=gettext_lazy("what was done"))
    def became(self, row: Development) -> str:
        return row.acted or row.outcome or "–"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = {"title": _("What sources did to texts that we hold")}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    # One development

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("article__outlet", "article__terms", "article__original")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        found = proposals.proposal(row.article) if row.is_of_the_text else None
        choices = answering.choices(row, found, request.user)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": row.get_kind_display().capitalize(),
            "row": row,
            "article": row.article,
            "clock": clock_of(row),
            "others": Development.objects.open().filter(article=row.article_id).exclude(pk=row.pk),
            "found": found,
            "result": mark_safe(figures.replace(found.result, lambda _src: None)) if found else "",
            "demanded": duties.follows(row.article),
            "verbs": [one.verb for one in choices if one.may and not one.verb.takes_away],
            "away": [one.verb for one in choices if one.may and one.verb.takes_away],
            "for_colleagues": [one.verb.label for one in choices if not one.may],
            "may_be_done": row.state == "open" and request.user.has_perm(answering.HANDLE),
            "media": self.media,
        }
        return TemplateResponse(request, self.change_form_template, context)

    def get_urls(self) -> list[URLPattern]:
        def answer(request: HttpRequest, pk: int, name: str) -> HttpResponse:
            return answering.confirm(self, request, pk, name)

        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/done/", guarded(self.done_view), name="inbound_development_done"),
            path("<int:pk>/answer/<slug:name>/", guarded(answer), name="inbound_development_answer"),
            *super().get_urls(),
        ]

    def done_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        if not request.user.has_perm(answering.HANDLE):
            raise PermissionDenied
        form = Done(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                developments.done(row, by=request.user, outcome=form.cleaned_data["outcome"])
            except NotAllowed as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _("Done, and kept with the article."))
                return HttpResponseRedirect(reverse("admin:inbound_development_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("Say what was done"),
            "subject": row,
            "told": row.sentence,
            "form": form,
            "back": reverse("admin:inbound_development_change", args=[pk]),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/inbound/asked.html", context)
