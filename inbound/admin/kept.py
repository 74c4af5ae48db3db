"""What is kept as evidence of what arrived, and of our own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import beside, lights
from articles.models import Article
from inbound import watching
from inbound.admin.feeds import counts
from inbound.models import Delivery, Run, Sighting, SourceState
from inbound.sentences import in_words
from outlets.admin.choosing import OutletFilter
from records.admin import EvidenceAdmin


@admin.register(Delivery)
class DeliveryAdmin(EvidenceAdmin):
    list_display = ("received_at", "whence", "way", "volume")
    list_filter = ("way", ("outlet", OutletFilter), "received_at")
    search_fields = ("address", "sha256")
    list_select_related = ("outlet", "feed__outlet")
    date_hierarchy = "received_at"
    fields = (
        *("received_at", "outlet", "feed", "way", "address", "content_type", "volume", "sha256", "received_by"),
        *("brought", "as_received"),
    )

    class Media:
        css = {"all": ["admin/inbound.css", "admin/articles.css"]}

    @admin.display(description=gettext_lazy("from"))
    def whence(self, delivery: Delivery) -> str:
        return str(delivery.feed or delivery.outlet or delivery.address)

    @admin.display(description=gettext_lazy("size"), ordering="size")
    def volume(self, delivery: Delivery) -> str:
        return filesizeformat(delivery.size)

    @admin.display(description=gettext_lazy("what it brought last"))
    def brought(self, delivery: Delivery) -> SafeString | str:
        """The items whose last state came with it; what came later is with a later delivery."""
        rows = (
            (reverse("admin:inbound_item_change", args=[item.pk]), item, item.get_state_display())
            for item in delivery.items.order_by("-seen_at", "-pk")[:50]
        )
        told = format_html_join("", '<li><a href="{}">{}</a> ({})</li>', rows)
        return format_html('<ul class="answers">{}</ul>', told) if told else "–"

    @admin.display(description=gettext_lazy("as received"))
    def as_received(self, delivery: Delivery) -> str:
        shown = delivery.received[:200_000].decode("utf-8", "replace")
        return format_html('<pre class="as-received" tabindex="0">{}</pre>', shown)


@admin.register(Run)
class RunAdmin(EvidenceAdmin):
    list_display = ("begun_at", "feed", "how", "brought")
    list_filter = ("outcome", "feed__outlet", "begun_at")
    list_select_related = ("feed__outlet",)
    fields = ("feed", "delivery", "how", "status", "begun_at", "ended_at", "brought", "same", "told")

    class Media:
        css = {"all": ["admin/inbound.css", "admin/rights.css"]}

    @admin.display(description=gettext_lazy("outcome"), ordering="outcome")
    def how(self, run: Run) -> SafeString:
        light = {Run.Outcome.FAILED: "red", Run.Outcome.RUNNING: ""}.get(Run.Outcome(run.outcome), "green")
        return lights.badge("amber" if light == "green" and run.failed else light, run.get_outcome_display())

    @admin.display(description=gettext_lazy("what it brought"))
    def brought(self, run: Run) -> str:
        return in_words(run.problem) or counts(run) or "–"

    @admin.display(description=gettext_lazy("what could not be read"))
    def told(self, run: Run) -> SafeString | str:
        rows = format_html_join("", "<li>{}</li>", ((in_words(error),) for error in run.errors))
        return format_html('<ul class="answers">{}</ul>', rows) if rows else "–"


class NowFilter(admin.SimpleListFilter):
    title = gettext_lazy("how it stands now")
    parameter_name = "now"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("amiss", _("not as promised"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(pk__in=watching.amiss().values("pk")) if self.value() == "amiss" else queryset


@admin.register(Sighting)
class SightingAdmin(EvidenceAdmin):
    list_display = ("at", "page", "as_promised")
    list_filter = (NowFilter, "good", "at", "article__outlet")
    search_fields = ("article__title",)
    list_select_related = ("article",)
    fields = ("page", "at", "as_promised", "seen")

    class Media:
        css = {"all": ["admin/inbound.css", "admin/rights.css"]}

    @admin.display(description=gettext_lazy("article"))
    def page(self, look: Sighting) -> SafeString:
        address = reverse("admin:articles_article_change", args=[look.article_id])
        return format_html('<a href="{}#seen">{}</a>', address, look.article)

    @admin.display(description=gettext_lazy("as promised"), ordering="good")
    def as_promised(self, look: Sighting) -> SafeString:
        if look.good:
            return lights.badge("green", _("as promised"))
        rows = format_html_join("", '<p class="about">{}</p>', ((fault,) for fault in look.faults[:3]))
        return format_html("{}{}", lights.badge("red", _("not as promised")), rows)

    @admin.display(description=gettext_lazy("pages"))
    def seen(self, look: Sighting) -> str:
        rows = ((page["address"], page["status"] or "–", " ".join(page["faults"]) or "✓") for page in look.pages)
        return format_html('<ul class="answers">{}</ul>', format_html_join("", "<li><code>{}</code> {}: {}</li>", rows))

    def get_urls(self) -> list[URLPattern]:
        again = self.admin_site.admin_view(self.look_now)
        return [path("<int:pk>/again/", again, name="inbound_sighting_again"), *super().get_urls()]

    def look_now(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks, and on POST looks at the pages of the article of this key as readers get them."""
        article = Article.objects.filter(pk=pk).first()
        if article is None:
            raise Http404
        if not request.user.has_perm("articles.change_article"):
            raise PermissionDenied
        back = reverse("admin:articles_article_change", args=[pk]) + "#seen"
        if not watching.is_watched(article):
            messages.error(request, _("Readers cannot see “%(title)s” now.") % {"title": article})
            return HttpResponseRedirect(back)
        if request.method != "POST":
            context = {
                **self.admin_site.each_context(request),
                "opts": self.model._meta,
                "title": _("Look now"),
                "subject": article,
                "told": _(
                    "Every view of it is fetched as a reader would. That takes some seconds; the result is kept."
                ),
                "back": back,
                "media": self.media,
            }
            return TemplateResponse(request, "admin/inbound/asked.html", context)
        look = watching.look(article, base=watching.base() or request.build_absolute_uri("/").rstrip("/"))
        if look.good:
            messages.success(request, _("Every view of it is as promised."))
        else:
            messages.error(request, _("It is not as promised: see below what is amiss, and what to do."))
        return HttpResponseRedirect(back)


@beside.tells
def on_the_article(article: Article, request: HttpRequest) -> str:
    """For the article's own page: what we saw when we looked at it as readers do."""
    if not article.is_licensed or not request.user.has_perm("inbound.view_sighting"):
        return ""
    looks = list(article.sightings.order_by("-at", "-pk")[:6])
    watched = watching.is_watched(article)
    if not looks and not watched:
        return ""
    last = looks[0] if looks else None
    context = {
        "article": article,
        "last": last,
        "badge": lights.badge("green" if last.good else "red", _("as promised") if last.good else _("not as promised"))
        if last
        else "",
        "views": [page for page in last.pages if page["faults"]] if last else [],
        "before": looks[1:],
        "checked": watching.CHECKED,
        "may_look": watched and request.user.has_perm("articles.change_article"),
        "every_look": reverse("admin:inbound_sighting_changelist") + f"?article__id__exact={article.pk}",
    }
    return render_to_string("admin/inbound/_seen.html", context, request=request)


@admin.register(SourceState)
class SourceStateAdmin(EvidenceAdmin):
    list_display = ("article", "tried_at", "status", "missing_times", "moved_to", "problem", "next_at")
    list_filter = ("status", "missing_times", "article__outlet")
    search_fields = ("article__title", "article__source_url")
    list_select_related = ("article",)
    ordering = ("-missing_times", "next_at")
    fields = (
        *("article", "tried_at", "good_at", "status", "problem", "failures", "missing_times", "missing_at"),
        *("moved_to", "modified_at", "lacking", "next_at"),
    )
