"""What the desk's articles need by themselves: time changes how they stand, without anybody acting."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _

from articles import breaches, standing, trash
from work.schedule import daily

log = logging.getLogger(__name__)


@daily(at="02:30")
def refresh_lights() -> str:
    """Bring the lights of licensed articles up to date, as time has changed them"""
    return _("Lights brought up to date: %(number)d.") % {"number": sum(standing.refresh())}


@daily(at="03:00")
def check_rights() -> str:
    """Check that everything published keeps its terms, on every surface"""
    against = 0
    for of_one in breaches.check():
        for breach in of_one:
            against += 1
            log.warning("against its terms: %s: [%s] %s", breach.article, breach.clause, breach.sentence)
    if not against:
        return _("Nothing stands against its terms.")
    return _("Against their terms: %(number)d. manage.py check_rights lists them.") % {"number": against}


@daily(at="04:30")
def empty_trash() -> str:
    """Let go what has lain in the trash for 30 days, so that it can be received anew"""
    return _("Let go: %(number)d.") % {"number": trash.empty()}
