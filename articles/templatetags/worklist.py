"""The work list, for a page of the admin that is not ours."""

from __future__ import annotations

from typing import Any

from django import template

from articles import worklist

register = template.Library()


@register.inclusion_tag("admin/articles/_worklist.html")
def work_that_waits(user: Any) -> dict[str, Any]:
    return {"lines": worklist.of(user)}
