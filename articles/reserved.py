"""First parts of addresses that belong to the site itself, so that no section can take them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_WORDS = """
    about account admin all api archive authors comments contact corrections demo favicon feed feeds healthz
    institutions jsi18n login logout manifest media newsletter newsletters outlets page pages partner
    partners preview privacy republish robots rss search sections sitemap sitemaps static tag tags topics
    websub
"""
RESERVED = frozenset(_WORDS.split())
FOR_PAGES = frozenset({"about", "contact", "corrections", "privacy", "pages"})
"""Those that what the newsroom says of itself may take."""


def validate_not_reserved(slug: str) -> None:
    if slug in RESERVED:
        raise ValidationError(
            _("“/%(slug)s/” is an address of the site itself. Choose another slug."), params={"slug": slug}
        )


def validate_free_for_a_page(slug: str) -> None:
    if slug not in FOR_PAGES:
        validate_not_reserved(slug)
