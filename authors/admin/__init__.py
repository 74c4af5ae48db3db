"""The people who write and the places they work, at the desk."""

from authors.admin import author, institution

__all__ = ["author", "institution"]
