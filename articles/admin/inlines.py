"""What stands beside the words, in the order in which the page shows it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import ArticlePicture, Byline, Correction, RelatedLink
from articles.rights import parts
from records.admin import LabelledInline

ROWS = "admin/articles/article/_rows.html"


class FromTheOutlet:
    """Rows that came with a licensed text: once readers see it, they stand as the outlet gave them."""

    printed: tuple[str, ...] = ()

    def _is_printed(self, article: Any) -> bool:
        return article is not None and not parts.may_change_what_came_with_it(article)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        given = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        return (*given, *self.printed) if self._is_printed(obj) else given

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not self._is_printed(obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not self._is_printed(obj)  # type: ignore[misc]


class BylineInline(FromTheOutlet, admin.StackedInline):
    model = Byline
    extra = 0
    printed = ("position", "name", "title", "institution_name")
    fields = (("position", "name"), "title", "institution_name", ("author", "institution"))
    autocomplete_fields = ("author", "institution")


class RelatedLinkInline(FromTheOutlet, LabelledInline):
    model = RelatedLink
    template = ROWS
    extra = 0
    printed = ("position", "title", "url")
    fields = ("position", "title", "url")


class ArticlePictureInline(LabelledInline):
    model = ArticlePicture
    template = ROWS
    extra = 0
    fields = ("position", "role", "picture", "rights", "source_url")
    readonly_fields = ("rights",)
    autocomplete_fields = ("picture",)

    @admin.display(description=_("rights"))
    def rights(self, row: ArticlePicture) -> str:
        return row.picture.get_rights_display() if row.picture_id else "–"


class CorrectionInline(LabelledInline):
    """Corrections are made by their verb, so that each is dated and logged; here they are read."""

    model = Correction
    template = ROWS
    extra = 0
    fields = readonly_fields = ("made_at", "kind", "text", "made_by")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
