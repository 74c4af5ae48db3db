"""Who wrote it, from where, for whom, and on what: the pages of authors, institutions, outlets and tags.

A page is there for readers once they could open a text that bears the name, and stays when these texts have left: the
address is printed elsewhere. Names that only the desk knows have no page.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import partial
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag, TaggedItem

from articles.models import Article, Byline, FormerPlace
from articles.queries import ArticleQuerySet, there_is
from articles.rights import Surface, parts, plainwords
from articles.together import together
from articles.views.errors import not_found
from articles.views.lists import ON_ARTICLES, list_page, not_here, visible
from articles.views.public import Head, absolute, answer, menu_of, menu_question
from authors.identifiers import normalise_name
from authors.models import Affiliation, Author, Institution, InstitutionAlias
from outlets import clauses
from outlets.models import Outlet, Terms

BESIDE = 24
"""So many of its authors stand beside an institution's articles; the others are a page away."""
PEOPLE = 300
"""So many stand on one page of them."""

_OUTLET = ("name", "slug", "home_url", "language", "description", "newsletter_line", "newsletter_url")


_PLACE = ("title", "institution__name", "institution__slug", "begins", "ends")


@dataclasses.dataclass(frozen=True)
class Person:
    name: str
    slug: str

    @property
    def url(self) -> str:
        return reverse("articles:author", args=[self.slug])


@dataclasses.dataclass(frozen=True)
class Place:
    """Where somebody works or worked, and as what."""

    title: str
    name: str
    slug: str
    begins: dt.date | None
    ends: dt.date | None

    @property
    def url(self) -> str:
        return reverse("articles:institution", args=[self.slug])

    @property
    def when(self) -> str:
        """“2019 to June 2024”, “since 2019”, “until June 2024”; "" where nothing is known."""
        begins, ends = self.begins and _month(self.begins), self.ends and _month(self.ends)
        if begins and ends:
            return _("%(begins)s to %(ends)s") % {"begins": begins, "ends": ends} if begins != ends else begins
        if begins:
            return _("since %(begins)s") % {"begins": begins}
        return _("until %(ends)s") % {"ends": ends} if ends else ""


@dataclasses.dataclass(frozen=True)
class Paper:
    """An outlet that an author wrote for."""

    name: str
    slug: str

    @property
    def url(self) -> str:
        return reverse("articles:outlet", args=[self.slug])


def _known(**names: OuterRef) -> Exists:
    return Exists(Article.objects.known_to_readers().filter(**names))


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = Author.objects.select_related("portrait").annotate(is_known=_known(bylines__author=OuterRef("pk")))
    writer = found.filter(slug=slug).first()
    not_there = partial(not_here, request, FormerPlace.Kind.AUTHOR, slug)
    if writer is None:
        return not_there()
    articles = visible().filter(pk__in=Byline.objects.filter(author=writer).values("article"))
    today = timezone.localdate()
    work = Affiliation.objects.filter(author=writer).exclude(begins__gt=today)
    past = Q(ends__lt=today)
    outlets = Outlet.objects.filter(pk__in=articles.order_by().values("outlet"))
    portrait = getattr(writer, "portrait", None)
    return list_page(
        request,
        "articles/author.html",
        articles,
        Head(title=writer.name, description=writer.bio, kind="profile"),
        ask={
            "affiliations": (work.exclude(past), *_PLACE),
            "formerly": (work.filter(past), *_PLACE),
            "outlets": (outlets, "name", "slug"),
        },
        make={"affiliations": _places, "formerly": _places, "outlets": _papers},
        # Those of our own staff are known by their title.
        empty=lambda: None if writer.is_known or writer.title else not_there(),
        author=writer,
        portrait=portrait if portrait and parts.may_show_picture(portrait, Surface.PAGE) else None,
    )


def _papers(rows: list[tuple[str | None, ...]]) -> list[Paper]:
    return sorted((Paper(name or "", slug or "") for name, slug in rows), key=lambda paper: paper.name)


def _places(rows: list[tuple[str | None, ...]]) -> list[Place]:
    """The latest first, then by name."""
    places = [
        Place(title or "", name or "", slug or "", _date(begins), _date(ends))
        for title, name, slug, begins, ends in rows
    ]
    latest = sorted(places, key=lambda place: place.name)
    return sorted(latest, key=lambda place: (place.ends or dt.date.max, place.begins or dt.date.min), reverse=True)


def _date(answer: str | None) -> dt.date | None:
    return dt.date.fromisoformat(answer[:10]) if answer else None


def _month(day: dt.date) -> str:
    """The month; the year alone where the first or last day of one says that no more was known."""
    at_an_edge = (day.month, day.day) in ((1, 1), (12, 31))
    return str(day.year) if at_an_edge else date_format(day, "YEAR_MONTH_FORMAT")


@require_safe
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    place = _institution(slug)
    if place is None:
        return _renamed_institution(request, slug)
    people = _people_of(place).order_by("name", "id").values("pk")[: BESIDE + 1]
    return list_page(
        request,
        "articles/institution.html",
        visible().filter(pk__in=Byline.objects.filter(institution=place).values("article")),
        Head(title=place.name, description=_("People of %(place)s, and what they wrote.") % {"place": place.name}),
        ask={"people": (Author.objects.filter(pk__in=people), "name", "slug")},
        make={"people": _persons},
        empty=lambda: None if place.is_known else not_here(request, FormerPlace.Kind.INSTITUTION, slug),
        institution=place,
        beside=BESIDE,
    )


@require_safe
def institution_authors(request: HttpRequest, slug: str) -> HttpResponse:
    """All of its authors by name, a few hundred on each page."""
    place = _institution(slug)
    people = _people_of(place).order_by("name", "id") if place else Author.objects.none()
    if after := request.GET.get("after", ""):
        last = Author.objects.filter(slug=after).values("name", "pk")[:1]
        people = people.filter(Q(name__gt=last.values("name")) | Q(name=last.values("name"), pk__gt=last.values("pk")))
    rows = [Person(*row) for row in people.values_list("name", "slug")[: PEOPLE + 1]]
    if place is None or not rows:
        return not_found(request)
    address = absolute(request, request.path + (f"?after={after}" if after else ""))
    told = _("Everybody of %(place)s whose texts stand here.") % {"place": place.name}
    title = _("Authors: %(place)s") % {"place": place.name}
    context = {
        "head": Head(title=title, description=told, address=address, canonical=address),
        "menu": menu_of(together(menu=menu_question())["menu"]),
        "institution": place,
        "people": rows[:PEOPLE],
        "further": rows[PEOPLE - 1].slug if len(rows) > PEOPLE else "",
        "is_first_page": not after,
    }
    return answer(request, "articles/institution_authors.html", context)


def _institution(slug: str) -> Any:
    found = Institution.objects.annotate(is_known=_known(bylines__institution=OuterRef("pk")))
    return found.filter(slug=slug).first()


def _renamed_institution(request: HttpRequest, slug: str) -> HttpResponse:
    """One that was merged into another stands among the names under which that one is printed."""
    key = normalise_name(slug.replace("-", " "))
    alias = InstitutionAlias.objects.filter(key=key).exclude(institution__slug=slug)
    return not_here(request, FormerPlace.Kind.INSTITUTION, slug, otherwise=(alias, "institution__slug"))


def _people_of(place: Institution) -> QuerySet[Author]:
    """Those who wrote from there, or work there now and wrote from anywhere: as far as their texts may be seen."""
    here_now = Affiliation.objects.current().filter(institution=place).order_by().values("author")
    named = Byline.objects.filter(institution=place, author__isnull=False).order_by().values("author")
    wrote_anything = visible().filter(bylines__author=OuterRef("pk")).order_by()
    wrote_from_there = wrote_anything.filter(bylines__institution=place)
    # The first condition alone finds the few who come into question, by indexes.
    in_question = Author.objects.filter(Q(pk__in=named) | Q(pk__in=here_now))
    return in_question.filter(there_is(wrote_from_there) | Q(pk__in=here_now) & there_is(wrote_anything))


def _persons(rows: list[tuple[str | None, ...]]) -> list[Person]:
    return sorted((Person(name or "", slug or "") for name, slug in rows), key=lambda person: person.name)


@require_safe
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    ours = {name: f"ours__{name}" for name in (*clauses.NAMES, "in_force_to")}
    joined = Outlet.objects.annotate(
        ours=FilteredRelation("terms", condition=Q(terms__adopted=True)), is_known=_known(outlet=OuterRef("pk"))
    )
    columns = ("ours__pk", "pk", "is_known", *_OUTLET, *ours.values())
    found = joined.filter(slug=slug).order_by("-ours__number").values(*columns).first()
    not_there = partial(not_here, request, FormerPlace.Kind.OUTLET, slug)
    if found is None:
        return not_there()
    source = Outlet(pk=found["pk"], **{name: found[name] for name in _OUTLET})
    terms = (
        Terms(outlet=source, **{name: found[column] for name, column in ours.items()}) if found["ours__pk"] else None
    )
    return list_page(
        request,
        "articles/outlet.html",
        visible().filter(outlet=source),
        Head(title=source.name, description=source.description),
        empty=lambda: None if found["is_known"] else not_there(),
        outlet=source,
        terms=plainwords.told(terms) if terms else None,
    )


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    known = Article.objects.known_to_readers().values("pk")
    on_known = TaggedItem.objects.filter(ON_ARTICLES, tag=OuterRef("pk"), object_id__in=known)
    word = Tag.objects.annotate(is_known=Exists(on_known)).filter(slug=slug).first()
    if word is None:
        return not_here(request, FormerPlace.Kind.TAG, slug)
    tagged = TaggedItem.objects.filter(ON_ARTICLES, tag=word)
    head = Head(title=word.name, description=_("Articles on %(tag)s.") % {"tag": word.name})
    articles: ArticleQuerySet = visible().filter(pk__in=tagged.values("object_id"))
    # A word that stood on no article before readers yet is none of theirs: who had its place before keeps it so long.
    not_there = partial(not_here, request, FormerPlace.Kind.TAG, slug)
    return list_page(
        request, "articles/tag.html", articles, head, empty=lambda: None if word.is_known else not_there(), tag=word
    )
