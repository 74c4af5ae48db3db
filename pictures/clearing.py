"""The rights of a picture are cleared by a person, for a reason, at a moment: nobody's silence clears anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from pictures.models import Picture

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PERMISSION = "pictures.change_picture"


def decide(picture: Picture, rights: str, *, by: User | None, because: str = "") -> None:
    """Set the picture's rights and who decided when; the caller saves it. Clearing without a reason is refused."""
    because = because.strip()
    if rights == Picture.Rights.CLEARED and not because:
        raise ValidationError({"cleared_because": _("Say why it may be used: bought, CC BY, own photograph…")})
    picture.rights, picture.cleared_because = rights, because
    cleared = rights == Picture.Rights.CLEARED
    picture.cleared_by, picture.cleared_at = (by, timezone.now()) if cleared else (None, None)
