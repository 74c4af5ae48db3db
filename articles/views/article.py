"""The article as readers open it: its numbered pages, the whole on one page; and as the desk previews it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import bylines, derivation, drafting, further, left_out
from articles.comments import comments_of
from articles.metadata import cards
from articles.metadata import known as identities
from articles.models import Article, Revision
from articles.presentation import Presented, present
from articles.rights import Decision, Surface, afterwards, counters, indexing, may
from articles.together import together
from articles.views.errors import from_old_address, gone, not_found, old_question
from articles.views.public import Head, absolute, answer, around, earliest, menu_of, menu_question, moved

WHOLE = 0
"""The number of the view that has every page on one."""


@dataclasses.dataclass(frozen=True)
class Pager:
    """Where this view stands among the article's views, and the addresses of the others."""

    number: int
    """0 for the whole on one page."""
    pages: list[str]
    """The addresses of the numbered pages, the first one first."""
    whole: str

    @property
    def count(self) -> int:
        return len(self.pages)

    @property
    def is_whole(self) -> bool:
        return self.number == WHOLE

    @property
    def previous(self) -> str:
        return self.pages[self.number - 2] if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self.pages[self.number] if 0 < self.number < self.count else ""

    @property
    def numbered(self) -> list[tuple[int, str]]:
        return list(enumerate(self.pages, 1))


@dataclasses.dataclass(frozen=True)
class Share:
    """Plain addresses by which a reader passes the article on; nothing is loaded from anybody for them."""

    address: str
    title: str

    @property
    def mail(self) -> str:
        return f"mailto:?subject={quote(self.title, safe='')}&body={quote(self.address, safe='')}"

    @property
    def links(self) -> list[tuple[str, str]]:
        address, title = quote(self.address, safe=""), quote(self.title, safe="")
        return [
            ("Bluesky", f"https://bsky.app/intent/compose?text={title}%20{address}"),
            ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={address}"),
            ("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={address}"),
            ("WhatsApp", f"https://wa.me/?text={title}%20{address}"),
        ]


@require_safe
def article(request: HttpRequest, section: str, slug: str, number: int = 1) -> HttpResponse:
    """One numbered page. Page 1 has no number in its address."""
    return _read(request, section, slug, number) if number != WHOLE else not_found(request)


@require_safe
def article_all(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    return _read(request, section, slug, WHOLE)


@require_safe
@staff_member_required
def preview(request: HttpRequest, uuid: UUID, number: int = 1) -> HttpResponse:
    """Any article as readers would see it, for the desk alone: kept by nobody, counted by nobody."""
    return _preview(request, uuid, number) if number != WHOLE else not_found(request)


@require_safe
@staff_member_required
def preview_all(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _preview(request, uuid, WHOLE)


def _read(request: HttpRequest, section: str, slug: str, number: int) -> HttpResponse:
    shown = Article.objects.for_presentation().filter(slug=slug).first()
    decision = may(shown, Surface.PAGE) if shown else None
    changes_at = decision.changes_at if decision is not None else None
    known = shown is not None and (bool(decision) or afterwards.was_open(shown))
    if not known or shown.section is None or shown.section.slug != section:
        if leads_on := _from_former_address(request, section, slug, number, until=changes_at):
            return leads_on
    if shown is None or not known:
        return not_found(request, until=changes_at)
    own_address = _addresses(shown, number)
    if request.path != own_address:
        old = together(old=old_question(request))["old"] if shown.section.slug != section else []
        return from_old_address(request, old) or moved(own_address)
    if not decision:
        return gone(request, shown)
    story = present(shown)
    if number > len(story.pages):
        return not_found(request, until=changes_at)
    pager = Pager(number, [_addresses(shown, n + 1) for n in range(len(story.pages))], _addresses(shown, WHOLE))
    answers = together(menu=menu_question(), **further.questions(shown), **identities.questions(shown))
    onward = further.read(shown, answers)
    context = _context(request, story, pager, answers, onward, shared=True)
    until = earliest([changes_at, *onward.closes(), *context["head"].known.closes()])
    response = _allowing(answer(request, "articles/article.html", context, until=until), shown)
    for name, value in indexing.headers(shown).items():
        response[name] = value
    return response


def _preview(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """Also that nothing is there is kept by nobody: a draft may be saved a moment later."""
    response = _as_readers_would(request, uuid, number)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response


def _as_readers_would(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    if not request.user.has_perm("articles.view_article") and not request.user.has_perm("articles.change_article"):
        raise PermissionDenied
    shown = Article.objects.for_presentation().select_related("draft_revision__made_by").filter(uuid=uuid).first()
    if shown is None or ("draft" in request.GET and shown.draft_revision is None):
        return not_found(request)
    if "draft" not in request.GET:
        return _previewed(request, shown, number)
    try:
        with drafting.opened(shown.pk) as laid:
            response = _previewed(request, laid, number, shown.draft_revision)
            if isinstance(response, TemplateResponse):
                response.render()  # what it shows is undone after this
            return response
    except derivation.NotSealed as broken:
        return HttpResponse(str(broken), status=409, content_type="text/plain; charset=utf-8")


def _previewed(request: HttpRequest, shown: Article, number: int, draft: Revision | None = None) -> HttpResponse:
    story = present(shown)
    uuid, query = shown.uuid, "?draft=1" if draft else ""
    pager = Pager(
        number,
        [reverse("articles:preview", args=[uuid]) + query]
        + [reverse("articles:preview_page", args=[uuid, n]) + query for n in range(2, len(story.pages) + 1)],
        reverse("articles:preview_all", args=[uuid]) + query,
    )
    if number > pager.count:
        return not_found(request)
    context = _context(request, story, pager, together(menu=menu_question()), further.Further(), shared=False)
    context["head"].robots = (("robots", "noindex"),)
    context["head"].address = context["head"].canonical = ""  # nobody passes it on
    context["decision"] = may(shown, Surface.PAGE)
    context["draft"] = draft
    context["left_out"] = left_out.pictures(shown)
    context |= around(context["menu"])
    return TemplateResponse(request, "articles/preview.html", context)


def _addresses(shown: Article, number: int) -> str:
    first = shown.get_absolute_url()
    if number == 1:
        return first
    return first + ("all/" if number == WHOLE else f"{number}/")


def _from_former_address(
    request: HttpRequest, section: str, slug: str, number: int, *, until: dt.datetime | None
) -> HttpResponse | None:
    """The way to the article that had this address last, or None where there is none that readers may know of.

    ``until`` is when an article that waits for its time will open here.
    """
    # Its own address is never this one: an article that readers may know of would have been found here by its slug.
    stood_here = {"former_addresses__section_slug": section, "former_addresses__slug": slug}
    article = Article.objects.select_related("section", "outlet", "terms").filter(**stood_here).first()
    if article is None:
        return None
    decision = may(article, Surface.PAGE)
    if decision:
        return moved(_addresses(article, number), until=earliest([until, decision.changes_at]))
    return gone(request, article) if afterwards.was_open(article) else None


def _context(
    request: HttpRequest,
    story: Presented,
    pager: Pager,
    answers: dict[str, Any],
    onward: further.Further,
    *,
    shared: bool,
) -> dict[str, Any]:
    """What articles/article.html receives; ``shared`` is whether the address is one that readers may pass on."""
    address = absolute(request, story.url)
    return {
        "head": _head(request, story, pager, answers),
        "menu": menu_of(answers["menu"]),
        "story": story,
        "direction": "rtl" if story.language.split("-")[0].lower() in settings.LANGUAGES_BIDI else "ltr",
        "body": _joined(story.pages) if pager.is_whole else story.pages[pager.number - 1],
        "pager": pager,
        "further": onward,
        "share": Share(address, story.title) if shared else None,
        "comments": comments_of(story, address, get_language() or "en") if shared else None,
        "counter": story.counter_html if shared and counters.may_run(story.article) else "",
        "decision": Decision(allowed=True),
    }


def _description(story: Presented) -> str:
    """What stands under the headline where others show a link to this page; a retraction goes with it."""
    if not story.retractions:
        return story.summary
    with translation.override(story.speaks):
        said = _("Retracted on %(date)s.") % {"date": bylines.printed_date(story.retractions[-1].at)}
    return f"{said} {story.summary}".strip()


def _joined(pages: list[SafeString]) -> SafeString:
    return mark_safe("".join(pages))


def _head(request: HttpRequest, story: Presented, pager: Pager, answers: dict[str, Any]) -> Head:
    own = absolute(request, request.path)
    canonical = indexing.canonical(story.article)
    if canonical == story.url:
        # Numbered pages hold different texts, so each names itself; the whole says what the pages say.
        canonical = absolute(request, story.url) if pager.is_whole else own
    known = identities.known(answers, story.article)
    card: dict[str, Any] = cards.of_story(story, absolute(request, "/"), known, is_first_page=pager.number == 1)
    return Head(
        title=story.title,
        description=_description(story),
        canonical=canonical,
        address=own,
        robots=indexing.metas(story.article),
        previous=pager.previous,
        next=pager.next,
        **card,
    )


def _allowing(response: TemplateResponse, shown: Article) -> TemplateResponse:
    """Widen this page's Content-Security-Policy for the outlet's counter and the comments, and for nothing else."""
    context = response.context_data or {}
    opened: dict[str, list[str]] = {}
    if context["comments"] and context["comments"].thread:
        opened |= context["comments"].sources
        # Whoever signs in to write does so in a window that the provider opens and has to hear from.
        response["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    if source := counters.policy_source(shown):
        directive, where = source
        opened[directive] = [*opened.get(directive, []), where]
    if opened:
        setattr(response, "_csp_update", opened)  # noqa: B010 (django-csp reads it; the type does not know it)
    return response
