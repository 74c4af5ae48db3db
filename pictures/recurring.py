"""What pictures need by themselves."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pictures import renditions
from work.schedule import every


@every(minutes=1)
def make_renditions() -> str:
    """Make smaller files of new pictures, for narrow screens"""
    return _("Pictures made ready: %(number)d.") % {"number": renditions.make_missing()}
