"""What calls for somebody among the arrivals, for pages of the admin that are not ours."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone

from inbound.admin import standing
from inbound.admin.developments import clock_of
from inbound.models import Development

register = template.Library()

MOST = 8
LATELY = dt.timedelta(days=3)


@register.inclusion_tag("admin/inbound/_standing.html")
def arrivals_standing(user: Any) -> dict[str, Any]:
    return {"standing": standing.of(user)}


@register.inclusion_tag("admin/inbound/_urgent.html")
def urgent_developments(user: Any) -> dict[str, Any]:
    """The most urgent first, with their clocks, and what was done by itself in the last days."""
    if not user.has_perm("inbound.view_development"):
        return {}
    rows = Development.objects.urgent().select_related("article")[:MOST]
    acted = Development.objects.acted(timezone.now() - LATELY).filter(state="done")
    return {
        "rows": [{"row": row, "clock": clock_of(row)} for row in rows],
        "acted": acted.select_related("article")[:MOST],
    }


@register.inclusion_tag("admin/inbound/_of_article.html")
def open_developments(user: Any, article: Any) -> dict[str, Any]:
    """What a source did to this article and nobody has seen to."""
    if article is None or not user.has_perm("inbound.view_development"):
        return {}
    rows = Development.objects.open().filter(article=article.pk)
    return {"rows": [{"row": row, "clock": clock_of(row)} for row in rows]}
