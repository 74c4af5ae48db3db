"""The article's own screen. A licensed body is shown and never edited; ours, and an adaptation's, in an editor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.widgets import AdminProseEditorWidget

from articles import derivation, fillable, resting, trash
from articles.admin import beside, changelist, deciding, drafts, evidence_file, verbs, words
from articles.admin.amendments import AmendmentInline
from articles.admin.choosing import OfferedToTheDesk
from articles.admin.inlines import ArticlePictureInline, BylineInline, CorrectionInline, RelatedLinkInline
from articles.admin.panel import panel
from articles.models import Amendment, Article
from articles.publishing import NotAllowed, permits, put_live, saved
from articles.rights import Surface, crediting, may, translations
from articles.rights.findings import findings
from outlets.admin.choosing import OutletFilter
from records.admin import VersionedAdmin
from records.versioned import Stale

_SEEN = (Article.Status.PUBLISHED, Article.Status.WITHDRAWN)


@admin.register(Article)
class ArticleAdmin(changelist.Columns, OfferedToTheDesk, VersionedAdmin):
    form = words.ArticleForm
    change_form_template = "admin/articles/article/change_form.html"
    list_display = ("title", "standing", "rights", "leaves", "whose", "rests_on", "section", "published_at")
    list_filter = (
        *(
            "status",
            changelist.OpeningFilter,
            changelist.DraftFilter,
            changelist.RightsFilter,
            changelist.RemovalFilter,
            "section",
            changelist.LicenceFilter,
        ),
        *(("outlet", OutletFilter), changelist.TermsFilter, "is_adaptation", "language", changelist.TrashFilter),
    )
    search_fields = ("title", "slug", "standfirst", "byline_line", "source_url", "source_number")
    date_hierarchy = "published_at"
    autocomplete_fields = ("section", "translation_of")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (BylineInline, RelatedLinkInline, ArticlePictureInline, AmendmentInline, CorrectionInline)
    save_on_top = True

    class Media:
        css = {"all": ["admin/articles.css", "admin/rights.css"]}
        js = (Script("admin/editor.js", type="module"),)

    _WORDS = ("title", "slug", "kicker", "standfirst", "section", "tags", "language", "translation_of")
    _DERIVED = ("byline_line", "standing", "shown_now")
    _SOURCE = (
        "outlet", "terms", "source_link", "source_number", "source_id", "source_published_at", "source_updated_at",
        "licence_stated", "picked_because", "original_link",
    )  # fmt: skip
    _OBLIGATIONS = ("notice_shown", "disclosure_shown", "counter_kind", "counter_url")
    # What is shown in one form, and entered in another where it did not arrive.
    _ENTERED_AS = {"source_link": "source_url", "disclosure_shown": "disclosure_html"}

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        body = "body_html" if self._may_edit_body(request, obj) else "body_shown"
        groups: list[tuple[str | None, dict[str, Any]]] = [(None, {"fields": [*self._WORDS, "seen_version"]})]
        if obj is None or not obj.is_licensed:
            groups.append((_("The text"), {"fields": [body, "page_marks"]}))
        else:
            heading = _("The text, an adaptation") if obj.is_adaptation else _("The text, sealed")
            groups.append((heading, {"fields": [body, "page_marks"]}))
            if obj.is_adaptation:
                groups.append((_("What became of the original"), {"fields": self._adapted(obj)}))
            enterable = fillable.fillable(obj, request.user)
            for name, fields in (
                (_("Stands with the text"), self._OBLIGATIONS),
                (_("Where it came from"), self._SOURCE),
            ):
                shown = [
                    self._ENTERED_AS[field] if self._ENTERED_AS.get(field) in enterable else field for field in fields
                ]
                typed = "source_url" in enterable and self.has_change_permission(request, obj)
                if not typed and not obj.trashed_at and resting.permits("correct_address", obj, request.user):
                    at = ("source_link", "source_url")
                    shown = ["source_link_to_correct" if field in at else field for field in shown]
                groups.append((name, {"fields": shown}))
        groups.append(
            (_("Publication"), {"fields": ["published_at", "embargo_until", *(self._DERIVED if obj else ())]})
        )
        return groups

    @staticmethod
    def _adapted(article: Article) -> list[str]:
        named = ["translated_by"] if translations.is_translation(article) or article.translated_by else []
        return [*named, "comparison_shown", "original_shown"]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> tuple[str, ...]:
        fixed: tuple[str, ...] = (*self._DERIVED, "body_shown", "comparison_shown", "original_shown")
        fixed += ("source_link_to_correct",)
        if obj is not None and obj.is_licensed:
            enterable = fillable.fillable(obj, request.user)
            fixed += tuple(field for field in (*self._SOURCE, *self._OBLIGATIONS) if field not in enterable)
        if obj is not None and obj.status in _SEEN:
            fixed += ("published_at", "embargo_until")
        return fixed

    def _may_edit_body(self, request: HttpRequest, obj: Article | None) -> bool:
        if obj is None:
            return True
        return (not obj.is_licensed or obj.is_adaptation) and self.has_change_permission(request, obj)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> dict[str, tuple[str, ...]]:
        return {} if obj else self.prepopulated_fields

    def get_inlines(self, request: HttpRequest, obj: Article | None) -> list[Any]:
        if obj is None:
            return [BylineInline, RelatedLinkInline, ArticlePictureInline]
        return [inline for inline in self.inlines if inline is not AmendmentInline or obj.is_licensed]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "body_html":
            kwargs["widget"] = AdminProseEditorWidget(config=words.EDITOR, preset="configurable")
            kwargs["form_class"] = words.BodyField
        elif db_field.name == "language":
            kwargs["show_hidden_initial"] = False  # its default is asked for, and is no change by itself
        elif db_field.name == "page_marks":
            return words.PageMarksField(
                label=capfirst(db_field.verbose_name),
                help_text=_("Numbers of the blocks that begin a page, such as 6, 12. The first block is 0."),
                initial=list,
                show_hidden_initial=True,
                required=False,
                widget=forms.TextInput(attrs={"class": "vTextField"}),
            )
        elif db_field.name in ("standfirst", "disclosure_html"):
            kwargs["widget"] = forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        articles = super().get_queryset(request).select_related("section", "outlet", "terms__outlet", "original")
        return changelist.with_newest_terms(articles)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        read: Article | None = request.__dict__.pop("article_read", None)
        if read is not None and str(read.pk) == object_id and from_field is None:
            return read
        article = super().get_object(request, object_id, from_field)
        if article is not None and (drafted := _drafted(request)):
            article.live_address = drafted.article.get_absolute_url()
        return article

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What lies in the trash is changed by nobody, what was withdrawn by those who may publish.

        What is live can be opened by whoever may change articles: without the right to publish, saving keeps a draft.
        """
        may_change = super().has_change_permission(request, obj)
        if obj is None or not may_change:
            return may_change
        withdrawn = obj.status == Article.Status.WITHDRAWN
        return not obj.trashed_at and (not withdrawn or permits("put_live", request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # Shown, not edited

    @admin.display(description=gettext_lazy("body"))
    def body_shown(self, article: Article) -> SafeString:
        return words.numbered(article.body_html)

    @admin.display(description=gettext_lazy("original"))
    def original_shown(self, article: Article) -> SafeString:
        return words.numbered(derivation.given(article))

    @admin.display(description=gettext_lazy("original and adaptation"))
    def comparison_shown(self, article: Article) -> SafeString:
        return words.compared(derivation.given(article), article.body_html)

    @admin.display(description=gettext_lazy("notice as received"))
    def notice_shown(self, article: Article) -> str:
        if article.notice_html:
            return mark_safe(article.notice_html)
        if article.terms and not crediting.wording(article.terms).strip():
            return _("None came with the text, and the terms give no wording for one.")
        return _("None came with the text; the page prints the notice of the terms.")

    @admin.display(description=gettext_lazy("disclosure"))
    def disclosure_shown(self, article: Article) -> str:
        return mark_safe(article.disclosure_html) or "–"

    @admin.display(description=gettext_lazy("original address"))
    def source_link(self, article: Article) -> str:
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', article.source_url) if article.source_url else "–"

    @admin.display(description=gettext_lazy("original address"))
    def source_link_to_correct(self, article: Article) -> str:
        page = reverse("admin:articles_article_verb", args=[article.pk, "correct_address"])
        link = self.source_link(article)
        return format_html('{}<p><a href="{}" class="decide">{}</a></p>', link, page, _("Correct the original address"))

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
        if drafted := _drafted(request):
            drafts.take(drafted, article)
            return
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

    def log_change(self, request: HttpRequest, obj: Article, message: Any) -> Any:
        if drafted := _drafted(request):
            drafted.changed = message
            return None
        return super().log_change(request, obj, message)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return drafts.after_saving(request, obj) if _drafted(request) else super().response_change(request, obj)

    # Verbs

    def get_urls(self) -> list[URLPattern]:
        return [
            *verbs.urls(self),
            *drafts.urls(self),
            *deciding.urls(self),
            *evidence_file.urls(self),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        stored = self.get_object(request, object_id)

        def page(found: drafts.Beside | None) -> HttpResponse:
            article = self.get_object(request, object_id) if _drafted(request) else stored
            extra = {**(extra_context or {}), "beside": found}
            if article is not None:
                extra |= self._above_the_form(article, request)
                if request.method == "GET":
                    request.article_read = article  # type: ignore[attr-defined]  # once is enough to show it
            return super(ArticleAdmin, self).change_view(request, object_id, form_url, extra)

        found = drafts.beside(request, stored)
        return drafts.answer(request, found, page) if found and found.drafts else page(found)

    def _above_the_form(self, article: Article, request: HttpRequest) -> dict[str, Any]:
        """Verbs, the rights panel and what was noticed; looked for only when the page is printed."""
        above: dict[str, Any] = {
            "verbs": SimpleLazyObject(lambda: verbs.buttons(article, request.user)),
            "trash_note": trash.note(article),
            "is_before_readers": SimpleLazyObject(lambda: bool(may(article, Surface.PAGE))),
            "told_by_others": SimpleLazyObject(lambda: beside.about(article, request)),
        }
        if not article.is_licensed or article.is_adaptation:
            above["pictures_of_text"] = words.pictures_of(article)
        if article.is_licensed:
            above["panel"] = SimpleLazyObject(lambda: panel(article, request.user))
        elif article.status not in _SEEN and not article.trashed_at:
            above["findings"] = SimpleLazyObject(lambda: findings(article))
        if article.status not in _SEEN and not article.trashed_at:
            above["warnings"] = fillable.arrived(article).get("warnings") or []
        return above

    def view_on_site(self, obj: Article) -> str | None:
        if not obj.pk or not may(obj, Surface.PAGE):
            return None
        # A draft may have another slug or section; readers have the article where it is live.
        return getattr(obj, "live_address", "") or obj.get_absolute_url()


def _drafted(request: HttpRequest) -> drafts.Beside | None:
    """Set while the form of a draft is shown or saved (``drafts.answer``)."""
    return getattr(request, "beside", None)
