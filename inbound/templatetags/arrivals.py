"""What calls for somebody among the arrivals, for pages of the admin that are not ours."""

from __future__ import annotations

from typing import Any

from django import template

from inbound.admin import standing

register = template.Library()


@register.inclusion_tag("admin/inbound/_standing.html")
def arrivals_standing(user: Any) -> dict[str, Any]:
    return {"standing": standing.of(user)}
