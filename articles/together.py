"""Several small questions, one trip to the database.

A page for readers may ask three times at most, whatever it shows. What stands beside an article (names, links, tags,
the menu) is a handful of short rows from as many tables; they travel in one UNION ALL, every column as text.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

Question = tuple[Any, ...]
"""A queryset without order or slice, then the columns wanted of it."""


def together(**asked_for: Question | list[Question]) -> dict[str, list[tuple[str | None, ...]]]:
    """The answers by name, each row a tuple of texts in the order of the columns; the rows come in no order.

    Several questions under one name, of as many columns each, have their answers together there.

    A question that needs the first few rows only says so inside: ``pk__in=queryset.order_by(…)[:5]``. SQLite takes no
    LIMIT in the parts of a UNION.
    """
    questions = {name: asked if isinstance(asked, list) else [asked] for name, asked in asked_for.items()}
    each = [(name, question) for name, several in questions.items() for question in several]
    width = max(len(columns) for _name, (_rows, *columns) in each)
    parts: list[QuerySet] = []
    for name, (rows, *columns) in each:
        wanted: list[Combinable] = [Cast(F(c) if isinstance(c, str) else c, TextField()) for c in columns]
        wanted += [Cast(Value(""), TextField())] * (width - len(columns))
        parts.append(rows.order_by().values_list(Cast(Value(name), TextField()), *wanted))
    asked = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    answers: dict[str, list[tuple[str | None, ...]]] = {name: [] for name in questions}
    for name, *row in asked:
        answers[name].append(tuple(row[: len(questions[name][0]) - 1]))
    return answers
