"""Choosing an outlet from a list: editions of one outlet bear one name, so the slug tells them apart."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.text import slugify

from outlets.models import Outlet


def label(outlet: Outlet) -> str:
    """“Undark”, but “The Conversation (the-conversation-uk)”."""
    return outlet.name if slugify(outlet.name) == outlet.slug else f"{outlet.name} ({outlet.slug})"


class OutletField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Outlet) -> str:
        return label(obj)


class OutletFilter(admin.RelatedFieldListFilter):
    """Only the outlets that occur in the list."""

    def field_choices(self, field: Any, request: Any, model_admin: Any) -> list[tuple[Any, str]]:
        used = model_admin.get_queryset(request).order_by().values(f"{field.name}__pk")
        return [(outlet.pk, label(outlet)) for outlet in Outlet.objects.filter(pk__in=used).order_by("name", "slug")]
