"""The admin's side of rows that more than one person edits, and of rows that are evidence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from simple_history.admin import SimpleHistoryAdmin


class VersionedForm(forms.ModelForm):
    """Carries the version that the editor saw, and refuses to overwrite a later one."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        seen = self.cleaned_data.get("seen_version")
        if self.instance.pk and seen is not None and seen != self.instance.version:
            raise ValidationError(
                "“%(row)s” was saved by somebody else while you were working on it. Nothing of yours is lost: it is "
                "still in this form. Open the page in a second tab to see what changed, then take over what you need.",
                code="stale",
                params={"row": str(self.instance)},
            )
        return cleaned


class VersionedAdmin(admin.ModelAdmin):
    form = VersionedForm

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """The hidden version rides along in the first group, whatever groups a subclass names."""
        groups = [(name, dict(options)) for name, options in super().get_fieldsets(request, obj)]
        if not any("seen_version" in options["fields"] for _name, options in groups):
            groups[0][1]["fields"] = [*groups[0][1]["fields"], "seen_version"]
        return groups


class HistoryAdmin(SimpleHistoryAdmin, VersionedAdmin):
    """With pages that show every earlier state of a row: to be read. Going back is an edit like any other."""

    def revert_disabled(self, request: Any, obj: Any = None) -> bool:
        return True

    def history_form_view(self, request: Any, object_id: str, version_id: str, extra_context: Any = None) -> Any:
        # The library's page would save the earlier state past the version number and past frozen rows.
        if request.method != "GET":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)


class EvidenceAdmin(admin.ModelAdmin):
    """To be read, never written."""

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False
