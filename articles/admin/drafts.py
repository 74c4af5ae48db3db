"""A live article's form: a draft beside what readers see, or, for those who publish, what readers see at once."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import derivation, drafting, publishing
from articles.admin import comparing
from articles.models import Article, Revision
from articles.publishing import NotAllowed
from records.admin import shown_to
from records.versioned import Stale

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.contrib.auth.models import User

SAVE, THEN_LIVE = "_draft", "_then_live"
"""The buttons that keep a draft; the second goes on to the page that asks before it is put live."""
LIVE = "live"
"""In the address: the live text is opened, though a draft waits beside it."""


@dataclasses.dataclass
class Beside:
    """How a live article is opened by this user, and what the page says of the draft beside it."""

    article: Article
    user: User
    drafts: bool
    """The form holds the draft and keeps one; else, where it can be saved at all, it goes live at once."""
    may_change: bool = True
    overtaken: list[str] = dataclasses.field(default_factory=list)
    """The parts that were changed on both sides, by their names in the form."""
    since: list[str] = dataclasses.field(default_factory=list)
    """What was done to the live text since the draft was last saved."""
    left_out: list[str] = dataclasses.field(default_factory=list)
    taken: dict[str, Any] | None = None
    """What was saved inside of ``drafting.aside``, to be kept after it."""
    changed: list[str] = dataclasses.field(default_factory=list)
    told: list[str] = dataclasses.field(default_factory=list)

    @property
    def draft(self) -> Revision | None:
        return self.article.draft_revision

    @property
    def may_put_live(self) -> bool:
        return publishing.permits("put_live", self.user)

    @property
    def is_scheduled(self) -> bool:
        opens = self.article.opens_at
        return self.article.status == Article.Status.PUBLISHED and bool(opens and opens > timezone.now())

    @property
    def is_live(self) -> bool:
        return drafting.may_have_draft(self.article)

    @property
    def made(self) -> dict[str, str]:
        return comparing.made(self.draft) if self.draft else {}


def beside(request: HttpRequest, article: Article | None) -> Beside | None:
    """How this user opens the article; None where nothing of it is live and no draft waits."""
    user: User = request.user  # type: ignore[assignment]
    if article is None:
        return None
    may_change = drafting.may_have_draft(article) and user.has_perm(drafting.PERMISSION)
    if not may_change and article.draft_revision is None:
        return None
    if not may_change:
        drafts = False
    elif not publishing.permits("put_live", user):
        drafts = True
    elif article.draft_revision:
        drafts = LIVE not in request.GET
    else:
        drafts = SAVE in request.POST or THEN_LIVE in request.POST
    found = Beside(article, user, drafts=drafts, may_change=may_change)
    if article.draft_revision:
        found.overtaken = [comparing.label(name) for name in drafting.overtaken(article)]
        found.since = comparing.since(article, article.draft_revision)
    return found


def answer(request: HttpRequest, found: Beside, page: Callable[[Beside | None], HttpResponse]) -> HttpResponse:
    """The page of the form with the draft laid over the article; what it saved is kept as the draft, and nothing else.

    Where somebody was quicker, the form comes back with everything that was typed.
    """
    pk = found.article.pk
    if found.draft is None and request.method != "POST":
        return page(found)  # nothing to lay over, nothing to keep: no lock is taken for reading
    try:
        return _kept(request, found, page)
    except drafting.Unchanged as told:
        messages.info(request, str(told))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
    except (NotAllowed, Stale) as refused:
        request.refusal = str(refused)  # type: ignore[attr-defined]
        request.beside = None  # type: ignore[attr-defined]
        again = beside(request, Article.objects.get(pk=pk))
        return _kept(request, again, page) if again and again.drafts else page(again)


def _kept(request: HttpRequest, found: Beside, page: Callable[[Beside | None], HttpResponse]) -> HttpResponse:
    request.beside = found  # type: ignore[attr-defined]
    with transaction.atomic():
        with drafting.aside():
            # The page's own copy: ``found.article`` stays as it is stored.
            laid = Article.objects.select_related("draft_revision").get(pk=found.article.pk)
            if laid.version != found.article.version:
                raise Stale(found.article)
            found.left_out = drafting.lay_over(laid)
            response = page(found)
        if found.taken is not None:
            drafting.keep(found.article, found.taken, by=found.user)
            _log(found)
            for sentence in found.told:
                messages.warning(request, sentence)
            told = _("The draft of “%(title)s” was kept. Readers see nothing of it.")
            messages.success(request, told % {"title": found.article})
    return _rendered_aside(response, found.article.pk) if isinstance(response, TemplateResponse) else response


def _rendered_aside(response: TemplateResponse, pk: int) -> TemplateResponse:
    """Rendered when its time comes, after what middleware has to add, with the draft laid over once more."""
    render = response.render

    def again() -> HttpResponse:
        with drafting.aside():
            drafting.lay_over(Article.objects.select_related("draft_revision").get(pk=pk))
            return render()

    setattr(response, "render", again)  # noqa: B010 (the handler calls it; the type takes no other)
    return response


def _log(found: Beside) -> None:
    """What was changed in the form, for the desk's own record; written beside it, it was undone with the rest."""
    said = LogEntry(action_flag=CHANGE, change_message=json.dumps(found.changed)).get_change_message()
    LogEntry.objects.log_actions(
        user_id=found.user.pk,
        queryset=[found.article],
        action_flag=CHANGE,
        change_message=_("Draft: %(what)s") % {"what": said},
        single_object=True,
    )


def take(found: Beside, article: Article) -> None:
    """Called where the form has saved everything, inside of ``drafting.aside``."""
    if article.pk != found.article.pk:  # Django's “save as new”, which no button of ours sends
        raise PermissionDenied
    misfits = derivation.derive(article)
    found.told = [_("An amendment no longer fits: %(which)s") % {"which": which} for which in misfits]
    article.save()
    found.taken = drafting.taken(article)


def after_saving(request: HttpRequest, article: Article) -> HttpResponse:
    """Where somebody who saved a draft goes next."""
    if THEN_LIVE in request.POST:
        return HttpResponseRedirect(reverse("admin:articles_article_verb", args=[article.pk, "put_draft_live"]))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return compared(model_admin, request, pk)

    return [path("<int:pk>/draft/", model_admin.admin_site.admin_view(view), name="articles_article_draft")]


def compared(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Live text and draft side by side, for everybody who may see the article at the desk."""
    article = shown_to(request, model_admin, pk)
    found = beside(request, article)
    if found is None or found.draft is None:
        raise Http404
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.model._meta,
        "title": _("Live text and draft"),
        "article": article,
        "beside": found,
        "look": comparing.look(article),
        "may_do": drafting.verbs_for(article, found.user),
        "media": model_admin.media,
        "back": reverse("admin:articles_article_change", args=[pk]),
    }
    return TemplateResponse(request, "admin/articles/article/draft.html", context)
