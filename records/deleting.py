"""The admin's answer to “may this go?”, in a sentence that an editor understands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records import resting

MOST_NAMED = 5
"""So many of the rows that rest on one row are named; the others are counted."""
MOST_TOLD = 20
"""Of so many selected rows it is told why they stay."""


class DeletingAdmin(admin.ModelAdmin):
    """Refuses to delete what something rests on and names it, on the page of one row and for many selected ones.

    Named is what people know, an article and not its byline, and a few with the number of the others: the page stays
    short and quick where thousands rest on a row.
    """

    instead_of_deleting: Any = ""
    """What an editor can do about it, in a sentence or two."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        rows = list(objs)
        held = resting.held(self.model, [row.pk for row in rows])
        if not held:
            return super().get_deleted_objects(objs, request)
        staying = [row for row in rows if row.pk in held]
        told: list[Any] = [self._why_it_stays(row, request) for row in staying[:MOST_TOLD]]
        if (further := len(staying) - MOST_TOLD) > 0:
            told.append(_("So it is with %(number)s more of them.") % {"number": _in_figures(further)})
        if free := len(rows) - len(staying):
            told.append(
                ngettext(
                    "Nothing was deleted. The other one can go: choose it alone.",
                    "Nothing was deleted. The other %(number)s can go: choose them alone.",
                    free,
                )
                % {"number": _in_figures(free)}
            )
        if self.instead_of_deleting:
            told.append(self.instead_of_deleting)
        return [], {}, set(), told

    def _why_it_stays(self, row: models.Model, request: HttpRequest) -> SafeString:
        kinds = resting.resting(row)
        sentence = ngettext(
            "“{row}” cannot be deleted: {what} rests on it.",
            "“{row}” cannot be deleted: {what} rest on it.",
            sum(each.count for each in kinds),
        )
        # Where articles rest on it they are what has to be known; the pictures of an outlet beside them are a number.
        to_name = [each for each in kinds if each.is_whole] or kinds
        named = {each.kind for each in to_name if self._can_be_opened(each.kind, request)}
        told = [self._named(each) if each.kind in named else _counted(each) for each in kinds]
        return format_html(sentence, row=row, what=_listed(told))

    def _named(self, each: resting.Resting) -> SafeString:
        """“3 articles (“One”, “Two” and 1 more)”."""
        options = each.kind._meta
        view = f"admin:{options.app_label}_{options.model_name}_change"
        names = [
            format_html('“<a href="{}">{}</a>”', reverse(view, args=[row.pk]), row) for row in each.rows[:MOST_NAMED]
        ]
        if (further := each.count - len(names)) > 0:
            names.append(format_html(_("{} more"), _in_figures(further)))
        return format_html("{} ({})", _counted(each), _listed(names))

    def _can_be_opened(self, kind: type[models.Model], request: HttpRequest) -> bool:
        if not self.admin_site.is_registered(kind):
            return False
        desk = self.admin_site.get_model_admin(kind)
        return desk.has_view_permission(request) and not getattr(desk, "is_evidence", False)


def _counted(each: resting.Resting) -> SafeString:
    options = each.kind._meta
    noun = options.verbose_name if each.count == 1 else options.verbose_name_plural
    return format_html("{} {}", _in_figures(each.count), noun)


def _listed(parts: Sequence[Any]) -> SafeString:
    """“a, b and c”."""
    if len(parts) < 2:
        return format_html_join("", "{}", ((part,) for part in parts))
    first = format_html_join(mark_safe(", "), "{}", ((part,) for part in parts[:-1]))
    return format_html(_("{} and {}"), first, parts[-1])


def _in_figures(number: int) -> str:
    return number_format(number, force_grouping=True)
