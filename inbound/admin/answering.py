"""The pages that ask before the desk answers what a source did: each says what will happen, and wants a reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import carrying, publishing, resting, trash
from articles.models import Article, Correction
from articles.publishing import NotAllowed
from inbound import answers, proposals
from inbound.models import Development
from records.seen import Seen, SeenField, saved_meanwhile
from records.versioned import Stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from inbound.admin.developments import DevelopmentAdmin
    from inbound.proposals import Proposal

HANDLE = "inbound.change_development"


def _text(label: Any, **options: Any) -> forms.CharField:
    rows = options.pop("rows", 3)
    widget = forms.Textarea(attrs={"rows": rows, "cols": 60, "class": "vLargeTextField"})
    return forms.CharField(label=label, widget=widget, **options)


class Answer(forms.Form):
    version = SeenField()

    def __init__(self, *args: Any, row: Development, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.row = row

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class WithReason(Answer):
    reason = _text(gettext_lazy("Why"), max_length=500)


class Asked(Answer):
    """Nothing to be said: pressing is enough."""


class WithNote(Answer):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Correction.Kind.choices)
    text = _text(gettext_lazy("What readers are told"), rows=5)

    def __init__(self, *args: Any, row: Development, **kwargs: Any):
        super().__init__(*args, row=row, **kwargs)
        self.fields["text"].initial = proposals.correction_note(row.article)
        self.fields["text"].help_text = _("Begins with what the source itself says, where it says something.")


class WithChoices(WithReason):
    """With a choice for each amendment that does not fit, and for each field that was changed beside the text."""

    DROP, ANEW = "drop", "anew"

    def __init__(self, *args: Any, row: Development, **kwargs: Any):
        super().__init__(*args, row=row, **kwargs)
        found = proposals.proposal(row.article)
        self.conflicts = found.conflicts if found else []
        self.parts = found.parts if found else []
        for part in self.parts:
            choices = [
                (carrying.THEIRS, _("as its source has it now: %(new)s") % {"new": part.new[:300]}),
                (carrying.OURS, _("as ours is: %(ours)s") % {"ours": part.ours[:300] or "–"}),
            ]
            initial = carrying.THEIRS if part.state == carrying.TAKEN else carrying.OURS
            self.fields[f"part_{part.name}"] = forms.ChoiceField(
                label=str(part.label).capitalize(), choices=choices, initial=initial, widget=forms.RadioSelect
            )
        for one in self.conflicts:
            self._ask_about(one)
        self.order_fields(["version", *(name for name in self.fields if name not in ("version", "reason")), "reason"])

    def _ask_about(self, one: proposals.Applied) -> None:
        pk, quoted = one.amendment.pk, one.amendment.exact[:80]
        choices = [(self.DROP, _("leave it out")), (self.ANEW, _("quote it anew, below"))]
        label = _("Amendment “%(exact)s” → “%(new)s”")
        self.fields[f"mend_{pk}"] = forms.ChoiceField(
            label=label % {"exact": quoted, "new": one.amendment.replacement[:80]},
            choices=choices,
            widget=forms.RadioSelect,
            help_text=one.why,
        )
        now = _("It says now: “%(now)s”") % {"now": one.now} if one.now else _("The paragraph is gone.")
        self.fields[f"exact_{pk}"] = _text(
            _("Words quoted anew"), rows=2, required=False, initial=one.amendment.exact, help_text=now
        )
        self.fields[f"replacement_{pk}"] = _text(
            _("Words instead"), rows=2, required=False, initial=one.amendment.replacement
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for one in self.conflicts:
            pk = one.amendment.pk
            if cleaned.get(f"mend_{pk}") == self.ANEW and not cleaned.get(f"exact_{pk}", "").strip():
                self.add_error(f"exact_{pk}", _("Quote the words of the new text that are to be changed."))
        return cleaned

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        mends = {
            one.amendment.pk: resting.Mend(given[f"exact_{one.amendment.pk}"], given[f"replacement_{one.amendment.pk}"])
            if given[f"mend_{one.amendment.pk}"] == self.ANEW
            else resting.Mend()
            for one in self.conflicts
        }
        parts = {part.name: given[f"part_{part.name}"] for part in self.parts}
        return {"reason": given["reason"], "parts": parts, "mends": mends}


class WithParts(WithChoices):
    """Of an adaptation, whose own words no amendment changes."""

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "mends"}


def _live(article: Article) -> bool:
    return article.status == Article.Status.PUBLISHED and not article.trashed_at


@dataclasses.dataclass(frozen=True)
class Verb:
    """One answer: when it makes sense, who may give it, and what its page says."""

    name: str
    act: Callable[..., Any]
    label: Any
    sentence: Any
    sensible: Callable[[Development, Proposal | None], bool]
    permits: Callable[[Development, User], bool]
    form: type[Answer] = WithReason
    takes_away: bool = False
    is_next: bool = False
    """What the desk most likely wants where it makes sense."""


VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            "take_over",
            answers.take_over,
            gettext_lazy("Take the new text over"),
            gettext_lazy("The newest original takes the place of the one shown, with the amendments applied anew."),
            lambda row, found: found is not None and not row.article.is_adaptation and row.is_of_the_text,
            lambda row, user: resting.permits("take_over", row.article, user),
            WithChoices,
            is_next=True,
        ),
        Verb(
            "carry_over",
            answers.carry_over,
            gettext_lazy("Carried over by hand"),
            gettext_lazy("You state that the adaptation holds what changed. Its own words are not touched."),
            lambda row, found: found is not None and row.article.is_adaptation and row.is_of_the_text,
            lambda row, user: resting.permits("carry_over", row.article, user),
            WithParts,
            is_next=True,
        ),
        Verb(
            "fetch",
            answers.fetch_new_text,
            gettext_lazy("Fetch its new text"),
            gettext_lazy("The page of the original is read, and what it says is sealed beside what we hold."),
            lambda row, found: found is None and row.kind in ("update", "correction", "moved"),
            lambda row, user: user.has_perm("articles.change_article"),
            Asked,
            is_next=True,
        ),
        Verb(
            "restore",
            answers.restore,
            gettext_lazy("Restore"),
            gettext_lazy("Readers see it again."),
            lambda row, found: row.kind == "released" and row.article.status == Article.Status.WITHDRAWN,
            lambda row, user: publishing.permits("restore", user),
            is_next=True,
        ),
        Verb(
            "correct",
            answers.correct,
            gettext_lazy("Publish a correction note"),
            gettext_lazy("A dated note to readers is added to the article."),
            lambda row, found: _live(row.article) and row.is_of_the_text,
            lambda row, user: publishing.permits("correct", user),
            WithNote,
        ),
        Verb(
            "keep",
            answers.keep,
            gettext_lazy("Keep ours"),
            gettext_lazy("The article stays as it is. Your reason is kept with it."),
            lambda row, found: True,
            answers.may_keep,
        ),
        Verb(
            "withdraw",
            answers.withdraw,
            gettext_lazy("Withdraw"),
            gettext_lazy("It disappears from every page and feed at once. Readers at its address see your reason."),
            lambda row, found: _live(row.article),
            lambda row, user: publishing.permits("withdraw", user),
            takes_away=True,
        ),
        Verb(
            "put_in_trash",
            answers.put_in_trash,
            gettext_lazy("Put in the trash"),
            gettext_lazy("The desk's list leaves it out. Nothing is deleted."),
            lambda row, found: not _live(row.article) and not row.article.trashed_at,
            lambda row, user: trash.permits(row.article, user),
            takes_away=True,
        ),
    )
}


@dataclasses.dataclass(frozen=True)
class Choice:
    """A verb on the page of a development; ``may`` is False for who has to ask a colleague."""

    verb: Verb
    may: bool


def choices(row: Development, found: Proposal | None, user: User) -> list[Choice]:
    if row.state != Development.State.OPEN:
        return []
    return [
        Choice(verb, user.has_perm(HANDLE) and verb.permits(row, user))
        for verb in VERBS.values()
        if verb.sensible(row, found)
    ]


def confirm(model_admin: DevelopmentAdmin, request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The page that asks, and on POST the answer itself; what is refused says why, and keeps what was typed."""
    row = model_admin.get_object(request, str(pk))
    if row is None or name not in VERBS:
        raise Http404
    verb = VERBS[name]
    if not request.user.has_perm(HANDLE) or not verb.permits(row, request.user):
        raise PermissionDenied
    back = reverse("admin:inbound_development_change", args=[pk])
    form = verb.form(request.POST or None, row=row, initial={"version": Seen.now(row.article)})
    if request.method == "POST" and form.is_valid():
        seen: Seen = form.cleaned_data["version"]
        try:
            if seen.version != row.article.version:
                raise Stale(row.article)
            told = verb.act(row, by=request.user, **form.values())
        except NotAllowed as refused:
            messages.error(request, str(refused))
        except Stale:
            article = Article.objects.get(pk=row.article_id)
            remedy = _("Look at it again. What you typed is still here: press once more if it still holds.")
            messages.error(request, f"{saved_meanwhile(article, seen)} {remedy}")
            again = request.POST.copy()
            again["version"] = str(Seen.now(article))
            form = verb.form(again, row=row)
        else:
            messages.success(request, told if isinstance(told, str) else _("Done: %(what)s.") % {"what": verb.label})
            for sentence in told if isinstance(told, list) else ():
                messages.warning(request, sentence)
            return HttpResponseRedirect(back)
        row = Development.objects.select_related("article__outlet", "article__terms").get(pk=pk)
    return TemplateResponse(
        request, "admin/inbound/development/answer.html", _page(model_admin, request, row, verb, form)
    )


def _page(
    model_admin: DevelopmentAdmin, request: HttpRequest, row: Development, verb: Verb, form: Answer
) -> dict[str, Any]:
    found = proposals.proposal(row.article) if row.is_of_the_text else None
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.model._meta,
        "title": verb.label,
        "subject": row.article,
        "told": verb.sentence,
        "verb": verb.name,
        "row": row,
        "found": found if verb.name in ("take_over", "carry_over", "keep") else None,
        "is_live": _live(row.article),
        "form": form,
        "back": reverse("admin:inbound_development_change", args=[row.pk]),
        "media": model_admin.media + form.media,
    }
