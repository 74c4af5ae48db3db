"""What may stand in the free texts of terms, because pages print one and a matcher runs the other."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image

PLACEHOLDERS = frozenset(
    {"outlet", "home", "original", "authors", "title", "date", "licence", "licence_url", "newsroom"}
)


def validate_notice(template: str) -> None:
    """A notice is words and links, with placeholders of the known names only."""
    try:
        names = {name for _text, name, _spec, _conversion in Formatter().parse(template) if name is not None}
    except ValueError as error:
        raise ValidationError(_("The notice has a stray brace: %(why)s"), params={"why": str(error)}) from error
    if unknown := names - PLACEHOLDERS:
        raise ValidationError(
            _("The notice names {%(name)s}, which is not known. Known are: %(known)s."),
            params={"name": sorted(unknown)[0], "known": ", ".join(sorted(PLACEHOLDERS))},
        )


def validate_counter_pattern(pattern: str) -> None:
    if len(pattern) > 500:
        raise ValidationError(_("The counter's pattern is longer than 500 characters."))
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValidationError(
            _("The counter's pattern is no regular expression: %(why)s"), params={"why": str(error)}
        ) from error


def validate_logo(file: Any) -> None:
    """A small picture that pages can show as it is; judged by its header, never decoded. A stored one is not read."""
    if getattr(file, "_committed", False):
        return
    if file.size > 1024 * 1024:
        raise ValidationError(_("The logo is larger than 1 MB. Save it smaller and try again."))
    file.seek(0)
    try:
        width, height = Image.open(file, formats=("PNG", "WEBP", "JPEG", "GIF")).size
    except Exception as error:  # Pillow's readers raise whatever the bytes provoke
        raise ValidationError(_("The logo is no PNG, WebP, JPEG or GIF that can be read.")) from error
    finally:
        file.seek(0)
    if max(width, height) > 2000:
        raise ValidationError(_("The logo is more than 2,000 pixels wide or high. Save it smaller and try again."))
