"""The admin as a browser meets it: somebody logged in, and everything that a form would send back."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.test import Client
from django.urls import reverse

from tests.builders import make_user


def at_desk(role: str = "administrator") -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def page_of(row: models.Model, what: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{what}", args=[row.pk])


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What the browser would send from the page's form as it stands, inlines and hidden fields included."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for wrapped in context["inline_admin_formsets"]:
        forms += [wrapped.formset.management_form, *wrapped.formset.forms]
    sent: dict[str, Any] = {}
    for bound in (bound for form in forms for bound in form):
        value = bound.value()
        if value is None or value is False or isinstance(value, models.fields.files.FieldFile):
            continue
        sent[bound.html_name] = value
    return sent
