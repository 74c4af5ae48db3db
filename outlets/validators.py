"""What may stand in the free texts of terms, because pages print one and a matcher runs the other."""

from __future__ import annotations

import re
from string import Formatter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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
