"""The front page at the desk: one screen on which editors choose, move, try and save."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import BoundField, Media
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import curating
from articles.admin.front_form import OFFERED, FrontForm, moved, written
from articles.front import FrontPage, Spot, compose
from articles.models import Article, AuditEvent, Front
from articles.models.front import ARRANGED
from articles.rights import Decision, Surface, may_each
from articles.rights.taken_back import undecided_q
from articles.views.lists import front_page
from articles.views.public import menu
from records.admin import EvidenceAdmin
from records.moments import short
from records.versioned import Stale

LAST = 8
_TAKEN_BACK: Any = gettext_lazy("Its source withdrew it, and nobody has decided yet: look at it before it stays here.")


@dataclasses.dataclass(frozen=True)
class Line:
    """A place as the screen shows it."""

    name: str
    label: str
    story: BoundField
    until: BoundField
    now: str
    """The headline that readers see there; empty where there is none."""
    chosen: bool
    """Whether that is so by choice."""
    why_not: list[str]
    """Why the story that was chosen does not show, in sentences."""
    warning: str
    """What an editor should know of the story that readers see there; "" where there is nothing."""
    is_first: bool
    is_last: bool


@dataclasses.dataclass(frozen=True)
class Group:
    label: str
    lines: list[Line]
    length: BoundField | None = None
    is_open: bool = True

    @property
    def in_short(self) -> str:
        return " · ".join(Truncator(line.now).words(6) for line in self.lines if line.now)


@admin.register(Front)
class FrontAdmin(EvidenceAdmin):
    """One row, arranged on a page of its own; it is neither added nor deleted."""

    def get_urls(self) -> list[URLPattern]:
        return [path("", self.admin_site.admin_view(self.desk), name="articles_front_changelist")]

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return request.user.has_perm("articles.change_front")

    def desk(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        front, stored, around = Front.the_one(), curating.stored(), menu()
        given: dict[str, Any] = {"front": front, "stored": stored, "sections": around.sections}
        if request.method != "POST":
            return self._page(request, FrontForm(**given))
        if not self.has_change_permission(request):
            raise PermissionDenied
        what, _colon, name = request.POST.get("do", "save").partition(":")
        if what in ("up", "down"):
            order = _order(FrontForm(**given), name)
            form = FrontForm(initial=moved(request.POST, order, name, up=what == "up"), **given)
            messages.info(request, _("Moved, and not saved yet."))
            return self._page(request, form)
        form = FrontForm(request.POST, **given)
        if not form.is_valid():
            return self._page(request, form)
        if what == "try":
            tried = front_page(request, around, form.wanted(), trying=True)
            tried["Cache-Control"] = "private, no-store"
            return tried
        try:
            changed = curating.arrange(front, form.wanted(), by=request.user)
        except Stale:  # saved between our reading and our writing: read again, the form finds the later version itself
            given |= {"front": Front.the_one(), "stored": curating.stored()}
            return self._page(request, FrontForm(request.POST, **given))
        if changed:
            messages.success(request, _("Readers see the front page so from now on."))
        else:
            messages.info(request, _("Nothing was changed."))
        return HttpResponseRedirect(reverse("admin:articles_front_changelist"))

    def _page(self, request: HttpRequest, form: FrontForm) -> HttpResponse:
        may_change = self.has_change_permission(request)
        for field in form.fields.values():
            field.disabled = not may_change
        offered = Article.objects.visible_on(Surface.PAGE).newest_first()[:OFFERED]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("Front page"),
            "form": form,
            "groups": _groups(form, compose(form.stored, form.sections)),
            "offered": [written(article) for article in offered.only("pk", "title")],
            "may_change": may_change,
            "log": AuditEvent.objects.filter(verb=ARRANGED).order_by("-at", "-pk")[:LAST],
            "media": Media(
                css={"all": ["admin/css/forms.css", "admin/front.css"]}, js=[Script("admin/front.js", type="module")]
            ),
        }
        return TemplateResponse(request, "admin/articles/front/desk.html", context)


def _order(form: FrontForm, name: str) -> list[str]:
    """The places among which this one moves: the lead and those beside it, or a rail."""
    spot = form.spots.get(name)
    return [each for each, other in form.spots.items() if spot and other.section == spot.section]


def _groups(form: FrontForm, now: FrontPage) -> list[Group]:
    articles = Article.objects.select_related("section", "outlet", "terms")
    chosen = list(articles.filter(pk__in=[choice.article for choice in form.stored.chosen.values()]))
    decisions = dict(zip((each.pk for each in chosen), may_each(chosen, Surface.PAGE), strict=True))
    taken_back = Article.objects.filter(undecided_q(), pk__in={row.id for row in now.spots.values()})
    to_be_decided = set(taken_back.values_list("pk", flat=True))
    lines: dict[int | None, list[Line]] = {}
    for name, spot in form.spots.items():
        order = _order(form, name)
        row = now.spots.get(spot)
        lines.setdefault(spot.section, []).append(
            Line(
                name=name,
                label=curating.name_of(spot, form.names),
                story=form[f"{name}-story"],
                until=form[f"{name}-until"],
                now=row.title if row else "",
                chosen=bool(row and spot in form.stored.chosen and row.id == form.stored.chosen[spot].article),
                why_not=_why_not(form, spot, decisions),
                warning=_TAKEN_BACK if row and row.id in to_be_decided else "",
                is_first=name == order[0],
                is_last=name == order[-1],
            )
        )
    groups = [Group(_("Lead and beside it"), lines[None])]
    for section in form.sections:
        rail = lines.get(section.pk, [])
        is_open = any(line.story.value() or line.story.errors for line in rail)
        groups.append(Group(section.name, rail, form[f"rail-{section.pk}"], is_open))
    return groups


def _why_not(form: FrontForm, spot: Spot, decisions: dict[int, Decision]) -> list[str]:
    choice = form.stored.chosen.get(spot)
    if choice is None:
        return []
    if choice.until and choice.until <= timezone.now():
        return [_("Its time in this place ended (%(moment)s).") % {"moment": short(choice.until)}]
    decision = decisions[choice.article]
    told = [reason.sentence for reason in decision.reasons]
    if not decision and decision.changes_at:
        told.append(_("It takes its place by itself (%(moment)s).") % {"moment": short(decision.changes_at)})
    if spot.section and spot.position > form.stored.length(spot.section):
        told.append(_("The rail is shorter than that."))
    return told
