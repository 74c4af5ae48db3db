"""Work behind the scenes, at the desk: long jobs, what recurs, and who works."""

from work.admin.jobs import JobAdmin
from work.admin.recurring import BeatAdmin, RecurringAdmin

__all__ = ["BeatAdmin", "JobAdmin", "RecurringAdmin"]
