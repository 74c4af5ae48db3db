"""The page at the desk on which an institution is merged into another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from authors.merging import PERMISSION, merge
from authors.models import Affiliation, Institution
from records.admin import shown_to

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


class Merging(forms.Form):
    into = forms.ModelChoiceField(
        Institution.objects.none(),
        label=gettext_lazy("Merge it into"),
        help_text=gettext_lazy("The institution that stays, with its name and its address."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept in the log."),
    )

    def __init__(self, *args: Any, gone: Institution, model_admin: ModelAdmin, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = Institution.objects.exclude(pk=gone.pk)
        field.widget = AutocompleteSelect(Affiliation._meta.get_field("institution"), model_admin.admin_site)
        field.widget.choices = field.choices


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return page(model_admin, request, pk)

    return [path("<int:pk>/merge/", model_admin.admin_site.admin_view(view), name="authors_institution_merge")]


def page(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Says what will happen, and on POST merges; what is refused says why, and keeps what was typed."""
    gone = shown_to(request, model_admin, pk)
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    form = Merging(request.POST or None, gone=gone, model_admin=model_admin)
    if request.method == "POST" and form.is_valid():
        try:
            stays = merge(gone, form.cleaned_data["into"], by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            told = _("“%(gone)s” was merged into “%(stays)s”.") % {"gone": gone, "stays": stays}
            messages.success(request, told)
            return HttpResponseRedirect(reverse("admin:authors_institution_change", args=[stays.pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Merge into another institution"),
        "institution": gone,
        "articles": gone.articles_count,
        "authors": gone.authors_count,
        "aliases": [alias.name for alias in gone.aliases.all()],
        "form": form,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/authors/institution/merge.html", context)
