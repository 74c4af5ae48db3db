"""The desk: where editors and the rights desk work on articles."""

from articles.admin import article, evidence, section, user

__all__ = ["article", "evidence", "section", "user"]
