"""The buttons above an article, each with a page that says what will happen before it does."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from articles import publishing, trash
from articles.models import Article, Correction
from articles.publishing import NotAllowed
from articles.rights.findings import findings
from records.seen import Seen, SeenField, saved_meanwhile
from records.versioned import Stale

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.contrib.auth.models import User


class Confirm(forms.Form):
    version = SeenField()


class WithReason(Confirm):
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "cols": 60}))


class WithDate(Confirm):
    at = forms.SplitDateTimeField(
        label=_("When"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=_("Empty: now. A moment to come schedules it."),
    )


class WithCorrection(Confirm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Correction.Kind.choices)
    text = forms.CharField(label=_("What readers are told"), widget=forms.Textarea(attrs={"rows": 4, "cols": 60}))


@dataclasses.dataclass(frozen=True)
class Button:
    verb: str
    label: Any
    sentence: Any
    form: type[Confirm] = Confirm


BUTTONS = {
    button.verb: button
    for button in (
        Button("submit", _("Submit for review"), _("Colleagues are asked to read it.")),
        Button("send_back", _("Send back"), _("It goes back to its writer as a draft."), WithReason),
        Button("clear", _("Clear the rights"), _("You state that everything its terms demand is there.")),
        Button("publish", _("Publish"), _("Readers, feeds and search engines see it."), WithDate),
        Button("correct", _("Correct"), _("A dated note to readers is added to the article."), WithCorrection),
        Button(
            "withdraw",
            _("Withdraw"),
            _("It disappears from every page and feed at once. Readers who come to its address see your reason."),
            WithReason,
        ),
        Button("restore", _("Restore"), _("Readers see it again."), WithReason),
        Button("trash", _("Put in the trash"), _("The desk's list leaves it out. Nothing is deleted."), WithReason),
        Button("untrash", _("Take out of the trash"), _("It stands in the desk's list again, as it was.")),
    )
}


def buttons(article: Article, user: User) -> list[Button]:
    """The buttons that this user may press on this article now, in the order of the workflow."""
    allowed = {*publishing.verbs_for(article, user), *trash.verbs_for(article, user)}
    return [button for verb, button in BUTTONS.items() if verb in allowed]


def permits(verb: str, article: Article, user: User) -> bool:
    return trash.permits(article, user) if verb in trash.VERBS else publishing.permits(verb, user)


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    def view(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        return confirm(model_admin, request, pk, verb)

    guarded = model_admin.admin_site.admin_view(view)
    return [path("<int:pk>/verb/<slug:verb>/", guarded, name="articles_article_verb")]


def confirm(model_admin: ModelAdmin, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The page that asks, and on POST the verb itself; refusals are told in the verb's own sentence."""
    article = model_admin.get_object(request, str(pk))
    if article is None or verb not in BUTTONS:
        raise Http404
    button = BUTTONS[verb]
    if not model_admin.has_view_permission(request, article) or not permits(verb, article, request.user):
        raise PermissionDenied
    form = button.form(request.POST or None, initial={"version": Seen.now(article)})
    back = reverse("admin:articles_article_change", args=[pk])
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        seen: Seen = values.pop("version")
        try:
            if seen.version != article.version:
                raise Stale(article)
            getattr(trash if verb in trash.VERBS else publishing, verb)(article, by=request.user, **values)
        except NotAllowed as refused:
            messages.error(request, str(refused))
        except Stale:
            article = model_admin.get_object(request, str(pk))
            remedy = _("Look at it again. What you typed is still here: press the button once more if it still holds.")
            messages.error(request, f"{saved_meanwhile(article, seen)} {remedy}")
            # Told once, they decide: a verb writes over nobody's words.
            again = request.POST.copy()
            again["version"] = str(Seen.now(article))
            form = button.form(again)
        else:
            messages.success(request, _("Done: %(what)s, “%(title)s”.") % {"what": button.label, "title": article})
            return HttpResponseRedirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.model._meta,
        "title": button.label,
        "article": article,
        "button": button,
        "form": form,
        "media": model_admin.media + form.media,
        "back": back,
        "findings": findings(article) if verb == "publish" else [],
    }
    return TemplateResponse(request, "admin/articles/article/verb.html", context)
