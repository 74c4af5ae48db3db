"""Pictures at the desk: seen, described, and cleared by somebody who says why."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outlets.admin.choosing import OutletField, OutletFilter
from pictures import clearing
from pictures.intake import MAX_BYTES, take_in, too_heavy
from pictures.models import Picture
from records.admin import VersionedAdmin, VersionedForm


class PictureFileField(forms.FileField):
    """A file that becomes a picture of ours, or is refused with the reason.

    Not Django's ImageField, which opens the file with every reader that Pillow has before any limit of ours is asked.
    """

    def to_python(self, data: UploadedFile | None) -> ContentFile | None:
        file = super().to_python(data)
        if file is None:
            return None
        if file.size > MAX_BYTES:
            raise too_heavy(file.size)
        taken = take_in(file.read())
        taken.name = f"{slugify(PurePath(file.name).stem)[:80] or 'picture'}{PurePath(taken.name).suffix}"
        return taken


class PictureForm(VersionedForm):
    file = PictureFileField(
        label=gettext_lazy("File"), required=False, widget=AdminFileWidget(attrs={"accept": "image/*"})
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = Picture._meta.get_field("file").help_text

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("rights") == Picture.Rights.CLEARED:
            if not self.cleaned_data.get("cleared_because", "").strip():
                self.add_error("cleared_because", _("Say why it may be used: bought, CC BY, own photograph…"))
        return cleaned


class NeedsPictureFilter(admin.SimpleListFilter):
    """What the desk has to see to: in the text, but not before readers."""

    title = gettext_lazy("to do")
    parameter_name = "to_do"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("needs_picture", _("needs a picture")),
            ("needs_clearing", _("needs clearing")),
            ("needs_alt", _("needs an alternative text")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        condition = {
            "needs_picture": Q(rights=Picture.Rights.UNCLEARED, file=""),
            "needs_clearing": Q(rights=Picture.Rights.UNCLEARED) & ~Q(file=""),
            "needs_alt": Q(alt="") & ~Q(rights=Picture.Rights.REFUSED),
        }.get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition)


@admin.register(Picture)
class PictureAdmin(VersionedAdmin):
    form = PictureForm
    list_display = ("thumbnail", "what", "rights", "shown", "credit", "outlet", "created_at")
    list_display_links = ("thumbnail", "what")
    list_filter = (NeedsPictureFilter, "rights", "onward", ("outlet", OutletFilter), "created_at")
    list_select_related = ("outlet",)
    autocomplete_fields = ("portrait_of",)
    list_per_page = 50
    search_fields = ("caption", "alt", "credit", "licence", "source_url", "file")
    _DECISION = ("rights", "cleared_because", "onward")

    class Media:
        css = {"all": ["admin/pictures.css"]}

    fieldsets = (
        (None, {"fields": ("preview", "file", "alt", "caption")}),
        (gettext_lazy("Whose it is"), {"fields": ("credit", "licence", "rights_line", "outlet", "source_url")}),
        (gettext_lazy("Rights"), {"fields": (*_DECISION, "cleared")}),
        (gettext_lazy("Where it stands"), {"fields": ("stands_in", "portrait_of")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Picture | None = None) -> tuple[str, ...]:
        shown = ("preview", "cleared", "stands_in")
        return shown if request.user.has_perm(clearing.PERMISSION) else (*shown, *self._DECISION)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("alt", "caption"):
            field.widget.attrs["rows"] = 3
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "outlet":
            kwargs["form_class"] = OutletField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Picture, form: forms.ModelForm, change: bool) -> None:
        if not change or {"rights", "cleared_because"} & set(form.changed_data):
            clearing.decide(obj, obj.rights, by=request.user, because=obj.cleared_because)
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, picture: Picture) -> str:
        if not picture.file:
            return format_html('<span class="no-picture">{}</span>', _("no file"))
        return format_html(
            '<img class="picture-thumbnail" src="{}" alt="{}" loading="lazy">', picture.file.url, picture.alt or picture
        )

    @admin.display(description=gettext_lazy("as it is now"))
    def preview(self, picture: Picture) -> str:
        # A form that comes back with an error holds the new file, which has no address yet.
        if not picture.file or not picture.file._committed:
            return _("There is no file yet, so nothing is shown.")
        size = f"{picture.width} × {picture.height}"
        return format_html(
            '<a href="{0}"><img class="picture-preview" src="{0}" alt="{1}"></a><br>{2}',
            picture.file.url,
            picture.alt,
            size,
        )

    @admin.display(description=gettext_lazy("what it shows"), ordering="caption")
    def what(self, picture: Picture) -> str:
        return str(picture)

    @admin.display(description=gettext_lazy("may be shown"), boolean=True)
    def shown(self, picture: Picture) -> bool:
        return picture.is_showable()

    @admin.display(description=gettext_lazy("cleared"))
    def cleared(self, picture: Picture) -> str:
        if not picture.cleared_at:
            return _("Nobody has cleared it; not cleared means not shown.")
        return _("by %(who)s on %(when)s") % {
            "who": picture.cleared_by or _("the system"),
            "when": date_format(localtime(picture.cleared_at), "DATETIME_FORMAT"),
        }

    @admin.display(description=gettext_lazy("articles"))
    def stands_in(self, picture: Picture) -> str:
        uses = picture.uses.select_related("article").order_by("article_id") if picture.pk else []
        links = [(reverse("admin:articles_article_change", args=[use.article_id]), use.article) for use in uses]
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>', links) or "–"
