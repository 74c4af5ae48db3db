"""What readers get where nothing is, where something was, and when we fail."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article, OldAddress
from articles.models.old_address import LEADS_TO
from articles.rights import Surface, afterwards, may
from articles.rights.clauses import duties
from articles.together import Question, together
from articles.views import public


def not_found(
    request: HttpRequest,
    exception: Exception | None = None,
    *,
    menu: list[public.MenuItem] | None = None,
    old: list[tuple[str | None, ...]] | None = None,
    until: dt.datetime | None = None,
) -> HttpResponse:
    """404: the same page for what never was and for what readers may not know of yet.

    What stood there on a site that this one took the place of leads on first. ``old`` is the answer to
    ``old_question``, where it was asked before.
    """
    questions: dict[str, Any] = {"menu": public.menu_question()} if menu is None else {}
    questions |= {"old": old_question(request)} if old is None else {}
    answers = together(**questions) if questions else {}
    if (leads_on := from_old_address(request, answers.get("old", old or []))) is not None:
        return leads_on
    context = {
        "head": public.Head(title=_("Not found")),
        "menu": public.menu_of(answers["menu"]) if menu is None else menu,
    }
    # Rendered here: as the handler of the URL configuration it must return a finished answer.
    return public.answer(request, "404.html", context, until=until, status=404).render()


def old_question(request: HttpRequest) -> Question:
    """What of ours stands in the place of this address of the old site."""
    asked = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    columns = ("path", "article", "section__slug", "author__slug", "tag__slug")
    return (OldAddress.objects.at(asked), *columns)


def from_old_address(request: HttpRequest, rows: list[tuple[str | None, ...]]) -> HttpResponse | None:
    """The way to what the answers name, as far as readers may know of it."""
    for _path, pk, *slugs in sorted(rows, key=lambda row: -len(row[0] or "")):
        named = [(name, slug) for name, slug in zip(LEADS_TO[1:], slugs, strict=True) if slug]
        if named:
            name, slug = named[0]
            address = reverse(f"articles:{name}", args=[slug])
            return None if address == request.path else public.moved(address)
        article = Article.objects.select_related("section", "outlet", "terms").filter(pk=int(pk or 0)).first()
        decision = may(article, Surface.PAGE) if article else None
        if article and decision:
            return public.moved(article.get_absolute_url(), until=decision.changes_at)
        return gone(request, article) if article and afterwards.was_open(article) else None
    return None


def gone(request: HttpRequest, article: Article) -> HttpResponse:
    """410 with the reason that the newsroom gave, and who withdrew it: we, or its outlet. Nothing of the article is
    shown, not even its headline."""
    original = afterwards.to_be_read_at(article)
    asked: dict[str, Any] = {"menu": public.menu_question()}
    if article.is_licensed and article.withdrawn_at:
        asked["source"] = duties.source_question(article)
    answers = together(**asked)
    context = {
        "head": public.Head(title=_("Withdrawn") if article.withdrawn_at else _("No longer here")),
        "menu": public.menu_of(answers["menu"]),
        "section": article.section,
        "withdrawn_by": article.outlet if duties.source_withdrew_it(answers.get("source", ())) else None,
        "withdrawn_at": article.withdrawn_at,
        "because": article.withdrawn_because,
        "outlet": article.outlet if original else None,
        "original": original,
    }
    return public.answer(request, "410.html", context, until=may(article, Surface.PAGE).changes_at, status=410)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: it is there, and not for this account."""
    context = {"head": public.Head(title=_("No access")), "menu": public.menu()}
    response = public.answer(request, "403.html", context, status=403)
    response["Cache-Control"] = "no-store, private"
    return response.render()


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400. Asks the database nothing, and says nothing of what was sent."""
    return HttpResponseBadRequest(_alone("400.html"))


def failed(request: HttpRequest) -> HttpResponse:
    """500. Asks the database nothing: it may be what failed."""
    return HttpResponseServerError(_alone("500.html"))


def _alone(template: str) -> str:
    try:
        style = static("css/newsroom.css")
    except ValueError:  # the manifest of static files does not know it
        style = ""
    return render_to_string(template, {"style": style, "name": public.newsroom_name()})
