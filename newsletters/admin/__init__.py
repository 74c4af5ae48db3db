"""The letter at the desk: its editions and its subscribers."""

from newsletters.admin.editions import EditionAdmin
from newsletters.admin.subscribers import SubscriberAdmin

__all__ = ["EditionAdmin", "SubscriberAdmin"]
