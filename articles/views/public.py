"""What every page for readers has in common: its head, the menu, and how long a copy of it may be kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Value
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_datetime
from django.utils.http import quote_etag

from articles.metadata.known import Known
from articles.models import Section, StandingPage
from articles.together import Question, together

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
    image_width: int | None = None
    image_height: int | None = None
    language: str = ""
    """BCP 47, where it is not the site's."""
    published: dt.datetime | None = None
    modified: dt.datetime | None = None
    section: str = ""
    section_name: str = ""
    authors: list[str] = dataclasses.field(default_factory=list)
    """The addresses of their pages here."""
    tags: list[str] = dataclasses.field(default_factory=list)
    languages: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    """Codes and addresses of this page in each language, for ``hreflang``."""
    known: Known | None = None
    """What the structured data of an article needs beside the article."""


@dataclasses.dataclass(frozen=True)
class FooterPage:
    """What the newsroom says of itself, as the foot of every page leads to it."""

    title: str
    slug: str
    language: str

    @property
    def url(self) -> str:
        return reverse("articles:page", args=[self.slug])


class Menu(list[MenuItem]):
    """The sections in their order; beside them, from the same question, whatever else stands around every page."""

    def __init__(self, sections: Iterable[Section] = (), footer_pages: Iterable[FooterPage] = ()) -> None:
        self.sections = list(sections)
        self.footer_pages = list(footer_pages)
        super().__init__(MenuItem(section.name, section.slug) for section in self.sections)


def menu_question() -> list[Question]:
    return [
        (Section.objects.all(), Value("section"), "position", "name", "slug", "id", "description", "published_in"),
        (
            StandingPage.objects.filter(in_footer=True, is_open=True),
            *(Value("page"), "position", "title", "slug", "id", "language", Value("")),
        ),
    ]


def menu_of(answers: Iterable[tuple[str | None, ...]]) -> Menu:
    sections, pages = [], []
    for what, *row in sorted(answers, key=lambda row: (int(row[1] or 0), row[2] or "")):
        position, name, slug, pk, words, published_in = (column or "" for column in row)
        if what == "section":
            known: dict[str, Any] = {"description": words, "published_in": published_in, "position": int(position)}
            sections.append(Section(pk=int(pk), name=name, slug=slug, **known))
        else:
            pages.append(FooterPage(name, slug, words))
    return Menu(sections, pages)


def menu() -> Menu:
    """What stands around every page; one query."""
    return menu_of(together(menu=menu_question())["menu"])


def around(menu: list[MenuItem]) -> dict[str, Any]:
    """What base.html receives of the menu, for each page's context."""
    return {"menu": menu, "footer_pages": getattr(menu, "footer_pages", [])}


def newsroom_name() -> str:
    return settings.NEWSROOM_NAME


def moment_of(answer: str | None) -> dt.datetime | None:
    """A moment among answers that travelled as text."""
    moment = parse_datetime(answer) if answer else None
    # SQLite keeps UTC and does not say so.
    return moment.replace(tzinfo=dt.UTC) if moment and timezone.is_naive(moment) else moment


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
    """The page. A browser asks again each time, and is told by 304 where nothing changed; a cache between us and
    readers keeps it for a minute, but never past ``until``: the next moment at which a right to something that it shows
    may end, or a closed address may open."""
    response = TemplateResponse(request, template, around(context.get("menu", [])) | context, status=status)
    response["Cache-Control"] = kept(until)
    response.add_post_render_callback(functools.partial(_or_not_modified, request))
    return response


def kept(until: dt.datetime | None = None) -> str:
    """What caches are told of something that is true until then, or for good."""
    return f"public, max-age=0, s-maxage={seconds_kept(until)}"


def _or_not_modified(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page named by its bytes, or 304 where whoever asks has these."""
    if response.status_code != 200 or "no-store" in response["Cache-Control"]:
        return response
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response) or response
    if answer is not response:
        # Whatever was opened in the policy of this page (a counter, the comments) stays open in the copy.
        vars(answer).update({name: value for name, value in vars(response).items() if name.startswith("_csp_")})
    return answer


def moved(address: str, until: dt.datetime | None = None) -> HttpResponse:
    """The way to where it stands now, until it may stand here again."""
    # Browsers that kept it would run in circles once it moves back.
    response = HttpResponsePermanentRedirect(address)
    response["Cache-Control"] = kept(until)
    return response


def seconds_kept(until: dt.datetime | None) -> int:
    """How long a shared copy may be kept of what is true until then, or for good."""
    if until is None:
        return KEPT_FOR
    return max(0, min(KEPT_FOR, int((until - timezone.now()).total_seconds())))
