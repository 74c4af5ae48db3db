"""Who did it: the account that a row names."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


def by_whom(label: Any = None, **options: Any) -> models.ForeignKey:
    """The colleague who did it; None where no person did. Nobody who did something can be deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        **options,
    )
