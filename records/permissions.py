"""Permissions that a migration needs before Django makes them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management import create_permissions


def made_for(apps: Any, schema_editor: Any, *labels: str) -> str:
    """Make the permissions of these apps now; returns the alias of the database.

    Otherwise they are made after all migrations, too late for the groups that are to hold them.
    """
    alias: str = schema_editor.connection.alias
    for label in labels:
        config = apps.get_app_config(label)
        config.models_module = True  # without one, an app of a migration's state would be passed over
        create_permissions(config, apps=apps, using=alias, verbosity=0)
        config.models_module = None
    return alias
