"""Addresses made from names."""

from __future__ import annotations

from django.db import models
from django.utils.text import slugify


def free_slug(model: type[models.Model], name: str, fallback: str) -> str:
    """A slug that no row of the model has yet: from the name, or the fallback where nothing of the name is left.

    Cut to the field's length at a word; numbered from 2 where it is taken.
    """
    longest = model._meta.get_field("slug").max_length or 50
    stem = slugify(name)[: longest - 8] or slugify(fallback)[: longest - 8] or "row"
    if len(slugify(name)) > len(stem) and "-" in stem[20:]:
        stem = stem.rsplit("-", 1)[0]
    stem = stem.strip("-_") or "row"
    pattern = rf"^{stem}(-\d+)?$"
    taken = set(model._base_manager.filter(slug__startswith=stem, slug__regex=pattern).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)
