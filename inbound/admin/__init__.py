"""The desk of what arrives: the inbox, feeds, what sources did to texts that we hold, and what is kept of it all."""

from inbound.admin import archives, developments, feeds, inbox, kept

__all__ = ["archives", "developments", "feeds", "inbox", "kept"]
