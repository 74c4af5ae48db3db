"""What browsers and machines ask of every site at fixed addresses: icons, the web manifest, whom to tell of a hole."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from newsroom import icons, theme

A_DAY = {"Cache-Control": "public, max-age=86400"}
_VALID_DAYS = 180


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_made("ico", icons.signature()), content_type="image/x-icon", headers=A_DAY)


@require_safe
def icon(request: HttpRequest, size: int) -> HttpResponse:
    if size not in icons.SIZES:
        raise Http404("There is no icon of this size.")
    return HttpResponse(_made("png", icons.signature(), size), content_type="image/png", headers=A_DAY)


@require_safe
def apple_touch_icon(request: HttpRequest) -> HttpResponse:
    return icon(request, 180)


@require_safe
def maskable_icon(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_made("maskable", icons.signature(), 512), content_type="image/png", headers=A_DAY)


@lru_cache(maxsize=32)
def _made(form: str, signature: tuple[str, ...], size: int = 0) -> bytes:
    if form == "ico":
        return icons.ico()
    return icons.png(size, maskable=form == "maskable")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """W3C Web Application Manifest: by it a telephone puts the newsroom on its home screen."""
    palette = theme.palette()
    files = [(reverse("icon", args=[size]), size, "any") for size in (192, 512)]
    said = {
        "name": settings.NEWSROOM_NAME,
        "short_name": _short(),
        "description": settings.NEWSROOM_TAGLINE,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "lang": settings.LANGUAGE_CODE,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "theme_color": palette["paper"],
        "background_color": palette["paper"],
        "categories": ["news"],
        "icons": [
            {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for src, size, purpose in [*files, (reverse("maskable_icon"), 512, "maskable")]
        ],
    }
    said = {name: value for name, value in said.items() if value}
    return JsonResponse(said, content_type="application/manifest+json", headers=A_DAY, json_dumps_params={"indent": 1})


def _short() -> str:
    """What stands under an icon, where some fifteen letters find room: as many words of the name as fit."""
    said = ""
    for word in icons.words():
        if said and len(f"{said} {word}") > 15:
            break
        said = f"{said} {word}".strip()
    return said[:15]


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a hole in our safety, where somebody is named (SECURITY_CONTACT)."""
    contact = " ".join(settings.SECURITY_CONTACT.split())
    if not contact:
        raise Http404("Nobody is named here.")
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    # RFC 9116 asks for an end less than a year ahead; whoever reads the page finds one that moves by the month.
    month = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    ends = (month + dt.timedelta(days=_VALID_DAYS)).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [f"Contact: {contact}", f"Expires: {ends}", f"Preferred-Languages: {settings.LANGUAGE_CODE.split('-')[0]}"]
    if settings.NEWSROOM_URL:
        lines.append(f"Canonical: {settings.NEWSROOM_URL.rstrip('/')}{request.path}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8", headers=A_DAY)
