from articles.models.article import Article, Section
from articles.models.audit import AuditEvent
from articles.models.beside import ArticlePicture, Byline, Correction, RelatedLink
from articles.models.former import FormerAddress
from articles.models.original import Amendment, Original
from articles.models.revision import Revision

__all__ = [
    "Amendment",
    "Article",
    "ArticlePicture",
    "AuditEvent",
    "Byline",
    "Correction",
    "FormerAddress",
    "Original",
    "RelatedLink",
    "Revision",
    "Section",
]
