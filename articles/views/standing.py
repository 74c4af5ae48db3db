"""What the newsroom says of itself: about, corrections, republishing, contact, privacy."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe

from articles.body import embeds, text
from articles.models import StandingPage
from articles.showing import embed
from articles.views.public import Head, Menu, absolute, answer


def page(request: HttpRequest, slug: str, menu: Menu) -> HttpResponse | None:
    """The standing page at this address, or None where readers have none."""
    shown = StandingPage.objects.filter(slug=slug, is_open=True).first()
    if shown is None:
        return None
    address = absolute(request, shown.get_absolute_url())
    words = text.plain(shown.body_html)
    context: dict[str, Any] = {
        "head": Head(title=shown.title, description=" ".join(words.split())[:300], address=address, canonical=address),
        "menu": menu,
        "page": shown,
        "body": mark_safe(embeds.render(shown.body_html, embed)),
    }
    return answer(request, "articles/page.html", context)
