"""Which files of pictures anybody may fetch. An address is known to whoever once saw it, so each request asks the rule.

A web server that hands out the folder of files by itself asks nobody: docs/settings.md says how it asks us.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from articles.rights.surfaces import Surface
from pictures.models import FOLDER, Picture, original_of

if TYPE_CHECKING:
    from collections.abc import Callable

SEES_ALL = "pictures.view_picture"


def may_fetch(name: str, who: Callable[[], Any]) -> bool:
    """Whether the file of that name may be handed out; ``who`` gives the user where only the desk may have it.

    One query. What is not among the files of pictures (logos of outlets) may be fetched by anybody.
    """
    original = original_of(name)
    if not original.startswith(f"{FOLDER}/") or is_public(original):
        return True
    user = who()
    return user is not None and user.is_active and user.is_staff and user.has_perm(SEES_ALL)


def is_public(original: str) -> bool:
    """Whether it is the file of a picture that is cleared, and of a portrait, of no text, or of one that readers see.

    So not of one that is refused or not cleared, whose stories are withdrawn, under embargo or not yet published, nor
    the file that a picture had before its present one.
    """
    from articles.models import Article, ArticlePicture

    uses = ArticlePicture.objects.filter(picture=OuterRef("pk"))
    seen = uses.filter(article__in=Article.objects.visible_on(Surface.PAGE))
    shown = Q(portrait_of__isnull=False) | ~Exists(uses) | Exists(seen)
    return Picture.objects.showable().filter(shown, file=original).exists()
