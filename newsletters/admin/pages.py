"""The pages around an edition's form: choosing stories, looking at the letter, a test mail, and the verbs."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles.views.public import absolute
from newsletters import letter, mails, post, sending
from newsletters.models import Edition, Subscriber
from records.admin import shown_to
from records.seen import Seen, SeenField, saved_meanwhile
from records.versioned import Stale
from work import jobs
from work.admin.jobs import warn_where_nobody_works

if TYPE_CHECKING:
    from newsletters.admin.editions import EditionAdmin

SEND = "newsletters.send_edition"
# The letter brings its own styles, loads nothing and runs nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'; sandbox"
NOWHERE = ("console.EmailBackend", "dummy.EmailBackend", "filebased.EmailBackend")

VERBS: dict[str, tuple[Any, Callable[..., Any], Any, Any]] = {
    "send": (
        gettext_lazy("Send to everybody"),
        sending.send,
        gettext_lazy("The worker sends it in batches. It can be stopped, and nobody gets it twice."),
        gettext_lazy("It is being sent."),
    ),
    "stop": (
        gettext_lazy("Stop sending"),
        sending.stop,
        gettext_lazy("What was sent cannot be called back. The rest waits until somebody resumes."),
        gettext_lazy("It stops at the next mail."),
    ),
    "resume": (
        gettext_lazy("Resume sending"),
        sending.resume,
        gettext_lazy("Those who have not got it yet get it as it stands now."),
        gettext_lazy("It goes on where it was."),
    ),
}


class Sure(forms.Form):
    version = SeenField()


def verbs_for(edition: Edition, user: Any) -> list[str]:
    if not user.has_perm(SEND):
        return []
    if edition.state == Edition.State.DRAFT:
        return ["send"]
    if edition.state == Edition.State.SENT:
        return []
    return ["resume"] if edition.is_stopped else ["stop"]


def around(edition: Edition, user: Any) -> dict[str, Any]:
    """What stands above the form."""
    return {
        "edition": edition,
        "verbs": [(verb, VERBS[verb][0]) for verb in verbs_for(edition, user)],
        "may_choose": edition.may_be_edited and user.has_perm("newsletters.change_edition"),
        "job": edition.job,
        "job_page": jobs.page(edition.job) if edition.job and user.has_perm("work.view_job") else "",
        "subscribed": Subscriber.objects.filter(state=Subscriber.State.CONFIRMED).count(),
        "way": sending.in_the_way(edition) if edition.may_be_edited else [],
    }


def _page(model_admin: EditionAdmin, request: HttpRequest, template: str, edition: Edition, title: Any, **more: Any):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "edition": edition,
        "media": model_admin.media,
        "back": _back(edition),
        **more,
    }
    return TemplateResponse(request, f"admin/newsletters/edition/{template}.html", context)


def _base(request: HttpRequest) -> str:
    """Where the links of a preview lead: to this site, as the desk came to it."""
    return absolute(request, "/").rstrip("/")


def _back(edition: Edition) -> str:
    return reverse("admin:newsletters_edition_change", args=[edition.pk])


# --- choosing ---


def choose(model_admin: EditionAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What was published since the last edition; those that may not be mailed are named with the gate's reason."""
    edition = shown_to(request, model_admin, pk)
    if not model_admin.has_change_permission(request, edition):
        raise PermissionDenied
    found = letter.suggestions(edition)
    form = Sure(request.POST or None, initial={"version": Seen.now(edition)})
    if request.method == "POST" and form.is_valid():
        chosen = set(request.POST.getlist("story"))
        wanted = [each.item.article for each in found if each.decision and str(each.item.article.pk) in chosen]
        try:
            with transaction.atomic():
                held = Edition.objects.select_for_update().get(pk=pk)
                if held.version != form.cleaned_data["version"].version or not held.may_be_edited:
                    raise Stale(held)
                model_admin.add_stories(request, held, wanted)
        except Stale as stale:
            messages.error(request, f"{saved_meanwhile(stale.row, form.cleaned_data['version'])}")  # type: ignore[arg-type]
        else:
            told = ngettext("%(number)d story was added.", "%(number)d stories were added.", len(wanted))
            messages.success(request, told % {"number": len(wanted)})
        return HttpResponseRedirect(_back(edition))
    allowed = [each for each in found if each.decision]
    barred = [each for each in found if not each.decision]
    return _page(
        model_admin, request, "choose", edition, _("Choose stories"), form=form, allowed=allowed, barred=barred,
        most=letter.SUGGESTED,
    )  # fmt: skip


# --- looking ---


@csp_update({"frame-src": [SELF]})
def preview(model_admin: EditionAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    edition = shown_to(request, model_admin, pk)
    prepared = letter.compose(edition, base=_base(request))
    out = [each for each in letter.asked(edition) if not each.decision]
    return _page(
        model_admin, request, "preview", edition, _("Preview"), subject=prepared.subject, sender=prepared.sender,
        text=prepared.text.replace(mails.TOKEN, "…"), out=out,
    )  # fmt: skip


@xframe_options_sameorigin
def _framed(request: HttpRequest, html: str) -> HttpResponse:
    response = HttpResponse(html)
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    return response


def preview_html(model_admin: EditionAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The letter alone, for the frame of the preview."""
    edition = shown_to(request, model_admin, pk)
    return _framed(request, letter.compose(edition, base=_base(request)).html.replace(mails.TOKEN, "preview"))


def try_out(model_admin: EditionAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """A test mail to whoever asks for it, and to nobody else."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    edition = shown_to(request, model_admin, pk)
    if not request.user.has_perm("newsletters.change_edition"):
        raise PermissionDenied
    address = request.user.email
    if not address:
        told = _("Your account has no e-mail address, so there is nowhere to send a test. Ask an administrator.")
        messages.error(request, told)
        return HttpResponseRedirect(_back(edition))
    prepared = letter.compose(
        edition, base=_base(request), subject=_("[Test] %(subject)s") % {"subject": edition.subject}
    )
    try:
        with post.Post() as server:
            server.send(prepared, address, "test")
    except (post.NotSent, post.InDoubt, smtplib.SMTPException, OSError, UnicodeError) as problem:
        messages.error(request, _("The test mail did not go out: %(said)s") % {"said": problem})
    else:
        told = _("A test mail is on its way to %(address)s. Its link to unsubscribe is no real one.")
        messages.success(request, told % {"address": address})
    return HttpResponseRedirect(_back(edition))


# --- sending ---


def verb(model_admin: EditionAdmin, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The page that asks, and on POST the verb itself."""
    edition = shown_to(request, model_admin, pk)
    if verb not in VERBS:
        raise Http404
    if not request.user.has_perm(SEND):
        raise PermissionDenied
    label, does, sentence, done = VERBS[verb]
    form = Sure(request.POST or None, initial={"version": Seen.now(edition)})
    if request.method == "POST" and form.is_valid():
        seen: Seen = form.cleaned_data["version"]
        try:
            # Stopping changes nothing that somebody else could have changed.
            if verb != "stop" and seen.version != edition.version:
                raise Stale(edition)
            does(edition, by=request.user)
        except sending.NotAllowed as refused:
            messages.error(request, str(refused))
        except Stale:
            edition.refresh_from_db()
            remedy = _("Look at it again before you send it.")
            messages.error(request, f"{saved_meanwhile(edition, seen)} {remedy}")
        else:
            messages.success(request, done)
            warn_where_nobody_works(request)
        return HttpResponseRedirect(_back(edition))
    number = sending.recipients(edition).count()
    way = [] if verb == "stop" else sending.in_the_way(edition)
    return _page(
        model_admin, request, "verb", edition, label, form=form, sentence=sentence, verb=verb, number=number, way=way,
        allowed=verb in verbs_for(edition, request.user) and not way,
        nowhere=settings.EMAIL_BACKEND.endswith(NOWHERE),
    )  # fmt: skip
