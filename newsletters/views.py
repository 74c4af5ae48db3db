"""The pages of the letter: signing up, and the two that mails lead to. Nothing changes by GET.

None sets a cookie or asks for one. The form of the sign-up stands on every page and is guarded by where it came from;
the two others by the token, which alone gives the right to what they do.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.views.public import Head, answer, menu
from newsletters import addresses, limits, origin, subscribing, tokens

HONEYPOT = "website"
View = Callable[..., HttpResponse]
NOINDEX = (("robots", "noindex"),)


def uncached(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.NEWSLETTER:
            raise Http404
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded


def by_token(view: View) -> View:
    """A page whose address is a secret: told to no other site, to no search engine and to no cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@uncached
def sign_up(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request)
    if not origin.is_ours(request):
        refused = _("This form was not sent from a page of ours, so nothing was done. Please send it from here.")
        return _form(request, refused, status=403)
    if request.POST.get(HONEYPOT):
        return HttpResponseRedirect(reverse("newsletters:asked"), status=303)
    typed = request.POST.get("address", "")
    try:
        address = addresses.normalised(typed)
    except ValidationError as refused:
        return _form(request, refused.messages[0], typed=typed, status=400)
    if not limits.reader_may_ask(request):
        return _form(
            request,
            _("So many addresses were signed up within the hour that we have to pause. Please try again later."),
            typed=typed,
            status=429,
        )
    subscribing.ask(address)
    return HttpResponseRedirect(reverse("newsletters:asked"), status=303)


@require_safe
@uncached
def asked(request: HttpRequest) -> HttpResponse:
    """The same for every address, and for nobody in particular."""
    context = {"head": Head(title=_("Look into your inbox"), robots=NOINDEX), "menu": menu()}
    return answer(request, "newsletters/asked.html", context | {"days": tokens.CONFIRM_WITHIN.days})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@uncached
@by_token
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail. Programs that follow links to look for malware follow this one too, and confirm nobody."""
    if request.method == "POST":
        stands = "confirmed" if subscribing.confirm(token) else "stale"
    else:
        stands = subscribing.confirming(token)
    return _token_page(request, "newsletters/confirm.html", _("Confirm your subscription"), stands)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@uncached
@by_token
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """The way out. A mail program posts here by itself (RFC 8058), without cookies, and must not be sent elsewhere."""
    if request.method == "POST":
        stands = "left" if subscribing.leave(token) else "unknown"
    else:
        stands = subscribing.leaving(token)
    return _token_page(request, "newsletters/leave.html", _("Unsubscribe"), stands)


def _form(request: HttpRequest, error: str = "", typed: str = "", status: int = 200) -> HttpResponse:
    context = {
        "head": Head(
            title=str(settings.NEWSLETTER_NAME),
            description=_("The week's stories by mail: sign up here."),
            robots=NOINDEX if error else (),
        ),
        "menu": menu(),
        "error": error,
        "typed": typed[: addresses.LONGEST],
    }
    return answer(request, "newsletters/sign_up.html", context, status=status)


def _token_page(request: HttpRequest, template: str, title: str, stands: str) -> HttpResponse:
    context = {"head": Head(title=title, robots=NOINDEX), "menu": menu(), "stands": stands}
    return answer(request, template, context)
