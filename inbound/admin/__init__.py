"""The desk of what arrives: the inbox, feeds, what sources did to texts that we hold, and what is kept of it all."""

from inbound.admin import developments, feeds, inbox, kept

__all__ = ["developments", "feeds", "inbox", "kept"]
