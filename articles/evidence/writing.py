"""How rows, moments and words are written in the evidence file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class _Encoder(DjangoJSONEncoder):
    """Moments in UTC, in ISO 8601, to the microsecond."""

    def default(self, o: Any) -> Any:
        if isinstance(o, dt.datetime):
            return moment(o)
        return super().default(o)


def moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def as_json(value: Any) -> list[bytes]:
    text = json.dumps(value, cls=_Encoder, ensure_ascii=False, indent=2)
    # A lone surrogate in stored JSON is no reason to have no evidence.
    return [text.encode("utf-8", "backslashreplace"), b"\n"]


def as_text(lines: list[str]) -> list[bytes]:
    return ["\n".join([*lines, ""]).encode("utf-8", "backslashreplace")]


def rows(found: models.QuerySet, size: int = 200) -> Iterator[bytes]:
    """A JSON array of rows, one of them held at a time."""
    yield b"["
    between = b"\n"
    for one in found.iterator(chunk_size=size):
        yield between
        yield as_json(row(one))[0]
        between = b",\n"
    yield b"\n]\n"


def row(one: models.Model, without: frozenset[str] = frozenset({"article"})) -> dict[str, Any]:
    """Every column; persons by name, since their numbers say nothing to those who read this elsewhere."""
    said: dict[str, Any] = {}
    for field in one._meta.concrete_fields:
        if field.name in without:
            continue
        if field.is_relation and field.related_model._meta.label == settings.AUTH_USER_MODEL:
            said[field.name] = person(getattr(one, field.name))
        else:
            said[field.attname] = field.value_from_object(one)
    return said


def person(user: Any) -> str | None:
    return (user.get_full_name() or user.get_username()) if user else None


def one_line(text: str) -> str:
    """On one line, and only what can be printed: headlines come from others."""
    return "".join(character if character.isprintable() else " " for character in " ".join(text.split()))
