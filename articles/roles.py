"""Who may do what: four groups, made by a migration, that an administrator may reshape afterwards.

Publishing and clearing rights are separate permissions; nobody but an administrator has both by default.
"""

from __future__ import annotations

from typing import Any

WRITER, EDITOR, RIGHTS_DESK, PUBLISHER = "Writers", "Editors", "Rights desk", "Publishers"

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

ROLES: dict[str, tuple[str, ...]] = {
    WRITER: tuple(f"{_SEE} {_WRITE}".split()),
    EDITOR: tuple(f"{_SEE} {_WRITE} {_EDIT}".split()),
    RIGHTS_DESK: tuple(f"{_SEE} {_CLEAR}".split()),
    PUBLISHER: tuple(f"{_SEE} {_WRITE} {_EDIT} {_PUBLISH}".split()),
}


def make_groups(apps: Any, database: str = "default") -> None:
    """Add the groups that are missing, with their permissions; one that exists is left as its administrator shaped it.

    ``apps`` is the registry of a migration or the real one. The permissions must have been created.
    """
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, labels in ROLES.items():
        group, made = group_model.objects.using(database).get_or_create(name=name)
        if not made:
            continue
        for label in labels:
            app, codename = label.split(".")
            group.permissions.add(
                permission_model.objects.using(database).get(content_type__app_label=app, codename=codename)
            )
