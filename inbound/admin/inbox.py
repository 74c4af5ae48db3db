"""The inbox: what arrived, newest first; whether we may take it and what we must do; picked or dismissed by people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin import lights
from articles.body import figures
from articles.notices import words
from inbound import arriving, duplicates
from inbound.accept import NotAccepted
from inbound.admin import pasting, standing
from inbound.admin.picking import WORDS, Dismiss, Pick, PickMany
from inbound.models import Item
from inbound.prospects import Prospects
from outlets.admin.choosing import OutletFilter
from records.admin import EvidenceAdmin

PICK, DISMISS = "articles.add_article", "inbound.change_item"


class StateFilter(admin.SimpleListFilter):
    """What waits, until another state is asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        states = [(value, str(label)) for value, label in Item.State.choices if value != Item.State.WAITING]
        return [*states, ("all", _("all"))]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        for number, choice in enumerate(super().choices(changelist)):
            yield choice if number else choice | {"display": Item.State.WAITING.label}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        return queryset.filter(state=self.value() or Item.State.WAITING)


class SectionFilter(admin.RelatedFieldListFilter):
    """By the section that the feed suggests. In every list they are in the order of our menu."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.title = gettext_lazy("section")


def _beside(item: Item) -> dict[str, Item | None]:
    """The waiting items that arrived just before and just after this one."""
    rows = Item.objects.filter(state=Item.State.WAITING).exclude(pk=item.pk).only("pk", "title", "source_url")
    before = Q(seen_at__lt=item.seen_at) | Q(seen_at=item.seen_at, pk__lt=item.pk)
    return {
        "older": rows.filter(before).order_by("-seen_at", "-pk").first(),
        "newer": rows.exclude(before).order_by("seen_at", "pk").first(),
    }


@admin.register(Item)
class ItemAdmin(EvidenceAdmin):
    change_list_template = "admin/inbound/item/change_list.html"
    change_form_template = "admin/inbound/item/change_form.html"
    list_display = ("arrived", "story", "may_we")
    list_display_links = None
    list_filter = (StateFilter, ("outlet", OutletFilter), ("feed__section", SectionFilter))
    list_select_related = ("outlet", "feed__section", "article", "delivery")
    list_per_page = 50
    search_fields = ("title", "source_url", "source_number")
    date_hierarchy = "seen_at"
    actions = ("pick_chosen", "dismiss_chosen")

    class Media:
        css = {"all": ["admin/inbound.css", "admin/articles.css", "admin/rights.css"]}
        js = [forms.Script("admin/inbox.js", type="module")]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        calls = standing.of(request.user, with_developments=False)
        return super().changelist_view(request, {"title": _("Inbox"), "standing": calls, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Rights and near-duplicates are asked for the whole page at once."""
        changelist = super().get_changelist_instance(request)
        prospects = Prospects()
        alike = duplicates.of(changelist.result_list)
        for item in changelist.result_list:
            item.prospect = prospects.of_item(item)
            item.alike = alike.get(item.pk, [])
        return changelist

    # What a row says

    @admin.display(description=gettext_lazy("arrived"), ordering="seen_at")
    def arrived(self, item: Item) -> SafeString:
        moment = timezone.localtime(item.seen_at)
        is_new = moment.date() == timezone.localdate()
        shown = date_format(moment, "TIME_FORMAT") if is_new else date_format(moment, "j M")
        told = date_format(moment, "SHORT_DATETIME_FORMAT")
        return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), told, shown)

    @admin.display(description=gettext_lazy("story"), ordering="title")
    def story(self, item: Item) -> SafeString:
        address = reverse("admin:inbound_item_change", args=[item.pk])
        arrival = item.arrival
        names = ", ".join(author.name for author in arrival.authors[:3])
        about = " · ".join(part for part in (names, arrival.standfirst or "") if part)[:240]
        section = item.feed.section if item.feed else None
        length = ngettext("%(number)d word", "%(number)d words", item.words) % {"number": item.words}
        whence = [item.outlet.name, section, length]
        if item.state != Item.State.WAITING:
            whence.insert(0, item.get_state_display())
        if arrival.embargo_until and arrival.embargo_until > timezone.now():
            until = date_format(timezone.localtime(arrival.embargo_until), "SHORT_DATETIME_FORMAT")
            whence.append(_("embargo until %(until)s") % {"until": until})
        return format_html(
            '<p class="whence">{}</p><a class="headline" href="{}">{}</a><p class="about">{}</p>{}',
            " · ".join(str(part) for part in whence if part),
            address,
            item,
            about,
            self.alike(item),
        )

    @admin.display(description=gettext_lazy("may we?"))
    def may_we(self, item: Item) -> SafeString:
        prospect = item.prospect  # type: ignore[attr-defined]
        why = format_html_join("", '<p class="about">{}</p>', ((sentence,) for sentence in prospect.why_not[:2]))
        must: SafeString | str = ""
        if prospect.must:
            told = ngettext("%(number)d demand", "%(number)d demands", len(prospect.must))
            rows = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in prospect.must))
            number = {"number": len(prospect.must)}
            must = format_html('<details class="must"><summary>{}</summary><ul>{}</ul></details>', told % number, rows)
        return format_html("{}{}{}", lights.badge(prospect.light, WORDS[prospect.light]), why, must)

    def alike(self, item: Item) -> SafeString | str:
        """Who else tells it, for under the headline."""
        rows = getattr(item, "alike", [])
        if not isinstance(rows, list) or not rows:
            return ""
        links = ((reverse("admin:inbound_item_change", args=[row.pk]), row.outlet.name) for row in rows)
        told = format_html_join(", ", '<a href="{}">{}</a>', links)
        return format_html('<p class="alike">{} {}</p>', _("Also told by:"), told)

    # One item

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        item = self.get_object(request, object_id)
        if item is None:
            raise Http404
        if not self.has_view_permission(request, item):
            raise PermissionDenied
        form = Pick(request.POST or None, item=item)
        if request.method == "POST":
            if not request.user.has_perm(PICK):
                raise PermissionDenied
            if form.is_valid() and (done := self._pick(request, item, **form.cleaned_data)):
                return done
        arrival = item.arrival
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": str(item),
            "item": item,
            "arrival": arrival,
            "body": mark_safe(figures.replace(arrival.body_html, lambda _src: None)) if arrival.body_html else "",
            "notice": mark_safe(words(arrival.notice_html or "")),
            "disclosure": mark_safe(words(arrival.disclosure_html or "")),
            "prospect": (prospect := Prospects().of_item(item)),
            "badge": lights.badge(prospect.light, WORDS[prospect.light]),
            "beside": _beside(item),
            "alike": duplicates.of([item]).get(item.pk, []),
            "form": form if request.user.has_perm(PICK) and item.is_free else None,
            "may_dismiss": request.user.has_perm(DISMISS) and item.state == Item.State.WAITING,
            "back": reverse("admin:inbound_item_changelist"),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, self.change_form_template, context)

    def _pick(self, request: HttpRequest, item: Item, *, because: str, section: Any) -> HttpResponse | None:
        try:
            article = arriving.pick(item, by=request.user, because=because, section=section)
        except NotAccepted as refused:
            messages.error(request, str(refused))
            return None
        messages.success(request, _("Picked. Here is its draft."))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    # Many at once

    @admin.action(description=gettext_lazy("Pick the chosen…"))
    def pick_chosen(self, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        if not request.user.has_perm(PICK):
            raise PermissionDenied
        items = list(chosen.select_related("outlet", "feed__section", "delivery"))
        form = PickMany(request.POST if "confirmed" in request.POST else None, items=items)
        if not form.is_valid():
            return self._asked(request, items, form, "pick_chosen", _("Pick them"))
        picked, refused = 0, []
        for item in items:
            try:
                arriving.pick(
                    item, by=request.user, because=form.cleaned_data["because"], section=form.section_of(item)
                )
                picked += 1
            except NotAccepted as error:
                refused.append(str(error))
        for sentence in refused:
            messages.error(request, sentence)
        told = ngettext("%(number)d draft was made.", "%(number)d drafts were made.", picked)
        messages.success(request, told % {"number": picked})
        return None

    @admin.action(description=gettext_lazy("Dismiss the chosen…"))
    def dismiss_chosen(self, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        if not request.user.has_perm(DISMISS):
            raise PermissionDenied
        items = list(chosen.filter(article__isnull=True))
        form = Dismiss(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self._asked(request, items, form, "dismiss_chosen", _("Dismiss them"))
        for item in items:
            arriving.dismiss(item, by=request.user, because=form.cleaned_data["because"])
        told = ngettext("%(number)d item was dismissed.", "%(number)d items were dismissed.", len(items))
        messages.success(request, told % {"number": len(items)})
        return None

    def _asked(self, request: HttpRequest, items: list[Item], form: Any, action: str, title: str) -> HttpResponse:
        prospects = Prospects()
        rows = []
        for item in items:
            prospect = prospects.of_item(item)
            badge = lights.badge(prospect.light, WORDS[prospect.light])
            rows.append({"item": item, "badge": badge, "why_not": prospect.why_not})
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": title,
            "rows": rows,
            "form": form,
            "action": action,
            "back": reverse("admin:inbound_item_changelist"),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/inbound/item/asked.html", context)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        needed = {"pick_chosen": PICK, "dismiss_chosen": DISMISS}
        return {
            name: value for name, value in actions.items() if name not in needed or request.user.has_perm(needed[name])
        }

    def get_urls(self) -> list[URLPattern]:
        one = self.admin_site.admin_view(self.dismiss_view)
        paste = self.admin_site.admin_view(lambda request: pasting.paste(self, request))
        return [
            path("paste/", paste, name="inbound_item_paste"),
            path("<int:pk>/dismiss/", one, name="inbound_item_dismiss"),
            *super().get_urls(),
        ]

    def dismiss_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.get_object(request, str(pk))
        if item is None:
            raise Http404
        if not request.user.has_perm(DISMISS):
            raise PermissionDenied
        form = Dismiss(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                arriving.dismiss(item, by=request.user, because=form.cleaned_data["because"])
                messages.success(request, _("Dismissed: “%(item)s”.") % {"item": item})
            except NotAccepted as refused:
                messages.error(request, str(refused))
            return HttpResponseRedirect(reverse("admin:inbound_item_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("Dismiss"),
            "subject": item,
            "told": _("It leaves the inbox. It can be found under “dismissed”, and picked all the same."),
            "form": form,
            "back": reverse("admin:inbound_item_change", args=[pk]),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/inbound/asked.html", context)
