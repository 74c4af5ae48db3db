"""Addresses of a site that this one has taken the place of: whole ones, whatever their form."""

from __future__ import annotations

import unicodedata
from functools import reduce
from operator import or_
from urllib.parse import unquote, urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from articles.models.article import Article, Section
from authors.models import Author

LEADS_TO = ("article", "section", "author", "tag")
LONGEST = 500
ASKED = ("p", "page_id", "attachment_id")
"""What old sites asked for in place of an address: “/?p=123” of WordPress."""


def _leads_to_one() -> Q:
    return reduce(or_, (Q(**{f"{other}__isnull": other != name for other in LEADS_TO}) for name in LEADS_TO))


def old_path(address: str) -> str:
    """The form in which an address is kept and looked up: path alone, or “/?p=123”; "" where it cannot be kept.

    Case, a slash at the end, the script's name and how a character is escaped made no difference on the old site.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = unicodedata.normalize("NFC", unquote(parts.path, errors="replace")).casefold()
    path = path.removeprefix("/index.php").rstrip("/") or "/"
    if path == "/":
        asked = dict(pair.partition("=")[::2] for pair in parts.query.split("&"))
        path = next((f"/?{name}={asked[name]}" for name in ASKED if asked.get(name, "").isdecimal()), "")
    storable = path.startswith("/") and "\x00" not in path and len(path) <= LONGEST
    return path if storable else ""


class OldAddressQuerySet(models.QuerySet):
    def at(self, address: str) -> OldAddressQuerySet:
        """Of an address and of what hung below it on the old site: its numbered pages, its feed, its AMP page."""
        path = old_path(address)
        stem, _slash, last = path.rpartition("/")
        paths = [path, stem] if last in ("feed", "amp", "embed", "all") or last.isdecimal() else [path]
        return self.filter(path__in=[one for one in paths if one])


class OldAddress(models.Model):
    """An address that readers knew from the old site, and what of ours stands in its place.

    It names the row and not its address, so it leads straight to where that stands now. It leads nowhere while readers
    may not see what it names.
    """

    path = models.CharField(_("address"), max_length=LONGEST, unique=True)
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="old_addresses", verbose_name=_("article")
    )
    section = models.ForeignKey(
        Section, models.CASCADE, null=True, blank=True, related_name="old_addresses", verbose_name=_("section")
    )
    author = models.ForeignKey(
        Author, models.CASCADE, null=True, blank=True, related_name="old_addresses", verbose_name=_("author")
    )
    tag = models.ForeignKey(
        Tag, models.CASCADE, null=True, blank=True, related_name="old_addresses", verbose_name=_("tag")
    )
    kept_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address of the old site")
        verbose_name_plural = _("addresses of the old site")
        ordering = ["path"]
        constraints = [models.CheckConstraint(condition=_leads_to_one(), name="old_address_leads_to_one")]

    def __str__(self) -> str:
        return self.path
