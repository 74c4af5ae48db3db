"""What sources did to texts that we hold, the most urgent first, each with its clock."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.body import compare
from articles.publishing import NotAllowed
from inbound import developments
from inbound.models import Development
from records.admin import EvidenceAdmin


class Done(forms.Form):
    outcome = forms.CharField(
        label=gettext_lazy("What was done"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "cols": 60})
    )


class OpenFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("done", _("done")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        for number, choice in enumerate(super().choices(changelist)):
            yield choice if number else choice | {"display": _("open")}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return {None: queryset.filter(state="open"), "done": queryset.filter(state="done")}.get(self.value(), queryset)


@admin.register(Development)
class DevelopmentAdmin(EvidenceAdmin):
    change_form_template = "admin/inbound/development/change_form.html"
    list_display = ("what", "story", "at", "clock", "acted")
    list_filter = (OpenFilter, "kind", "article__outlet")
    list_select_related = ("article", "item")
    search_fields = ("article__title", "sentence")
    ordering = (F("due_at").asc(nulls_last=True), "-at")
    fields = (
        *("story", "kind", "sentence", "at", "clock", "acted", "state", "done_by", "done_at", "outcome", "between"),
    )

    class Media:
        css = {"all": ["admin/inbound.css", "admin/articles.css"]}

    @admin.display(description=gettext_lazy("what happened"))
    def what(self, row: Development) -> str:
        return row.sentence

    @admin.display(description=gettext_lazy("article"))
    def story(self, row: Development) -> SafeString:
        address = reverse("admin:articles_article_change", args=[row.article_id])
        return format_html('<a href="{}">{}</a>', address, row.article)

    @admin.display(description=gettext_lazy("clock"), ordering="due_at")
    def clock(self, row: Development) -> SafeString | str:
        if row.state == Development.State.DONE or row.due_at is None:
            return "–"
        if row.due_at <= timezone.now():
            told = _("%(time)s late") % {"time": timesince(row.due_at, depth=1)}
            return format_html('<strong class="late">{}</strong>', told)
        return _("%(time)s left") % {"time": timeuntil(row.due_at, depth=1)}

    @admin.display(description=gettext_lazy("what changed at the source"))
    def between(self, row: Development) -> SafeString | str:
        shown = row.article.original
        if row.original is None or shown is None or row.original_id == shown.pk:
            return "–"
        found = compare.compare(shown.html, row.original.html)
        told = _("%(added)d words added, %(removed)d removed, %(kept)d kept.")
        sums = {"added": found.words_added, "removed": found.words_removed, "kept": found.words_kept}
        changed = [row for row in found.rows if row.kind != "same"][:30]
        pieces = format_html_join_pieces(changed)
        return format_html('<p>{}</p><div class="comparison">{}</div>', told % sums, pieces)

    def get_urls(self) -> list[URLPattern]:
        done = self.admin_site.admin_view(self.done_view)
        return [path("<int:pk>/done/", done, name="inbound_development_done"), *super().get_urls()]

    def done_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        if not request.user.has_perm("inbound.change_development"):
            raise PermissionDenied
        back = reverse("admin:inbound_development_change", args=[pk])
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
            "back": back,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/inbound/asked.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        may = row is not None and row.state == "open" and request.user.has_perm("inbound.change_development")
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "may_be_done": may})


def format_html_join_pieces(rows: list[compare.Row]) -> SafeString:
    """The changed paragraphs, what was removed and what was added marked as such."""
    out = SafeString("")
    for row in rows:
        told = SafeString("")
        for piece in [*(p for p in row.old if p.kind == "removed"), *row.new]:
            tag = {"removed": "del", "added": "ins"}.get(piece.kind, "span")
            told += format_html("<{0}>{1}</{0}> ", SafeString(tag), piece.text)
        out += format_html("<p>{}</p>", told)
    return out
