"""The pages on which the rights desk looks through the presets and adopts one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outlets import adoption, clauses, presetting
from outlets.adoption import Standing
from outlets.models import Terms

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


class Confirm(forms.Form):
    confirm = forms.BooleanField(
        label=gettext_lazy("I adopt this for our rights desk"),
        error_messages={"required": gettext_lazy("Tick the box: adopting is the rights desk's decision.")},
    )


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    def listing(request: HttpRequest) -> HttpResponse:
        return _list_page(model_admin, request)

    def one(request: HttpRequest, slug: str) -> HttpResponse:
        return _preset_page(model_admin, request, slug)

    wrap = model_admin.admin_site.admin_view
    return [
        path("presets/", wrap(listing), name="outlets_outlet_presets"),
        path("presets/<slug:slug>/", wrap(one), name="outlets_outlet_preset"),
    ]


def clause_rows(preset: presetting.Preset) -> list[tuple[str, list[dict[str, str]]]]:
    """Every clause in its group, with its value in words, its evidence and what no column can say."""
    values = preset.all_clauses()
    return [
        (
            str(heading),
            [
                {
                    "name": name,
                    "label": str(Terms._meta.get_field(name).verbose_name),
                    "value": clauses.shown(name, values[name]),
                    "stated": name in preset.stated,
                    "evidence": str(presetting.EVIDENCE[preset.evidence[name]]) if name in preset.stated else "",
                    "remark": preset.remarks.get(name, ""),
                }
                for name in names
                if name not in presetting.NOT_IN_PRESETS
            ],
        )
        for heading, names in clauses.groups()
    ]


def _list_page(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    rows = [
        {"preset": preset, "standing": standing, "changed": standing == Standing.CHANGED}
        for preset in presetting.available()
        for standing in [adoption.standing(preset)]
    ]
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Presets of real outlets"),
        "rows": rows,
    }
    return TemplateResponse(request, "admin/outlets/outlet/presets.html", context)


def _preset_page(model_admin: ModelAdmin, request: HttpRequest, slug: str) -> HttpResponse:
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    try:
        preset = presetting.get(slug)
    except presetting.NoSuchPreset as error:
        raise Http404(str(error)) from error
    standing = adoption.standing(preset)
    may_adopt = model_admin.has_add_permission(request)
    form = Confirm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_adopt:
            raise PermissionDenied
        if form.is_valid():
            outlet = adoption.adopt(preset, by=request.user)
            messages.success(request, _outcome(standing, outlet.name))
            return HttpResponseRedirect(reverse("admin:outlets_outlet_change", args=[outlet.pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": preset.name,
        "subtitle": preset.slug,
        "preset": preset,
        "groups": clause_rows(preset),
        "standing": standing,
        "outlet": adoption.adopted_outlet(preset),
        "may_adopt": may_adopt and standing != Standing.ADOPTED,
        "changed": standing == Standing.CHANGED,
        "form": form,
    }
    return TemplateResponse(request, "admin/outlets/outlet/preset.html", context)


def _outcome(before: Standing, name: str) -> str:
    sentences = {
        Standing.NOT_ADOPTED: _(
            "“%(name)s” is adopted, its terms 1 are in force. Read the live page and enter the day on which you did."
        ),
        Standing.CHANGED: _("“%(name)s” has a new version of terms. It waits until you put it in force."),
        Standing.ADOPTED: _("“%(name)s” was adopted already; nothing has changed."),
    }
    return sentences[before] % {"name": name}
