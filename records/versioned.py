"""Rows that more than one person edits."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class Stale(Exception):
    """Somebody else saved the row after it was read; nothing was written. The text is a sentence for an editor."""

    def __init__(self, row: models.Model):
        self.row = row
        super().__init__(
            f"“{row}” was saved by somebody else while you were working on it. Nothing of yours was written: "
            "open it again, compare, and save once more."
        )


class VersionedModel(models.Model):
    """A row whose every save checks that nobody else has saved it since it was read.

    Saving a row read at version 3 writes version 4, or raises ``Stale`` and writes nothing when the database is no
    longer at version 3.
    """

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            return super().save(*args, **kwargs)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        read_at = self.version
        manager = type(self)._base_manager.using(kwargs.get("using") or self._state.db)
        try:
            with transaction.atomic(using=manager.db):
                self.version = read_at + 1
                if not manager.filter(pk=self.pk, version=read_at).update(version=self.version):
                    raise Stale(self)
                super().save(*args, **kwargs)
        except BaseException:
            self.version = read_at
            raise
