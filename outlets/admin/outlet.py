"""An outlet: who it is, and the versions of its terms."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outlets.admin import decided, preset_pages
from outlets.models import Outlet, Terms
from records.admin import GivenFilter, HistoryAdmin


class InForceFilter(admin.SimpleListFilter):
    title = gettext_lazy("terms in force")
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("yes")), ("no", _("none: nothing can be taken")), ("unread", _("never read at their source"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        in_force = Terms.objects.filter(adopted=True)
        match self.value():
            case "yes":
                return queryset.filter(pk__in=in_force.values("outlet"))
            case "no":
                return queryset.exclude(pk__in=in_force.values("outlet"))
            case "unread":
                return queryset.filter(pk__in=in_force.filter(terms_checked_on=None).values("outlet"))
        return queryset


@admin.register(Outlet)
class OutletAdmin(HistoryAdmin):
    instead_of_deleting = gettext_lazy(
        "An outlet stays as long as we hold its texts. To take nothing more from it, leave none of its terms in force."
    )
    change_list_template = "admin/outlets/outlet/change_list.html"
    list_display = ("name", "slug", "language", "licence", "last_read", "articles")
    search_fields = ("name", "slug", "home_url", "other_hosts")
    ordering = ("name", "slug")
    list_filter = (InForceFilter, "language", ("preset", GivenFilter))
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("preset", "terms_list", "logo_shown", "rulings")

    class Media:
        css = {"all": ["admin/outlets.css"]}

    _WHO = ("name", "slug", "home_url", "other_hosts", "language", "description")

    def get_fieldsets(self, request: HttpRequest, obj: Outlet | None = None) -> Any:
        groups: list[tuple[Any, dict[str, Any]]] = [(None, {"fields": [*self._WHO, "seen_version"]})]
        if obj is not None:
            seen = ["terms_list", *(["rulings"] if decided.may_see(request.user) else [])]
            groups.append((_("Terms"), {"fields": seen}))
        groups.append((_("Its logo"), {"fields": [*(["logo_shown"] if obj is not None and obj.logo else []), "logo"]}))
        groups.append((_("Its newsletter"), {"fields": ["newsletter_line", "newsletter_url"]}))
        desk = ["contact_email", "notes", *(["preset"] if obj is not None and obj.preset else [])]
        groups.append((_("For the desk"), {"fields": desk}))
        return groups

    def get_prepopulated_fields(self, request: HttpRequest, obj: Outlet | None = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        in_force = Terms.objects.filter(adopted=True).order_by("-number")
        outlets = super().get_queryset(request).prefetch_related(Prefetch("terms", in_force, to_attr="in_force"))
        return outlets.annotate(articles_count=Count("articles", distinct=True))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("other_hosts", "description"):
            field.widget.attrs["rows"] = 3
        return field

    def get_urls(self) -> list[URLPattern]:
        return [*preset_pages.urls(self), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        extra = {**(extra_context or {}), "may_adopt": self.has_add_permission(request)}
        return super().changelist_view(request, extra)

    @admin.display(description=gettext_lazy("licence in force"))
    def licence(self, outlet: Outlet) -> str:
        return outlet.in_force[0].licence if outlet.in_force else _("no terms in force")

    @admin.display(description=gettext_lazy("terms last read on"))
    def last_read(self, outlet: Outlet) -> Any:
        return outlet.in_force[0].terms_checked_on if outlet.in_force else None

    @admin.display(description=gettext_lazy("articles"), ordering="articles_count")
    def articles(self, outlet: Outlet) -> int:
        return outlet.articles_count

    @admin.display(description=gettext_lazy("as it is now"))
    def logo_shown(self, outlet: Outlet) -> str:
        return format_html(
            '<img class="logo-shown" src="{}" alt="{}" width="{}" height="{}">',
            *(outlet.logo.url, outlet.name, outlet.logo_width or "", outlet.logo_height or ""),
        )

    @admin.display(description=gettext_lazy("decided where they leave a clause open"))
    def rulings(self, outlet: Outlet) -> str:
        return decided.rulings_shown(outlet)

    @admin.display(description=gettext_lazy("versions"))
    def terms_list(self, outlet: Outlet) -> str:
        """Every version, newest first, with a link; the one that counts now is named so."""
        current = outlet.current_terms()
        versions = outlet.terms.annotate(articles_count=Count("articles")).order_by("-number")
        rows = [
            (
                reverse("admin:outlets_terms_change", args=[terms.pk]),
                _("Terms %(number)d") % {"number": terms.number},
                ", ".join(self._says(terms, terms == current)),
            )
            for terms in versions
        ]
        listed = format_html_join("", '<li><a href="{}">{}</a>: {}</li>', rows) or format_html(
            "<li>{}</li>", _("None yet, so nothing can be taken from this outlet.")
        )
        add = format_html(
            '<a href="{}?outlet={}">{}</a>', reverse("admin:outlets_terms_add"), outlet.pk, _("Add terms")
        )
        return format_html('<ul class="terms-list">{}</ul>{}', listed, "" if rows else add)

    def _says(self, terms: Terms, is_current: bool) -> list[str]:
        says = [terms.licence]
        if is_current:
            says.append(_("in force"))
        elif terms.adopted:
            says.append(_("replaced by a later version"))
        else:
            says.append(_("not in force"))
        if terms.terms_checked_on:
            says.append(_("last read on %(day)s") % {"day": date_format(terms.terms_checked_on)})
        else:
            says.append(_("never read at their source"))
        says.append(_("articles: %(number)d") % {"number": terms.articles_count})
        return says
