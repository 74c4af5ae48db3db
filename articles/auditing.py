"""One line in the log, in the transaction of the change that it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from articles.models.audit import AuditEvent

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article


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
    name = (by.get_full_name() or by.get_username()) if by else _("the system")
    return AuditEvent.objects.create(
        verb=verb,
        actor=by,
        actor_name=name[:200],
        article=article,
        subject=subject[:300],
        reason=reason[:500],
        details=details,
    )
