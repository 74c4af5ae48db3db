"""Rows that are evidence: added once, never changed, never deleted."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class Sealed(Exception):
    """An attempt to change or delete a row that is evidence. Nothing was written."""


def _refuse(model: type[models.Model], deed: str) -> NoReturn:
    raise Sealed(f"A row of “{model._meta.verbose_name}” is evidence and cannot be {deed}. Add a new one instead.")


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs: Any) -> NoReturn:
        _refuse(self.model, "changed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(self.model, "changed")

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("update_conflicts"):
            _refuse(self.model, "changed")
        return super().bulk_create(objs, *args, **kwargs)

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(self.model, "changed")

    def delete(self) -> NoReturn:
        _refuse(self.model, "deleted")


class AppendOnlyModel(models.Model):
    """Can be created; every later save, update or delete raises ``Sealed``."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse(type(self), "changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(type(self), "deleted")
