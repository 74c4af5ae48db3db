"""One version of terms, clause by clause under the headings by which the desk looks for them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outlets import clauses
from outlets.admin import decided
from outlets.admin.choosing import OutletField, OutletFilter
from outlets.models import Terms
from records.admin import GivenFilter, HistoryAdmin


class InUseFilter(admin.SimpleListFilter):
    title = gettext_lazy("use")
    parameter_name = "in_use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("articles rest on it")), ("no", _("not used yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        unused = {"yes": False, "no": True}.get(self.value() or "")
        return queryset if unused is None else queryset.filter(frozen_at__isnull=unused)


@admin.register(Terms)
class TermsAdmin(HistoryAdmin):
    instead_of_deleting = gettext_lazy(
        "Terms stay as long as a text rests on them. To take nothing more on these, take them out of force, or make "
        "the next version."
    )
    change_form_template = "admin/outlets/terms/change_form.html"
    list_display = ("whose", "number", "adopted", "frozen", "terms_checked_on", "resting", "licence_shown")
    list_display_links = ("whose", "number")
    list_filter = ("adopted", InUseFilter, ("terms_checked_on", GivenFilter), ("outlet", OutletFilter))
    list_select_related = ("outlet",)
    ordering = ("outlet__name", "outlet__slug", "-number")
    search_fields = ("outlet__name", "outlet__slug", "licence_code", "house_terms_url")
    save_on_top = True

    class Media:
        css = {"all": ["admin/outlets.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(articles_count=Count("articles"))

    def get_fieldsets(self, request: HttpRequest, obj: Terms | None = None) -> Any:
        first: list[Any] = ["outlet"]
        if obj is not None:
            first += ["number", "resting_link"]
        first += ["adopted", ("in_force_from", "in_force_to"), "seen_version"]
        top: dict[str, Any] = {"fields": first}
        if obj is not None and obj.is_frozen:
            top["description"] = self.why_frozen(obj)
        groups = [(None, top), *((heading, {"fields": names}) for heading, names in clauses.groups())]
        if obj is not None and decided.may_see(request.user):
            groups.append((_("What the rights desk decided"), {"fields": ["rulings"]}))
        return groups

    def get_readonly_fields(self, request: HttpRequest, obj: Terms | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        shown = ("outlet", "number", "resting_link", "rulings")
        return (*shown, *clauses.FROZEN_WITH_USE) if obj.is_frozen else shown

    def get_form(self, request: HttpRequest, obj: Terms | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Beside each clause stands what the outlet says of it in its own words, also where it can only be read."""
        if obj is not None and isinstance(obj.remarks, dict):
            kwargs["help_texts"] = {
                name: _with_words(self.model._meta.get_field(name).help_text, obj.remarks[name])
                for name in clauses.NAMES
                if obj.remarks.get(name)
            }
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.get_internal_type() == "TextField":
            field.widget.attrs["rows"] = 3
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "outlet":
            kwargs["form_class"] = OutletField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def why_frozen(self, terms: Terms) -> str:
        return _(
            "Articles were taken on these terms (%(number)d now rest on them), so the clauses stay as they are. To "
            "change one, make the next version; only the day of the last reading and whether the version is in force "
            "can be entered here."
        ) % {"number": terms.articles.count()}

    # The next version

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.next_version_view)
        return [path("<int:pk>/next/", page, name="outlets_terms_next"), *super().get_urls()]

    def next_version_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says what will happen, and on POST makes a copy with the next number, not yet in force."""
        terms = self.get_object(request, str(pk))
        if terms is None:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            following = terms.next_version()
            following.save()
            self.log_addition(request, following, [{"added": {}}])
            messages.success(
                request,
                _("Terms %(number)d are made, not yet in force. Enter what has changed, then put them in force.")
                % {"number": following.number},
            )
            return HttpResponseRedirect(reverse("admin:outlets_terms_change", args=[following.pk]))
        waiting = terms.outlet.terms.filter(number__gt=terms.number, adopted=False).order_by("number")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("Make the next version of these terms"),
            "terms": terms,
            "waiting": waiting,
        }
        return TemplateResponse(request, "admin/outlets/terms/next_version.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        extra = {**(extra_context or {}), "may_make_next": self.has_add_permission(request)}
        return super().change_view(request, object_id, form_url, extra)

    # Shown, not edited

    @admin.display(description=gettext_lazy("outlet"), ordering="outlet__name")
    def whose(self, terms: Terms) -> str:
        return format_html('{}<br><span class="slug">{}</span>', terms.outlet.name, terms.outlet.slug)

    @admin.display(description=gettext_lazy("licence"), ordering="licence_code")
    def licence_shown(self, terms: Terms) -> str:
        return terms.licence

    @admin.display(description=gettext_lazy("frozen"), ordering="frozen_at")
    def frozen(self, terms: Terms) -> str:
        return _("frozen") if terms.frozen_at else _("may be edited")

    @admin.display(description=gettext_lazy("articles"), ordering="articles_count")
    def resting(self, terms: Terms) -> int:
        return terms.articles_count

    @admin.display(description=gettext_lazy("for every article"))
    def rulings(self, terms: Terms) -> str:
        return decided.rulings_shown(terms.outlet, terms)

    @admin.display(description=gettext_lazy("articles that rest on it"))
    def resting_link(self, terms: Terms) -> str:
        if not terms.articles_count:
            return "0"
        address = reverse("admin:articles_article_changelist")
        return format_html('<a href="{}?terms__id__exact={}">{}</a>', address, terms.pk, terms.articles_count)


def _with_words(help_text: Any, remark: Any) -> str:
    quoted = format_html('<q class="remark">{}</q>', remark)
    told = format_html("{} {}", _("In the outlet's words:"), quoted)
    return format_html("{} {}", help_text, told) if help_text else told
