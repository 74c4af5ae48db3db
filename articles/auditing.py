"""One line in the log, in the transaction of the change that it tells of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from articles.models.audit import AuditEvent

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article

_nobody: ContextVar[tuple[str, dict[str, Any]] | None] = ContextVar("acting", default=None)


@contextmanager
def acting(name: str, **details: Any) -> Iterator[None]:
    """Inside, what no person does is told in the log as done by this (a feed, say), with these details on each line."""
    token = _nobody.set((name, details))
    try:
        yield
    finally:
        _nobody.reset(token)


def record(
    verb: str,
    *,
    by: User | None,
    article: Article | None = None,
    about: models.Model | str = "",
    reason: str = "",
    **details: Any,
) -> AuditEvent:
    """Write the line. Must be called inside the transaction of the change: neither may exist without the other."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit event is written in the transaction of its change.")
    subject = str(about or article or "")
    nobody, more = _nobody.get() or (_("the system"), {})
    name = (by.get_full_name() or by.get_username()) if by else nobody
    return AuditEvent.objects.create(
        verb=verb,
        actor=by,
        actor_name=name[:200],
        article=article,
        subject=subject[:300],
        reason=reason[:500],
        details=details if by else more | details,
    )
