"""What the desk does with an article settles what its source did to it: nobody has to say it twice."""

from __future__ import annotations

from typing import Any

from django.db.models import signals
from django.dispatch import receiver
from django.utils.translation import gettext as _

from articles.models import AuditEvent
from inbound import developments
from inbound.models import Development

_TEXT = ("update", "correction")
_ALL = tuple(Development.Kind.values)
# verb of the log: the developments that it settles
_SETTLED: dict[str, tuple[str, ...]] = {
    "take_over": _TEXT,
    "carry_over": _TEXT,
    "withdraw": _ALL,
    "trash": _ALL,
    "restore": ("released",),
}


@receiver(signals.post_save, sender=AuditEvent)
def settle(instance: AuditEvent, created: bool, raw: bool = False, **kwargs: Any) -> None:
    kinds = _SETTLED.get(instance.verb)
    if raw or not created or kinds is None or instance.article_id is None:
        return
    rows = Development.objects.open().filter(article=instance.article_id, kind__in=kinds)
    if kinds is _TEXT:
        rows = rows.filter(original__isnull=False)
    told = {
        "take_over": _("The new text was taken over."),
        "carry_over": _("It was carried over by hand."),
        "withdraw": _("Withdrawn here."),
        "trash": _("Put in the trash."),
        "restore": _("Restored."),
    }[instance.verb]
    for row in rows:
        developments.close(row, by=instance.actor, outcome=f"{told} {instance.reason}")
