"""What the desk's articles need by themselves: time changes how they stand, without anybody acting."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _

from articles import archive, breaches, standing, trash
from work.schedule import daily, every

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


@every(minutes=1)
def count_archive() -> str:
    """Count anew the days of the archive in which articles came, went, opened or closed"""
    return _("Days counted: %(number)d.") % {"number": archive.recount_stale()}


@daily(at="01:30")
def count_a_week_of_the_archive() -> str:
    """Count one day in seven of the archive anew, so that within a week each was, whatever happened"""
    return _("Days counted: %(number)d.") % {"number": archive.recount_a_seventh()}
