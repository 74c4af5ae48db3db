"""The article's own screen. A licensed body is shown and never edited; our own is written in a rich-text editor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.widgets import AdminProseEditorWidget

from articles import derivation, trash
from articles.admin import evidence_file, verbs
from articles.admin.choosing import OfferedToTheDesk
from articles.admin.inlines import (
    AmendmentInline,
    ArticlePictureInline,
    BylineInline,
    CorrectionInline,
    RelatedLinkInline,
)
from articles.body import blocks, clean, figures
from articles.models import Amendment, Article
from articles.publishing import NotAllowed, permits, put_live, saved
from articles.rights import Surface, may
from articles.rights.findings import findings
from outlets.admin.choosing import OutletFilter
from records.admin import VersionedAdmin, VersionedForm
from records.versioned import Stale

_MARKS = ("Bold", "Italic", "Strike", "Subscript", "Superscript")
_BLOCKS = ("BulletList", "OrderedList", "ListItem", "Blockquote", "HorizontalRule", "HardBreak")
_FIGURE = ("Figure", "Caption", "Image")
_TABLE = ("Table", "TableRow", "TableHeader", "TableCell")
EDITOR = {
    "extensions": {
        **dict.fromkeys((*_MARKS, *_BLOCKS, *_FIGURE, *_TABLE, "HTML", "History"), True),
        "Link": {"enableTarget": False},
        "Heading": {"levels": [2, 3]},
    }
}


class ArticleForm(VersionedForm):
    refusal: str = ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            raise ValidationError(self.refusal)
        return cleaned

    def clean_body_html(self) -> str:
        try:
            return clean.clean(self.cleaned_data["body_html"])
        except clean.TooLarge as error:
            raise ValidationError(str(error)) from error


class LicenceFilter(admin.SimpleListFilter):
    title = gettext_lazy("whose work")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("own", _("our own")), ("licensed", _("licensed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return {"own": queryset.own, "licensed": queryset.licensed}.get(self.value() or "", queryset.all)()


class TrashFilter(admin.SimpleListFilter):
    """The list leaves out what lies in the trash, until it is asked for that alone."""

    title = gettext_lazy("trash")
    parameter_name = "trash"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("in", _("in the trash"))]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        for number, choice in enumerate(super().choices(changelist)):
            yield choice if number else choice | {"display": _("not in the trash")}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.in_trash() if self.value() == "in" else queryset.filter(trashed_at__isnull=True)


@admin.register(Article)
class ArticleAdmin(OfferedToTheDesk, VersionedAdmin):
    form = ArticleForm
    change_form_template = "admin/articles/article/change_form.html"
    list_display = ("title", "standing", "section", "whose", "published_at")
    list_filter = ("status", "section", LicenceFilter, ("outlet", OutletFilter), "language", TrashFilter)
    list_select_related = ("section", "outlet")
    search_fields = ("title", "slug", "standfirst", "byline_line", "source_url", "source_number")
    date_hierarchy = "published_at"
    autocomplete_fields = ("section", "translation_of")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (BylineInline, RelatedLinkInline, ArticlePictureInline, AmendmentInline, CorrectionInline)
    save_on_top = True

    class Media:
        css = {"all": ["admin/articles.css"]}

    _WORDS = ("title", "slug", "kicker", "standfirst", "section", "tags", "language", "translation_of")
    _DERIVED = ("byline_line", "status", "shown_now")
    _SOURCE = (
        "outlet", "terms", "source_link", "source_number", "source_id", "source_published_at", "source_updated_at",
        "licence_stated", "picked_because", "original_link",
    )  # fmt: skip
    _OBLIGATIONS = ("notice_shown", "disclosure_shown", "counter_kind", "counter_url")

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        licensed = obj is not None and obj.is_licensed
        groups: list[tuple[str | None, dict[str, Any]]] = [(None, {"fields": [*self._WORDS, "seen_version"]})]
        if licensed:
            groups.append((_("The text, sealed"), {"fields": ["body_shown", "page_marks"]}))
            groups.append((_("Stands with the text"), {"fields": self._OBLIGATIONS}))
            groups.append((_("Where it came from"), {"fields": self._SOURCE}))
        else:
            groups.append((_("The text"), {"fields": ["body_html", "page_marks"]}))
        groups.append(
            (_("Publication"), {"fields": ["published_at", "embargo_until", *(self._DERIVED if obj else ())]})
        )
        return groups

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> tuple[str, ...]:
        fixed: tuple[str, ...] = (*self._DERIVED, "body_shown")
        if obj is not None and obj.is_licensed:
            fixed += (*self._SOURCE, *self._OBLIGATIONS)
        if obj is not None and obj.status in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN):
            fixed += ("published_at", "embargo_until")
        return fixed

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> dict[str, tuple[str, ...]]:
        return {} if obj else self.prepopulated_fields

    def get_inlines(self, request: HttpRequest, obj: Article | None) -> list[Any]:
        if obj is None:
            return [BylineInline, RelatedLinkInline, ArticlePictureInline]
        return [inline for inline in self.inlines if inline is not AmendmentInline or obj.is_licensed]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "body_html":
            kwargs["widget"] = AdminProseEditorWidget(config=EDITOR, preset="configurable")
        elif db_field.name == "page_marks":
            kwargs["widget"] = forms.TextInput(attrs={"class": "vTextField"})
        elif db_field.name == "standfirst":
            kwargs["widget"] = forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("section", "outlet", "terms", "original")

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What readers see is changed by those who may publish, and what lies in the trash by nobody."""
        may_change = super().has_change_permission(request, obj)
        if obj is None or not may_change:
            return may_change
        live = obj.status in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN)
        return not obj.trashed_at and (not live or permits("put_live", request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # Shown, not edited

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def standing(self, article: Article) -> str:
        opens = article.opens_at if article.status == Article.Status.PUBLISHED else None
        return _("scheduled") if opens and opens > timezone.now() else article.get_status_display()

    @admin.display(description=gettext_lazy("whose work"), ordering="outlet__name")
    def whose(self, article: Article) -> str:
        return article.outlet.name if article.outlet else _("our own")

    @admin.display(description=gettext_lazy("body"))
    def body_shown(self, article: Article) -> SafeString:
        """Each block with its number, for page breaks and amendments; pictures as words, so that nothing is fetched."""
        shown = [
            (number, mark_safe(figures.replace(block, lambda _src: None)))
            for number, block in enumerate(blocks.blocks(article.body_html))
        ]
        return format_html(
            '<ol class="sealed-body" start="0" tabindex="0">{}</ol>',
            format_html_join("", '<li value="{}">{}</li>', shown),
        )

    @admin.display(description=gettext_lazy("notice as received"))
    def notice_shown(self, article: Article) -> str:
        if article.notice_html:
            return mark_safe(article.notice_html)
        return _("None came with the text; the page prints the notice of the terms.")

    @admin.display(description=gettext_lazy("disclosure"))
    def disclosure_shown(self, article: Article) -> str:
        return mark_safe(article.disclosure_html) or "–"

    @admin.display(description=gettext_lazy("original address"))
    def source_link(self, article: Article) -> str:
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', article.source_url) if article.source_url else "–"

    @admin.display(description=gettext_lazy("sealed original"))
    def original_link(self, article: Article) -> str:
        if article.original is None:
            return "–"
        address = reverse("admin:articles_original_change", args=[article.original_id])
        return format_html('<a href="{}">{}</a> <code>{}</code>', address, article.original, article.original.sha256)

    @admin.display(description=gettext_lazy("before readers now"))
    def shown_now(self, article: Article) -> str:
        decision = may(article, Surface.PAGE)
        return _("Yes") if decision else " ".join(reason.sentence for reason in decision.reasons)

    # Saving

    def save_model(self, request: HttpRequest, obj: Article, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseInlineFormSet, change: bool) -> None:
        if formset.model is Amendment:
            for amendment in formset.save(commit=False):
                if amendment._state.adding:
                    amendment.made_by, amendment.original = request.user, form.instance.original
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        article: Article = form.instance
        if article.status == Article.Status.PUBLISHED:
            put_live(article, by=request.user, comment="saved at the desk")
            return
        for sentence in saved(article, by=request.user):
            messages.warning(request, sentence)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (NotAllowed, Stale, derivation.NotSealed) as refused:
            # Everything was rolled back. The same form again, with all that was typed and the reason on top.
            request.refusal = str(refused)  # type: ignore[attr-defined]
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if refusal := getattr(request, "refusal", ""):
            form.refusal = refusal
        return form

    # Verbs

    def get_urls(self) -> list[URLPattern]:
        return [*verbs.urls(self), *evidence_file.urls(self), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        article = self.get_object(request, object_id)
        extra = {**(extra_context or {})}
        if article is not None:
            extra["verbs"] = verbs.buttons(article, request.user)
            extra["trash_note"] = trash.note(article)
            if article.status not in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN) and not article.trashed_at:
                extra["findings"] = findings(article)
                extra["warnings"] = article.original.fields.get("warnings", []) if article.original else []
            extra["is_before_readers"] = bool(may(article, Surface.PAGE))
        return super().change_view(request, object_id, form_url, extra)

    def view_on_site(self, obj: Article) -> str | None:
        return obj.get_absolute_url() if obj.pk and may(obj, Surface.PAGE) else None
