"""Composing an edition at the desk, looking at it, and sending it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Max, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import auditing
from articles.models import Article
from articles.rights import Decision, Surface, may, parts
from newsletters import letter
from newsletters.admin import pages
from newsletters.models import Edition, Item
from records.admin import LabelledInline, VersionedAdmin


class StorySelect(AutocompleteSelect):
    """Offers the stories that may be mailed."""

    url_name = "%s:newsletters_edition_stories"


class Stories(AutocompleteJsonView):
    def get_queryset(self) -> QuerySet:
        return super().get_queryset().filter(pk__in=letter.mailable().values("pk"))


class ItemForm(forms.ModelForm):
    article = forms.ModelChoiceField(
        Article.objects.all(),
        label=_("story"),
        widget=StorySelect(Item._meta.get_field("article"), admin.site, attrs={"aria-label": _("story")}),
    )
    position = forms.IntegerField(
        label=_("place"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "item-place", "aria-label": _("place")}),
    )

    class Meta:
        model = Item
        fields = ("position", "article", "blurb")
        widgets = {"blurb": forms.Textarea(attrs={"rows": 3, "cols": 40})}

    def clean_position(self) -> int:
        """Empty: at the end, which ``save_formset`` finds."""
        return self.cleaned_data["position"] or 0

    def clean_article(self) -> Article:
        """The gate's word is asked of what is chosen now; of what stands in it already the page tells."""
        article = self.cleaned_data["article"]
        if article.pk != self.instance.article_id and not (decision := may(article, Surface.NEWSLETTER)):
            reasons = " ".join(str(reason.sentence) for reason in decision.reasons)
            raise ValidationError(
                _("“%(story)s” may not be mailed. %(why)s"), params={"story": article, "why": reasons}
            )
        return article

    def clean(self) -> dict[str, Any] | None:
        article = self.cleaned_data.get("article")
        if article and self.cleaned_data.get("blurb", "").strip() and not parts.may_bear_our_words(article):
            told = _("This story is licensed: its own words are printed. Remove yours.")
            self.add_error("blurb", told)
        return super().clean()


class ItemFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Take out")


class ItemInline(LabelledInline):
    model = Item
    form = ItemForm
    formset = ItemFormSet
    extra = 0
    fields = ("position", "article", "blurb", "mailed")
    readonly_fields = ("mailed",)
    verbose_name_plural = _("Stories, in their order")
    _asked: dict[int, Decision] | None = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        return super().get_queryset(request).select_related("article__terms", "article__outlet", "article__section")

    @admin.display(description=_("may be mailed"))
    def mailed(self, item: Item) -> str:
        if item.article_id is None:
            return "–"
        if self._asked is None:  # once for all rows: an inline is made anew for each request
            self._asked = {each.item.article_id: each.decision for each in letter.asked(item.edition)}
        if (decision := self._asked.get(item.article_id)) is None:  # typed, and not saved yet
            decision = may(item.article, Surface.NEWSLETTER)
        return str(_("yes")) if decision else " ".join(str(reason.sentence) for reason in decision.reasons)


@admin.register(Edition)
class EditionAdmin(VersionedAdmin):
    list_display = ("subject", "standing", "stories", "began_at", "sent_at", "progress")
    list_filter = ("state",)
    list_select_related = ("job",)
    search_fields = ("subject",)
    fields = ("subject", "preface")
    inlines = (ItemInline,)

    class Media:
        css = {"all": ["admin/newsletters.css", "admin/work.css"]}
        js = [Script("admin/progress.js", type="module")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).select_related("job").annotate(stories_in_it=Count("items"))

    @admin.display(description=_("state"), ordering="state")
    def standing(self, edition: Edition) -> Any:
        return edition.standing

    @admin.display(description=_("stories"), ordering="stories_in_it")
    def stories(self, edition: Any) -> int:
        return edition.stories_in_it

    @admin.display(description=_("progress"))
    def progress(self, edition: Edition) -> SafeString | str:
        return render_to_string("admin/work/job/_progress.html", {"job": edition.job}) if edition.job else "–"

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        """Nobody changes what is on its way, or was sent."""
        return super().has_change_permission(request, obj) and (obj is None or obj.may_be_edited)

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        """Only what nobody was sent; and not many at once, which would not ask each of them."""
        return obj is not None and obj.state == Edition.State.DRAFT and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Edition, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save()
        last = form.instance.items.aggregate(last=Max("position"))["last"] or 0
        for number, item in enumerate(form.instance.items.filter(position=0).order_by("pk"), last + 1):
            Item.objects.filter(pk=item.pk).update(position=number)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        stories = list(form.instance.items.values_list("article_id", flat=True))
        auditing.record("edition_save", by=request.user, about=form.instance, edition=form.instance.pk, stories=stories)

    def response_add(self, request: HttpRequest, obj: Edition, post_url_continue: Any = None) -> HttpResponse:
        if "_continue" in request.POST or "_addanother" in request.POST or obj.items.exists():
            return super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(reverse("admin:newsletters_edition_choose", args=[obj.pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        edition = self.get_object(request, object_id)
        if edition is not None and self.has_view_permission(request, edition):
            extra_context = {**(extra_context or {}), **pages.around(edition, request.user)}
        return super().change_view(request, object_id, form_url, extra_context)

    def get_urls(self) -> list[URLPattern]:
        def guarded(view: Any, name: str, where: str) -> URLPattern:
            def asked(request: HttpRequest, **arguments: Any) -> HttpResponse:
                return view(self, request, **arguments)

            return path(where, self.admin_site.admin_view(asked), name=f"newsletters_edition_{name}")

        stories = Stories.as_view(admin_site=self.admin_site)
        return [
            path("stories/", self.admin_site.admin_view(stories), name="newsletters_edition_stories"),
            guarded(pages.choose, "choose", "<int:pk>/choose/"),
            guarded(pages.preview, "preview", "<int:pk>/preview/"),
            guarded(pages.preview_html, "preview_html", "<int:pk>/preview/html/"),
            guarded(pages.try_out, "try_out", "<int:pk>/test/"),
            guarded(pages.verb, "verb", "<int:pk>/verb/<slug:verb>/"),
            *super().get_urls(),
        ]

    def add_stories(self, request: HttpRequest, edition: Edition, articles: list[Article]) -> None:
        """At the end of it, as one save; call it inside a transaction. Raises Stale by its caller's check."""
        last = edition.items.aggregate(last=Max("position"))["last"] or 0
        rows = [
            Item(edition=edition, article=article, position=number) for number, article in enumerate(articles, last + 1)
        ]
        Item.objects.bulk_create(rows)
        Edition.objects.filter(pk=edition.pk).update(version=F("version") + 1)
        told = ", ".join(article.title for article in articles)
        self.log_change(request, edition, _("Added: %(stories)s") % {"stories": told})
        auditing.record(
            "edition_save",
            by=request.user,
            about=edition,
            edition=edition.pk,
            stories=list(edition.items.values_list("article_id", flat=True)),
        )
