"""What rests on a row, and so keeps it from being deleted: told by what people know, not by the rows inside of it."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.deletion import get_candidate_relations_to_delete
from simple_history.models import HistoricalChanges

WHOLE = "article"
"""A row with a foreign key of this name is a part of what it names: a byline, an amendment, a line of the log."""


@dataclasses.dataclass(frozen=True)
class Resting:
    """The rows of one kind that rest on one row."""

    kind: type[models.Model]
    rows: models.QuerySet
    count: int
    is_whole: bool
    """Whether rows of this kind have parts of their own, for which they stand."""


def held(model: type[models.Model], pks: Sequence[Any]) -> set[Any]:
    """Which of these rows something rests on; as many queries as there are foreign keys to them."""
    found: set[Any] = set()
    for part, path in _ways(model):
        rows = part._base_manager.filter(**{f"{path}__in": pks})
        if issubclass(part, HistoricalChanges):
            rows = rows.filter(**{f"{_identity(part)}__in": part.instance_type._base_manager.values("pk")})
        found.update(rows.order_by().values_list(path, flat=True).distinct())
    return found


def resting(row: models.Model) -> list[Resting]:
    """What rests on the row, each kind once: what has parts of its own first. Nothing is loaded but the numbers."""
    by_kind: dict[type[models.Model], list[models.QuerySet]] = defaultdict(list)
    wholes = set()
    for part, path in _ways(type(row)):
        rows = part._base_manager.filter(**{path: row.pk})
        if issubclass(part, HistoricalChanges):
            by_kind[part.instance_type].append(rows.values(_identity(part)))
            continue
        if whole := _whole_of(part):
            wholes.add(whole.related_model)
            by_kind[whole.related_model].append(rows.exclude(**{WHOLE: None}).values(WHOLE))
            rows = rows.filter(**{WHOLE: None})
            if not whole.null:
                continue
        by_kind[part].append(rows.values("pk"))
    told = []
    for kind, parts in by_kind.items():
        everything = kind._base_manager.filter(reduce(or_, (Q(pk__in=part) for part in parts))).order_by("-pk")
        if count := everything.count():
            told.append(Resting(kind, everything, count, kind in wholes))
    return sorted(told, key=lambda each: (not each.is_whole, str(each.kind._meta.verbose_name)))


def _identity(history: Any) -> str:
    """The column in which a record of a change says which row was changed."""
    return history.instance_type._meta.pk.attname


def _whole_of(part: type[models.Model]) -> Any:
    return next((field for field in part._meta.fields if field.name == WHOLE and field.is_relation), None)


def _ways(
    model: type[models.Model], path: str = "", seen: frozenset[type[models.Model]] = frozenset()
) -> Iterator[tuple[Any, str]]:
    """Each model whose rows would be orphaned, with the lookup by which they name the row that would go.

    By a foreign key that protects it, or that protects what would be deleted along with it. A history of changes is
    evidence: who made them stays known while the row is there, although the library would let go of the name.
    """
    relation: Any
    for relation in get_candidate_relations_to_delete(model._meta):
        on_delete, part = relation.on_delete, relation.related_model
        way = f"{relation.field.name}__{path}" if path else relation.field.name
        who_changed_it = issubclass(part, HistoricalChanges) and relation.field.name == "history_user"
        if on_delete in (models.PROTECT, models.RESTRICT) or who_changed_it:
            yield part, way
        elif on_delete is models.CASCADE and part not in seen and part is not model:
            yield from _ways(part, way, seen | {model})
