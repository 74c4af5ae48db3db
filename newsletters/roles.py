"""What our groups may do with the letter: editors compose, publishers send. Named as in ``articles.roles``."""

from __future__ import annotations

from typing import Any

from articles.roles import EDITOR, PUBLISHER, ROLES

_SEE = ("view_edition", "view_item")
_COMPOSE = ("add_edition", "change_edition", "delete_edition", "add_item", "change_item", "delete_item")
_SEND = ("send_edition", "view_subscriber", "handle_subscriber", "export_subscriber")


def give(apps: Any, database: str = "default") -> None:
    """Add to the groups that exist; what an administrator took from one before is not there to be taken again."""
    groups = apps.get_model("auth", "Group").objects.using(database)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    for name in ROLES:
        codes = [*_SEE, *(_COMPOSE if name in (EDITOR, PUBLISHER) else ()), *(_SEND if name == PUBLISHER else ())]
        for group in groups.filter(name=name):
            group.permissions.add(*permissions.filter(content_type__app_label="newsletters", codename__in=codes))
