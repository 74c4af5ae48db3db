"""What readers get where nothing is, where something was, and when we fail."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.templatetags.static import static

from articles.models import Article
from articles.rights import Surface, may
from articles.views import public


def not_found(
    request: HttpRequest,
    exception: Exception | None = None,
    *,
    menu: list[public.MenuItem] | None = None,
    until: dt.datetime | None = None,
) -> HttpResponse:
    """404: the same page for what never was and for what readers may not know of yet."""
    context = {"head": public.Head(), "menu": public.menu() if menu is None else menu}
    # Rendered here: as the handler of the URL configuration it must return a finished answer.
    return public.answer(request, "404.html", context, until=until, status=404).render()


def gone(request: HttpRequest, article: Article) -> HttpResponse:
    """410 with the reason that the newsroom gave. Nothing of the article is shown, not even its headline."""
    context = {
        "head": public.Head(),
        "menu": public.menu(),
        "section": article.section,
        "withdrawn_at": article.withdrawn_at,
        "because": article.withdrawn_because,
    }
    return public.answer(request, "410.html", context, until=may(article, Surface.PAGE).changes_at, status=410)


def failed(request: HttpRequest) -> HttpResponse:
    """500. Asks the database nothing: it may be what failed."""
    try:
        style = static("css/newsroom.css")
    except ValueError:  # the manifest of static files does not know it
        style = ""
    return HttpResponseServerError(render_to_string("500.html", {"style": style}))
