from articles.models.archive_day import ArchiveDay
from articles.models.article import Article, Section
from articles.models.audit import AuditEvent
from articles.models.beside import ArticlePicture, Byline, Correction, RelatedLink
from articles.models.clearance import Clearance, Ruling
from articles.models.former import FormerAddress, FormerPlace
from articles.models.front import Front, FrontRail, FrontSlot
from articles.models.old_address import OldAddress
from articles.models.original import Amendment, Original
from articles.models.outside import HostOnPage, OutsideHost
from articles.models.revision import Revision
from articles.models.searched import SearchText
from articles.models.standing_page import StandingPage

__all__ = [
    "Amendment",
    "ArchiveDay",
    "Article",
    "ArticlePicture",
    "AuditEvent",
    "Byline",
    "Clearance",
    "Correction",
    "FormerAddress",
    "FormerPlace",
    "Front",
    "FrontRail",
    "FrontSlot",
    "HostOnPage",
    "OldAddress",
    "Original",
    "OutsideHost",
    "RelatedLink",
    "Revision",
    "Ruling",
    "SearchText",
    "Section",
    "StandingPage",
]
