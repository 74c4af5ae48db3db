"""What our groups may do with what arrives. Their names are those of ``articles.roles``."""

from __future__ import annotations

from typing import Any

from articles.roles import EDITOR, PUBLISHER, RIGHTS_DESK, ROLES

_SEE = (
    "inbound.view_feed inbound.view_delivery inbound.view_run inbound.view_item inbound.view_development "
    "inbound.view_sighting inbound.view_subscription inbound.view_sourcestate inbound.view_archiveitem"
).split()
_HANDLE = "inbound.add_feed inbound.change_feed inbound.change_item inbound.change_development".split()


def give(apps: Any, database: str = "default") -> None:
    """Add to the groups that exist; what an administrator took from one before is not there to be taken again."""
    groups = apps.get_model("auth", "Group").objects.using(database)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    for name in ROLES:
        labels = [*_SEE, *(_HANDLE if name in (EDITOR, PUBLISHER, RIGHTS_DESK) else ())]
        codes = [label.split(".")[1] for label in labels]
        for group in groups.filter(name=name):
            group.permissions.add(*permissions.filter(content_type__app_label="inbound", codename__in=codes))
