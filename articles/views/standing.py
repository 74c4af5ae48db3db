"""What the newsroom says of itself: about, corrections, republishing, contact, privacy."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from articles import comments, listing, outside
from articles.body import embeds, text
from articles.models import Article, Correction, OutsideHost, StandingPage
from articles.rights import Surface
from articles.showing import embed
from articles.views.public import Head, Menu, absolute, answer, earliest

CORRECTIONS = 20

Added = tuple[dict[str, Any], dt.datetime | None]
"""What the template receives beside the page, and when that may change by itself."""


@dataclasses.dataclass(frozen=True)
class Put:
    """Something that was put right, and where."""

    kind: str
    label: str
    text: str
    at: dt.datetime
    id: int
    headline: str
    language: str
    url: str


@dataclasses.dataclass(frozen=True)
class Counter:
    """Whom our pages let count for an outlet; ``host`` is "" where that is this site itself."""

    host: str
    outlet: str
    outlet_url: str
    is_demanded: bool
    is_script: bool


def page(request: HttpRequest, slug: str, menu: Menu) -> HttpResponse | None:
    """The standing page at this address, or None where readers have none."""
    shown = StandingPage.objects.filter(slug=slug, is_open=True).first()
    if shown is None:
        return None
    template, add = _ADDED.get(shown.kind, ("articles/page.html", _nothing))
    if (added := add(request)) is None:
        return None
    more, until = added
    before = request.GET.get("before") if "is_first_page" in more else None
    query = "?" + urlencode({"before": before}) if before else ""
    address = absolute(request, shown.get_absolute_url() + query)
    words = " ".join(text.plain(shown.body_html).split())
    context: dict[str, Any] = {
        "head": Head(title=shown.title, description=words[:300], address=address, canonical=address),
        "menu": menu,
        "page": shown,
        "body": mark_safe(embeds.render(shown.body_html, embed)),
        **more,
    }
    return answer(request, template, context, until=until)


def _nothing(request: HttpRequest) -> Added:
    return {}, None


def _corrections(request: HttpRequest) -> Added | None:
    """The latest corrections of articles that readers may open, newest first; None for a page that is none."""
    seen = Article.objects.visible_on(Surface.PAGE).filter(pk=OuterRef("article_id"))
    rows = Correction.objects.filter(Exists(seen), made_at__lte=timezone.now()).order_by("-made_at", "-id")
    if (before := request.GET.get("before")) is not None:
        try:
            moment, pk = listing.place_of(before)
        except listing.BadCursor:
            return None
        rows = rows.filter(Q(made_at__lt=moment) | Q(id__lt=pk), made_at__lte=moment)
    columns = ("kind", "text", "made_at", "id", "article__title", "article__language")
    of_article = ("article__section__slug", "article__slug", "article__closes_at")
    found, closing = [], []
    labels = dict(Correction.Kind.choices)
    for row in rows.values_list(*columns, *of_article)[: CORRECTIONS + 1]:
        kind, said, at, pk, headline, language, section, slug, closes_at = row
        url = reverse("articles:article", args=[section, slug])
        found.append(Put(kind, str(labels.get(kind, kind)), said, at, pk, headline, language, url))
        closing.append(closes_at)
    if before is not None and not found:
        return None
    shown = found[:CORRECTIONS]
    more = {
        "corrections": shown,
        "older": listing.cursor(shown[-1].at, shown[-1].id) if len(found) > CORRECTIONS else "",
        "is_first_page": before is None,
    }
    return more, earliest(closing)


def _privacy(request: HttpRequest) -> Added:
    """Whom pages ask as they are now: counters without a click, all else after one."""
    columns = ("kind", "host", "is_demanded", "outlet__name", "outlet__slug")
    rows = list(outside.asked_now().values_list(*columns))
    counters = {
        Counter(
            host,
            outlet or "",
            reverse("articles:outlet", args=[slug]) if slug else "",
            demanded,
            kind == OutsideHost.Kind.SCRIPT,
        )
        for kind, host, demanded, outlet, slug in rows
        if kind != OutsideHost.Kind.EMBED
    }
    placed = sorted(counters, key=lambda each: (each.outlet, each.host, not each.is_demanded))
    # One line for each host of an outlet; that the terms demand it says more than that it came along.
    lines = [next(same) for _key, same in groupby(placed, lambda each: (each.outlet, each.host, each.is_script))]
    more = {
        "counters": lines,
        "embeds": sorted({host for kind, host, *_more in rows if kind == OutsideHost.Kind.EMBED}),
        "comments": comments.provider(),
    }
    return more, None


_ADDED: dict[str, tuple[str, Callable[[HttpRequest], Added | None]]] = {
    StandingPage.Kind.CORRECTIONS: ("articles/corrections.html", _corrections),
    StandingPage.Kind.PRIVACY: ("articles/privacy.html", _privacy),
}
