"""Who may do what: four groups, made by a migration, that an administrator may reshape afterwards.

Publishing and clearing rights are separate permissions; nobody but an administrator has both by default.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_noop

WRITER, EDITOR = gettext_noop("Writers"), gettext_noop("Editors")
RIGHTS_DESK, PUBLISHER = gettext_noop("Rights desk"), gettext_noop("Publishers")
"""The groups keep these names in the database, where migrations look for them; the desk shows them in its language."""

_SEE = (
    "articles.view_section articles.view_article articles.view_byline articles.view_relatedlink articles.view_original "
    "articles.view_articlepicture articles.view_amendment articles.view_correction articles.view_revision "
    "articles.view_auditevent outlets.view_outlet outlets.view_terms authors.view_author authors.view_institution "
    "authors.view_institutionalias authors.view_affiliation pictures.view_picture taggit.view_tag"
)
_WRITE = (
    "articles.add_article articles.change_article articles.add_byline articles.change_byline articles.delete_byline "
    "articles.add_relatedlink articles.change_relatedlink articles.delete_relatedlink articles.add_articlepicture "
    "articles.change_articlepicture articles.delete_articlepicture authors.add_author authors.change_author "
    "authors.add_affiliation authors.change_affiliation pictures.add_picture taggit.add_tag"
)
_EDIT = (
    "articles.add_amendment articles.change_amendment authors.add_institution authors.change_institution "
    "authors.add_institutionalias authors.change_institutionalias authors.delete_institutionalias "
    "articles.add_section articles.change_section taggit.change_tag"
)
_CLEAR = (
    "articles.clear_article outlets.add_outlet outlets.change_outlet outlets.add_terms outlets.change_terms "
    "pictures.change_picture articles.add_amendment articles.change_amendment"
)
_PUBLISH = "articles.publish_article"

DECISIONS = ("articles.view_ruling", "articles.view_clearance")
"""To see what the rights desk decided. Added to the groups that were there before its decisions were kept as rows."""

STANDING_PAGES = ("articles.view_standingpage",)
KEEP_STANDING_PAGES = ("articles.add_standingpage", "articles.change_standingpage", "articles.delete_standingpage")
"""To see, and to write, what the newsroom says of itself. Given by the migration that makes such pages."""

FRONT = ("articles.view_front",)
ARRANGE_FRONT = ("articles.change_front",)
"""To see, and to change, how the front page is arranged. Given by the migration that makes it."""

WORK = ("work.view_job", "work.view_recurring", "work.view_beat")
STEER_WORK = ("work.steer_job", "work.change_recurring", "work.run_recurring")

_SEE_LATER = (*DECISIONS, *STANDING_PAGES, *FRONT)
_EDIT_LATER = (*KEEP_STANDING_PAGES, *ARRANGE_FRONT)

ROLES: dict[str, tuple[str, ...]] = {
    WRITER: (*f"{_SEE} {_WRITE}".split(), *_SEE_LATER),
    EDITOR: (*f"{_SEE} {_WRITE} {_EDIT}".split(), *_SEE_LATER, *_EDIT_LATER),
    RIGHTS_DESK: (*f"{_SEE} {_CLEAR}".split(), *_SEE_LATER),
    PUBLISHER: (*f"{_SEE} {_WRITE} {_EDIT} {_PUBLISH}".split(), *_SEE_LATER, *_EDIT_LATER),
}
_LATER = frozenset({*_SEE_LATER, *_EDIT_LATER})


def make_groups(apps: Any, database: str = "default") -> None:
    """Add the groups that are missing, with their permissions; one that exists is left as its administrator shaped it.

    ``apps`` is the registry of a migration or the real one. The permissions must have been created, but for those of
    models that a later migration makes: that one gives them (``let_decisions_be_seen`` and its like).
    """
    group_model = apps.get_model("auth", "Group")
    for name, labels in ROLES.items():
        group, made = group_model.objects.using(database).get_or_create(name=name)
        if made:
            given = [label for label in labels if label not in _LATER or _is_made(apps, database, label)]
            _give(apps, database, group, given)


def let_decisions_be_seen(apps: Any, database: str = "default") -> None:
    """Give ``DECISIONS`` to those of our groups that may read the log, where such decisions are told already.

    A group that its administrator removed, renamed, or keeps from the log is left as it is.
    """
    readers = apps.get_model("auth", "Group").objects.using(database)
    log = _permission(apps, database, "articles.view_auditevent")
    for group in readers.filter(name__in=ROLES, permissions=log):
        _give(apps, database, group, DECISIONS)


def let_work_be_seen(apps: Any, database: str = "default") -> None:
    """Let our groups see long jobs and what recurs, and publishers steer them."""
    groups = apps.get_model("auth", "Group").objects.using(database)
    for group in groups.filter(name__in=ROLES):
        _give(apps, database, group, WORK)
        if group.name == PUBLISHER:
            _give(apps, database, group, STEER_WORK)


def let_standing_pages_be_kept(apps: Any, database: str = "default") -> None:
    """Let our groups see what the newsroom says of itself, and those who edit write it."""
    groups = apps.get_model("auth", "Group").objects.using(database)
    for group in groups.filter(name__in=ROLES):
        _give(apps, database, group, STANDING_PAGES)
        if group.name in (EDITOR, PUBLISHER):
            _give(apps, database, group, KEEP_STANDING_PAGES)


def let_the_front_be_arranged(apps: Any, database: str = "default") -> None:
    """Let our groups see how the front page is arranged, and those who edit arrange it."""
    groups = apps.get_model("auth", "Group").objects.using(database)
    for group in groups.filter(name__in=ROLES):
        _give(apps, database, group, FRONT)
        if group.name in (EDITOR, PUBLISHER):
            _give(apps, database, group, ARRANGE_FRONT)


def _give(apps: Any, database: str, group: Any, labels: Iterable[str]) -> None:
    group.permissions.add(*(_permission(apps, database, label) for label in labels))


def _permission(apps: Any, database: str, label: str) -> Any:
    app, codename = label.split(".")
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    return permissions.get(content_type__app_label=app, codename=codename)


def _is_made(apps: Any, database: str, label: str) -> bool:
    app, codename = label.split(".")
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    return permissions.filter(content_type__app_label=app, codename=codename).exists()
