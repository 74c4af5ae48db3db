"""The page on which readers search. It asks three times at most: names, keys, rows."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.rights import Surface
from articles.search import asked as asking_for
from articles.search import asking, expression
from articles.search.question import MOST_WORDS
from articles.search.results import results
from articles.search.texts import outlet_key, section_key
from articles.together import together
from articles.views.public import Head, absolute, answer, earliest, menu_of, menu_question
from outlets.models import Outlet


@dataclasses.dataclass(frozen=True)
class Choice:
    """A section or an outlet to search in."""

    key: str
    name: str
    slug: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = asking_for.read(request.GET)
    answers = together(
        menu=menu_question(),
        outlets=(_outlets(), "pk", "name", "slug"),
    )
    menu = menu_of(answers["menu"])
    sections = [Choice(section_key(each.pk), each.name, each.slug) for each in menu.sections]
    outlets = sorted(
        (Choice(outlet_key(int(pk or 0)), name or "", slug or "") for pk, name, slug in answers["outlets"]),
        key=lambda choice: choice.name.casefold(),
    )
    section, outlet = _chosen(asked, "section", sections), _chosen(asked, "outlet", outlets)
    context: dict[str, Any] = {
        "asked": asked,
        "sections": sections,
        "outlets": outlets,
        "most_words": MOST_WORDS,
        "has_asked": bool(asked.question) or asked.is_narrowed,
        **dict.fromkeys(("results", "told", "newer", "older", "first", "is_first_page", "other_order"), ""),
    }
    until = None
    if context["has_asked"]:
        wanted = expression.made_of(
            asked.question,
            [(choice.key, choice.name) for choice in (*sections, *outlets)],
            [choice.key for choice in (section, outlet) if choice],
        )
        found = _found(request, asked, wanted)
        shown = results(found.keys, asked.question) if found.keys else []
        until = earliest(result.row.closes_at for result in shown)
        context |= {
            "results": shown,
            "told": _told(found.number) if found.number is not None else "",
            "newer": asked.query(after=found.newer) if found.newer else "",
            "older": asked.query(before=found.older) if found.older else "",
            "first": asked.query(),
            "is_first_page": found.number is not None,
            "other_order": asked.query(order=_other(asked.order)),
        }
    address = absolute(request, reverse("articles:search"))
    typed = asked.question.typed
    context["head"] = Head(
        title=_("%(question)s: search") % {"question": typed} if typed else _("Search"),
        description=_("Find stories in %(newsroom)s by words, phrases, authors, outlets and days.")
        % {"newsroom": settings.NEWSROOM_NAME},
        address=address,
        canonical=address,
    )
    context["menu"] = menu
    return answer(request, "articles/search.html", context, until=until)


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """By which browsers offer to search here: an OpenSearch 1.1 description document."""
    address = absolute(request, reverse("articles:search"))
    response = render(
        request, "articles/opensearch.xml", {"address": address}, content_type="application/opensearchdescription+xml"
    )
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _outlets() -> Any:
    """Those of which readers can find something."""
    shown = Article.objects.visible_on(Surface.SEARCH).filter(outlet=OuterRef("pk")).order_by()
    return Outlet.objects.filter(Exists(shown))


def _chosen(asked: asking_for.Asked, name: str, choices: list[Choice]) -> Choice | None:
    slug = getattr(asked, name)
    found = next((choice for choice in choices if choice.slug == slug), None)
    if slug and found is None:
        setattr(asked, name, "")
        asked.mistakes[name] = {
            "section": _("There is no such section any more: these are stories of all sections."),
            "outlet": _("There is nothing from such an outlet: these are stories from all of them."),
        }[name]
    return found


def _found(request: HttpRequest, asked: asking_for.Asked, wanted: expression.Expression) -> asking.Found:
    by_relevance = asked.order == asking_for.RELEVANCE
    before = asking.read_cursor(request.GET.get("before", ""), by_relevance)
    if by_relevance:
        return asking.relevant(wanted, asked.stretch, before)
    return asking.newest(wanted, asked.stretch, before, asking.read_cursor(request.GET.get("after", ""), False))


def _other(order: str) -> str:
    return "" if order == asking_for.RELEVANCE else asking_for.RELEVANCE


def _told(number: int) -> str:
    if number > asking.COUNTED:
        return _("More than 1,000 stories")
    return ngettext("%(number)d story", "%(number)d stories", number) % {"number": number}
