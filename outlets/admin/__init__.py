"""The rights desk's screens: whom we republish, and on what terms."""

from outlets.admin import outlet, terms

__all__ = ["outlet", "terms"]
