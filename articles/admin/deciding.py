"""The page on which the rights desk decides what terms leave open: once, for a reason, for an article or its outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin import panel
from articles.models import Article, Ruling
from articles.rights import rulings
from articles.rights.clauses import CLAUSES, knowing
from outlets.admin.decided import clause_label
from outlets.models import Outlet, Terms
from records.seen import Seen, SeenField, saved_meanwhile

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

ARTICLE, OUTLET = "article", "outlet"


class Decision(forms.Form):
    """What ``rulings.rule`` takes. A yes that rests on the outlet's word keeps who gave it, when, and the message."""

    version = SeenField()
    allowed = forms.TypedChoiceField(
        label=gettext_lazy("Is it allowed?"),
        choices=[("yes", gettext_lazy("Yes, allowed")), ("no", gettext_lazy("No, not allowed"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    scope = forms.ChoiceField(label=gettext_lazy("For"), widget=forms.RadioSelect, initial=ARTICLE)
    basis = forms.ChoiceField(
        label=gettext_lazy("It rests on"), choices=Ruling.Basis.choices, widget=forms.RadioSelect, initial="desk"
    )
    given_by = forms.CharField(
        label=gettext_lazy("Given by"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Who at the outlet said so. Only where it rests on the outlet's word."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    given_at = forms.DateTimeField(
        label=gettext_lazy("Given at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    evidence = forms.CharField(
        label=gettext_lazy("The message"),
        required=False,
        help_text=gettext_lazy("Word for word; it is kept as evidence."),
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60, "class": "vLargeTextField"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        help_text=gettext_lazy("Whoever looks at the article later reads it."),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60, "class": "vLargeTextField"}),
    )

    def __init__(self, *args: Any, scopes: list[tuple[str, str]], needs_the_outlet: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]
        if needs_the_outlet:
            self.fields["basis"].initial = Ruling.Basis.OUTLET
            self.fields["basis"].help_text = _(
                "The terms say to ask, or set a limit: a yes needs the outlet's own word."
            )

    def clean_given_at(self) -> Any:
        given_at = self.cleaned_data["given_at"]
        if given_at and given_at > timezone.now():
            raise ValidationError(_("That moment has not come yet."))
        return given_at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("allowed") and cleaned.get("basis") == Ruling.Basis.OUTLET:
            wanted = {
                "given_by": _("Say who at the outlet gave its word."),
                "given_at": _("Say when the outlet gave its word."),
                "evidence": _("Keep the outlet's message, word for word."),
            }
            for name, sentence in wanted.items():
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, sentence)
        return cleaned


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    def view(request: HttpRequest, pk: int, clause: str) -> HttpResponse:
        return decide(model_admin, request, pk, clause)

    guarded = model_admin.admin_site.admin_view(view)
    return [path("<int:pk>/decide/<slug:clause>/", guarded, name="articles_article_decide")]


def decide(model_admin: ModelAdmin, request: HttpRequest, pk: int, clause: str) -> HttpResponse:
    """Asks, and on POST decides. What was typed is never lost: not to an error, and not to a colleague's save."""
    article = model_admin.get_object(request, str(pk))
    if article is None or article.terms is None:
        raise Http404
    if not model_admin.has_view_permission(request, article) or not request.user.has_perm(rulings.PERMISSION):
        raise PermissionDenied
    back = f"{reverse('admin:articles_article_change', args=[pk])}#rights"
    if refused := _why_not(article, clause):
        messages.error(request, refused)
        return HttpResponseRedirect(back)
    scopes = _scopes(article, clause)
    kept = {"scopes": scopes, "needs_the_outlet": rulings.needs_the_outlet(article.terms, clause)}
    form = Decision(request.POST or None, initial={"version": Seen.now(article)}, **kept)
    if request.method == "POST" and form.is_valid():
        seen: Seen = form.cleaned_data["version"]
        with transaction.atomic():
            now = Article.objects.select_for_update().get(pk=pk).version
            if seen.version == now and _ruled(article, clause, request, form):
                messages.success(request, _("Decided: %(clause)s.") % {"clause": clause_label(clause)})
                return HttpResponseRedirect(back)
        if seen.version != now:
            article = model_admin.get_object(request, str(pk))
            remedy = _("Look at it again. What you typed is still here: press the button once more if it still holds.")
            messages.error(request, f"{saved_meanwhile(article, seen)} {remedy}")
            again = request.POST.copy()
            again["version"] = str(Seen.now(article))
            form = Decision(again, **kept)
    return _page(model_admin, request, article, clause, form, back)


def _why_not(article: Article, clause: str) -> str:
    """Why there is nothing to decide here by now; "" where there is."""
    if article.trashed_at:
        return _("“%(title)s” is in the trash. Take it out first.") % {"title": article}
    if article.terms is None or not rulings.may_be_ruled(article.terms, clause):
        return _("The terms of “%(title)s” leave nothing to decide here (%(clause)s).") % {
            "title": article,
            "clause": clause_label(clause),
        }
    return ""


def _ruled(article: Article, clause: str, request: HttpRequest, form: Decision) -> bool:
    """Call the verb; what it refuses is told beside its field."""
    values = form.cleaned_data
    for_all = values["scope"] == OUTLET
    try:
        with transaction.atomic():
            rulings.rule(
                clause,
                by=request.user,
                allowed=values["allowed"],
                reason=values["reason"],
                article=None if for_all else article,
                outlet=article.outlet if for_all else None,
                basis=values["basis"],
                given_by=values["given_by"],
                given_at=values["given_at"],
                evidence=values["evidence"],
            )
    except ValidationError as refused:
        for name, errors in refused.message_dict.items():
            for error in errors:
                form.add_error(name if name in form.fields else None, error)
        return False
    return True


def _scopes(article: Article, clause: str) -> list[tuple[str, str]]:
    """For this article; and for all of the outlet's, where the terms that count for the next ones leave it open.

    Not for all of them where it is a question about each.
    """
    scopes = [(ARTICLE, _("this article alone"))]
    outlet = article.outlet
    current = outlet.current_terms() if outlet else None
    if outlet is None or current is None or rulings.is_for_one_article(current, clause):
        return scopes
    if rulings.may_be_ruled(current, clause):
        number = touched(outlet, clause)
        told = ngettext(
            "all of %(outlet)s: %(number)d article that we hold, and every one to come",
            "all of %(outlet)s: %(number)d articles that we hold, and every one to come",
            number,
        )
        scopes.append((OUTLET, told % {"outlet": outlet, "number": number}))
    return scopes


def touched(outlet: Outlet, clause: str) -> int:
    """For how many articles a ruling for all of the outlet would count: those whose terms leave the clause open, and
    for which nothing was decided on their own."""
    held = Article.objects.filter(outlet=outlet, trashed_at__isnull=True).exclude(rulings__clause=clause)
    by_terms = dict(held.order_by().values_list("terms").annotate(Count("pk")))
    versions = Terms.objects.filter(pk__in=by_terms)
    return sum(by_terms[terms.pk] for terms in versions if rulings.may_be_ruled(terms, clause))


def _page(
    model_admin: ModelAdmin, request: HttpRequest, article: Article, clause: str, form: Decision, back: str
) -> HttpResponse:
    rows = dict(panel.clause_rows(article, request.user, timezone.now()))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.model._meta,
        "title": _("Decide: %(clause)s") % {"clause": clause_label(clause)},
        "article": article,
        "row": rows[(knowing(clause) or CLAUSES[0]).name],
        "terms": article.terms,
        "form": form,
        "media": model_admin.media + form.media,
        "back": back,
    }
    return TemplateResponse(request, "admin/articles/article/decide.html", context)
