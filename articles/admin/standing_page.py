"""What the newsroom says of itself, in the editor that our own articles are written in."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.widgets import AdminProseEditorWidget

from articles.admin import words
from articles.body import clean
from articles.models import StandingPage
from records.admin import HistoryAdmin, VersionedForm

_WITHOUT_PICTURES = {
    "extensions": {name: on for name, on in words.EDITOR["extensions"].items() if name not in words.FIGURE}
}


class StandingPageForm(VersionedForm):
    def clean_body_html(self) -> str:
        if "body_html" not in self.changed_data:
            return self.initial.get("body_html") or ""
        try:
            return clean.clean(self.cleaned_data["body_html"])
        except clean.TooLarge as error:
            raise ValidationError(str(error)) from error


@admin.register(StandingPage)
class StandingPageAdmin(HistoryAdmin):
    form = StandingPageForm
    list_display = ("title", "address", "kind", "position", "in_footer", "is_open", "changed_at")
    list_editable = ("position", "in_footer")
    search_fields = ("title", "slug", "body_html")
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("title", "body_html")}),
        (
            gettext_lazy("Where it stands"),
            {"fields": ("slug", "kind", "language", "position", "in_footer", "is_open", "address")},
        ),
    )
    readonly_fields = ("address",)

    class Media:
        css = {"all": ["admin/sections.css"]}

    def get_prepopulated_fields(self, request: HttpRequest, obj: StandingPage | None = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "body_html":
            kwargs["widget"] = AdminProseEditorWidget(config=_WITHOUT_PICTURES, preset="configurable")
            kwargs["form_class"] = words.BodyField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: StandingPage, form: Any, change: bool) -> None:
        if {"title", "body_html"} & set(form.changed_data):
            obj.changed_at = timezone.now()
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: StandingPage | None = None) -> bool:
        """What the site adds to by itself stays: it can be taken out of the footer, and readers are owed it."""
        if obj is not None and obj.kind != StandingPage.Kind.TEXT:
            return False
        return super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: QuerySet | list[StandingPage], request: HttpRequest) -> Any:
        """The same for many selected ones."""
        kept = [page for page in objs if page.kind != StandingPage.Kind.TEXT]
        if kept:
            told = _("“%(title)s” stays: readers are owed it. It can be taken out of the footer.")
            return [], {}, set(), [told % {"title": page} for page in kept]
        return super().get_deleted_objects(objs, request)

    @admin.display(description=gettext_lazy("address"))
    def address(self, page: StandingPage) -> str:
        if not page.pk:
            return "–"
        return format_html('<a href="{0}">{0}</a>', page.get_absolute_url())
