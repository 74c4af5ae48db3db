"""System checks for what a newsroom still owes its readers. docs/settings.md lists them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Caution
from django.db import DEFAULT_DB_ALIAS, DatabaseError

from articles import standing_texts


@register(Tags.database)
def check_standing_pages(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: object
) -> Iterator[CheckMessage]:
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return
    try:
        addresses = [page.get_absolute_url() for page in standing_texts.unwritten()]
    except DatabaseError:
        return  # not migrated yet
    if addresses:
        yield Caution(
            f"Readers are told that something is still to be written on {', '.join(addresses)}.",
            hint="Write it at the desk, under “Standing pages”, or close the page there until it is written.",
            id="articles.W003",
        )
