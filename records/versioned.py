"""Rows that more than one person edits."""

from __future__ import annotations

import dataclasses
import datetime as dt
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


@dataclasses.dataclass(frozen=True)
class Deed:
    """Somebody did something to a row."""

    at: dt.datetime
    who: str
    """Empty where no person did it."""
    what: str = ""


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

    def deeds_since(self, moment: dt.datetime | None) -> list[Deed]:
        """What was done to it since, oldest first, as far as it is on record; the last deed where no moment is known.

        On record is what is done at the desk. A model with a log of its own adds what that one tells.
        """
        from django.contrib.admin.models import LogEntry  # no model of ours waits for the desk's to be loaded
        from django.contrib.contenttypes.models import ContentType

        kind = ContentType.objects.get_for_model(self)
        entries = LogEntry.objects.filter(content_type=kind, object_id=str(self.pk)).select_related("user")
        entries = entries.order_by("-action_time", "-pk")
        found = list(entries[:1] if moment is None else entries.filter(action_time__gte=moment))
        return [
            Deed(e.action_time, e.user.get_full_name() or e.user.get_username(), e.get_change_message())
            for e in reversed(found)
        ]
