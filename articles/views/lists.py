"""The front, a section, and what every list of articles has in common. Each asks three times at most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import TaggedItem

from articles import front, listing
from articles.models import Article, FormerPlace
from articles.models.old_address import ASKED
from articles.queries import ArticleQuerySet
from articles.rights import Surface
from articles.together import Question, together
from articles.views import standing
from articles.views.errors import from_old_address, not_found, old_question
from articles.views.public import Head, Menu, MenuItem, absolute, answer, earliest, menu_of, menu_question, moved
from articles.views.public import menu as chrome

_ASKED = frozenset(ASKED)


def visible() -> ArticleQuerySet:
    return Article.objects.visible_on(Surface.PAGE)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front, as editors arranged it and, where they did not, by what is newest.

    With a cursor it is the plain list of everything older.
    """
    if not _ASKED.isdisjoint(request.GET):
        old = together(old=old_question(request))["old"]
        if (leads_on := from_old_address(request, old)) is not None:
            return leads_on
    if "before" in request.GET:
        return list_page(request, "articles/older.html", visible(), Head(title=_("Earlier stories")))
    asked = together(menu=menu_question(), **front.questions())
    return front_page(request, menu_of(asked["menu"]), front.arrangement_of(asked["slots"], asked["rails"]))


def front_page(request: HttpRequest, menu: Menu, arrangement: front.Arrangement, *, trying: bool = False):
    """The front as these choices make it: for readers those that are stored, for the desk those it tries."""
    shown = front.compose(arrangement, menu.sections)
    items = {section.pk: item for section, item in zip(menu.sections, menu, strict=True)}
    address = absolute(request, reverse("articles:home"))
    context = {
        "head": Head(description=settings.NEWSROOM_TAGLINE, address=address, canonical=address),
        "menu": menu,
        "lead": shown.lead,
        "top": shown.top,
        "recent": shown.recent,
        "rails": [(items[rail.section], rail.rows) for rail in shown.rails],
        "older": shown.older,
        "trying": trying,
    }
    return answer(request, "articles/home.html", context, until=shown.until)


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    menu = chrome()
    shown = next((each for each in menu.sections if each.slug == section), None)
    if shown is None and (page := standing.page(request, section, menu)):
        return page
    if shown is None:
        return not_here(request, FormerPlace.Kind.SECTION, section, menu=menu)
    head = Head(title=shown.name, description=shown.description, section=shown.slug)
    return list_page(request, "articles/section.html", visible().in_section(shown), head, menu=menu, section=shown)


# By the names of the content type, not by its row: that one would be asked for first. Not by a join: PostgreSQL would
# expect a share of a tag's rows only, and then collect and sort the articles of a tag instead of walking the newest.
ON_ARTICLES = Q(content_type=ContentType.objects.filter(app_label="articles", model="article").values("pk")[:1])


def not_here(
    request: HttpRequest,
    kind: str,
    slug: str,
    *,
    menu: list[MenuItem] | None = None,
    otherwise: Question | None = None,
) -> HttpResponse:
    """The way to the list that stood here last, else 404; one query at most.

    ``otherwise`` asks for the slug of what stands for it where none stood here.
    """
    kinds = (kind, FormerPlace.Kind.PAGE) if kind == FormerPlace.Kind.SECTION else (kind,)  # side by side at /…/
    places = FormerPlace.objects.filter(kind__in=kinds, slug=slug).exclude(page__is_open=False)
    if kind == FormerPlace.Kind.TAG:  # its page is there for readers once they could open one of its articles
        places = places.filter(
            tag__in=TaggedItem.objects.filter(
                ON_ARTICLES, object_id__in=Article.objects.known_to_readers().values("pk")
            ).values("tag")
        )
    now_at: Any = Coalesce("section__slug", "page__slug") if len(kinds) > 1 else f"{kind}__slug"
    asked: list[Question] = [(places, "left_at", now_at)]
    if otherwise is not None:
        rows, column = otherwise
        asked.append((rows, Value(""), column))
    questions: dict[str, Any] = {"places": asked, "old": old_question(request)} | (
        {"menu": menu_question()} if menu is None else {}
    )
    answers = together(**questions)
    for _left_at, now in sorted(answers["places"], reverse=True):
        older = {"before": before} if (before := request.GET.get("before")) else {}
        return moved(reverse(f"articles:{kind}", args=[now]) + ("?" + urlencode(older) if older else ""))
    return not_found(request, menu=menu_of(answers["menu"]) if menu is None else menu, old=answers["old"])


def list_page(
    request: HttpRequest,
    template: str,
    articles: ArticleQuerySet,
    head: Head,
    *,
    menu: list[MenuItem] | None = None,
    ask: dict[str, Question] | None = None,
    make: dict[str, Any] | None = None,
    empty: Callable[[], HttpResponse | None] | None = None,
    **known: Any,
) -> HttpResponse:
    """One page of the articles, newest first. ``ask`` is asked in the same breath as the menu, and ``make`` turns each
    answer into what the template receives. ``empty`` may answer instead where there are no articles at all."""
    before = request.GET.get("before")
    try:
        page = listing.page(articles, before)
    except listing.BadCursor:
        return not_found(request, menu=menu)
    if not page.rows and before is not None:
        return not_found(request, menu=menu)
    if not page.rows and empty is not None and (instead := empty()):
        return instead
    if menu is None:
        answers = together(menu=menu_question(), **(ask or {}))
        menu = menu_of(answers["menu"])
        known |= {name: made(answers[name]) for name, made in (make or {}).items()}
    path = request.path + ("?" + urlencode({"before": before}) if before else "")
    if not page.rows:
        head.robots = (("robots", "noindex"),)  # a name without a text is nothing to find us by
    head.address = head.canonical = absolute(request, path)
    context = {
        "head": head,
        "menu": menu,
        "rows": page.rows,
        "older": page.older,
        "is_first_page": not before,
        **known,
    }
    return answer(request, template, context, until=earliest(row.closes_at for row in page.rows))
