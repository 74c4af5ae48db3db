"""A text by hand: pasted, or fetched from an address; looked at in full before anything is stored; then a draft."""

from __future__ import annotations

import base64
import zlib
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import lights
from articles.body import figures
from articles.models import Section
from articles.notices import words
from articles.rights.panel import worst
from inbound import arriving, looking
from inbound.accept import NotAccepted
from inbound.admin.picking import WORDS
from inbound.fetch import Failed, Refused
from inbound.formats import MOST_BYTES_PASTED
from inbound.formats.arrival import Author, Unreadable
from inbound.models import Delivery
from inbound.sentences import in_words
from outlets.models import Outlet

if TYPE_CHECKING:
    from inbound.admin.inbox import ItemAdmin
    from inbound.looking import Look

PICK = "articles.add_article"
_SALT = "inbound.paste.2"
_TOO_OLD = gettext_lazy("What was looked at is too old or was changed. Paste it again; nothing was stored.")


class Source(forms.Form):
    """Either the text itself or the address where it stands."""

    address = forms.URLField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        help_text=gettext_lazy("The article's own page, or a feed with one item."),
        widget=forms.URLInput(attrs={"class": "vLargeTextField"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or the text"),
        required=False,
        strip=False,  # it is kept to the byte
        help_text=gettext_lazy(
            "From the outlet's Republish button: HTML or Markdown, with everything that stands in it."
        ),
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField", "spellcheck": "false"}),
    )
    headline = forms.CharField(
        label=gettext_lazy("Headline"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Where none stands in the text: the outlet's own, as its page has it."),
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )
    outlet = forms.ModelChoiceField(
        Outlet.objects.all(),
        label=gettext_lazy("Outlet"),
        required=False,
        help_text=gettext_lazy("Empty: found out by its address or its counter."),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if bool(cleaned.get("address")) == bool((cleaned.get("text") or "").strip()):
            raise forms.ValidationError(_("Give the address or the text, one of them."))
        if len((cleaned.get("text") or "").encode("utf-8", "replace")) > MOST_BYTES_PASTED:
            raise forms.ValidationError({"text": _("The text has more than 2 MB, so it is not a single article.")})
        return cleaned


class Whose(forms.Form):
    """Where the text itself does not tell."""

    held = forms.CharField(widget=forms.HiddenInput)
    outlet = forms.ModelChoiceField(Outlet.objects.all(), label=gettext_lazy("Outlet"))


class Credit(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=500, required=False)
    institution = forms.CharField(label=gettext_lazy("Institution"), max_length=300, required=False)
    profile_url = forms.CharField(required=False, widget=forms.HiddenInput)
    institution_url = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("title") or cleaned.get("institution")) and not cleaned.get("name"):
            raise forms.ValidationError({"name": _("Whose title and institution are these?")})
        return cleaned


Credits = forms.formset_factory(Credit, extra=1, max_num=50, can_delete=True)


class Take(forms.Form):
    """What makes the draft. ``held`` is the material that was looked at, sealed, so that nothing else is taken."""

    held = forms.CharField(widget=forms.HiddenInput)
    headline = forms.CharField(
        label=gettext_lazy("Headline"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The outlet's own, as its page has it. Without it the draft cannot be submitted."),
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )
    section = forms.ModelChoiceField(Section.objects.all(), label=gettext_lazy("Section"), required=False)
    because = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=gettext_lazy("Why this story for our readers: it is kept with the article."),
    )


def seal(data: bytes, source: str, outlet: Outlet | None, headline: str) -> str:
    packed = base64.b64encode(zlib.compress(data, 6)).decode()
    return signing.dumps([packed, source, outlet.pk if outlet else None, headline], salt=_SALT)


def unseal(held: str) -> tuple[bytes, str, Outlet | None, str]:
    """The text, where it came from, whose it is, and its headline as entered. Raises signing.BadSignature for what we
    did not seal."""
    packed, source, pk, headline = signing.loads(held, salt=_SALT, max_age=24 * 3600)
    outlet = Outlet.objects.filter(pk=pk).first() if pk else None
    return zlib.decompress(base64.b64decode(packed)), source, outlet, headline


def paste(model_admin: ItemAdmin, request: HttpRequest) -> HttpResponse:
    """The page: first the text or its address, then the look, with the byline to be corrected, then the draft."""
    if not request.user.has_perm(PICK):
        raise PermissionDenied
    if request.method == "POST" and "held" in request.POST:
        return _again(model_admin, request) if "whose" in request.POST else _take(model_admin, request)
    form = Source(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        source = given["address"] or ""
        try:
            data = looking.fetched(source) if source else given["text"].encode("utf-8", "replace")
            headline = given["headline"]
            looks = looking.look(data, by=request.user, outlet=given["outlet"], source=source, headline=headline)
        except (Refused, Failed, Unreadable) as refused:
            form.add_error("address" if source else "text", in_words(str(refused)))
        else:
            if len(looks) == 1:
                return _show(model_admin, request, looks[0], seal(data, source, given["outlet"], headline))
            told = _("This holds %(number)d articles. Give the address of one, or make it a feed.")
            form.add_error("address" if source else "text", told % {"number": len(looks)})
    return _page(model_admin, request, "admin/inbound/item/paste.html", {"form": form, "submit": _("Look at it")})


def _show(
    model_admin: ItemAdmin,
    request: HttpRequest,
    look: Look,
    held: str,
    *,
    take: Take | None = None,
    credited: Any = None,
    whose: Whose | None = None,
) -> HttpResponse:
    rows = [
        {name: getattr(author, name) or "" for name in Credit.base_fields} for author in look.arrival.authors
    ]  # fmt: skip
    arrival = look.arrival
    light = worst(list(look.findings)) or "green"
    take = take or Take(initial={"held": held})
    if arrival.title:  # what came with the text is not typed over
        take.fields.pop("headline")
    context = {
        "look": look,
        "arrival": arrival,
        "body": mark_safe(figures.replace(arrival.body_html, lambda _src: None)) if arrival.body_html else "",
        "notice": mark_safe(words(arrival.notice_html or "")),
        "disclosure": mark_safe(words(arrival.disclosure_html or "")),
        "badge": lights.badge(light, WORDS[light]),
        "light": "" if look.why_not else light,
        "whose": (whose or Whose(initial={"held": held})) if look.outlet is None else None,
        "take": take,
        "credits": credited if credited is not None else Credits(initial=rows, prefix="credit"),
        "may_take": not look.why_not and look.held is None,
    }
    return _page(model_admin, request, "admin/inbound/item/look.html", context)


def _again(model_admin: ItemAdmin, request: HttpRequest) -> HttpResponse:
    """The same text looked at again, now that somebody said whose it is."""
    form = Whose(request.POST)
    try:
        data, source, outlet, headline = unseal(request.POST["held"])
        if form.is_valid():
            outlet = form.cleaned_data["outlet"]
        look = looking.look(data, by=request.user, outlet=outlet, source=source, headline=headline)[0]
    except (signing.BadSignature, zlib.error, Unreadable) as refused:
        messages.error(request, in_words(str(refused)) if isinstance(refused, Unreadable) else _TOO_OLD)
        return HttpResponseRedirect(request.path)
    held = seal(data, source, outlet, headline)
    return _show(model_admin, request, look, held, whose=None if form.is_valid() else form)


def _take(model_admin: ItemAdmin, request: HttpRequest) -> HttpResponse:
    take, credited = Take(request.POST), Credits(request.POST, prefix="credit")
    try:
        data, source, outlet, headline = unseal(request.POST["held"])
        look = looking.look(data, by=request.user, outlet=outlet, source=source, headline=headline)[0]
    except (signing.BadSignature, zlib.error, Unreadable):
        messages.error(request, _TOO_OLD)
        return HttpResponseRedirect(request.path)
    if not take.is_valid() or not credited.is_valid() or look.outlet is None:
        return _show(model_admin, request, look, request.POST["held"], take=take, credited=credited)
    authors = [
        Author(**{name: row[name] or None for name in Credit.base_fields})
        for row in credited.cleaned_data
        if row.get("name") and not row.get("DELETE")
    ]
    arrival = looking.with_authors(look.arrival, authors)
    if not arrival.title:
        arrival = looking.with_headline(arrival, take.cleaned_data["headline"])
    way = Delivery.Way.ADDRESS if source else Delivery.Way.PASTED
    delivery = Delivery.keep(data, outlet=look.outlet, way=way, address=source[:2000], received_by=request.user)
    try:
        item, _outcome = arriving.put_in(arrival, look.format, delivery=delivery, outlet=look.outlet)
        article = arriving.pick(
            item, by=request.user, because=take.cleaned_data["because"], section=take.cleaned_data["section"]
        )
    except NotAccepted as refused:
        messages.error(request, str(refused))
        return _show(model_admin, request, look, request.POST["held"], take=take, credited=credited)
    messages.success(request, _("Here is its draft, with everything that was found."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _page(model_admin: ItemAdmin, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(
        request,
        template,
        {
            **model_admin.admin_site.each_context(request),
            "opts": model_admin.model._meta,
            "title": _("Paste a text, or give its address"),
            "back": reverse("admin:inbound_item_changelist"),
            "media": model_admin.media,
            **context,
        },
    )
