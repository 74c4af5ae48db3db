"""What every page for readers has in common: its head, the menu, and how long a copy of it may be kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from articles.models import Section
from articles.together import Question

KEPT_FOR = 60  # seconds


@dataclasses.dataclass(frozen=True)
class MenuItem:
    name: str
    slug: str

    @property
    def url(self) -> str:
        return reverse("articles:section", args=[self.slug])


@dataclasses.dataclass
class Head:
    """What stands in a page's <head>. Texts are plain; addresses are absolute; what is empty is left out."""

    title: str = ""
    """Without the newsroom's name, which the template adds."""
    description: str = ""
    canonical: str = ""
    address: str = ""
    """Of this page on our site, for those who share it; canonical may be the outlet's."""
    robots: tuple[tuple[str, str], ...] = ()
    """Names and contents of <meta> for search engines."""
    previous: str = ""
    next: str = ""
    kind: str = "website"
    image: str = ""
    image_alt: str = ""
    published: dt.datetime | None = None
    section: str = ""


def menu_question() -> Question:
    return Section.objects.all(), "position", "name", "slug"


def menu_of(answers: Iterable[tuple[str | None, ...]]) -> list[MenuItem]:
    placed = sorted((int(position or 0), name or "", slug or "") for position, name, slug in answers)
    return [MenuItem(name, slug) for _position, name, slug in placed]


def menu() -> list[MenuItem]:
    """The sections in the order of the menu; one query."""
    return [MenuItem(*row) for row in Section.objects.order_by("position", "name").values_list("name", "slug")]


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path of ours: under NEWSROOM_URL where it is set, else as this reader came."""
    return settings.NEWSROOM_URL.rstrip("/") + path if settings.NEWSROOM_URL else request.build_absolute_uri(path)


def earliest(moments: Iterable[dt.datetime | None]) -> dt.datetime | None:
    return min((moment for moment in moments if moment), default=None)


def answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    until: dt.datetime | None = None,
    status: int = 200,
) -> TemplateResponse:
    """The page, for anybody's cache to keep for a minute, but never past ``until``: the next moment at which a right
    to something that it shows may end, or a closed address may open."""
    response = TemplateResponse(request, template, context, status=status)
    response["Cache-Control"] = f"public, max-age={seconds_kept(until)}"
    return response


def moved(address: str, until: dt.datetime | None = None) -> HttpResponse:
    """The way to where it stands now, until it may stand here again."""
    # Kept for a minute only: browsers that kept it for good would run in circles once it moves back.
    response = HttpResponsePermanentRedirect(address)
    response["Cache-Control"] = f"public, max-age={seconds_kept(until)}"
    return response


def seconds_kept(until: dt.datetime | None) -> int:
    """How long a copy may be kept of what is true until then, or for good."""
    if until is None:
        return KEPT_FOR
    return max(0, min(KEPT_FOR, int((until - timezone.now()).total_seconds())))
