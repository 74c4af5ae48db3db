"""What the rights desk decided, as evidence: rulings on what terms leave open, and clearings as they were."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import lights, removal
from articles.models import Clearance, Ruling
from outlets.admin.choosing import OutletFilter
from outlets.admin.decided import clause_label
from records.admin import EvidenceAdmin


class ClauseFilter(admin.SimpleListFilter):
    title = gettext_lazy("clause")
    parameter_name = "clause"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        used = Ruling.objects.order_by("clause").values_list("clause", flat=True).distinct()
        return [(name, clause_label(name)) for name in used]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(clause=self.value()) if self.value() else queryset


class ScopeFilter(admin.SimpleListFilter):
    title = gettext_lazy("for")
    parameter_name = "scope"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("outlet", _("every article of an outlet")), ("article", _("one article"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        for_all = {"outlet": True, "article": False}.get(self.value() or "")
        return queryset if for_all is None else queryset.filter(article__isnull=for_all)


@admin.register(Ruling)
class RulingAdmin(EvidenceAdmin):
    list_display = ("made_at", "outlet", "clause_shown", "allowed", "basis", "scope", "reason", "made_by")
    list_filter = ("allowed", "basis", ScopeFilter, ("outlet", OutletFilter), ClauseFilter, "made_at")
    list_select_related = ("outlet", "article", "made_by")
    search_fields = ("outlet__name", "article__title", "reason", "given_by", "evidence")
    date_hierarchy = "made_at"
    fields = (
        *("made_at", "made_by", "outlet", "article", "clause_shown", "allowed", "basis", "reason"),
        *("given_by", "given_at", "evidence"),
    )

    class Media:
        css = {"all": ["admin/articles.css", "admin/rights.css"]}

    @admin.display(description=gettext_lazy("clause"), ordering="clause")
    def clause_shown(self, ruling: Ruling) -> str:
        return clause_label(ruling.clause)

    @admin.display(description=gettext_lazy("for"), ordering="article__title")
    def scope(self, ruling: Ruling) -> str:
        return str(ruling.article) if ruling.article else _("every article")


@admin.register(Clearance)
class ClearanceAdmin(EvidenceAdmin):
    list_display = ("made_at", "article", "terms", "made_by")
    list_filter = ("made_at", ("terms__outlet", admin.RelatedOnlyFieldListFilter))
    search_fields = ("article__title", "terms__outlet__name")
    date_hierarchy = "made_at"
    fields = ("made_at", "made_by", "article", "terms", "original", "revision", "as_it_was")

    class Media:
        css = {"all": ["admin/articles.css", "admin/rights.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        beside = ("article", "terms__outlet", "made_by", "original__article", "revision__article")
        return super().get_queryset(request).select_related(*beside)

    @admin.display(description=gettext_lazy("as it was"))
    def as_it_was(self, clearance: Clearance) -> SafeString:
        return render_to_string("admin/articles/clearance/_snapshot.html", {"snapshot": read(clearance.snapshot)})


def read(snapshot: Any) -> dict[str, Any]:
    """A snapshot (``articles.rights.panel.snapshot``) in words; of one that is no such thing, what can be read."""
    kept = snapshot if isinstance(snapshot, dict) else {}
    clauses = kept.get("clauses")
    return {
        "at": removal.moment(_moment(kept.get("at"))),
        "terms": kept.get("terms"),
        "original": kept.get("original"),
        "sha256": kept.get("sha256"),
        "rows": [_row(row) for row in clauses if isinstance(row, dict)] if isinstance(clauses, list) else [],
    }


def _moment(said: Any) -> dt.datetime | None:
    try:
        at = parse_datetime(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return at if at and timezone.is_aware(at) else None


def _row(row: dict[str, Any]) -> dict[str, Any]:
    found = [one for one in row.get("findings") or [] if isinstance(one, dict)]
    light = str(row.get("light") or "")
    return {
        "name": row.get("name") or clause_label(str(row.get("clause") or "")),
        "terms_say": row.get("terms_say"),
        "badge": lights.badge(light, "" if light else _("not stated")),
        "findings": found,
        "ruling": " ".join(filter(None, map(_ruling, [row.get("ruling"), *_listed(row.get("other_rulings"))]))),
    }


def _listed(rows: Any) -> list[Any]:
    return rows if isinstance(rows, list) else []


def _ruling(ruling: Any) -> str:
    if not isinstance(ruling, dict):
        return ""
    decided = _("Allowed") if ruling.get("allowed") else _("Not allowed")
    scope = _("for this article") if ruling.get("for") == "article" else _("for every article of the outlet")
    basis = dict(Ruling.Basis.choices).get(str(ruling.get("basis")), "")
    return _("%(decided)s %(scope)s, on %(basis)s: %(reason)s") % {
        "decided": decided, "scope": scope, "basis": basis, "reason": ruling.get("reason") or "",
    }  # fmt: skip
