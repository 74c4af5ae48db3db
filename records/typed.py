"""What an editor typed into fields that the page no longer has, because of what a colleague did meanwhile."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst

_OF_A_ROW = re.compile(r"(?P<prefix>.+)-(?P<number>\d+)-(?P<field>\w+)")
_ONE_OF_TWO_BOXES = re.compile(r"_[01]$")


@dataclasses.dataclass(frozen=True)
class Typed:
    label: str
    value: str

    @property
    def lines(self) -> int:
        return min(12, 1 + self.value.count("\n") + len(self.value) // 80)


def left_over(
    sent: QueryDict, row: models.Model, shown: Collection[str], inlines: Mapping[str, type[models.Model]]
) -> Iterator[Typed]:
    """Each value that was sent for a field of the row, or of the rows beside it, that is not among those shown.

    ``inlines`` are the models by the prefix of their rows' fields. A value that says what is stored anyway is left out.
    """
    for key, values in sent.lists():
        name = _ONE_OF_TWO_BOXES.sub("", key)
        value = "\n".join(values).replace("\r\n", "\n").strip()
        if not value or key in shown or name in shown:
            continue
        model: type[models.Model] = type(row)
        stored: models.Model | None = row
        told = ""
        if match := _OF_A_ROW.fullmatch(name):
            if match["prefix"] not in inlines:
                continue
            model, name = inlines[match["prefix"]], match["field"]
            stored = _find(model, sent.get(f"{match['prefix']}-{match['number']}-id"))
            told = f"{capfirst(model._meta.verbose_name)} {int(match['number']) + 1}: "
        field = _field(model, name)
        if field is None or field.primary_key or (field.related_model is type(row) and value == str(row.pk)):
            continue
        if stored is None or not _says_the_same(stored, field, value):
            yield Typed(told + str(capfirst(field.verbose_name)), _readable(field, value))


def _field(model: type[models.Model], name: str) -> Any:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:  # a button, a token, a tick to delete a row
        return None
    return field if hasattr(field, "verbose_name") else None


def _find(model: Any, pk: Any) -> Any:
    try:
        return model._base_manager.filter(pk=pk).first() if pk else None
    except (ValueError, ValidationError, OverflowError):
        return None


def _says_the_same(stored: models.Model, field: Any, value: str) -> bool:
    if field.many_to_many:
        return {str(each) for each in getattr(stored, field.name).all()} == set(re.split(r"\s*,\s*|\n", value))
    now = getattr(stored, field.attname)
    if isinstance(now, bool):
        return now
    if isinstance(now, dt.datetime):  # typed into two boxes
        return value in str(timezone.localtime(now))
    return str(now if now is not None else "").replace("\r\n", "\n").strip() == value


def _readable(field: Any, value: str) -> str:
    if field.many_to_one:
        return str(_find(field.related_model, value) or value)
    return str(dict(field.flatchoices).get(value, value)) if getattr(field, "choices", None) else value
