"""Colleagues at the desk. What they did bears their name for good, so they leave it without being deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import admin as stock
from django.contrib.auth.models import Group, User
from django.db.models import ManyToManyField
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records.deleting import DeletingAdmin

# The library's, registered by the import above.
admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(stock.GroupAdmin):
    list_display = ("in_words",)

    @admin.display(description=_("name"), ordering="name")
    def in_words(self, group: Group) -> str:
        return gettext(group.name)


@admin.register(User)
class UserAdmin(DeletingAdmin, stock.UserAdmin):
    instead_of_deleting = _(
        "What was done under this name stays on record. To keep this person out, take the tick from “Active”: nobody "
        "can log in under the name any more."
    )

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest | None, **kwargs: Any) -> Any:
        """The groups that a migration made are named in the desk's language."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.name == "groups":
            field.label_from_instance = lambda group: gettext(group.name)
        return field
