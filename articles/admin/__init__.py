"""The desk: where editors and the rights desk work on articles."""

from articles.admin import article, decisions, evidence, front, section, standing_page, user

__all__ = ["article", "decisions", "evidence", "front", "section", "standing_page", "user"]
