"""The buttons above an article, each with a page that says what will happen before it does."""

from __future__ import annotations

import dataclasses
from types import ModuleType
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from articles import drafting, publishing, resting, trash
from articles.admin import foresight
from articles.comments import closing
from articles.models import Article, Correction
from articles.publishing import NotAllowed
from articles.rights.clauses import duties
from records.seen import Seen, SeenField, saved_meanwhile
from records.versioned import Stale

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.contrib.auth.models import User

    from articles.rights.finding import Finding


class Confirm(forms.Form):
    version = SeenField()


class WithReason(Confirm):
    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "cols": 60, "class": "vLargeTextField"})
    )


class WithWord(WithReason):
    reason = forms.CharField(
        label=_("Whom, how, and the message"),
        max_length=500,
        help_text=_("It is kept as evidence, with your name and the day."),
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60, "class": "vLargeTextField"}),
    )


class WithLanguage(WithReason):
    language = forms.CharField(
        label=_("Into which language"),
        max_length=20,
        required=False,
        help_text=_("For a translation: es, pt-BR, fr. Empty, where any edit is allowed: it stays in its own."),
    )
    translated_by = forms.CharField(
        label=_("Translated by"),
        max_length=200,
        required=False,
        help_text=_("For a translation: who makes it, as readers are told. It can be entered later."),
    )


class WithAddress(WithReason):
    address = forms.CharField(
        label=_("Original address"),
        max_length=2000,
        help_text=_("The article on the outlet's own site: copy it from there."),
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )
    field_order = ("version", "address", "reason")


class WithDate(Confirm):
    at = forms.SplitDateTimeField(
        label=_("When"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=_("Empty: now. A moment to come schedules it."),
    )


class WithCorrection(Confirm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Correction.Kind.choices)
    text = forms.CharField(
        label=_("What readers are told"),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60, "class": "vLargeTextField"}),
    )


@dataclasses.dataclass(frozen=True)
class Button:
    """A verb, the module that has it, and what the page that asks says of it."""

    verb: str
    module: ModuleType
    label: Any
    sentence: Any
    form: type[Confirm] = Confirm
    takes_away: bool = False
    """It takes the text from readers or from the desk, so it stands apart."""


BUTTONS = {
    button.verb: button
    for button in (
        Button("submit", publishing, _("Submit for review"), _("Colleagues are asked to read it.")),
        Button(
            "clear",
            publishing,
            _("Clear the rights"),
            _(
                "You state that everything its terms demand is there. What each clause said, and how the article stood "
                "on it, is kept with your name."
            ),
        ),
        Button("publish", publishing, _("Publish"), _("Readers, feeds and search engines see it."), WithDate),
        Button("restore", publishing, _("Restore"), _("Readers see it again."), WithReason),
        Button("untrash", trash, _("Take out of the trash"), _("It stands in the desk's list again, as it was.")),
        Button(
            "put_draft_live",
            drafting,
            _("Put the draft live"),
            _("Readers get the draft, after every check. What they have now stays among the revisions."),
        ),
        Button(
            "take_over",
            resting,
            _("Take over the new original"),
            _("The newest original that arrived takes the place of the one shown, with the amendments applied anew."),
            WithReason,
        ),
        Button(
            "carry_over",
            resting,
            _("Carried over by hand"),
            _("You state that the adaptation holds what changed at the source. Its own words are not touched."),
            WithReason,
        ),
        Button(
            duties.TOLD,
            publishing,
            _("Outlet was told"),
            _("You state that the outlet was told of publication. The duty counts as kept from then on."),
            WithWord,
        ),
        Button(
            "correct", publishing, _("Correct"), _("A dated note to readers is added to the article."), WithCorrection
        ),
        Button(
            "rest_on",
            resting,
            _("Rest on the newest terms"),
            _("The article rests on its outlet's newest terms in force, and their words decide at once."),
            WithReason,
        ),
        Button(
            "correct_address",
            resting,
            _("Correct the original address"),
            _("Notice, canonical address and feeds lead there from then on. The log keeps the one before."),
            WithAddress,
        ),
        Button(
            "adapt",
            resting,
            _("Make an adaptation"),
            _(
                "The text gets a body of its own, to be edited or translated, and is credited as that. The original "
                "stays sealed beside it, and can be taken back."
            ),
            WithLanguage,
        ),
        Button(
            "take_original_back",
            resting,
            _("Take the original back"),
            _("It is the sealed original and its amendments again. The adaptation stays among the revisions."),
            WithReason,
        ),
        Button(
            "put_live",
            publishing,
            _("Make the page anew"),
            _(
                "What readers see is made anew of what is stored, after every check. Where nothing differs, nothing is "
                "changed."
            ),
        ),
        Button(
            "close_comments",
            closing,
            _("Close the comments"),
            _("Its page says that comments are closed, and shows none. The provider keeps what was written."),
            WithReason,
        ),
        Button(
            "open_comments",
            closing,
            _("Open the comments"),
            _("Readers can open the comments again, with what was written before."),
            WithReason,
        ),
        Button("send_back", publishing, _("Send back"), _("It goes back to its writer as a draft."), WithReason),
        Button(
            "discard",
            drafting,
            _("Discard the draft"),
            _("Nobody works on it any more, and it stays among the revisions. Readers notice nothing."),
            WithReason,
            takes_away=True,
        ),
        Button(
            "withdraw",
            publishing,
            _("Withdraw"),
            _(
                "It disappears from every page and feed at once, and within a minute from caches between us and "
                "readers. Readers who come to its address see your reason."
            ),
            WithReason,
            takes_away=True,
        ),
        Button(
            "trash",
            trash,
            _("Put in the trash"),
            _("The desk's list leaves it out. Nothing is deleted."),
            WithReason,
            takes_away=True,
        ),
    )
}

# What the desk most likely wants next, by the state of the article; the first that this user may is the main button.
_NEXT_FOR_LICENSED = {
    "draft": ("clear", "submit"),
    "in_review": ("clear", "send_back"),
    "ready": ("publish", "send_back"),
    "published": ("put_draft_live", "take_over", duties.TOLD, "correct"),
    "withdrawn": ("restore",),
}
_NEXT_FOR_OURS = _NEXT_FOR_LICENSED | {"draft": ("publish", "submit"), "in_review": ("publish", "send_back")}


@dataclasses.dataclass(frozen=True)
class Buttons:
    """What this user may press on this article now: the main next step, the others, and what takes it away."""

    main: Button | None
    others: list[Button]
    away: list[Button]


def buttons(article: Article, user: User) -> Buttons:
    allowed = {
        *publishing.verbs_for(article, user),
        *resting.verbs_for(article, user),
        *trash.verbs_for(article, user),
        *drafting.verbs_for(article, user),
        *closing.verbs_for(article, user),
    }
    allowed.discard("correct_address")  # it stands beside the address
    if not duties.whom_to_tell(article):
        allowed.discard(duties.TOLD)
    wanted = (_NEXT_FOR_LICENSED if article.is_licensed else _NEXT_FOR_OURS)[article.status]
    if duties.TOLD in allowed and foresight.was_told(article):
        wanted = tuple(verb for verb in wanted if verb != duties.TOLD)
    first = next((verb for verb in ("untrash", *wanted) if verb in allowed), "")
    found = [button for verb, button in BUTTONS.items() if verb in allowed and verb != first]
    return Buttons(
        main=BUTTONS[first] if first else None,
        others=[button for button in found if not button.takes_away],
        away=[button for button in found if button.takes_away],
    )


def permits(verb: str, article: Article, user: User) -> bool:
    match BUTTONS[verb].module:
        case module if module is trash:
            return trash.permits(article, user)
        case module if module is resting:
            return resting.permits(verb, article, user)
        case module if module is drafting:
            return drafting.permits(verb, user)
        case module if module is closing:
            return closing.permits(user)
    return publishing.permits(verb, user)


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    def view(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        return confirm(model_admin, request, pk, verb)

    guarded = model_admin.admin_site.admin_view(view)
    return [path("<int:pk>/verb/<slug:verb>/", guarded, name="articles_article_verb")]


def _done(button: Button, article: Article) -> Any:
    return _("Done: %(what)s, “%(title)s”.") % {"what": button.label, "title": article}


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
    in_the_way: list[Finding] | None = None
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        seen: Seen = values.pop("version")
        try:
            if seen.version != article.version:
                raise Stale(article)
            told = getattr(button.module, verb)(article, by=request.user, **values)
        except NotAllowed as refused:
            messages.error(request, str(refused))
            in_the_way = refused.findings or None
            article = model_admin.get_object(request, str(pk))  # the refused verb left its changes on the other one
        except Stale:
            article = model_admin.get_object(request, str(pk))
            remedy = _("Look at it again. What you typed is still here: press the button once more if it still holds.")
            messages.error(request, f"{saved_meanwhile(article, seen)} {remedy}")
            # Told once, they decide: a verb writes over nobody's words.
            again = request.POST.copy()
            again["version"] = str(Seen.now(article))
            form = button.form(again)
        else:
            messages.success(request, foresight.done(verb, article) or _done(button, article))
            for sentence in told if isinstance(told, list) else ():
                messages.warning(request, sentence)
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
        **foresight.foreseen(verb, article, request.user, in_the_way),
    }
    return TemplateResponse(request, "admin/articles/article/verb.html", context)
