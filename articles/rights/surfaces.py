"""The places where a text can show."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Surface(models.TextChoices):
    PAGE = "page", _("page")
    SEARCH = "search", _("search")
    FEED = "feed", _("public feed")
    PARTNER_FEED = "partner_feed", _("partner feed")
    NEWSLETTER = "newsletter", _("newsletter")
    API = "api", _("API")
    REPUBLISH = "republish", _("republish page")
    SITEMAP = "sitemap", _("sitemap")
    NEWS_SITEMAP = "news_sitemap", _("news sitemap")


NOT_SERVED = frozenset({Surface.PARTNER_FEED, Surface.API, Surface.REPUBLISH})
"""What the gate answers for and Newsroom does not serve yet: the desk is told so beside the answer."""
