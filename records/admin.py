"""The admin's side of rows that more than one person edits, and of rows that are evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from records.deleting import DeletingAdmin
from records.seen import Seen, SeenField, saved_meanwhile
from records.typed import left_over
from records.versioned import Stale


class VersionedForm(forms.ModelForm):
    """Carries the version that the editor saw, and refuses to overwrite a later one."""

    seen_version = SeenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = Seen.now(self.instance)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        seen = self.cleaned_data.get("seen_version")
        if self.instance.pk and seen is not None and seen.version != self.instance.version and self.would_write():
            remedy = _(
                "Nothing of yours is lost: it is still in this form. Open the page in a second tab to see what "
                "changed, then take over what you need."
            )
            raise ValidationError(f"{saved_meanwhile(self.instance, seen)} {remedy}", code="stale")
        return cleaned

    def would_write(self) -> bool:
        """The page of a row writes it whenever it is saved, with the rows beside it."""
        return True


class VersionedListForm(VersionedForm):
    """One row of a list that is edited in place; what nobody typed into is not written."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name != "seen_version":
                field.widget.attrs.setdefault("aria-label", f"{field.label}: {self.instance}")
        # Django's list prints no hidden field but the row's identity: the version rides along with the first field.
        shown = next(field for name, field in self.fields.items() if name != "seen_version").widget
        alone = shown.render
        setattr(shown, "render", lambda *args, **kwargs: alone(*args, **kwargs) + self["seen_version"].as_widget())  # noqa: B010

    def would_write(self) -> bool:
        return self.has_changed()


class GivenFilter(admin.EmptyFieldListFilter):
    """Django's filter for empty fields, in words."""

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        words = {"1": _("not given"), "0": _("given")}
        for choice, (value, label) in zip(super().choices(changelist), ((None, _("All")), *words.items()), strict=True):
            yield choice | {"display": label if value is None else words[value]}


class LabelledInline(admin.TabularInline):
    """A table whose fields say what they are also to those who do not see the head of the column."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs.setdefault("aria-label", str(field.label))
        return field


def shown_to(request: HttpRequest, model_admin: admin.ModelAdmin, pk: Any) -> Any:
    """The row, for whoever may see it at the desk; 404 where there is none."""
    row = model_admin.get_object(request, str(pk))
    if row is None:
        raise Http404
    if not model_admin.has_view_permission(request, row):
        raise PermissionDenied
    return row


class VersionedAdmin(DeletingAdmin):
    form = VersionedForm

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """The hidden version rides along in the first group, whatever groups a subclass names."""
        groups = [(name, dict(options)) for name, options in super().get_fieldsets(request, obj)]
        if not any("seen_version" in options["fields"] for _name, options in groups):
            groups[0][1]["fields"] = [*groups[0][1]["fields"], "seen_version"]
        return groups

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Stale:
            # Somebody saved between our reading and our writing, and all of ours was rolled back. Read again, the form
            # finds the later version itself and shows what was typed beside the reason.
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if (told := self._closed_meanwhile(request, object_id)) is None:
                raise
            messages.error(request, told)
            request.method = "GET"  # the page as this person may see it now, with what was typed beside it
            response = super().changeform_view(request, object_id, form_url, extra_context)
            response.status_code = 403
            return response

    def _closed_meanwhile(self, request: HttpRequest, object_id: str | None) -> str | None:
        """That what somebody did since this form was opened leaves its editor nothing to change, or None."""
        row = self.get_object(request, unquote(object_id)) if request.method == "POST" and object_id else None
        if row is None or not self.has_view_permission(request, row):
            return None
        try:
            seen = SeenField(required=False).clean(request.POST.get("seen_version"))
        except ValidationError:
            return None
        if seen is None or seen.version == row.version:
            return None
        remedy = _("As it stands now you cannot change it. Nothing of yours is lost: it is on this page, to be copied.")
        return f"{saved_meanwhile(row, seen)} {remedy}"

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where a form comes back, what was typed into fields that are closed by now comes back too, as text."""
        row, beside = context.get("original"), context["inline_admin_formsets"]
        if row is not None and request.POST:
            shown: set[str] = set()
            if request.method == "POST":
                forms_shown = [context["adminform"].form]
                forms_shown += [form for each in beside if each.has_change_permission for form in each.formset.forms]
                shown = {form.add_prefix(name) for form in forms_shown for name in form.fields}
            inlines = {each.formset.prefix: each.formset.model for each in beside}
            context["left_over"] = list(left_over(request.POST, row, shown, inlines))
        return super().render_change_form(request, context, *args, **kwargs)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{"form": VersionedListForm, **kwargs})

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        try:
            return super().changelist_view(request, extra_context)
        except Stale:  # as above
            return super().changelist_view(request, extra_context)


class HistoryAdmin(SimpleHistoryAdmin, VersionedAdmin):
    """With a page that tells who changed what, when and why. Going back is an edit like any other."""

    object_history_template = "admin/history.html"
    object_history_list_template = "admin/history_list.html"

    def revert_disabled(self, request: Any, obj: Any = None) -> bool:
        return True

    def history_form_view(self, request: Any, object_id: str, version_id: str, extra_context: Any = None) -> Any:
        """There is none: the library's page would save an earlier state past version numbers and frozen rows."""
        raise Http404


class EvidenceAdmin(admin.ModelAdmin):
    """To be read, never written."""

    is_evidence = True

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False
