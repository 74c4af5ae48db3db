"""The book of what has been made, so that a second run adds nothing twice and touches nothing that the desk changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import models, transaction

from demo.models import Piece

Row = TypeVar("Row", bound=models.Model)


def make(model: type[Row], name: str, how: Callable[[], Row]) -> None:
    """Make the piece unless it was made before: the row and its line in the book together, or neither."""
    if has(model, name):
        return
    with transaction.atomic():
        Piece.objects.create(name=_called(model, name), row=how().pk)


def has(model: type[Row], name: str) -> bool:
    return Piece.objects.filter(name=_called(model, name)).exists()


def find(model: type[Row], name: str) -> Row:
    """The row of a piece that was made, under whatever name or slug it now goes."""
    return model._default_manager.get(pk=Piece.objects.get(name=_called(model, name)).row)


def _called(model: type[Row], name: str) -> str:
    return f"{model._meta.model_name}:{name}"
