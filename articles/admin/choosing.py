"""Choosing an article from a list of those found, wherever the desk names one."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest


class OfferedToTheDesk(admin.ModelAdmin):
    """What lies in the trash is not offered; whoever names it already keeps naming it. The desk's own list finds it."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        chosen_from = request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
        return found.filter(trashed_at__isnull=True) if chosen_from else found, may_repeat
