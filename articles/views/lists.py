"""The lists that readers see: front, section, author, institution, outlet, tag. Each asks three times at most."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import FilteredRelation, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag, TaggedItem

from articles import front, listing
from articles.models import Article, Byline, FormerPlace
from articles.models.old_address import ASKED
from articles.plainwords import in_plain_words
from articles.queries import ArticleQuerySet
from articles.rights import Surface
from articles.together import Question, together
from articles.views import standing
from articles.views.errors import from_old_address, not_found, old_question
from articles.views.public import Head, Menu, MenuItem, absolute, answer, earliest, menu_of, menu_question, moved
from articles.views.public import menu as chrome
from authors.models import Affiliation, Author, Institution
from outlets import clauses
from outlets.models import Outlet, Terms

PEOPLE = 200
_ASKED = frozenset(ASKED)


@dataclasses.dataclass(frozen=True)
class Person:
    name: str
    slug: str
    title: str = ""

    @property
    def url(self) -> str:
        return reverse("articles:author", args=[self.slug])


@dataclasses.dataclass(frozen=True)
class Place:
    """Where somebody works, and as what."""

    title: str
    name: str
    slug: str

    @property
    def url(self) -> str:
        return reverse("articles:institution", args=[self.slug])


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
        return _list(request, "articles/older.html", visible(), Head(title=_("Earlier stories")))
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
        return _not_here(request, FormerPlace.Kind.SECTION, section, menu=menu)
    head = Head(title=shown.name, description=shown.description, section=shown.slug)
    return _list(request, "articles/section.html", visible().in_section(shown), head, menu=menu, section=shown)


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    writer = Author.objects.filter(slug=slug).first()
    if writer is None:
        return _not_here(request, FormerPlace.Kind.AUTHOR, slug)
    work = Affiliation.objects.current().filter(author=writer), "title", "institution__name", "institution__slug"
    return _list(
        request,
        "articles/author.html",
        visible().filter(pk__in=Byline.objects.filter(author=writer).values("article")),
        Head(title=writer.name, description=writer.bio, kind="profile"),
        ask={"affiliations": work},
        make={"affiliations": lambda rows: sorted((Place(*row) for row in rows), key=lambda place: place.name)},
        author=writer,
    )


@require_safe
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    place = Institution.objects.filter(slug=slug).first()
    if place is None:
        return _not_here(request, FormerPlace.Kind.INSTITUTION, slug)
    here = Q(pk__in=Affiliation.objects.current().filter(institution=place).values("author"))
    wrote_here = Q(pk__in=Byline.objects.filter(institution=place).values("author"))
    people = Author.objects.filter(here | wrote_here).order_by("name", "id").values("pk")[:PEOPLE]
    return _list(
        request,
        "articles/institution.html",
        visible().filter(pk__in=Byline.objects.filter(institution=place).values("article")),
        Head(title=place.name, description=_("People of %(place)s, and what they wrote.") % {"place": place.name}),
        ask={"people": (Author.objects.filter(pk__in=people), "name", "slug")},
        make={"people": lambda rows: sorted((Person(*row) for row in rows), key=lambda person: person.name)},
        institution=place,
    )


@require_safe
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    ours = {name: f"ours__{name}" for name in clauses.NAMES}
    joined = Outlet.objects.annotate(ours=FilteredRelation("terms", condition=Q(terms__adopted=True)))
    found = (
        joined.filter(slug=slug).order_by("-ours__number").values("ours__pk", "pk", *_OUTLET, *ours.values()).first()
    )
    if found is None:
        return _not_here(request, FormerPlace.Kind.OUTLET, slug)
    source = Outlet(pk=found["pk"], **{name: found[name] for name in _OUTLET})
    terms = (
        Terms(outlet=source, **{name: found[column] for name, column in ours.items()}) if found["ours__pk"] else None
    )
    return _list(
        request,
        "articles/outlet.html",
        visible().filter(outlet=source),
        Head(title=source.name, description=source.description),
        outlet=source,
        terms=terms,
        plain_terms=in_plain_words(terms) if terms else [],
    )


_OUTLET = ("name", "slug", "home_url", "language", "description", "newsletter_line", "newsletter_url")


# By the names of the content type, not by its row: that one would be asked for first.
_ON_ARTICLES = Q(content_type__app_label="articles", content_type__model="article")


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    word = Tag.objects.filter(slug=slug).first()
    if word is None:
        return _not_here(request, FormerPlace.Kind.TAG, slug)
    tagged = TaggedItem.objects.filter(_ON_ARTICLES, tag=word)
    head = Head(title=word.name, description=_("Articles on %(tag)s.") % {"tag": word.name})
    articles = visible().filter(pk__in=tagged.values("object_id"))
    # A word that stands on no article before readers yet is none of theirs: who had its place before keeps it so long.
    empty = partial(_not_here, request, FormerPlace.Kind.TAG, slug)
    return _list(request, "articles/tag.html", articles, head, empty=empty, tag=word)


def _not_here(request: HttpRequest, kind: str, slug: str, *, menu: list[MenuItem] | None = None) -> HttpResponse:
    """The way to the list that stood here last, else 404; one query at most."""
    kinds = (kind, FormerPlace.Kind.PAGE) if kind == FormerPlace.Kind.SECTION else (kind,)  # side by side at /…/
    places = FormerPlace.objects.filter(kind__in=kinds, slug=slug).exclude(page__is_open=False)
    if kind == FormerPlace.Kind.TAG:  # its page is there for readers only while one of its articles is
        places = places.filter(
            tag__in=TaggedItem.objects.filter(_ON_ARTICLES, object_id__in=visible().values("pk")).values("tag")
        )
    now_at = Coalesce("section__slug", "page__slug") if len(kinds) > 1 else f"{kind}__slug"
    questions: dict[str, Any] = {"places": (places, "left_at", now_at), "old": old_question(request)} | (
        {"menu": menu_question()} if menu is None else {}
    )
    answers = together(**questions)
    for _left_at, now in sorted(answers["places"], reverse=True):
        older = {"before": before} if (before := request.GET.get("before")) else {}
        return moved(reverse(f"articles:{kind}", args=[now]) + ("?" + urlencode(older) if older else ""))
    return not_found(request, menu=menu_of(answers["menu"]) if menu is None else menu, old=answers["old"])


def _list(
    request: HttpRequest,
    template: str,
    articles: ArticleQuerySet,
    head: Head,
    *,
    menu: list[MenuItem] | None = None,
    ask: dict[str, Question] | None = None,
    make: dict[str, Any] | None = None,
    empty: Callable[[], HttpResponse] | None = None,
    **known: Any,
) -> HttpResponse:
    """One page of the articles, newest first. ``ask`` is asked in the same breath as the menu, and ``make`` turns each
    answer into what the template receives. ``empty`` answers instead where there are no articles at all."""
    before = request.GET.get("before")
    try:
        page = listing.page(articles, before)
    except listing.BadCursor:
        return not_found(request, menu=menu)
    if not page.rows and before is not None:
        return not_found(request, menu=menu)
    if not page.rows and empty is not None:
        return empty()
    if menu is None:
        answers = together(menu=menu_question(), **(ask or {}))
        menu = menu_of(answers["menu"])
        known |= {name: made(answers[name]) for name, made in (make or {}).items()}
    path = request.path + ("?" + urlencode({"before": before}) if before else "")
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
