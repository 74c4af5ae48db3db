"""Colleagues at the desk. What they did bears their name for good, so they leave it without being deleted."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth import admin as stock
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from records.deleting import DeletingAdmin

admin.site.unregister(User)  # the library's, registered by the import above


@admin.register(User)
class UserAdmin(DeletingAdmin, stock.UserAdmin):
    instead_of_deleting = _(
        "What was done under this name stays on record. To keep this person out, take the tick from “Active”: nobody "
        "can log in under the name any more."
    )
