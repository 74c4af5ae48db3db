"""robots.txt and tdmrep.json: what machines may do with the site as a whole, as the terms of its texts have it.

Each page says the same of its own text (``articles.rights.indexing``). A site of which any text is closed to training
says so for all of it, since its lists show words of every text; where the newsroom welcomes training on its own work,
sections are left open in which nothing is closed.
"""

from __future__ import annotations

import dataclasses
import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, Section
from articles.rights import Surface, indexing
from articles.together import together
from articles.views.public import KEPT_FOR
from outbound import sitemaps

_DATA = Path(__file__).with_name("ai_crawlers.toml")
_MARK = {True: "", False: "# "}
_KEPT = {"Cache-Control": f"public, max-age={KEPT_FOR}"}


@dataclasses.dataclass(frozen=True)
class Training:
    """Whether machines may be trained on what the site shows; None where nobody has said."""

    allowed: bool | None
    open_sections: tuple[str, ...] = ()
    """Paths that are open though the site is not."""


def training() -> Training:
    """As the terms of what readers see now, and the newsroom for its own work, have it. One query at most."""
    ours = settings.NEWSROOM_AI_TRAINING
    if ours is False:
        return Training(False)
    visible = Article.objects.visible_on(Surface.PAGE)
    closed = visible.filter(indexing.closed_to_training_q()).order_by()
    if ours is None:
        return Training(False if closed.exists() else None)
    answers = together(
        closed=(Section.objects.filter(Exists(closed.filter(section=OuterRef("pk")))), "slug"),
        filled=(Section.objects.filter(Exists(visible.filter(section=OuterRef("pk")))), "slug"),
    )
    if not answers["closed"]:
        return Training(True)
    left = sorted({slug or "" for (slug,) in answers["filled"]} - {slug or "" for (slug,) in answers["closed"]})
    return Training(False, tuple(reverse("articles:section", args=[slug]) for slug in left))


@cache
def training_crawlers() -> tuple[str, ...]:
    return tuple(tomllib.loads(_DATA.read_text())["training"])


def _content_usage(said: Training) -> list[str]:
    if said.allowed is None:
        return []
    sections = [f"Content-Usage: {path} train-ai=y" for path in said.open_sections]
    return [f"Content-Usage: train-ai={'y' if said.allowed else 'n'}", *sections]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309. The preference itself stands there as draft-ietf-aipref-attach has it: as a line, or in a comment.

    Checkers call a file invalid that holds a line which is still a draft, so it is a comment unless asked for.
    """
    said = training()
    lines = ["User-agent: *", *(f"{_MARK[settings.ROBOTS_CONTENT_USAGE]}{line}" for line in _content_usage(said))]
    lines += [f"Disallow: {path}" for path in (reverse("admin:index"), "/preview/")]
    lines += ["Allow: /", ""]
    if said.allowed is False:
        lines.append("# Texts here are not open to training: their terms do not allow it in words.")
        lines += [f"User-agent: {name}" for name in training_crawlers()]
        lines += [f"Allow: {path}" for path in said.open_sections]
        lines += ["Disallow: /", ""]
    lines += [f"Sitemap: {address}" for address in sitemaps.addresses(request)]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8", headers=_KEPT)


@require_safe
def tdmrep(request: HttpRequest) -> HttpResponse:
    """The TDM Reservation Protocol (W3C Community Group, final report of 2024-05-10), as a file on the server."""
    said = training()
    rules = [{"location": f"{path}*", "tdm-reservation": 0} for path in said.open_sections]
    if said.allowed is not None:
        rules.append({"location": "/", "tdm-reservation": 0 if said.allowed else 1})
    return JsonResponse(rules, safe=False, headers=_KEPT)
