"""What is in an article, and readers will not get as it stands: whoever clears or publishes it is told."""

from __future__ import annotations

from django.utils.translation import gettext as _

from articles.models import Amendment, Article, ArticlePicture
from articles.rights import Surface, parts
from articles.rights.finding import Finding
from pictures.models import Picture


def findings(article: Article) -> list[Finding]:
    """Proposed amendments, and pictures without rights. None of them blocks."""
    found = []
    for amendment in article.amendments.filter(state=Amendment.State.PROPOSED).order_by("position", "id")[:5]:
        told = _("An amendment is only proposed, so readers get the words as they came: “%(words)s”.")
        remedy = _("Apply it in the list of amendments, or drop it.")
        found.append(Finding("amendments", told % {"words": amendment.exact[:60]}, remedy, blocks=False))
    return [*found, *pictures(article)]


def pictures(article: Article) -> list[Finding]:
    """Those that will not be shown, the lead first."""
    found = []
    uses = article.article_pictures.select_related("picture").order_by("position", "id")
    for use in sorted(uses, key=lambda use: use.role != ArticlePicture.Role.LEAD):
        if parts.may_show_picture(use.picture, Surface.PAGE):
            continue
        told = _("A picture is left out, because nobody has cleared its rights: “%(which)s”.")
        if use.role == ArticlePicture.Role.LEAD:
            told = _("The lead picture is left out, because nobody has cleared its rights: “%(which)s”.")
        if use.picture.rights == Picture.Rights.REFUSED:
            told = _("A picture is left out, because it may not be used: “%(which)s”.")
        elif not use.picture.file:
            told = _("A picture is left out, because we have no file of it: “%(which)s”.")
        remedy = _("Clear it on its own page, or choose another picture.")
        found.append(Finding("pictures", told % {"which": use.picture}, remedy, blocks=False))
    return found[:5]
